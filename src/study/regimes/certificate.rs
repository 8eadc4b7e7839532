//! [`RegimesCertificate`]: what regimes claim, by names and formulas, so that it can be checked without them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ParametricEquilibrium, Regimes};
use crate::error::{Error, InputError};
use crate::game::{Concept, Game};
use crate::number::{Rational, RationalFunction};
use crate::study::region::Constraint;

/// The format's name and version.
pub const FORMAT: &str = "foederis-regimes/1";

/// The claim that a model has these equilibria under these conditions, and these cells.
///
/// Everything is by name, and formulas are as a model file has them. A certificate is only a claim: making one proves
/// nothing, [checking](super::verify_regimes) it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegimesCertificate {
    /// [`FORMAT`].
    pub format: String,
    /// The model's title, for people; not checked.
    #[serde(default)]
    pub title: String,
    /// The concept.
    pub concept: Concept,
    /// The parameters that vary; the others are where `at` has them.
    pub over: Vec<String>,
    /// The value of every parameter at which the study starts; the base of the model where it says nothing.
    #[serde(default)]
    pub at: BTreeMap<String, Rational>,
    /// Whether the list of equilibria is claimed to be complete up to boundaries.
    pub complete: bool,
    /// The equilibria.
    pub equilibria: Vec<EquilibriumClaim>,
    /// The cells.
    pub cells: Vec<CellClaim>,
}

/// An equilibrium and where it exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquilibriumClaim {
    /// What is done.
    pub profile: Vec<RowClaim>,
    /// By information set: how likely each node is once it is reached, in the order of the tree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beliefs: Vec<Vec<String>>,
    /// Everybody's expected payoffs (utilities).
    pub payoffs: BTreeMap<String, String>,
    /// The conditions of its existence: it exists where all of these hold, and the beliefs are probabilities. That can fail only where
    /// an information set is no longer reached.
    #[serde(rename = "where")]
    pub conditions: Vec<String>,
}

/// The probabilities of a player's strategies, or of the actions at an information set; those of 0 are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowClaim {
    /// The player.
    pub player: String,
    /// On a tree, the information set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub information_set: Option<String>,
    /// The probability of each action.
    pub probabilities: BTreeMap<String, String>,
}

/// An open set of parameters, and the equilibria there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellClaim {
    /// What holds in it.
    #[serde(rename = "where")]
    pub conditions: Vec<String>,
    /// The equilibria: positions in the list, from 0.
    pub equilibria: Vec<usize>,
    /// A point of the cell, if one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<BTreeMap<String, String>>,
}

/// Whose row it is: player, and information set on a tree, with the names of the actions.
pub(super) fn rows(game: &Game) -> Vec<(String, Option<String>, Vec<String>)> {
    match game {
        Game::Normal(table) => {
            let row = |player| (table.players().key(player).to_owned(), None, keys(table.strategies(player.into())));
            (0..table.players().len()).map(row).collect()
        }
        Game::Extensive(tree) => {
            let row = |infoset: &crate::game::Infoset| {
                let player = tree.players().key(infoset.player.index()).to_owned();
                (player, Some(infoset.key.clone()), keys(&infoset.actions))
            };
            tree.infosets().iter().map(row).collect()
        }
    }
}

fn keys(labels: &crate::game::Labels) -> Vec<String> {
    (0..labels.len()).map(|at| labels.key(at).to_owned()).collect()
}

impl Regimes {
    /// What these regimes claim.
    ///
    /// # Errors
    /// Where the game at the base cannot be made.
    pub fn certificate(&self) -> Result<RegimesCertificate, Error> {
        let game = self.model.skeleton()?;
        let names = self.model.symbols_list();
        let conditions = |list: &[Constraint]| list.iter().map(|condition| condition.to_text(names)).collect();
        let cell = |cell: &super::Cell| CellClaim {
            conditions: conditions(&cell.conditions),
            equilibria: cell.equilibria.clone(),
            sample: cell.sample.as_ref().map(|point| {
                let value = |v: &crate::number::Variable| {
                    let at = usize::from(v.0);
                    (names[at].clone(), point[at].to_string())
                };
                self.domain.free().iter().map(value).collect()
            }),
        };
        Ok(RegimesCertificate {
            format: FORMAT.to_owned(),
            title: self.model.title().to_owned(),
            concept: self.concept,
            over: self.domain.free().iter().map(|variable| names[usize::from(variable.0)].clone()).collect(),
            at: names.iter().cloned().zip(self.model.base_values()).collect(),
            complete: self.status == crate::solve::Status::Complete,
            equilibria: self.equilibria.iter().map(|equilibrium| self.claim_of(&game, equilibrium)).collect(),
            cells: self.cells.iter().map(cell).collect(),
        })
    }

    fn claim_of(&self, game: &Game, equilibrium: &ParametricEquilibrium) -> EquilibriumClaim {
        let names = self.model.symbols_list();
        let text = |function: &RationalFunction| function.to_text(names);
        let row = |((player, information_set, actions), row): ((String, Option<String>, Vec<String>), &Vec<_>)| {
            let used = actions.into_iter().zip(row).filter(|(_, p): &(String, &RationalFunction)| !p.is_zero());
            RowClaim { player, information_set, probabilities: used.map(|(action, p)| (action, text(p))).collect() }
        };
        let players = game.players();
        EquilibriumClaim {
            profile: rows(game).into_iter().zip(&equilibrium.profile).map(row).collect(),
            beliefs: equilibrium.beliefs.iter().map(|row| row.iter().map(text).collect()).collect(),
            payoffs: equilibrium
                .payoffs
                .iter()
                .enumerate()
                .map(|(at, p)| (players.key(at).to_owned(), text(p)))
                .collect(),
            conditions: equilibrium.requirements.iter().map(|r| r.constraint.to_text(names)).collect(),
        }
    }
}

impl RegimesCertificate {
    /// The certificate as JSON text.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads a certificate.
    ///
    /// # Errors
    /// [`Error::Input`] when the text is none, with the place.
    pub fn from_json(text: &str) -> Result<RegimesCertificate, Error> {
        serde_json::from_str(text).map_err(|error| {
            let help = format!("a certificate of regimes is an object with \"format\": \"{FORMAT}\"");
            InputError::of_json(text, &error).help(help).into()
        })
    }
}
