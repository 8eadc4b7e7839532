//! Correlated and coarse correlated equilibria, and ranges over them.

use std::sync::Arc;

use foederis::game::{Choice, DEFAULT_MAX_PROFILES, Objective, Sense};
use foederis::solve::{self, CorrelatedOptions, RangeOptions};
use foederis::{Control, Game, Rational};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString, PyTuple};

use crate::control::{AtMost, CancelToken, Limits, Memory, run};
use crate::error::{OrRaise, invalid};
use crate::game::AnyGame;
use crate::number::{fraction, rational};
use crate::ranges::Ranges;
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
    max_equilibria: Option<AtMost>,
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
    max_equilibria: Option<AtMost>,
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
