//! One subgame's own moves, once the subgames inside it are settled.

use crate::error::Error;
use crate::game::{
    ExtensiveForm, InfosetId, MixedProfile, NodeId, NodeKind, NormalForm, Profile, StrategicOptions, Subgames,
};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::nash::nash_table;
use crate::solve::pure::stable_profiles;

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
    pub(super) plays: Vec<(Play, Vec<Rational>)>,
    /// Whether a mover was indifferent.
    pub(super) tie: bool,
    /// Why equilibria may be missing, if they may.
    pub(super) partial: Option<String>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(tree: &'a ExtensiveForm, subgames: &Subgames, subgame: usize, inner: Vec<usize>) -> Self {
        let root = subgames.root(subgame);
        let leaves =
            |child: &NodeId| tree.node(*child).kind == NodeKind::Terminal || subgames.starting_at(*child).is_some();
        Stage { tree, root, inner, single: tree.node(root).children.iter().all(leaves) }
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
            _ => self.solve_game(value, options, control),
        }
    }

    /// A single decision: every best action.
    fn choose<'v>(&self, infoset: InfosetId, value: &impl Fn(NodeId) -> Option<&'v [Rational]>) -> Answer {
        let player = self.tree.infoset(infoset).player.index();
        let exits: Vec<&[Rational]> =
            self.tree.node(self.root).children.iter().filter_map(|&child| value(child)).collect();
        let best = exits.iter().map(|values| &values[player]).max();
        let good = exits.iter().enumerate().filter(|(_, values)| Some(&values[player]) == best);
        let plays: Vec<_> =
            good.map(|(action, values)| (Play::Action(infoset, action as u32), values.to_vec())).collect();
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
        Answer { plays: vec![(Play::Chance, values)], tie: false, partial: None }
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
        let (profiles, partial) = equilibria(&form.game, control)?;
        let mut plays = Vec::with_capacity(profiles.len());
        for (profile, payoffs) in profiles {
            let behavior = form.behavior_of(&profile)?;
            plays.push((Play::Behavior(infosets.iter().copied().zip(behavior.0).collect()), payoffs));
        }
        Ok(Answer { plays, tie: false, partial })
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

type Profiles = Vec<(MixedProfile, Vec<Rational>)>;

/// The equilibria of a stage's table, and why some may be missing.
fn equilibria(game: &NormalForm, control: &Control) -> Result<(Profiles, Option<String>), Error> {
    // The limit on equilibria counts those of the whole tree.
    let control = Control { max_equilibria: None, ..control.clone() };
    if let Some(solution) = nash_table(game, &control) {
        let continuum = solution.components.iter().any(|component| component.dimension > 0);
        let why = "a subgame has a continuum of equilibria; its extreme equilibria are used";
        let profiles = solution.equilibria.into_iter().filter_map(|equilibrium| match equilibrium.profile {
            Profile::Mixed(profile) => Some((profile, equilibrium.payoffs)),
            Profile::Behavior(_) => None,
        });
        return Ok((profiles.collect(), continuum.then(|| why.into())));
    }
    let shape = game.shape();
    let numbers = stable_profiles(game, &mut Watch::start(&control));
    let pure = |number: usize| (MixedProfile::pure(&game.profile(number), &shape), game.payoffs_of(number).to_vec());
    let why = "a subgame with three or more active players may have mixed equilibria that are not listed";
    Ok((numbers.into_iter().map(pure).collect(), Some(why.into())))
}
