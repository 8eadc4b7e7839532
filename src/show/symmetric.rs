//! Equilibria of games of many exchangeable players, in every format.

use std::fmt::Write;

use super::sheet::Sheet;
use crate::game::{Group, SymmetricGame};
use crate::number::Rational;
use crate::solve::{Coalition, Status, SymmetricEquilibrium, SymmetricSolution};
use crate::verify::{SymmetricCertificate, SymmetricClaim};

/// The most equilibria, or coalitions, that are listed.
const MAX_ITEMS: usize = 20;

/// What was found, in plain words.
pub fn symmetric(solution: &SymmetricSolution) -> String {
    let groups = solution.game.groups();
    let mut text = format!("Symmetric Nash equilibria of {}: {}", who(groups), solution.equilibria.len());
    let _ = writeln!(text, "\n{}", status(solution));
    for (number, equilibrium) in solution.equilibria.iter().enumerate().take(MAX_ITEMS) {
        let _ = writeln!(text, "{:>3}. {}", number + 1, one(groups, equilibrium));
    }
    more(&mut text, solution.equilibria.len());
    let _ = writeln!(text, "Equilibria in pure strategies, by numbers:");
    if solution.coalitions.is_empty() {
        let _ = writeln!(text, "  none");
    }
    for coalition in solution.coalitions.iter().take(MAX_ITEMS) {
        let _ = writeln!(text, "  {}", counted(groups, coalition));
    }
    more(&mut text, solution.coalitions.len());
    for note in &solution.notes {
        let _ = writeln!(text, "Note: {note}");
    }
    text
}

/// What was found, in tables.
pub fn sheet(solution: &SymmetricSolution) -> Sheet {
    let groups = solution.game.groups();
    let alike = solution.equilibria.iter().enumerate().map(|(number, equilibrium)| {
        std::iter::once((number + 1).to_string()).chain(entries(groups, equilibrium)).collect()
    });
    let heads: Vec<String> = std::iter::once("No.".to_owned()).chain(group_heads(groups)).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    Sheet::new(format!("Symmetric Nash equilibria of {}", who(groups)))
        .line(status(solution))
        .table("Everybody in a group does the same", &heads, alike.collect())
        .table(
            "In pure strategies, by numbers",
            &COALITIONS,
            solution.coalitions.iter().map(|own| counts(groups, own)).collect(),
        )
        .notes(solution.notes.iter().map(|note| format!("Note: {note}")))
}

/// The groups of a game.
pub fn game(game: &SymmetricGame) -> Sheet {
    let row = |group: &Group| vec![group.name.clone(), group.count.to_string(), group.actions.join(" or ")];
    Sheet::new(format!("A game of {}", who(game.groups())))
        .table("", &["Group", "Players", "Actions"], game.groups().iter().map(row).collect())
        .notes(["A payoff depends on the own action and on how many of each group take its first action.".to_owned()])
}

/// One equilibrium in which everybody of a group does the same.
pub fn equilibrium(game: &SymmetricGame, equilibrium: &SymmetricEquilibrium) -> Sheet {
    let heads = group_heads(game.groups());
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let bound = equilibrium.error_bound.map(|bound| format!("Probabilities are off by at most {bound:.0e}."));
    Sheet::new(format!("A symmetric Nash equilibrium of {}", who(game.groups())))
        .table("", &heads, vec![entries(game.groups(), equilibrium)])
        .notes(bound)
}

/// Equilibria in pure strategies that differ only in who does what.
pub fn coalition(game: &SymmetricGame, coalition: &Coalition) -> Sheet {
    let title = format!("Nash equilibria in pure strategies of {}", who(game.groups()));
    Sheet::new(title).table("", &COALITIONS, vec![counts(game.groups(), coalition)])
}

const COALITIONS: [&str; 2] = ["How many", "Equilibria"];

fn who(groups: &[Group]) -> String {
    groups.iter().map(|group| format!("{} {}", group.count, group.name)).collect::<Vec<_>>().join(" and ")
}

fn group_heads(groups: &[Group]) -> Vec<String> {
    groups.iter().flat_map(|group| [group.name.clone(), "Payoff".to_owned()]).collect()
}

fn entries(groups: &[Group], equilibrium: &SymmetricEquilibrium) -> Vec<String> {
    let own = groups.iter().zip(equilibrium.probabilities.iter().zip(&equilibrium.payoffs));
    own.flat_map(|(group, (p, payoff))| [chosen(group, p), short(payoff)]).collect()
}

fn counts(groups: &[Group], coalition: &Coalition) -> Vec<String> {
    let own = groups.iter().zip(&coalition.counts);
    let numbers: Vec<String> =
        own.map(|(group, count)| format!("{count} of {} {}: {}", group.count, group.name, group.actions[0])).collect();
    vec![numbers.join("; "), coalition.ways.to_string()]
}

/// The claim that an equilibrium makes, by names.
pub fn certificate(game: &SymmetricGame, equilibrium: &SymmetricEquilibrium) -> SymmetricCertificate {
    let named = |values: &[Rational]| names(game).zip(values.iter().cloned()).collect();
    let claim = SymmetricClaim::Alike {
        probabilities: named(&equilibrium.probabilities),
        payoffs: named(&equilibrium.payoffs),
        error_bound: equilibrium.error_bound,
    };
    SymmetricCertificate::new(game, claim)
}

/// The claim that equilibria in pure strategies make, by names.
pub fn coalition_certificate(game: &SymmetricGame, coalition: &Coalition) -> SymmetricCertificate {
    let counts = names(game).zip(coalition.counts.iter().copied()).collect();
    SymmetricCertificate::new(game, SymmetricClaim::Numbers { counts, ways: coalition.ways.clone() })
}

fn status(solution: &SymmetricSolution) -> String {
    match &solution.status {
        Status::Complete if solution.notes.is_empty() => {
            "complete: there is no other in which the players of a group all do the same".to_owned()
        }
        Status::Complete => "complete, with what the note says".to_owned(),
        other => other.words().to_owned(),
    }
}

fn names(game: &SymmetricGame) -> impl Iterator<Item = String> + '_ {
    game.groups().iter().map(|group| group.name.clone())
}

fn more(text: &mut String, count: usize) {
    if count > MAX_ITEMS {
        let _ = writeln!(text, "  and {} more", count - MAX_ITEMS);
    }
}

fn one(groups: &[Group], equilibrium: &SymmetricEquilibrium) -> String {
    let parts: Vec<String> = groups
        .iter()
        .zip(equilibrium.probabilities.iter().zip(&equilibrium.payoffs))
        .map(|(group, (p, payoff))| format!("{}: {}, payoff {}", group.name, chosen(group, p), short(payoff)))
        .collect();
    match equilibrium.error_bound {
        Some(bound) => format!("{} (off by at most {bound:.0e})", parts.join("; ")),
        None => parts.join("; "),
    }
}

fn chosen(group: &Group, p: &Rational) -> String {
    if *p == Rational::ONE {
        return group.actions[0].clone();
    }
    if p.is_zero() {
        return group.actions[1].clone();
    }
    format!("{} with probability {}", group.actions[0], short(p))
}

/// A number as a short fraction, or in decimals.
fn short(value: &Rational) -> String {
    let exact = value.to_string();
    if exact.len() <= 9 { exact } else { value.to_decimal(6) }
}

fn counted(groups: &[Group], coalition: &Coalition) -> String {
    let parts: Vec<String> = groups
        .iter()
        .zip(&coalition.counts)
        .map(|(group, count)| format!("{count} of {} {}: {}", group.count, group.name, group.actions[0]))
        .collect();
    match coalition.ways == Rational::ONE {
        true => parts.join("; "),
        false => format!("{} ({} equilibria)", parts.join("; "), coalition.ways),
    }
}

#[cfg(test)]
mod tests {
    use crate::{SymmetricGame, symmetric_nash};

    #[test]
    fn reads_like_a_sentence() {
        let game = SymmetricGame::threshold("Allies", 4, 2, 10.into(), 4.into()).unwrap();
        let text = super::symmetric(&symmetric_nash(&game, &Default::default()).unwrap());
        assert!(text.starts_with("Symmetric Nash equilibria of 4 Allies: 3\ncomplete"), "{text}");
        assert!(text.contains("Allies: Support with probability 0.218078, payoff"), "{text}");
        assert!(text.contains("2 of 4 Allies: Support (6 equilibria)"), "{text}");
    }
}
