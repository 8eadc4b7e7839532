//! Why a profile fails.

use foederis::show::sheet::Sheet;
use foederis::show::why_not as show;
use foederis::verify::{
    Change as CoreChange, Deviation as CoreDeviation, Threat as CoreThreat, Verdict, WhyNot as CoreWhyNot,
};
use foederis::{Concept, UnknownName, WhyNotOptions};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::{Deserialize, Serialize};

use crate::equilibrium::Equilibrium;
use crate::error::OrRaise;
use crate::game::AnyGame;
use crate::keep::{Kept, kept};
use crate::number::fraction;
use crate::profile::read_profile;
use crate::shown::{OnSheet, Shown, shown};
use crate::unmet::Unmet;
use crate::verify::Check;

/// What is wrong with a profile, if anything; ``print`` tells it in words.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct WhyNot(CoreWhyNot);

#[pymethods]
impl WhyNot {
    /// Whether nothing is wrong with the profile.
    #[getter]
    fn ok(&self) -> bool {
        self.0.ok()
    }

    /// How far the profile comes: "not_nash", "not_subgame_perfect", or "nash", "subgame_perfect".
    ///
    /// By beliefs: "sequential", "not_sequential" or "undecided_sequential", and the same with "perfect_bayesian" and
    /// "weak_perfect_bayesian". For a joint distribution: "not_correlated", "correlated", "not_coarse_correlated" or
    /// "coarse_correlated".
    #[getter]
    fn verdict(&self) -> String {
        match self.0.verdict {
            Verdict::NotNash => "not_nash".into(),
            Verdict::NotSubgamePerfect => "not_subgame_perfect".into(),
            Verdict::Nash => "nash".into(),
            Verdict::SubgamePerfect => "subgame_perfect".into(),
            Verdict::Supported(concept) => concept.function().into(),
            Verdict::Unsupported(concept) => format!("not_{}", concept.function()),
            Verdict::Undecided(concept) => format!("undecided_{}", concept.function()),
            Verdict::NotCorrelated => "not_correlated".into(),
            Verdict::Correlated => "correlated".into(),
            Verdict::NotCoarseCorrelated => "not_coarse_correlated".into(),
            Verdict::CoarseCorrelated => "coarse_correlated".into(),
        }
    }

    /// For each player who gains by deviating alone: how. The largest gain comes first.
    #[getter]
    fn deviations(&self) -> Vec<Deviation> {
        self.0.deviations.iter().cloned().map(Deviation).collect()
    }

    /// For an equilibrium that is not subgame perfect: the threats that would not be carried out.
    #[getter]
    fn threats(&self) -> Vec<Threat> {
        self.0.threats.iter().cloned().map(Threat).collect()
    }

    /// For an equilibrium that no beliefs support: what is done off the path that no beliefs make a best reply.
    #[getter]
    fn unmet(&self) -> Vec<Unmet> {
        self.0.unmet.iter().cloned().map(Unmet).collect()
    }

    /// Where an equilibrium came with beliefs that fail: the checks that they fail.
    #[getter]
    fn faults(&self) -> Vec<Check> {
        self.0.faults.iter().cloned().map(Check).collect()
    }

    /// Whether other beliefs would do, where those that came with the equilibrium fail.
    #[getter]
    fn mendable(&self) -> bool {
        self.0.mendable
    }

    /// The deviations that pay as a data frame: a row for each change of behaviour. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("why_not", (slf,))
    }

    fn __repr__(&self) -> String {
        self.0.to_string()
    }
}

impl Shown for WhyNot {
    fn text(&self) -> PyResult<String> {
        Ok(format!("{}\n", self.0))
    }

    fn html(&self) -> PyResult<String> {
        Ok(show::sheet(&self.0).html())
    }

    fn latex(&self) -> PyResult<String> {
        Ok(show::sheet(&self.0).latex())
    }
}

shown!(WhyNot);

impl Kept for WhyNot {
    const KIND: &str = "why_not";
}

kept!(WhyNot);

/// A player's profitable deviation.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Deviation(pub CoreDeviation);

#[pymethods]
impl Deviation {
    /// Who deviates.
    #[getter]
    fn player(&self) -> &str {
        &self.0.player
    }

    /// What the player changes: in a table the strategy, on a tree the actions at one or more information sets.
    #[getter]
    fn changes(&self) -> Vec<Change> {
        self.0.changes.iter().cloned().map(Change).collect()
    }

    /// The player's expected payoff (utility) under the profile.
    #[getter]
    fn now<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.0.now)
    }

    /// The player's expected payoff after the deviation.
    #[getter]
    fn after<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.0.after)
    }

    /// What the player gains.
    #[getter]
    fn gain<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.0.gain())
    }

    fn __repr__(&self) -> String {
        format!("<Deviation of {}: {} rather than {}>", self.0.player, self.0.after, self.0.now)
    }
}

impl OnSheet for Deviation {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::deviation(&self.0))
    }
}

shown!(Deviation);

impl Kept for Deviation {
    const KIND: &str = "deviation";
}

kept!(Deviation);

/// One change of behaviour, part of a `Deviation`.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Change(CoreChange);

#[pymethods]
impl Change {
    /// The information set; None in a table.
    #[getter]
    fn infoset(&self) -> Option<&str> {
        self.0.infoset.as_deref()
    }

    /// Where that is, in words; empty in a table.
    #[getter]
    fn place(&self) -> &str {
        &self.0.place
    }

    /// What the player does under the profile; with probabilities where that is mixed.
    #[getter]
    fn before(&self) -> &str {
        &self.0.from
    }

    /// What the player does instead.
    #[getter]
    fn after(&self) -> &str {
        &self.0.to
    }

    fn __repr__(&self) -> String {
        format!("<Change: {} instead of {} {}>", self.0.to, self.0.from, self.0.place)
    }
}

impl OnSheet for Change {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::change(&self.0))
    }
}

shown!(Change);

impl Kept for Change {
    const KIND: &str = "change";
}

kept!(Change);

/// A threat (or promise) that its maker would not carry out, were it put to the test.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Threat(CoreThreat);

#[pymethods]
impl Threat {
    /// The actions that lead to the subgame in which it would be carried out.
    #[getter]
    fn after<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.after)
    }

    /// What its maker would rather do there; payoffs are given that play has come there.
    #[getter]
    fn deviation(&self) -> Deviation {
        Deviation(self.0.deviation.clone())
    }

    /// The other player whose behaviour rests on it, and what that player would do without it.
    ///
    /// None where no single player's behaviour does.
    #[getter]
    fn deterred(&self) -> Option<Deviation> {
        self.0.deterred.clone().map(Deviation)
    }

    fn __repr__(&self) -> String {
        format!("<Threat of {} after {}>", self.0.deviation.player, self.0.after.join(", "))
    }
}

impl OnSheet for Threat {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::threat(&self.0))
    }
}

shown!(Threat);

impl Kept for Threat {
    const KIND: &str = "threat";
}

kept!(Threat);

/// Why a profile is not an equilibrium, or not a subgame-perfect or sequential one, in words and numbers.
///
/// If somebody gains by deviating alone: each such player's deviation. On a tree that is the best change at one information
/// set if one is enough to gain, though a best reply may gain more, and else a best reply. If the profile of a tree is a
/// Nash equilibrium but not in every subgame: the threats in it that nobody would carry out, and whose behaviour rests on
/// them. If no beliefs support it: where what is done is no best reply by any belief, with the belief that it would need
/// and those that it may have. For a joint distribution: each recommendation that a player would disobey, and what it would
/// gain. Otherwise, that nothing is wrong.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
/// profile : Equilibrium, or mapping of player to choices
///     For a table, players to strategies or to dicts of probabilities, or a list of strategies. For a tree, players to
///     dicts from information sets to actions or to dicts of probabilities; or a plan, information sets to actions. For a
///     joint distribution, tuples of one strategy (or plan) for each player to probabilities.
/// concept : str, optional
///     What the profile should be, by the name of the function that solves for it: "nash", "subgame_perfect", "sequential",
///     "perfect_bayesian" or "weak_perfect_bayesian". An equilibrium with beliefs is asked for its own concept and beliefs.
///     Otherwise, by default, on a tree where somebody cannot tell nodes apart and all remember their own moves "sequential",
///     on other trees "subgame_perfect", and in a payoff table "nash".
///
/// Returns
/// -------
/// WhyNot
///
/// Raises
/// ------
/// UnknownNameError
///     When there is no such player, information set or choice.
/// InvalidError
///     When probabilities do not sum to 1, or a choice is left out.
///
/// Notes
/// -----
/// Takes time in proportion to the number of profiles or nodes that can occur, once for each player.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> game = fd.dilemmas.border().at(pi=0)
/// >>> answer = fd.why_not(game, ["Refrain", "Refrain"])
/// >>> answer.ok, answer.deviations[0].gain
/// (False, Fraction(3, 2))
///
/// Selten's horse: 1 goes down only because 2 would go across, and that no belief makes a best reply.
///
/// >>> t = fd.ExtensiveForm.build(players=["1", "2", "3"])
/// >>> t.move([], "1", ["D", "C"], label="one")
/// >>> t.move(["C"], "2", ["d", "c"], label="two")
/// >>> t.end(["C", "c"], [1, 1, 1])
/// >>> for path, left, right in [(["D"], [3, 3, 2], [0, 0, 0]), (["C", "d"], [4, 4, 0], [0, 0, 1])]:
/// ...     t.move(path, "3", ["L", "R"], label="three")
/// ...     t.end([*path, "L"], left)
/// ...     t.end([*path, "R"], right)
/// >>> answer = fd.why_not(t.finish(), {"one": "D", "two": "c", "three": "L"})
/// >>> answer.verdict, answer.unmet[0].demands[0].player, answer.unmet[0].deterred.player
/// ('not_sequential', '2', '1')
///
/// References
/// ----------
/// Selten, R. (1975). Reexamination of the perfectness concept for equilibrium points in extensive games. International
/// Journal of Game Theory 4. doi:10.1007/BF01766400
/// Kreps, D. M., & Wilson, R. (1982). Sequential equilibria. Econometrica 50. doi:10.2307/1912767
#[pyfunction]
#[pyo3(signature = (game, profile, *, concept = None))]
pub fn why_not(py: Python<'_>, game: AnyGame, profile: &Bound<'_, PyAny>, concept: Option<&str>) -> PyResult<WhyNot> {
    let AnyGame(game) = game;
    let mut options = WhyNotOptions { concept: concept.map(named).transpose()?, beliefs: None };
    if let Ok(equilibrium) = profile.cast::<Equilibrium>() {
        let own = equilibrium.get();
        let asked = options.concept.unwrap_or(own.solution.concept);
        if BY_BELIEFS.contains(&asked) && own.core().beliefs.is_some() {
            options = WhyNotOptions { concept: Some(asked), beliefs: own.core().beliefs.clone() };
        }
    }
    let profile = read_profile(&game, profile)?;
    py.detach(|| foederis::why_not(&game, &profile, &options)).map(WhyNot).or_raise()
}

/// The concepts that speak of beliefs.
const BY_BELIEFS: [Concept; 3] = [Concept::Sequential, Concept::PerfectBayesian, Concept::WeakPerfectBayesian];

/// The concepts that a profile can be asked for.
const KNOWN: [Concept; 8] = [
    Concept::Nash,
    Concept::PureNash,
    Concept::SubgamePerfect,
    Concept::Sequential,
    Concept::PerfectBayesian,
    Concept::WeakPerfectBayesian,
    Concept::Correlated,
    Concept::CoarseCorrelated,
];

/// A concept by the name of its function.
fn named(name: &str) -> PyResult<Concept> {
    let found = KNOWN.into_iter().find(|concept| concept.function() == name);
    found
        .ok_or_else(|| UnknownName::new("concept", name, KNOWN.iter().map(|concept| concept.function())))
        .map_err(foederis::Error::from)
        .or_raise()
}
