//! [`Standing`]: what an equilibrium gives every type, and which messages it leaves unsent.

use super::game::{SignalingGame, Way};
use crate::game::BehaviorProfile;
use crate::number::Rational;

/// An equilibrium's outcome, as far as the refinements look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// What each type has.
    pub(super) values: Vec<Rational>,
    /// Whether each message is sent by some type.
    pub(super) sent: Vec<bool>,
}

impl Standing {
    /// Reads an equilibrium; the reason why it is none of the signalling game where it is not.
    pub(super) fn of(game: &SignalingGame, profile: &BehaviorProfile) -> Result<Self, String> {
        let mut standing = Standing { values: Vec::new(), sent: vec![false; game.messages.len()] };
        for number in 0..game.types.len() {
            standing.values.push(value(game, profile, number)?);
        }
        for (place, message) in game.messages.iter().enumerate() {
            let weight = |by: &super::game::MessageSender| {
                let sender_type = &game.types[by.sender_type];
                &sender_type.prior * &profile.at(sender_type.infoset)[by.action]
            };
            let weights: Vec<Rational> = message.senders.iter().map(weight).collect();
            if weights.iter().all(Rational::is_zero) {
                continue;
            }
            standing.sent[place] = true;
            let brings = |reply: usize| -> Rational {
                weights.iter().zip(&message.senders).map(|(weight, by)| weight * &by.receiver_payoffs[reply]).sum()
            };
            let brings: Vec<Rational> = (0..message.replies.len()).map(brings).collect();
            let best = brings.iter().max();
            let used = profile.at(message.infoset).iter().zip(&brings).zip(&message.replies);
            if let Some((_, reply)) =
                used.filter(|((weight, _), _)| !weight.is_zero()).find(|((_, x), _)| Some(*x) != best)
            {
                let (receiver, message) = (&message.receiver, &message.name);
                return Err(format!("{receiver} replies to {message} with {reply}, which is not best there"));
            }
        }
        Ok(standing)
    }
}

/// What a type has, if it takes only what is best.
fn value(game: &SignalingGame, profile: &BehaviorProfile, number: usize) -> Result<Rational, String> {
    let known = &game.types[number];
    let brings = |way: Way| match way {
        Way::Sends(message, by) => profile.at(message.infoset).iter().zip(&by.payoffs).map(|(p, x)| p * x).sum(),
        Way::Leaves(exit) => exit.payoff.clone(),
    };
    let ways: Vec<(Way, Rational)> = game.ways(number).map(|way| (way, brings(way))).collect();
    let Some((better, best)) = ways.iter().max_by(|a, b| a.1.cmp(&b.1)) else {
        return Err("a type has no move".into());
    };
    let used = |way: &Way| !profile.at(known.infoset)[way.action()].is_zero();
    match ways.iter().find(|(way, worth)| used(way) && worth != best) {
        None => Ok(best.clone()),
        Some((way, worth)) => Err(format!(
            "with what follows solved backwards, type '{}' gets {worth} from {}, and would get {best} from {}",
            known.name,
            way.name(),
            better.name()
        )),
    }
}
