//! What would follow an action, and whether that is credible.

use super::Teller;
use crate::game::{NodeId, NodeKind, PlayerId};
use crate::number::Rational;
use crate::show::words::list;

/// How many moves ahead a clause goes.
const AHEAD: usize = 6;

/// The moves that would follow an action.
pub(super) struct Moves {
    /// "Armenia would then choose Invoke, Russia Abstain and Armenia Stay".
    pub(super) clause: String,
    /// Whether the next mover does not see the action.
    pub(super) unseen: bool,
    /// Whether chance is next, so that the player gets the value on average only.
    pub(super) chance: bool,
    /// A sentence, if one of the moves would not be in its player's interest.
    pub(super) doubt: Option<String>,
}

impl Teller<'_> {
    /// What would follow an action taken at nodes that play reaches; `None` if nothing does, or different things can.
    pub(super) fn following(&self, reached: &[NodeId], action: usize) -> Option<Moves> {
        let [only] = reached else { return None };
        let mut node = self.tree.node(*only).children[action];
        let unseen = self.unseen(node);
        let chance = matches!(self.tree.node(node).kind, NodeKind::Chance(_));
        let (mut steps, mut doubt, mut before) = (Vec::new(), None, None);
        while steps.len() < AHEAD {
            let Some((step, next)) = self.step(node, before, unseen) else { break };
            doubt = doubt.or_else(|| self.doubt(node));
            before = Some(node);
            steps.push(step);
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        if steps.is_empty() {
            return None;
        }
        let more = steps.len() == AHEAD && self.tree.node(node).kind != NodeKind::Terminal;
        let clause = if more { format!("{} and so on", steps.join(", ")) } else { list(&steps) };
        Some(Moves { clause, unseen, chance, doubt })
    }

    fn unseen(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).kind, NodeKind::Decision(id) if self.tree.infoset(id).nodes.len() > 1)
    }

    /// One move in words, and the node after it if the move is sure.
    fn step(&self, node: NodeId, before: Option<NodeId>, unseen: bool) -> Option<(String, Option<NodeId>)> {
        let NodeKind::Decision(id) = self.tree.node(node).kind else {
            let chance = matches!(self.tree.node(node).kind, NodeKind::Chance(_));
            return chance.then(|| ("chance would then decide".into(), None));
        };
        let (infoset, row) = (self.tree.infoset(id), self.course.profile.at(id));
        let (player, names) = (self.player(infoset.player), infoset.actions.keys());
        let Some(sure) = row.iter().position(|probability| *probability == Rational::ONE) else {
            let used = row.iter().zip(names).filter(|(probability, _)| !probability.is_zero());
            let used: Vec<String> = used.map(|(_, name)| self.voice.action(name)).collect();
            let verb = if unseen { "mixes" } else { "would mix" };
            return Some((format!("{player} {verb} {}", list(&used)), None));
        };
        let action = self.voice.action(&names[sure]);
        let step = match before {
            None if unseen => format!("{player} chooses {action}"),
            None => format!("{player} would then choose {action}"),
            Some(before) if self.mover(before) == Some(infoset.player) => format!("then {action}"),
            Some(_) => format!("{player} {action}"),
        };
        Some((step, Some(self.tree.node(node).children[sure])))
    }

    fn mover(&self, node: NodeId) -> Option<PlayerId> {
        match self.tree.node(node).kind {
            NodeKind::Decision(id) => Some(self.tree.infoset(id).player),
            _ => None,
        }
    }

    /// Says so if the move planned at a node would cost its player something there.
    fn doubt(&self, node: NodeId) -> Option<String> {
        let NodeKind::Decision(id) = self.tree.node(node).kind else { return None };
        let infoset = self.tree.infoset(id);
        if infoset.nodes.len() > 1 {
            return None;
        }
        let value = |action: usize| self.values.of(self.tree.node(node).children[action], infoset.player);
        let planned = self.course.profile.at(id).iter().position(|probability| *probability == Rational::ONE)?;
        let best = (0..infoset.actions.len()).max_by(|a, b| value(*a).cmp(value(*b)).then(b.cmp(a)))?;
        if value(best) <= value(planned) {
            return None;
        }
        let path: Vec<String> = self.tree.path(node).into_iter().map(|step| self.voice.action(step)).collect();
        let name = |action: usize| self.voice.action(&infoset.actions.keys()[action]);
        Some(format!(
            "That is not credible: after {}, {} would get {} from {} but only {} from {}.",
            path.join(", "),
            self.player(infoset.player),
            self.voice.number(value(best)),
            name(best),
            self.voice.number(value(planned)),
            name(planned),
        ))
    }
}
