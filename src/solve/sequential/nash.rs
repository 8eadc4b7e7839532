//! All Nash equilibria of a tree in behaviour: best replies where play comes.

use super::METHOD;
use super::assemble::assemble;
use super::basis::{Basis, positions};
use super::bounds::refuted;
use super::cell::{self, Cell, Group, Residue};
use super::conditions::{Condition, Values};
use super::curved::{self, Curved, Reason};
use super::form::Form;
use super::plans::brings;
use super::search::{Found, Piece, concerned, may_hold};
use super::setting::{Setting, Support};
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, InfosetId};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Solution, Status};

/// The most continuations after a deviation that are compared.
const MAX_PLANS: usize = 4096;

/// The most combinations of free actions that are tried where sets are no product of polytopes.
const MAX_FACES: usize = 4096;

/// So many extreme equilibria are listed where there is no other limit.
const MAX_EQUILIBRIA: usize = 100_000;

/// Every extreme Nash equilibrium of a tree, as behaviour.
///
/// # Definition
/// A behaviour profile is a Nash equilibrium if at every information set to which play comes with positive probability no
/// action, with the best that the same player can do later, is worth more than those used, given that the others do what they do.
///
/// # Method
/// For each information set, either play does not come there, or some of the actions are used: all combinations are gone through,
/// later moves first, and cut off where payoffs' ranges or an exact linear program refute them. Behaviour where play does not come
/// is free, but for what keeps others from going there. The conditions are solved as those of sequential equilibria are. There are
/// as many unknowns as actions, where the strategic form has one for each plan.
///
/// # Errors
/// When an information set has more than 16 actions, or a player forgets.
pub(in crate::solve) fn nash_by_behavior(tree: &ExtensiveForm, control: &Control) -> Result<Solution, Error> {
    let setting = Setting::of_play(tree, "nash")?;
    let mut watch = Watch::start(control);
    let mut search = Search::new(&setting);
    search.run(&mut watch);
    let limit = control.max_equilibria.unwrap_or(MAX_EQUILIBRIA);
    let assembled = assemble(&setting, &search.found.pieces, limit, &mut watch)?;
    let claim =
        "every extreme Nash equilibrium in behaviour, and with them every one: each is a mixture within a family";
    let mut solution = Solution::new(Concept::Nash, format!("behaviour where play comes; {METHOD}"), claim);
    let mut equilibria = assembled.equilibria;
    equilibria.iter_mut().for_each(|equilibrium| equilibrium.beliefs = None);
    let found = equilibria.len();
    solution.status = watch.finish(&mut equilibria);
    solution.components = if equilibria.len() == found { assembled.components } else { Vec::new() };
    solution.equilibria = equilibria;
    if solution.complete() && assembled.truncated {
        solution.status = Status::Truncated;
    }
    if let Some(text) = super::left_out(tree, &search.found)
        && solution.complete()
    {
        // What else there is may touch the others.
        solution.components.retain(|component| component.dimension > 0);
        solution.status = Status::Partial(text);
    }
    solution.counts.insert("supports".into(), search.found.supports);
    solution.counts.insert("boxes".into(), search.found.boxes);
    Ok(solution)
}

/// A search over supports.
struct Search<'s, 'a> {
    setting: &'s Setting<'a>,
    /// The information sets in the order in which it is decided what is used there.
    order: Vec<InfosetId>,
    /// For each step, the information sets all of whose conditions are known then.
    known: Vec<Vec<InfosetId>>,
    found: Found,
}

/// What is used at each information set, and whether play comes there; all actions count as used where it does not.
#[derive(Clone)]
struct Play {
    supports: Vec<Support>,
    reached: Vec<bool>,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(setting: &'s Setting<'a>) -> Self {
        let tree = setting.tree;
        let order = setting.order();
        let step = |id: InfosetId| order.iter().position(|own| *own == id).unwrap_or(0);
        let mut known = vec![Vec::new(); order.len()];
        for id in tree.infoset_ids() {
            let last = concerned(setting, id, true).into_iter().map(step).max().unwrap_or(0);
            known[last].push(id);
        }
        Search { setting, order, known, found: Found::default() }
    }

    fn run(&mut self, watch: &mut Watch) {
        let whole = |infoset: &crate::game::Infoset| ((1u64 << infoset.actions.len()) - 1) as Support;
        let supports: Vec<Support> = self.setting.tree.infosets().iter().map(whole).collect();
        let mut play = Play { reached: vec![true; supports.len()], supports };
        self.extend(0, &mut play, &mut Vec::new(), watch);
    }

    fn extend(&mut self, step: usize, play: &mut Play, decided: &mut Vec<InfosetId>, watch: &mut Watch) {
        if step == self.order.len() {
            if self.is_consistent(play) {
                self.solve(play, watch);
            }
            return;
        }
        let infoset = self.order[step];
        let whole = play.supports[infoset.index()];
        let before = decided.len();
        for support in 0..=whole {
            if watch.must_stop_now(self.found.pieces.len()) {
                break;
            }
            self.found.supports += 1;
            play.reached[infoset.index()] = support != 0;
            play.supports[infoset.index()] = if support == 0 { whole } else { support };
            decided.extend(&self.known[step]);
            if self.may_come(play, &self.order[..=step]) && self.may_hold(play, decided, step) {
                self.extend(step + 1, play, decided, watch);
            }
            decided.truncate(before);
        }
        play.supports[infoset.index()] = whole;
        play.reached[infoset.index()] = true;
    }

    /// Whether play can come where it is said to come, and need not come elsewhere.
    fn may_come(&self, play: &Play, decided: &[InfosetId]) -> bool {
        let tree = self.setting.tree;
        decided.iter().all(|&id| {
            let ways = tree.infoset(id).nodes.iter().filter(|node| !self.setting.chance(**node).is_zero());
            let mut open = ways.map(|node| self.setting.moves(*node));
            let uses = |action: &u32| {
                let set = self.setting.place(*action).0;
                play.reached[set.index()] && self.setting.uses(&play.supports, *action)
            };
            let settled = |action: &u32| decided.contains(&self.setting.place(*action).0);
            match play.reached[id.index()] {
                true => open.any(|way| way.iter().all(uses)),
                false => !open.any(|way| way.iter().all(|action| settled(action) && uses(action))),
            }
        })
    }

    /// Whether play comes just where it is said to come.
    fn is_consistent(&self, play: &Play) -> bool {
        self.may_come(play, &self.order)
    }

    fn may_hold(&self, play: &Play, decided: &[InfosetId], step: usize) -> bool {
        // Subgames beside the one that is decided last have nothing to do with it.
        let concerned = |id: &&InfosetId| play.reached[id.index()] && self.setting.is_inside(**id, self.order[step]);
        let among: Vec<InfosetId> = self.order[..=step].iter().filter(concerned).copied().collect();
        if refuted(self.setting, &play.supports, &among) {
            return false;
        }
        if self.known[step].is_empty() {
            return true;
        }
        let basis = Basis::of_play(self.setting, &play.supports, &play.reached);
        let mut values = Values::new(self.setting, &play.supports, &basis);
        let mut all = Vec::new();
        for id in decided.iter().filter(concerned) {
            let Ok(own) = conditions_at(&mut values, *id) else { return true };
            all.extend(own);
        }
        may_hold(&basis, all)
    }

    fn solve(&mut self, play: &Play, watch: &mut Watch) {
        let mut supports = play.supports.clone();
        // What a player would do after not going there by an own choice is in no plan: the first action stands in.
        for id in self.setting.tree.infoset_ids() {
            let before = std::iter::successors(self.setting.own_before[id.index()], |(id, _)| {
                self.setting.own_before[id.index()]
            });
            if before.into_iter().any(|(id, action)| supports[id.index()] >> action & 1 == 0) {
                supports[id.index()] = 1;
            }
        }
        let play = Play { supports, reached: play.reached.clone() };
        if let Err(reason) = self.cell(&play, watch) {
            self.found.undecided.push((play.supports, reason));
        }
    }

    /// The equilibria of given supports. Where conditions tie free behaviour together by products, each part of it in which given
    /// actions are used is looked at by itself.
    fn cell(&mut self, play: &Play, watch: &mut Watch) -> Result<(), Reason> {
        let (basis, conditions) = self.conditions(play)?;
        let residue = match cell::solve(&basis, conditions) {
            Cell::Nothing => return Ok(()),
            Cell::Product(product) => {
                self.found.pieces.push(Piece::of_play(play.supports.clone(), basis, product));
                return Ok(());
            }
            Cell::Bent(residue) => residue,
        };
        let mut faces = vec![play.clone()];
        for id in tied(self.setting, play, &basis, &residue) {
            let face = |face: &Play| -> Vec<Play> {
                let with = |support: Support| {
                    let mut smaller = face.clone();
                    smaller.supports[id.index()] = support;
                    smaller
                };
                (1..=face.supports[id.index()]).map(with).collect()
            };
            faces = faces.iter().flat_map(face).collect();
            if faces.len() > MAX_FACES {
                return Err(Reason::Large);
            }
        }
        let mut failed = None;
        for face in faces {
            if watch.must_stop_now(self.found.pieces.len()) {
                break;
            }
            failed = failed.max(self.face(&face, watch).err());
        }
        failed.map_or(Ok(()), Err)
    }

    /// The equilibria in which all free actions that conditions tie together are used.
    fn face(&mut self, play: &Play, watch: &mut Watch) -> Result<(), Reason> {
        let (basis, conditions) = self.conditions(play)?;
        let products = match cell::solve(&basis, conditions) {
            Cell::Nothing => Vec::new(),
            Cell::Product(product) => vec![product],
            Cell::Bent(residue) => match curved::solve(&basis, residue, &mut self.found.boxes, watch) {
                Curved::Undecided(reason) => return Err(reason),
                Curved::Some { products, curves } => {
                    if curves {
                        self.found.curves.push(play.supports.clone());
                    }
                    products
                }
            },
        };
        let piece = |product| Piece::of_play(play.supports.clone(), basis.clone(), product);
        self.found.pieces.extend(products.into_iter().map(piece));
        Ok(())
    }

    fn conditions(&self, play: &Play) -> Result<(Basis, Vec<Condition>), Reason> {
        let basis = Basis::of_play(self.setting, &play.supports, &play.reached);
        let mut values = Values::new(self.setting, &play.supports, &basis);
        let mut all = Vec::new();
        for id in self.setting.tree.infoset_ids().filter(|id| play.reached[id.index()]) {
            all.extend(conditions_at(&mut values, id)?);
        }
        Ok((basis, all))
    }
}

/// The information sets where behaviour is free but that conditions tie together.
fn tied(setting: &Setting, play: &Play, basis: &Basis, residue: &Residue) -> Vec<InfosetId> {
    let groups: Vec<&Group> =
        residue.knots.iter().flat_map(|knot| &knot.groups).map(|&at| &residue.product.groups[at]).collect();
    let in_knot = |id: &InfosetId| {
        let own =
            positions(play.supports[id.index()]).filter_map(|position| basis.variable(setting.action(*id, position)));
        own.into_iter().any(|variable| groups.iter().any(|group| group.variables.contains(&variable)))
    };
    setting.tree.infoset_ids().filter(|id| !play.reached[id.index()] && in_knot(id)).collect()
}

/// What must hold at an information set to which play comes.
fn conditions_at(values: &mut Values, infoset: InfosetId) -> Result<Vec<Condition>, Reason> {
    let setting = values.setting;
    let tree = setting.tree;
    let support = values.supports[infoset.index()];
    let first = support.trailing_zeros() as usize;
    let own = brings(values, infoset, &[(infoset, first)]).ok_or(Reason::Large)?;
    let mut found: Vec<(bool, Form)> = Vec::new();
    for action in (0..tree.infoset(infoset).actions.len()).filter(|&action| action != first) {
        let used = positions(support).any(|position| position == action);
        for plan in plans(setting, infoset, action, used).ok_or(Reason::Large)? {
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
fn plans(setting: &Setting, infoset: InfosetId, action: usize, used: bool) -> Option<Vec<Vec<(InfosetId, usize)>>> {
    let mut plans = vec![vec![(infoset, action)]];
    if used {
        return Some(plans);
    }
    let before = |id: InfosetId| setting.own_before[id.index()].map(|(before, _)| before);
    let after = |id: &InfosetId| std::iter::successors(before(*id), |id| before(*id)).any(|own| own == infoset);
    let mut later: Vec<InfosetId> = setting.tree.infoset_ids().filter(after).collect();
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
