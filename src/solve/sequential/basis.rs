//! [`Basis`]: how probable each node is at its information set, as forms in what is looked for.

use super::form::{Form, Var};
use super::labelling::{self, Choice, Ways};
use super::setting::{ActionId, Setting, Support};
use crate::game::{InfosetId, NodeId, Unknown};
use crate::number::{Rational, rank};

/// How beliefs off the path are tied to the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// They are limits of Bayes' rule.
    Consistent,
    /// They follow from earlier beliefs by Bayes' rule wherever that says something.
    Updated,
    /// They are anything.
    Free,
}

/// The variables of given supports, and every information set's nodes with their relative probabilities.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    /// Variables come in blocks, each with sum 1.
    pub(super) blocks: Vec<std::ops::Range<Var>>,
    /// What each variable is.
    pub(super) meanings: Vec<Unknown>,
    /// The first so many variables are probabilities of actions; the others weights of departures or beliefs.
    pub(super) actions: Var,
    /// For each action in the list of all: its variable, if it is used together with others.
    pub(super) variables: Vec<Option<Var>>,
    /// For each information set: positions of nodes, and their relative probabilities. All others have none.
    pub(super) weights: Vec<Vec<(usize, Form)>>,
}

/// The bases of given supports.
pub(super) enum Bases {
    /// All assessments with these supports are limits within these.
    Found(Vec<Basis>),
    /// Beliefs hang together in a way that is not solved here.
    Tangled,
}

/// The bases of given supports. With `every`, all of them; otherwise those of which all others are limits.
pub(super) fn bases(setting: &Setting, supports: &[Support], rule: Rule, every: bool) -> Bases {
    let plain = Basis::of_actions(setting, supports);
    match rule {
        Rule::Consistent => consistent(setting, supports, plain, every),
        Rule::Updated => super::updating::updated(setting, supports, plain, every),
        Rule::Free => free(setting, plain, every),
    }
}

impl Basis {
    fn without_variables(actions: usize) -> Basis {
        let (blocks, meanings, weights) = (Vec::new(), Vec::new(), Vec::new());
        Basis { blocks, meanings, actions: 0, variables: vec![None; actions], weights }
    }

    /// Adds a block for the actions used at an information set, if they are several.
    fn mix(&mut self, setting: &Setting, infoset: InfosetId, support: Support) {
        let used: Vec<usize> = positions(support).collect();
        if used.len() > 1 {
            let start = self.add_block(used.iter().map(|&position| Unknown::Action(infoset, position)));
            for (variable, position) in (start..).zip(used) {
                self.variables[setting.action(infoset, position) as usize] = Some(variable);
            }
        }
    }

    /// The variables for actions, and the nodes that are reached.
    fn of_actions(setting: &Setting, supports: &[Support]) -> Basis {
        let tree = setting.tree;
        let count: usize = tree.infosets().iter().map(|infoset| infoset.actions.len()).sum();
        let mut basis = Basis::without_variables(count);
        for infoset in tree.infoset_ids() {
            basis.mix(setting, infoset, supports[infoset.index()]);
        }
        basis.actions = basis.size() as Var;
        for infoset in tree.infoset_ids() {
            let nodes = tree.infoset(infoset).nodes.iter().enumerate();
            let reached = nodes.filter(|(_, node)| setting.departures(supports, **node).is_empty());
            let weights = reached.map(|(position, node)| (position, basis.along(setting, supports, *node)));
            let weights = weights.filter(|(_, weight)| !weight.is_zero()).collect();
            basis.weights.push(weights);
        }
        basis
    }

    /// The variables for actions where play comes, then those for actions where it need not come; and how probable each node is
    /// to which it comes.
    pub(super) fn of_play(setting: &Setting, supports: &[Support], reached: &[bool]) -> Basis {
        let tree = setting.tree;
        let count: usize = tree.infosets().iter().map(|infoset| infoset.actions.len()).sum();
        let mut basis = Basis::without_variables(count);
        for comes in [true, false] {
            for infoset in tree.infoset_ids().filter(|id| reached[id.index()] == comes) {
                basis.mix(setting, infoset, supports[infoset.index()]);
            }
            if comes {
                basis.actions = basis.size() as Var;
            }
        }
        let comes = |node: &NodeId| {
            let on_path =
                |action: &ActionId| reached[setting.place(*action).0.index()] && setting.uses(supports, *action);
            setting.moves(*node).iter().all(on_path)
        };
        for infoset in tree.infoset_ids() {
            let nodes = tree.infoset(infoset).nodes.iter().enumerate();
            let possible = nodes.filter(|(_, node)| reached[infoset.index()] && comes(node));
            let weights = possible.map(|(position, node)| (position, basis.along(setting, supports, *node)));
            let weights = weights.filter(|(_, weight)| !weight.is_zero()).collect();
            basis.weights.push(weights);
        }
        basis
    }

    /// The variable of an action, if it is used together with others.
    pub(super) fn variable(&self, action: ActionId) -> Option<Var> {
        self.variables[action as usize]
    }

    /// The probability of chance and of the used actions on the way to a node.
    fn along(&self, setting: &Setting, supports: &[Support], node: NodeId) -> Form {
        let used = setting.moves(node).iter().filter(|&&action| setting.uses(supports, action));
        let mut product: Vec<Var> = used.filter_map(|&action| self.variable(action)).collect();
        product.sort_unstable();
        let mut form = Form::default();
        form.add_term(product, setting.chance(node).clone());
        form
    }

    /// A new block of variables; returns the first.
    pub(super) fn add_block(&mut self, meanings: impl IntoIterator<Item = Unknown>) -> Var {
        let start = self.size() as Var;
        self.meanings.extend(meanings);
        self.blocks.push(start..self.meanings.len() as Var);
        start
    }

    /// Takes back the block made last.
    pub(super) fn drop_block(&mut self) {
        self.blocks.pop();
        self.meanings.truncate(self.size());
    }

    /// Information sets that have no weights yet.
    pub(super) fn open(&self) -> Vec<InfosetId> {
        (0..self.weights.len()).filter(|&at| self.weights[at].is_empty()).map(InfosetId::from).collect()
    }

    /// A block with one variable for each node of an information set, as its beliefs.
    pub(super) fn believe(&mut self, setting: &Setting, infoset: InfosetId) {
        let nodes = &setting.tree.infoset(infoset).nodes;
        let possible = |position: &usize| !setting.chance(nodes[*position]).is_zero();
        let positions: Vec<usize> = (0..nodes.len()).filter(possible).collect();
        if let [only] = positions[..] {
            self.weights[infoset.index()] = vec![(only, Form::constant(Rational::ONE))];
            return;
        }
        let start = self.add_block(positions.iter().map(|&position| Unknown::Belief(infoset, position)));
        let weight = |(number, position): (usize, usize)| {
            let mut form = Form::default();
            form.add_term(vec![start + number as Var], Rational::ONE);
            (position, form)
        };
        self.weights[infoset.index()] = positions.into_iter().enumerate().map(weight).collect();
    }

    /// The number of variables.
    pub(super) fn size(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.end as usize)
    }
}

/// The actions of a support.
pub(super) fn positions(support: Support) -> impl Iterator<Item = usize> {
    (0..Support::BITS as usize).filter(move |position| support >> position & 1 == 1)
}

/// The most combinations of nodes believed in that are tried.
const MAX_BASES: usize = 4096;

/// Off the path anything may be believed. With `every`, each set of nodes that may be believed in is a basis.
fn free(setting: &Setting, plain: Basis, every: bool) -> Bases {
    let mut found = vec![plain.clone()];
    for infoset in plain.open() {
        let mut next = Vec::new();
        for mut basis in found {
            basis.believe(setting, infoset);
            match every {
                true => next.extend(basis.parts(infoset)),
                false => next.push(basis),
            }
            if next.len() > MAX_BASES {
                return Bases::Tangled;
            }
        }
        found = next;
    }
    Bases::Found(found)
}

fn consistent(setting: &Setting, supports: &[Support], plain: Basis, every: bool) -> Bases {
    let open = plain.open();
    let ways_to = |infoset: &InfosetId| {
        let nodes = setting.tree.infoset(*infoset).nodes.iter().enumerate();
        let possible = nodes.filter(|(_, node)| !setting.chance(**node).is_zero());
        Ways::new(possible.map(|(position, node)| (position, setting.departures(supports, *node))))
    };
    let sets: Vec<Ways> = open.iter().map(ways_to).collect();
    if sets.iter().any(|set| set.ways.len() > 20) {
        return Bases::Tangled;
    }
    let choices = if every { labelling::all(&sets) } else { labelling::largest(&sets) };
    let Some(choices) = choices else { return Bases::Tangled };
    let mut bases = Vec::with_capacity(choices.len());
    for choice in choices {
        match departing(setting, supports, plain.clone(), &open, &sets, &choice) {
            Some(basis) => bases.push(basis),
            None => return Bases::Tangled,
        }
    }
    Bases::Found(bases)
}

/// Adds weights for departures, so that all strengths of theirs give the consistent beliefs with this choice of ways.
fn departing(
    setting: &Setting,
    supports: &[Support],
    mut basis: Basis,
    open: &[InfosetId],
    sets: &[Ways],
    choice: &Choice,
) -> Option<Basis> {
    let chosen = |(set, choice): (&Ways, &u32)| -> Vec<(Vec<ActionId>, Vec<usize>)> {
        positions(*choice).map(|number| set.ways[number].clone()).collect()
    };
    let sets: Vec<Vec<(Vec<ActionId>, Vec<usize>)>> = sets.iter().zip(choice).map(chosen).collect();
    let strengths = by_action(setting, &mut basis, &sets).or_else(|| by_way(setting, &mut basis, &sets))?;
    for ((infoset, ways), strengths) in open.iter().zip(&sets).zip(strengths) {
        let nodes = &setting.tree.infoset(*infoset).nodes;
        let mut weights = Vec::new();
        for ((_, positions), strength) in ways.iter().zip(strengths) {
            for &position in positions {
                let mut form = Form::default();
                form.add_product(&basis.along(setting, supports, nodes[position]), &Rational::ONE, &strength);
                weights.push((position, form));
            }
        }
        weights.sort_by_key(|(position, _)| *position);
        basis.weights[infoset.index()] = weights;
    }
    Some(basis)
}

/// For each information set and way, the variables whose product is the way's strength.
type Strengths = Vec<Vec<Vec<Var>>>;

/// Departures that stand for each other at some information set share a block. Works where at each information set all
/// ways have as many departures in each block.
fn by_action(setting: &Setting, basis: &mut Basis, sets: &[Vec<(Vec<ActionId>, Vec<usize>)>]) -> Option<Strengths> {
    let mut actions: Vec<ActionId> = sets.iter().flatten().flat_map(|(way, _)| way).copied().collect();
    actions.sort_unstable();
    actions.dedup();
    let place = |action: ActionId| actions.binary_search(&action).unwrap_or(0);
    let mut group: Vec<usize> = (0..actions.len()).collect();
    for ways in sets {
        for (a, (one, _)) in ways.iter().enumerate() {
            for (other, _) in &ways[..a] {
                if let ([x], [y]) = (&without(one, other)[..], &without(other, one)[..]) {
                    let (old, new) = (group[place(*x)], group[place(*y)]);
                    group.iter_mut().filter(|own| **own == old).for_each(|own| *own = new);
                }
            }
        }
    }
    let count = |way: &[ActionId], block: usize| way.iter().filter(|action| group[place(**action)] == block).count();
    let even = |ways: &Vec<(Vec<ActionId>, Vec<usize>)>| {
        (0..actions.len()).all(|block| ways.iter().all(|(way, _)| count(way, block) == count(&ways[0].0, block)))
    };
    if !sets.iter().all(even) {
        return None;
    }
    let mut variables: Vec<Option<Var>> = vec![None; actions.len()];
    for block in 0..actions.len() {
        let members: Vec<usize> = (0..actions.len()).filter(|&at| group[at] == block).collect();
        if members.len() > 1 {
            let start = basis.add_block(members.iter().map(|&at| Unknown::Departure(vec![setting.place(actions[at])])));
            members.iter().enumerate().for_each(|(number, &at)| variables[at] = Some(start + number as Var));
        }
    }
    let strength = |ways: &Vec<(Vec<ActionId>, Vec<usize>)>| {
        // What all ways have in common says nothing.
        let common = |action: &ActionId| ways.iter().all(|(way, _)| way.contains(action));
        let own = |way: &[ActionId]| {
            let mut own: Vec<Var> =
                way.iter().filter(|action| !common(action)).filter_map(|action| variables[place(*action)]).collect();
            own.sort_unstable();
            own
        };
        ways.iter().map(|(way, _)| own(way)).collect()
    };
    Some(sets.iter().map(strength).collect())
}

/// Each information set's ways have a block of their own, shared by sets with the same ways. Works where the strengths of
/// departures can make any such weights.
fn by_way(setting: &Setting, basis: &mut Basis, sets: &[Vec<(Vec<ActionId>, Vec<usize>)>]) -> Option<Strengths> {
    let bare = |ways: &Vec<(Vec<ActionId>, Vec<usize>)>| -> Vec<Vec<ActionId>> {
        let common: Vec<ActionId> =
            ways[0].0.iter().copied().filter(|action| ways.iter().all(|(way, _)| way.contains(action))).collect();
        ways.iter().map(|(way, _)| without(way, &common)).collect()
    };
    let bare: Vec<Vec<Vec<ActionId>>> = sets.iter().map(bare).collect();
    let mut different: Vec<&Vec<Vec<ActionId>>> = bare.iter().filter(|ways| ways.len() > 1).collect();
    different.sort();
    different.dedup();
    let columns = bare.iter().flatten().flatten().max().map_or(0, |last| *last as usize + 1);
    let difference = |one: &[ActionId], other: &[ActionId]| {
        let mut row = vec![Rational::ZERO; columns];
        one.iter().for_each(|action| row[*action as usize] += Rational::ONE);
        other.iter().for_each(|action| row[*action as usize] -= Rational::ONE);
        row
    };
    let rows: Vec<Vec<Rational>> =
        different.iter().flat_map(|ways| ways[1..].iter().map(|way| difference(way, &ways[0]))).collect();
    let needed = rows.len();
    if rank(rows) < needed {
        return None;
    }
    let departure = |way: &Vec<ActionId>| Unknown::Departure(way.iter().map(|&action| setting.place(action)).collect());
    let starts: Vec<Var> = different.iter().map(|ways| basis.add_block(ways.iter().map(departure))).collect();
    let strength = |ways: &Vec<Vec<ActionId>>| {
        let block = different.iter().position(|own| *own == ways);
        let variable = |number: usize| block.map(|block| vec![starts[block] + number as Var]).unwrap_or_default();
        (0..ways.len()).map(variable).collect()
    };
    Some(bare.iter().map(strength).collect())
}

fn without(way: &[ActionId], others: &[ActionId]) -> Vec<ActionId> {
    way.iter().copied().filter(|action| !others.contains(action)).collect()
}
