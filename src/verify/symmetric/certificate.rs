//! [`SymmetricCertificate`]: a claim about a game of exchangeable players, by names.

use serde::{Deserialize, Serialize};

use crate::error::{Error, InputError};
use crate::game::SymmetricGame;
use crate::number::Rational;
use crate::verify::fingerprint::symmetric_fingerprint;
use crate::verify::named::Named;

/// The format's name and version.
pub const FORMAT: &str = "foederis-symmetric/1";

/// The claim that something is an equilibrium of a [`SymmetricGame`].
///
/// # Example
/// ```
/// use foederis::show::symmetric::certificate;
/// use foederis::{SymmetricCertificate, SymmetricGame, symmetric_nash, verify_symmetric};
/// let game = SymmetricGame::threshold("Allies", 100, 60, 100.into(), 4.into())?;
/// let solution = symmetric_nash(&game, &Default::default())?;
/// for equilibrium in &solution.equilibria {
///     let read_back = SymmetricCertificate::from_json(&certificate(&game, equilibrium).to_json())?;
///     assert!(verify_symmetric(&game, &read_back)?.ok());
/// }
/// # Ok::<(), foederis::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SymmetricCertificate {
    /// [`FORMAT`].
    pub format: String,
    /// The fingerprint of the game that it is about.
    pub game: String,
    /// What is claimed to be an equilibrium.
    pub claim: SymmetricClaim,
}

/// What is claimed to be an equilibrium.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SymmetricClaim {
    /// All players of a group take their first action with the same probability.
    Alike {
        /// That probability, by group.
        probabilities: Named<Rational>,
        /// The expected payoff (utility) of a player, by group.
        payoffs: Named<Rational>,
        /// How far each probability may be from that of a true equilibrium; `None` when they are exact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error_bound: Option<f64>,
    },
    /// So many players of each group take their first action, whichever they are, and the rest the second.
    Numbers {
        /// How many, by group.
        counts: Named<usize>,
        /// In how many ways the players can be chosen.
        ways: Rational,
    },
}

impl SymmetricCertificate {
    /// A claim about a game.
    pub fn new(game: &SymmetricGame, claim: SymmetricClaim) -> Self {
        SymmetricCertificate { format: FORMAT.to_owned(), game: symmetric_fingerprint(game), claim }
    }

    /// The certificate as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads a certificate.
    ///
    /// # Errors
    /// With line and column where the text is no such certificate.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| {
            let help = format!("a certificate of exchangeable players is an object with \"format\": \"{FORMAT}\"");
            InputError::of_json(text, &error).help(help).into()
        })
    }
}
