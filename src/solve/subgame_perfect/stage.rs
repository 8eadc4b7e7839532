//! One subgame's own moves, once the subgames inside it are settled.

use crate::error::Error;
use crate::game::{ExtensiveForm, InfosetId, NodeId, NodeKind, Profile, StrategicOptions, Subgames};
use crate::number::Rational;
use crate::solve::control::Control;
use crate::solve::nash::nash_normal;
use crate::solve::solution::{Solution, Status};

use super::continuation::Play;

/// The moves of a subgame that lie in no smaller one.
pub(super) struct Stage<'a> {
    tree: &'a ExtensiveForm,
    root: NodeId,
    /// The subgames directly inside, depth first.
    pub(super) inner: Vec<usize>,
    /// Whether the root's actions all lead out of the stage at once.
    single: bool,
}

/// What a stage's equilibria are.
pub(super) struct Answer {
    pub(super) plays: Vec<Reached>,
    /// Whether a mover was indifferent.
    pub(super) tie: bool,
    /// Why equilibria may be missing, if they may.
    pub(super) partial: Option<String>,
}

/// One equilibrium of a stage.
pub(super) struct Reached {
    pub(super) play: Play,
    pub(super) values: Vec<Rational>,
    /// How far probabilities may be off where they are irrational.
    pub(super) error: Option<f64>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(tree: &'a ExtensiveForm, subgames: &Subgames, subgame: usize, inner: Vec<usize>) -> Self {
        let root = subgames.root(subgame);
        let leaves =
            |child: &NodeId| tree.node(*child).kind == NodeKind::Terminal || subgames.starting_at(*child).is_some();
        Stage { tree, root, inner, single: tree.node(root).children.iter().all(leaves) }
    }

    /// Who moves, where the stage is one decision; the position among the players.
    pub(super) fn mover(&self) -> Option<usize> {
        match self.tree.node(self.root).kind {
            NodeKind::Decision(infoset) if self.single => Some(self.tree.infoset(infoset).player.index()),
            _ => None,
        }
    }

    /// The stage's equilibria; `value` gives everybody's payoffs at an exit: a terminal node or an inner subgame's root.
    pub(super) fn solve<'v>(
        &self,
        value: &impl Fn(NodeId) -> Option<&'v [Rational]>,
        options: &StrategicOptions,
        control: &Control,
    ) -> Result<Answer, Error> {
        match (self.single, self.tree.node(self.root).kind) {
            (true, NodeKind::Decision(infoset)) => Ok(self.choose(infoset, value)),
            (true, NodeKind::Chance(_)) => Ok(self.average(value)),
            (_, NodeKind::Terminal) => Ok(self.nothing()),
            _ => self.solve_game(value, options, control),
        }
    }

    /// A game without a move.
    fn nothing(&self) -> Answer {
        let values = self.tree.play_payoffs(self.root).to_vec();
        Answer { plays: vec![Reached::exactly(Play::Nothing, values)], tie: false, partial: None }
    }

    /// A single decision: every best action.
    fn choose<'v>(&self, infoset: InfosetId, value: &impl Fn(NodeId) -> Option<&'v [Rational]>) -> Answer {
        let player = self.tree.infoset(infoset).player.index();
        let exits: Vec<&[Rational]> =
            self.tree.node(self.root).children.iter().filter_map(|&child| value(child)).collect();
        let best = exits.iter().map(|values| &values[player]).max();
        let good = exits.iter().enumerate().filter(|(_, values)| Some(&values[player]) == best);
        let plays: Vec<Reached> = good
            .map(|(action, values)| Reached::exactly(Play::Action(infoset, action as u32), values.to_vec()))
            .collect();
        Answer { tie: plays.len() > 1, plays, partial: None }
    }

    /// A single chance move: the expectation.
    fn average<'v>(&self, value: &impl Fn(NodeId) -> Option<&'v [Rational]>) -> Answer {
        let mut values = vec![Rational::ZERO; self.tree.num_players()];
        if let NodeKind::Chance(chance) = self.tree.node(self.root).kind {
            let children = &self.tree.node(self.root).children;
            for (child, probability) in children.iter().zip(&self.tree.chance_move(chance).probabilities) {
                for (sum, value) in values.iter_mut().zip(value(*child).unwrap_or_default()) {
                    *sum += probability * value;
                }
            }
        }
        Answer { plays: vec![Reached::exactly(Play::Nothing, values)], tie: false, partial: None }
    }

    /// Several moves that hang together: the Nash equilibria of the stage's strategic form.
    fn solve_game<'v>(
        &self,
        value: &impl Fn(NodeId) -> Option<&'v [Rational]>,
        options: &StrategicOptions,
        control: &Control,
    ) -> Result<Answer, Error> {
        let (game, infosets) = self.collapse(value)?;
        let form = game.to_strategic(&StrategicOptions { reduced: true, ..options.clone() })?;
        // The limit on equilibria counts those of the whole tree.
        let limit = control.max_equilibria.unwrap_or(usize::MAX);
        let control = Control { max_equilibria: None, ..control.clone() };
        let solution = nash_normal(&form.game, &control)?;
        let partial = why_partial(&solution);
        let (mut plays, mut tie) = (Vec::with_capacity(solution.len()), false);
        for equilibrium in solution.equilibria {
            let Profile::Mixed(profile) = equilibrium.profile else { continue };
            let room = limit.saturating_add(1).saturating_sub(plays.len());
            let variants = whatever_is_excluded(&game, form.behavior_of(&profile)?.0, room);
            tie |= variants.len() > 1;
            plays.extend(variants.into_iter().map(|rows| {
                let play = Play::Behavior(infosets.iter().copied().zip(rows).collect());
                Reached { play, values: equilibrium.payoffs.clone(), error: equilibrium.error_bound }
            }));
        }
        Ok(Answer { plays, tie, partial })
    }

    /// The stage as a tree of its own, and its information sets in the whole tree.
    fn collapse<'v>(
        &self,
        value: &impl Fn(NodeId) -> Option<&'v [Rational]>,
    ) -> Result<(ExtensiveForm, Vec<InfosetId>), Error> {
        let mut small = ExtensiveForm::builder(self.tree.players().labels().iter().cloned()).names_as_written();
        let mut infosets: Vec<(InfosetId, InfosetId)> = Vec::new();
        let mut stack = vec![(self.root, small.root())];
        while let Some((node, slot)) = stack.pop() {
            if let Some(values) = value(node).filter(|_| node != self.root) {
                small.payoffs(slot, values.iter().cloned())?;
                continue;
            }
            let slots = match self.tree.node(node).kind {
                NodeKind::Terminal => Vec::new(),
                NodeKind::Chance(id) => {
                    let chance = self.tree.chance_move(id);
                    let copy = small.add_chance("", chance.events.clone(), chance.probabilities.clone())?;
                    small.place_chance(slot, copy)?
                }
                NodeKind::Decision(id) => {
                    let known = infosets.iter().find(|(old, _)| *old == id).map(|(_, new)| *new);
                    let copy = known.unwrap_or_else(|| {
                        let infoset = self.tree.infoset(id);
                        let copy = small.add_infoset(infoset.player, &infoset.key, infoset.actions.clone());
                        infosets.push((id, copy));
                        copy
                    });
                    small.place(slot, copy)?
                }
            };
            stack.extend(self.tree.node(node).children.iter().copied().zip(slots).rev());
        }
        Ok((small.finish()?, infosets.into_iter().map(|(old, _)| old).collect()))
    }
}

impl Reached {
    fn exactly(play: Play, values: Vec<Rational>) -> Self {
        Reached { play, values, error: None }
    }
}

/// The behaviour with every action, taken for sure, at each information set that the player's own earlier choice keeps play
/// from: it never matters there, neither to the player nor, whatever others do, to them. At most so many, and at least one.
fn whatever_is_excluded(game: &ExtensiveForm, rows: Vec<Vec<Rational>>, room: usize) -> Vec<Vec<Vec<Rational>>> {
    let excluded: Vec<InfosetId> = game.infoset_ids().filter(|&id| is_excluded(game, &rows, id)).collect();
    let mut found = vec![rows];
    for id in excluded {
        let count = game.infoset(id).actions.len();
        let sure = |action: usize| (0..count).map(|k| Rational::from(i64::from(k == action))).collect::<Vec<_>>();
        let with = |rows: &Vec<Vec<Rational>>, action: usize| {
            let mut rows = rows.clone();
            rows[id.index()] = sure(action);
            rows
        };
        let all = found.iter().flat_map(|rows| (0..count).map(move |action| with(rows, action)));
        found = all.take(room.max(1)).collect();
    }
    found
}

/// Whether a player's own earlier choices keep play from an information set; by perfect recall they are the same for each of
/// its nodes.
fn is_excluded(game: &ExtensiveForm, rows: &[Vec<Rational>], id: InfosetId) -> bool {
    let player = game.infoset(id).player;
    let mut node = game.infoset(id).nodes[0];
    while let Some((parent, action)) = game.node(node).parent {
        if let NodeKind::Decision(earlier) = game.node(parent).kind
            && game.infoset(earlier).player == player
            && rows[earlier.index()][action].is_zero()
        {
            return true;
        }
        node = parent;
    }
    false
}

/// Why a stage's equilibria may not be all that matter further up.
fn why_partial(solution: &Solution) -> Option<String> {
    let continuum = solution.components.iter().any(|component| component.dimension > 0);
    let rounded = solution.equilibria.iter().any(|equilibrium| equilibrium.error_bound.is_some());
    match &solution.status {
        Status::Complete if continuum => {
            Some("a subgame has a continuum of equilibria; its extreme equilibria are used".into())
        }
        Status::Complete if rounded => Some(
            "a subgame has equilibria with irrational probabilities; moves before it are compared with rounded payoffs"
                .into(),
        ),
        Status::Complete => None,
        status => Some(format!("in a subgame: {}", status.words())),
    }
}
