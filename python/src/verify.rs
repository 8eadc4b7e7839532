//! Verification: certificates and reports.

use foederis::show::sheet::Sheet;
use foederis::verify::{Certificate as CoreCertificate, Report as CoreReport, SolutionClaim, verify_solution};
use foederis::{
    Game, RegimesCertificate, SymmetricCertificate, show::checks, show::json, verify_regimes, verify_symmetric,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use serde::{Deserialize, Serialize};

use crate::coalition::Coalition;
use crate::equilibrium::Equilibrium;
use crate::error::OrRaise;
use crate::exchange::{Reduced, reduced, utf8};
use crate::game::AnyGame;
use crate::keep::{Kept, kept};
use crate::model::Model;
use crate::ranges::Ranges;
use crate::regimes::Regimes;
use crate::shown::{OnSheet, Shown, shown};
use crate::solution::Solution;
use crate::symmetric::{SymmetricEquilibrium, SymmetricGame, SymmetricSolution};

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
#[derive(Clone, PartialEq)]
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

impl OnSheet for Certificate {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(checks::certificate(&self.0))
    }
}

shown!(Certificate);

#[pymethods]
impl Certificate {
    fn __copy__(&self) -> Self {
        self.clone()
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> Self {
        self.clone()
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
#[derive(Clone, Serialize, Deserialize)]
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

    /// The checks as a data frame: a row for each. Needs pandas.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    fn to_frame<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._frames")?.call_method1("report", (slf,))
    }

    fn __bool__(&self) -> bool {
        self.0.ok()
    }

    fn __repr__(&self) -> String {
        self.0.to_string()
    }
}

impl Shown for Report {
    fn text(&self) -> PyResult<String> {
        Ok(format!("{}\n", self.0))
    }

    fn html(&self) -> PyResult<String> {
        Ok(checks::report(&self.0).html())
    }

    fn latex(&self) -> PyResult<String> {
        Ok(checks::report(&self.0).latex())
    }
}

shown!(Report);

impl Kept for Report {
    const KIND: &str = "report";
}

kept!(Report);

/// One check of a `Report`.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Check(pub foederis::verify::Check);

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

impl OnSheet for Check {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(checks::check(&self.0))
    }
}

shown!(Check);

impl Kept for Check {
    const KIND: &str = "check";
}

kept!(Check);

/// Checks a claim about a game from the definitions, by exact arithmetic and without any solver.
///
/// For an equilibrium everybody's payoff and best reply are computed anew; for subgame perfection the same in every
/// subgame; for rationalizable strategies each step of the elimination; for correlated equilibria what each recommendation
/// brings, and that no other is better by the objective. Of a whole solution also its regrets, and its components: that every
/// mixture within them is an equilibrium, and that members, dimensions and indices are what they must be. Of the regimes of a model: that payoffs and probabilities
/// are right as formulas, and at many points that each equilibrium is one just where its conditions hold. Of a game of
/// exchangeable players: what everybody gains by the other action, and that a true equilibrium lies within the bound.
///
/// Parameters
/// ----------
/// game : NormalForm, ExtensiveForm, SymmetricGame or Model
///     The game that the claim should be about; for regimes, the model.
/// claim : Equilibrium, Solution, Ranges, Certificate, Regimes, SymmetricSolution or str
///     A text is a certificate in JSON, or a solution or regimes as their `to_json` writes them; nothing in it is trusted.
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
pub fn verify(py: Python<'_>, game: &Bound<'_, PyAny>, claim: &Bound<'_, PyAny>) -> PyResult<Report> {
    if let Ok(model) = game.cast::<Model>() {
        let (model, claim) = (&model.get().core, regimes_claim(claim)?);
        return py.detach(|| verify_regimes(model, &claim)).map(Report).or_raise();
    }
    if let Ok(symmetric) = game.cast::<SymmetricGame>() {
        let (game, claims) = (&symmetric.get().0, symmetric_claims(claim)?);
        let check = || claims.iter().map(|claim| verify_symmetric(game, claim)).collect();
        let reports: Result<Vec<CoreReport>, foederis::Error> = py.detach(check);
        return Ok(Report(together(reports.or_raise()?)));
    }
    let AnyGame(game) = game.extract()?;
    let claims = claims(claim)?;
    let check = || -> Result<Vec<CoreReport>, foederis::Error> {
        let reports = claims.iter().map(|claim| verify_solution(&game, claim)).collect::<Result<Vec<_>, _>>()?;
        Ok(reports.concat())
    };
    let reports = py.detach(check).or_raise()?;
    Ok(Report(together(reports)))
}

/// The claims about a game of exchangeable players.
fn symmetric_claims(claim: &Bound<'_, PyAny>) -> PyResult<Vec<SymmetricCertificate>> {
    if let Ok(solution) = claim.cast::<SymmetricSolution>() {
        return Ok(solution.get().claims());
    }
    if let Ok(equilibrium) = claim.cast::<SymmetricEquilibrium>() {
        return Ok(vec![equilibrium.get().claim()]);
    }
    if let Ok(coalition) = claim.cast::<Coalition>() {
        return Ok(vec![coalition.get().claim()]);
    }
    match claim.cast::<PyString>() {
        Ok(text) => Ok(vec![SymmetricCertificate::from_json(text.to_str()?).or_raise()?]),
        Err(_) => Err(PyTypeError::new_err(
            "a claim about a SymmetricGame is a SymmetricSolution, SymmetricEquilibrium or Coalition, or its JSON text",
        )),
    }
}

/// The claim about a model: its regimes.
fn regimes_claim(claim: &Bound<'_, PyAny>) -> PyResult<RegimesCertificate> {
    if let Ok(regimes) = claim.cast::<Regimes>() {
        return regimes.get().0.core.certificate().or_raise();
    }
    match claim.cast::<PyString>() {
        Ok(text) => RegimesCertificate::from_json(text.to_str()?).or_raise(),
        Err(_) => Err(PyTypeError::new_err("a claim about a model is its Regimes, or their JSON text")),
    }
}

/// The claims that a caller makes: certificates, or a whole solution.
fn claims(claim: &Bound<'_, PyAny>) -> PyResult<Vec<SolutionClaim>> {
    if let Ok(certificate) = claim.cast::<Certificate>() {
        return Ok(vec![certificate.get().0.clone().into()]);
    }
    if let Ok(equilibrium) = claim.cast::<Equilibrium>() {
        return Ok(vec![equilibrium.get().certified()?.0.into()]);
    }
    if let Ok(solution) = claim.cast::<Solution>() {
        return Ok(vec![solution.get().whole_claim()?]);
    }
    if let Ok(ranges) = claim.cast::<Ranges>() {
        let ranges = ranges.get();
        let ends = certify(&ranges.game, ranges.core.concept, ranges.ends())?;
        return Ok(ends.into_iter().map(SolutionClaim::from).collect());
    }
    if let Ok(text) = claim.cast::<PyString>() {
        return Ok(vec![json::claims(text.to_str()?).or_raise()?]);
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

/// The certificate of an equilibrium or solution of a game.
pub fn certify<'a>(
    game: &Game,
    concept: foederis::Concept,
    equilibria: impl Iterator<Item = &'a foederis::Equilibrium>,
) -> PyResult<Vec<CoreCertificate>> {
    equilibria.map(|equilibrium| json::certificate(game, concept, equilibrium).or_raise()).collect()
}
