//! Components of equilibria and rounds of elimination, in words.

use super::{SolutionOptions, plans};
use crate::game::{BelievedNodes, Dominated, Elimination, ExtensiveForm, Game, Labels, PlayerId, Unknown};
use crate::number::Rational;
use crate::show::conditions::{at_most_zero, equal_to_zero, gain, sum, unknown};
use crate::show::names::{StrategyNames, strategy_names};
use crate::show::words::{Digits, clean, count, list, more, place};
use crate::solve::{Component, CurvedSet, NashSubset, Solution};

/// Each component in words; without its parts if they have been told.
pub(super) fn components(game: &Game, solution: &Solution, told: bool, options: SolutionOptions) -> Vec<String> {
    if solution.components.is_empty() {
        return Vec::new();
    }
    let open = |component: &Component| stands_for_others(solution, component);
    if solution.components.iter().all(|component| isolated(component) && open(component)) {
        let one = solution.components.len() == 1;
        let (all, them) =
            if one { ("The equilibrium's path is", "it") } else { ("All equilibria's paths are", "them") };
        return vec![format!("{all} isolated; off {them}, other behaviour may deter as well.")];
    }
    if solution.components.iter().all(|component| isolated(component) && !open(component)) {
        let all = if solution.components.len() == 1 { "The equilibrium is" } else { "All equilibria are" };
        return vec![format!("{all} isolated.")];
    }
    let names = names_of_parts(game, solution);
    let shown = solution.components.iter().enumerate().take(options.max_items);
    let words = |(index, part): (usize, &Component)| {
        let curved = part.curved.iter().flat_map(|set| curved_words(game, set, options));
        std::iter::once(component(game, &names, index + 1, (part, open(part)), told)).chain(curved).collect::<Vec<_>>()
    };
    let mut lines: Vec<String> = shown.flat_map(words).collect();
    if solution.components.len() > options.max_items {
        lines.push(more(solution.components.len() - options.max_items, "component", "components"));
    }
    lines
}

/// One component in words.
pub(crate) fn component_lines(game: &Game, solution: &Solution, index: usize) -> Vec<String> {
    let part = &solution.components[index];
    let curved = part.curved.iter().flat_map(|set| curved_words(game, set, SolutionOptions::default()));
    let open = stands_for_others(solution, part);
    let names = names_of_parts(game, solution);
    std::iter::once(component(game, &names, index + 1, (part, open), false)).chain(curved).collect()
}

/// What the strategies are called that parts of components speak of.
fn names_of_parts(game: &Game, solution: &Solution) -> StrategyNames {
    let subset = solution.components.iter().find_map(|component| component.subsets.first());
    let counts: Vec<Option<usize>> = subset
        .map_or(Vec::new(), |subset| subset.vertices.iter().map(|vertices| vertices.first().map(Vec::len)).collect());
    match game {
        Game::Normal(_) => strategy_names(game, &counts),
        Game::Extensive(_) => StrategyNames::none(),
    }
}

fn isolated(component: &Component) -> bool {
    component.dimension == 0 && component.members.len() == 1 && component.curved.is_empty()
}

/// Whether members stand for equilibria that do other things off the path.
fn stands_for_others(solution: &Solution, component: &Component) -> bool {
    component.members.iter().any(|member| solution.equilibria[*member].others_off_path)
}

/// What is added where they do.
const OFF_PATH: &str = "; off it, other behaviour may deter as well";

fn component(
    game: &Game,
    names: &StrategyNames,
    number: usize,
    (component, open): (&Component, bool),
    told: bool,
) -> String {
    let members: Vec<String> = component.members.iter().map(|member| (member + 1).to_string()).collect();
    let index = component.index.map_or(String::new(), |index| format!(" Its index is {index:+}."));
    let noun = if members.len() == 1 { "equilibrium" } else { "equilibria" };
    if open && component.dimension == 0 && component.curved.is_empty() {
        return format!("Component {number}: the path of {noun} {} is isolated{OFF_PATH}.{index}", list(&members));
    }
    if isolated(component) {
        return format!("Component {number}: equilibrium {} is isolated.{index}", members[0]);
    }
    let what = match (component.subsets.is_empty(), component.curved.is_empty()) {
        (_, true) => format!("extreme {noun} {}", list(&members)),
        (true, false) => format!("{noun} {} in it", list(&members)),
        (false, false) => format!("extreme and other {noun} {}", list(&members)),
    };
    let shape = if component.curved.is_empty() { "a continuum" } else { "a curved set of equilibria" };
    let proven = component.curved.iter().all(|set| set.dimension_proven || set.dimension < component.dimension);
    let at_most = if proven { "" } else { "at most " };
    let (on_path, rest) = if open { (" on the path", OFF_PATH) } else { ("", "") };
    let dimension = component.dimension;
    let head = format!("Component {number}: {shape} of dimension {at_most}{dimension}{on_path} with {what}{rest}.");
    if told {
        return format!("{head}{index}");
    }
    let parts = component.subsets.iter().take(6).map(|subset| subset_words(game, names, subset));
    let mut parts: Vec<String> = parts.collect();
    if component.subsets.len() > 6 {
        parts.push(more(component.subsets.len() - 6, "part", "parts"));
    }
    let body = match parts.len() {
        0 => families(component),
        1 => format!(" Any combination of these is an equilibrium: {}.", parts[0]),
        _ => format!(
            " Any combination within one of these parts is an equilibrium: {}.",
            parts
                .iter()
                .enumerate()
                .map(|(part, words)| format!("({}) {words}", part + 1))
                .collect::<Vec<_>>()
                .join("; ")
        ),
    };
    format!("{head}{body}{index}")
}

/// Which equilibria may be mixed: " Every mixture within one of these is an equilibrium: 1 and 2; 2 and 3."
fn families(component: &Component) -> String {
    let named = |family: &Vec<usize>| list(&family.iter().map(|member| (member + 1).to_string()).collect::<Vec<_>>());
    let mut shown: Vec<String> = component.families.iter().take(6).map(named).collect();
    if component.families.len() > 6 {
        shown.push(more(component.families.len() - 6, "group", "groups"));
    }
    match &shown[..] {
        [] => String::new(),
        [all] if component.families[0] == component.members => {
            let any = if component.members.len() == 1 { String::new() } else { format!(" of {all}") };
            format!(" Every mixture{any} is an equilibrium.")
        }
        groups => format!(" Every mixture within one of these groups is an equilibrium: {}.", groups.join("; ")),
    }
}

/// The strategies used in a curved set, and its conditions, each on a line.
fn curved_words(game: &Game, set: &CurvedSet, options: SolutionOptions) -> Vec<String> {
    let own = |(number, used): (usize, &Vec<usize>)| {
        let (who, labels) = mover(game, number);
        let names: Vec<String> = used.iter().map(|&s| clean(labels.key(s))).collect();
        let verb = if used.len() == 1 { "plays" } else { "mixes" };
        format!("{who} {verb} {}", list(&names))
    };
    let who: Vec<String> = set.supports.iter().enumerate().map(own).collect();
    let mut lines =
        vec![format!("In all equilibria of the set, {}, each with a probability above 0, where", who.join("; "))];
    let equation = |condition| format!("{}, so that {};", gain(game, condition, true), equal_to_zero(game, condition));
    let inequality =
        |condition| format!("{}, so that {};", gain(game, condition, false), at_most_zero(game, condition));
    lines.extend(set.equations.iter().map(equation));
    lines.extend(set.inequalities.iter().map(inequality));
    if let Game::Extensive(tree) = game {
        lines.extend(beliefs_on_curve(game, tree, set).iter().map(|words| format!("{words};")));
    }
    if lines.len() > options.max_items + 1 {
        let hidden = lines.len() - options.max_items - 1;
        lines.truncate(options.max_items + 1);
        lines.push(more(hidden, "condition", "conditions"));
    } else {
        lines.push("every choice of probabilities with all this is an equilibrium.".to_owned());
    }
    lines
}

/// Who has a support of a curved set, and what the choices are called.
pub(crate) fn mover(game: &Game, number: usize) -> (String, &Labels) {
    match game {
        Game::Normal(table) => (clean(game.players().key(number)), table.strategies(PlayerId::from(number))),
        Game::Extensive(tree) => {
            let infoset = &tree.infosets()[number];
            (format!("{} {}", clean(tree.players().key(infoset.player.index())), place(infoset)), &infoset.actions)
        }
    }
}

/// What is said of the numbers on which beliefs depend, and of these beliefs.
pub(crate) fn beliefs_on_curve(game: &Game, tree: &ExtensiveForm, set: &CurvedSet) -> Vec<String> {
    let line = |block: &Vec<Unknown>| -> Option<String> {
        let names = || list(&block.iter().map(|own| unknown(tree, own)).collect::<Vec<_>>());
        match block.first()? {
            Unknown::Action(..) => None,
            Unknown::Departure(_) => Some(format!(
                "{}, above 0 and with sum 1, say how probable these departures from the path are by mistake, compared with each other",
                names()
            )),
            Unknown::Belief(..) => Some(format!("{} are above 0 and sum to 1", names())),
        }
    };
    let believed = set.beliefs.iter().map(|own| believed_words(game, tree, own));
    set.blocks.iter().filter_map(line).chain(believed).collect()
}

/// "C at 'middle' believes in left and right in proportion to w(A at 'start': left) and w(A at 'start': right)".
fn believed_words(game: &Game, tree: &ExtensiveForm, believed: &BelievedNodes) -> String {
    let infoset = tree.infoset(believed.infoset);
    let all = tree.node_names(believed.infoset);
    let names: Vec<String> = believed.nodes.iter().map(|(node, _)| clean(&all[*node])).collect();
    let shares: Vec<String> = believed.nodes.iter().map(|(_, terms)| sum(game, terms)).collect();
    let who = format!("{} {}", clean(tree.players().key(infoset.player.index())), place(infoset));
    match names.len() {
        1 => format!("{who} believes in {}", names[0]),
        _ => format!("{who} believes in {} in proportion to {}", list(&names), list(&shares)),
    }
}

/// "Russia: any mixture of Support and (1/2 Support + 1/2 Abstain); Armenia: Stay".
fn subset_words(game: &Game, names: &StrategyNames, subset: &NashSubset) -> String {
    if let Game::Extensive(tree) = game
        && let Ok(form) = tree.to_sequence()
    {
        return plans::subset_words(tree, &form, subset);
    }
    let player = |(player, vertices): (usize, &Vec<Vec<Rational>>)| {
        let own = names.of(player, vertices.first().map_or(0, Vec::len));
        let corners: Vec<String> = vertices.iter().map(|vertex| mixture(vertex, &own)).collect();
        let what = if corners.len() == 1 { corners[0].clone() } else { format!("any mixture of {}", list(&corners)) };
        format!("{}: {what}", clean(game.players().key(player)))
    };
    subset.vertices.iter().enumerate().map(player).collect::<Vec<_>>().join("; ")
}

/// "Support", or "(1/3 Support + 2/3 Abstain)".
pub(super) fn mixture(row: &[Rational], names: &[String]) -> String {
    let used: Vec<(&Rational, &String)> =
        row.iter().zip(names).filter(|(probability, _)| !probability.is_zero()).collect();
    if let [(_, name)] = used[..] {
        return clean(name);
    }
    let term =
        |(probability, name): &(&Rational, &String)| format!("{} {}", Digits::Exact.compact(probability), clean(name));
    format!("({})", used.iter().map(term).collect::<Vec<_>>().join(" + "))
}

/// Each round of elimination in words.
pub(super) fn rounds(game: &Game, solution: &Solution, options: SolutionOptions) -> Vec<String> {
    let Some(elimination) = &solution.elimination else { return Vec::new() };
    if elimination.rounds.iter().all(Vec::is_empty) {
        return vec!["No strategy is dominated.".into()];
    }
    let names = strategy_names(game, &counts(elimination));
    let round = |(index, round): (usize, &Vec<Dominated>)| {
        let shown = round.iter().take(options.max_items);
        let mut lines: Vec<String> = shown.map(|dominated| dominated_words(game, &names, dominated)).collect();
        if round.len() > options.max_items {
            lines.push(more(round.len() - options.max_items, "strategy", "strategies"));
        }
        format!("Round {}: {}.", index + 1, lines.join("; "))
    };
    elimination.rounds.iter().filter(|round| !round.is_empty()).enumerate().map(round).collect()
}

/// How many strategies each player had, where a dominated one tells.
fn counts(elimination: &Elimination) -> Vec<Option<usize>> {
    let of = |player: usize| {
        let mut all = elimination.rounds.iter().flatten();
        all.find(|dominated| dominated.player.index() == player).map(|dominated| dominated.by.len())
    };
    (0..elimination.survivors.len()).map(of).collect()
}

fn dominated_words(game: &Game, names: &StrategyNames, dominated: &Dominated) -> String {
    let own = names.of(dominated.player.index(), dominated.by.len());
    let player = clean(game.players().key(dominated.player.index()));
    let how = if dominated.strictly { "strictly" } else { "weakly" };
    let name = own.get(dominated.strategy).map_or(String::new(), |name| clean(name));
    format!("{player}'s {name} is {how} dominated by {}", mixture(&dominated.by, &own))
}

/// What each player has left.
pub(super) fn survivors(game: &Game, solution: &Solution) -> Vec<String> {
    let Some(elimination) = &solution.elimination else { return Vec::new() };
    let names = strategy_names(game, &counts(elimination));
    let line = |(player, left): (usize, &Vec<usize>)| {
        let own = names.of(player, left.iter().max().map_or(0, |last| last + 1));
        let mut shown: Vec<String> = left.iter().take(12).map(|strategy| clean(&own[*strategy])).collect();
        if left.len() > 12 {
            shown.push(more(left.len() - 12, "strategy", "strategies"));
        }
        let name = clean(game.players().key(PlayerId::from(player).index()));
        format!("{name}: {} ({})", shown.join("; "), count(left.len(), "strategy", "strategies"))
    };
    elimination.survivors.iter().enumerate().map(line).collect()
}
