//! Solutions: what a solver found, and what it claims about it.

use std::sync::Arc;

use foederis::game::{BelievedNodes, InfosetId, Labels};
use foederis::show::sheet::Sheet;
use foederis::show::{View, conditions, json, parts, text};
use foederis::verify::ComponentClaim;
use foederis::{Game, Profile, Solution as Core, Status};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice};
use serde::{Deserialize, Serialize};

use crate::beliefs::formulas;
use crate::equilibrium::Equilibrium;
use crate::error::OrRaise;
use crate::exchange::Reduced;
use crate::game::game_object;
use crate::keep::{Kept, kept};
use crate::names::{by_label, table};
use crate::number::{Number, fraction, fractions};
use crate::pickle::reduce_solution;
use crate::shown::{OnSheet, shown};
use crate::tree::by_player;
use crate::verify::{Certificate, certify};

/// The answer of a solver: equilibria, and what is claimed about the list.
///
/// It behaves like a list of `Equilibrium`: it has a length, indices, slices and iteration. A search that was stopped
/// keeps what it had found, and says so in `status`.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[2, 0], [3, 1]], [[2, 3], [0, 1]])
/// >>> s = fd.nash(g)
/// >>> len(s), s.complete, s[0].payoffs
/// (1, True, {'Player 1': Fraction(1, 1), 'Player 2': Fraction(1, 1)})
#[pyclass(frozen, eq, module = "foederis")]
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    pub game: Game,
    pub core: Arc<Core>,
}

impl Solution {
    /// The answer of a solver for a game.
    pub fn new(game: Game, core: Core) -> Self {
        Solution { game, core: Arc::new(core) }
    }

    /// Whether a solution that was read fits its game: profiles and payoffs have its sizes, and components name equilibria
    /// that there are.
    pub fn fits(&self) -> bool {
        let (game, core) = (&self.game, &self.core);
        let sizes = || -> Vec<usize> {
            match game {
                Game::Normal(table) => table.shape().to_vec(),
                Game::Extensive(tree) => tree.infosets().iter().map(|infoset| infoset.actions.len()).collect(),
            }
        };
        let profile = |profile: &Profile| match (game, profile) {
            (_, Profile::Correlated(_)) | (Game::Extensive(_), Profile::Mixed(_)) => true,
            (Game::Normal(_), Profile::Behavior(_)) => false,
            (_, own) => own.rows().iter().map(Vec::len).eq(sizes()),
        };
        let equilibrium =
            |own: &foederis::Equilibrium| profile(&own.profile) && own.payoffs.len() == game.players().len();
        let mut members = core.components.iter().flat_map(|component| &component.members);
        let mut curved = core.components.iter().flat_map(|component| &component.curved);
        core.equilibria.iter().all(equilibrium)
            && members.all(|&member| member < core.len())
            && curved.all(|set| set.fits(game) && set.witnesses.iter().all(|&witness| witness < core.len()))
    }

    fn view(&self) -> View<'_> {
        View::Solution(&self.game, &self.core)
    }

    /// Everything that the solution claims: of its equilibria, or its elimination, and of its components.
    pub fn claims(&self) -> PyResult<(Vec<foederis::Certificate>, Vec<ComponentClaim>)> {
        let mut found = certify(&self.game, self.core.concept, self.core.equilibria.iter())?;
        found.extend(self.certificate()?.map(|certificate| certificate.0));
        Ok((found, json::component_claims(&self.game, &self.core)))
    }

    fn at(&self, index: usize) -> Equilibrium {
        Equilibrium { game: self.game.clone(), solution: self.core.clone(), index }
    }
}

#[pymethods]
impl Solution {
    /// The game that was solved.
    #[getter]
    fn game<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        game_object(py, &self.game)
    }

    /// The solution concept, by the name of the function that solves for it: "nash".
    #[getter]
    fn concept(&self) -> &str {
        self.core.concept.function()
    }

    /// The method, by its name in the literature.
    #[getter]
    fn method(&self) -> &str {
        &self.core.method
    }

    /// What `complete` claims, in words.
    #[getter]
    fn claim(&self) -> &str {
        &self.core.claim
    }

    /// How the search ended: "complete", "truncated", "timed_out", "cancelled" or "partial".
    #[getter]
    fn status(&self) -> &'static str {
        status_name(&self.core.status)
    }

    /// How the search ended, in words; for "partial" the reason.
    #[getter]
    fn status_text(&self) -> &str {
        self.core.status.words()
    }

    /// Whether everything that `claim` speaks of was found.
    #[getter]
    fn complete(&self) -> bool {
        self.core.complete()
    }

    /// "exact", or "certified floating point" where a probability is irrational.
    #[getter]
    fn arithmetic(&self) -> &'static str {
        self.core.arithmetic()
    }

    /// What the solver counted, such as profiles, pivots or subgames.
    #[getter]
    fn counts(&self) -> std::collections::BTreeMap<String, u64> {
        self.core.counts.clone()
    }

    /// Remarks for the reader, such as ties that also allow mixing.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.core.notes.clone()
    }

    /// The equilibria, in a fixed order. Where equilibria form a continuum, these are its extreme points.
    #[getter]
    fn equilibria(&self) -> Vec<Equilibrium> {
        (0..self.core.len()).map(|index| self.at(index)).collect()
    }

    /// Where three or more players include exchangeable ones: the positions of equilibria that differ only in who of them
    /// does what, group by group.
    #[getter]
    fn orbits(&self) -> Vec<Vec<usize>> {
        self.core.orbits.iter().map(|orbit| orbit.members.clone()).collect()
    }

    /// The connected components of the set of equilibria, where the solver finds them.
    #[getter]
    fn components(&self) -> Vec<Component> {
        (0..self.core.components.len()).map(|index| Component { solution: self.clone(), index }).collect()
    }

    /// For `rationalizable`: the strategies that survive, by player; else None.
    #[getter]
    fn survivors<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(elimination) = &self.core.elimination else {
            return Ok(None);
        };
        let names = |player: usize| {
            let labels = &elimination.strategies[player];
            let names: Vec<&str> = elimination.survivors[player].iter().map(|&i| labels.key(i)).collect();
            Ok(PyList::new(py, names)?.into_any())
        };
        by_label(py, "player", self.game.players(), names).map(Some)
    }

    /// For `rationalizable`: what was eliminated, round by round, and by what; else None.
    ///
    /// Each round is a list of dicts with the keys ``player``, ``strategy``, ``by`` (the dominating mixture) and
    /// ``strictly``.
    #[getter]
    fn eliminated<'py>(&self, py: Python<'py>) -> PyResult<Option<Vec<Vec<Bound<'py, PyAny>>>>> {
        let Some(elimination) = &self.core.elimination else {
            return Ok(None);
        };
        let entry = |gone: &foederis::solve::Dominated| {
            let labels = &elimination.strategies[gone.player.index()];
            let dict = pyo3::types::PyDict::new(py);
            dict.set_item("player", self.game.players().key(gone.player.index()))?;
            dict.set_item("strategy", labels.key(gone.strategy))?;
            dict.set_item("by", mixture(py, labels, &gone.by)?)?;
            dict.set_item("strictly", gone.strictly)?;
            Ok(dict.into_any())
        };
        let rounds = elimination.rounds.iter();
        rounds
            .map(|round| round.iter().map(entry).collect::<PyResult<Vec<_>>>())
            .collect::<PyResult<Vec<_>>>()
            .map(Some)
    }

    /// The equilibria as a data frame: one row for each, with payoffs and probabilities. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("solution", (slf,))
    }

    /// The equilibria as a table of Apache Arrow, for polars, DuckDB, R and others. Needs pyarrow.
    ///
    /// Returns
    /// -------
    /// pyarrow.Table
    ///     One row for each action of each player in each equilibrium, with its ``probability`` and the player's
    ///     ``payoff`` as floats, and both as exact text. Of correlated equilibria, one row for each profile that may be
    ///     drawn.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._arrow")?.call_method1("solution", (slf,))
    }

    /// What `to_arrow` gives, in the form that libraries hand each other: ``polars.DataFrame(solution)``.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        slf: &Bound<'py, Self>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::to_arrow(slf)?.call_method1("__arrow_c_stream__", (requested_schema,))
    }

    /// For `rationalizable`: what an independent checker needs to agree; else None, as each equilibrium has its own.
    #[getter]
    fn certificate(&self) -> PyResult<Option<Certificate>> {
        let record = self.core.elimination.as_ref();
        record
            .map(|record| foederis::Certificate::of_elimination(&self.game, record))
            .transpose()
            .or_raise()
            .map(|certificate| certificate.map(Certificate))
    }

    /// The solution as JSON text, every equilibrium with its certificate; `verify` takes it.
    ///
    /// Returns
    /// -------
    /// str
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| json::solution(&self.game, &self.core)).or_raise()
    }

    /// The solution as HTML, as notebooks show it.
    ///
    /// Returns
    /// -------
    /// str
    fn to_html(&self) -> String {
        self.view().html()
    }

    /// The solution as LaTeX, for papers.
    ///
    /// Returns
    /// -------
    /// str
    fn to_latex(&self) -> String {
        self.view().latex()
    }

    fn _repr_html_(&self) -> String {
        self.to_html()
    }

    fn _repr_latex_(&self) -> String {
        self.to_latex()
    }

    fn __len__(&self) -> usize {
        self.core.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(slice) = index.cast::<PySlice>() {
            return PyList::new(py, self.equilibria())?.into_any().get_item(slice);
        }
        let (given, count) = (index.extract::<isize>()?, self.core.len() as isize);
        let position = if given < 0 { given + count } else { given };
        if !(0..count).contains(&position) {
            let message = format!("there is no equilibrium {given}; the solution has {count}");
            return Err(PyIndexError::new_err(message));
        }
        Ok(Bound::new(py, self.at(position as usize))?.into_any())
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyList::new(py, self.equilibria())?.try_iter()?.into_any())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        reduce_solution(py, &self.game, (*self.core).clone(), "_solution_from_json")
    }

    fn __repr__(&self) -> String {
        format!("<Solution of {}: {}>", self.concept(), text::summary(&self.game, &self.core))
    }

    fn __str__(&self) -> String {
        self.view().text()
    }

    fn _repr_pretty_(&self, printer: &Bound<'_, PyAny>, _cycle: bool) -> PyResult<()> {
        printer.call_method1("text", (self.__str__(),)).map(drop)
    }

    /// What was found, and whether that is all, in one line.
    ///
    /// Returns
    /// -------
    /// str
    fn summary(&self) -> String {
        text::summary(&self.game, &self.core)
    }

    fn __copy__(&self) -> Self {
        self.clone()
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> Self {
        self.clone()
    }
}

/// The name of a status in Python.
pub fn status_name(status: &Status) -> &'static str {
    match status {
        Status::Complete => "complete",
        Status::Truncated | Status::MemoryLimit => "truncated",
        Status::TimedOut => "timed_out",
        Status::Cancelled => "cancelled",
        Status::Partial(_) => "partial",
    }
}

/// A mixture as a table of the strategies that it uses.
pub fn mixture<'py>(py: Python<'py>, labels: &Labels, row: &[foederis::Rational]) -> PyResult<Bound<'py, PyAny>> {
    let used = row.iter().enumerate().filter(|(_, probability)| !probability.is_zero());
    table(py, "strategy", used.map(|(i, probability)| Ok((labels.key(i).to_owned(), fraction(py, probability)?))))
}

/// A connected component of the set of equilibria.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Component {
    solution: Solution,
    index: usize,
}

impl Component {
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
