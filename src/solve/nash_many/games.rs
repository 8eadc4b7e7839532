//! [`GameArray`]: the payoffs of many games of one shape.

use crate::error::Error;
use crate::game::{Labels, NormalForm};
use crate::number::Rational;

/// Many games with the same players and strategies, as one array of payoffs.
///
/// The payoffs lie game by game; within a game player by player; within a player profile by profile, the last player's
/// strategy running fastest. This is how numpy lays out an array of shape `(games, players, s1, ..., sn)`.
#[derive(Debug, Clone)]
pub struct GameArray<'a> {
    players: Labels,
    strategies: Vec<Labels>,
    payoffs: PayoffArray<'a>,
}

/// Payoffs as floats or as integers.
#[derive(Debug, Clone, Copy)]
pub enum PayoffArray<'a> {
    /// Each float is read as its shortest decimal: `0.1` is one tenth.
    Floats(&'a [f64]),
    /// Integers are exact, whatever their size.
    Integers(&'a [i64]),
}

impl<'a> From<&'a [f64]> for PayoffArray<'a> {
    fn from(payoffs: &'a [f64]) -> Self {
        PayoffArray::Floats(payoffs)
    }
}

impl<'a> From<&'a [i64]> for PayoffArray<'a> {
    fn from(payoffs: &'a [i64]) -> Self {
        PayoffArray::Integers(payoffs)
    }
}

impl PayoffArray<'_> {
    fn len(&self) -> usize {
        match self {
            PayoffArray::Floats(payoffs) => payoffs.len(),
            PayoffArray::Integers(payoffs) => payoffs.len(),
        }
    }
}

/// Integers up to this are floats too.
const MAX_WHOLE: u64 = 1 << f64::MANTISSA_DIGITS;

impl<'a> GameArray<'a> {
    /// Games of players who have so many strategies each; players are called `Player 1`, `Player 2`, ..., and
    /// strategies `1`, `2`, ...
    ///
    /// # Errors
    /// When there is no player, or one without strategies; when the payoffs do not make whole games; when one of them is
    /// infinite or not a number.
    pub fn new(shape: &[usize], payoffs: impl Into<PayoffArray<'a>>) -> Result<Self, Error> {
        let players = Labels::new((1..=shape.len()).map(|player| format!("Player {player}")));
        let strategies = shape.iter().map(|&count| Labels::numbered(count)).collect();
        GameArray { players, strategies, payoffs: payoffs.into() }.checked()
    }

    /// Games of players and strategies with names, so many strategies for each player as `shape` says.
    ///
    /// # Errors
    /// As for [`new`](Self::new); also when there are not as many names as players and strategies, or names repeat.
    pub fn with_names(
        shape: &[usize],
        players: &[String],
        strategies: &[Vec<String>],
        payoffs: impl Into<PayoffArray<'a>>,
    ) -> Result<Self, Error> {
        let given: Vec<usize> = strategies.iter().map(Vec::len).collect();
        if players.len() != shape.len() || given != shape {
            let named = players.len();
            return Err(Error::Invalid(format!(
                "the names are for {named} players with {given:?} strategies; the games have {} players with {shape:?}",
                shape.len(),
            )));
        }
        let own = |(player, own): (&String, &Vec<String>)| Labels::unique(&format!("strategies of {player}"), own);
        let strategies = players.iter().zip(strategies).map(own).collect::<Result<_, _>>()?;
        GameArray { players: Labels::unique("players", players)?, strategies, payoffs: payoffs.into() }.checked()
    }

    fn checked(self) -> Result<Self, Error> {
        self.check_size()?;
        self.check_finite()?;
        Ok(self)
    }

    fn check_size(&self) -> Result<(), Error> {
        self.template()?;
        if !self.payoffs.len().is_multiple_of(self.stride()) {
            let (given, needed) = (self.payoffs.len(), self.stride());
            return Err(Error::Invalid(format!("{given} payoffs do not make whole games of {needed} each")));
        }
        Ok(())
    }

    fn check_finite(&self) -> Result<(), Error> {
        let PayoffArray::Floats(payoffs) = self.payoffs else { return Ok(()) };
        match payoffs.iter().position(|payoff| !payoff.is_finite()) {
            None => Ok(()),
            Some(place) => {
                let (game, within) = (place / self.stride(), place % self.stride());
                let player = self.players.key(within / self.num_profiles());
                Err(Error::Invalid(format!(
                    "in game {game} (the first is game 0) a payoff of {player} is {}; payoffs must be finite",
                    payoffs[place]
                )))
            }
        }
    }

    /// How many games there are.
    pub fn len(&self) -> usize {
        self.payoffs.len() / self.stride()
    }

    /// Whether there is no game.
    pub fn is_empty(&self) -> bool {
        self.payoffs.len() == 0
    }

    /// The players.
    pub fn players(&self) -> &Labels {
        &self.players
    }

    /// The strategies of each player.
    pub fn strategies(&self) -> &[Labels] {
        &self.strategies
    }

    /// How many strategies each player has.
    pub fn shape(&self) -> Vec<usize> {
        self.strategies.iter().map(Labels::len).collect()
    }

    fn num_profiles(&self) -> usize {
        self.strategies.iter().map(Labels::len).product()
    }

    /// How many payoffs a game has.
    fn stride(&self) -> usize {
        self.num_profiles() * self.players.len()
    }

    /// The payoffs of a game as floats, `scratch` giving room for those that are integers; `None` where an integer is no
    /// float.
    pub(super) fn floats<'s>(&'s self, game: usize, scratch: &'s mut Vec<f64>) -> Option<&'s [f64]> {
        let range = game * self.stride()..(game + 1) * self.stride();
        match self.payoffs {
            PayoffArray::Floats(payoffs) => Some(&payoffs[range]),
            PayoffArray::Integers(payoffs) => {
                let payoffs = &payoffs[range];
                scratch.clear();
                scratch.extend(payoffs.iter().map(|&payoff| payoff as f64));
                payoffs.iter().all(|payoff| payoff.unsigned_abs() <= MAX_WHOLE).then_some(scratch)
            }
        }
    }

    /// A game with these players and strategies, all of whose payoffs are 0.
    pub(super) fn template(&self) -> Result<NormalForm, Error> {
        let mut builder = NormalForm::builder();
        for (player, strategies) in self.players.labels().iter().zip(&self.strategies) {
            builder = builder.player(player, strategies.labels());
        }
        builder.payoffs(|_| vec![Rational::ZERO; self.players.len()])
    }

    /// A game by its number, counted from 0, with exact payoffs.
    ///
    /// # Errors
    /// When there is no such game.
    pub fn game(&self, game: usize) -> Result<NormalForm, Error> {
        if game >= self.len() {
            return Err(Error::Invalid(format!("there is no game {game}; there are {}, the first is 0", self.len())));
        }
        self.fill(&self.template()?, game)
    }

    /// The template with the payoffs of a game.
    pub(super) fn fill(&self, template: &NormalForm, game: usize) -> Result<NormalForm, Error> {
        let (start, profiles) = (game * self.stride(), self.num_profiles());
        let mut payoffs = Vec::with_capacity(self.stride());
        for profile in 0..profiles {
            for player in 0..self.players.len() {
                payoffs.push(self.exact(start + player * profiles + profile)?);
            }
        }
        template.with_payoffs(payoffs)
    }

    fn exact(&self, place: usize) -> Result<Rational, Error> {
        match self.payoffs {
            PayoffArray::Integers(payoffs) => Ok(payoffs[place].into()),
            PayoffArray::Floats(payoffs) => {
                let payoff = payoffs[place];
                let whole = payoff as i64;
                // `as` saturates, so that a float that is no integer, or a large one, differs.
                if whole as f64 == payoff && whole.unsigned_abs() <= MAX_WHOLE {
                    return Ok(whole.into());
                }
                Rational::from_f64(payoff).ok_or_else(|| Error::Invalid(format!("{payoff} is not a finite payoff")))
            }
        }
    }
}
