//! [`Objective`]: what is made as large or as small as it can be over a set of joint distributions.

use serde::{Deserialize, Serialize};

use super::any::Game;
use super::extensive::ExtensiveForm;
use super::forms::StrategicOptions;
use super::ids::PlayerId;
use super::normal::NormalForm;
use crate::error::{Error, UnknownName};
use crate::number::Rational;

/// A linear function of a joint distribution over pure profiles: the expectation of a number for each profile.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// Nothing: any member of the set will do.
    None,
    /// The sum of everybody's payoffs (utilities).
    #[default]
    Welfare,
    /// A player's payoff (utility).
    Payoff(String),
    /// The probability that all of these choices are made.
    Event(Vec<Choice>),
    /// A number for each profile of the table, the last player's strategy running fastest; on a tree, of the reduced
    /// strategic form.
    Weights(Vec<Rational>),
}

/// A choice of a player, by names: in a table a strategy, on a tree an action that is taken in the course of play.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The player.
    pub player: String,
    /// On a tree: the information set; `None` for any at which the player has the action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infoset: Option<String>,
    /// The strategy or action.
    pub action: String,
}

/// Whether the objective is made large or small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// As large as it can be.
    #[default]
    Maximise,
    /// As small as it can be.
    Minimise,
}

/// That nothing in the set is better, with the multipliers that prove it.
///
/// For every profile `s`, the objective plus the sum of each multiplier times what its player loses by the deviation
/// at `s` is at most `value` (for a maximum; for a minimum the sum is taken away, and the rest is at least `value`).
/// As nobody gains by deviating, on average, no distribution in the set can then do better than `value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Optimum {
    /// What was optimised.
    pub objective: Objective,
    /// In which direction.
    pub sense: Sense,
    /// The value reached.
    pub value: Rational,
    /// The multipliers above 0.
    pub multipliers: Vec<Multiplier>,
}

/// The weight of a deviation in the proof of an optimum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Multiplier {
    /// Who might deviate.
    pub player: PlayerId,
    /// From which recommendation; `None` where players decide before they are told.
    pub recommended: Option<usize>,
    /// To which strategy.
    pub instead: usize,
    /// The weight.
    pub weight: Rational,
}

impl Choice {
    /// A choice of a player.
    pub fn new(player: impl Into<String>, action: impl Into<String>) -> Self {
        Choice { player: player.into(), infoset: None, action: action.into() }
    }

    /// The choice in words: "Russia chooses Support", or on a tree "Russia comes to 'call' and chooses Support", as the
    /// probability is not one given that play comes there.
    fn words(&self) -> String {
        let place = self.infoset.as_ref().map_or(String::new(), |infoset| format!("comes to '{infoset}' and "));
        format!("{} {place}chooses {}", self.player, self.action)
    }

    fn in_table(&self, table: &NormalForm) -> Result<(PlayerId, usize), Error> {
        let player = table.player(&self.player)?;
        if let Some(infoset) = &self.infoset {
            return Err(Error::Invalid(format!(
                "a payoff table has no information set '{infoset}'; name the player and the strategy only"
            )));
        }
        Ok((player, table.strategy(player, &self.action)?))
    }

    /// The information sets and actions that make the choice.
    fn in_tree(&self, tree: &ExtensiveForm) -> Result<Vec<(usize, usize)>, Error> {
        let player = tree.player(&self.player)?;
        let sets = match &self.infoset {
            Some(key) => vec![tree.find_infoset(player, key)?],
            None => tree.infosets_of(player).collect(),
        };
        let known: Vec<&String> = sets.iter().flat_map(|id| tree.infoset(*id).actions.keys()).collect();
        let places = sets.iter().filter_map(|id| {
            let position = tree.infoset(*id).actions.keys().iter().position(|key| *key == self.action);
            position.map(|action| (id.index(), action))
        });
        let places: Vec<(usize, usize)> = places.collect();
        if places.is_empty() {
            let mut names: Vec<&String> = Vec::new();
            known.into_iter().for_each(|name| {
                if !names.contains(&name) {
                    names.push(name)
                }
            });
            return Err(UnknownName::new(format!("action of {}", self.player), &self.action, names).into());
        }
        Ok(places)
    }
}

impl Objective {
    /// The objective in words: "the probability that Russia chooses Support".
    pub fn words(&self) -> String {
        match self {
            Objective::None => "nothing".into(),
            Objective::Welfare => "the sum of payoffs".into(),
            Objective::Payoff(player) => format!("the payoff of {player}"),
            Objective::Event(choices) => {
                let parts: Vec<String> = choices.iter().map(Choice::words).collect();
                format!("the probability that {}", parts.join(" and "))
            }
            Objective::Weights(_) => "the weighted sum given".into(),
        }
    }

    /// The objective's number for each profile of the game's [table](Game::table_of_plans).
    ///
    /// # Errors
    /// When a name is unknown, or the numbers given do not fit the table.
    pub fn values(&self, game: &Game, table: &NormalForm) -> Result<Vec<Rational>, Error> {
        let each = |value: &dyn Fn(usize) -> Rational| (0..table.num_profiles()).map(value).collect();
        Ok(match self {
            Objective::None => vec![Rational::ZERO; table.num_profiles()],
            Objective::Welfare => each(&|number| table.payoffs_of(number).iter().sum()),
            Objective::Payoff(name) => {
                let player = table.player(name)?.index();
                each(&|number| table.payoffs_of(number)[player].clone())
            }
            Objective::Event(choices) => match game {
                Game::Normal(table) => event_in_table(choices, table)?,
                Game::Extensive(tree) => event_in_tree(choices, tree)?,
            },
            Objective::Weights(weights) if weights.len() == table.num_profiles() => weights.clone(),
            Objective::Weights(weights) => {
                let (given, needed) = (weights.len(), table.num_profiles());
                return Err(Error::Invalid(format!(
                    "{given} weights were given for {needed} profiles; give one for each"
                )));
            }
        })
    }
}

fn event_in_table(choices: &[Choice], table: &NormalForm) -> Result<Vec<Rational>, Error> {
    let parts: Vec<(PlayerId, usize)> =
        choices.iter().map(|choice| choice.in_table(table)).collect::<Result<_, _>>()?;
    let happens = |number: usize| {
        let profile = table.profile(number);
        parts.iter().all(|(player, strategy)| profile[player.index()] == *strategy)
    };
    Ok((0..table.num_profiles()).map(|number| indicator(happens(number))).collect())
}

/// The probability of the event under each profile of plans: the payoff of the first player where it alone is paid.
fn event_in_tree(choices: &[Choice], tree: &ExtensiveForm) -> Result<Vec<Rational>, Error> {
    let parts: Vec<Vec<(usize, usize)>> =
        choices.iter().map(|choice| choice.in_tree(tree)).collect::<Result<_, _>>()?;
    let happens = |end| {
        let taken: Vec<(usize, usize)> = tree
            .steps(end)
            .into_iter()
            .filter_map(|(node, action)| match tree.node(node).kind {
                super::extensive::NodeKind::Decision(id) => Some((id.index(), action)),
                _ => None,
            })
            .collect();
        parts.iter().all(|places| places.iter().any(|place| taken.contains(place)))
    };
    let pay = |end| {
        let mut payoffs = vec![Rational::ZERO; tree.num_players()];
        payoffs[0] = indicator(happens(end));
        payoffs
    };
    let paid = tree.with_play_payoffs(tree.terminals().map(pay).collect())?;
    // The table of the game itself was made within its limit, and this one is as large.
    let table = paid.to_strategic(&StrategicOptions { reduced: true, max_profiles: usize::MAX })?.game;
    Ok((0..table.num_profiles()).map(|number| table.payoffs_of(number)[0].clone()).collect())
}

fn indicator(happens: bool) -> Rational {
    if happens { Rational::ONE } else { Rational::ZERO }
}
