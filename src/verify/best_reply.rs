//! Best replies in a tree, in every subgame at once.
//!
//! A best reply in a subgame is a best reply in the subgames inside it and in what is left when each of those is
//! replaced by its value. So one walk through the tree, backwards, serves all subgames: what each play or inner
//! subgame brings is credited to the player's last own move before it, and an information set passes the best of its
//! actions on to the own move before.

use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, InfosetId, Lapse, NodeId, NodeKind, PlayerId, Subgames};
use crate::number::Rational;

/// The most plans that are tried one by one for a player who forgets.
const MAX_PLANS: usize = 1 << 16;

/// A player's best replies to a profile.
pub(super) struct BestReply {
    /// The value in each subgame, given that play has come there.
    pub values: Vec<Rational>,
    /// A best action at each information set; 0 at those of others.
    pub actions: Vec<usize>,
}

/// A player's best reply in every subgame.
pub(super) fn best_reply(
    tree: &ExtensiveForm,
    subgames: &Subgames,
    profile: &BehaviorProfile,
    player: PlayerId,
) -> Result<BestReply, Error> {
    let ways = Ways::new(tree, subgames, profile, player);
    match tree.perfect_recall_of(player) {
        Ok(()) => Ok(ways.by_dynamic_programming()),
        Err(violation) if violation.lapse == Lapse::Forgets => ways.by_trying_all_plans(),
        Err(violation) => {
            Err(Error::Unsupported(format!("best replies are not defined for absent-minded players: {violation}")))
        }
    }
}

/// How play comes to each node, within the smallest subgame around it.
struct Ways<'a> {
    tree: &'a ExtensiveForm,
    subgames: &'a Subgames,
    profile: &'a BehaviorProfile,
    player: PlayerId,
    /// The probability with which the others and chance let play come from the subgame's root to each node.
    weights: Vec<Rational>,
    /// The player's last own move in the subgame before each node.
    last: Vec<OwnMove>,
    /// For each subgame, the same two for its root as a node of the subgame around it.
    entries: Vec<(Rational, OwnMove)>,
}

/// An own node and the action taken there.
type OwnMove = Option<(NodeId, usize)>;

impl<'a> Ways<'a> {
    fn new(tree: &'a ExtensiveForm, subgames: &'a Subgames, profile: &'a BehaviorProfile, player: PlayerId) -> Self {
        let (weights, last) = (Vec::with_capacity(tree.num_nodes()), Vec::with_capacity(tree.num_nodes()));
        let mut ways = Ways { tree, subgames, profile, player, weights, last, entries: Vec::new() };
        for id in tree.node_ids() {
            let (weight, last) = ways.step_to(id);
            let starts = subgames.starting_at(id).is_some();
            let inside = if starts { (Rational::ONE, None) } else { (weight.clone(), last) };
            if starts {
                ways.entries.push((weight, last));
            }
            ways.weights.push(inside.0);
            ways.last.push(inside.1);
        }
        ways
    }

    fn step_to(&self, id: NodeId) -> (Rational, OwnMove) {
        let Some((parent, action)) = self.tree.node(id).parent else { return (Rational::ONE, None) };
        let weight = &self.weights[parent.index()];
        if self.own_infoset(parent).is_some() {
            return (weight.clone(), Some((parent, action)));
        }
        let probability = self.tree.step_probability(self.profile, parent, action);
        let product = if *probability == Rational::ONE { weight.clone() } else { weight * probability };
        (product, self.last[parent.index()])
    }

    fn own_infoset(&self, id: NodeId) -> Option<InfosetId> {
        match self.tree.node(id).kind {
            NodeKind::Decision(infoset) if self.tree.infoset(infoset).player == self.player => Some(infoset),
            _ => None,
        }
    }

    fn by_dynamic_programming(&self) -> BestReply {
        let tree = self.tree;
        let mut reply = BestReply::empty(tree, self.subgames);
        let mut credit: Vec<Vec<Rational>> =
            tree.infosets().iter().map(|infoset| vec![Rational::ZERO; infoset.actions.len()]).collect();
        for id in tree.node_ids().rev() {
            let here = self.subgames.innermost(id);
            if tree.node(id).kind == NodeKind::Terminal && !self.weights[id.index()].is_zero() {
                let payoff = &tree.play_payoffs(id)[self.player.index()];
                reply.give(self, &mut credit, here, self.last[id.index()], &self.weights[id.index()] * payoff);
            }
            if let Some(infoset) = self.own_infoset(id).filter(|infoset| tree.infoset(*infoset).nodes[0] == id) {
                let best = self.best_action(infoset, &credit[infoset.index()]);
                reply.actions[infoset.index()] = best;
                let amount = std::mem::take(&mut credit[infoset.index()][best]);
                reply.give(self, &mut credit, here, self.last[id.index()], amount);
            }
            if let Some((subgame, around)) = self.subgame_to_pass_on(id) {
                let (weight, last) = &self.entries[subgame];
                let amount = weight * &reply.values[subgame];
                reply.give(self, &mut credit, around, *last, amount);
            }
        }
        reply
    }

    /// The subgame that begins at a node, and the one around it.
    fn subgame_to_pass_on(&self, id: NodeId) -> Option<(usize, usize)> {
        let subgame = self.subgames.starting_at(id)?;
        self.subgames.parent(subgame).map(|around| (subgame, around))
    }

    /// The action with the most credit; among equals, the one that the profile takes most often.
    fn best_action(&self, infoset: InfosetId, credit: &[Rational]) -> usize {
        let row = self.profile.at(infoset);
        let better = |best: usize, action: usize| {
            let (a, b) = ((&credit[action], &row[action]), (&credit[best], &row[best]));
            if a > b { action } else { best }
        };
        (1..credit.len()).fold(0, better)
    }

    fn by_trying_all_plans(&self) -> Result<BestReply, Error> {
        let mut reply = BestReply::empty(self.tree, self.subgames);
        let mut exits: Vec<Vec<NodeId>> = vec![Vec::new(); self.subgames.len()];
        for id in self.tree.node_ids() {
            match self.subgame_to_pass_on(id) {
                Some((_, around)) => exits[around].push(id),
                None if self.tree.node(id).kind == NodeKind::Terminal => exits[self.subgames.innermost(id)].push(id),
                None => {}
            }
        }
        for subgame in (0..self.subgames.len()).rev() {
            self.try_plans(subgame, &exits[subgame], &mut reply)?;
        }
        Ok(reply)
    }

    /// Tries every plan in a subgame, inner subgames replaced by the values found already.
    fn try_plans(&self, subgame: usize, exits: &[NodeId], reply: &mut BestReply) -> Result<(), Error> {
        let own: Vec<InfosetId> = self
            .tree
            .infosets_of(self.player)
            .filter(|id| self.subgames.innermost_of_infoset(self.tree, *id) == subgame)
            .collect();
        let counts: Vec<usize> = own.iter().map(|id| self.tree.infoset(*id).actions.len()).collect();
        let plans = counts.iter().try_fold(1usize, |product, count| product.checked_mul(*count));
        let Some(plans) = plans.filter(|plans| *plans <= MAX_PLANS) else {
            let name = self.tree.players().key(self.player.index());
            return Err(Error::Unsupported(format!(
                "{name} forgets what they knew or did, and has more than {MAX_PLANS} plans to try one by one; give \
                 {name} information sets that remember"
            )));
        };
        let parts: Vec<(Vec<(InfosetId, usize)>, Rational)> = exits.iter().map(|id| self.exit(*id, reply)).collect();
        let mut best: Option<(Rational, Vec<usize>)> = None;
        for number in 0..plans {
            let mut rest = number;
            let digit = |count: &usize| {
                let action = rest % count;
                rest /= count;
                action
            };
            let actions: Vec<usize> = counts.iter().map(digit).collect();
            let follows = |(id, action): &(InfosetId, usize)| {
                own.binary_search(id).is_ok_and(|position| actions[position] == *action)
            };
            let value: Rational =
                parts.iter().filter(|(moves, _)| moves.iter().all(follows)).map(|(_, amount)| amount).sum();
            if best.as_ref().is_none_or(|(highest, _)| value > *highest) {
                best = Some((value, actions));
            }
        }
        if let Some((value, actions)) = best {
            reply.values[subgame] = value;
            own.iter().zip(actions).for_each(|(id, action)| reply.actions[id.index()] = action);
        }
        Ok(())
    }

    /// The own moves that lead to the end of a play or to an inner subgame, and what it brings.
    fn exit(&self, id: NodeId, reply: &BestReply) -> (Vec<(InfosetId, usize)>, Rational) {
        let (amount, last) = match self.subgame_to_pass_on(id) {
            Some((inner, _)) => (&self.entries[inner].0 * &reply.values[inner], self.entries[inner].1),
            None => {
                let payoff = &self.tree.play_payoffs(id)[self.player.index()];
                (&self.weights[id.index()] * payoff, self.last[id.index()])
            }
        };
        let moves = std::iter::successors(last, |(node, _)| self.last[node.index()]);
        (moves.filter_map(|(node, action)| Some((self.own_infoset(node)?, action))).collect(), amount)
    }
}

impl BestReply {
    fn empty(tree: &ExtensiveForm, subgames: &Subgames) -> Self {
        BestReply { values: vec![Rational::ZERO; subgames.len()], actions: vec![0; tree.infosets().len()] }
    }

    /// Credits an amount to the last own move before it, or to the subgame if there is none.
    fn give(&mut self, ways: &Ways, credit: &mut [Vec<Rational>], subgame: usize, last: OwnMove, amount: Rational) {
        match last.and_then(|(node, action)| Some((ways.own_infoset(node)?, action))) {
            Some((infoset, action)) => credit[infoset.index()][action] += amount,
            None => self.values[subgame] += amount,
        }
    }
}
