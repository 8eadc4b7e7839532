//! [`why_not`]: why a profile is no equilibrium, or rests on a threat that nobody would carry out.

mod beliefs;
mod deviation;
mod mediator;
mod prose;
mod repair;
mod stage;
mod table;
mod threat;

pub use self::beliefs::{Demand, NodeRange, Unmet};
use serde::{Deserialize, Serialize};

use super::assessment::{Assessment, has_beliefs};
use super::regret::{TreeRegrets, wrong_kind};
use super::report::Check;
use crate::error::Error;
use crate::game::{BehaviorProfile, Beliefs, Concept, ExtensiveForm, Game, NodeId, Profile};
use crate::number::Rational;

/// The most incredible threats that are told.
const MAX_THREATS: usize = 8;

/// What is wrong with a profile, if anything. `Display` tells it in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyNot {
    /// How far the profile comes.
    pub verdict: Verdict,
    /// For each player who gains by deviating alone: how. The largest gain comes first.
    pub deviations: Vec<Deviation>,
    /// For an equilibrium that is not subgame perfect: the threats that would not be carried out.
    pub threats: Vec<Threat>,
    /// For an equilibrium that no beliefs support: what is done off the path that no beliefs make a best reply.
    pub unmet: Vec<Unmet>,
    /// How many more threats, or information sets with such behaviour, there are beyond those told.
    pub more_threats: usize,
    /// Where beliefs were given that fail: the checks that they fail.
    pub faults: Vec<Check>,
    /// Whether other beliefs than those given would do.
    pub mendable: bool,
}

/// What to ask of a profile.
#[derive(Debug, Clone, Default)]
pub struct WhyNotOptions {
    /// What the profile should be. By default, on a tree where somebody cannot tell nodes apart and all remember their own
    /// moves a sequential equilibrium, on other trees a subgame-perfect one, and in a payoff table a Nash equilibrium.
    pub concept: Option<Concept>,
    /// The beliefs that should support the profile; without them, any may.
    pub beliefs: Option<Beliefs>,
}

impl WhyNotOptions {
    /// Asks whether a profile is an equilibrium of some concept.
    pub fn of(concept: Concept) -> Self {
        WhyNotOptions { concept: Some(concept), beliefs: None }
    }
}

/// How far a profile comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Somebody gains by deviating alone.
    NotNash,
    /// A Nash equilibrium, but not in every subgame.
    NotSubgamePerfect,
    /// A Nash equilibrium of a payoff table: nothing is wrong.
    Nash,
    /// A Nash equilibrium in every subgame: nothing is wrong.
    SubgamePerfect,
    /// A Nash equilibrium that no beliefs, or not those given, make one of this concept.
    Unsupported(Concept),
    /// Beliefs make it an equilibrium of this concept: nothing is wrong.
    Supported(Concept),
    /// A Nash equilibrium; whether beliefs make it one of this concept was not decided.
    Undecided(Concept),
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// The actions and events.
    pub path: Vec<String>,
    /// The probability.
    pub probability: Rational,
}

/// A threat (or promise) that its maker would not carry out, were it put to the test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
        use Verdict::{CoarseCorrelated, Correlated, Nash, SubgamePerfect, Supported};
        matches!(self.verdict, Nash | SubgamePerfect | Supported(_) | Correlated | CoarseCorrelated)
    }

    fn of_verdict(verdict: Verdict) -> Self {
        WhyNot {
            verdict,
            deviations: Vec::new(),
            threats: Vec::new(),
            unmet: Vec::new(),
            more_threats: 0,
            faults: Vec::new(),
            mendable: false,
        }
    }

    fn not_nash(deviations: Vec<Deviation>) -> Self {
        Self::deviating(Verdict::NotNash, deviations)
    }

    fn deviating(verdict: Verdict, mut deviations: Vec<Deviation>) -> Self {
        deviations.sort_by_key(|deviation| std::cmp::Reverse(deviation.gain()));
        WhyNot { deviations, ..Self::of_verdict(verdict) }
    }
}

/// Why a profile is not an equilibrium, or not a subgame-perfect or sequential one.
///
/// # Returns
/// If somebody gains by deviating alone: each such player's deviation, as small a change as will do. If the profile is
/// a Nash equilibrium but not in every subgame: the threats in it that nobody would carry out, and whose behaviour
/// rests on them. If it is one in every subgame, but no beliefs that the concept allows support it: at which information
/// sets what is done is no best reply by any of them, with the belief that it would need and those that it may have. For
/// a joint distribution: each recommendation that a player would disobey, and what it would gain. Otherwise, that
/// nothing is wrong.
///
/// # Errors
/// When the profile or the beliefs do not fit the game, best replies cannot be computed (see [`regrets`](super::regrets)), or
/// the concept does not fit the game.
///
/// # Complexity
/// Linear in the number of nodes for each player, and a linear program for each information set. Whether beliefs at
/// several information sets go together may take time exponential in their number; where that is too long, the verdict
/// says that it was not decided.
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
/// let answer = why_not(&Game::from(tree), &profile, &Default::default())?;
/// assert!(answer.to_string().contains("once play has come there, Incumbent prefers Yield: 1 rather than -1"));
/// # Ok::<(), foederis::Error>(())
/// ```
///
/// # References
/// Selten 1975 (doi:10.1007/BF01766400) on threats in subgames; Kreps and Wilson 1982 (doi:10.2307/1912767) on beliefs.
pub fn why_not(game: &Game, profile: &Profile, options: &WhyNotOptions) -> Result<WhyNot, Error> {
    match (game, profile) {
        (Game::Normal(game), Profile::Mixed(profile)) => {
            require(options, &[Concept::Nash, Concept::PureNash], "a payoff table")?;
            let deviations = table::deviations(game, profile)?;
            Ok(if deviations.is_empty() { WhyNot::of_verdict(Verdict::Nash) } else { WhyNot::not_nash(deviations) })
        }
        (Game::Extensive(tree), Profile::Behavior(profile)) => in_tree(tree, profile, options),
        (game, Profile::Correlated(profile)) => {
            require(options, &[Concept::Correlated, Concept::CoarseCorrelated], "a joint distribution")?;
            mediator::why_not(game, profile)
        }
        _ => Err(wrong_kind(game)),
    }
}

/// Refuses concepts that a profile cannot be asked for.
fn require(options: &WhyNotOptions, known: &[Concept], what: &str) -> Result<(), Error> {
    match options.concept.filter(|concept| !known.contains(concept)) {
        None => Ok(()),
        Some(concept) => {
            let names: Vec<&str> = known.iter().map(|concept| concept.function()).collect();
            let (given, known) = (concept.function(), names.join(", "));
            Err(Error::Unsupported(format!("why_not asks {what} for one of {known}; leave out the concept {given}")))
        }
    }
}

fn in_tree(tree: &ExtensiveForm, profile: &BehaviorProfile, options: &WhyNotOptions) -> Result<WhyNot, Error> {
    use Concept::{Nash, PerfectBayesian, PureNash, Sequential, SubgamePerfect, WeakPerfectBayesian};
    let known = [Nash, PureNash, SubgamePerfect, Sequential, PerfectBayesian, WeakPerfectBayesian];
    require(options, &known, "a profile of a tree")?;
    profile.check(tree)?;
    options.beliefs.as_ref().map_or(Ok(()), |beliefs| beliefs.check(tree))?;
    let concept = options.concept.unwrap_or_else(|| usual(tree));
    let found = TreeRegrets::new(tree, profile)?;
    let deviations = deviation::in_subgame(tree, profile, &found, 0)?;
    if !deviations.is_empty() {
        return Ok(WhyNot::not_nash(deviations));
    }
    if matches!(concept, Nash | PureNash) {
        return Ok(WhyNot::of_verdict(Verdict::Nash));
    }
    let subgame_perfect = (0..found.subgames.len()).all(|subgame| found.gain(tree, subgame).is_zero());
    if !subgame_perfect && concept != WeakPerfectBayesian {
        let (threats, more_threats) = threat::threats(tree, profile, &found, MAX_THREATS)?;
        return Ok(WhyNot { threats, more_threats, ..WhyNot::of_verdict(Verdict::NotSubgamePerfect) });
    }
    if !has_beliefs(concept) {
        return Ok(WhyNot::of_verdict(Verdict::SubgamePerfect));
    }
    by_beliefs(tree, profile, concept, options.beliefs.as_ref())
}

/// The concept that a user means who names none.
fn usual(tree: &ExtensiveForm) -> Concept {
    let hidden = !tree.has_perfect_information() && tree.perfect_recall().is_ok();
    if hidden { Concept::Sequential } else { Concept::SubgamePerfect }
}

/// What there is to say of a Nash equilibrium by the beliefs given, or else by all that are allowed.
fn by_beliefs(
    tree: &ExtensiveForm,
    profile: &BehaviorProfile,
    concept: Concept,
    given: Option<&Beliefs>,
) -> Result<WhyNot, Error> {
    let mut faults = Vec::new();
    if let Some(beliefs) = given {
        tree.require_perfect_recall(concept.name())?;
        let findings = Assessment { tree, profile, beliefs }.findings(concept)?;
        let fault = |finding: super::assessment::Finding| {
            Some(Check { what: finding.what.to_owned(), passed: false, detail: finding.fault? })
        };
        faults = findings.into_iter().filter_map(fault).collect();
        if faults.is_empty() {
            return Ok(WhyNot::of_verdict(Verdict::Supported(concept)));
        }
    }
    let found = beliefs::find(tree, profile, concept)?;
    let failing = WhyNot { faults, ..WhyNot::of_verdict(Verdict::Unsupported(concept)) };
    Ok(match found {
        beliefs::Finding::Supported if given.is_none() => WhyNot::of_verdict(Verdict::Supported(concept)),
        beliefs::Finding::Supported => WhyNot { mendable: true, ..failing },
        beliefs::Finding::Open if given.is_none() => WhyNot::of_verdict(Verdict::Undecided(concept)),
        beliefs::Finding::Open => failing,
        beliefs::Finding::Unmet(mut unmet) => {
            let more_threats = unmet.len().saturating_sub(MAX_THREATS);
            unmet.truncate(MAX_THREATS);
            WhyNot { unmet, more_threats, ..failing }
        }
    })
}

fn names(path: &[&str]) -> Vec<String> {
    path.iter().map(|name| (*name).to_owned()).collect()
}

fn path_names(tree: &ExtensiveForm, node: NodeId) -> Vec<String> {
    names(&tree.path(node))
}
