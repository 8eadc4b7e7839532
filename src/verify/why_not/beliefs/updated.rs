//! Whether beliefs that follow from earlier ones by Bayes' rule, wherever it says something, can meet all needs together.
//!
//! A belief that follows from nothing is a variable for each node; what follows from it is linear in these, up to a factor.
//! Where what follows has probability 0, the belief is open again: both cases are tried.

use super::consistent::Decision;
use super::mixture::with_positive;
use super::needs::Needs;
use crate::game::{BehaviorProfile, ExtensiveForm, InfosetId, NodeId, NodeKind, OwnMoves, Subgames};
use crate::number::Rational;
use crate::verify::assessment::Surprise;

/// The most cases that are tried.
const MAX_CASES: usize = 4096;

/// A tree and a profile, for following beliefs.
pub(super) struct Updating<'a> {
    pub tree: &'a ExtensiveForm,
    pub profile: &'a BehaviorProfile,
    pub surprises: &'a [Vec<Surprise>],
    pub subgames: Subgames,
    pub own: OwnMoves,
}

/// A sum of variables with weights.
type Sum = Vec<(usize, Rational)>;

impl Updating<'_> {
    /// The extreme beliefs that an information set may have, if no other has needs.
    pub fn allowed(&self, infoset: InfosetId) -> Vec<Vec<Rational>> {
        let nodes = self.tree.infoset(infoset).nodes.len();
        let mut found = Vec::new();
        let mut sources = vec![None];
        sources.extend(self.before(infoset).map(Some));
        while let Some(source) = sources.pop() {
            let starts = source.map_or_else(|| vec![vec![Rational::ONE]], |before| self.allowed(before));
            let steps = self.steps(infoset, source);
            let images: Vec<Option<Vec<Rational>>> = starts.iter().map(|start| image(start, &steps, nodes)).collect();
            let all = images.iter().all(Option::is_some);
            found.extend(images.into_iter().flatten());
            if all {
                return found;
            }
        }
        self.possible(infoset).into_iter().map(|node| unit(node, nodes)).collect()
    }

    /// Whether beliefs meet all these needs.
    pub fn decide(&self, needs: &[&Needs]) -> Decision {
        let mut search = Search { updating: self, needs, cases: 0 };
        let start =
            State { variables: 1, weights: Vec::new(), rows: Vec::new(), positive: vec![vec![(0, Rational::ONE)]] };
        match search.extend(start) {
            true => Decision::Yes,
            false if search.cases > MAX_CASES => Decision::Open,
            false => Decision::No,
        }
    }

    fn before(&self, infoset: InfosetId) -> Option<InfosetId> {
        self.own.before(infoset).map(|(before, _)| before)
    }

    /// The nodes of an information set that chance allows; all of them if it allows none.
    pub fn possible(&self, infoset: InfosetId) -> Vec<usize> {
        let surprises = &self.surprises[infoset.index()];
        let possible: Vec<usize> = (0..surprises.len()).filter(|&node| surprises[node].possible()).collect();
        if possible.is_empty() { (0..surprises.len()).collect() } else { possible }
    }

    /// How play comes to an information set from an own one before, or from the root of the subgame: node here, node
    /// there, and the probability of the steps between. The own action is taken for granted.
    fn steps(&self, infoset: InfosetId, before: Option<InfosetId>) -> Vec<(usize, usize, Rational)> {
        let root = self.subgames.root(self.subgames.innermost_of_infoset(self.tree, infoset));
        let starts: &[NodeId] = before.map_or(std::slice::from_ref(&root), |before| &self.tree.infoset(before).nodes);
        let mut found = Vec::new();
        for (node, &id) in self.tree.infoset(infoset).nodes.iter().enumerate() {
            let (mut at, mut probability) = (id, Rational::ONE);
            loop {
                if let Some(place) = starts.iter().position(|start| *start == at) {
                    found.push((node, place, probability));
                    break;
                }
                let Some((parent, action)) = self.tree.node(at).parent else { break };
                let own = before.is_some_and(|before| self.tree.node(parent).kind == NodeKind::Decision(before));
                if !own {
                    probability = &probability * self.tree.step_probability(self.profile, parent, action);
                }
                at = parent;
            }
        }
        found.retain(|(_, _, probability)| probability.is_positive());
        found
    }
}

/// The belief that follows from an earlier one; `None` where it says nothing.
fn image(start: &[Rational], steps: &[(usize, usize, Rational)], nodes: usize) -> Option<Vec<Rational>> {
    let mut row = vec![Rational::ZERO; nodes];
    steps.iter().for_each(|(node, place, probability)| row[*node] += &start[*place] * probability);
    let total: Rational = row.iter().sum();
    total.is_positive().then(|| row.into_iter().map(|weight| weight / &total).collect())
}

fn unit(own: usize, count: usize) -> Vec<Rational> {
    (0..count).map(|at| Rational::from(i64::from(at == own))).collect()
}

/// The beliefs of the first information sets, and what is known of the variables.
#[derive(Clone)]
struct State {
    variables: usize,
    /// For each information set, the weight of each node.
    weights: Vec<Vec<Sum>>,
    /// Sums that must not be above 0, and sums that must be.
    rows: Vec<Sum>,
    positive: Vec<Sum>,
}

struct Search<'a, 'u> {
    updating: &'a Updating<'u>,
    needs: &'a [&'a Needs],
    cases: usize,
}

impl Search<'_, '_> {
    fn extend(&mut self, state: State) -> bool {
        self.cases += 1;
        if self.cases > MAX_CASES {
            return false;
        }
        let infoset = InfosetId::from(state.weights.len());
        if infoset.index() == self.updating.tree.infosets().len() {
            return true;
        }
        let mut open = state;
        let mut sources = vec![None];
        sources.extend(self.updating.before(infoset).map(Some));
        while let Some(source) = sources.pop() {
            let inherited = self.inherited(&open, infoset, source);
            let total: Sum = inherited.iter().flatten().cloned().collect();
            if !total.is_empty() {
                let mut next = open.clone();
                next.positive.push(total.clone());
                if self.go_on(next, infoset, inherited) {
                    return true;
                }
            }
            open.rows.push(total);
        }
        let mut weights = vec![Sum::new(); self.updating.tree.infoset(infoset).nodes.len()];
        for node in self.updating.possible(infoset) {
            weights[node].push((open.variables, Rational::ONE));
            open.variables += 1;
        }
        open.positive.push(weights.iter().flatten().cloned().collect());
        self.go_on(open, infoset, weights)
    }

    /// Notes weights and needs, and goes on if they can be met.
    fn go_on(&mut self, mut state: State, infoset: InfosetId, weights: Vec<Sum>) -> bool {
        for gains in self.needs.iter().filter(|needs| needs.infoset == infoset).flat_map(|needs| &needs.rows) {
            let scaled = |(sum, gain): (&Sum, &Rational)| -> Sum { sum.iter().map(|(v, x)| (*v, x * gain)).collect() };
            state.rows.push(weights.iter().zip(gains).flat_map(scaled).collect());
        }
        state.weights.push(weights);
        let dense = |sums: &[Sum]| -> Vec<Vec<Rational>> {
            let row = |sum: &Sum| {
                let mut row = vec![Rational::ZERO; state.variables];
                sum.iter().for_each(|(variable, x)| row[*variable] += x);
                row
            };
            sums.iter().map(row).collect()
        };
        with_positive(&dense(&state.rows), &dense(&state.positive), state.variables).is_some() && self.extend(state)
    }

    fn inherited(&self, state: &State, infoset: InfosetId, before: Option<InfosetId>) -> Vec<Sum> {
        let mut weights = vec![Sum::new(); self.updating.tree.infoset(infoset).nodes.len()];
        for (node, place, probability) in self.updating.steps(infoset, before) {
            let start = match before {
                Some(before) => state.weights[before.index()][place].clone(),
                None => vec![(0, Rational::ONE)],
            };
            weights[node].extend(start.into_iter().map(|(variable, x)| (variable, x * &probability)));
        }
        weights
    }
}
