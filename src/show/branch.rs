//! The principal branch of logit equilibria, as text and as HTML.

use std::fmt::Write;

use super::escape::xml;
use super::html::fragment;
use super::words::{Digits, clean, count};
use crate::game::{Game, PlayerId, Profile};
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
    let mut lines = vec![title(game), summary(branch), limit(game, branch)];
    lines.extend(branch.notes.iter().map(|note| format!("Note: {note}")));
    let rows: Vec<Vec<String>> = std::iter::once(heading(game)).chain(shown(branch).iter().map(cells)).collect();
    let columns = rows[0].len();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    lines.push(String::new());
    for row in &rows {
        let cell = |(text, width): (&String, &usize)| format!("{text:<width$}");
        let line: Vec<String> = row.iter().zip(&widths).map(cell).collect();
        lines.push(line.join("  ").trim_end().to_owned());
    }
    lines.join("\n") + "\n"
}

/// A branch as HTML, with the same content.
pub fn html(game: &Game, branch: &QuantalBranch) -> String {
    let paragraph = |class: &str, text: &str| format!("<p class=\"{class}\">{}</p>\n", xml(text));
    let mut html = paragraph("fd-title", &title(game));
    html.push_str(&paragraph("fd-headline", &summary(branch)));
    html.push_str(&paragraph("fd-note", &limit(game, branch)));
    html.push_str(
        "<div class=\"fd-scroll\"><table class=\"fd-table\">\n<caption>Points of the branch</caption>\n<thead><tr>",
    );
    for text in heading(game) {
        let _ = write!(html, "<th scope=\"col\">{}</th>", xml(&text));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for point in shown(branch) {
        let row: Vec<String> = cells(&point).iter().map(|text| format!("<td>{}</td>", xml(text))).collect();
        let _ = writeln!(html, "<tr>{}</tr>", row.concat());
    }
    html.push_str("</tbody></table></div>\n");
    branch.notes.iter().for_each(|note| html.push_str(&paragraph("fd-note", note)));
    fragment(&html)
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

/// "A x 1/2 (0.5) or y 1/2 (0.5); B l".
fn equilibrium(game: &Game, equilibrium: &Equilibrium) -> String {
    let (Game::Normal(table), Profile::Mixed(profile)) = (game, &equilibrium.profile) else { return String::new() };
    let digits = Digits::of(equilibrium);
    let of = |player: PlayerId| {
        let row = profile.of(player);
        let used: Vec<usize> = (0..row.len()).filter(|&s| !row[s].is_zero()).collect();
        let name = |s: usize| clean(table.strategies(player).key(s));
        let words: Vec<String> = match used[..] {
            [only] => vec![name(only)],
            _ => used.iter().map(|&s| format!("{} {}", name(s), digits.full(&row[s]))).collect(),
        };
        format!("{} {}", clean(table.players().key(player.index())), words.join(" or "))
    };
    table.player_ids().map(of).collect::<Vec<_>>().join("; ")
}

fn heading(game: &Game) -> Vec<String> {
    let mut heading = vec!["Precision".to_owned()];
    if let Game::Normal(table) = game {
        heading.extend(table.player_ids().map(|player| {
            let names: Vec<String> = table.strategies(player).keys().iter().map(|name| clean(name)).collect();
            format!("{}: {}", clean(table.players().key(player.index())), names.join(", "))
        }));
    }
    heading
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
