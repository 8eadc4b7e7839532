//! [`Punishments`]: how others best hold a player down in a subgame to which only that player leads.

use super::setting::Setting;
use crate::game::{InfosetId, NodeId, NodeKind, PlayerId, Subgames};
use crate::number::Rational;
use crate::solve::control::Watch;

/// The most pure profiles of a stage that are compared.
const MAX_PROFILES: usize = 1024;

/// For each player and each subgame, what the others do to hold that player to the least, and the player's best reply, where both are
/// known to be pure.
///
/// # Definition
/// In a subgame to which a single player's deviation leads, what everybody does matters only by what it leaves that player. The least is
/// the minimum, over what the others do, of the player's best reply. Inner subgames count by their own least: they are held to
/// independently of each other, and a player who gets less in one of them never gets more in all. A stage of hidden moves is known where
/// the minimum over the others' pure choices is what the player can make sure of against all of them.
///
/// # Complexity
/// For each player linear in the size of the tree times the number of pure profiles of the largest stage, at most 1,024.
pub(super) struct Punishments {
    /// For each player, whether each subgame is known.
    known: Vec<Vec<bool>>,
    /// For each player, the action at each information set.
    choices: Vec<Vec<usize>>,
    /// For each subgame, whether there is one information set in it besides those of inner ones, or none.
    plain: Vec<bool>,
}

impl Punishments {
    /// Of all players; where the search is told to stop, of none.
    pub(super) fn new(setting: &Setting, subgames: &Subgames, watch: &mut Watch) -> Self {
        let mut stages: Vec<Stage> = subgames.roots().iter().map(|_| Stage::default()).collect();
        for id in setting.tree.node_ids() {
            stages[subgames.innermost(id)].nodes.push(id);
        }
        for id in setting.tree.infoset_ids() {
            stages[subgames.innermost_of_infoset(setting.tree, id)].infosets.push(id);
        }
        let (mut known, mut choices) = (Vec::new(), Vec::new());
        for player in setting.tree.player_ids() {
            let mut solver = Solver::new(setting, subgames, player);
            for stage in (0..stages.len()).rev() {
                if watch.must_stop(0) {
                    break;
                }
                solver.solve(stage, &stages[stage]);
            }
            known.push(solver.known);
            choices.push(solver.choices);
        }
        let plain = stages.iter().map(|stage| stage.infosets.len() < 2).collect();
        Punishments { known, choices, plain }
    }

    /// Whether it is known what holds a player down in a subgame.
    pub(super) fn known(&self, player: PlayerId, subgame: usize) -> bool {
        self.known[player.index()][subgame]
    }

    /// Whether nothing is hidden in a subgame, inner ones left aside.
    pub(super) fn is_plain(&self, subgame: usize) -> bool {
        self.plain[subgame]
    }

    /// What is done at an information set of a known subgame to hold a player down; at the player's own, the best reply.
    pub(super) fn choice(&self, player: PlayerId, infoset: InfosetId) -> usize {
        self.choices[player.index()][infoset.index()]
    }
}

/// A subgame without its inner ones.
#[derive(Default)]
struct Stage {
    nodes: Vec<NodeId>,
    infosets: Vec<InfosetId>,
}

struct Solver<'s, 'a> {
    setting: &'s Setting<'a>,
    subgames: &'s Subgames,
    player: PlayerId,
    known: Vec<bool>,
    choices: Vec<usize>,
    /// The player's value at each node, once its subgame is known.
    values: Vec<Rational>,
}

impl<'s, 'a> Solver<'s, 'a> {
    fn new(setting: &'s Setting<'a>, subgames: &'s Subgames, player: PlayerId) -> Self {
        let tree = setting.tree;
        let (known, choices) = (vec![false; subgames.len()], vec![0; tree.infosets().len()]);
        Solver { setting, subgames, player, known, choices, values: vec![Rational::ZERO; tree.num_nodes()] }
    }

    /// Solves a stage, where all that follows is known.
    fn solve(&mut self, subgame: usize, stage: &Stage) {
        let tree = self.setting.tree;
        let inner =
            |node: &NodeId| tree.node(*node).children.iter().filter_map(|next| self.subgames.starting_at(*next));
        if stage.nodes.iter().flat_map(inner).any(|inner| !self.known[inner]) {
            return;
        }
        let is_own = |id: &InfosetId| tree.infoset(*id).player == self.player;
        let (own, others): (Vec<InfosetId>, Vec<InfosetId>) = stage.infosets.iter().partition(|id| is_own(id));
        let count = |sets: &[InfosetId]| {
            sets.iter().try_fold(1usize, |count, id| count.checked_mul(tree.infoset(*id).actions.len()))
        };
        let (Some(replies), Some(holds)) = (count(&own), count(&others)) else { return };
        if replies.checked_mul(holds).is_none_or(|profiles| profiles > MAX_PROFILES) {
            return;
        }
        let mut table = vec![Vec::with_capacity(replies); holds];
        for (hold, row) in table.iter_mut().enumerate() {
            self.choose(&others, hold);
            for reply in 0..replies {
                self.choose(&own, reply);
                row.push(self.value(subgame, stage));
            }
        }
        let Some((hold, reply)) = saddle(&table) else { return };
        self.choose(&others, hold);
        self.choose(&own, reply);
        self.value(subgame, stage);
        self.known[subgame] = true;
    }

    /// The choices with a number, at information sets.
    fn choose(&mut self, sets: &[InfosetId], mut number: usize) {
        for id in sets {
            let count = self.setting.tree.infoset(*id).actions.len();
            self.choices[id.index()] = number % count;
            number /= count;
        }
    }

    /// The player's value of a subgame under the choices made.
    fn value(&mut self, subgame: usize, stage: &Stage) -> Rational {
        let tree = self.setting.tree;
        for &id in stage.nodes.iter().rev() {
            let node = tree.node(id);
            self.values[id.index()] = match node.kind {
                NodeKind::Terminal => tree.play_payoffs(id)[self.player.index()].clone(),
                NodeKind::Decision(set) => self.values[node.children[self.choices[set.index()]].index()].clone(),
                NodeKind::Chance(chance) => {
                    let events = node.children.iter().zip(&tree.chance_move(chance).probabilities);
                    events.map(|(child, probability)| probability * &self.values[child.index()]).sum()
                }
            };
        }
        self.values[self.subgames.root(subgame).index()].clone()
    }
}

/// Where the least of the rows' largest entries is the largest of the columns' least: a row of such entries, and its largest entry.
fn saddle(table: &[Vec<Rational>]) -> Option<(usize, usize)> {
    let best = |row: usize| (0..table[row].len()).max_by(|a, b| table[row][*a].cmp(&table[row][*b]).then(b.cmp(a)));
    let (hold, reply) = (0..table.len())
        .filter_map(|row| Some((row, best(row)?)))
        .min_by(|a, b| table[a.0][a.1].cmp(&table[b.0][b.1]).then(a.0.cmp(&b.0)))?;
    let sure = (0..table[0].len()).filter_map(|column| table.iter().map(|row| &row[column]).min()).max()?;
    (*sure == table[hold][reply]).then_some((hold, reply))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saddle_is_what_both_can_make_sure_of() {
        let table = |rows: &[[i64; 2]]| -> Vec<Vec<Rational>> {
            rows.iter().map(|row| row.iter().map(|&x| Rational::from(x)).collect()).collect()
        };
        assert_eq!(saddle(&table(&[[3, 1], [2, 2], [4, 0]])), Some((1, 0)));
        // Matching pennies has none.
        assert_eq!(saddle(&table(&[[1, -1], [-1, 1]])), None);
        assert_eq!(saddle(&table(&[[5, 7], [6, 4]])), None);
        // 6 is the least of the rows' largest and the largest of the columns' least.
        assert_eq!(saddle(&table(&[[5, 7], [6, 6]])), Some((1, 0)));
        assert_eq!(saddle(&table(&[[5, 7], [4, 6]])), Some((1, 1)));
    }
}
