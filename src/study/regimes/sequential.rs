//! Sequential equilibria of trees in two stages, with mixtures and beliefs in closed form.
//!
//! In such a tree whatever is believed where the first stage never leads is the limit of trembles (Kreps and Wilson 1982,
//! doi:10.2307/1912767), as long as it is the same wherever the same actions lead. So an equilibrium is a pair, as in
//! a table: weights of the first stage's actions (beliefs, where nobody takes them), against which answers are best, and
//! weights of answers, against which the first stage's actions are best. The extreme pairs solve linear equations.

use super::candidate::{Candidate, Comparison};
use super::form::SymbolicGame;
use super::linear_system::{System, Weights, subsets};
use super::two_stage::{Entry, First, Second, TwoStage, sum};
use super::{Found, backward};
use crate::error::Error;
use crate::game::{ExtensiveForm, InfosetId};
use crate::number::RationalFunction;
use crate::solve::Watch;
use crate::study::region::Domain;

/// The most combinations of supports and ties of one stage.
const MAX_PATTERNS: usize = 500_000;

pub(super) fn sequential(
    tree: &ExtensiveForm,
    game: &SymbolicGame,
    domain: &Domain,
    watch: &mut Watch,
) -> Result<Found, Error> {
    if tree.has_perfect_information() {
        let found = backward::subgame_perfect(tree, game, domain, watch)?;
        return Ok(Found {
            claim: "every sequential equilibrium in pure strategies that holds on an open set".into(),
            ..found
        });
    }
    let form = TwoStage::new(tree, game)?;
    let search = Search { tree, form: &form };
    let (leads, answers) = (search.leads(watch)?, search.answers(watch)?);
    let mut found = Found {
        claim:
            "every sequential equilibrium that holds on an open set (of continua of mixtures or beliefs, the extreme \
                ones)"
                .into(),
        ..Found::default()
    };
    let covers = |ties: &[Vec<usize>], used: &[Vec<usize>]| {
        ties.iter().zip(used).all(|(ties, used)| used.iter().all(|action| ties.contains(action)))
    };
    for (lead, answer) in leads.iter().flat_map(|lead| answers.iter().map(move |answer| (lead, answer))) {
        if watch.must_stop(found.equilibria.len()) {
            break;
        }
        found.candidates += 1;
        if covers(&answer.ties, &lead.used) && covers(&lead.ties, &answer.used) {
            found.keep(&search.candidate(lead, answer), domain);
        }
    }
    Ok(found)
}

struct Search<'a> {
    tree: &'a ExtensiveForm,
    form: &'a TwoStage,
}

/// What the first stage does, and what is believed where that does not lead.
struct Lead {
    /// By information set of the first stage.
    used: Vec<Vec<usize>>,
    weights: Vec<Vec<RationalFunction>>,
    /// For each class of information sets of the second stage that it does not lead to: the moves that would.
    unseen: Vec<Vec<(usize, usize)>>,
    /// By information set of the second stage: the weight of each node, times the chance that the set is reached.
    nodes: Vec<Vec<RationalFunction>>,
    /// Its answers that are equally good, whatever the parameters are.
    ties: Vec<Vec<usize>>,
}

/// What the second stage answers.
struct Answer {
    used: Vec<Vec<usize>>,
    weights: Vec<Vec<RationalFunction>>,
    /// By information set of the first stage: what each action brings who moves, times the chance of the move.
    values: Vec<Vec<RationalFunction>>,
    ties: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Every first stage that as many ties in the second pin down.
    fn leads(&self, watch: &mut Watch) -> Result<Vec<Lead>, Error> {
        let actions: Vec<usize> = self.form.first.iter().map(|set| set.actions.len()).collect();
        let answers: Vec<usize> = self.form.second.iter().map(|set| self.count(set.infoset)).collect();
        let all = choices(&actions)?;
        let ties = choices(&answers)?;
        let mut list: Vec<Lead> = Vec::new();
        for used in all {
            let unseen = self.unseen(&used)?;
            let sizes: Vec<usize> = unseen.iter().map(Vec::len).collect();
            for believed in choices(&sizes)? {
                for tied in &ties {
                    if watch.must_stop(0) {
                        return Ok(list);
                    }
                    let unknowns = count(&used) - used.len() + count(&believed) - believed.len();
                    if unknowns != count(tied) - tied.len() {
                        continue;
                    }
                    let Some(lead) = self.lead(&used, &unseen, &believed, tied) else { continue };
                    if !list.iter().any(|known| {
                        known.nodes == lead.nodes && known.ties == lead.ties && known.weights == lead.weights
                    }) {
                        list.push(lead);
                    }
                }
            }
        }
        Ok(list)
    }

    /// For each class of information sets of the second stage that nothing in use leads to: the moves that would.
    fn unseen(&self, used: &[Vec<usize>]) -> Result<Vec<Vec<(usize, usize)>>, Error> {
        let mut classes: Vec<Vec<(usize, usize)>> = Vec::new();
        for set in &self.form.second {
            let moves = feeders(set);
            if moves.iter().any(|&(at, action)| used[at].contains(&action)) || classes.contains(&moves) {
                continue;
            }
            if classes.iter().flatten().any(|other| moves.contains(other)) {
                let key = &self.tree.infoset(set.infoset).key;
                return Err(Error::Unsupported(format!(
                    "beliefs at '{key}' and at another information set hang together where nobody moves there: regimes of \
                     sequential equilibria need the same moves to lead to both, or different ones"
                )));
            }
            classes.push(moves);
        }
        Ok(classes)
    }

    fn lead(
        &self,
        used: &[Vec<usize>],
        unseen: &[Vec<(usize, usize)>],
        believed: &[Vec<usize>],
        tied: &[Vec<usize>],
    ) -> Option<Lead> {
        let own = |(at, used): (usize, &Vec<usize>)| used.iter().map(|&action| (at, action)).collect::<Vec<_>>();
        let doubts = unseen.iter().zip(believed).map(|(moves, own)| own.iter().map(|&at| moves[at]).collect());
        let groups: Vec<Vec<(usize, usize)>> = used.iter().enumerate().map(own).chain(doubts).collect();
        let mut system = System::new(groups.concat());
        for (number, group) in groups.iter().enumerate() {
            // Where the first stage does not lead, weights times priors are the beliefs themselves.
            let doubted = number.checked_sub(used.len()).and_then(|class| self.first_fed_by(&unseen[class]));
            let size = |unknown: (usize, usize)| match (group.contains(&unknown), doubted) {
                (false, _) => RationalFunction::zero(),
                (true, None) => RationalFunction::one(),
                (true, Some(set)) => sum(set.led_by(unknown).map(|node| node.prior.clone())),
            };
            system.equation(size, RationalFunction::one());
        }
        for (set, tied) in self.form.second.iter().zip(tied) {
            for &other in &tied[1..] {
                system.equation(|unknown| self.gap(set, unknown, tied[0], other), RationalFunction::zero());
            }
        }
        Some(self.lead_of(used, unseen, tied, &system.solve()?))
    }

    /// What answer `other` brings more than `chosen` after a move of the first stage.
    fn gap(&self, set: &Second, from: (usize, usize), chosen: usize, other: usize) -> RationalFunction {
        let player = self.tree.infoset(set.infoset).player.index();
        let more = |node: &Entry| &node.prior * &(&node.payoffs[other][player] - &node.payoffs[chosen][player]);
        sum(set.led_by(from).map(more))
    }

    fn lead_of(&self, used: &[Vec<usize>], unseen: &[Vec<(usize, usize)>], tied: &[Vec<usize>], all: &Weights) -> Lead {
        let (first, second) = (&self.form.first, &self.form.second);
        let chosen = |at: usize, action: usize| match used[at].contains(&action) {
            true => all.of((at, action)),
            false => RationalFunction::zero(),
        };
        let row = |at: usize| (0..first[at].actions.len()).map(|action| chosen(at, action)).collect();
        let reached = |set: &Second| set.nodes.iter().map(|node| &node.prior * &all.of(node.from)).collect();
        let nodes: Vec<Vec<RationalFunction>> = second.iter().map(reached).collect();
        let ties = second.iter().zip(&nodes).zip(tied).map(|((set, nodes), tied)| {
            let best = self.expected(set, nodes, tied[0]);
            (0..self.count(set.infoset)).filter(|&answer| self.expected(set, nodes, answer) == best).collect()
        });
        Lead {
            used: used.to_vec(),
            weights: (0..first.len()).map(row).collect(),
            unseen: unseen.to_vec(),
            ties: ties.collect(),
            nodes,
        }
    }

    /// Every second stage that as many ties in the first pin down.
    fn answers(&self, watch: &mut Watch) -> Result<Vec<Answer>, Error> {
        let actions: Vec<usize> = self.form.first.iter().map(|set| set.actions.len()).collect();
        let answers: Vec<usize> = self.form.second.iter().map(|set| self.count(set.infoset)).collect();
        let ties = choices(&actions)?;
        let mut list: Vec<Answer> = Vec::new();
        for used in choices(&answers)? {
            for tied in &ties {
                if watch.must_stop(0) {
                    return Ok(list);
                }
                if count(&used) - used.len() != count(tied) - tied.len() {
                    continue;
                }
                let Some(answer) = self.answer(&used, tied) else { continue };
                if !list.iter().any(|known| known.weights == answer.weights && known.ties == answer.ties) {
                    list.push(answer);
                }
            }
        }
        Ok(list)
    }

    fn answer(&self, used: &[Vec<usize>], tied: &[Vec<usize>]) -> Option<Answer> {
        let own = |set: usize| used[set].iter().map(move |&answer| (set, answer));
        let mut system = System::new((0..used.len()).flat_map(own).collect());
        for set in 0..used.len() {
            let in_set = |unknown: (usize, usize)| match unknown.0 == set {
                true => RationalFunction::one(),
                false => RationalFunction::zero(),
            };
            system.equation(in_set, RationalFunction::one());
        }
        for (first, tied) in self.form.first.iter().zip(tied) {
            let player = self.tree.infoset(first.infoset).player.index();
            let brings = |action: usize, (set, answer): (usize, usize)| {
                let ways = first.actions[action].answered.iter().filter(|(to, _)| *to == set);
                sum(ways.map(|(_, values)| values[answer][player].clone()))
            };
            for &other in &tied[1..] {
                let gap = |unknown: (usize, usize)| &brings(other, unknown) - &brings(tied[0], unknown);
                let constant = &first.actions[tied[0]].alone[player] - &first.actions[other].alone[player];
                system.equation(gap, constant);
            }
        }
        Some(self.answer_of(used, tied, &system.solve()?))
    }

    fn answer_of(&self, used: &[Vec<usize>], tied: &[Vec<usize>], all: &Weights) -> Answer {
        let row =
            |(at, set): (usize, &Second)| (0..self.count(set.infoset)).map(|answer| all.of((at, answer))).collect();
        let weights: Vec<Vec<RationalFunction>> = self.form.second.iter().enumerate().map(row).collect();
        let values = |set: &First| -> Vec<RationalFunction> {
            let player = self.tree.infoset(set.infoset).player.index();
            set.actions.iter().map(|action| action.value(player, &weights)).collect()
        };
        let values: Vec<Vec<RationalFunction>> = self.form.first.iter().map(values).collect();
        let ties = values
            .iter()
            .zip(tied)
            .map(|(values, tied)| (0..values.len()).filter(|&action| values[action] == values[tied[0]]).collect());
        Answer { used: used.to_vec(), ties: ties.collect(), weights, values }
    }

    fn candidate(&self, lead: &Lead, answer: &Answer) -> Candidate {
        let mut profile: Vec<Vec<RationalFunction>> = vec![Vec::new(); self.tree.infosets().len()];
        let mut beliefs = profile.clone();
        for (set, weights) in self.form.first.iter().zip(&lead.weights) {
            profile[set.infoset.index()].clone_from(weights);
            let reach = set.reach();
            beliefs[set.infoset.index()] = set.priors.iter().map(|prior| over(prior, &reach)).collect();
        }
        for ((set, weights), nodes) in self.form.second.iter().zip(&answer.weights).zip(&lead.nodes) {
            profile[set.infoset.index()].clone_from(weights);
            let reach = sum(nodes.iter().cloned());
            beliefs[set.infoset.index()] = nodes.iter().map(|node| over(node, &reach)).collect();
        }
        let comparisons = [self.of_first(lead, answer), self.of_second(lead, answer), self.of_beliefs(lead)].concat();
        Candidate { profile, beliefs, payoffs: self.form.payoffs(&lead.weights, &answer.weights), comparisons }
    }

    fn of_first(&self, lead: &Lead, answer: &Answer) -> Vec<Comparison> {
        let mut list = Vec::new();
        for (at, set) in self.form.first.iter().enumerate() {
            let values: Vec<RationalFunction> =
                answer.values[at].iter().map(|value| over(value, &set.reach())).collect();
            self.compare(set.infoset, &lead.used[at], &lead.weights[at], &values, &mut list);
        }
        list
    }

    fn of_second(&self, lead: &Lead, answer: &Answer) -> Vec<Comparison> {
        let mut list = Vec::new();
        for (at, set) in self.form.second.iter().enumerate() {
            let reach = sum(lead.nodes[at].iter().cloned());
            let value = |answer: usize| over(&self.expected(set, &lead.nodes[at], answer), &reach);
            let values: Vec<_> = (0..self.count(set.infoset)).map(value).collect();
            self.compare(set.infoset, &answer.used[at], &answer.weights[at], &values, &mut list);
        }
        list
    }

    /// What is done at an information set with what is not, by the beliefs there. A chance to be reached that the beliefs do
    /// without is no factor of the difference: where it is 0, the comparison must hold all the same.
    fn compare(
        &self,
        infoset: InfosetId,
        used: &[usize],
        weights: &[RationalFunction],
        values: &[RationalFunction],
        list: &mut Vec<Comparison>,
    ) {
        let set = self.tree.infoset(infoset);
        for &action in used.iter().filter(|_| used.len() > 1) {
            let label = set.actions.label(action);
            list.push(Comparison::of_probability(set.player.index(), &set.key, label, &weights[action]));
        }
        for other in (0..values.len()).filter(|other| !used.contains(other)) {
            list.push(Comparison {
                player: set.player.index(),
                place: set.key.clone(),
                chosen: used.iter().map(|&action| set.actions.label(action)).collect::<Vec<_>>().join(" or "),
                alternative: set.actions.label(other).to_owned(),
                better: values[used[0]].clone(),
                worse: values[other].clone(),
                difference: &values[used[0]] - &values[other],
            });
        }
    }

    /// Beliefs off the path that mix must not be negative.
    fn of_beliefs(&self, lead: &Lead) -> Vec<Comparison> {
        let mut list = Vec::new();
        for set in lead.unseen.iter().filter_map(|moves| self.first_fed_by(moves)) {
            let at = self.form.second.iter().position(|other| other.infoset == set.infoset).unwrap_or(0);
            let believed = lead.nodes[at].iter().filter(|weight| !weight.is_zero()).count();
            let infoset = self.tree.infoset(set.infoset);
            let names = self.tree.node_names(set.infoset);
            for (name, weight) in
                names.iter().zip(&lead.nodes[at]).filter(|(_, weight)| believed > 1 && !weight.is_zero())
            {
                list.push(Comparison::of_probability(infoset.player.index(), &infoset.key, name, weight));
            }
        }
        list
    }

    /// The first information set of the second stage that these moves, and no others, lead to.
    fn first_fed_by(&self, moves: &[(usize, usize)]) -> Option<&Second> {
        self.form.second.iter().find(|set| feeders(set) == moves)
    }

    fn count(&self, infoset: InfosetId) -> usize {
        self.tree.infoset(infoset).actions.len()
    }

    /// What an answer brings who gives it, times the chance that the information set is reached.
    fn expected(&self, set: &Second, nodes: &[RationalFunction], answer: usize) -> RationalFunction {
        let player = self.tree.infoset(set.infoset).player.index();
        let reached = set.nodes.iter().zip(nodes).filter(|(_, weight)| !weight.is_zero());
        sum(reached.map(|(node, weight)| weight * &node.payoffs[answer][player]))
    }
}

/// The moves of the first stage that lead to an information set of the second, in order.
fn feeders(set: &Second) -> Vec<(usize, usize)> {
    let mut moves: Vec<(usize, usize)> = set.nodes.iter().map(|node| node.from).collect();
    moves.sort_unstable();
    moves.dedup();
    moves
}

/// A quotient; the divisor is the chance of something that can happen.
fn over(a: &RationalFunction, b: &RationalFunction) -> RationalFunction {
    a.checked_div(b).unwrap_or_else(RationalFunction::zero)
}

fn count(sets: &[Vec<usize>]) -> usize {
    sets.iter().map(Vec::len).sum()
}

/// Every choice of one non-empty set of actions for each number of actions.
fn choices(sizes: &[usize]) -> Result<Vec<Vec<Vec<usize>>>, Error> {
    let total = sizes.iter().fold(1usize, |total, &size| total.saturating_mul((1usize << size.min(40)) - 1));
    if total > MAX_PATTERNS {
        return Err(Error::Unsupported(format!(
            "regimes of sequential equilibria would have to go through {total} combinations of actions, over the limit of \
             {MAX_PATTERNS}; take fewer types, messages or answers"
        )));
    }
    let mut list = vec![Vec::new()];
    for &size in sizes {
        let with = |chosen: &Vec<Vec<usize>>| {
            subsets(size).map(|subset| [&chosen[..], &[subset]].concat()).collect::<Vec<_>>()
        };
        list = list.iter().flat_map(with).collect();
    }
    Ok(list)
}
