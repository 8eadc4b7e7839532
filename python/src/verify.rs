//! Verification: certificates, reports, and why a profile fails.

use foederis::verify::{
    Certificate as CoreCertificate, Change as CoreChange, ComponentClaim, Deviation as CoreDeviation,
    Report as CoreReport, Threat as CoreThreat, Verdict, WhyNot as CoreWhyNot, verify_components,
};
use foederis::{Game, show::json};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::correlated::Ranges;
use crate::equilibrium::Equilibrium;
use crate::error::OrRaise;
use crate::exchange::{Reduced, reduced, utf8};
use crate::game::AnyGame;
use crate::number::fraction;
use crate::profile::read_profile;
use crate::solution::Solution;

/// A claim about a game, by names, with what a checker needs to agree: what `verify` takes.
///
/// A certificate is only a claim. It can be written to a file and read back, and `verify` checks it from the
/// definitions, without any solver.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> game = fd.dilemmas.caucasus().at()
/// >>> text = fd.subgame_perfect(game)[0].certificate.to_json()
/// >>> fd.verify(game, text).ok
/// True
#[pyclass(frozen, eq, module = "foederis")]
#[derive(PartialEq)]
pub struct Certificate(pub CoreCertificate);

#[pymethods]
impl Certificate {
    /// Reads a certificate from JSON text.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///
    /// Returns
    /// -------
    /// Certificate
    ///
    /// Raises
    /// ------
    /// InputError
    ///     When the text is no certificate; `line` and `column` say where.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        CoreCertificate::from_json(text).map(Certificate).or_raise()
    }

    /// What is claimed, by the name of the function that solves for it: "nash".
    #[getter]
    fn concept(&self) -> &'static str {
        self.0.concept.function()
    }

    /// The certificate as JSON text.
    ///
    /// Returns
    /// -------
    /// str
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self) -> String {
        format!("<Certificate: {} of '{}'>", self.0.concept.name(), self.0.game.title)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        reduced(py, "_certificate_from_json", &self.to_json())
    }
}

/// Reads a pickled certificate back.
#[pyfunction]
pub fn _certificate_from_json(state: &[u8]) -> PyResult<Certificate> {
    Certificate::from_json(utf8(state)?)
}

/// What `verify` found; true where everything holds.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
/// >>> bool(fd.verify(g, fd.nash(g)))
/// True
#[pyclass(frozen, module = "foederis")]
pub struct Report(CoreReport);

#[pymethods]
impl Report {
    /// Whether everything holds.
    #[getter]
    fn ok(&self) -> bool {
        self.0.ok()
    }

    /// The claim, in words.
    #[getter]
    fn claim(&self) -> &str {
        &self.0.claim
    }

    /// The checks made, in order.
    #[getter]
    fn checks(&self) -> Vec<Check> {
        self.0.checks.iter().cloned().map(Check).collect()
    }

    fn __bool__(&self) -> bool {
        self.0.ok()
    }

    fn __repr__(&self) -> String {
        self.0.to_string()
    }

    fn _repr_html_(&self) -> String {
        preformatted(&self.0.to_string())
    }
}

/// One check of a `Report`.
#[pyclass(frozen, module = "foederis")]
pub struct Check(foederis::verify::Check);

#[pymethods]
impl Check {
    /// What should hold.
    #[getter]
    fn what(&self) -> &str {
        &self.0.what
    }

    /// Whether it does.
    #[getter]
    fn passed(&self) -> bool {
        self.0.passed
    }

    /// The numbers or names behind it; may be empty.
    #[getter]
    fn detail(&self) -> &str {
        &self.0.detail
    }

    fn __repr__(&self) -> String {
        let verdict = if self.0.passed { "holds" } else { "FAILS" };
        format!("<Check: {verdict}: {}>", self.0.what)
    }
}

/// What is wrong with a profile, if anything; ``print`` tells it in words.
#[pyclass(frozen, module = "foederis")]
pub struct WhyNot(CoreWhyNot);

#[pymethods]
impl WhyNot {
    /// Whether nothing is wrong with the profile.
    #[getter]
    fn ok(&self) -> bool {
        self.0.ok()
    }

    /// How far the profile comes: "not_nash", "not_subgame_perfect", "nash" or "subgame_perfect".
    ///
    /// For a joint distribution: "not_correlated", "correlated", "not_coarse_correlated" or "coarse_correlated".
    #[getter]
    fn verdict(&self) -> &'static str {
        match self.0.verdict {
            Verdict::NotNash => "not_nash",
            Verdict::NotSubgamePerfect => "not_subgame_perfect",
            Verdict::Nash => "nash",
            Verdict::SubgamePerfect => "subgame_perfect",
            Verdict::NotCorrelated => "not_correlated",
            Verdict::Correlated => "correlated",
            Verdict::NotCoarseCorrelated => "not_coarse_correlated",
            Verdict::CoarseCorrelated => "coarse_correlated",
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

    fn __repr__(&self) -> String {
        self.0.to_string()
    }

    fn _repr_html_(&self) -> String {
        preformatted(&self.0.to_string())
    }
}

/// A player's profitable deviation.
#[pyclass(frozen, module = "foederis")]
pub struct Deviation(CoreDeviation);

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

/// One change of behaviour, part of a `Deviation`.
#[pyclass(frozen, module = "foederis")]
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

/// A threat (or promise) that its maker would not carry out, were it put to the test.
#[pyclass(frozen, module = "foederis")]
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

/// Checks a claim about a game from the definitions, by exact arithmetic and without any solver.
///
/// For an equilibrium everybody's payoff and best reply are computed anew; for subgame perfection the same in every
/// subgame; for rationalizable strategies each step of the elimination; for correlated equilibria what each recommendation
/// brings, and that no other is better by the objective. Of a whole solution also its components: that every mixture
/// within them is an equilibrium, and that their indices sum to 1.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     The game that the claim should be about.
/// claim : Equilibrium, Solution, Ranges, Certificate or str
///     A text is a certificate in JSON, or a solution as `Solution.to_json` writes it; nothing in it is trusted.
///
/// Returns
/// -------
/// Report
///     True where everything holds; a claim that does not hold is no error.
///
/// Raises
/// ------
/// InputError
///     When a text is neither a certificate nor a solution.
/// UnsupportedError
///     When the claim cannot be checked for this game.
///
/// Notes
/// -----
/// Takes time in proportion to the number of profiles or nodes that can occur.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> game = fd.dilemmas.caucasus().at()
/// >>> fd.verify(game, fd.pure_nash(game)).ok
/// True
/// >>> other = fd.dilemmas.caucasus().at(w=0, r=6)
/// >>> fd.verify(other, fd.subgame_perfect(game)[0]).ok
/// False
///
/// References
/// ----------
/// McConnell, R. M., Mehlhorn, K., Naeher, S., & Schweitzer, P. (2011). Certifying algorithms. Computer Science Review 5.
/// doi:10.1016/j.cosrev.2010.09.009
#[pyfunction]
pub fn verify(py: Python<'_>, game: AnyGame, claim: &Bound<'_, PyAny>) -> PyResult<Report> {
    let AnyGame(game) = game;
    let (certificates, components) = claims(claim)?;
    let check = || -> Result<Vec<CoreReport>, foederis::Error> {
        let equilibria = certificates.iter().map(|certificate| foederis::verify(&game, certificate));
        let whole = (!components.is_empty()).then(|| verify_components(&game, &components));
        equilibria.chain(whole).collect()
    };
    let reports = py.detach(check).or_raise()?;
    Ok(Report(together(reports)))
}

/// The claims that a caller makes: certificates, and components of a whole solution.
fn claims(claim: &Bound<'_, PyAny>) -> PyResult<(Vec<CoreCertificate>, Vec<ComponentClaim>)> {
    if let Ok(certificate) = claim.cast::<Certificate>() {
        return Ok((vec![certificate.get().0.clone()], Vec::new()));
    }
    if let Ok(equilibrium) = claim.cast::<Equilibrium>() {
        return Ok((vec![equilibrium.get().certified()?.0], Vec::new()));
    }
    if let Ok(solution) = claim.cast::<Solution>() {
        return solution.get().claims();
    }
    if let Ok(ranges) = claim.cast::<Ranges>() {
        let ranges = ranges.get();
        return Ok((certify(&ranges.game, ranges.core.concept, ranges.ends())?, Vec::new()));
    }
    if let Ok(text) = claim.cast::<PyString>() {
        return json::claims(text.to_str()?).or_raise();
    }
    Err(PyTypeError::new_err("a claim is an Equilibrium, a Solution, Ranges, a Certificate, or JSON text"))
}

/// Several reports as one.
fn together(mut reports: Vec<CoreReport>) -> CoreReport {
    if reports.len() == 1 {
        return reports.remove(0);
    }
    let claim = reports
        .first()
        .map_or("Nothing was claimed".to_owned(), |first| format!("{} ({} claims)", first.claim, reports.len()));
    CoreReport { claim, checks: reports.into_iter().flat_map(|report| report.checks).collect() }
}

/// Why a profile is not an equilibrium, or not a subgame-perfect one, in words and numbers.
///
/// If somebody gains by deviating alone: each such player's deviation. If the profile of a tree is a Nash equilibrium but
/// not in every subgame: the threats in it that nobody would carry out, and whose behaviour rests on them. Otherwise,
/// that nothing is wrong. For a joint distribution: each recommendation that a player would disobey, and what it would gain.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
/// profile : Equilibrium, or mapping of player to choices
///     For a table, players to strategies or to dicts of probabilities, or a list of strategies. For a tree, players to
///     dicts from information sets to actions or to dicts of probabilities; or a plan, information sets to actions. For a
///     joint distribution, tuples of one strategy (or plan) for each player to probabilities.
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
/// References
/// ----------
/// Selten, R. (1975). Reexamination of the perfectness concept for equilibrium points in extensive games. International
/// Journal of Game Theory 4. doi:10.1007/BF01766400
#[pyfunction]
pub fn why_not(py: Python<'_>, game: AnyGame, profile: &Bound<'_, PyAny>) -> PyResult<WhyNot> {
    let AnyGame(game) = game;
    let profile = read_profile(&game, profile)?;
    py.detach(|| foederis::why_not(&game, &profile)).map(WhyNot).or_raise()
}

/// The certificate of an equilibrium or solution of a game.
pub fn certify<'a>(
    game: &Game,
    concept: foederis::Concept,
    equilibria: impl Iterator<Item = &'a foederis::Equilibrium>,
) -> PyResult<Vec<CoreCertificate>> {
    equilibria.map(|equilibrium| json::certificate(game, concept, equilibrium).or_raise()).collect()
}

/// Text for notebooks, its lines kept.
fn preformatted(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<pre>{escaped}</pre>")
}
