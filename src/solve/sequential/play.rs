//! [`Play`]: where play comes and what is used there, and what that leaves to be asked of behaviour elsewhere.

use super::basis::{Basis, positions};
use super::conditions::{Condition, Values};
use super::curved::Reason;
use super::form::Form;
use super::plans::brings;
use super::punishment::Punishments;
use super::setting::{Setting, Support};
use crate::game::{Detour, InfosetId, NodeId, NodeKind, Subgames};
use crate::number::Rational;

/// The most continuations after a deviation that are compared.
const MAX_PLANS: usize = 4096;

/// What is used at each information set, and whether play comes there; all actions count as used where it does not.
#[derive(Clone)]
pub(super) struct Play {
    pub(super) supports: Vec<Support>,
    pub(super) reached: Vec<bool>,
}

/// A tree with its subgames and what holds players down in them.
pub(super) struct Ground<'s, 'a> {
    pub(super) setting: &'s Setting<'a>,
    pub(super) subgames: Subgames,
    pub(super) punishments: Punishments,
}

/// A play with behaviour elsewhere settled as far as it can be without loss.
#[derive(Clone)]
pub(super) struct Settled {
    pub(super) play: Play,
    /// The information sets at which a deviator's best reply is settled, too, or makes no difference.
    replies: Vec<bool>,
    /// Whether all subgames in which a player is held down have no hidden moves: what deters then hangs together.
    pub(super) plain: bool,
}

/// What is settled where play does not come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Settle {
    /// What makes no difference to anybody: there the first action stands in.
    Idle,
    /// Also what happens in subgames to which a single player leads: that player is held to the least there.
    Held,
}

impl Ground<'_, '_> {
    /// How play leaves the path on the way to each node.
    fn detours(&self, play: &Play) -> Vec<Detour> {
        let tree = self.setting.tree;
        let mut detours: Vec<Detour> = Vec::with_capacity(tree.num_nodes());
        for node in tree.nodes() {
            let detour = match node.parent {
                None => Detour::None,
                Some((parent, action)) => {
                    let before = detours[parent.index()];
                    match tree.node(parent).kind {
                        NodeKind::Decision(set) => {
                            let on_path = play.reached[set.index()];
                            let used = !on_path || play.supports[set.index()] >> action & 1 == 1;
                            if used { before } else { before.and(tree.infoset(set).player) }
                        }
                        NodeKind::Chance(id) if tree.chance_move(id).probabilities[action].is_zero() => Detour::Never,
                        _ => before,
                    }
                }
            };
            detours.push(detour);
        }
        detours
    }

    /// Settles what is done where play does not come.
    ///
    /// It makes no difference where the owner's own plan never comes, or where only deviations of several players lead. In a subgame to
    /// which one player leads, some behaviour of the others deters that player if the one does that leaves the least.
    pub(super) fn settle(&self, play: &Play, how: Settle) -> Settled {
        let tree = self.setting.tree;
        let detours = self.detours(play);
        let mut settled = Settled { play: play.clone(), replies: vec![false; tree.infosets().len()], plain: true };
        for id in tree.infoset_ids().filter(|id| !play.reached[id.index()]) {
            let infoset = tree.infoset(id);
            let subgame = self.subgames.innermost_of_infoset(tree, id);
            if let (Settle::Held, Detour::One(player)) = (how, detours[self.subgames.root(subgame).index()])
                && self.punishments.known(player, subgame)
            {
                settled.play.supports[id.index()] = 1 << self.punishments.choice(player, id);
                settled.replies[id.index()] = infoset.player == player;
                settled.plain &= self.punishments.is_plain(subgame);
            } else if !infoset.nodes.iter().any(|node| detours[node.index()].concerns(infoset.player)) {
                settled.play.supports[id.index()] = 1;
                let alone = |node: &NodeId| detours[node.index()] == Detour::One(infoset.player);
                settled.replies[id.index()] = !infoset.nodes.iter().any(alone);
            }
        }
        settled
    }

    /// The conditions of best replies where play comes, at some information sets.
    pub(super) fn conditions(
        &self,
        settled: &Settled,
        at: impl Iterator<Item = InfosetId>,
    ) -> Result<(Basis, Vec<Condition>), Reason> {
        let Play { supports, reached } = &settled.play;
        let basis = Basis::of_play(self.setting, supports, reached);
        let mut values = Values::new(self.setting, supports, &basis);
        let mut all = Vec::new();
        for id in at.filter(|id| reached[id.index()]) {
            all.extend(conditions_at(&mut values, id, &settled.replies)?);
        }
        Ok((basis, all))
    }
}

/// What must hold at an information set to which play comes.
fn conditions_at(values: &mut Values, infoset: InfosetId, replies: &[bool]) -> Result<Vec<Condition>, Reason> {
    let setting = values.setting;
    let tree = setting.tree;
    let support = values.supports[infoset.index()];
    let first = support.trailing_zeros() as usize;
    let own = brings(values, infoset, &[(infoset, first)]).ok_or(Reason::Large)?;
    let mut found: Vec<(bool, Form)> = Vec::new();
    for action in (0..tree.infoset(infoset).actions.len()).filter(|&action| action != first) {
        let used = positions(support).any(|position| position == action);
        for plan in plans(setting, infoset, action, used, replies).ok_or(Reason::Large)? {
            let mut gain = brings(values, infoset, &plan).ok_or(Reason::Large)?;
            gain.add_product(&own, &-Rational::ONE, &[]);
            if !gain.is_zero() && !found.contains(&(used, gain.clone())) {
                found.push((used, gain));
            }
        }
    }
    Ok(found.into_iter().map(|(equation, gain)| values.condition(equation, gain)).collect())
}

/// The ways to go on after an action; where it is used, as the profile does. `None` if there are too many.
fn plans(
    setting: &Setting,
    infoset: InfosetId,
    action: usize,
    used: bool,
    replies: &[bool],
) -> Option<Vec<Vec<(InfosetId, usize)>>> {
    let mut plans = vec![vec![(infoset, action)]];
    if used {
        return Some(plans);
    }
    let before = |id: InfosetId| setting.own_before[id.index()].map(|(before, _)| before);
    let after = |id: &InfosetId| std::iter::successors(before(*id), |id| before(*id)).any(|own| own == infoset);
    let mut later: Vec<InfosetId> =
        setting.tree.infoset_ids().filter(|id| !replies[id.index()]).filter(after).collect();
    // Sets that come earlier in a player's plays have smaller depth.
    later.sort_by_key(|id| (setting.depth(*id), *id));
    for id in later {
        let Some((before, by)) = setting.own_before[id.index()] else { continue };
        let extend = |plan: Vec<(InfosetId, usize)>| -> Vec<Vec<(InfosetId, usize)>> {
            if !plan.contains(&(before, by)) {
                return vec![plan];
            }
            let count = setting.tree.infoset(id).actions.len();
            (0..count).map(|action| plan.iter().copied().chain([(id, action)]).collect()).collect()
        };
        plans = plans.into_iter().flat_map(extend).collect();
        if plans.len() > MAX_PLANS {
            return None;
        }
    }
    Some(plans)
}
