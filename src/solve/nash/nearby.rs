//! The equilibria of a nearby, non-degenerate game that lie near an extreme equilibrium.

use dashu_int::IBig;

use super::best_reply::nudged_polytope;
use super::complementary::Search;
use super::labels::{LabelMap, LabelSet};
use crate::game::{NormalForm, PlayerId};
use crate::number::{Rational, Tableau, simplex};
use crate::solve::control::Watch;

/// The most nodes that are searched near all equilibria of a game together.
const MAX_NODES: u64 = 200_000;

/// A nearby game: the inequalities `B'x <= 1` of both polytopes become `B'x <= 1 + t * nudge`, for any small `t > 0`.
///
/// That is the game whose payoffs against each strategy are divided by `1 + t * nudge`. Near a vertex only the
/// inequalities that bind there matter, and they make a cone; scaled by `1 / t`, the nudged cone is the same for all `t`. So
/// the equilibria near a pair of vertices are the completely labelled pairs of two polyhedra, and are found exactly,
/// without an actual small number.
pub(super) struct Nearby {
    rows: usize,
    labels: usize,
    polytopes: [Tableau; 2],
    /// The nudged cones at the vertices met so far, by the labels that bind there; `None` where the cone is empty.
    cones: [LabelMap<Option<Tableau>>; 2],
    nodes: u64,
}

impl Nearby {
    pub(super) fn new(game: &NormalForm) -> Self {
        let [rows, columns] = [game.shape()[0], game.shape()[1]];
        // Numbers without pattern, so that no cone has a vertex on which more inequalities bind than must.
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        let mut nudges = |count: usize| -> Vec<Rational> {
            let next = |_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                Rational::from((state >> 44) as i64 + 1)
            };
            (0..count).map(next).collect()
        };
        let polytopes = [(PlayerId(0), columns), (PlayerId(1), rows)]
            .map(|(player, inequalities)| nudged_polytope(game, player, &nudges(inequalities)));
        Nearby { rows, labels: rows + columns, polytopes, cones: Default::default(), nodes: 0 }
    }

    /// For each equilibrium of the nearby game near a pair of vertices, the labels that bind for the first player.
    ///
    /// `None` if told to stop, if the search grows too long, or in the unlikely case that the nearby game is degenerate.
    pub(super) fn equilibria(&mut self, vertices: [&LabelSet; 2], watch: &mut Watch) -> Option<Vec<LabelSet>> {
        let mut cones = Vec::new();
        for (side, binding) in vertices.into_iter().enumerate() {
            let Nearby { labels, polytopes, cones: known, .. } = self;
            let cone = known[side].entry(binding.clone()).or_insert_with(|| cone(&polytopes[side], binding, *labels));
            match cone {
                Some(cone) => cones.push(cone.clone()),
                None => return Some(Vec::new()),
            }
        }
        let mut found = Some(Vec::new());
        let mut search = Search::new(cones.try_into().ok()?, self.rows, self.labels);
        search.run_for(MAX_NODES - self.nodes, watch, &mut |node, _| {
            let [left, right] = node.faces.each_ref().map(|face| &face.binding);
            match &mut found {
                Some(list) if !left.meets(right) => list.push(left.clone()),
                _ => found = None,
            }
            0
        });
        self.nodes += search.nodes;
        found.filter(|_| search.is_done())
    }
}

/// The nudged cone at a vertex; `None` where it is empty.
fn cone(polytope: &Tableau, binding: &LabelSet, labels: usize) -> Option<Tableau> {
    let (moved, excess) = (labels as u32, labels as u32 + 1);
    let vertex = at_vertex(polytope.clone(), binding, moved);
    let columns = vertex.columns();
    let mut cells = Vec::with_capacity((vertex.rows() + 1) * (columns + 1));
    for row in 0..vertex.rows() {
        // An inequality that does not bind at the vertex binds nowhere near it.
        let binds = vertex.value_sign(row) == 0;
        cells.extend((0..columns).map(|column| if binds { vertex.integer(row, column) } else { IBig::ZERO }));
        cells.push(if binds { IBig::ZERO } else { IBig::ONE });
    }
    // The cone together with t is a cone again; t = 1 picks the nudged one.
    cells.extend(vertex.nonbasic().iter().map(|&variable| IBig::from(u8::from(variable == moved))));
    cells.push(IBig::ONE);
    let basic = vertex.basic().iter().copied().chain([excess]).collect();
    let mut tableau = Tableau::from_integers(cells, basic, vertex.nonbasic().to_vec());
    if !simplex::drive_to_zero(&mut tableau, excess) {
        return None;
    }
    tableau.drop_column(tableau.nonbasic().iter().position(|&variable| variable == excess)?);
    tableau.drop_row(tableau.basic().iter().position(|&variable| variable == moved)?);
    Some(tableau)
}

/// Pivots to a basis of the vertex at which just the given labels bind.
fn at_vertex(mut tableau: Tableau, binding: &LabelSet, moved: u32) -> Tableau {
    let leaves = |tableau: &Tableau, column: &usize| {
        let variable = tableau.nonbasic()[*column];
        variable != moved && !binding.contains(variable)
    };
    while let Some(column) = (0..tableau.columns()).find(|column| leaves(&tableau, column)) {
        let enters = |row: &usize| binding.contains(tableau.basic()[*row]) && tableau.sign(*row, column) != 0;
        let row =
            (0..tableau.rows()).find(enters).expect("the columns of positive variables are independent at a vertex");
        tableau.pivot(row, column);
    }
    tableau
}
