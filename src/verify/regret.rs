//! Regret: how much each player could gain by deviating alone, exactly.

use super::best_reply::{BestReply, best_reply};
use super::{obedience, words};
use crate::error::Error;
use crate::game::{
    BehaviorProfile, ContinuationValues, ExtensiveForm, Game, MixedProfile, NodeId, NormalForm, Profile, Subgames,
};
use crate::number::Rational;

/// What a player gets, and what the player could get by deviating alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regret {
    /// The player.
    pub player: String,
    /// The expected payoff under the profile.
    pub value: Rational,
    /// The expected payoff of a best reply to the others.
    pub best: Rational,
}

impl Regret {
    /// The gain from deviating: 0 if the player already plays a best reply.
    pub fn gain(&self) -> Rational {
        &self.best - &self.value
    }
}

/// Everybody's regret in a subgame, given that play has come there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubgameRegret {
    /// Where the subgame begins.
    pub root: NodeId,
    /// The subgame's name: who moves first in it, at which information set.
    pub name: String,
    /// Each player's regret.
    pub regrets: Vec<Regret>,
}

/// Each player's regret under a profile.
///
/// In a payoff table every strategy is tried. In a tree a best reply is found backwards over the player's own
/// information sets, in time linear in the number of nodes, without the strategic form. Under a joint distribution the
/// best reply follows what is recommended, but for what is better disobeyed.
///
/// # Errors
/// When the profile does not fit the game; when a player is absent-minded, or forgets and has too many plans to try.
pub fn regrets(game: &Game, profile: &Profile) -> Result<Vec<Regret>, Error> {
    match (game, profile) {
        (Game::Normal(game), Profile::Mixed(profile)) => {
            profile.check(game)?;
            normal_regrets(game, profile)
        }
        (Game::Extensive(tree), Profile::Behavior(profile)) => {
            profile.check(tree)?;
            Ok(TreeRegrets::new(tree, profile)?.of_subgame(tree, 0))
        }
        (game, Profile::Correlated(profile)) => {
            let table = obedience::table(game)?;
            profile.check(&table)?;
            Ok(obedience::regrets(&table, profile))
        }
        _ => Err(wrong_kind(game)),
    }
}

/// The largest regret of any player.
///
/// # Errors
/// As for [`regrets`].
pub fn regret(game: &Game, profile: &Profile) -> Result<Rational, Error> {
    Ok(regrets(game, profile)?.iter().map(Regret::gain).max().unwrap_or_default())
}

/// Each player's regret in every subgame, depth first, the whole game first.
///
/// # Errors
/// As for [`regrets`].
pub fn subgame_regrets(tree: &ExtensiveForm, profile: &BehaviorProfile) -> Result<Vec<SubgameRegret>, Error> {
    profile.check(tree)?;
    let found = TreeRegrets::new(tree, profile)?;
    let of = |(subgame, root): (usize, &NodeId)| SubgameRegret {
        root: *root,
        name: words::subgame(tree, *root),
        regrets: found.of_subgame(tree, subgame),
    };
    Ok(found.subgames.roots().iter().enumerate().map(of).collect())
}

pub(super) fn wrong_kind(game: &Game) -> Error {
    Error::Invalid(match game {
        Game::Normal(_) => {
            "a payoff table needs a mixed profile: a probability for each strategy of each player".into()
        }
        Game::Extensive(_) => {
            "a tree needs a behaviour profile: a probability for each action at each information set".into()
        }
    })
}

pub(super) fn normal_regrets(game: &NormalForm, profile: &MixedProfile) -> Result<Vec<Regret>, Error> {
    let values = game.expected_payoffs(profile)?;
    let regret = |(player, value): (crate::game::PlayerId, Rational)| {
        let best = game.deviation_payoffs(profile, player)?.into_iter().max().unwrap_or_default();
        Ok(Regret { player: game.players().key(player.index()).to_owned(), value, best })
    };
    game.player_ids().zip(values).map(regret).collect()
}

/// Values and best replies of all players in all subgames of a tree.
pub(super) struct TreeRegrets {
    pub subgames: Subgames,
    pub values: ContinuationValues,
    pub replies: Vec<BestReply>,
}

impl TreeRegrets {
    pub fn new(tree: &ExtensiveForm, profile: &BehaviorProfile) -> Result<Self, Error> {
        let (subgames, values) = (tree.subgames(), tree.continuation_values(profile)?);
        let reply = |player| best_reply(tree, &subgames, profile, player);
        let replies = tree.player_ids().map(reply).collect::<Result<_, _>>()?;
        Ok(TreeRegrets { subgames, values, replies })
    }

    pub fn of_subgame(&self, tree: &ExtensiveForm, subgame: usize) -> Vec<Regret> {
        let root = self.subgames.root(subgame);
        let regret = |player: crate::game::PlayerId| Regret {
            player: tree.players().key(player.index()).to_owned(),
            value: self.values.of(root, player).clone(),
            best: self.replies[player.index()].values[subgame].clone(),
        };
        tree.player_ids().map(regret).collect()
    }

    /// The largest gain of any player in a subgame.
    pub fn gain(&self, tree: &ExtensiveForm, subgame: usize) -> Rational {
        let root = self.subgames.root(subgame);
        let gain = |player: crate::game::PlayerId| {
            &self.replies[player.index()].values[subgame] - self.values.of(root, player)
        };
        tree.player_ids().map(gain).max().unwrap_or_default()
    }
}
