//! What is believed and done where play never comes, by a player who could not tell how it came there.

use super::Teller;
use crate::game::{InfosetId, NodeId};
use crate::number::Rational;
use crate::show::account::{Held, held};
use crate::show::story::voice::Alternative;
use crate::show::words::{clean, list, more, place};
use crate::solve::Equilibrium;

impl Teller<'_> {
    /// A paragraph for each information set of several nodes where play never comes.
    pub(super) fn surprises(&self, equilibrium: &Equilibrium, limit: usize) -> Vec<String> {
        let unmet = |id: &InfosetId| {
            let nodes = &self.tree.infoset(*id).nodes;
            nodes.len() > 1 && !nodes.iter().any(|node| self.course.reaches(*node))
        };
        let ids: Vec<InfosetId> = self.tree.infoset_ids().filter(unmet).collect();
        let told = ids.iter().take(limit).filter_map(|id| Some(self.surprise(*id, held(self.tree, equilibrium, *id)?)));
        let mut told: Vec<String> = told.collect();
        if ids.len() > limit && !told.is_empty() {
            told.push(format!("{}.", more(ids.len() - limit, "surprise", "surprises")));
        }
        told
    }

    /// "Play never comes to Russia after Invoke. There it would choose Abstain, whatever it believes with disloyal between 0 and
    /// 5/8. With disloyal 5/16 and loyal 11/16, this gives it -9/2; Support would give it -7."
    fn surprise(&self, id: InfosetId, held: Held) -> String {
        let (infoset, row) = (self.tree.infoset(id), self.course.profile.at(id));
        let player = clean(self.tree.players().key(infoset.player.index()));
        let values: Vec<Rational> = (0..row.len()).map(|action| self.expected(id, action, &held.example)).collect();
        let value: Rational = row.iter().zip(&values).map(|(x, value)| x * value).sum();
        let names = infoset.actions.keys();
        let used: Vec<usize> = (0..row.len()).filter(|action| !row[*action].is_zero()).collect();
        let does = match used[..] {
            [only] => format!("choose {}", self.voice.action(&names[only])),
            _ => format!("mix {}", self.voice.mixture(row, names)),
        };
        let named = held.names.iter().zip(&held.example).filter(|(_, x)| !x.is_zero());
        let example: Vec<String> = named.map(|(name, x)| format!("{name} {}", self.voice.number(x))).collect();
        let example = list(&example);
        let brings = self.voice.number(&value);
        let start = format!("Play never comes to {player} {}.", place(infoset));
        let told = match held.extent() {
            None => format!("{start} There it would believe {example}, and {does}: this gives it {brings}"),
            Some(extent) => format!("{start} There it would {does}, {extent}. With {example}, this gives it {brings}"),
        };
        let other = |action: usize| Alternative {
            name: names[action].clone(),
            value: values[action].clone(),
            then: None,
            doubt: None,
        };
        let others: Vec<Alternative> = (0..row.len()).filter(|action| row[*action].is_zero()).map(other).collect();
        match others.is_empty() {
            true => format!("{told}."),
            false => format!("{told}; {}", self.voice.alternatives(others, &value)),
        }
    }

    /// The player's value of an action, by a belief.
    fn expected(&self, id: InfosetId, action: usize, belief: &[Rational]) -> Rational {
        let infoset = self.tree.infoset(id);
        let after = |node: &NodeId| self.values.of(self.tree.node(*node).children[action], infoset.player);
        infoset.nodes.iter().zip(belief).map(|(node, x)| x * after(node)).sum()
    }
}
