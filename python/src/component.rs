//! Components of the set of equilibria, and the curved sets in them.

use foederis::Game;
use foederis::game::{BelievedNodes, InfosetId, Labels};
use foederis::show::sheet::Sheet;
use foederis::show::{conditions, parts};
use pyo3::prelude::*;
use pyo3::types::PyList;
use serde::{Deserialize, Serialize};

use crate::beliefs::formulas;
use crate::equilibrium::Equilibrium;
use crate::keep::{Kept, kept};
use crate::names::{by_label, table};
use crate::number::{Number, fractions};
use crate::shown::{OnSheet, shown};
use crate::solution::Solution;
use crate::tree::by_player;

/// A connected component of the set of equilibria.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Component {
    solution: Solution,
    index: usize,
}

impl Component {
    /// The component at a position that there is.
    pub fn new(solution: Solution, index: usize) -> Self {
        Component { solution, index }
    }

    fn core(&self) -> &foederis::Component {
        &self.solution.core.components[self.index]
    }
}

#[pymethods]
impl Component {
    /// The extreme equilibria in it, and those that bear witness to its curved sets.
    #[getter]
    fn equilibria(&self) -> Vec<Equilibrium> {
        self.core().members.iter().map(|&index| self.solution.at(index)).collect()
    }

    /// The dimension of the largest part: 0 for an isolated equilibrium. Where a curved set has it and it is not proven,
    /// an upper bound.
    #[getter]
    fn dimension(&self) -> usize {
        self.core().dimension
    }

    /// The index of the component, where the solver computes it; all indices of a game sum to 1.
    #[getter]
    fn index(&self) -> Option<i32> {
        self.core().index
    }

    /// The maximal Nash subsets whose union it is; empty where only the members are known.
    ///
    /// Each is a dict from player to a list of extreme mixed strategies, themselves lists of fractions in the order of
    /// the player's strategies: every mixture of each player's extreme strategies, independently, is an equilibrium. On a
    /// tree they are realisation plans: 1 for the empty sequence, then for each of the player's information sets and each
    /// action there the probability that the player's own choices lead to it.
    #[getter]
    fn subsets<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let subset = |subset: &foederis::solve::NashSubset| {
            by_label(py, "player", self.solution.game.players(), |player| {
                let vertices = subset.vertices[player].iter().map(|vertex| fractions(py, vertex));
                Ok(PyList::new(py, vertices.collect::<PyResult<Vec<_>>>()?)?.into_any())
            })
        };
        self.core().subsets.iter().map(subset).collect()
    }

    /// On a tree: lists of extreme equilibria whose every mixture is an equilibrium too, behaviour at all information sets being
    /// mixed at once; empty where nothing is known of mixtures, or where `subsets` say it.
    #[getter]
    fn families(&self) -> Vec<Vec<Equilibrium>> {
        let family = |members: &Vec<usize>| members.iter().map(|&index| self.solution.at(index)).collect();
        self.core().families.iter().map(family).collect()
    }

    /// The sets in it that are no products of polytopes, because mixtures depend on each other: only in tables of three or more
    /// players, and among sequential and perfect Bayesian equilibria of trees.
    #[getter]
    fn curved(&self) -> Vec<CurvedSet> {
        let count = self.core().curved.len();
        (0..count).map(|set| CurvedSet { solution: self.solution.clone(), index: self.index, set }).collect()
    }

    fn __repr__(&self) -> String {
        let core = self.core();
        if !core.curved.is_empty() {
            return format!("<Component: {} equilibria, curved, dimension {}>", core.members.len(), core.dimension);
        }
        format!("<Component: {} extreme equilibria, dimension {}>", core.members.len(), core.dimension)
    }
}

impl OnSheet for Component {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(parts::component(&self.solution.game, &self.solution.core, self.index))
    }
}

shown!(Component);

impl Kept for Component {
    const KIND: &str = "component";

    fn is_whole(&self) -> bool {
        self.solution.fits() && self.index < self.solution.core.components.len()
    }
}

kept!(Component);

/// Every equilibrium with certain supports, where the players' mixtures depend on each other.
///
/// The equilibria are just the mixtures that use the strategies in `supports`, each with a probability above 0, and meet
/// all `equations` and `inequalities`. There are some: the `witnesses`. `verify` derives the conditions again.
///
/// On a tree they are the sequential or perfect Bayesian equilibria in which just these actions are used at each information set, and
/// just certain nodes are believed in off the path. Whatever values above 0 the numbers in `unknowns` have, each group with sum 1,
/// behaviour with the `beliefs` that follow is an equilibrium if and only if it meets all conditions. `verify` tells of any behaviour
/// with beliefs whether it is one.
///
/// Examples
/// --------
/// >>> import foederis as fd, numpy as np
/// >>> a = np.zeros((2, 2, 2)); a[0, 0, 0] = 2; a[0, 1, 1] = 1; a[1] = 1
/// >>> still = np.zeros((2, 2, 2))
/// >>> s = fd.nash(fd.NormalForm.from_arrays(a, still, still))
/// >>> curved = [c for component in s.components for c in component.curved]
/// >>> s.complete, curved[0].dimension
/// (True, 2)
/// >>> sorted(len(c.equations) for c in curved)
/// [0, 0, 1]
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct CurvedSet {
    solution: Solution,
    index: usize,
    set: usize,
}

impl CurvedSet {
    fn core(&self) -> &foederis::solve::CurvedSet {
        &self.solution.core.components[self.index].curved[self.set]
    }
}

#[pymethods]
impl CurvedSet {
    /// The strategies that each player uses, each with a probability above 0. On a tree the actions, by player and information set.
    #[getter]
    fn supports<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let used = |labels: &Labels, number: usize| {
            let keys = self.core().supports[number].iter().map(|&choice| labels.key(choice).to_owned());
            Ok(PyList::new(py, keys.collect::<Vec<String>>())?.into_any())
        };
        match &self.solution.game {
            Game::Normal(table) => {
                by_label(py, "player", table.players(), |player| used(table.strategies(player.into()), player))
            }
            Game::Extensive(tree) => by_player(py, tree, |infoset, number| used(&infoset.actions, number)),
        }
    }

    /// The equations: who mixes is indifferent.
    #[getter]
    fn equations(&self) -> Vec<String> {
        let game = &self.solution.game;
        self.core().equations.iter().map(|condition| conditions::equal_to_zero(game, condition)).collect()
    }

    /// The inequalities: nobody gains by a strategy or action that is not in use.
    #[getter]
    fn inequalities(&self) -> Vec<String> {
        let game = &self.solution.game;
        self.core().inequalities.iter().map(|condition| conditions::at_most_zero(game, condition)).collect()
    }

    /// What each equation and each inequality, in this order, says in words.
    #[getter]
    fn reasons(&self) -> Vec<String> {
        let (game, core) = (&self.solution.game, self.core());
        let equations = core.equations.iter().map(|condition| conditions::gain(game, condition, true));
        equations.chain(core.inequalities.iter().map(|condition| conditions::gain(game, condition, false))).collect()
    }

    /// On a tree: the numbers that conditions speak of, in groups of numbers above 0 that sum to 1. ``Pr(...)`` are probabilities
    /// of actions, ``w(...)`` say how probable departures from the path are by mistake, compared with each other, and ``belief(...)`` are
    /// probabilities of nodes.
    #[getter]
    fn unknowns(&self) -> Vec<Vec<String>> {
        let Game::Extensive(tree) = &self.solution.game else { return Vec::new() };
        let names = |block: &Vec<_>| block.iter().map(|own| conditions::unknown(tree, own)).collect();
        self.core().blocks.iter().map(names).collect()
    }

    /// On a tree: what is believed off the path, where that depends on more than behaviour. For each such information set a table
    /// of its nodes, each with a sum of products to which its probability is in proportion; ``0`` where nobody believes in it.
    #[getter]
    fn beliefs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let game = &self.solution.game;
        let Game::Extensive(tree) = game else { return table(py, "information set", []) };
        let row = |own: &BelievedNodes| {
            let said = |node: usize| own.nodes.iter().find(|(position, _)| *position == node);
            let words = |node: usize| said(node).map_or("0".to_owned(), |(_, terms)| conditions::sum(game, terms));
            (own.infoset, (0..tree.infoset(own.infoset).nodes.len()).map(words).collect())
        };
        let rows: Vec<(InfosetId, Vec<String>)> = self.core().beliefs.iter().map(row).collect();
        formulas(py, tree, &rows)
    }

    /// On a tree: whether numbers in the groups of `unknowns` are those of an equilibrium in the set.
    ///
    /// Parameters
    /// ----------
    /// values : list of lists of numbers
    ///     For each group of `unknowns` its values, in the same order.
    ///
    /// Returns
    /// -------
    /// bool
    ///     False also where values are not above 0 or do not sum to 1 in each group, and for the set of a table.
    fn admits(&self, values: Vec<Vec<Number>>) -> bool {
        let rows: Vec<Vec<_>> = values.into_iter().map(|row| row.into_iter().map(|own| own.0).collect()).collect();
        self.core().admits(&rows)
    }

    /// Equilibria in the set.
    #[getter]
    fn witnesses(&self) -> Vec<Equilibrium> {
        self.core().witnesses.iter().map(|&index| self.solution.at(index)).collect()
    }

    /// The dimension near the witnesses, or an upper bound on it if `dimension_proven` is false.
    #[getter]
    fn dimension(&self) -> usize {
        self.core().dimension
    }

    /// Whether the derivatives of the equations show the dimension at a witness.
    #[getter]
    fn dimension_proven(&self) -> bool {
        self.core().dimension_proven
    }

    fn __repr__(&self) -> String {
        let core = self.core();
        let at_most = if core.dimension_proven { "" } else { "at most " };
        let (equations, inequalities) = (core.equations.len(), core.inequalities.len());
        format!(
            "<CurvedSet: dimension {at_most}{}, {equations} equations, {inequalities} inequalities>",
            core.dimension
        )
    }
}

impl OnSheet for CurvedSet {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(parts::curved(&self.solution.game, self.core()))
    }
}

shown!(CurvedSet);

impl Kept for CurvedSet {
    const KIND: &str = "curved_set";

    fn is_whole(&self) -> bool {
        let core = &self.solution.core;
        let set = core.components.get(self.index).and_then(|component| component.curved.get(self.set));
        self.solution.fits() && set.is_some_and(|set| set.witnesses.iter().all(|&witness| witness < core.len()))
    }
}

kept!(CurvedSet);
