//! The principal branch of logit equilibria, in every format.

use super::sheet::Sheet;
use super::words::{Digits, clean, count};
use crate::game::{Game, Infoset, Labels, PlayerId};
use crate::number::Rational;
use crate::solve::{Equilibrium, QuantalBranch, QuantalPoint};

/// The most points that are shown.
const SHOWN: usize = 12;

/// A branch as text: what was found, the limit, and some of its points.
///
/// # Example
/// ```
/// use foederis::{NormalForm, logit_branch, show::branch};
/// let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["l", "r"]);
/// let game = game.table(&[&[2, 0, 0, 1], &[0, 1, 1, 0]])?.into();
/// let text = branch::text(&game, &logit_branch(&game, &Default::default())?);
/// assert!(text.contains("Limit: A x 1/2 (0.5) or y 1/2 (0.5); B l 1/3 (≈0.3333) or r 2/3 (≈0.6667)"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn text(game: &Game, branch: &QuantalBranch) -> String {
    sheet(game, branch).text()
}

/// A branch as HTML, with the same content.
pub fn html(game: &Game, branch: &QuantalBranch) -> String {
    sheet(game, branch).html()
}

/// A branch as LaTeX, with the same content.
pub fn latex(game: &Game, branch: &QuantalBranch) -> String {
    sheet(game, branch).latex()
}

/// A branch: what was found, the limit, and some of its points.
pub fn sheet(game: &Game, branch: &QuantalBranch) -> Sheet {
    let heading = heading(game);
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    Sheet::new(title(game))
        .line(summary(branch))
        .line(limit(game, branch))
        .lines(beliefs(game, branch))
        .table("Points of the branch", &heading, shown(branch).iter().map(cells).collect())
        .notes(branch.notes.iter().map(|note| format!("Note: {note}")))
}

/// One point: everybody's probabilities and payoffs.
pub fn point(game: &Game, point: &QuantalPoint) -> Sheet {
    let choosers = choosers(game);
    let probabilities = choosers.iter().zip(&point.probabilities).flat_map(|((name, choices), row)| {
        let one = |(number, (choice, p)): (usize, (&String, &f64))| {
            vec![if number == 0 { name.clone() } else { String::new() }, choice.clone(), format!("{p:.6}")]
        };
        choices.iter().zip(row).enumerate().map(one).collect::<Vec<_>>()
    });
    let players = game.players().keys().iter().zip(&point.payoffs);
    Sheet::new(format!("Logit equilibrium at precision {}", number(point.precision)))
        .table("", &["Who", "Choice", "Probability"], probabilities.collect())
        .table(
            "",
            &["Player", "Payoff"],
            players.map(|(name, payoff)| vec![clean(name), format!("{payoff:.6}")]).collect(),
        )
}

/// What was found, in one line.
pub fn summary(branch: &QuantalBranch) -> String {
    let last = branch.precisions.last().copied().unwrap_or_default();
    format!(
        "{}, precision 0 to {}; {}, {}; {}",
        count(branch.len() as u64, "point", "points"),
        number(last),
        count(branch.turning_points.len() as u64, "turning point", "turning points"),
        count(branch.bifurcations.len() as u64, "bifurcation", "bifurcations"),
        branch.status_words()
    )
}

fn title(game: &Game) -> String {
    let name = clean(game.title());
    let what = "Principal branch of logit equilibria";
    if name.is_empty() { what.into() } else { format!("{what} of {name}") }
}

fn limit(game: &Game, branch: &QuantalBranch) -> String {
    match &branch.limit {
        Some(limit) => format!("Limit: {}", equilibrium(game, limit)),
        None => "Limit: not proven".into(),
    }
}

/// "A x 1/2 (0.5) or y 1/2 (0.5); B l". In a tree also where each choice is made.
fn equilibrium(game: &Game, equilibrium: &Equilibrium) -> String {
    let digits = Digits::of(equilibrium);
    let choosers = choosers(game);
    let of = |((name, choices), row): (&(String, Vec<String>), &Vec<Rational>)| {
        let used: Vec<usize> = (0..row.len()).filter(|&s| !row[s].is_zero()).collect();
        let words: Vec<String> = match used[..] {
            [only] => vec![choices[only].clone()],
            _ => used.iter().map(|&s| format!("{} {}", choices[s], digits.full(&row[s]))).collect(),
        };
        let separator = if matches!(game, Game::Extensive(_)) { ": " } else { " " };
        format!("{name}{separator}{}", words.join(" or "))
    };
    choosers.iter().zip(equilibrium.profile.rows()).map(of).collect::<Vec<_>>().join("; ")
}

/// Who chooses, and from what: players from strategies, or players at information sets from actions.
fn choosers(game: &Game) -> Vec<(String, Vec<String>)> {
    let names = |labels: &Labels| labels.keys().iter().map(|name| clean(name)).collect();
    let player = |player: PlayerId| clean(game.players().key(player.index()));
    match game {
        Game::Normal(table) => table.player_ids().map(|id| (player(id), names(table.strategies(id)))).collect(),
        Game::Extensive(tree) => {
            let at = |set: &Infoset| format!("{} at {}", player(set.player), clean(&set.key));
            tree.infosets().iter().map(|set| (at(set), names(&set.actions))).collect()
        }
    }
}

fn heading(game: &Game) -> Vec<String> {
    let columns = choosers(game).into_iter().map(|(name, choices)| format!("{name}: {}", choices.join(", ")));
    std::iter::once("Precision".to_owned()).chain(columns).collect()
}

/// For a tree, the beliefs that the branch leads to, at information sets of several nodes: "Russia at called: 0.25 after
/// loyal, Call".
fn beliefs(game: &Game, branch: &QuantalBranch) -> Option<String> {
    let Game::Extensive(tree) = game else { return None };
    let choosers = choosers(game);
    let of = |number: usize| {
        let (set, row) = (&tree.infosets()[number], branch.beliefs.get(number)?);
        let likely = set.nodes.iter().zip(row).filter(|(_, belief)| **belief >= 5e-5);
        let words: Vec<String> = likely
            .map(|(node, belief)| format!("{} after {}", short(*belief), clean(&tree.describe_path(*node))))
            .collect();
        (set.nodes.len() > 1).then(|| format!("{}: {}", choosers[number].0, words.join(" or ")))
    };
    let words: Vec<String> = (0..choosers.len()).filter_map(of).collect();
    (!words.is_empty()).then(|| format!("Beliefs there: {}", words.join("; ")))
}

/// A belief to four places, without noughts at the end.
fn short(belief: f64) -> String {
    let text = format!("{belief:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Some points, evenly spread, the first and the last among them.
fn shown(branch: &QuantalBranch) -> Vec<QuantalPoint> {
    let (count, last) = (branch.len().min(SHOWN), branch.len().saturating_sub(1));
    let place = |k: usize| if count > 1 { k * last / (count - 1) } else { 0 };
    (0..count).filter_map(|k| branch.point(place(k))).collect()
}

fn cells(point: &QuantalPoint) -> Vec<String> {
    let row = |row: &Vec<f64>| row.iter().map(|p| format!("{p:.4}")).collect::<Vec<_>>().join(", ");
    std::iter::once(number(point.precision)).chain(point.probabilities.iter().map(row)).collect()
}

/// A precision with four digits that count.
fn number(value: f64) -> String {
    match value {
        0.0 => "0".into(),
        v if (1e-3..1e5).contains(&v) => {
            let places = (3 - v.log10().floor() as i32).max(0) as usize;
            format!("{v:.places$}")
        }
        v => format!("{v:.3e}"),
    }
}
