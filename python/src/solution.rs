//! Solutions: what a solver found, and what it claims about it.

use std::sync::Arc;

use foederis::game::Labels;
use foederis::show::{View, json, text};
use foederis::verify::SolutionClaim;
use foederis::{Game, Profile, Solution as Core, Status};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice};
use serde::{Deserialize, Serialize};

use crate::component::Component;
use crate::equilibrium::Equilibrium;
use crate::error::OrRaise;
use crate::exchange::Reduced;
use crate::game::game_object;
use crate::names::{by_label, table};
use crate::number::fraction;
use crate::pickle::reduce_solution;
use crate::verify::Certificate;

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

    /// Everything that the solution claims.
    pub fn whole_claim(&self) -> PyResult<SolutionClaim> {
        json::claim(&self.game, &self.core).or_raise()
    }

    /// The equilibrium at a position that there is.
    pub fn at(&self, index: usize) -> Equilibrium {
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
        (0..self.core.components.len()).map(|index| Component::new(self.clone(), index)).collect()
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
