//! Solutions as JSON, every equilibrium with its certificate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, InputError};
use crate::game::{Concept, Game, MixtureCondition, MixtureTerm, PlayerId};
use crate::number::Rational;
use crate::solve::{CurvedSet, Equilibrium, NashSubset, Solution};
use crate::verify::{
    Certificate, ComponentClaim, ConditionClaim, CurvedClaim, EquilibriumClaim, GameReference, Named, SolutionClaim,
    TermClaim, fingerprint,
};

/// The format's name and version.
const FORMAT: &str = "foederis-solution/1";

/// A solution as it stands in a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    game: GameReference,
    concept: Concept,
    method: String,
    claim: String,
    complete: bool,
    status: String,
    arithmetic: String,
    counts: BTreeMap<String, u64>,
    #[serde(default)]
    notes: Vec<String>,
    equilibria: Vec<Entry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    components: Vec<ComponentClaim>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    elimination: Option<Certificate>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    certificate: Certificate,
    regret: Rational,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index: Option<i32>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    others_off_path: bool,
}

/// A solution as a JSON document. Positions of equilibria count from 0.
///
/// # Errors
/// When a certificate cannot be made (see [`Certificate::new`]).
///
/// # Example
/// ```
/// use foederis::{NormalForm, nash, show::json, verify::verify_solution};
/// let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["l", "r"]);
/// let game = game.table(&[&[1, -1, -1, 1], &[-1, 1, 1, -1]])?.into();
/// let text = json::solution(&game, &nash(&game, &Default::default())?)?;
/// let claim = json::claims(&text)?;
/// assert_eq!(claim.equilibria.len(), 1);
/// assert!(verify_solution(&game, &claim)?.iter().all(|report| report.ok()));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn solution(game: &Game, solution: &Solution) -> Result<String, Error> {
    serde_json::to_string_pretty(&document(game, solution)?).map_err(|error| Error::Invalid(error.to_string()))
}

/// Everything that a solution claims, for [`verify_solution`](crate::verify::verify_solution).
///
/// # Errors
/// When a certificate cannot be made (see [`Certificate::new`]).
pub fn claim(game: &Game, solution: &Solution) -> Result<SolutionClaim, Error> {
    document(game, solution).map(SolutionClaim::from)
}

fn document(game: &Game, solution: &Solution) -> Result<Document, Error> {
    let entry = |equilibrium: &Equilibrium| {
        let Equilibrium { regret, index, others_off_path, .. } = equilibrium;
        let certificate = certificate(game, solution.concept, equilibrium)?;
        let (index, others_off_path) = (*index, *others_off_path);
        Ok(Entry { certificate, regret: regret.clone(), index, others_off_path })
    };
    let elimination = solution.elimination.as_ref().map(|record| Certificate::of_elimination(game, record));
    Ok(Document {
        format: FORMAT.to_owned(),
        game: GameReference { title: game.title().to_owned(), fingerprint: fingerprint(game) },
        concept: solution.concept,
        method: solution.method.clone(),
        claim: solution.claim.clone(),
        complete: solution.complete(),
        status: solution.status.words().to_owned(),
        arithmetic: solution.arithmetic().to_owned(),
        counts: solution.counts.clone(),
        notes: solution.notes.clone(),
        equilibria: solution.equilibria.iter().map(entry).collect::<Result<_, Error>>()?,
        components: component_claims(game, solution),
        elimination: elimination.transpose()?,
    })
}

/// What a solution claims of its components, for [`verify_components`](crate::verify::verify_components).
pub fn component_claims(game: &Game, solution: &Solution) -> Vec<ComponentClaim> {
    let labels = strategies_by_name(game, solution);
    let claim = |component: &crate::solve::Component| ComponentClaim {
        equilibria: component.members.clone(),
        dimension: component.dimension,
        index: component.index,
        subsets: component.subsets.iter().map(|subset| named_subset(game, &labels, subset)).collect(),
        curved: component.curved.iter().filter_map(|set| curved_claim(game, solution, set)).collect(),
    };
    solution.components.iter().map(claim).collect()
}

fn curved_claim(game: &Game, solution: &Solution, set: &CurvedSet) -> Option<CurvedClaim> {
    let Game::Normal(game) = game else { return None };
    let player = |player: PlayerId| game.players().key(player.index()).to_owned();
    let strategy = |player: PlayerId, own: usize| game.strategies(player).key(own).to_owned();
    let term = |term: &MixtureTerm| TermClaim {
        coefficient: term.coefficient.clone(),
        probabilities: term.probabilities.iter().map(|&(other, own)| (player(other), strategy(other, own))).collect(),
    };
    let condition = |condition: &MixtureCondition| ConditionClaim {
        player: player(condition.player),
        strategy: strategy(condition.player, condition.strategy),
        over: strategy(condition.player, condition.over),
        terms: condition.terms.iter().map(term).collect(),
    };
    let row = |(id, row): (PlayerId, &Vec<Rational>)| {
        let used = row.iter().enumerate().filter(|(_, probability)| !probability.is_zero());
        (player(id), used.map(|(own, probability)| (strategy(id, own), probability.clone())).collect())
    };
    let witness =
        |&witness: &usize| game.player_ids().zip(solution.equilibria[witness].profile.rows()).map(row).collect();
    let support =
        |(id, used): (PlayerId, &Vec<usize>)| (player(id), used.iter().map(|&own| strategy(id, own)).collect());
    Some(CurvedClaim {
        supports: game.player_ids().zip(&set.supports).map(support).collect(),
        equations: set.equations.iter().map(condition).collect(),
        inequalities: set.inequalities.iter().map(condition).collect(),
        witnesses: set.witnesses.iter().map(witness).collect(),
        dimension: set.dimension,
        dimension_proven: set.dimension_proven,
    })
}

/// For each player the names of the strategies that parts of components speak of: on a tree, those of sequences.
fn strategies_by_name(game: &Game, solution: &Solution) -> Vec<Vec<String>> {
    let speaks = solution.components.iter().any(|component| !component.subsets.is_empty());
    match game {
        Game::Normal(game) => game.player_ids().map(|player| game.strategies(player).keys().to_vec()).collect(),
        Game::Extensive(tree) if speaks => tree
            .to_sequence()
            .map_or(Vec::new(), |form| form.players.iter().map(|own| own.labels.keys().to_vec()).collect()),
        Game::Extensive(_) => Vec::new(),
    }
}

fn named_subset(game: &Game, names: &[Vec<String>], subset: &NashSubset) -> Named<Vec<Named<Rational>>> {
    let strategy = |names: &[String], strategy: &Vec<Rational>| -> Named<Rational> {
        let pairs = names.iter().cloned().zip(strategy.iter().cloned());
        pairs.filter(|(_, probability)| !probability.is_zero()).collect()
    };
    let of_player = |((player, names), vertices): ((&String, &Vec<String>), &Vec<Vec<Rational>>)| {
        (player.clone(), vertices.iter().map(|vertex| strategy(names, vertex)).collect())
    };
    game.players().keys().iter().zip(names).zip(&subset.vertices).map(of_player).collect()
}

/// The certificate of an equilibrium that a solver found.
///
/// # Errors
/// As for [`Certificate::new`].
pub fn certificate(game: &Game, concept: Concept, equilibrium: &Equilibrium) -> Result<Certificate, Error> {
    if concept.is_about_mistakes() {
        let Equilibrium { profile, trembles, error_bound, .. } = equilibrium;
        return Certificate::with_trembles(game, concept, profile, trembles.as_ref(), *error_bound);
    }
    if let (Some(precision), Some(bound)) = (&equilibrium.precision, equilibrium.error_bound) {
        return Certificate::of_logit(game, precision, &equilibrium.profile, bound);
    }
    let certificate = match equilibrium.error_bound {
        None => Certificate::new(game, concept, &equilibrium.profile)?,
        Some(bound) => Certificate::with_error_bound(game, concept, &equilibrium.profile, bound)?,
    };
    let certificate = match &equilibrium.beliefs {
        None => certificate,
        Some(beliefs) => certificate.with_beliefs(game, beliefs, &equilibrium.belief_sets)?,
    };
    match &equilibrium.optimum {
        None => Ok(certificate),
        Some(optimum) => certificate.with_optimum(game, optimum),
    }
}

/// The claims that a text makes, for [`verify_solution`](crate::verify::verify_solution): a certificate by itself, or all
/// those of a solution.
///
/// # Errors
/// [`Error::Input`] when the text is neither.
pub fn claims(text: &str) -> Result<SolutionClaim, Error> {
    #[derive(Deserialize)]
    struct Header {
        format: Option<String>,
    }
    let header: Header = serde_json::from_str(text).map_err(|error| malformed(text, &error))?;
    if header.format.as_deref() != Some(FORMAT) {
        return Ok(Certificate::from_json(text)?.into());
    }
    let document: Document = serde_json::from_str(text).map_err(|error| malformed(text, &error))?;
    Ok(document.into())
}

impl From<Document> for SolutionClaim {
    fn from(document: Document) -> Self {
        let Document { game, concept, equilibria, components, elimination, .. } = document;
        SolutionClaim {
            whole: Some((game, concept)),
            equilibria: equilibria.into_iter().map(EquilibriumClaim::from).collect(),
            elimination,
            components,
        }
    }
}

impl From<Entry> for EquilibriumClaim {
    fn from(entry: Entry) -> Self {
        EquilibriumClaim { certificate: entry.certificate, regret: Some(entry.regret), index: entry.index }
    }
}

fn malformed(text: &str, error: &serde_json::Error) -> Error {
    InputError::of_json(text, error).help("a certificate or a solution is JSON, as foederis writes it").into()
}
