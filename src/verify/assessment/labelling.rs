//! Labellings: how rare each mistake is compared with the others, so that the right nodes are believed.
//!
//! Rarities `K(a) > 0` of the actions that the profile never takes are sought such that at each information set just the
//! nodes believed have the least sum of rarities on the way. Maximise `t` such that every strict inequality holds with a
//! margin of `t` and the `K` sum to at most 1: there is a labelling exactly if the maximum is above 0. Rational `K` can
//! be scaled to integers. If the maximum is 0, the multipliers of the optimum name comparisons that contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use super::surprise::{Mistake, Surprise};
use crate::error::Error;
use crate::game::{Beliefs, InfosetId};
use crate::number::simplex::maximise;
use crate::number::{Rational, Tableau};

/// The largest tableau that is tried.
const MAX_CELLS: usize = 40_000_000;

/// A comparison that beliefs make: a node that is believed, and another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) struct Comparison {
    pub infoset: InfosetId,
    /// The position of a node that is believed.
    pub believed: usize,
    /// The position of another node.
    pub other: usize,
    /// Whether the other is believed too, and so neither is a greater surprise.
    pub both: bool,
}

/// Nodes of an information set, by position: those that are believed.
pub(in crate::verify) type Believed = (InfosetId, Vec<usize>);

/// The nodes that are believed at each information set.
pub(super) fn believed(beliefs: &Beliefs) -> Vec<Believed> {
    let of = |row: &Vec<Rational>| (0..row.len()).filter(|&node| row[node].is_positive()).collect();
    beliefs.0.iter().enumerate().map(|(number, row)| (InfosetId::from(number), of(row))).collect()
}

/// The comparisons that contradict each other when just these nodes are believed; empty if there is a labelling.
pub(in crate::verify) fn contradiction(
    surprises: &[Vec<Surprise>],
    believed: &[Believed],
) -> Result<Vec<Comparison>, Error> {
    let mut rows: BTreeMap<(Vec<(Mistake, i64)>, bool), Comparison> = BTreeMap::new();
    for (id, believed) in believed {
        for comparison in comparisons(*id, &surprises[id.index()], believed) {
            let nodes = &surprises[id.index()];
            let difference = nodes[comparison.other].against(&nodes[comparison.believed]);
            let implied = match comparison.both {
                true => difference.is_empty(),
                false => !difference.is_empty() && difference.iter().all(|(_, sign)| *sign > 0),
            };
            if !implied {
                rows.entry((difference, comparison.both)).or_insert(comparison);
            }
        }
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    solve(&rows.into_iter().collect::<Vec<_>>())
}

/// One node believed against each other node that chance allows.
fn comparisons(id: InfosetId, nodes: &[Surprise], all: &[usize]) -> Vec<Comparison> {
    let Some(&believed) = all.first() else { return Vec::new() };
    let others = (0..nodes.len()).filter(|&other| other != believed && nodes[other].possible());
    let compare = |other: usize| Comparison { infoset: id, believed, other, both: all.contains(&other) };
    others.map(compare).collect()
}

type Row = ((Vec<(Mistake, i64)>, bool), Comparison);

fn solve(rows: &[Row]) -> Result<Vec<Comparison>, Error> {
    let mistakes: BTreeSet<Mistake> =
        rows.iter().flat_map(|((difference, _), _)| difference.iter().map(|(mistake, _)| *mistake)).collect();
    let mistakes: Vec<Mistake> = mistakes.into_iter().collect();
    let (margin, columns) = (mistakes.len(), mistakes.len() + 1);
    let mut cells: Vec<Vec<Rational>> = Vec::new();
    let mut sources: Vec<Option<Comparison>> = Vec::new();
    for ((difference, both), comparison) in rows {
        for sign in if *both { &[1, -1][..] } else { &[-1][..] } {
            let mut row = vec![Rational::ZERO; columns + 1];
            for (mistake, side) in difference {
                if let Ok(column) = mistakes.binary_search(mistake) {
                    row[column] = Rational::from(sign * side);
                }
            }
            row[margin] = Rational::from(i64::from(!both));
            cells.push(row);
            sources.push(Some(*comparison));
        }
    }
    for column in 0..mistakes.len() {
        let mut row = vec![Rational::ZERO; columns + 1];
        row[column] = Rational::from(-1);
        row[margin] = Rational::ONE;
        cells.push(row);
        sources.push(None);
    }
    cells.push((0..=columns).map(|column| Rational::from(i64::from(column != margin))).collect());
    sources.push(None);
    let objective = cells.len();
    cells.push((0..=columns).map(|column| Rational::from(-i64::from(column == margin))).collect());
    if cells.len() * (columns + 1) > MAX_CELLS {
        return Err(Error::Unsupported(format!(
            "consistency of these beliefs is a linear program with {objective} comparisons of {margin} actions, which is \
             too large to check"
        )));
    }
    Ok(optimum(&cells, objective, columns, &sources))
}

/// The comparisons behind an optimum of 0; none if it is larger.
fn optimum(
    cells: &[Vec<Rational>],
    objective: usize,
    columns: usize,
    sources: &[Option<Comparison>],
) -> Vec<Comparison> {
    let basic = (columns..columns + cells.len()).map(|variable| variable as u32).collect();
    let (mut tableau, _) = Tableau::new(cells, basic, (0..columns as u32).collect());
    maximise(&mut tableau, objective, objective);
    if tableau.value_sign(objective) > 0 {
        return Vec::new();
    }
    let used = (0..tableau.columns()).filter(|&column| tableau.sign(objective, column) != 0);
    let slack = used.filter_map(|column| (tableau.nonbasic()[column] as usize).checked_sub(columns));
    let mut found: Vec<Comparison> = slack.filter_map(|row| sources.get(row).copied().flatten()).collect();
    found.sort_by_key(|comparison| (comparison.infoset, comparison.other));
    found.dedup();
    found
}
