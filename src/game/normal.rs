//! [`NormalForm`]: players choose at the same time; a table gives everybody's payoff.

use std::sync::Arc;

use super::ids::{OutcomeId, PlayerId};
use super::labels::Labels;
use super::memo::Memo;
use super::outcome::Outcome;
use crate::error::Error;
use crate::number::Rational;

/// The most profiles that a table may have unless the builder is told otherwise.
pub const DEFAULT_MAX_PROFILES: usize = 1 << 24;

/// A finite game in normal (strategic) form with any number of players.
///
/// # Definition
/// Players `i = 1..n` with finite strategy sets `S_i` and payoffs `u_i : S_1 x ... x S_n -> Q`, in utilities.
/// Immutable and valid once built; cloning is cheap.
///
/// # Example
/// ```
/// use foederis::NormalForm;
/// let game = NormalForm::builder()
///     .title("Prisoner's Dilemma")
///     .player("Row", ["Cooperate", "Defect"])
///     .player("Column", ["Cooperate", "Defect"])
///     .table(&[&[2, 0, 3, 1], &[2, 3, 0, 1]])?;
/// assert_eq!(game.payoff(&[1, 0], game.player("Row")?).to_string(), "3");
/// # Ok::<(), foederis::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormalForm(Arc<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    title: String,
    comment: String,
    players: Labels,
    strategies: Vec<Labels>,
    strides: Vec<usize>,
    /// Profile by profile (the last player's strategy runs fastest), one payoff for each player.
    payoffs: Vec<Rational>,
    outcomes: Option<OutcomeTable>,
    fingerprint: Memo<String>,
}

/// Which outcome each profile leads to, for games written with outcomes rather than payoffs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeTable {
    /// The outcomes.
    pub outcomes: Vec<Outcome>,
    /// The outcome of each profile; `None` gives everybody 0.
    pub by_profile: Vec<Option<OutcomeId>>,
}

impl NormalForm {
    /// Starts a game.
    pub fn builder() -> NormalFormBuilder {
        NormalFormBuilder::default()
    }

    /// The title; may be empty.
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// A longer description; may be empty.
    pub fn comment(&self) -> &str {
        &self.0.comment
    }

    /// The players.
    pub fn players(&self) -> &Labels {
        &self.0.players
    }

    /// All player ids, in order.
    pub fn player_ids(&self) -> impl Iterator<Item = PlayerId> + use<> {
        (0..self.num_players()).map(PlayerId::from)
    }

    /// How many players there are.
    pub fn num_players(&self) -> usize {
        self.0.players.len()
    }

    /// A player by name.
    pub fn player(&self, name: &str) -> Result<PlayerId, Error> {
        self.0.players.find("player", name).map(PlayerId::from)
    }

    /// A player's strategies.
    pub fn strategies(&self, player: PlayerId) -> &Labels {
        &self.0.strategies[player.index()]
    }

    /// A strategy by name.
    pub fn strategy(&self, player: PlayerId, name: &str) -> Result<usize, Error> {
        let kind = format!("strategy of {}", self.0.players.key(player.index()));
        self.strategies(player).find(&kind, name)
    }

    /// How many strategies each player has.
    pub fn shape(&self) -> Vec<usize> {
        self.0.strategies.iter().map(Labels::len).collect()
    }

    /// How many pure profiles there are.
    pub fn num_profiles(&self) -> usize {
        self.0.payoffs.len() / self.num_players()
    }

    /// The distance in profile numbers between two neighbouring strategies of a player.
    pub fn stride(&self, player: PlayerId) -> usize {
        self.0.strides[player.index()]
    }

    /// The number of a pure profile.
    pub fn profile_number(&self, profile: &[usize]) -> usize {
        profile.iter().zip(&self.0.strides).map(|(strategy, stride)| strategy * stride).sum()
    }

    /// The pure profile of a number.
    pub fn profile(&self, number: usize) -> Vec<usize> {
        let digit = |(stride, labels): (&usize, &Labels)| number / stride % labels.len();
        self.0.strides.iter().zip(&self.0.strategies).map(digit).collect()
    }

    /// A player's payoff at a pure profile.
    pub fn payoff(&self, profile: &[usize], player: PlayerId) -> &Rational {
        &self.payoffs_of(self.profile_number(profile))[player.index()]
    }

    /// Everybody's payoffs at a pure profile given by number.
    pub fn payoffs_of(&self, number: usize) -> &[Rational] {
        let n = self.num_players();
        &self.0.payoffs[number * n..(number + 1) * n]
    }

    /// The game's fingerprint, worked out unless it was before.
    pub(crate) fn fingerprint_or(&self, work: impl FnOnce() -> String) -> &str {
        self.0.fingerprint.get_or(work)
    }

    /// The outcome table, if the game was written with outcomes.
    pub fn outcomes(&self) -> Option<&OutcomeTable> {
        self.0.outcomes.as_ref()
    }

    /// The same game with other payoffs, given profile by profile, one for each player.
    pub fn with_payoffs(&self, payoffs: Vec<Rational>) -> Result<NormalForm, Error> {
        if payoffs.len() != self.0.payoffs.len() {
            let (given, needed) = (payoffs.len(), self.0.payoffs.len());
            return Err(Error::Invalid(format!("{given} payoffs were given where the game has {needed}")));
        }
        Ok(NormalForm(Arc::new(Inner { payoffs, outcomes: None, ..(*self.0).clone() })))
    }
}

/// Builds a [`NormalForm`]: name the players, then give the payoffs in one of four ways.
#[derive(Debug, Clone, Default)]
pub struct NormalFormBuilder {
    title: String,
    comment: String,
    players: Vec<(String, Labels)>,
    as_written: bool,
    max_profiles: Option<usize>,
}

impl NormalFormBuilder {
    /// Sets the title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets the longer description.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = comment.into();
        self
    }

    /// Adds a player with named strategies.
    pub fn player(mut self, name: impl Into<String>, strategies: impl IntoIterator<Item: Into<String>>) -> Self {
        self.players.push((name.into(), Labels::new(strategies)));
        self
    }

    /// Keeps names as written even where they repeat or are empty, as files of other programs may have them.
    pub fn names_as_written(mut self) -> Self {
        self.as_written = true;
        self
    }

    /// The most profiles that the table may have; [`DEFAULT_MAX_PROFILES`] if not set.
    pub fn max_profiles(mut self, limit: usize) -> Self {
        self.max_profiles = Some(limit);
        self
    }

    /// Payoffs from one flat array for each player, the last player's strategy running fastest.
    ///
    /// # Errors
    /// When the number or length of the arrays does not fit the players, or the game itself is not valid.
    pub fn table<T: Clone + Into<Rational>>(self, arrays: &[&[T]]) -> Result<NormalForm, Error> {
        let size = self.checked_size()?;
        if arrays.len() != self.players.len() {
            let (given, players) = (arrays.len(), self.players.len());
            return Err(Error::Invalid(format!(
                "{given} payoff arrays were given for {players} players; give one for each"
            )));
        }
        for (array, (name, _)) in arrays.iter().zip(&self.players) {
            if array.len() != size {
                let given = array.len();
                return Err(Error::Invalid(format!(
                    "the payoffs of {name} are {given}; the strategies make {size} profiles"
                )));
            }
        }
        let flat = (0..size).flat_map(|number| arrays.iter().map(move |array| array[number].clone().into()));
        self.finish(flat.collect(), None)
    }

    /// Payoffs from a function of the pure profile (strategy positions) that returns one payoff for each player.
    ///
    /// # Errors
    /// When the function returns a wrong number of payoffs, or the game itself is not valid.
    pub fn payoffs(self, mut payoffs: impl FnMut(&[usize]) -> Vec<Rational>) -> Result<NormalForm, Error> {
        let size = self.checked_size()?;
        let shape: Vec<usize> = self.players.iter().map(|(_, strategies)| strategies.len()).collect();
        let mut flat = Vec::with_capacity(size * shape.len());
        let mut profile = vec![0; shape.len()];
        for _ in 0..size {
            let cell = payoffs(&profile);
            if cell.len() != shape.len() {
                let (given, players) = (cell.len(), shape.len());
                return Err(Error::Invalid(format!(
                    "{given} payoffs were given for {players} players; give one for each"
                )));
            }
            flat.extend(cell);
            advance(&mut profile, &shape);
        }
        self.finish(flat, None)
    }

    /// Payoffs through outcomes: the outcomes, and the outcome of each profile (`None` gives everybody 0, and so does an
    /// outcome without payoffs).
    ///
    /// # Errors
    /// When a profile names an outcome that there is not, or the game itself is not valid.
    pub fn outcomes(self, mut table: OutcomeTable) -> Result<NormalForm, Error> {
        let (size, n) = (self.checked_size()?, self.players.len());
        if table.by_profile.len() != size {
            let given = table.by_profile.len();
            return Err(Error::Invalid(format!(
                "{given} outcomes were given where the strategies make {size} profiles"
            )));
        }
        if let Some(bad) =
            table.outcomes.iter().find(|outcome| !outcome.payoffs.is_empty() && outcome.payoffs.len() != n)
        {
            let (label, given) = (&bad.label, bad.payoffs.len());
            return Err(Error::Invalid(format!(
                "outcome '{label}' has {given} payoffs for {n} players; give one for each"
            )));
        }
        for outcome in &mut table.outcomes {
            outcome.payoffs.resize(n, Rational::ZERO);
        }
        let mut flat = Vec::with_capacity(size * n);
        for outcome in &table.by_profile {
            let payoffs = match outcome {
                None => &[][..],
                Some(id) => table.outcomes.get(id.index()).map(|outcome| &outcome.payoffs[..]).ok_or_else(|| {
                    Error::Invalid(format!("outcome {} is not among the {} outcomes", id.0 + 1, table.outcomes.len()))
                })?,
            };
            flat.extend((0..n).map(|player| payoffs.get(player).cloned().unwrap_or_default()));
        }
        self.finish(flat, Some(table))
    }

    /// Payoffs profile by profile (the last player's strategy runs fastest), one for each player.
    ///
    /// # Errors
    /// When their number does not fit the players, or the game itself is not valid.
    pub fn flat_payoffs(self, payoffs: Vec<Rational>) -> Result<NormalForm, Error> {
        let needed = self.checked_size()? * self.players.len();
        if payoffs.len() != needed {
            let given = payoffs.len();
            return Err(Error::Invalid(format!("{given} payoffs were given; the players' strategies need {needed}")));
        }
        self.finish(payoffs, None)
    }

    /// Whether the players named so far make a table within the limit, before payoffs are given.
    ///
    /// # Errors
    /// When there are too many profiles, no players, or a player without strategies.
    pub fn check_size(&self) -> Result<(), Error> {
        self.checked_size().map(drop)
    }

    fn checked_size(&self) -> Result<usize, Error> {
        if self.players.is_empty() {
            return Err(Error::Invalid("the game has no players; add at least one".into()));
        }
        if let Some((name, _)) = self.players.iter().find(|(_, strategies)| strategies.is_empty()) {
            return Err(Error::Invalid(format!("{name} has no strategies; give at least one")));
        }
        let limit = self.max_profiles.unwrap_or(DEFAULT_MAX_PROFILES);
        let size = self.players.iter().try_fold(1usize, |size, (_, strategies)| size.checked_mul(strategies.len()));
        size.filter(|size| *size <= limit).ok_or_else(|| Error::TooLarge {
            what: format!("the payoff table of {} players", self.players.len()),
            limit: format!("{limit} profiles"),
            option: "max_profiles",
        })
    }

    fn finish(self, payoffs: Vec<Rational>, outcomes: Option<OutcomeTable>) -> Result<NormalForm, Error> {
        let (names, strategies): (Vec<String>, Vec<Labels>) = self.players.into_iter().unzip();
        if !self.as_written {
            for (name, labels) in names.iter().zip(&strategies) {
                Labels::unique(&format!("strategies of {name}"), labels.labels())?;
            }
        }
        let players = if self.as_written { Labels::new(names) } else { Labels::unique("players", names)? };
        let strides = strides(&strategies);
        let (title, comment, fingerprint) = (self.title, self.comment, Memo::default());
        Ok(NormalForm(Arc::new(Inner { title, comment, players, strategies, strides, payoffs, outcomes, fingerprint })))
    }
}

fn strides(strategies: &[Labels]) -> Vec<usize> {
    let mut strides = vec![1; strategies.len()];
    for player in (1..strategies.len()).rev() {
        strides[player - 1] = strides[player] * strategies[player].len();
    }
    strides
}

/// Moves to the next pure profile, the last player's strategy running fastest.
pub(crate) fn advance(profile: &mut [usize], shape: &[usize]) {
    for player in (0..shape.len()).rev() {
        profile[player] += 1;
        if profile[player] < shape[player] {
            return;
        }
        profile[player] = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> NormalFormBuilder {
        NormalForm::builder().player("A", ["x", "y"]).player("B", ["l", "m", "r"]).player("C", ["0", "1"])
    }

    #[test]
    fn profiles_and_numbers_are_inverse() {
        let game = three().payoffs(|s| s.iter().map(|&x| Rational::from(x as i64)).collect()).unwrap();
        assert_eq!((game.shape(), game.num_profiles()), (vec![2, 3, 2], 12));
        for number in 0..12 {
            let profile = game.profile(number);
            assert_eq!(game.profile_number(&profile), number);
            for player in game.player_ids() {
                assert_eq!(game.payoff(&profile, player), &Rational::from(profile[player.index()] as i64));
            }
        }
    }

    #[test]
    fn mistakes_are_named() {
        let message = |result: Result<NormalForm, Error>| result.unwrap_err().to_string();
        assert!(message(NormalForm::builder().payoffs(|_| vec![])).contains("no players"));
        assert!(message(three().table(&[&[1; 12], &[1; 12]])).contains("one for each"));
        assert!(message(three().table(&[&[1; 12], &[1; 12], &[1; 11]])).contains("the payoffs of C are 11"));
        assert!(message(three().max_profiles(11).payoffs(|_| vec![])).contains("max_profiles"));
        let twice = NormalForm::builder().player("A", ["x", "x"]).table(&[&[1, 2]]);
        assert!(message(twice).contains("strategies of A include 'x' twice"));
    }

    #[test]
    fn outcomes_give_payoffs() {
        let win = Outcome { label: "win".into(), payoffs: vec![Rational::ONE, -Rational::ONE] };
        let by_profile = vec![Some(OutcomeId(0)), None];
        let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["z"]);
        let game = game.outcomes(OutcomeTable { outcomes: vec![win], by_profile }).unwrap();
        assert_eq!(game.payoffs_of(0), [Rational::ONE, -Rational::ONE]);
        assert_eq!(game.payoffs_of(1), [Rational::ZERO, Rational::ZERO]);
    }
}
