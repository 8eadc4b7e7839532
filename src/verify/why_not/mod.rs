//! [`why_not`]: why a profile is no equilibrium, or rests on a threat that nobody would carry out.

mod deviation;
mod mediator;
mod prose;
mod repair;
mod stage;
mod table;
mod threat;

use super::regret::{TreeRegrets, wrong_kind};
use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, Game, NodeId, Profile};
use crate::number::Rational;

/// The most incredible threats that are told.
const MAX_THREATS: usize = 8;

/// What is wrong with a profile, if anything. `Display` tells it in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyNot {
    /// How far the profile comes.
    pub verdict: Verdict,
    /// For each player who gains by deviating alone: how. The largest gain comes first.
    pub deviations: Vec<Deviation>,
    /// For an equilibrium that is not subgame perfect: the threats that would not be carried out.
    pub threats: Vec<Threat>,
    /// How many more threats of the kind there are, beyond those told.
    pub more_threats: usize,
}

/// How far a profile comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Somebody gains by deviating alone.
    NotNash,
    /// A Nash equilibrium, but not in every subgame.
    NotSubgamePerfect,
    /// A Nash equilibrium of a payoff table: nothing is wrong.
    Nash,
    /// A Nash equilibrium in every subgame: nothing is wrong.
    SubgamePerfect,
    /// Somebody gains by disobeying what is recommended.
    NotCorrelated,
    /// A correlated equilibrium: nothing is wrong.
    Correlated,
    /// Somebody gains by refusing to follow before knowing what will be recommended.
    NotCoarseCorrelated,
    /// A coarse correlated equilibrium: nothing is wrong.
    CoarseCorrelated,
}

/// A player's profitable deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Who deviates.
    pub player: String,
    /// What the player changes: in a table the strategy, in a tree the actions at one or more information sets.
    pub changes: Vec<Change>,
    /// The player's expected payoff (utility) under the profile.
    pub now: Rational,
    /// The player's expected payoff after the deviation.
    pub after: Rational,
    /// In a table: what the others do meanwhile, by player.
    pub others: Vec<(String, String)>,
    /// In a tree: the plays that follow, most probable first; long lists are cut.
    pub plays: Vec<Play>,
}

/// One change of behaviour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The information set; `None` in a table.
    pub infoset: Option<String>,
    /// Where that is, in words: "after Attack, Invoke", "at the start"; empty in a table.
    pub place: String,
    /// What the player does under the profile; with probabilities where that is mixed.
    pub from: String,
    /// What the player does instead.
    pub to: String,
}

/// A play: the names of its actions and events, and how probable it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// The actions and events.
    pub path: Vec<String>,
    /// The probability.
    pub probability: Rational,
}

/// A threat (or promise) that its maker would not carry out, were it put to the test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threat {
    /// The actions that lead to the subgame in which it would be carried out.
    pub after: Vec<String>,
    /// What its maker would rather do there. Payoffs are given that play has come there, and that whoever moves later
    /// does what is best then.
    pub deviation: Deviation,
    /// Choices further on, by player, that would not be stood by either and that the payoffs take account of.
    pub given: Vec<(String, Change)>,
    /// The player whose behaviour on the path rests on it, and what that player would do if everybody were known to do
    /// what is best off the path; `None` where nobody's does.
    pub deterred: Option<Deviation>,
}

impl Deviation {
    /// What the player gains.
    pub fn gain(&self) -> Rational {
        &self.after - &self.now
    }
}

impl WhyNot {
    /// Whether nothing is wrong with the profile.
    pub fn ok(&self) -> bool {
        use Verdict::{CoarseCorrelated, Correlated, Nash, SubgamePerfect};
        matches!(self.verdict, Nash | SubgamePerfect | Correlated | CoarseCorrelated)
    }

    fn of_verdict(verdict: Verdict) -> Self {
        WhyNot { verdict, deviations: Vec::new(), threats: Vec::new(), more_threats: 0 }
    }

    fn not_nash(deviations: Vec<Deviation>) -> Self {
        Self::deviating(Verdict::NotNash, deviations)
    }

    fn deviating(verdict: Verdict, mut deviations: Vec<Deviation>) -> Self {
        deviations.sort_by_key(|deviation| std::cmp::Reverse(deviation.gain()));
        WhyNot { deviations, ..Self::of_verdict(verdict) }
    }
}

/// Why a profile is not an equilibrium, or not a subgame-perfect one.
///
/// # Returns
/// If somebody gains by deviating alone: each such player's deviation, as small a change as will do. If the profile is
/// a Nash equilibrium but not in every subgame: the threats in it that nobody would carry out, and whose behaviour
/// rests on them. For a joint distribution: each recommendation that a player would disobey, and what it would gain.
/// Otherwise, that nothing is wrong.
///
/// # Errors
/// When the profile does not fit the game, or best replies cannot be computed (see [`regrets`](super::regrets)).
///
/// # Example
/// ```
/// use foederis::{BehaviorProfile, ExtensiveForm, Game, Profile, why_not};
/// let mut tree = ExtensiveForm::builder(["Entrant", "Incumbent"]);
/// let start = tree.root();
/// let first = tree.decision(start, "Entrant", "", ["Enter", "Stay out"])?;
/// let second = tree.decision(first[0], "Incumbent", "", ["Fight", "Yield"])?;
/// for (slot, payoffs) in [(first[1], [0, 2]), (second[0], [-1, -1]), (second[1], [1, 1])] {
///     tree.payoffs(slot, payoffs)?;
/// }
/// let tree = tree.finish()?;
/// let profile = Profile::Behavior(BehaviorProfile::pure(&tree, &[1, 0]));
/// let answer = why_not(&Game::from(tree), &profile)?;
/// assert!(answer.to_string().contains("once play has come there, Incumbent prefers Yield: 1 rather than -1"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn why_not(game: &Game, profile: &Profile) -> Result<WhyNot, Error> {
    match (game, profile) {
        (Game::Normal(game), Profile::Mixed(profile)) => {
            let deviations = table::deviations(game, profile)?;
            Ok(if deviations.is_empty() { WhyNot::of_verdict(Verdict::Nash) } else { WhyNot::not_nash(deviations) })
        }
        (Game::Extensive(tree), Profile::Behavior(profile)) => in_tree(tree, profile),
        (game, Profile::Correlated(profile)) => mediator::why_not(game, profile),
        _ => Err(wrong_kind(game)),
    }
}

fn in_tree(tree: &ExtensiveForm, profile: &BehaviorProfile) -> Result<WhyNot, Error> {
    profile.check(tree)?;
    let found = TreeRegrets::new(tree, profile)?;
    let deviations = deviation::in_subgame(tree, profile, &found, 0)?;
    if !deviations.is_empty() {
        return Ok(WhyNot::not_nash(deviations));
    }
    let subgame_perfect = (0..found.subgames.len()).all(|subgame| found.gain(tree, subgame).is_zero());
    if subgame_perfect {
        return Ok(WhyNot::of_verdict(Verdict::SubgamePerfect));
    }
    let (threats, more_threats) = threat::threats(tree, profile, &found, MAX_THREATS)?;
    Ok(WhyNot { threats, more_threats, ..WhyNot::of_verdict(Verdict::NotSubgamePerfect) })
}

fn names(path: &[&str]) -> Vec<String> {
    path.iter().map(|name| (*name).to_owned()).collect()
}

fn path_names(tree: &ExtensiveForm, node: NodeId) -> Vec<String> {
    names(&tree.path(node))
}
