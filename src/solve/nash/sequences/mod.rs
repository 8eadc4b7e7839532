//! All Nash equilibria of two-player trees, exactly, through the sequence form.

mod face;
mod polyhedron;

use std::collections::{BTreeSet, HashMap, HashSet};

use self::face::{Support, closed, extreme_plans};
use self::polyhedron::Side;
use super::complementary::{Choice, Node, Search};
use super::explore::explore;
use super::labels::LabelSet;
use super::subsets::components;
use super::two_players::{ExtremePairs, ExtremeStrategy, described, set_described};
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, OwnMoves, Profile, SequenceForm, SequenceInfoset};
use crate::number::{Rational, Tableau};
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// Every extreme equilibrium of a two-player tree in realisation plans, and every component.
///
/// # Definition
/// Plans `x` of one player to which a plan of the other is a best reply are a polytope. The extreme equilibria are the pairs
/// of vertices of these polytopes (of their subdivision of all plans) that are equilibria; every equilibrium is a mixture of such
/// within a maximal Nash subset, as in a table (von Stengel 1996, doi:10.1006/game.1996.0050; Koller, Megiddo and von
/// Stengel 1996, doi:10.1006/game.1996.0051). Plans that differ only where they themselves never come are one plan.
pub(super) fn sequences(tree: &ExtensiveForm, own: &OwnMoves, control: &Control) -> Result<Solution, Error> {
    let form = tree.sequence_form(own);
    let mut watch = Watch::start(control);
    let (mut pairs, nodes) = Task::new(&form).extreme_pairs(&mut watch);
    let status = watch.finish(&mut pairs.of);
    let mut solution = describe(tree, &form, &pairs, status, &mut watch)?;
    solution.counts.insert("nodes".into(), nodes);
    Ok(solution)
}

/// What is searched.
struct Task<'a> {
    sides: [Side<'a>; 2],
    tableaus: [Tableau; 2],
    labels: usize,
}

impl<'a> Task<'a> {
    fn new(form: &'a SequenceForm) -> Self {
        let sides = [0, 1].map(|player| Side::new(form, player));
        let tableaus = sides.each_ref().map(Side::tableau);
        let labels = form.players.iter().map(|own| own.len() - 1).sum();
        Task { sides, tableaus, labels }
    }

    /// For each label how many moves its sequence has. What follows a sequence matters only if the sequence is used.
    fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.labels];
        for side in &self.sides {
            for set in &side.own.infosets {
                let rank = side.own_label(set.before).map_or(0, |before| ranks[before as usize] + 1);
                for label in (set.first..set.first + set.actions).filter_map(|sequence| side.own_label(sequence)) {
                    ranks[label as usize] = rank;
                }
            }
        }
        ranks
    }

    /// At each information set some action is worth the set's value, if what leads there is worth its own.
    ///
    /// Where play may come that is so in an equilibrium. Elsewhere the value could be larger; but where it can be and the
    /// sequence before is as good as its value, that is because it was made so without need: lowering the value gives a face
    /// on which it is not, and which another branch finds.
    fn choices(&self) -> Vec<Choice> {
        let choice = |(player, side): (usize, &Side)| -> Vec<Choice> {
            let of = |set: &SequenceInfoset| {
                let first = side.own_label(set.first)?;
                let labels = first..first + set.actions as u32;
                Some(Choice { side: 1 - player, after: side.own_label(set.before), labels })
            };
            side.own.infosets.iter().filter_map(of).collect()
        };
        self.sides.iter().enumerate().flat_map(choice).collect()
    }

    /// The extreme equilibria, those first that put more on the first sequences; and how many nodes were searched.
    fn extreme_pairs(&self, watch: &mut Watch) -> (ExtremePairs, u64) {
        let search = Search::new(self.tableaus.clone(), self.sides[0].labels[0].len(), self.labels)
            .with_choices(self.ranks(), self.choices());
        let add = |found: &mut Found, node: &Node, watch: &mut Watch| found.add(self, node, watch);
        let (found, nodes) = explore(search, watch, Found::default, add, Found::merge);
        (found.sorted(self), nodes)
    }
}

/// What a search has found.
#[derive(Default)]
struct Found {
    /// The pairs of supports that are done.
    supports: HashSet<[Support; 2]>,
    plans: [Plans; 2],
    pairs: BTreeSet<(usize, usize)>,
}

/// A player's extreme plans, as they are found.
#[derive(Default)]
struct Plans {
    plans: Vec<Vec<Rational>>,
    numbers: HashMap<Vec<Rational>, usize>,
}

impl Found {
    /// Adds the extreme equilibria in a pair of faces; returns how many there are by now.
    fn add(&mut self, task: &Task, node: &Node, watch: &mut Watch) -> usize {
        let supports = [0, 1].map(|player: usize| {
            let side = &task.sides[player];
            let binding = &node.faces[player].binding;
            let used = |sequence: usize| side.own_label(sequence).is_none_or(|label| !binding.contains(label));
            closed(side.own, (0..side.own.len()).map(used).collect())
        });
        if !self.supports.insert(supports.clone()) {
            return self.pairs.len();
        }
        let count = self.pairs.len();
        let mut numbers = Vec::new();
        for player in 0..2 {
            let (side, whole, face) = (&task.sides[player], &task.tableaus[player], &node.faces[player]);
            let mut must_stop = || watch.must_stop(count);
            let plans = extreme_plans(side, whole, face, &supports[player], &supports[1 - player], &mut must_stop);
            let Some(plans) = plans else { return count };
            numbers.push(plans.into_iter().map(|plan| self.plans[player].insert(plan)).collect::<Vec<usize>>());
        }
        self.pairs.extend(numbers[0].iter().flat_map(|&x| numbers[1].iter().map(move |&y| (x, y))));
        self.pairs.len()
    }

    /// Adds what another search has found.
    fn merge(&mut self, other: Found) {
        let [left, right] = other.plans;
        let xs: Vec<usize> = left.plans.into_iter().map(|plan| self.plans[0].insert(plan)).collect();
        let ys: Vec<usize> = right.plans.into_iter().map(|plan| self.plans[1].insert(plan)).collect();
        self.pairs.extend(other.pairs.into_iter().map(|(x, y)| (xs[x], ys[y])));
    }

    /// Plans and pairs in their order, which does not depend on who found them first.
    fn sorted(self, task: &Task) -> ExtremePairs {
        let places = self.plans.each_ref().map(Plans::places);
        let mut of: Vec<(usize, usize)> = self.pairs.into_iter().map(|(x, y)| (places[0][x], places[1][y])).collect();
        of.sort_unstable();
        let strategy = |strategy| ExtremeStrategy { strategy, binding: LabelSet::empty(task.labels) };
        ExtremePairs { strategies: self.plans.map(|own| own.into_sorted().into_iter().map(strategy).collect()), of }
    }
}

impl Plans {
    /// The number of a plan, new or known.
    fn insert(&mut self, plan: Vec<Rational>) -> usize {
        let next = self.plans.len();
        let number = *self.numbers.entry(plan.clone()).or_insert(next);
        if number == next {
            self.plans.push(plan);
        }
        number
    }

    /// The plans in their order, the largest first.
    fn into_sorted(mut self) -> Vec<Vec<Rational>> {
        self.plans.sort_by(|one, other| other.cmp(one));
        self.plans
    }

    /// The place of each plan in their order, the largest first.
    fn places(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.plans.len()).collect();
        order.sort_by(|&a, &b| self.plans[b].cmp(&self.plans[a]));
        let mut places = vec![0; order.len()];
        order.into_iter().enumerate().for_each(|(place, number)| places[number] = place);
        places
    }
}

fn describe(
    tree: &ExtensiveForm,
    form: &SequenceForm,
    pairs: &ExtremePairs,
    status: Status,
    watch: &mut Watch,
) -> Result<Solution, Error> {
    let mut solution = Solution::new(
        Concept::Nash,
        "sequence form, branch and prune on complementarity, exact",
        "every extreme Nash equilibrium in realisation plans, and with them every Nash equilibrium: each is a mixture \
         within a component",
    );
    // Of a search that was stopped, the parts that are connected so far mean nothing yet.
    let (components, listed) = match status {
        Status::Complete => components(pairs),
        _ => (Vec::new(), true),
    };
    solution.components = components;
    if !listed {
        let note = "a component has too many maximal Nash subsets to list; its extreme equilibria are all here";
        solution.notes.push(note.into());
    }
    let [left, right] = &pairs.strategies;
    let one = |x: usize, y: usize| -> Result<Equilibrium, Error> {
        let behavior = form.behavior_of(&[left[x].strategy.clone(), right[y].strategy.clone()])?;
        let payoffs = tree.expected_payoffs(&behavior)?;
        Ok(Equilibrium::exact(Profile::Behavior(behavior), payoffs))
    };
    solution.status = status;
    let found = described(&pairs.of, watch, one).into_iter().collect::<Result<_, _>>()?;
    set_described(&mut solution, found, pairs.of.len(), watch);
    Ok(solution)
}
