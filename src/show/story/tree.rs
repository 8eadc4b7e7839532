//! Stories of trees.

mod moves;
mod surprise;

use std::collections::HashSet;

use super::StoryOptions;
use super::voice::{Alternative, Voice};
use crate::game::{BehaviorProfile, ContinuationValues, ExtensiveForm, Infoset, InfosetId, NodeId, NodeKind, PlayerId};
use crate::number::Rational;
use crate::show::account::outcome_words;
use crate::show::course::Course;
use crate::show::words::{Digits, clean, list, more};
use crate::solve::Equilibrium;

/// What is needed to tell the story.
pub(super) struct Teller<'a> {
    tree: &'a ExtensiveForm,
    course: Course<'a>,
    values: ContinuationValues,
    voice: Voice,
}

/// A paragraph for each move where play comes, one for the end, and one for each surprise that beliefs speak of.
pub(super) fn paragraphs(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    equilibrium: &Equilibrium,
    options: &StoryOptions,
) -> Vec<String> {
    let digits = Digits::of(equilibrium);
    let Ok(values) = tree.continuation_values(profile) else { return Vec::new() };
    let actions = tree.infosets().iter().flat_map(|infoset| infoset.actions.keys());
    let events = tree.chance_moves().iter().flat_map(|chance| chance.events.keys());
    let voice = Voice::new(actions.chain(events), digits);
    let teller = Teller { tree, course: Course::new(tree, profile), values, voice };
    let moves = teller.moves();
    let mut paragraphs: Vec<String> =
        moves.iter().take(options.max_choices).map(|node| teller.paragraph(*node)).collect();
    if moves.len() > options.max_choices {
        paragraphs.push(format!("{}.", more(moves.len() - options.max_choices, "choice", "choices")));
    }
    paragraphs.push(teller.ending());
    paragraphs.extend(teller.surprises(equilibrium, options.max_choices));
    paragraphs
}

impl Teller<'_> {
    /// The first node that play reaches of each information set and chance move, the earlier moves first.
    fn moves(&self) -> Vec<NodeId> {
        let mut seen: HashSet<NodeKind> = HashSet::new();
        let fresh = |node: &NodeId| self.course.reaches(*node) && seen.insert(self.tree.node(*node).kind);
        let mut moves: Vec<NodeId> = self.tree.node_ids().filter(fresh).collect();
        moves.retain(|node| self.tree.node(*node).kind != NodeKind::Terminal);
        moves.sort_by_cached_key(|node| self.tree.steps(*node).len());
        moves
    }

    fn paragraph(&self, node: NodeId) -> String {
        match self.tree.node(node).kind {
            NodeKind::Decision(infoset) => self.decision(infoset),
            _ => self.chance(node),
        }
    }

    fn chance(&self, node: NodeId) -> String {
        let NodeKind::Chance(chance) = self.tree.node(node).kind else { return String::new() };
        let chance = self.tree.chance_move(chance);
        let told = self.told(node);
        let when = if told.is_empty() { "first".to_owned() } else { format!("after {}", told.join(", ")) };
        format!("Chance draws {when}: {}.", self.voice.mixture(&chance.probabilities, chance.events.keys()))
    }

    /// What the player does at an information set, and what the alternatives would bring.
    fn decision(&self, id: InfosetId) -> String {
        let (infoset, row) = (self.tree.infoset(id), self.course.profile.at(id));
        let reached: Vec<NodeId> = infoset.nodes.iter().copied().filter(|node| self.course.reaches(*node)).collect();
        let values: Vec<Rational> = (0..row.len()).map(|action| self.value(infoset, &reached, action)).collect();
        let value: Rational = row.iter().zip(&values).map(|(probability, value)| probability * value).sum();
        let used: Vec<usize> = (0..row.len()).filter(|action| !row[*action].is_zero()).collect();
        let own = match used[..] {
            [only] => self.sure(infoset, &reached, only, &value),
            _ => self.mixed(infoset, row, &used, &value),
        };
        let others = (0..row.len()).filter(|action| row[*action].is_zero());
        let mut others: Vec<Alternative> =
            others.map(|action| self.alternative(infoset, &reached, action, &values[action])).collect();
        if let [only] = used[..]
            && let Some(moves) = self.following(&reached, only)
        {
            others
                .iter_mut()
                .filter(|other| other.then.as_ref() == Some(&moves.clause))
                .for_each(|other| other.then = None);
        }
        let start = self.knowledge(infoset, &reached);
        match others.is_empty() {
            true => format!("{start}{own}."),
            false => format!("{start}{own}; {}", self.voice.alternatives(others, &value)),
        }
    }

    /// The player's value of an action, given that play has come to one of the nodes.
    fn value(&self, infoset: &Infoset, reached: &[NodeId], action: usize) -> Rational {
        let weight = |node: &NodeId| self.course.reach(*node).cloned().unwrap_or_default();
        let total: Rational = reached.iter().map(weight).sum();
        let after = |node: &NodeId| self.tree.node(*node).children[action];
        let sum: Rational = reached.iter().map(|node| weight(node) * self.values.of(after(node), infoset.player)).sum();
        sum.checked_div(&total).unwrap_or_default()
    }

    /// "After Attack, Armenia chooses Invoke, because then Russia would choose Abstain: this gives it 2".
    fn sure(&self, infoset: &Infoset, reached: &[NodeId], action: usize, value: &Rational) -> String {
        let (player, name) = (self.player(infoset.player), &infoset.actions.keys()[action]);
        let choice = format!("{}{player} chooses {}", self.when(infoset, reached), self.voice.action(name));
        let number = self.voice.number(value);
        match self.following(reached, action) {
            Some(moves) if moves.unseen => {
                format!("{choice}, given that {}: this gives {player} {number}", moves.clause)
            }
            Some(moves) if moves.chance => format!("{choice}, which gives it {number} on average"),
            Some(moves) => format!("{choice}, because {}: this gives {player} {number}", moves.clause),
            None => format!("{choice}, which gives it {number}"),
        }
    }

    fn mixed(&self, infoset: &Infoset, row: &[Rational], used: &[usize], value: &Rational) -> String {
        let (player, names) = (self.player(infoset.player), infoset.actions.keys());
        let between = list(&used.iter().map(|action| self.voice.action(&names[*action])).collect::<Vec<_>>());
        let (number, mixture) = (self.voice.number(value), self.voice.mixture(row, names));
        let reached: Vec<NodeId> = infoset.nodes.iter().copied().filter(|node| self.course.reaches(*node)).collect();
        let when = self.when(infoset, &reached);
        format!("{when}{player} is indifferent between {between} (each gives it {number}) and so can mix: {mixture}")
    }

    fn alternative(&self, infoset: &Infoset, reached: &[NodeId], action: usize, value: &Rational) -> Alternative {
        let moves = self.following(reached, action);
        let (then, doubt) = moves.map_or((None, None), |moves| (Some(moves.clause), moves.doubt));
        Alternative { name: infoset.actions.keys()[action].clone(), value: value.clone(), then, doubt }
    }

    /// "After Attack, ", where the player knows what came before.
    fn when(&self, infoset: &Infoset, reached: &[NodeId]) -> String {
        match (infoset.nodes.len(), reached) {
            (1, [only]) => {
                let told = self.told(*only);
                if told.is_empty() { String::new() } else { format!("After {}, ", told.join(", ")) }
            }
            _ => String::new(),
        }
    }

    /// The steps that tell a place: the last one where that is enough, else all of them.
    fn told(&self, node: NodeId) -> Vec<String> {
        let path = self.tree.path(node);
        let told = if self.is_alone(node, &path) { &path[path.len().saturating_sub(1)..] } else { &path[..] };
        told.iter().map(|action| self.voice.action(action)).collect()
    }

    /// Whether the last step of a path tells where somebody moves: play comes to no other move right after such a step, and the
    /// step alone leads from the start to no other place.
    fn is_alone(&self, node: NodeId, path: &[&str]) -> bool {
        let is_move = |other: NodeId| self.course.reaches(other) && self.tree.node(other).kind != NodeKind::Terminal;
        let mistaken = |other: NodeId| {
            let steps = self.tree.path(other);
            steps.last() == path.last() && (steps.len() == 1 || is_move(other))
        };
        !self.tree.node_ids().any(|other| other != node && mistaken(other))
    }

    /// What the player does not know, and what it expects.
    fn knowledge(&self, infoset: &Infoset, reached: &[NodeId]) -> String {
        if infoset.nodes.len() == 1 {
            return String::new();
        }
        let player = self.player(infoset.player);
        let path = |node: &NodeId| {
            let steps: Vec<String> = self.tree.path(*node).into_iter().map(|step| self.voice.action(step)).collect();
            steps.join(", ")
        };
        let total: Rational = reached.iter().filter_map(|node| self.course.reach(*node)).sum();
        match reached {
            [only] => format!("{player} does not see all earlier moves, and expects {}. ", path(only)),
            [_, _] | [_, _, _] | [_, _, _, _] => {
                let belief = |node: &NodeId| {
                    let weight = self.course.reach(*node).and_then(|reach| reach.checked_div(&total));
                    format!("{} with probability {}", path(node), self.voice.number(&weight.unwrap_or_default()))
                };
                let beliefs: Vec<String> = reached.iter().map(belief).collect();
                format!("{player} cannot tell what came before: {}. ", beliefs.join(", or "))
            }
            many => format!("{player} cannot tell which of {} situations it is in. ", many.len()),
        }
    }

    fn player(&self, player: PlayerId) -> String {
        clean(self.tree.players().key(player.index()))
    }

    /// How it ends, and what everybody gets.
    fn ending(&self) -> String {
        let outcome = outcome_words(&self.course, self.voice.digits);
        let sure = self.course.outcomes().len() == 1;
        let named = |(player, payoff): (usize, &Rational)| {
            let get = if player == 0 { " gets" } else { "" };
            format!("{}{get} {}", clean(self.tree.players().key(player)), self.voice.number(payoff))
        };
        let payoffs: Vec<String> = self.values.at(self.tree.root()).iter().enumerate().map(named).collect();
        match sure {
            true => format!("So the outcome is: {outcome}. {}.", list(&payoffs)),
            false => format!("So play can end in these ways: {outcome}. In expectation, {}.", list(&payoffs)),
        }
    }
}
