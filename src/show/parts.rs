//! Parts of solutions, on sheets: components, and curved sets of equilibria.

use super::account::{beliefs_on_curve, component_lines, mover};
use super::conditions;
use super::sheet::Sheet;
use super::words::count;
use crate::game::Game;
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
pub fn curved(game: &Game, set: &CurvedSet) -> Sheet {
    let equations =
        set.equations.iter().map(|own| vec![conditions::equal_to_zero(game, own), conditions::gain(game, own, true)]);
    let inequalities = set
        .inequalities
        .iter()
        .map(|own| vec![conditions::at_most_zero(game, own), conditions::gain(game, own, false)]);
    let used = |(number, own): (usize, &Vec<usize>)| {
        let (who, labels) = mover(game, number);
        let names: Vec<&str> = own.iter().map(|&choice| labels.key(choice)).collect();
        vec![who, names.join(", ")]
    };
    let used: Vec<Vec<String>> = set.supports.iter().enumerate().map(used).collect();
    let beliefs = match game {
        Game::Extensive(tree) => beliefs_on_curve(game, tree, set),
        Game::Normal(_) => Vec::new(),
    };
    let beliefs: Vec<String> = beliefs.iter().map(|words| format!("{words}.")).collect();
    let columns =
        if matches!(game, Game::Normal(_)) { ["Player", "Strategies"] } else { ["Who, and where", "Actions"] };
    let at_most = if set.dimension_proven { "" } else { "at most " };
    Sheet::new(format!("A curved set of equilibria of dimension {at_most}{}", set.dimension))
        .line(format!(
            "{}.",
            count(set.witnesses.len() as u64, "equilibrium bears witness to it", "equilibria bear witness to it")
        ))
        .lines(beliefs)
        .table(if set.blocks.is_empty() { "Strategies in use" } else { "Actions in use" }, &columns, used)
        .table("What must hold", &["Condition", "Why"], equations.chain(inequalities).collect())
}
