//! [`Certificate`]: a claim about a game, by names, with what a checker needs to agree.

use serde::{Deserialize, Serialize};

use super::assessment::has_beliefs;
use super::beliefs::{self, BeliefSetClaim, NamedBeliefs};
use super::domination::EliminationClaim;
use super::fingerprint::fingerprint;
use super::named::Named;
use super::naming::to_names;
use super::obedience;
use super::optimum::OptimumClaim;
use super::regret::{Regret, TreeRegrets, normal_regrets, wrong_kind};
use super::tolerance::Tolerant;
use super::trembles::TremblesClaim;
use super::words;
use crate::error::{Error, InputError};
use crate::game::{BeliefSet, Beliefs, Concept, Elimination, ExtensiveForm, Game, Optimum, Profile, Trembles};
use crate::number::Rational;

/// The format's name and version.
pub const FORMAT: &str = "foederis-certificate/1";

/// A claim about a game that [`verify`](super::verify) can check without a solver.
///
/// Everything is by name, so that a certificate can be read by people and survives a file. A certificate is only a
/// claim: making one proves nothing, checking it does.
///
/// # Example
/// ```
/// use foederis::{Certificate, Concept, Game, MixedProfile, NormalForm, Profile, verify};
/// let game = NormalForm::builder()
///     .player("Russia", ["Support", "Abstain"])
///     .player("Armenia", ["Stay", "Leave"])
///     .table(&[&[1, 0, 2, 0], &[1, 0, 1, 0]])?;
/// let game = Game::from(game);
/// let profile = Profile::Mixed(MixedProfile::pure(&[1, 0], &[2, 2]));
/// let certificate = Certificate::new(&game, Concept::PureNash, &profile)?;
/// let read_back = Certificate::from_json(&certificate.to_json())?;
/// assert!(verify(&game, &read_back)?.ok());
/// # Ok::<(), foederis::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`FORMAT`].
    pub format: String,
    /// What is claimed of the profile.
    pub concept: Concept,
    /// The game that it is about.
    pub game: GameReference,
    /// What everybody does. Probabilities of 0 are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<NamedProfile>,
    /// Everybody's expected payoff (utility).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payoffs: Option<Named<Rational>>,
    /// The expected payoff of everybody's best reply to the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_replies: Option<Named<Rational>>,
    /// For subgame perfection: every subgame, depth first, with everybody's value there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subgames: Option<Vec<SubgameClaim>>,
    /// For sequential and perfect Bayesian equilibria: what is believed at each information set. Nodes that are not believed
    /// possible are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beliefs: Option<NamedBeliefs>,
    /// Other beliefs that support the same profile, each set of them independently of the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub belief_sets: Vec<BeliefSetClaim>,
    /// For rationalizable strategies: what was eliminated, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elimination: Option<EliminationClaim>,
    /// For perfect and proper equilibria: a test sequence that proves it; without one, the equilibrium must be regular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trembles: Option<TremblesClaim>,
    /// For correlated equilibria that are the best of all by some objective: the proof of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub optimum: Option<OptimumClaim>,
    /// For an approximate Nash equilibrium: the most that anybody could gain by deviating alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regret: Option<Rational>,
    /// How far each probability may be from that of a true equilibrium; `None` when the profile is exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_bound: Option<f64>,
    /// For a logit equilibrium: the precision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Rational>,
}

/// Which game a certificate is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GameReference {
    /// The game's title, for people; not checked.
    #[serde(default)]
    pub title: String,
    /// The game's [`fingerprint`].
    pub fingerprint: String,
}

/// A profile by names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedProfile {
    /// For a payoff table: player, strategy, probability.
    Mixed(Named<Named<Rational>>),
    /// For a tree: player, information set, action, probability.
    Behavior(Named<Named<Named<Rational>>>),
    /// For correlated equilibria: the profiles that may be drawn.
    Correlated(NamedDraws),
}

/// A joint distribution by names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedDraws {
    /// Whether players decide before they are told their part.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub coarse: bool,
    /// The profiles that may be drawn.
    pub draws: Vec<NamedDraw>,
}

/// A profile that may be drawn, by names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedDraw {
    /// Each player's strategy; on a tree, the plan as the reduced strategic form names it.
    pub strategies: Named<String>,
    /// How probable the profile is.
    pub probability: Rational,
}

/// What everybody gets in a subgame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubgameClaim {
    /// Who moves first in it, at which information set.
    pub name: String,
    /// Everybody's value, given that play has come there.
    pub values: Named<Rational>,
}

impl Certificate {
    /// The certificate of an exact profile, with payoffs and best replies as they are.
    ///
    /// # Errors
    /// When the profile does not fit the game, or its best replies cannot be computed (see
    /// [`regrets`](super::regrets)); [`Error::Unsupported`] when the concept has no profile or needs a tree.
    pub fn new(game: &Game, concept: Concept, profile: &Profile) -> Result<Certificate, Error> {
        Self::build(game, concept, profile, None)
    }

    /// The certificate of a profile whose probabilities are within `bound` of those of a true equilibrium.
    ///
    /// # Errors
    /// As for [`new`](Certificate::new); also when the bound is negative or too large to say anything.
    pub fn with_error_bound(game: &Game, concept: Concept, profile: &Profile, bound: f64) -> Result<Self, Error> {
        Self::build(game, concept, profile, Some(bound))
    }

    /// The certificate of a logit equilibrium at a precision, whose probabilities are within `bound` of the true ones.
    ///
    /// # Errors
    /// As for [`with_error_bound`](Certificate::with_error_bound); also for a tree.
    pub fn of_logit(game: &Game, precision: &Rational, profile: &Profile, bound: f64) -> Result<Self, Error> {
        let certificate = Self::build(game, Concept::Logit, profile, Some(bound))?;
        Ok(Certificate { precision: Some(precision.clone()), ..certificate })
    }

    /// The certificate of an elimination of dominated strategies. For a tree, strategies are those of its full or
    /// reduced strategic form.
    ///
    /// # Errors
    /// When the record does not fit the game, or the strategic form is too large.
    pub fn of_elimination(game: &Game, elimination: &Elimination) -> Result<Certificate, Error> {
        let claim = EliminationClaim::new(game, elimination)?;
        Ok(Certificate { elimination: Some(claim), ..Self::empty(game, Concept::Rationalizable) })
    }

    /// The certificate of a perfect or proper equilibrium, with the test sequence that proves it. Without one, the claim
    /// holds if the equilibrium is regular.
    ///
    /// # Errors
    /// As for [`new`](Certificate::new) and [`with_error_bound`](Certificate::with_error_bound); also when the sequence
    /// does not fit the game.
    pub fn with_trembles(
        game: &Game,
        concept: Concept,
        profile: &Profile,
        trembles: Option<&Trembles>,
        bound: Option<f64>,
    ) -> Result<Self, Error> {
        let trembles = trembles.map(|trembles| TremblesClaim::new(game, concept, trembles)).transpose()?;
        Ok(Certificate { trembles, ..Self::build(game, concept, profile, bound)? })
    }

    /// The same certificate with the claim that no equilibrium does better by some objective.
    ///
    /// # Errors
    /// When the proof does not fit the game.
    pub fn with_optimum(self, game: &Game, optimum: &Optimum) -> Result<Certificate, Error> {
        Ok(Certificate { optimum: Some(OptimumClaim::new(game, optimum)?), ..self })
    }

    /// The same certificate with beliefs, as sequential and perfect Bayesian equilibria need them, and with other beliefs that
    /// support the same profile.
    ///
    /// # Errors
    /// When the beliefs do not fit the game.
    pub fn with_beliefs(self, game: &Game, beliefs: &Beliefs, sets: &[BeliefSet]) -> Result<Certificate, Error> {
        let tree = game.tree("a system of beliefs")?;
        beliefs.check(tree)?;
        let belief_sets = sets.iter().map(|set| beliefs::set_to_names(tree, set)).collect::<Result<_, _>>()?;
        Ok(Certificate { beliefs: Some(beliefs::to_names(tree, beliefs)), belief_sets, ..self })
    }

    fn empty(game: &Game, concept: Concept) -> Certificate {
        Certificate {
            format: FORMAT.to_owned(),
            concept,
            game: GameReference { title: game.title().to_owned(), fingerprint: fingerprint(game) },
            profile: None,
            payoffs: None,
            best_replies: None,
            subgames: None,
            beliefs: None,
            belief_sets: Vec::new(),
            elimination: None,
            trembles: None,
            optimum: None,
            regret: None,
            error_bound: None,
            precision: None,
        }
    }

    fn build(game: &Game, concept: Concept, profile: &Profile, error_bound: Option<f64>) -> Result<Self, Error> {
        if concept == Concept::Rationalizable {
            return Err(Error::Unsupported(
                "rationalizable strategies are certified by their elimination; use Certificate::of_elimination".into(),
            ));
        }
        if let Some(fault) = obedience::wrong_kind(concept, profile) {
            return Err(Error::Invalid(format!("the profile cannot be a {}: {fault}", concept.name())));
        }
        if concept == Concept::Logit && error_bound.is_none() {
            return Err(Error::Unsupported(
                "a logit equilibrium is certified with its precision and an error bound; use Certificate::of_logit"
                    .into(),
            ));
        }
        if concept == Concept::SubgamePerfect || has_beliefs(concept) {
            game.tree(concept.name())?;
        }
        let tolerant = Tolerant::new(game, profile.clone(), error_bound)?;
        let facts = Facts::new(game, &tolerant.profile)?;
        let of = |value: fn(&Regret) -> &Rational| {
            Some(facts.regrets.iter().map(|regret| (regret.player.clone(), value(regret).clone())).collect())
        };
        Ok(Certificate {
            profile: Some(to_names(game, profile)?),
            regret: (concept == Concept::ApproximateNash)
                .then(|| facts.regrets.iter().map(Regret::gain).max().unwrap_or_default()),
            payoffs: of(|regret| &regret.value),
            best_replies: of(|regret| &regret.best),
            subgames: facts
                .tree
                .filter(|_| concept == Concept::SubgamePerfect)
                .map(|(tree, found)| claims(tree, &found)),
            error_bound,
            ..Self::empty(game, concept)
        })
    }

    /// The certificate as JSON text.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a certificate holds nothing that JSON cannot")
    }

    /// Reads a certificate from JSON text.
    ///
    /// # Errors
    /// [`Error::Input`] with line and column when the text is not a certificate.
    pub fn from_json(text: &str) -> Result<Certificate, Error> {
        serde_json::from_str(text).map_err(|error| {
            let help = format!("a certificate is an object with \"format\": \"{FORMAT}\", as solvers write it");
            InputError::of_json(text, &error).help(help).into()
        })
    }
}

/// What is true of a profile: regrets, and for a tree those of all subgames.
pub(super) struct Facts<'a> {
    pub regrets: Vec<Regret>,
    pub tree: Option<(&'a ExtensiveForm, TreeRegrets)>,
}

impl<'a> Facts<'a> {
    pub fn new(game: &'a Game, profile: &Profile) -> Result<Self, Error> {
        match (game, profile) {
            (Game::Normal(game), Profile::Mixed(profile)) => {
                Ok(Facts { regrets: normal_regrets(game, profile)?, tree: None })
            }
            (Game::Extensive(tree), Profile::Behavior(profile)) => {
                let found = TreeRegrets::new(tree, profile)?;
                Ok(Facts { regrets: found.of_subgame(tree, 0), tree: Some((tree, found)) })
            }
            (game, Profile::Correlated(profile)) => {
                Ok(Facts { regrets: obedience::regrets(&obedience::table(game)?, profile), tree: None })
            }
            _ => Err(wrong_kind(game)),
        }
    }
}

/// The true values in every subgame.
pub(super) fn claims(tree: &ExtensiveForm, found: &TreeRegrets) -> Vec<SubgameClaim> {
    let names = tree.players().keys();
    let claim = |root: &crate::game::NodeId| SubgameClaim {
        name: words::subgame(tree, *root),
        values: names.iter().cloned().zip(found.values.at(*root).iter().cloned()).collect(),
    };
    found.subgames.roots().iter().map(claim).collect()
}
