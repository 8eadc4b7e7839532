//! Plans: a player's pure strategies in a tree.

use super::super::extensive::ExtensiveForm;
use super::super::history::{Histories, NOTHING_YET};
use super::super::ids::{InfosetId, PlayerId};
use crate::error::Error;
use crate::number::Stop;

/// An action for each of a player's information sets; `None` where the plan's own earlier choices exclude it.
pub(super) type Plan = Vec<Option<usize>>;

/// A player's own part of a tree.
pub(super) struct OwnPart<'a> {
    pub game: &'a ExtensiveForm,
    pub player: PlayerId,
    /// The player's information sets.
    pub infosets: Vec<InfosetId>,
    /// For each own history but the empty one: the history before it, the position of the information set, the action.
    moves: Vec<(usize, usize, usize)>,
}

impl<'a> OwnPart<'a> {
    pub fn new(game: &'a ExtensiveForm, player: PlayerId, histories: &Histories) -> Self {
        let infosets: Vec<InfosetId> = game.infosets_of(player).collect();
        let position =
            |infoset: Option<InfosetId>| infoset.and_then(|id| infosets.binary_search(&id).ok()).unwrap_or(0);
        let steps = (0..histories.len()).map(|history| histories.step(history));
        let moves = steps.map(|step| (step.before, position(step.infoset), step.action)).collect();
        OwnPart { game, player, infosets, moves }
    }

    /// How many actions each information set has.
    pub fn counts(&self) -> Vec<usize> {
        self.infosets.iter().map(|id| self.game.infoset(*id).actions.len()).collect()
    }

    /// Which histories a plan can lead to, if the others and chance let it.
    pub fn possible(&self, plan: &[Option<usize>]) -> Vec<bool> {
        let mut possible = vec![false; self.moves.len()];
        possible[NOTHING_YET] = true;
        for history in 1..self.moves.len() {
            let (before, infoset, action) = self.moves[history];
            possible[history] = possible[before] && plan[infoset] == Some(action);
        }
        possible
    }

    /// Which information sets a plan can lead to, if the others and chance let it.
    pub fn allowed(&self, plan: &[Option<usize>]) -> Vec<bool> {
        let possible = self.possible(plan);
        let mut allowed = vec![false; self.infosets.len()];
        for &(before, infoset, _) in &self.moves[1..] {
            allowed[infoset] |= possible[before];
        }
        allowed
    }

    /// All plans with an action at every information set, the last information set's action running fastest.
    pub fn full(&self, max_cells: usize, stop: Stop) -> Result<Vec<Plan>, Error> {
        let counts = self.counts();
        let size = counts.iter().try_fold(1usize, |size, count| size.checked_mul(*count));
        let size = size.filter(|size| size.saturating_mul(counts.len().max(1)) <= max_cells);
        let size = size.ok_or_else(|| self.too_large(max_cells))?;
        let mut actions = vec![0; counts.len()];
        let mut plans = Vec::with_capacity(size);
        for _ in 0..size {
            if stop() {
                return Err(told_to_stop());
            }
            plans.push(actions.iter().copied().map(Some).collect());
            super::super::normal::advance(&mut actions, &counts);
        }
        Ok(plans)
    }

    /// All plans with actions only where they can matter, in lexicographic order of the choices met.
    pub fn reduced(&self, max_cells: usize, stop: Stop) -> Result<Vec<Plan>, Error> {
        let counts = self.counts();
        let mut plans: Vec<Plan> = Vec::new();
        let mut open: Vec<Plan> = vec![vec![None; counts.len()]];
        while let Some(plan) = open.pop() {
            if stop() {
                return Err(told_to_stop());
            }
            if (plans.len() + open.len() + 1).saturating_mul(counts.len()) > max_cells {
                return Err(self.too_large(max_cells));
            }
            let allowed = self.allowed(&plan);
            match (0..counts.len()).find(|&infoset| allowed[infoset] && plan[infoset].is_none()) {
                None => plans.push(plan),
                Some(infoset) => open.extend((0..counts[infoset]).rev().map(|action| {
                    let mut next = plan.clone();
                    next[infoset] = Some(action);
                    next
                })),
            }
        }
        Ok(plans)
    }

    fn too_large(&self, limit: usize) -> Error {
        let (name, count) = (self.game.players().key(self.player.index()), self.infosets.len());
        Error::TooLarge {
            what: format!("the list of strategies of {name}, who moves at {count} information sets,"),
            limit: format!("{limit} actions in all"),
            option: "max_profiles",
        }
    }

    /// A readable name for each plan.
    pub fn names(&self, plans: &[Plan], stop: Stop) -> Result<Vec<String>, Error> {
        let parts: Vec<Vec<String>> = self.infosets.iter().map(|id| self.action_names(*id)).collect();
        let part = |(infoset, action): (usize, &Option<usize>)| action.map_or("·", |action| &parts[infoset][action]);
        let name = |plan: &Plan| plan.iter().enumerate().map(part).collect::<Vec<_>>().join(" / ");
        if self.infosets.is_empty() {
            return Ok(vec!["no move".to_owned(); plans.len()]);
        }
        plans.iter().map(|plan| if stop() { Err(told_to_stop()) } else { Ok(name(plan)) }).collect()
    }

    /// The actions' names, with the information set's name before them if another set has one of the same name.
    fn action_names(&self, id: InfosetId) -> Vec<String> {
        let infoset = self.game.infoset(id);
        let elsewhere = |name: &str| {
            let mut others = self.infosets.iter().filter(|other| **other != id);
            others.any(|other| self.game.infoset(*other).actions.keys().iter().any(|key| key == name))
        };
        let shared = infoset.actions.keys().iter().any(|name| elsewhere(name));
        let full = |name: &String| if shared { format!("{}: {name}", infoset.key) } else { name.clone() };
        infoset.actions.keys().iter().map(full).collect()
    }
}

/// What a form is given up with.
pub(super) fn told_to_stop() -> Error {
    Error::Invalid("the form was not finished: the work was told to stop".into())
}
