//! Games of many exchangeable players.

use std::cell::RefCell;
use std::collections::HashMap;

use foederis::show::sheet::Sheet;
use foederis::show::symmetric as show;
use foederis::show::symmetric::{certificate, coalition_certificate};
use foederis::{Coalition as CoreCoalition, Group, Rational, SymmetricGame as CoreGame, SymmetricOptions};
use foederis::{SymmetricCertificate, SymmetricEquilibrium as CoreEquilibrium, SymmetricSolution as CoreSolution};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat};
use serde::{Deserialize, Serialize};

use crate::coalition::Coalition;
use crate::control::{AtMost, CancelToken, Limits, Memory, run};
use crate::error::{OrRaise, invalid};
use crate::keep::{Kept, kept};
use crate::names::table;
use crate::number::{Number, fraction};
use crate::shown::{OnSheet, Shown, shown};
use crate::solution::status_name;

/// A game of groups of exchangeable players, each with two actions.
///
/// A player's payoff depends on the own action and on how many players of each group take the group's first action. No
/// list of profiles is ever made, so that a hundred players are no difficulty.
///
/// Parameters
/// ----------
/// groups : dict
///     How many players each group has: ``{"Great powers": 3, "Small allies": 20}``.
/// payoff : callable
///     ``payoff(group, action, counts)`` is the payoff (utility) of a player of a group who takes an action, when
///     ``counts[name]`` players of each group, this one included, take the first action.
/// actions : pair of str, or dict of pairs
///     The two actions, for all groups or by group.
///
/// Raises
/// ------
/// InvalidError
///     Without groups, with an empty group, or when the groups are too large for a table of counts.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> def payoff(group, action, counts):
/// ...     return (10 if counts["Allies"] >= 60 else 0) - (4 if action == "Support" else 0)
/// >>> g = fd.SymmetricGame({"Allies": 100}, payoff)
/// >>> g == fd.SymmetricGame.threshold(players=100, needed=60, benefit=10, cost=4)
/// True
#[pyclass(frozen, eq, module = "foederis")]
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SymmetricGame(pub CoreGame);

#[pymethods]
impl SymmetricGame {
    #[new]
    #[pyo3(signature = (groups, payoff, *, actions=None))]
    fn new(
        groups: &Bound<'_, PyDict>,
        payoff: &Bound<'_, PyAny>,
        actions: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let groups = read_groups(groups, actions)?;
        let names = groups.clone();
        let raised: RefCell<Option<PyErr>> = RefCell::new(None);
        let call = |group: usize, action: usize, counts: &[usize]| -> PyResult<Rational> {
            let numbers = PyDict::new(payoff.py());
            for (group, count) in names.iter().zip(counts) {
                numbers.set_item(&group.name, count)?;
            }
            let value = payoff.call1((&names[group].name, &names[group].actions[action], numbers))?;
            Ok(value.extract::<Number>()?.0)
        };
        let game = CoreGame::new(groups, |group, action, counts| {
            if raised.borrow().is_some() {
                return Rational::ZERO;
            }
            call(group, action, counts).unwrap_or_else(|error| {
                raised.replace(Some(error));
                Rational::ZERO
            })
        });
        match raised.into_inner() {
            Some(error) => Err(error),
            None => game.or_raise().map(SymmetricGame),
        }
    }

    /// The threshold game: everybody gets the benefit if enough players support, and who supports pays the cost.
    ///
    /// Parameters
    /// ----------
    /// players : int
    ///     How many players there are.
    /// needed : int
    ///     How many must support.
    /// benefit, cost : number
    ///     What everybody gains if enough support, and what a supporter pays (utilities).
    /// name : str
    ///     What the players are called.
    #[staticmethod]
    #[pyo3(signature = (*, players, needed, benefit, cost, name="Allies"))]
    fn threshold(players: usize, needed: usize, benefit: Number, cost: Number, name: &str) -> PyResult<Self> {
        CoreGame::threshold(name, players, needed, benefit.0, cost.0).or_raise().map(SymmetricGame)
    }

    /// How many players each group has.
    #[getter]
    fn groups<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let groups = PyDict::new(py);
        self.0.groups().iter().try_for_each(|group| groups.set_item(&group.name, group.count))?;
        Ok(groups)
    }

    /// The two actions of each group.
    #[getter]
    fn actions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let actions = PyDict::new(py);
        let pair = |group: &Group| (group.actions[0].clone(), group.actions[1].clone());
        self.0.groups().iter().try_for_each(|group| actions.set_item(&group.name, pair(group)))?;
        Ok(actions)
    }

    fn __repr__(&self) -> String {
        let groups: Vec<String> =
            self.0.groups().iter().map(|group| format!("{} {}", group.count, group.name)).collect();
        format!("<SymmetricGame: {}>", groups.join(", "))
    }
}

impl OnSheet for SymmetricGame {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::game(&self.0))
    }
}

shown!(SymmetricGame);

impl Kept for SymmetricGame {
    const KIND: &str = "symmetric_game";
}

kept!(SymmetricGame);

fn read_groups(groups: &Bound<'_, PyDict>, actions: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<Group>> {
    let by_group: Option<HashMap<String, (String, String)>> = actions.and_then(|actions| actions.extract().ok());
    let pair: Option<(String, String)> = match (&by_group, actions) {
        (None, Some(actions)) => Some(
            actions
                .extract()
                .map_err(|_| invalid("actions must be a pair of names, or a dict with such a pair for each group"))?,
        ),
        _ => None,
    };
    let read = |(name, count): (Bound<'_, PyAny>, Bound<'_, PyAny>)| -> PyResult<Group> {
        let (name, count): (String, usize) = (name.extract()?, count.extract()?);
        let own = match &by_group {
            Some(all) => Some(all.get(&name).ok_or_else(|| invalid(format!("there are no actions for '{name}'")))?),
            None => pair.as_ref(),
        };
        let (first, second) = own.map_or(("Support", "Abstain"), |(a, b)| (a, b));
        Ok(Group::new(name, count, [first, second]))
    };
    groups.iter().map(read).collect()
}

/// The symmetric equilibria of a `SymmetricGame`. It behaves like a list of them.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct SymmetricSolution(CoreSolution);

#[pymethods]
impl SymmetricSolution {
    /// The game that was solved.
    #[getter]
    fn game(&self) -> SymmetricGame {
        SymmetricGame(self.0.game.clone())
    }

    /// Every equilibrium in which the players of a group all do the same.
    #[getter]
    fn equilibria(&self) -> Vec<SymmetricEquilibrium> {
        let one = |equilibrium: &CoreEquilibrium| SymmetricEquilibrium {
            game: self.0.game.clone(),
            core: equilibrium.clone(),
        };
        self.0.equilibria.iter().map(one).collect()
    }

    /// Every equilibrium in pure strategies, by the numbers who take the first action.
    #[getter]
    fn coalitions(&self) -> Vec<Coalition> {
        let one = |core: &CoreCoalition| Coalition { game: self.0.game.clone(), core: core.clone() };
        self.0.coalitions.iter().map(one).collect()
    }

    /// How the search ended: "complete", "truncated", "timed_out", "cancelled" or "partial".
    #[getter]
    fn status(&self) -> &'static str {
        status_name(&self.0.status)
    }

    /// How the search ended, in words; for "partial" the reason.
    #[getter]
    fn status_text(&self) -> &str {
        self.0.status.words()
    }

    /// Whether every symmetric equilibrium was found.
    #[getter]
    fn complete(&self) -> bool {
        self.0.complete()
    }

    /// Remarks, such as continua of equilibria.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    /// What was found, in plain words.
    fn summary(&self) -> String {
        show::symmetric(&self.0)
    }

    /// The symmetric equilibria as a data frame: a row for each, with probabilities and payoffs. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("symmetric", (slf,))
    }

    fn __repr__(&self) -> String {
        let (alike, numbers) = (self.0.equilibria.len(), self.0.coalitions.len());
        format!(
            "<SymmetricSolution: {alike} symmetric equilibria, {numbers} kinds of pure ones; {}>",
            self.0.status.words()
        )
    }

    fn __len__(&self) -> usize {
        self.0.equilibria.len()
    }

    fn __getitem__(&self, index: isize) -> PyResult<SymmetricEquilibrium> {
        let mut all = self.equilibria();
        let place = if index < 0 { index + all.len() as isize } else { index };
        match usize::try_from(place) {
            Ok(place) if place < all.len() => Ok(all.swap_remove(place)),
            _ => Err(PyIndexError::new_err(format!("there are {} equilibria", all.len()))),
        }
    }
}

impl Shown for SymmetricSolution {
    fn text(&self) -> PyResult<String> {
        Ok(show::symmetric(&self.0))
    }

    fn html(&self) -> PyResult<String> {
        Ok(show::sheet(&self.0).html())
    }

    fn latex(&self) -> PyResult<String> {
        Ok(show::sheet(&self.0).latex())
    }
}

shown!(SymmetricSolution);

impl Kept for SymmetricSolution {
    const KIND: &str = "symmetric_solution";

    fn is_whole(&self) -> bool {
        let groups = self.0.game.groups().len();
        let alike = |own: &CoreEquilibrium| own.probabilities.len() == groups && own.payoffs.len() == groups;
        self.0.equilibria.iter().all(alike) && self.0.coalitions.iter().all(|own| own.counts.len() == groups)
    }
}

kept!(SymmetricSolution);

/// An equilibrium in which the players of a group all do the same.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct SymmetricEquilibrium {
    game: CoreGame,
    core: CoreEquilibrium,
}

#[pymethods]
impl SymmetricEquilibrium {
    /// For each group and action its probability: a Fraction, or a float where the true value is irrational.
    #[getter]
    fn probabilities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let group = |(group, p): (&Group, &Rational)| {
            let pair = [(0, p.clone()), (1, Rational::ONE - p)];
            let entry = |(action, p): (usize, Rational)| Ok((group.actions[action].clone(), self.number(py, &p)?));
            Ok((group.name.clone(), table(py, "action", pair.into_iter().map(entry))?))
        };
        table(py, "group", self.game.groups().iter().zip(&self.core.probabilities).map(group))
    }

    /// The expected payoff (utility) of a player of each group.
    #[getter]
    fn payoffs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let group = |(group, payoff): (&Group, &Rational)| Ok((group.name.clone(), self.number(py, payoff)?));
        table(py, "group", self.game.groups().iter().zip(&self.core.payoffs).map(group))
    }

    /// How far each probability may be from the true one; None when they are exact.
    #[getter]
    fn error_bound(&self) -> Option<f64> {
        self.core.error_bound
    }

    /// What the equilibrium claims, as JSON text for `verify`.
    ///
    /// Returns
    /// -------
    /// str
    fn to_json(&self) -> String {
        self.claim().to_json()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<SymmetricEquilibrium: {}>", self.probabilities(py)?.repr()?))
    }
}

impl OnSheet for SymmetricEquilibrium {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::equilibrium(&self.game, &self.core))
    }
}

shown!(SymmetricEquilibrium);

impl Kept for SymmetricEquilibrium {
    const KIND: &str = "symmetric_equilibrium";

    fn is_whole(&self) -> bool {
        [self.core.probabilities.len(), self.core.payoffs.len()] == [self.game.groups().len(); 2]
    }
}

kept!(SymmetricEquilibrium);

impl SymmetricSolution {
    /// What every equilibrium claims.
    pub fn claims(&self) -> Vec<SymmetricCertificate> {
        let alike = self.0.equilibria.iter().map(|equilibrium| certificate(&self.0.game, equilibrium));
        alike.chain(self.0.coalitions.iter().map(|coalition| coalition_certificate(&self.0.game, coalition))).collect()
    }
}

impl SymmetricEquilibrium {
    /// What it claims.
    pub fn claim(&self) -> SymmetricCertificate {
        certificate(&self.game, &self.core)
    }

    /// A Fraction where the equilibrium is exact, or the number is 0 or 1; else a float.
    fn number<'py>(&self, py: Python<'py>, value: &Rational) -> PyResult<Bound<'py, PyAny>> {
        if self.core.error_bound.is_none() || value.is_zero() || *value == Rational::ONE {
            return fraction(py, value);
        }
        Ok(PyFloat::new(py, value.to_f64()).into_any())
    }
}

/// Every Nash equilibrium in which the players of a group all do the same, and every one in pure strategies.
///
/// When each player of group :math:`h` takes the first action with probability :math:`p_h`, a player of group :math:`g`
/// gains :math:`D_g(p) = \sum_k \Pr(k \mid p)\,\bigl(u_g(1, k) - u_g(2, k)\bigr)` from the first action over the second,
/// where :math:`k` counts the others who take the first. In equilibrium :math:`D_g(p) = 0`, or :math:`p_g = 1` and
/// :math:`D_g(p) \ge 0`, or :math:`p_g = 0` and :math:`D_g(p) \le 0`, for every group.
///
/// Parameters
/// ----------
/// game : SymmetricGame
///     The game.
/// time_limit : float, optional
///     Stop after so many seconds and return what was found.
/// memory_limit : int or str, optional
///     Stop once the process holds more than so much memory (bytes, or "2GB"), and return what was found.
/// max_equilibria : int, optional
///     Stop after so many equilibria.
/// progress : bool or callable, optional
///     True shows a bar. A function is called with a `Progress`; if it returns False, the search stops.
/// cancel : CancelToken, optional
///     Stops the search from another thread; what was found is returned.
///
/// Returns
/// -------
/// SymmetricSolution
///     Its `equilibria` are the symmetric ones, its `coalitions` those in pure strategies, by numbers.
///
/// Raises
/// ------
/// KeyboardInterrupt
///     On Ctrl-C.
///
/// Notes
/// -----
/// Where one group mixes, the gain is a polynomial with known Bernstein coefficients, and all its roots are isolated
/// exactly. Where several mix, boxes are bisected until Krawczyk's test decides; the status names what stays open.
/// Mixed equilibria in which players of one group behave differently are not looked for: for up to about eight players,
/// `nash` finds them all.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.SymmetricGame.threshold(players=100, needed=60, benefit=100, cost=4)
/// >>> s = fd.symmetric_nash(g)
/// >>> s.complete, [round(float(e.probabilities["Allies"]["Support"]), 4) for e in s]
/// (True, [0.6537, 0.5364, 0.0])
/// >>> [c.counts for c in s.coalitions]
/// [{'Allies': 0}, {'Allies': 60}]
///
/// References
/// ----------
/// Palfrey, T. R., Rosenthal, H. (1984). Participation and the provision of discrete public goods. Journal of Public
/// Economics 24.
#[pyfunction]
#[pyo3(signature = (game, *, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
pub fn symmetric_nash<'py>(
    py: Python<'py>,
    game: &SymmetricGame,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<SymmetricSolution> {
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    let core = game.0.clone();
    run(py, limits, |control| foederis::symmetric_nash(&core, &SymmetricOptions { control })).map(SymmetricSolution)
}
