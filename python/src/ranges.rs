//! Ranges of payoffs and probabilities over all correlated equilibria.

use std::sync::Arc;

use foederis::game::{Choice, Objective};
use foederis::show::ranges as shows;
use foederis::show::sheet::Sheet;
use foederis::solve::{Range as CoreRange, Ranges as Core};
use foederis::{Game, Solution as CoreSolution, Status};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use serde::{Deserialize, Serialize};

use crate::equilibrium::Equilibrium;
use crate::error::invalid;
use crate::exchange::{Reduced, reduced, utf8};
use crate::game::game_object;
use crate::keep::{Kept, kept};
use crate::names::table;
use crate::number::fraction;
use crate::shown::{OnSheet, shown};

/// The ranges of payoffs and probabilities over all correlated equilibria of a game.
///
/// It is a collection of `Range`: ``ranges["Russia"]`` is that of a payoff, ``ranges["Russia", "Support"]`` that of the
/// probability of a strategy, and on a tree ``ranges["Russia", "after Invoke", "Support"]`` that of an action.
#[pyclass(frozen, eq, module = "foederis")]
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranges {
    pub game: Game,
    pub core: Arc<Core>,
}

#[derive(Serialize, Deserialize)]
struct State {
    game: Game,
    ranges: Core,
}

/// Reads pickled ranges back.
#[pyfunction]
pub fn _ranges_from_json(state: &[u8]) -> PyResult<Ranges> {
    let State { game, ranges } = serde_json::from_str(utf8(state)?).map_err(|error| invalid(error.to_string()))?;
    Ok(Ranges { game, core: Arc::new(ranges) })
}

impl Ranges {
    fn all(&self) -> Vec<Range> {
        (0..self.core.ranges.len()).map(|index| Range { ranges: self.clone(), index }).collect()
    }

    /// The equilibria at all ends.
    pub fn ends(&self) -> impl Iterator<Item = &foederis::Equilibrium> {
        self.core.ranges.iter().flat_map(|range| [&range.low, &range.high])
    }
}

/// The names that a range is asked for by.
fn key(objective: &Objective) -> Vec<&str> {
    match objective {
        Objective::Payoff(player) => vec![player],
        Objective::Event(choices) => choices.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

fn names(choice: &Choice) -> impl Iterator<Item = &str> {
    [Some(&choice.player), choice.infoset.as_ref(), Some(&choice.action)].into_iter().flatten().map(String::as_str)
}

#[pymethods]
impl Ranges {
    /// The game that the ranges are of.
    #[getter]
    fn game<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        game_object(py, &self.game)
    }

    /// "correlated" or "coarse_correlated".
    #[getter]
    fn concept(&self) -> &'static str {
        self.core.concept.function()
    }

    /// Whether every range was found.
    #[getter]
    fn complete(&self) -> bool {
        self.core.status == Status::Complete
    }

    /// How the search ended, in words.
    #[getter]
    fn status_text(&self) -> &str {
        self.core.status.words()
    }

    /// The range of everybody's payoff, by player.
    #[getter]
    fn payoffs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let payoffs = self.all().into_iter().filter_map(|range| match &range.core().objective {
            Objective::Payoff(player) => Some((player.clone(), range)),
            _ => None,
        });
        table(py, "player", payoffs.map(|(player, range)| Ok((player, Bound::new(py, range)?.into_any()))))
    }

    /// The ranges as a data frame: one row for each. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("ranges", (slf,))
    }

    fn __len__(&self) -> usize {
        self.core.ranges.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pyo3::types::PyList::new(py, self.all())?.try_iter()?.into_any())
    }

    fn __getitem__(&self, name: &Bound<'_, PyAny>) -> PyResult<Range> {
        let given: Vec<String> = match name.cast::<PyString>() {
            Ok(player) => vec![player.to_str()?.to_owned()],
            Err(_) => name.extract()?,
        };
        let index = self.core.ranges.iter().position(|range| key(&range.objective) == given);
        let known = || {
            let keys = self.core.ranges.iter().map(|range| key(&range.objective).join(", "));
            keys.take(20).collect::<Vec<_>>().join("; ")
        };
        let index =
            index.ok_or_else(|| PyKeyError::new_err(format!("there is no range of {given:?}; there are: {}", known())));
        Ok(Range { ranges: self.clone(), index: index? })
    }

    fn __repr__(&self) -> String {
        format!("<Ranges over all equilibria by {}: {}>", self.concept(), self.core.ranges.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let state = State { game: self.game.clone(), ranges: (*self.core).clone() };
        let text = serde_json::to_string(&state).map_err(|error| invalid(error.to_string()))?;
        reduced(py, "_ranges_from_json", &text)
    }

    fn __copy__(&self) -> Self {
        self.clone()
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> Self {
        self.clone()
    }
}

impl OnSheet for Ranges {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(shows::sheet(&self.game, &self.core))
    }
}

shown!(Ranges);

/// The least and the most of a payoff or probability over all correlated equilibria.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Range {
    ranges: Ranges,
    index: usize,
}

impl Range {
    fn core(&self) -> &CoreRange {
        &self.ranges.core.ranges[self.index]
    }

    fn end(&self, equilibrium: &foederis::Equilibrium) -> Equilibrium {
        let concept = self.ranges.core.concept;
        let mut solution = CoreSolution::new(concept, "linear program, exact", "an end of a range");
        solution.equilibria.push(equilibrium.clone());
        Equilibrium { game: self.ranges.game.clone(), solution: Arc::new(solution), index: 0 }
    }
}

#[pymethods]
impl Range {
    /// What it is the range of, in words.
    #[getter]
    fn what(&self) -> String {
        self.core().objective.words()
    }

    /// What it is the range of, by names: the player; or the player, on a tree the information set, and the choice.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, key(&self.core().objective))
    }

    /// The least value over all correlated equilibria.
    #[getter]
    fn low<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.core().ends()[0])
    }

    /// The greatest value over all correlated equilibria.
    #[getter]
    fn high<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.core().ends()[1])
    }

    /// An equilibrium at which it is least; its certificate proves that none goes lower.
    #[getter]
    fn at_low(&self) -> Equilibrium {
        self.end(&self.core().low)
    }

    /// An equilibrium at which it is most; its certificate proves that none goes higher.
    #[getter]
    fn at_high(&self) -> Equilibrium {
        self.end(&self.core().high)
    }

    fn __repr__(&self) -> String {
        let [low, high] = self.core().ends();
        format!("<Range: {}, from {low} to {high}>", self.what())
    }
}

impl OnSheet for Range {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(shows::range(self.core()))
    }
}

shown!(Range);

impl Kept for Range {
    const KIND: &str = "range";

    fn is_whole(&self) -> bool {
        self.index < self.ranges.core.ranges.len()
    }
}

kept!(Range);
