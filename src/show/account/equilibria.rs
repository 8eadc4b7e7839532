//! Equilibria as groups that share an outcome, each with everybody's choices.

use std::collections::HashMap;

use super::SolutionOptions;
use super::beliefs::belief_lines;
use super::deterrents::{deterrent_lines, off_path};
use super::joint::{Joint, joint};
use super::plans::PlanSets;
use crate::game::{Concept, ExtensiveForm, Game, InfosetId, NodeId, PlayerId, Profile};
use crate::number::Rational;
use crate::show::course::Course;
use crate::show::names::strategy_names;
use crate::show::words::{Digits, clean, more, place};
use crate::solve::{Equilibrium, Solution};

/// Equilibria with one outcome. In a payoff table each equilibrium is a group of its own.
pub(crate) struct Group {
    /// The play, or the plays with their probabilities; `None` for payoff tables.
    pub(crate) outcome: Option<String>,
    /// Everybody's payoff.
    pub(crate) payoffs: Vec<(String, Rational)>,
    pub(crate) members: Vec<Member>,
    /// Members that are not shown.
    pub(crate) hidden: usize,
    /// On a tree: the sets of plans that lead to the outcome, where one example and these say it all.
    pub(crate) sets: Vec<String>,
}

impl Group {
    /// "This outcome has 5 extreme equilibria. Any combination of these plans is an equilibrium with it:".
    pub(crate) fn sets_title(&self) -> String {
        let count = self.members.len() + self.hidden;
        let which = if self.sets.len() == 1 { "these plans" } else { "plans within one of these sets" };
        format!("This outcome has {count} extreme equilibria. Any combination of {which} is an equilibrium with it:")
    }
}

/// An equilibrium.
pub(crate) struct Member {
    /// Its number in the solution, counted from 1; `None` when it stands alone.
    pub(crate) number: Option<usize>,
    pub(crate) choices: Vec<Choice>,
    /// For a correlated equilibrium: the profiles that may be drawn, instead of choices.
    pub(crate) joint: Option<Joint>,
    /// Choices that are not shown.
    pub(crate) hidden: usize,
    pub(crate) digits: Digits,
    /// Regret, index and error bound, where there is something to say.
    pub(crate) remarks: Vec<String>,
    /// What is believed where nodes cannot be told apart, a line for each information set; and what deters off the path.
    pub(crate) beliefs: Vec<String>,
}

/// What a player does, here or in the whole game.
pub(crate) struct Choice {
    pub(crate) player: PlayerId,
    pub(crate) name: String,
    /// Where, on a tree: "after Invoke".
    pub(crate) place: Option<String>,
    /// The actions taken; with probabilities where there are several.
    pub(crate) actions: Vec<(String, Option<Rational>)>,
    /// Whether play comes there.
    pub(crate) reached: bool,
    /// The information set, on a tree.
    infoset: Option<InfosetId>,
}

/// How many outcomes the equilibria have; `None` for payoff tables.
pub(super) fn number_of_outcomes(game: &Game, solution: &Solution) -> Option<usize> {
    let Game::Extensive(tree) = game else { return None };
    let all_behavior =
        solution.equilibria.iter().all(|equilibrium| matches!(equilibrium.profile, Profile::Behavior(_)));
    all_behavior.then(|| by_outcome(tree, solution).len())
}

/// The groups shown, and how many are not.
pub(super) fn groups(game: &Game, solution: &Solution, options: SolutionOptions) -> (Vec<Group>, usize) {
    let sets = match game {
        Game::Extensive(tree) => by_outcome(tree, solution),
        Game::Normal(_) if solution.orbits.is_empty() => (0..solution.len()).map(|index| vec![index]).collect(),
        Game::Normal(_) => solution.orbits.iter().map(|orbit| vec![orbit.members[0]]).collect(),
    };
    let hidden = sets.len().saturating_sub(options.max_groups);
    let plans = PlanSets::new(game, solution);
    let shown = sets.into_iter().take(options.max_groups);
    (shown.map(|set| group(game, solution, &set, &plans, options)).collect(), hidden)
}

/// Positions of equilibria by outcome, in the order in which the outcomes first occur.
fn by_outcome(tree: &ExtensiveForm, solution: &Solution) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<Vec<(NodeId, Rational)>, usize> = HashMap::new();
    for (index, equilibrium) in solution.equilibria.iter().enumerate() {
        let Profile::Behavior(profile) = &equilibrium.profile else {
            groups.push(vec![index]);
            continue;
        };
        let course = Course::new(tree, profile);
        let outcome = course.outcomes().into_iter().map(|(node, reach)| (node, reach.clone())).collect();
        let group = *known.entry(outcome).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(index);
    }
    groups
}

fn group(game: &Game, solution: &Solution, set: &[usize], plans: &PlanSets, options: SolutionOptions) -> Group {
    let first = &solution.equilibria[set[0]];
    let outcome = match (game, &first.profile) {
        (Game::Extensive(tree), Profile::Behavior(profile)) => {
            Some(outcome_words(&Course::new(tree, profile), Digits::of(first)))
        }
        _ => None,
    };
    let sets = plans.of(set);
    let most = if sets.is_empty() { options.max_equilibria } else { 1 };
    let shown = set.iter().take(most);
    let numbered = |&index: &usize| {
        let mut member = member(game, &solution.equilibria[index], Some(index + 1), options);
        if let (Game::Extensive(tree), Concept::Nash) = (game, solution.concept) {
            free_idle_choices(tree, &solution.equilibria[index], &mut member.choices);
        }
        member.remarks.extend(permutations(game, solution, index));
        member
    };
    let members = shown.map(numbered).collect();
    let sets = shorten(sets, options.max_equilibria);
    Group { outcome, payoffs: payoffs(game, first), members, hidden: set.len().saturating_sub(most), sets }
}

/// The first few sets, and how many more there are.
fn shorten(mut sets: Vec<String>, most: usize) -> Vec<String> {
    let hidden = sets.len().saturating_sub(most);
    sets.truncate(most);
    sets.extend((hidden > 0).then(|| more(hidden, "set", "sets")));
    sets
}

/// Where a player's own plan never comes, or only several deviations lead, anything would do in a Nash equilibrium, and no action is named.
fn free_idle_choices(tree: &ExtensiveForm, equilibrium: &Equilibrium, choices: &mut [Choice]) {
    let (Profile::Behavior(profile), Ok(moves)) = (&equilibrium.profile, tree.own_moves()) else { return };
    let idle = off_path(tree, equilibrium).map_or(Vec::new(), |off| off.idle);
    let mut planned = vec![true; tree.infosets().len()];
    for id in tree.infoset_ids() {
        planned[id.index()] = moves
            .before(id)
            .is_none_or(|(before, action)| planned[before.index()] && !profile.at(before)[action].is_zero());
    }
    for choice in
        choices.iter_mut().filter(|choice| choice.infoset.is_some_and(|id| !planned[id.index()] || idle.contains(&id)))
    {
        choice.actions = vec![("anything".into(), None)];
    }
}

/// "and its permutations among Armenia, Georgia: 2 in all", for an equilibrium that stands for several.
fn permutations(game: &Game, solution: &Solution, index: usize) -> Option<String> {
    let orbit = solution.orbits.iter().find(|orbit| orbit.members.first() == Some(&index))?;
    if orbit.members.len() == 1 {
        return None;
    }
    let names = |group: &Vec<PlayerId>| {
        let names: Vec<String> = group.iter().map(|player| clean(game.players().key(player.index()))).collect();
        names.join(", ")
    };
    let groups: Vec<String> = orbit.players.iter().map(names).collect();
    Some(format!("and its permutations among {}: {} in all", groups.join(" and among "), orbit.members.len()))
}

/// Everybody's payoff, by name.
fn payoffs(game: &Game, equilibrium: &Equilibrium) -> Vec<(String, Rational)> {
    let named = |(player, payoff): (usize, &Rational)| (clean(game.players().key(player)), payoff.clone());
    equilibrium.payoffs.iter().enumerate().map(named).collect()
}

/// "Attack, Invoke, Abstain, Stay", or the plays with their probabilities.
pub(crate) fn outcome_words(course: &Course, digits: Digits) -> String {
    let outcomes = course.outcomes();
    let path = |node: NodeId| {
        let steps: Vec<String> = course.tree.path(node).into_iter().map(clean).collect();
        if steps.is_empty() { "the game ends at once".into() } else { steps.join(", ") }
    };
    if let [(only, _)] = outcomes[..] {
        return path(only);
    }
    let line = |(node, reach): &(NodeId, &Rational)| format!("{} ({})", path(*node), digits.compact(reach));
    let mut lines: Vec<String> = outcomes.iter().take(8).map(line).collect();
    if outcomes.len() > 8 {
        lines.push(more(outcomes.len() - 8, "play", "plays"));
    }
    lines.join("; ")
}

/// An equilibrium, choice by choice.
pub(crate) fn member(
    game: &Game,
    equilibrium: &Equilibrium,
    number: Option<usize>,
    options: SolutionOptions,
) -> Member {
    let mut choices = match (game, &equilibrium.profile) {
        (Game::Extensive(tree), Profile::Behavior(profile)) => plan(&Course::new(tree, profile)),
        (_, Profile::Correlated(_)) => Vec::new(),
        (_, profile) => strategies(game, profile.rows()),
    };
    let joint = match &equilibrium.profile {
        Profile::Correlated(profile) => joint(game, profile, options),
        _ => None,
    };
    let hidden = choices.len().saturating_sub(options.max_choices);
    choices.truncate(options.max_choices);
    let beliefs = match game {
        Game::Extensive(tree) => [belief_lines(tree, equilibrium), deterrent_lines(tree, equilibrium)].concat(),
        Game::Normal(_) => Vec::new(),
    };
    let (digits, remarks) = (Digits::of(equilibrium), remarks(equilibrium));
    Member { number, choices, joint, hidden, digits, remarks, beliefs }
}

/// The plan of every player on a tree, player by player; what play reaches comes first.
fn plan(course: &Course) -> Vec<Choice> {
    let tree = course.tree;
    let choice = |id: InfosetId| {
        let infoset = tree.infoset(id);
        Choice {
            player: infoset.player,
            name: clean(tree.players().key(infoset.player.index())),
            place: Some(place(infoset)),
            actions: used(course.profile.at(id), infoset.actions.keys()),
            reached: infoset.nodes.iter().any(|node| course.reaches(*node)),
            infoset: Some(id),
        }
    };
    let mut choices: Vec<Choice> = tree.infoset_ids().map(choice).collect();
    choices.sort_by_key(|choice| (choice.player, !choice.reached));
    choices
}

fn strategies(game: &Game, rows: &[Vec<Rational>]) -> Vec<Choice> {
    let counts: Vec<Option<usize>> = rows.iter().map(|row| Some(row.len())).collect();
    let names = strategy_names(game, &counts);
    let choice = |(player, row): (usize, &Vec<Rational>)| Choice {
        player: PlayerId::from(player),
        name: clean(game.players().key(player)),
        place: None,
        actions: used(row, &names.of(player, row.len())),
        reached: true,
        infoset: None,
    };
    rows.iter().enumerate().map(choice).collect()
}

/// The actions with a probability above 0; a sure one goes without its probability.
fn used(row: &[Rational], names: &[String]) -> Vec<(String, Option<Rational>)> {
    let used = row.iter().zip(names).filter(|(probability, _)| !probability.is_zero());
    let named = |(probability, name): (&Rational, &String)| {
        (clean(name), (*probability != Rational::ONE).then(|| probability.clone()))
    };
    used.map(named).collect()
}

fn remarks(equilibrium: &Equilibrium) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(optimum) = &equilibrium.optimum {
        remarks.push(format!("{}: {}", clean(&optimum.objective.words()), Digits::Exact.full(&optimum.value)));
    }
    if let Some(index) = equilibrium.index {
        remarks.push(format!("index {index:+}"));
    }
    if let Some(bound) = equilibrium.error_bound {
        remarks.push(format!("each probability is within {bound:.1e}"));
    }
    if !equilibrium.regret.is_zero() {
        remarks.push(format!("regret {}", Digits::Exact.full(&equilibrium.regret)));
    }
    remarks
}
