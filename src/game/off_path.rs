//! [`OffPath`]: what behaviour means where play does not come: what keeps each player from going there.

use std::collections::BTreeMap;

use super::extensive::{ExtensiveForm, NodeKind};
use super::ids::{InfosetId, NodeId, PlayerId};
use super::profile::BehaviorProfile;
use crate::error::Error;
use crate::number::Rational;

/// How the way to a node leaves the path of play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detour {
    /// It does not.
    None,
    /// By moves of this player only.
    One(PlayerId),
    /// By moves of several players.
    Several,
    /// By an event of probability 0.
    Never,
}

impl Detour {
    /// The way after a move that a player does not make on the path.
    pub(crate) fn and(self, player: PlayerId) -> Detour {
        match self {
            Detour::None => Detour::One(player),
            Detour::One(own) if own != player => Detour::Several,
            other => other,
        }
    }

    /// Whether some other player may lead there alone, so that what the owner of the move does matters.
    pub(crate) fn concerns(self, owner: PlayerId) -> bool {
        matches!(self, Detour::One(player) if player != owner)
    }
}

/// What a profile does where play does not come, and what that is good for.
///
/// # Definition
/// A profile is a Nash equilibrium if and only if, at each information set to which play comes, no action that is not used there brings
/// its player more, with the best that the same player can do afterwards, than those that are used. So behaviour elsewhere matters only
/// by what it leaves a player who leaves the path alone. Of two profiles that do the same on the path, one of which is an equilibrium, the
/// other is an equilibrium too just if it holds every such player to [`at_most`](Deterrent::at_most).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffPath {
    /// What keeps players on the path, in the order of information sets and actions. Moves that lead to no other player's
    /// information set off the path are left out: nothing deters there.
    pub deterrents: Vec<Deterrent>,
    /// The information sets where any behaviour would do, whatever is done elsewhere: only several deviations, or the owner's own, lead
    /// there.
    pub idle: Vec<InfosetId>,
}

/// What keeps a player from a move that is not made on the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deterrent {
    /// Where on the path the player would deviate.
    pub infoset: InfosetId,
    /// The action that is not used there.
    pub action: usize,
    /// What the player gets from staying on the path, given that play has come to the information set: what the best deviation by the
    /// action may bring at most.
    pub at_most: Rational,
    /// What it brings under the profile.
    pub brings: Rational,
    /// The information sets of others that it may lead to where play does not come. What they do there is free within the bound.
    pub infosets: Vec<InfosetId>,
}

impl ExtensiveForm {
    /// What a profile does where play does not come.
    ///
    /// # Errors
    /// When the profile does not fit, or a player lacks perfect recall.
    ///
    /// # Complexity
    /// The size of the tree times the number of actions that are not used on the path.
    ///
    /// # Example
    /// ```
    /// use foederis::{BehaviorProfile, alliance};
    /// let game = alliance::dilemma("caucasus")?.base()?;
    /// let tree = game.tree("off_path")?;
    /// let always_first = BehaviorProfile::pure(tree, &vec![0; tree.infosets().len()]);
    /// let off = tree.off_path(&always_first)?;
    /// assert!(off.deterrents.iter().all(|deterrent| !deterrent.infosets.is_empty()));
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn off_path(&self, profile: &BehaviorProfile) -> Result<OffPath, Error> {
        profile.check(self)?;
        self.require_perfect_recall("off_path")?;
        let ways = Ways::new(self, profile);
        let values = ways.values();
        let concerned = |id: &InfosetId| {
            let infoset = self.infoset(*id);
            infoset.nodes.iter().any(|node| ways.detours[node.index()].concerns(infoset.player))
        };
        let off = |id: &InfosetId| !ways.reached[id.index()];
        let idle = self.infoset_ids().filter(off).filter(|id| !concerned(id)).collect();
        let mut deterrents = Vec::new();
        for id in self.infoset_ids().filter(|id| ways.reached[id.index()]) {
            let own = self.infoset(id).player.index();
            let value: Rational = self.infoset(id).nodes.iter().map(|node| &values[node.index()][own]).sum();
            let at_most = value / ways.total(id);
            for action in (0..self.infoset(id).actions.len()).filter(|action| profile.at(id)[*action].is_zero()) {
                let infosets = ways.met(id, action);
                if !infosets.is_empty() {
                    let brings = ways.deviation(id, action);
                    deterrents.push(Deterrent { infoset: id, action, at_most: at_most.clone(), brings, infosets });
                }
            }
        }
        Ok(OffPath { deterrents, idle })
    }
}

/// How probable each node is under a profile, and how the way to it leaves the path.
struct Ways<'a> {
    tree: &'a ExtensiveForm,
    profile: &'a BehaviorProfile,
    reach: Vec<Rational>,
    detours: Vec<Detour>,
    reached: Vec<bool>,
}

impl<'a> Ways<'a> {
    fn new(tree: &'a ExtensiveForm, profile: &'a BehaviorProfile) -> Self {
        let mut ways = Ways { tree, profile, reach: Vec::new(), detours: Vec::new(), reached: Vec::new() };
        for node in tree.nodes() {
            let reach = match node.parent {
                None => Rational::ONE,
                Some((parent, _)) if ways.reach[parent.index()].is_zero() => Rational::ZERO,
                Some((parent, action)) => &ways.reach[parent.index()] * ways.probability(parent, action),
            };
            ways.reach.push(reach);
        }
        let reached = |nodes: &[NodeId]| nodes.iter().any(|node| !ways.reach[node.index()].is_zero());
        ways.reached = tree.infosets().iter().map(|infoset| reached(&infoset.nodes)).collect();
        for node in tree.nodes() {
            let detour = node.parent.map_or(Detour::None, |(parent, action)| ways.detour(parent, action));
            ways.detours.push(detour);
        }
        ways
    }

    /// How probable a step is once play is at a node.
    fn probability(&self, node: NodeId, step: usize) -> &'a Rational {
        match self.tree.node(node).kind {
            NodeKind::Decision(set) => &self.profile.at(set)[step],
            NodeKind::Chance(id) => &self.tree.chance_move(id).probabilities[step],
            NodeKind::Terminal => &Rational::ZERO,
        }
    }

    fn detour(&self, parent: NodeId, step: usize) -> Detour {
        let before = self.detours[parent.index()];
        match self.tree.node(parent).kind {
            _ if !self.probability(parent, step).is_zero() => before,
            NodeKind::Decision(set) if self.reached[set.index()] => before.and(self.tree.infoset(set).player),
            NodeKind::Chance(_) => Detour::Never,
            _ => before,
        }
    }

    /// The information sets of others, off the path, to which a player may come alone by an action.
    fn met(&self, id: InfosetId, action: usize) -> Vec<InfosetId> {
        let player = self.tree.infoset(id).player;
        let mut met = Vec::new();
        for node in self.tree.infoset(id).nodes.iter().filter(|node| self.detours[node.index()] == Detour::None) {
            let child = self.tree.node(*node).children[action];
            for below in child.index()..self.tree.node(child).end.index() {
                if let NodeKind::Decision(set) = self.tree.nodes()[below].kind
                    && !self.reached[set.index()]
                    && self.detours[below] == Detour::One(player)
                    && self.tree.infoset(set).player != player
                {
                    met.push(set);
                }
            }
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    /// What everybody gets from each node on that play comes to, times its probability.
    fn values(&self) -> Vec<Vec<Rational>> {
        let nobody = vec![Rational::ZERO; self.tree.num_players()];
        let mut values = vec![nobody; self.tree.num_nodes()];
        for id in self.tree.node_ids().rev().filter(|id| !self.reach[id.index()].is_zero()) {
            let node = self.tree.node(id);
            if node.kind == NodeKind::Terminal {
                let payoffs = self.tree.play_payoffs(id);
                values[id.index()] = payoffs.iter().map(|payoff| payoff * &self.reach[id.index()]).collect();
            }
            if let Some((parent, _)) = node.parent {
                let own = values[id.index()].clone();
                values[parent.index()].iter_mut().zip(own).for_each(|(sum, value)| *sum += value);
            }
        }
        values
    }

    /// How probable it is that play comes to an information set.
    fn total(&self, id: InfosetId) -> Rational {
        self.tree.infoset(id).nodes.iter().map(|node| &self.reach[node.index()]).sum()
    }

    /// The most that an action can bring the mover, given that play is at an information set.
    fn deviation(&self, id: InfosetId, action: usize) -> Rational {
        let mut gains = Gains { ways: self, player: self.tree.infoset(id).player, own: BTreeMap::new() };
        let mut sum = Rational::ZERO;
        for node in self.tree.infoset(id).nodes.iter().filter(|node| !self.reach[node.index()].is_zero()) {
            gains.follow(self.tree.node(*node).children[action], &self.reach[node.index()], &mut sum);
        }
        (sum + gains.best(id)) / self.total(id)
    }
}

/// What a player's own moves after a deviation bring.
struct Gains<'w, 'a> {
    ways: &'w Ways<'a>,
    player: PlayerId,
    /// For each own information set and action, what comes before the next own move, weighed by how others lead there; and the own move
    /// before the information set.
    own: BTreeMap<InfosetId, (OwnMove, Vec<Rational>)>,
}

/// An own move, if there is one since the deviation.
type OwnMove = Option<(InfosetId, usize)>;

impl Gains<'_, '_> {
    /// Adds up what a subtree brings, while the others do as the profile does.
    fn follow(&mut self, top: NodeId, weight: &Rational, sum: &mut Rational) {
        let tree = self.ways.tree;
        let end = tree.node(top).end.index();
        let mut open: Vec<(Rational, OwnMove)> = vec![(Rational::ZERO, None); end - top.index()];
        open[0].0 = weight.clone();
        for at in top.index()..end {
            let (weight, own) = open[at - top.index()].clone();
            if weight.is_zero() {
                continue;
            }
            let node = &tree.nodes()[at];
            for (step, child) in node.children.iter().enumerate() {
                open[child.index() - top.index()] = match node.kind {
                    NodeKind::Decision(set) if tree.infoset(set).player == self.player => {
                        let count = node.children.len();
                        self.own.entry(set).or_insert_with(|| (own, vec![Rational::ZERO; count]));
                        (weight.clone(), Some((set, step)))
                    }
                    _ => (&weight * self.ways.probability(NodeId::from(at), step), own),
                };
            }
            if node.kind == NodeKind::Terminal {
                let payoff = weight * &tree.play_payoffs(NodeId::from(at))[self.player.index()];
                match own.and_then(|(set, action)| Some(&mut self.own.get_mut(&set)?.1[action])) {
                    Some(gain) => *gain += payoff,
                    None => *sum += payoff,
                }
            }
        }
    }

    /// The best of all ways to go on. Under perfect recall an own information set comes after the own move before it.
    fn best(mut self, from: InfosetId) -> Rational {
        let mut sum = Rational::ZERO;
        while let Some((set, (before, gains))) = self.own.pop_last() {
            let best = gains.into_iter().max().unwrap_or_default();
            match before.and_then(|(set, action)| Some(&mut self.own.get_mut(&set)?.1[action])) {
                Some(gain) => *gain += best,
                None => sum += best,
            }
            debug_assert!(set > from, "an own move comes after its predecessor");
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stays or goes; then B fights or yields; after a fight C joins or not, then A can give in or hold out.
    fn tree() -> ExtensiveForm {
        let mut tree = ExtensiveForm::builder(["A", "B", "C"]);
        let root = tree.root();
        let first = tree.decision(root, "A", "", ["stay", "go"]).unwrap();
        tree.payoffs(first[0], [0, 0, 0]).unwrap();
        let second = tree.decision(first[1], "B", "", ["fight", "yield"]).unwrap();
        tree.payoffs(second[1], [2, 1, 0]).unwrap();
        let third = tree.decision(second[0], "C", "", ["join", "watch"]).unwrap();
        tree.payoffs(third[1], [1, 0, 0]).unwrap();
        let last = tree.decision(third[0], "A", "cornered", ["give in", "hold out"]).unwrap();
        tree.payoffs(last[0], [-1, 2, 1]).unwrap();
        tree.payoffs(last[1], [-3, -1, 1]).unwrap();
        tree.finish().unwrap()
    }

    #[test]
    fn what_keeps_a_player_back_is_told() {
        let tree = tree();
        let off = tree.off_path(&BehaviorProfile::pure(&tree, &[0, 0, 0, 1])).unwrap();
        assert_eq!(off.idle, [InfosetId(3)]);
        let [deterrent] = &off.deterrents[..] else { panic!("one deterrent: {:?}", off.deterrents) };
        assert_eq!((deterrent.infoset, deterrent.action), (InfosetId(0), 1));
        // A would give in rather than hold out.
        assert_eq!((&deterrent.at_most, &deterrent.brings), (&Rational::ZERO, &Rational::from(-1)));
        assert_eq!(deterrent.infosets, [InfosetId(1), InfosetId(2)]);
    }

    #[test]
    fn where_two_would_have_to_deviate_anything_will_do() {
        let tree = tree();
        let off = tree.off_path(&BehaviorProfile::pure(&tree, &[1, 1, 0, 0])).unwrap();
        // B alone can lead to C; from there only B and C together to A's last move.
        assert_eq!(off.idle, Vec::<InfosetId>::new());
        assert_eq!(off.deterrents[0].infosets, [InfosetId(2), InfosetId(3)]);
        assert_eq!((&off.deterrents[0].at_most, &off.deterrents[0].brings), (&Rational::ONE, &Rational::from(2)));
        assert!(tree.off_path(&BehaviorProfile(Vec::new())).is_err());
    }
}
