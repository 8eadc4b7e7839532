//! Profiles: what everybody does, with which probability.

use approx::{AbsDiffEq, RelativeEq};
use serde::{Deserialize, Serialize};

use super::correlation::CorrelatedProfile;
use super::extensive::ExtensiveForm;
use super::ids::{InfosetId, PlayerId};
use super::normal::NormalForm;
use crate::error::Error;
use crate::number::Rational;

/// A mixed profile of a normal form: for each player, a probability for each strategy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MixedProfile(pub Vec<Vec<Rational>>);

/// A behaviour profile of a tree: for each information set, a probability for each action.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BehaviorProfile(pub Vec<Vec<Rational>>);

/// A profile of either kind of game.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Of a normal form.
    Mixed(MixedProfile),
    /// Of a tree.
    Behavior(BehaviorProfile),
    /// Of either: a joint distribution over a table's profiles, or over those of a tree's reduced strategic form.
    Correlated(CorrelatedProfile),
}

impl MixedProfile {
    /// The profile in which everybody plays one strategy for sure; `shape` counts each player's strategies.
    pub fn pure(choices: &[usize], shape: &[usize]) -> Self {
        MixedProfile(choices.iter().zip(shape).map(|(&choice, &count)| unit(choice, count)).collect())
    }

    /// A player's probabilities.
    pub fn of(&self, player: PlayerId) -> &[Rational] {
        &self.0[player.index()]
    }

    /// Each player's strategy, if all are pure.
    pub fn choices(&self) -> Option<Vec<usize>> {
        self.0.iter().map(|row| sure_choice(row)).collect()
    }

    /// Checks that the profile fits the game: sizes, no negative probability, sums of 1.
    ///
    /// # Errors
    /// Names the player whose probabilities are wrong.
    pub fn check(&self, game: &NormalForm) -> Result<(), Error> {
        check_rows(&self.0, &game.shape(), |player| format!("the strategies of {}", game.players().key(player)))
    }
}

impl BehaviorProfile {
    /// The profile in which everybody takes one action for sure at each information set.
    pub fn pure(game: &ExtensiveForm, choices: &[usize]) -> Self {
        let counts = game.infosets().iter().map(|infoset| infoset.actions.len());
        BehaviorProfile(choices.iter().zip(counts).map(|(&choice, count)| unit(choice, count)).collect())
    }

    /// The probabilities at an information set.
    pub fn at(&self, infoset: InfosetId) -> &[Rational] {
        &self.0[infoset.index()]
    }

    /// The action taken at each information set, if all are sure.
    pub fn choices(&self) -> Option<Vec<usize>> {
        self.0.iter().map(|row| sure_choice(row)).collect()
    }

    /// Checks that the profile fits the game: sizes, no negative probability, sums of 1.
    ///
    /// # Errors
    /// Names the information set whose probabilities are wrong.
    pub fn check(&self, game: &ExtensiveForm) -> Result<(), Error> {
        let shape: Vec<usize> = game.infosets().iter().map(|infoset| infoset.actions.len()).collect();
        check_rows(&self.0, &shape, |index| {
            let infoset = &game.infosets()[index];
            format!("the actions of {} at '{}'", game.players().key(infoset.player.index()), infoset.key)
        })
    }
}

impl Profile {
    /// The rows of probabilities: players' strategies, or actions at information sets. A joint distribution has none.
    pub fn rows(&self) -> &[Vec<Rational>] {
        match self {
            Profile::Mixed(profile) => &profile.0,
            Profile::Behavior(profile) => &profile.0,
            Profile::Correlated(_) => &[],
        }
    }

    /// Whether every choice is sure.
    pub fn is_pure(&self) -> bool {
        match self {
            Profile::Correlated(profile) => profile.draws.len() == 1,
            _ => self.rows().iter().all(|row| sure_choice(row).is_some()),
        }
    }
}

fn unit(choice: usize, count: usize) -> Vec<Rational> {
    (0..count).map(|i| if i == choice { Rational::ONE } else { Rational::ZERO }).collect()
}

fn sure_choice(row: &[Rational]) -> Option<usize> {
    let mut used = row.iter().enumerate().filter(|(_, probability)| !probability.is_zero());
    match (used.next(), used.next()) {
        (Some((choice, _)), None) => Some(choice),
        _ => None,
    }
}

pub(super) fn check_rows(rows: &[Vec<Rational>], shape: &[usize], name: impl Fn(usize) -> String) -> Result<(), Error> {
    if rows.len() != shape.len() {
        let (given, needed) = (rows.len(), shape.len());
        return Err(Error::Invalid(format!("the profile has {given} rows of probabilities; the game needs {needed}")));
    }
    for (index, (row, &count)) in rows.iter().zip(shape).enumerate() {
        let total: Rational = row.iter().sum();
        if row.len() != count || row.iter().any(Rational::is_negative) || total != Rational::ONE {
            let list = row.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let what = name(index);
            return Err(Error::Invalid(format!(
                "{what} have the probabilities {list}; give {count} that are not negative and sum to 1"
            )));
        }
    }
    Ok(())
}

impl AbsDiffEq for Rational {
    type Epsilon = f64;

    fn default_epsilon() -> f64 {
        f64::EPSILON
    }

    fn abs_diff_eq(&self, other: &Self, epsilon: f64) -> bool {
        (self - other).to_f64().abs() <= epsilon
    }
}

impl RelativeEq for Rational {
    fn default_max_relative() -> f64 {
        f64::EPSILON
    }

    fn relative_eq(&self, other: &Self, epsilon: f64, max_relative: f64) -> bool {
        let largest = self.to_f64().abs().max(other.to_f64().abs());
        (self - other).to_f64().abs() <= epsilon.max(largest * max_relative)
    }
}

/// `approx` for a profile: every probability within the tolerance.
macro_rules! approx_by_rows {
    ($name:ident) => {
        impl AbsDiffEq for $name {
            type Epsilon = f64;

            fn default_epsilon() -> f64 {
                f64::EPSILON
            }

            fn abs_diff_eq(&self, other: &Self, epsilon: f64) -> bool {
                let near = |(a, b): (&Vec<Rational>, &Vec<Rational>)| a.abs_diff_eq(b, epsilon);
                self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(near)
            }
        }

        impl RelativeEq for $name {
            fn default_max_relative() -> f64 {
                f64::EPSILON
            }

            fn relative_eq(&self, other: &Self, epsilon: f64, max_relative: f64) -> bool {
                let near = |(a, b): (&Vec<Rational>, &Vec<Rational>)| a.relative_eq(b, epsilon, max_relative);
                self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(near)
            }
        }
    };
}
approx_by_rows!(MixedProfile);
approx_by_rows!(BehaviorProfile);

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{abs_diff_eq, relative_eq};

    #[test]
    fn profiles_near_each_other() {
        let half = MixedProfile(vec![vec![Rational::new(1, 2).unwrap(); 2]]);
        let near = MixedProfile(vec![vec![
            Rational::new(500_001, 1_000_000).unwrap(),
            Rational::new(499_999, 1_000_000).unwrap(),
        ]]);
        assert!(abs_diff_eq!(half, near, epsilon = 1e-5));
        assert!(!abs_diff_eq!(half, near, epsilon = 1e-7));
        assert!(relative_eq!(half, near, epsilon = 0.0, max_relative = 1e-5));
        let longer = MixedProfile(vec![vec![Rational::ONE]]);
        assert!(!abs_diff_eq!(half, longer, epsilon = 1.0));
    }

    #[test]
    fn wrong_probabilities_name_the_player() {
        let game = NormalForm::builder().player("Russia", ["Support", "Abstain"]).table(&[&[1, 0]]).unwrap();
        let bad = MixedProfile(vec![vec![Rational::ONE, Rational::ONE]]);
        assert!(
            bad.check(&game).unwrap_err().to_string().contains("the strategies of Russia have the probabilities 1, 1")
        );
        assert!(MixedProfile::pure(&[1], &[2]).check(&game).is_ok());
    }
}
