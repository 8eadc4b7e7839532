//! All combinations of supports, later moves first, each cut off as soon as it is seen to fail.

use std::ops::Range;

use super::alike;
use super::basis::{Bases, Basis, Rule, bases};
use super::bounds::refuted;
use super::cell::{self, Cell, Product};
use super::conditions::{Condition, Values, conditions};
use super::curved::{self, Curved, Reason, Shape};
use super::form::{Form, Var};
use super::setting::{Setting, Support};
use crate::game::InfosetId;
use crate::number::Rational;
use crate::solve::control::Watch;

/// Assessments with the same supports that depend on each other by products of polytopes.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) supports: Vec<Support>,
    pub(super) basis: Basis,
    pub(super) product: Product,
    /// Whether other behaviour off the path would do as well, of which this is an example.
    pub(super) open: bool,
    /// If these are members of a larger set: its position in [`Found::curves`].
    pub(super) curve: Option<usize>,
}

/// Assessments with the same supports and the same nodes believed in that are no product of polytopes.
#[derive(Debug)]
pub(super) struct Curve {
    pub(super) supports: Vec<Support>,
    pub(super) basis: Basis,
    pub(super) shape: Shape,
}

/// What a search has found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) pieces: Vec<Piece>,
    /// Sets of assessments that are no product of polytopes; only some members are among the pieces.
    pub(super) curves: Vec<Curve>,
    /// Supports on which something may be missing, and why.
    pub(super) undecided: Vec<(Vec<Support>, Reason)>,
    /// How many combinations of supports were looked at, complete or not.
    pub(super) supports: u64,
    /// How many boxes were looked at where conditions do not come down to linear ones.
    pub(super) boxes: u64,
    /// Of Nash equilibria: on how many plays what deters may fall into several parts.
    pub(super) loose: u64,
}

/// A search over supports.
pub(super) struct Search<'s, 'a> {
    setting: &'s Setting<'a>,
    rule: Rule,
    /// The information sets in the order in which they get their supports.
    order: Vec<InfosetId>,
    /// For each step, the information sets all of whose conditions are known then.
    known: Vec<Vec<InfosetId>>,
    /// For each information set, whether what is believed after its actions does not depend on which are used.
    plain: Vec<bool>,
    pub(super) found: Found,
}

impl<'s, 'a> Search<'s, 'a> {
    pub(super) fn new(setting: &'s Setting<'a>, rule: Rule) -> Self {
        let tree = setting.tree;
        let order = setting.order();
        let step = |id: InfosetId| order.iter().position(|own| *own == id).unwrap_or(0);
        let mut known = vec![Vec::new(); order.len()];
        for id in tree.infoset_ids() {
            // Weak beliefs need not follow Bayes' rule in a subgame to which play does not come.
            let last = concerned(setting, id, rule != Rule::Free).into_iter().map(step).max().unwrap_or(0);
            known[last].push(id);
        }
        // Weak beliefs in a subgame are free where play does not come to it, so that it matters which actions are used.
        let plain = |id| rule != Rule::Free && alike::is_plain(tree, id);
        let plain = tree.infoset_ids().map(plain).collect();
        Search { setting, rule, order, known, plain, found: Found::default() }
    }

    /// Goes through all supports.
    pub(super) fn run(&mut self, watch: &mut Watch) {
        let whole = |infoset: &crate::game::Infoset| ((1u64 << infoset.actions.len()) - 1) as Support;
        let mut supports: Vec<Support> = self.setting.tree.infosets().iter().map(whole).collect();
        self.extend(0, &mut supports, &mut Vec::new(), watch);
    }

    fn extend(&mut self, step: usize, supports: &mut Vec<Support>, decided: &mut Vec<InfosetId>, watch: &mut Watch) {
        if step == self.order.len() {
            self.solve(supports, watch);
            return;
        }
        let infoset = self.order[step];
        let whole = supports[infoset.index()];
        let before = decided.len();
        let alike = self.plain[infoset.index()].then(|| alike::supports(self.setting, supports, infoset)).flatten();
        for support in alike.unwrap_or_else(|| (1..=whole).collect()) {
            if watch.must_stop_now(self.found.pieces.len()) {
                break;
            }
            self.found.supports += 1;
            supports[infoset.index()] = support;
            decided.extend(&self.known[step]);
            if self.may_hold(supports, decided, step) {
                self.extend(step + 1, supports, decided, watch);
            }
            decided.truncate(before);
        }
        supports[infoset.index()] = whole;
    }

    /// Whether payoffs' ranges, and the linear conditions known by now, with any beliefs off the path, do not refute what is decided
    /// last. Subgames beside its own have nothing to do with it.
    fn may_hold(&self, supports: &[Support], decided: &[InfosetId], step: usize) -> bool {
        let inside = |id: &&InfosetId| self.setting.is_inside(**id, self.order[step]);
        let among: Vec<InfosetId> = self.order[..=step].iter().filter(inside).copied().collect();
        if refuted(self.setting, supports, &among) {
            return false;
        }
        if self.known[step].is_empty() {
            return true;
        }
        let Bases::Found(mut relaxed) = bases(self.setting, supports, Rule::Free, false) else { return true };
        let Some(basis) = relaxed.pop() else { return true };
        let mut values = Values::new(self.setting, supports, &basis);
        let mut conditions = Vec::new();
        for &infoset in decided.iter().filter(inside) {
            let Some(own) = values.at(infoset) else { return true };
            conditions.extend(own);
        }
        may_hold(&basis, conditions)
    }

    /// Every assessment with these supports.
    fn solve(&mut self, supports: &[Support], watch: &mut Watch) {
        if self.by_largest(supports) {
            return;
        }
        let mut found = Found::default();
        if let Err(reason) = self.by_every(supports, &mut found, watch) {
            self.found.undecided.push((supports.to_vec(), reason));
        }
        let before = self.found.curves.len();
        found.pieces.iter_mut().for_each(|piece| piece.curve = piece.curve.map(|curve| before + curve));
        self.found.pieces.extend(found.pieces);
        self.found.curves.extend(found.curves);
        self.found.boxes += found.boxes;
    }

    /// As [`solve`](Search::solve), by the largest bases; false, and nothing is added, if that does not tell.
    fn by_largest(&mut self, supports: &[Support]) -> bool {
        let Bases::Found(list) = bases(self.setting, supports, self.rule, false) else { return false };
        let mut pieces = Vec::new();
        for basis in list {
            let Some(conditions) = conditions(self.setting, supports, &basis, self.rule) else { return false };
            match cell::solve(&basis, conditions) {
                Cell::Nothing => {}
                Cell::Bent(_) => return false,
                Cell::Product(product) => {
                    let piece = Piece { supports: supports.to_vec(), basis, product, open: false, curve: None };
                    if !piece.says_all() {
                        return false;
                    }
                    pieces.push(piece);
                }
            }
        }
        self.found.pieces.extend(pieces);
        true
    }

    /// By every basis: in each, all weights of departures and beliefs are above 0. What is found before something cannot be
    /// told stays in `found`.
    fn by_every(&self, supports: &[Support], found: &mut Found, watch: &mut Watch) -> Result<(), Reason> {
        let Bases::Found(list) = bases(self.setting, supports, self.rule, true) else { return Err(Reason::Tangled) };
        let mut failed = None;
        for basis in list {
            let Some(conditions) = conditions(self.setting, supports, &basis, self.rule) else {
                failed = Some(Reason::Large);
                continue;
            };
            let (products, curve) = match cell::solve(&basis, conditions) {
                Cell::Nothing => continue,
                Cell::Product(product) => (vec![product], None),
                Cell::Bent(residue) => match curved::solve(&basis, residue, &mut found.boxes, watch) {
                    Curved::Some { products, shape } => (products, found.add_curve(supports, &basis, shape)),
                    Curved::Undecided(reason) => {
                        failed = failed.max(Some(reason));
                        continue;
                    }
                },
            };
            for product in products {
                let piece = Piece { supports: supports.to_vec(), basis: basis.clone(), product, open: false, curve };
                // Where an information set has no weights, the assessments there belong to a smaller basis.
                if piece.says_all() {
                    found.pieces.push(piece);
                }
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

impl Found {
    /// Takes note of a set that is no product of polytopes, if there is one; returns its position.
    pub(super) fn add_curve(&mut self, supports: &[Support], basis: &Basis, shape: Option<Shape>) -> Option<usize> {
        self.curves.push(Curve { supports: supports.to_vec(), basis: basis.clone(), shape: shape? });
        Some(self.curves.len() - 1)
    }
}

/// Whether the linear ones among conditions can hold together.
pub(super) fn may_hold(basis: &Basis, mut conditions: Vec<Condition>) -> bool {
    let fails = |Condition { form, equation }: &Condition| {
        form.degree() == 0 && (form.constant_part().is_positive() || *equation && !form.is_zero())
    };
    if conditions.iter().any(fails) {
        return false;
    }
    conditions.retain(|condition| condition.form.degree() == 1);
    let spoken = |block: &&Range<Var>| conditions.iter().any(|own| own.form.variables().any(|v| block.contains(&v)));
    let blocks: Vec<Range<Var>> = basis.blocks.iter().filter(spoken).cloned().collect();
    if blocks.is_empty() {
        return true;
    }
    let (forms, equations): (Vec<&Form>, Vec<bool>) = conditions.iter().map(|own| (&own.form, own.equation)).unzip();
    cell::feasible(&blocks, &forms, &equations)
}

/// The information sets whose supports the conditions at an information set depend on. Where subgames are judged on their own, what
/// leads to the smallest one around it makes no difference.
pub(super) fn concerned(setting: &Setting, id: InfosetId, subgames: bool) -> Vec<InfosetId> {
    let tree = setting.tree;
    let mut sets = vec![id];
    let nodes = &tree.infoset(id).nodes;
    for &node in nodes {
        for below in node.index()..tree.node(node).end.index() {
            if let crate::game::NodeKind::Decision(later) = tree.nodes()[below].kind {
                sets.push(later);
            }
        }
        match (nodes.len(), subgames) {
            (1, _) => {}
            (_, true) => sets.extend(setting.before_in_subgame(id, node)),
            (_, false) => sets.extend(setting.moves(node).iter().map(|&action| setting.place(action).0)),
        }
    }
    sets.sort_unstable();
    sets.dedup();
    sets
}

impl Piece {
    /// A piece without beliefs.
    pub(super) fn of_play(supports: Vec<Support>, basis: Basis, product: Product) -> Self {
        Piece { supports, basis: Basis { weights: Vec::new(), ..basis }, product, open: false, curve: None }
    }

    /// Whether in the middle of the piece every information set has a node of positive weight.
    fn says_all(&self) -> bool {
        let middle = self.product.middle();
        let positive =
            |weights: &Vec<(usize, Form)>| weights.iter().any(|(_, form)| form.value(&middle) > Rational::ZERO);
        self.basis.weights.iter().all(positive)
    }
}
