//! The sequence form of a tree: linear in its size, where the strategic form is exponential.

use super::super::extensive::ExtensiveForm;
use super::super::history::{Histories, NOTHING_YET};
use super::super::ids::{InfosetId, PlayerId};
use super::super::labels::Labels;
use super::super::profile::BehaviorProfile;
use super::super::recall::OwnMoves;
use super::strategic::normalise;
use crate::error::Error;
use crate::number::Rational;

/// The sequence form of a tree with perfect recall.
///
/// # Definition
/// A sequence is what a player does along a play: a list of own moves, possibly empty. A realisation plan gives each
/// sequence the probability that the player plays all of it: 1 for the empty one, and at each information set the
/// sequences that continue share the weight of the one that leads there. Payoffs are linear in each player's plan.
///
/// # References
/// Koller, Megiddo and von Stengel (1996), *Games and Economic Behavior* 14, doi:10.1006/game.1996.0051.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SequenceForm {
    /// Each player's sequences.
    pub players: Vec<PlayerSequences>,
    /// The combinations of sequences at which plays end, with payoffs: sparse, in a fixed order.
    pub entries: Vec<SequenceEntry>,
    tree: ExtensiveForm,
}

/// A player's sequences, and how they continue each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayerSequences {
    /// The sequences' names: "(nothing)" for the empty one, else `information set: action` of the last move.
    pub labels: Labels,
    /// The last move of each sequence, `None` for the empty one, which comes first.
    pub moves: Vec<Option<(InfosetId, usize)>>,
    /// The player's information sets, in their order.
    pub infosets: Vec<SequenceInfoset>,
}

/// An information set as the sequence form sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SequenceInfoset {
    /// The information set.
    pub infoset: InfosetId,
    /// The sequence that leads to it.
    pub before: usize,
    /// The sequence that its first action makes; the other actions' follow in order.
    pub first: usize,
    /// How many actions it has.
    pub actions: usize,
}

/// Plays that end with the same sequences: their payoffs, weighted with the probability of their chance moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SequenceEntry {
    /// One sequence for each player.
    pub sequences: Vec<usize>,
    /// One payoff for each player.
    pub payoffs: Vec<Rational>,
}

impl ExtensiveForm {
    /// The sequence form.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when a player lacks perfect recall.
    ///
    /// # Complexity
    /// Time and memory are linear in the number of nodes, but for sorting.
    pub fn to_sequence(&self) -> Result<SequenceForm, Error> {
        Ok(self.sequence_form(&self.require_perfect_recall("the sequence form")?))
    }

    /// The sequence form of a tree that is known to have perfect recall.
    pub(crate) fn sequence_form(&self, own: &OwnMoves) -> SequenceForm {
        let mut players: Vec<PlayerSequences> = Vec::with_capacity(self.num_players());
        let mut first = vec![0; self.infosets().len()];
        for player in self.player_ids() {
            let mut moves = vec![None];
            let mut infosets = Vec::new();
            for infoset in self.infosets_of(player) {
                let actions = self.infoset(infoset).actions.len();
                let before = own.before(infoset).map_or(NOTHING_YET, |(id, action)| first[id.index()] + action);
                first[infoset.index()] = moves.len();
                infosets.push(SequenceInfoset { infoset, before, first: moves.len(), actions });
                moves.extend((0..actions).map(|action| Some((infoset, action))));
            }
            players.push(PlayerSequences { labels: self.name_sequences(&moves), moves, infosets });
        }
        let (trail, plays) = self.sum_plays_by_histories();
        let number = |(&history, histories): (&usize, &Histories)| {
            let step = histories.step(history);
            step.infoset.map_or(NOTHING_YET, |id| first[id.index()] + step.action)
        };
        let entry = |(histories, payoffs): (Vec<usize>, Vec<Rational>)| SequenceEntry {
            sequences: histories.iter().zip(&trail.histories).map(number).collect(),
            payoffs,
        };
        let mut entries: Vec<SequenceEntry> = plays.into_iter().map(entry).collect();
        entries.sort_by(|a, b| a.sequences.cmp(&b.sequences));
        SequenceForm { players, entries, tree: self.clone() }
    }

    /// A sequence is named by its last move, which under perfect recall tells the whole of it.
    fn name_sequences(&self, moves: &[Option<(InfosetId, usize)>]) -> Labels {
        Labels::new(moves.iter().map(|last| match last {
            None => "(nothing)".to_owned(),
            Some((id, action)) => format!("{}: {}", self.infoset(*id).key, self.infoset(*id).actions.key(*action)),
        }))
    }
}

impl PlayerSequences {
    /// How many sequences there are.
    pub fn len(&self) -> usize {
        self.moves.len()
    }

    /// Never: there is always the empty sequence.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// The constraints of a realisation plan `x`, row by row and sparse: position and coefficient.
    ///
    /// The first row says that the empty sequence has weight 1; each of the others, one for each information set, says
    /// that the sequences continuing there weigh together what leads there: `-x[before] + sum x[first..] = 0`.
    pub fn constraints(&self) -> Vec<Vec<(usize, i8)>> {
        let row = |set: &SequenceInfoset| {
            let continuing = (set.first..set.first + set.actions).map(|sequence| (sequence, 1));
            std::iter::once((set.before, -1)).chain(continuing).collect()
        };
        std::iter::once(vec![(NOTHING_YET, 1)]).chain(self.infosets.iter().map(row)).collect()
    }

    /// The constraint matrix of [`constraints`](PlayerSequences::constraints), written out.
    pub fn constraint_matrix(&self) -> Vec<Vec<Rational>> {
        let dense = |row: Vec<(usize, i8)>| {
            let mut dense = vec![Rational::ZERO; self.len()];
            for (position, coefficient) in row {
                dense[position] = i32::from(coefficient).into();
            }
            dense
        };
        self.constraints().into_iter().map(dense).collect()
    }
}

impl SequenceForm {
    /// The tree that this is the sequence form of.
    pub fn tree(&self) -> &ExtensiveForm {
        &self.tree
    }

    /// A player's sequences.
    pub fn sequences(&self, player: PlayerId) -> &PlayerSequences {
        &self.players[player.index()]
    }

    /// The realisation plans of a behaviour profile, one for each player.
    ///
    /// # Errors
    /// When the profile does not fit the tree.
    pub fn realization_of(&self, profile: &BehaviorProfile) -> Result<Vec<Vec<Rational>>, Error> {
        profile.check(&self.tree)?;
        let realize = |own: &PlayerSequences| {
            let mut plan = vec![Rational::ONE; own.len()];
            for set in &own.infosets {
                for (action, probability) in profile.at(set.infoset).iter().enumerate() {
                    plan[set.first + action] = &plan[set.before] * probability;
                }
            }
            plan
        };
        Ok(self.players.iter().map(realize).collect())
    }

    /// The behaviour profile of realisation plans. Where a plan never comes, the first action stands in, so that pure
    /// plans stay pure.
    ///
    /// # Errors
    /// When a plan has a negative weight or breaks a constraint.
    pub fn behavior_of(&self, plans: &[Vec<Rational>]) -> Result<BehaviorProfile, Error> {
        let mut rows = vec![Vec::new(); self.tree.infosets().len()];
        if plans.len() != self.players.len() {
            let needed = self.players.len();
            return Err(Error::Invalid(format!("{} realisation plans were given for {needed} players", plans.len())));
        }
        for (player, (own, plan)) in self.players.iter().zip(plans).enumerate() {
            self.check_plan(player, own, plan)?;
            for set in &own.infosets {
                let mut row = plan[set.first..set.first + set.actions].to_vec();
                normalise(&mut row);
                rows[set.infoset.index()] = row;
            }
        }
        Ok(BehaviorProfile(rows))
    }

    fn check_plan(&self, player: usize, own: &PlayerSequences, plan: &[Rational]) -> Result<(), Error> {
        let balanced = |set: &SequenceInfoset| {
            plan[set.first..set.first + set.actions].iter().sum::<Rational>() == plan[set.before]
        };
        let sound = plan.len() == own.len()
            && plan[NOTHING_YET] == Rational::ONE
            && !plan.iter().any(Rational::is_negative)
            && own.infosets.iter().all(balanced);
        sound.then_some(()).ok_or_else(|| {
            let name = self.tree.players().key(player);
            Error::Invalid(format!(
                "the realisation plan of {name} is not one: give each of its {} sequences a weight, 1 for the empty \
                 one, none negative, the continuations at an information set adding up to what leads there",
                own.len()
            ))
        })
    }

    /// Everybody's expected payoff under realisation plans that fit.
    ///
    /// # Errors
    /// As for [`behavior_of`](SequenceForm::behavior_of).
    pub fn expected_payoffs(&self, plans: &[Vec<Rational>]) -> Result<Vec<Rational>, Error> {
        self.behavior_of(plans)?;
        let mut sums = vec![Rational::ZERO; self.players.len()];
        for entry in &self.entries {
            let weight: Rational = entry.sequences.iter().zip(plans).map(|(&s, plan)| plan[s].clone()).product();
            for (sum, payoff) in sums.iter_mut().zip(&entry.payoffs) {
                *sum += &weight * payoff;
            }
        }
        Ok(sums)
    }
}
