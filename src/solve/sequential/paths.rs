//! [`Search`]: everything that may happen on the path, from the first moves on, subgame by subgame.

use super::bounds::refuted;
use super::cell::{self, Cell};
use super::play::{Ground, Play, Settle};
use super::search::{Found, concerned, may_hold};
use super::setting::{Setting, Support};
use crate::game::{InfosetId, NodeId};
use crate::solve::control::Watch;

/// A search over what is used where play comes.
///
/// In each subgame, inner ones first, all ways to play are listed that may be part of an equilibrium if play comes there: whether they may
/// does not depend on what leads to it. From the first moves on it is decided which actions are used; then it is known where play comes.
/// Where it does not, nothing is decided: what keeps players from going there is settled without loss, or left open.
pub(super) struct Search<'s, 'a> {
    ground: &'s Ground<'s, 'a>,
    parts: Vec<Part>,
    /// For each subgame, the ways to play it.
    lists: Vec<Vec<Choice>>,
    pub(super) found: Found,
}

/// A way to play a subgame: the actions used at the information sets to which play comes.
type Choice = Vec<(InfosetId, Support)>;

/// What is to be decided next.
#[derive(Debug, Clone, Copy)]
enum Item {
    Set(InfosetId),
    Inner(usize),
}

/// A subgame as the search goes through it.
struct Part {
    root: NodeId,
    items: Vec<Item>,
    /// For each item, the information sets all of whose conditions are known then.
    known: Vec<Vec<InfosetId>>,
    /// The information sets in it, also in inner subgames.
    inside: Vec<InfosetId>,
}

/// What is decided so far.
struct State {
    play: Play,
    decided: Vec<bool>,
    known: Vec<InfosetId>,
}

impl<'s, 'a> Search<'s, 'a> {
    pub(super) fn new(ground: &'s Ground<'s, 'a>) -> Self {
        let parts = (0..ground.subgames.len()).map(|subgame| Part::new(ground, subgame)).collect();
        let lists = vec![Vec::new(); ground.subgames.len()];
        Search { ground, parts, lists, found: Found::default() }
    }

    /// Goes through all that may happen on the path; `solve` looks at each by itself.
    pub(super) fn run(&mut self, watch: &mut Watch, mut solve: impl FnMut(&Play, &mut Found, &mut Watch)) {
        for subgame in (0..self.parts.len()).rev() {
            let mut state = self.beginning(subgame);
            let mut list = Vec::new();
            self.extend(subgame, 0, &mut state, watch, &mut |search: &mut Self, play: &Play, watch: &mut Watch| {
                if subgame == 0 {
                    solve(play, &mut search.found, watch);
                } else if search.is_possible(subgame, play) {
                    list.push(search.parts[subgame].choice(play));
                }
            });
            self.lists[subgame] = list;
        }
    }

    /// Play comes to the subgame; what is done in it is open.
    fn beginning(&self, subgame: usize) -> State {
        let setting = self.ground.setting;
        let count = setting.tree.infosets().len();
        let mut state = State {
            play: Play { supports: vec![1; count], reached: vec![false; count] },
            decided: vec![true; count],
            known: Vec::new(),
        };
        for &action in setting.moves(self.parts[subgame].root) {
            let (set, position) = setting.place(action);
            state.play.supports[set.index()] = 1 << position;
            state.play.reached[set.index()] = true;
        }
        self.parts[subgame].inside.iter().for_each(|id| state.open(setting, *id));
        state
    }

    fn extend(
        &mut self,
        subgame: usize,
        step: usize,
        state: &mut State,
        watch: &mut Watch,
        finish: &mut dyn FnMut(&mut Self, &Play, &mut Watch),
    ) {
        let Some(item) = self.parts[subgame].items.get(step).copied() else {
            if self.is_consistent(subgame, state) {
                finish(self, &state.play, watch);
            }
            return;
        };
        let count = match item {
            Item::Set(id) => (whole(self.ground.setting, id) + 1) as usize,
            Item::Inner(inner) if self.ground.setting.comes(&state.play, self.parts[inner].root) => {
                self.lists[inner].len()
            }
            Item::Inner(_) => 1,
        };
        for number in 0..count {
            if watch.must_stop_now(self.found.pieces.len()) {
                break;
            }
            if self.decide(item, number, state) {
                self.found.supports += 1;
                let known = state.known.len();
                state.known.extend(&self.parts[subgame].known[step]);
                if self.may_hold(subgame, step, state) {
                    self.extend(subgame, step + 1, state, watch, finish);
                }
                state.known.truncate(known);
            }
            self.undo(item, state);
        }
    }

    /// Takes one of the ways to go on; false if it is none.
    fn decide(&self, item: Item, number: usize, state: &mut State) -> bool {
        let setting = self.ground.setting;
        match item {
            Item::Set(id) => {
                let (possible, certain) = state.comes(setting, id);
                state.put(setting, id, number as Support);
                if number == 0 { !certain } else { possible }
            }
            Item::Inner(inner) if setting.comes(&state.play, self.parts[inner].root) => {
                self.parts[inner].inside.iter().for_each(|id| state.put(setting, *id, 0));
                self.lists[inner][number].iter().for_each(|(id, support)| state.put(setting, *id, *support));
                true
            }
            Item::Inner(inner) => {
                self.parts[inner].inside.iter().for_each(|id| state.put(setting, *id, 0));
                true
            }
        }
    }

    fn undo(&self, item: Item, state: &mut State) {
        let setting = self.ground.setting;
        match item {
            Item::Set(id) => state.open(setting, id),
            Item::Inner(inner) => self.parts[inner].inside.iter().for_each(|id| state.open(setting, *id)),
        }
    }

    /// Whether play comes just where it is said to come.
    fn is_consistent(&self, subgame: usize, state: &State) -> bool {
        let setting = self.ground.setting;
        self.parts[subgame].inside.iter().all(|id| state.comes(setting, *id).1 == state.play.reached[id.index()])
    }

    /// Whether payoffs' ranges, and the linear conditions known by now, do not refute what is decided.
    fn may_hold(&self, subgame: usize, step: usize, state: &State) -> bool {
        let own = self.parts[subgame].items[..=step].iter().filter_map(|item| match item {
            Item::Set(id) if state.play.reached[id.index()] => Some(*id),
            _ => None,
        });
        if refuted(self.ground.setting, &state.play.supports, &own.collect::<Vec<_>>()) {
            return false;
        }
        if self.parts[subgame].known[step].is_empty() {
            return true;
        }
        let settled = self.ground.settle(&state.play, Settle::Held);
        match self.ground.conditions(&settled, state.known.iter().copied()) {
            Ok((basis, conditions)) => may_hold(&basis, conditions),
            Err(_) => true,
        }
    }

    /// Whether a way to play a subgame may be part of an equilibrium in which play comes there.
    fn is_possible(&self, subgame: usize, play: &Play) -> bool {
        let settled = self.ground.settle(play, Settle::Held);
        match self.ground.conditions(&settled, self.parts[subgame].inside.iter().copied()) {
            Ok((basis, conditions)) => !matches!(cell::solve(&basis, conditions), Cell::Nothing),
            Err(_) => true,
        }
    }
}

impl Part {
    fn new(ground: &Ground, subgame: usize) -> Self {
        let (setting, subgames) = (ground.setting, &ground.subgames);
        let tree = setting.tree;
        let root = subgames.root(subgame);
        let own = |id: &InfosetId| subgames.innermost_of_infoset(tree, *id) == subgame;
        let mut sets: Vec<InfosetId> = tree.infoset_ids().filter(own).collect();
        sets.sort_by_key(|id| (setting.depth(*id), *id));
        let place = |id: InfosetId| sets.iter().position(|own| *own == id);
        let inner = (subgame + 1..subgames.len()).filter(|inner| subgames.parent(*inner) == Some(subgame));
        // An inner subgame comes as soon as it is decided whether play comes there.
        let mut order: Vec<(usize, Item)> = sets.iter().enumerate().map(|(at, id)| (at, Item::Set(*id))).collect();
        for inner in inner {
            let way = setting.moves(subgames.root(inner)).iter().filter_map(|action| place(setting.place(*action).0));
            order.push((way.max().unwrap_or(0), Item::Inner(inner)));
        }
        order.sort_by_key(|(at, item)| (*at, matches!(item, Item::Inner(_))));
        let items: Vec<Item> = order.into_iter().map(|(_, item)| item).collect();
        let within = |id: &InfosetId| (root..tree.node(root).end).contains(&tree.infoset(*id).nodes[0]);
        let inside: Vec<InfosetId> = tree.infoset_ids().filter(within).collect();
        let mut part = Part { root, known: vec![Vec::new(); items.len()], items, inside };
        for id in sets {
            let last = concerned(setting, id, true).into_iter().map(|set| part.step(ground, set)).max().unwrap_or(0);
            part.known[last].push(id);
        }
        part
    }

    /// The item with which an information set is decided; the first for those outside.
    fn step(&self, ground: &Ground, id: InfosetId) -> usize {
        let first = ground.setting.tree.infoset(id).nodes[0];
        let decides = |item: &Item| match item {
            Item::Set(own) => *own == id,
            Item::Inner(inner) => {
                let root = ground.subgames.root(*inner);
                (root..ground.setting.tree.node(root).end).contains(&first)
            }
        };
        self.items.iter().position(decides).unwrap_or(0)
    }

    /// What is done in the subgame.
    fn choice(&self, play: &Play) -> Choice {
        let comes = self.inside.iter().filter(|id| play.reached[id.index()]);
        comes.map(|id| (*id, play.supports[id.index()])).collect()
    }
}

impl State {
    /// Whether play may come to an information set, and whether it must, by what is decided.
    fn comes(&self, setting: &Setting, id: InfosetId) -> (bool, bool) {
        let way = |node: &NodeId| {
            let steps = setting.moves(*node).iter().map(|&action| {
                let set = setting.place(action).0;
                let open = !self.decided[set.index()];
                (open, open || self.play.reached[set.index()] && setting.uses(&self.play.supports, action))
            });
            steps.fold((true, true), |(possible, certain), (open, fits)| (possible && fits, certain && fits && !open))
        };
        let nodes = setting.tree.infoset(id).nodes.iter().filter(|node| !setting.chance(**node).is_zero());
        nodes.map(way).fold((false, false), |(a, b), (possible, certain)| (a || possible, b || certain))
    }

    /// Decides what is used at an information set; nothing where play does not come.
    fn put(&mut self, setting: &Setting, id: InfosetId, support: Support) {
        self.play.supports[id.index()] = if support == 0 { whole(setting, id) } else { support };
        self.play.reached[id.index()] = support != 0;
        self.decided[id.index()] = true;
    }

    fn open(&mut self, setting: &Setting, id: InfosetId) {
        self.play.supports[id.index()] = whole(setting, id);
        self.play.reached[id.index()] = true;
        self.decided[id.index()] = false;
    }
}

/// All actions of an information set.
fn whole(setting: &Setting, id: InfosetId) -> Support {
    ((1u64 << setting.tree.infoset(id).actions.len()) - 1) as Support
}

impl Setting<'_> {
    /// Whether play comes to a node.
    fn comes(&self, play: &Play, node: NodeId) -> bool {
        let used = |&action: &u32| play.reached[self.place(action).0.index()] && self.uses(&play.supports, action);
        !self.chance(node).is_zero() && self.moves(node).iter().all(used)
    }
}
