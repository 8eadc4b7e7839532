//! Parts of solutions, on sheets: components, and curved sets of equilibria.

use super::account::component_lines;
use super::conditions;
use super::sheet::Sheet;
use super::words::count;
use crate::game::{Game, NormalForm, PlayerId};
use crate::solve::{CurvedSet, Solution};

/// A connected component of the set of equilibria.
pub fn component(game: &Game, solution: &Solution, index: usize) -> Sheet {
    let component = &solution.components[index];
    let members: Vec<Vec<String>> = component
        .members
        .iter()
        .map(|&member| vec![(member + 1).to_string(), super::refinements::words(game, solution, member)])
        .collect();
    let of = component.index.map_or(String::new(), |index| format!(", index {index}"));
    let title = format!("A component of dimension {}{of}", component.dimension);
    Sheet::new(title).lines(component_lines(game, solution, index)).table(
        "Equilibria in it",
        &["No.", "What everybody does"],
        members,
    )
}

/// A set of equilibria in which the players' mixtures depend on each other: what must hold, and why.
pub fn curved(game: &NormalForm, set: &CurvedSet) -> Sheet {
    let equations =
        set.equations.iter().map(|own| vec![conditions::equal_to_zero(game, own), conditions::gain(game, own, true)]);
    let inequalities = set
        .inequalities
        .iter()
        .map(|own| vec![conditions::at_most_zero(game, own), conditions::gain(game, own, false)]);
    let used = |(player, own): (usize, &Vec<usize>)| {
        let strategies = game.strategies(PlayerId::from(player));
        let names: Vec<&str> = own.iter().map(|&strategy| strategies.key(strategy)).collect();
        vec![game.players().key(player).to_owned(), names.join(", ")]
    };
    let at_most = if set.dimension_proven { "" } else { "at most " };
    Sheet::new(format!("A curved set of equilibria of dimension {at_most}{}", set.dimension))
        .line(format!(
            "{}.",
            count(set.witnesses.len() as u64, "equilibrium bears witness to it", "equilibria bear witness to it")
        ))
        .table("Strategies in use", &["Player", "Strategies"], set.supports.iter().enumerate().map(used).collect())
        .table("What must hold", &["Condition", "Why"], equations.chain(inequalities).collect())
}
