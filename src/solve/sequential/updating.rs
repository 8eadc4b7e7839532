//! Beliefs that follow from earlier ones by Bayes' rule wherever it says something.

use super::basis::{Bases, Basis};
use super::form::{Form, Var};
use super::setting::{Setting, Support};
use crate::game::{InfosetId, NodeId, NodeKind, Subgames, Unknown};
use crate::number::Rational;

/// The most combinations of nodes believed in that are tried.
const MAX_BASES: usize = 4096;

/// The bases of given supports. Off the path a player's beliefs follow from the player's earlier ones, or else from the
/// beginning of the subgame, by Bayes' rule with the others' behaviour; where that says nothing, they are anything.
pub(super) fn updated(setting: &Setting, supports: &[Support], plain: Basis, every: bool) -> Bases {
    let mut search =
        Update { setting, supports, subgames: setting.tree.subgames(), branching: every, found: Vec::new() };
    let open = plain.open();
    if !every {
        search.run(plain.clone(), &open);
        let partial = search.found.iter().any(|basis| search.is_partial(basis, &open));
        search.branching = partial;
        if !partial {
            return Bases::Found(search.found);
        }
        search.found.clear();
    }
    search.run(plain, &open);
    if search.found.len() > MAX_BASES { Bases::Tangled } else { Bases::Found(search.found) }
}

struct Update<'s, 'a> {
    setting: &'s Setting<'a>,
    supports: &'s [Support],
    subgames: Subgames,
    /// Whether each set of nodes that may be believed in is tried by itself.
    branching: bool,
    found: Vec<Basis>,
}

impl Update<'_, '_> {
    fn run(&mut self, mut basis: Basis, open: &[InfosetId]) {
        if self.found.len() > MAX_BASES {
            return;
        }
        let Some((&infoset, rest)) = open.split_first() else {
            self.found.push(basis);
            return;
        };
        let inherited = self.inherited(&basis, infoset);
        if !inherited.is_empty() {
            basis.weights[infoset.index()] = inherited;
            return self.run(basis, rest);
        }
        basis.believe(self.setting, infoset);
        if !self.branching {
            return self.run(basis, rest);
        }
        basis.parts(infoset).into_iter().for_each(|part| self.run(part, rest));
    }

    /// What the own beliefs before, or the subgame's beginning, say.
    fn inherited(&self, basis: &Basis, infoset: InfosetId) -> Vec<(usize, Form)> {
        let before = self.setting.own_before[infoset.index()].map(|(before, _)| before);
        let own = before.map_or_else(Vec::new, |before| self.inherited_from(basis, infoset, Some(before)));
        if own.is_empty() { self.inherited_from(basis, infoset, None) } else { own }
    }

    /// What the beliefs at an own information set before say, or where there is none, the beginning of the subgame.
    fn inherited_from(&self, basis: &Basis, infoset: InfosetId, before: Option<InfosetId>) -> Vec<(usize, Form)> {
        let tree = self.setting.tree;
        let root = self.subgames.root(self.subgames.innermost_of_infoset(tree, infoset));
        let mut weights = Vec::new();
        for (position, &node) in tree.infoset(infoset).nodes.iter().enumerate() {
            let from = match before {
                Some(before) => self.ancestor(node, |id| tree.infoset(before).nodes.contains(&id)),
                None => self.ancestor(node, |id| id == root),
            };
            let Some(from) = from else { continue };
            let earlier = match before {
                None => Some(Form::constant(Rational::ONE)),
                Some(before) => {
                    let place = tree.infoset(before).nodes.iter().position(|own| *own == from);
                    let known = &basis.weights[before.index()];
                    known.iter().find(|(position, _)| Some(*position) == place).map(|(_, weight)| weight.clone())
                }
            };
            if let (Some(earlier), Some((chance, product))) = (earlier, self.between(basis, from, node, before)) {
                let mut weight = Form::default();
                weight.add_product(&earlier, &chance, &product);
                weights.push((position, weight));
            }
        }
        weights
    }

    fn ancestor(&self, node: NodeId, is: impl Fn(NodeId) -> bool) -> Option<NodeId> {
        let tree = self.setting.tree;
        std::iter::successors(Some(node), |id| tree.node(*id).parent.map(|(parent, _)| parent)).find(|id| is(*id))
    }

    /// Chance and the used actions between two nodes; `None` if play never goes that way. The action at an own earlier
    /// information set is taken for granted.
    fn between(
        &self,
        basis: &Basis,
        from: NodeId,
        node: NodeId,
        before: Option<InfosetId>,
    ) -> Option<(Rational, Vec<Var>)> {
        let tree = self.setting.tree;
        let (mut chance, mut product, mut at) = (Rational::ONE, Vec::new(), node);
        while at != from {
            let (parent, action) = tree.node(at).parent?;
            match tree.node(parent).kind {
                NodeKind::Decision(infoset) if Some(infoset) == before => {}
                NodeKind::Decision(infoset) => {
                    let action = self.setting.action(infoset, action);
                    if !self.setting.uses(self.supports, action) {
                        return None;
                    }
                    product.extend(basis.variable(action));
                }
                NodeKind::Chance(id) => chance *= &tree.chance_move(id).probabilities[action],
                NodeKind::Terminal => {}
            }
            at = parent;
        }
        product.sort_unstable();
        (!chance.is_zero()).then_some((chance, product))
    }

    /// Whether some information set's beliefs follow from a part of a free belief only: then they follow from nothing
    /// where that part has probability 0.
    fn is_partial(&self, basis: &Basis, open: &[InfosetId]) -> bool {
        let later = |infoset: &&InfosetId| self.setting.own_before[infoset.index()].is_some();
        open.iter().filter(later).any(|infoset| {
            let used: Vec<Var> = basis.weights[infoset.index()].iter().flat_map(|(_, form)| form.variables()).collect();
            let beliefs = basis.blocks.iter().filter(|block| block.start >= basis.actions);
            beliefs.into_iter().any(|block| {
                let count = block.clone().filter(|variable| used.contains(variable)).count();
                count > 0 && count < block.len()
            })
        })
    }
}

impl Basis {
    /// For each set of nodes that may be believed in at an information set whose beliefs have just been made a block: the
    /// basis in which just these are.
    pub(super) fn parts(&self, infoset: InfosetId) -> Vec<Basis> {
        let all = self.weights[infoset.index()].clone();
        if all.len() == 1 {
            return vec![self.clone()];
        }
        let part = |chosen: u32| {
            let mut part = self.clone();
            let keep = all.iter().enumerate().filter(|(number, _)| chosen >> number & 1 == 1);
            part.weights[infoset.index()] = keep.map(|(_, weight)| weight.clone()).collect();
            part.pin_unbelieved(infoset, &all);
            part
        };
        // One more than may be tried is enough to be told that they are too many.
        (1..1u32 << all.len().min(13)).map(part).collect()
    }

    /// Shrinks the block of an information set's beliefs, just made, to the nodes that it keeps.
    fn pin_unbelieved(&mut self, infoset: InfosetId, all: &[(usize, Form)]) {
        if self.weights[infoset.index()].len() == all.len() {
            return;
        }
        self.drop_block();
        let kept = &mut self.weights[infoset.index()];
        if let [(_, weight)] = &mut kept[..] {
            *weight = Form::constant(Rational::ONE);
            return;
        }
        let positions: Vec<usize> = kept.iter().map(|(position, _)| *position).collect();
        let start = self.add_block(positions.into_iter().map(|position| Unknown::Belief(infoset, position)));
        for (number, (_, weight)) in self.weights[infoset.index()].iter_mut().enumerate() {
            *weight = Form::default();
            weight.add_term(vec![start + number as Var], Rational::ONE);
        }
    }
}
