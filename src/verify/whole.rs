//! [`verify_solution`]: is what a solution says of its equilibria together so?

use super::certificate::{Certificate, GameReference};
use super::check::verify;
use super::components::{ComponentClaim, Part, read, verify_components};
use super::fingerprint::fingerprint;
use super::naming::from_names;
use super::report::Report;
use crate::error::Error;
use crate::game::{Concept, Game, NormalForm, Profile};
use crate::number::{Rational, rank};

/// Everything that a solution claims, or a certificate by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct SolutionClaim {
    /// The game and the concept that a whole solution names; `None` for a certificate by itself.
    pub whole: Option<(GameReference, Concept)>,
    /// The equilibria.
    pub equilibria: Vec<EquilibriumClaim>,
    /// What was eliminated, where strategies were.
    pub elimination: Option<Certificate>,
    /// The components of the set of equilibria.
    pub components: Vec<ComponentClaim>,
}

/// What a solution claims of one equilibrium.
#[derive(Debug, Clone, PartialEq)]
pub struct EquilibriumClaim {
    /// The equilibrium.
    pub certificate: Certificate,
    /// The most that anybody could gain by deviating alone, where that is stated.
    pub regret: Option<Rational>,
    /// Its index, where that is claimed.
    pub index: Option<i32>,
}

impl From<Certificate> for SolutionClaim {
    fn from(certificate: Certificate) -> Self {
        let mut claim = SolutionClaim { whole: None, equilibria: vec![], elimination: None, components: vec![] };
        if certificate.concept == Concept::Rationalizable {
            claim.elimination = Some(certificate);
        } else {
            claim.equilibria.push(EquilibriumClaim { certificate, regret: None, index: None });
        }
        claim
    }
}

impl SolutionClaim {
    /// All certificates, those of equilibria first.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.equilibria.iter().map(|equilibrium| &equilibrium.certificate).chain(&self.elimination)
    }
}

/// Checks everything that a solution claims, from the definitions and without any solver.
///
/// # Returns
/// A report for each certificate, as [`verify`] gives it; one of the components, as [`verify_components`]; and of a whole
/// solution one that it is about this game, that its equilibria are of its concept, that regrets are what payoffs and best
/// replies say, and that the members, dimensions (in tables) and indices of components fit its equilibria. That there are no
/// further equilibria or components is not checked, nor indices where no component is claimed.
///
/// # Errors
/// As [`verify`] and [`verify_components`].
///
/// # Complexity
/// That of checking each certificate and each part of a component.
///
/// # Example
/// ```
/// use foederis::{NormalForm, nash, show::json, verify::verify_solution};
/// let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["l", "r"]);
/// let game = game.table(&[&[1, -1, -1, 1], &[-1, 1, 1, -1]])?.into();
/// let mut claim = json::claims(&json::solution(&game, &nash(&game, &Default::default())?)?)?;
/// assert!(verify_solution(&game, &claim)?.iter().all(|report| report.ok()));
/// claim.components[0].dimension = 1;
/// assert!(!verify_solution(&game, &claim)?.iter().all(|report| report.ok()));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn verify_solution(game: &Game, claim: &SolutionClaim) -> Result<Vec<Report>, Error> {
    let mut reports = claim.certificates().map(|own| verify(game, own)).collect::<Result<Vec<_>, _>>()?;
    if !claim.components.is_empty() {
        reports.push(verify_components(game, &claim.components)?);
    }
    if let Some((reference, concept)) = &claim.whole {
        reports.push(check_whole(game, reference, *concept, claim)?);
    }
    Ok(reports)
}

fn check_whole(
    game: &Game,
    reference: &GameReference,
    concept: Concept,
    claim: &SolutionClaim,
) -> Result<Report, Error> {
    let mut report = Report::new("The solution as a whole");
    if !report.note("It is about this game", reference.fingerprint == fingerprint(game), "") {
        return Ok(report);
    }
    let other = claim.certificates().find(|own| own.concept != concept);
    let detail = other.map_or(String::new(), |own| format!("one is {} of {}", own.concept.name(), concept.name()));
    report.note("Its certificates are of its concept", other.is_none(), detail);
    check_regrets(claim, &mut report);
    if !claim.components.is_empty() {
        check_members(game, claim, &mut report)?;
        check_dimensions(game, claim, &mut report)?;
        check_indices(claim, &mut report);
    }
    Ok(report)
}

/// Regrets against payoffs and best replies, which the certificates state and [`verify`] computes anew.
fn check_regrets(claim: &SolutionClaim, report: &mut Report) {
    let stated = claim.equilibria.iter().filter_map(|own| Some((own.regret.as_ref()?, regret_of(&own.certificate)?)));
    let (mut count, mut fault) = (0usize, String::new());
    for (stated, found) in stated {
        count += 1;
        if *stated != found {
            fault = format!("{stated} is stated where somebody gains {found}");
        }
    }
    if count > 0 {
        let detail = if fault.is_empty() { format!("{count} regrets") } else { fault.clone() };
        report.note("Nobody gains by deviating alone but what is stated", fault.is_empty(), detail);
    }
}

fn regret_of(certificate: &Certificate) -> Option<Rational> {
    let (payoffs, best) = (certificate.payoffs.as_ref()?, certificate.best_replies.as_ref()?);
    let gains = best.0.iter().filter_map(|(player, best)| Some(best - payoffs.get(player)?));
    gains.max()
}

/// Members are equilibria that there are, each in one component, and where its parts are known, in one of these.
fn check_members(game: &Game, claim: &SolutionClaim, report: &mut Report) -> Result<(), Error> {
    let mut seen = vec![false; claim.equilibria.len()];
    let mut fault = String::new();
    for component in &claim.components {
        let parts = match game {
            Game::Normal(game) if component.curved.is_empty() => parts_of(game, component)?,
            _ => Vec::new(),
        };
        for &member in &component.equilibria {
            match seen.get_mut(member) {
                None => fault = format!("there is no equilibrium {member} (the first is 0)"),
                Some(true) => fault = format!("equilibrium {member} (the first is 0) is in two places"),
                Some(seen) => *seen = true,
            }
            if fault.is_empty() && !parts.is_empty() && !is_in(game, claim, member, &parts) {
                fault = format!("equilibrium {member} (the first is 0) is no extreme one of its component");
            }
        }
    }
    report.note("The members of components are its equilibria", fault.is_empty(), fault);
    Ok(())
}

fn parts_of(game: &NormalForm, component: &ComponentClaim) -> Result<Vec<Part>, Error> {
    component.subsets.iter().map(|subset| read(game, subset)).collect()
}

/// Whether an equilibrium is made of extreme strategies of one of the parts.
fn is_in(game: &Game, claim: &SolutionClaim, member: usize, parts: &[Part]) -> bool {
    let Some(named) = &claim.equilibria[member].certificate.profile else { return false };
    let Ok(Profile::Mixed(profile)) = from_names(game, named) else { return false };
    parts.iter().any(|part| part.iter().zip(&profile.0).all(|(vertices, own)| vertices.contains(own)))
}

/// The dimension of a component is that of its largest part, and 0 where it has one member and no parts.
fn check_dimensions(game: &Game, claim: &SolutionClaim, report: &mut Report) -> Result<(), Error> {
    let Game::Normal(game) = game else { return Ok(()) };
    let mut fault = String::new();
    for component in &claim.components {
        let parts = parts_of(game, component)?;
        let flat = parts.iter().map(|part| part.iter().map(|vertices| affine_dimension(vertices)).sum());
        let found = flat.chain(component.curved.iter().map(|set| set.dimension)).max().unwrap_or(0);
        if found != component.dimension {
            fault = format!("{} is stated where the largest part has {found}", component.dimension);
        } else if found == 0 && component.equilibria.len() > 1 {
            fault = format!("one of dimension 0 has {} members", component.equilibria.len());
        }
    }
    report.note("Components have the dimension of their largest part", fault.is_empty(), fault);
    Ok(())
}

/// The dimension of the least flat through some points.
fn affine_dimension(points: &[Vec<Rational>]) -> usize {
    let Some((first, others)) = points.split_first() else { return 0 };
    rank(others.iter().map(|point| point.iter().zip(first).map(|(a, b)| a - b).collect()).collect())
}

/// An equilibrium that is a component by itself has the index of the component.
fn check_indices(claim: &SolutionClaim, report: &mut Report) {
    let alone = claim.components.iter().filter_map(|own| match &own.equilibria[..] {
        [member] if own.dimension == 0 => Some((own.index?, claim.equilibria.get(*member)?.index?)),
        _ => None,
    });
    let wrong = alone.into_iter().find(|(component, own)| component != own);
    let detail = wrong.map_or(String::new(), |(component, own)| format!("{own} in a component of index {component}"));
    report.note("Isolated equilibria have the index of their component", wrong.is_none(), detail);
}
