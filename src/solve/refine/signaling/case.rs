//! [`Case`]: an unsent message, and what every type would gain from it.

use super::game::{Message, SignalingGame};
use super::region::{negated, point};
use super::replies::{Face, faces, sure_beliefs};
use super::standing::Standing;
use crate::number::Rational;
use crate::solve::control::Watch;

/// An unsent message. Types are those that can send it, by position in [`Message::senders`].
pub(super) struct Case<'a> {
    pub(super) game: &'a SignalingGame,
    pub(super) message: &'a Message,
    /// What each type has in equilibrium.
    pub(super) values: Vec<&'a Rational>,
    /// What each type would gain for each reply.
    pub(super) gains: Vec<Vec<Rational>>,
    /// The receiver's payoff from each reply to each type.
    pub(super) receiver: Vec<Vec<Rational>>,
    /// The mixed best replies to all beliefs.
    pub(super) all: Vec<Face>,
}

/// Conditions on the gain of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Is {
    /// It does not lose.
    NoLoss,
    /// It does not gain.
    NoGain,
    /// It gains.
    Gain,
    /// It loses.
    Loss,
}

/// A reply that keeps every type from the message, and a belief to which it is a best reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deterrent {
    /// A probability for each reply.
    pub(super) reply: Vec<Rational>,
    /// A probability for each type.
    pub(super) belief: Vec<Rational>,
}

impl<'a> Case<'a> {
    /// `None` if the search was stopped.
    pub(super) fn new(
        game: &'a SignalingGame,
        message: &'a Message,
        standing: &'a Standing,
        watch: &mut Watch,
    ) -> Option<Self> {
        let values: Vec<&Rational> = message.senders.iter().map(|by| &standing.values[by.sender_type]).collect();
        let gain =
            |(by, value): (&super::game::MessageSender, &&Rational)| by.payoffs.iter().map(|x| x - *value).collect();
        let gains = message.senders.iter().zip(&values).map(gain).collect();
        let receiver: Vec<Vec<Rational>> = message.senders.iter().map(|by| by.receiver_payoffs.clone()).collect();
        let everybody: Vec<usize> = (0..values.len()).collect();
        let all = faces(&receiver, &sure_beliefs(values.len(), &everybody), watch)?;
        Some(Case { game, message, values, gains, receiver, all })
    }

    /// How many types can send the message.
    pub(super) fn types(&self) -> usize {
        self.values.len()
    }

    pub(super) fn type_name(&self, place: usize) -> &'a str {
        &self.game.types[self.message.senders[place].sender_type].name
    }

    /// The mixed best replies to beliefs on some types.
    pub(super) fn replies_to(&self, among: &[usize], watch: &mut Watch) -> Option<Vec<Face>> {
        faces(&self.receiver, &sure_beliefs(self.types(), among), watch)
    }

    /// A mixture of a face's replies at which every named type is as it should be.
    pub(super) fn mixture(&self, face: &Face, conditions: &[(usize, Is)]) -> Option<Vec<Rational>> {
        let (mut rows, mut strict) = (Vec::new(), Vec::new());
        for (place, is) in conditions {
            let gain: Vec<Rational> = face.replies.iter().map(|&reply| self.gains[*place][reply].clone()).collect();
            match is {
                Is::NoLoss => rows.push(negated(&gain)),
                Is::NoGain => rows.push(gain),
                Is::Gain => strict.push(negated(&gain)),
                Is::Loss => strict.push(gain),
            }
        }
        point(face.replies.len(), &rows, &strict)
    }

    /// Whether some mixture of the replies of some face is such.
    pub(super) fn somewhere(&self, faces: &[Face], conditions: &[(usize, Is)]) -> bool {
        faces.iter().any(|face| self.mixture(face, conditions).is_some())
    }

    /// A best reply among the given ones that keeps every type from the message, a pure one if there is one.
    pub(super) fn deterrent(&self, faces: &[Face]) -> Option<Deterrent> {
        let conditions: Vec<(usize, Is)> = (0..self.types()).map(|place| (place, Is::NoGain)).collect();
        let deters = |reply: usize| self.gains.iter().all(|gains| !gains[reply].is_positive());
        let pure = |face: &Face| -> Option<Vec<Rational>> {
            let chosen = face.replies.iter().position(|&reply| deters(reply))?;
            let weight = |place| if place == chosen { Rational::ONE } else { Rational::ZERO };
            Some((0..face.replies.len()).map(weight).collect())
        };
        let found = faces.iter().find_map(|face| Some((face, pure(face)?)));
        let mixed = || faces.iter().find_map(|face| Some((face, self.mixture(face, &conditions)?)));
        let (face, mixture) = found.or_else(mixed)?;
        let mut reply = vec![Rational::ZERO; self.message.replies.len()];
        face.replies.iter().zip(mixture).for_each(|(&place, weight)| reply[place] = weight);
        Some(Deterrent { reply, belief: face.belief.clone() })
    }

    /// The largest gain of a type over the given replies.
    pub(super) fn most(&self, place: usize, faces: &[Face]) -> Rational {
        let gains = faces.iter().flat_map(|face| &face.replies).map(|&reply| &self.gains[place][reply]);
        gains.max().cloned().unwrap_or(Rational::ZERO)
    }

    /// The smallest gain of a type over the given replies.
    pub(super) fn least(&self, place: usize, faces: &[Face]) -> Rational {
        let gains = faces.iter().flat_map(|face| &face.replies).map(|&reply| &self.gains[place][reply]);
        gains.min().cloned().unwrap_or(Rational::ZERO)
    }

    /// Whether some type could gain from the message after some best reply.
    pub(super) fn tempts(&self) -> bool {
        (0..self.types()).any(|place| self.most(place, &self.all).is_positive())
    }
}
