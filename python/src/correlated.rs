//! Correlated and coarse correlated equilibria, and ranges over them.

use std::sync::Arc;

use foederis::game::{Choice, DEFAULT_MAX_PROFILES, Objective, Sense};
use foederis::show::ranges as shows;
use foederis::show::sheet::Sheet;
use foederis::solve::{self, CorrelatedOptions, Range as CoreRange, RangeOptions, Ranges as Core};
use foederis::{Control, Game, Rational, Solution as CoreSolution, Status};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString, PyTuple};
use serde::{Deserialize, Serialize};

use crate::control::{CancelToken, Limits, Memory, run};
use crate::equilibrium::Equilibrium;
use crate::error::{OrRaise, invalid};
use crate::exchange::{Reduced, reduced, utf8};
use crate::game::{AnyGame, game_object};
use crate::keep::{Kept, kept};
use crate::names::table;
use crate::number::{fraction, rational};
use crate::shown::{OnSheet, shown};
use crate::solution::Solution;
use crate::solve::solved;

/// The correlated equilibrium that is best by an objective.
///
/// A joint distribution :math:`p` over pure profiles is a correlated equilibrium if no player gains by disobeying what
/// a mediator, who draws a profile and tells each player only its own part, recommends:
/// :math:`\sum_{s: s_i = a} p(s) (u_i(b, s_{-i}) - u_i(s)) \le 0` for every player :math:`i` and strategies :math:`a, b`.
/// Any number of players.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     On a tree each player is told a whole plan of the reduced strategic form before play.
/// maximize : "welfare", str, mapping or None
///     What is made as large as it can be: "welfare" (the sum of payoffs), a player's payoff by the player's name, the
///     probability of an event such as ``{"Russia": "Support"}``, or a weighted sum of the probabilities of profiles such
///     as ``{("Support", "Stay"): 1}``. On a tree an event is that the action is taken in the course of play, and
///     ``{"Russia": {"after Invoke": "Support"}}`` names the information set. None: any correlated equilibrium.
/// minimize : optional
///     What is made as small as it can be, instead.
/// max_profiles : int, optional
///     On a tree: the most profiles of plans; 16,777,216 if not given.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// InvalidError
///     When both `maximize` and `minimize` are given.
/// UnknownNameError
///     When there is no such player, strategy, information set or action.
/// TooLargeError
///     When a tree has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// One linear program with a variable for each profile. The equilibrium returned is a vertex of the set of all; `verify`
/// checks it, and that none is better, by exact arithmetic. A player called "welfare" can only be named through an event.
///
/// Examples
/// --------
/// Aumann's game of chicken: no mixture of its Nash equilibria is as good for both.
///
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]], players=["A", "B"],
/// ...     strategies=[["Yield", "Insist"], ["Yield", "Insist"]])
/// >>> e = fd.correlated(g)[0]
/// >>> e.payoffs["A"], e.outcomes["Yield", "Yield"]
/// (Fraction(21, 4), Fraction(1, 2))
///
/// References
/// ----------
/// Aumann, R. J. (1974). Subjectivity and correlation in randomized strategies. Journal of Mathematical Economics 1.
/// doi:10.1016/0304-4068(74)90037-8
///
/// Aumann, R. J. (1987). Correlated equilibrium as an expression of Bayesian rationality. Econometrica 55.
/// doi:10.2307/1911154
#[pyfunction]
#[pyo3(signature = (game, *, maximize=Goal::welfare(), minimize=None, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None), text_signature = "(game, *, maximize='welfare', minimize=None, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None)")]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn correlated<'py>(
    py: Python<'py>,
    game: AnyGame,
    maximize: Goal,
    minimize: Option<Goal>,
    max_profiles: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<usize>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let options = options(&game.0, maximize, minimize, max_profiles)?;
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    solved(py, game, limits, |game, control| solve::correlated(game, &CorrelatedOptions { control, ..options }))
}

/// The coarse correlated equilibrium that is best by an objective.
///
/// As `correlated`, but players decide before they are told their part: to follow whatever will be drawn, or to play one
/// strategy whatever that is: :math:`\sum_s p(s) (u_i(b, s_{-i}) - u_i(s)) \le 0` for every player :math:`i` and strategy
/// :math:`b`. Every correlated equilibrium is one.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     On a tree the profiles are those of the reduced strategic form.
/// maximize : "welfare", str, mapping or None
///     What is made as large as it can be, as for `correlated`.
/// minimize : optional
///     What is made as small as it can be, instead.
/// max_profiles : int, optional
///     On a tree: the most profiles of plans; 16,777,216 if not given.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// InvalidError
///     When both `maximize` and `minimize` are given.
/// UnknownNameError
///     When there is no such player, strategy, information set or action.
/// TooLargeError
///     When a tree has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// One linear program with a variable for each profile.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]], players=["A", "B"])
/// >>> fd.coarse_correlated(g, maximize="A")[0].payoffs["A"]
/// Fraction(7, 1)
///
/// References
/// ----------
/// Moulin, H., & Vial, J.-P. (1978). Strategically zero-sum games: The class of games whose completely mixed equilibria
/// cannot be improved upon. International Journal of Game Theory 7. doi:10.1007/BF01769190
#[pyfunction]
#[pyo3(signature = (game, *, maximize=Goal::welfare(), minimize=None, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None), text_signature = "(game, *, maximize='welfare', minimize=None, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None)")]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn coarse_correlated<'py>(
    py: Python<'py>,
    game: AnyGame,
    maximize: Goal,
    minimize: Option<Goal>,
    max_profiles: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<usize>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let options = options(&game.0, maximize, minimize, max_profiles)?;
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    solved(py, game, limits, |game, control| solve::coarse_correlated(game, &CorrelatedOptions { control, ..options }))
}

/// How far payoffs and probabilities can go over all correlated equilibria.
///
/// For every player's payoff, and for the probability of everything that a player may do, the least and the most that any
/// correlated (or coarse correlated) equilibrium gives; everything between occurs too.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     On a tree the choices are actions at information sets, and their probability is that of being taken in play.
/// coarse : bool
///     Over coarse correlated equilibria.
/// max_profiles : int, optional
///     On a tree: the most profiles of plans; 16,777,216 if not given.
/// time_limit : float, optional
///     Stop after so many seconds and return the ranges found.
/// memory_limit : int or str, optional
///     Stop once the process holds more than so much memory (bytes, or "2GB"), and return what was found.
/// progress : bool or callable, optional
///     True shows a bar. A function is called with a `Progress`; if it returns False, the search stops.
/// cancel : CancelToken, optional
///     Stops the search from another thread.
///
/// Returns
/// -------
/// Ranges
///
/// Raises
/// ------
/// TooLargeError
///     When a tree has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Two linear programs for each range.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]], players=["A", "B"],
/// ...     strategies=[["Yield", "Insist"], ["Yield", "Insist"]])
/// >>> ranges = fd.correlated_ranges(g)
/// >>> ranges["A"].low, ranges["A"].high
/// (Fraction(2, 1), Fraction(7, 1))
/// >>> ranges["A", "Yield"]
/// <Range: the probability that A chooses Yield, from 0 to 1>
///
/// References
/// ----------
/// Aumann, R. J. (1987). Correlated equilibrium as an expression of Bayesian rationality. Econometrica 55.
/// doi:10.2307/1911154
#[pyfunction]
#[pyo3(signature = (game, *, coarse=false, max_profiles=None, time_limit=None, memory_limit=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn correlated_ranges<'py>(
    py: Python<'py>,
    game: AnyGame,
    coarse: bool,
    max_profiles: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Ranges> {
    let AnyGame(game) = game;
    let max_profiles = max_profiles.unwrap_or(DEFAULT_MAX_PROFILES);
    let limits = Limits { time_limit, memory_limit, max_equilibria: None, progress, cancel };
    let options = |control| RangeOptions { coarse, max_profiles, control };
    let core = run(py, limits, |control| solve::correlated_ranges(&game, &options(control)))?;
    Ok(Ranges { game, core: Arc::new(core) })
}

/// What is optimised, as Python writes it.
pub enum Goal {
    None,
    Name(String),
    Event(Vec<Choice>),
    Weights(Vec<(Vec<String>, Rational)>),
}

impl Goal {
    fn welfare() -> Self {
        Goal::Name("welfare".into())
    }

    fn objective(self, game: &Game, max_profiles: usize) -> PyResult<Objective> {
        Ok(match self {
            Goal::None => Objective::None,
            Goal::Name(name) if name == "welfare" => Objective::Welfare,
            Goal::Name(name) => Objective::Payoff(name),
            Goal::Event(choices) => Objective::Event(choices),
            Goal::Weights(weights) => {
                let table = game.table_of_plans(max_profiles).or_raise()?;
                let mut values = vec![Rational::ZERO; table.num_profiles()];
                for (names, weight) in weights {
                    values[table.profile_number(&positions(&table, &names)?)] = weight;
                }
                Objective::Weights(values)
            }
        })
    }
}

/// The positions of named strategies, one for each player.
pub fn positions(table: &foederis::NormalForm, names: &[String]) -> PyResult<Vec<usize>> {
    if names.len() != table.num_players() {
        return Err(invalid(format!("a profile has one strategy for each of the {} players", table.num_players())));
    }
    table.player_ids().zip(names).map(|(player, name)| table.strategy(player, name).or_raise()).collect()
}

impl<'py> FromPyObject<'_, 'py> for Goal {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.is_none() {
            return Ok(Goal::None);
        }
        if let Ok(name) = value.cast::<PyString>() {
            return Ok(Goal::Name(name.to_str()?.to_owned()));
        }
        let Ok(mapping) = value.cast::<PyMapping>() else {
            return Err(invalid("give \"welfare\", the name of a player, or a dict such as {\"Russia\": \"Support\"}"));
        };
        let items = mapping.items()?;
        let is_weight = |item: &Bound<'py, PyAny>| item.get_item(0).is_ok_and(|key| key.is_instance_of::<PyTuple>());
        if !items.is_empty() && items.iter().all(|item| is_weight(&item)) {
            let weight = |item: Bound<'py, PyAny>| Ok((item.get_item(0)?.extract()?, rational(&item.get_item(1)?)?));
            return items.iter().map(weight).collect::<PyResult<_>>().map(Goal::Weights);
        }
        let mut choices = Vec::new();
        for item in items.iter() {
            let (player, what): (String, Bound<'py, PyAny>) = item.extract()?;
            match what.cast::<PyMapping>() {
                Err(_) => choices.push(Choice::new(player, what.extract::<String>()?)),
                Ok(sets) => {
                    for set in sets.items()?.iter() {
                        let (infoset, action): (String, String) = set.extract()?;
                        choices.push(Choice { player: player.clone(), infoset: Some(infoset), action });
                    }
                }
            }
        }
        match choices.is_empty() {
            true => Err(invalid("the event is empty; name a player and a choice, as in {\"Russia\": \"Support\"}")),
            false => Ok(Goal::Event(choices)),
        }
    }
}

fn options(
    game: &Game,
    maximize: Goal,
    minimize: Option<Goal>,
    max_profiles: Option<usize>,
) -> PyResult<CorrelatedOptions> {
    let (sense, goal) = match (minimize, maximize) {
        (None, goal) => (Sense::Maximise, goal),
        (Some(goal), Goal::None) => (Sense::Minimise, goal),
        (Some(goal), Goal::Name(name)) if name == "welfare" => (Sense::Minimise, goal),
        (Some(_), _) => return Err(invalid("give maximize or minimize, not both")),
    };
    let max_profiles = max_profiles.unwrap_or(DEFAULT_MAX_PROFILES);
    let objective = goal.objective(game, max_profiles)?;
    Ok(CorrelatedOptions { objective, sense, max_profiles, control: Control::default() })
}

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

/// The profiles that a correlated equilibrium may draw: tuples of strategies, and their probabilities.
pub fn recommendations<'py>(
    py: Python<'py>,
    game: &Game,
    profile: &foederis::CorrelatedProfile,
) -> PyResult<Bound<'py, PyDict>> {
    let table = game.table_of_plans(DEFAULT_MAX_PROFILES).or_raise()?;
    let dict = PyDict::new(py);
    for draw in &profile.draws {
        let names = table.player_ids().zip(&draw.strategies).map(|(player, own)| table.strategies(player).key(*own));
        dict.set_item(PyTuple::new(py, names.collect::<Vec<_>>())?, fraction(py, &draw.probability)?)?;
    }
    Ok(dict)
}
