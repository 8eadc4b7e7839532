//! Proofs that a part of the mixed strategies holds no equilibrium in which every strategy of the supports is used.

use super::super::product::Row;
use super::form::Form;
use crate::number::{Rational, Tableau, simplest_between, simplex};
use crate::solve::control::Watch;

/// A product of simplices: for each player the vertices, as probabilities of what the player uses.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) vertices: Vec<Vec<Row>>,
}

impl Part {
    /// All mixtures.
    pub(super) fn whole(used: &[Vec<usize>]) -> Part {
        let unit = |size: usize, k: usize| {
            let mut row = vec![Rational::ZERO; size];
            row[k] = Rational::ONE;
            row
        };
        Part { vertices: used.iter().map(|own| (0..own.len()).map(|k| unit(own.len(), k)).collect()).collect() }
    }

    /// A mixture inside for everybody: with the simplest fractions of all for two strategies, else in the middle.
    pub(super) fn middle(&self) -> Vec<Row> {
        let inside = |own: &Vec<Row>| match &own[..] {
            [a, b] => {
                let x = simplest_between(Some((&a[0]).min(&b[0])), Some((&a[0]).max(&b[0])));
                vec![x.clone(), Rational::ONE - x]
            }
            _ => mean(own),
        };
        self.vertices.iter().map(inside).collect()
    }

    /// Cuts the longest edge among some players' simplices, at a simple fraction, but not in the middle: solutions like 1/2
    /// would lie on the cut.
    pub(super) fn halves(&self, players: &[usize]) -> [Part; 2] {
        let (mut player, mut edge, mut longest) = (0, (0, 0), -1.0);
        for &own in players {
            let vertices = &self.vertices[own];
            for (a, b) in (0..vertices.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
                let length = distance(&vertices[a], &vertices[b]);
                if length > longest {
                    (player, edge, longest) = (own, (a, b), length);
                }
            }
        }
        let [a, b] = [edge.0, edge.1].map(|end| self.vertices[player][end].clone());
        let cut: Row = match &self.vertices[player][..] {
            [_, _] => {
                let near = |share: i64| &a[0] + &(Rational::new(share, 20).unwrap_or_default() * (&b[0] - &a[0]));
                let x = simplest_between(Some((&near(8)).min(&near(9))), Some((&near(8)).max(&near(9))));
                vec![x.clone(), Rational::ONE - x]
            }
            _ => {
                let share = Rational::new(3, 7).unwrap_or_default();
                a.iter().zip(&b).map(|(a, b)| a + &(&share * &(b - a))).collect()
            }
        };
        [edge.0, edge.1].map(|moved| {
            let mut half = self.clone();
            half.vertices[player][moved].clone_from(&cut);
            half
        })
    }

    /// How many corners it has.
    fn corners(&self, players: &[usize]) -> usize {
        players.iter().map(|&player| self.vertices[player].len()).product()
    }

    /// The choices of vertices whose mixtures use every strategy, but would not with one vertex fewer.
    fn covers(&self, player: usize) -> Vec<Vec<usize>> {
        let vertices = &self.vertices[player];
        let size = vertices.len();
        let covers = |set: u32| {
            (0..vertices[0].len()).all(|s| (0..size).any(|t| set >> t & 1 == 1 && !vertices[t][s].is_zero()))
        };
        let minimal = |set: &u32| covers(*set) && (0..size).all(|t| set >> t & 1 == 0 || !covers(set & !(1 << t)));
        let members = |set: u32| (0..size).filter(|t| set >> t & 1 == 1).collect();
        (1..1u32 << size).filter(minimal).map(members).collect()
    }
}

/// What may still be spent on proofs.
pub(super) struct Effort<'a, 'w> {
    /// The steps that linear programs may still take.
    pub(super) pivots: usize,
    pub(super) watch: &'a mut Watch<'w>,
}

/// Whether no equilibrium lies in a part, where every strategy is used.
///
/// Looks for a combination of the conditions, inequalities counting at least nothing, that is nowhere below 0 in the
/// part and above 0 wherever every strategy is used. A multilinear form takes its extremes at the corners, and is above
/// 0 at a mixture of corners if it is at one of them.
pub(super) fn holds_nothing(part: &Part, forms: &[Form], players: &[usize], effort: &mut Effort) -> bool {
    let values: Vec<Vec<Rational>> = forms.iter().map(|form| form.values(players, &part.vertices)).collect();
    let strict = |form: &Form, values: &[Rational]| {
        values.iter().all(Rational::is_positive) || form.equation && values.iter().all(Rational::is_negative)
    };
    if forms.iter().zip(&values).any(|(form, values)| strict(form, values)) {
        return true;
    }
    let lines = combined_covers(part, players);
    let excluded = |values: &Vec<Rational>, sign: i32| {
        values.iter().all(|value| value.signum() * sign >= 0)
            && lines.iter().all(|line| line.iter().any(|&corner| !values[corner].is_zero()))
    };
    let alone = |(form, values): (&Form, &Vec<Rational>)| excluded(values, 1) || form.equation && excluded(values, -1);
    if forms.iter().zip(&values).any(alone) {
        return true;
    }
    let columns: Vec<Column> =
        forms.iter().zip(values).map(|(form, values)| Column { free: form.equation, values }).collect();
    combination(&columns, &lines, effort)
}

/// As [`holds_nothing`] with conditions that are first multiplied by the weight of a corner each: slower, and stronger
/// where solutions touch the border.
pub(super) fn surely_holds_nothing(part: &Part, forms: &[Form], players: &[usize], effort: &mut Effort) -> bool {
    let squares = Squares::new(part, players);
    let corners = part.corners(players);
    if forms.len() * corners * squares.rows > MAX_CELLS {
        return false;
    }
    let mut columns = Vec::new();
    for form in forms {
        let values = form.values(players, &part.vertices);
        columns.extend((0..corners).map(|by| squares.multiplied(form.equation, &values, by)));
    }
    let lines: Vec<Vec<usize>> = combined_covers(part, players).iter().map(|line| squares.within(line)).collect();
    combination(&columns, &lines, effort)
}

/// So many pivots a program may take; nearly every proof takes fewer.
const MAX_PIVOTS: usize = 400;

/// The largest linear program that is tried.
const MAX_CELLS: usize = 8_000;

/// The products of the weights of two corners, where several pairs may have the same product.
struct Squares {
    rows: usize,
    /// The row of each pair.
    of_pair: Vec<Vec<usize>>,
}

impl Squares {
    fn new(part: &Part, players: &[usize]) -> Self {
        let (mut rows, mut of_pair) = (1, vec![vec![0]]);
        for &player in players {
            let size = part.vertices[player].len();
            let own = |a: usize, b: usize| a.max(b) * (a.max(b) + 1) / 2 + a.min(b);
            let count = size * (size + 1) / 2;
            let corners = of_pair.len() * size;
            let pair = |a: usize, b: usize| of_pair[a / size][b / size] * count + own(a % size, b % size);
            of_pair = (0..corners).map(|a| (0..corners).map(|b| pair(a, b)).collect()).collect();
            rows *= count;
        }
        Squares { rows, of_pair }
    }

    /// A condition multiplied by the weight of a corner.
    fn multiplied(&self, free: bool, values: &[Rational], by: usize) -> Column {
        let mut product = vec![Rational::ZERO; self.rows];
        values.iter().enumerate().for_each(|(corner, value)| product[self.of_pair[by][corner]] += value);
        Column { free, values: product }
    }

    /// The products of corners on a line.
    fn within(&self, line: &[usize]) -> Vec<usize> {
        let mut rows: Vec<usize> = line.iter().flat_map(|a| line.iter().map(|b| self.of_pair[*a][*b])).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// The corners that a mixture in which every strategy is used mixes at least, for each minimal way to do so.
fn combined_covers(part: &Part, players: &[usize]) -> Vec<Vec<usize>> {
    let mut lines: Vec<Vec<usize>> = vec![vec![0]];
    for &player in players {
        let (size, covers) = (part.vertices[player].len(), part.covers(player));
        let extended = |line: &Vec<usize>| -> Vec<Vec<usize>> {
            let by = |cover: &Vec<usize>| line.iter().flat_map(|c| cover.iter().map(move |t| c * size + t)).collect();
            covers.iter().map(by).collect()
        };
        lines = lines.iter().flat_map(extended).collect();
    }
    lines
}

/// The coefficients of a condition, one for each product of weights.
struct Column {
    /// Whether it may also be taken with the other sign.
    free: bool,
    values: Vec<Rational>,
}

/// Whether a linear program finds such a combination: the multipliers are the variables, and it is to exceed as much as
/// possible, up to 1, on each line.
fn combination(columns: &[Column], lines: &[Vec<usize>], effort: &mut Effort) -> bool {
    let terms = columns.first().map_or(0, |column| column.values.len());
    let mut signed: Vec<Vec<Rational>> = Vec::new();
    for column in columns {
        signed.push(column.values.clone());
        if column.free {
            signed.push(column.values.iter().map(|value| -value).collect());
        }
    }
    let sum = |terms: &[usize], values: &Vec<Rational>| -> Rational { terms.iter().map(|&term| &values[term]).sum() };
    let row = |terms: &[usize], excess: i64| -> Vec<Rational> {
        let own = signed.iter().map(|values| -sum(terms, values));
        own.chain([Rational::from(excess), Rational::ZERO]).collect()
    };
    let mut rows: Vec<Vec<Rational>> = (0..terms).map(|term| row(&[term], 0)).collect();
    rows.extend(lines.iter().map(|line| row(line, 1)));
    let bound = |value: i64, constant: i64| -> Vec<Rational> {
        let zeros = std::iter::repeat_n(Rational::ZERO, signed.len());
        zeros.chain([Rational::from(value), Rational::from(constant)]).collect()
    };
    rows.push(bound(1, 1));
    let constraints = rows.len();
    rows.push(bound(-1, 0));
    let count = signed.len() as u32 + 1;
    let labels = count..count + rows.len() as u32;
    let mut tableau = Tableau::new(&rows, labels.collect(), (0..count).collect()).0;
    let mut pivots = 0;
    simplex::maximise_until(&mut tableau, constraints, constraints, &mut || {
        pivots += 1;
        pivots > effort.pivots.min(MAX_PIVOTS) || effort.watch.must_stop(0)
    });
    effort.pivots = effort.pivots.saturating_sub(pivots);
    tableau.value_sign(constraints) > 0
}

pub(super) fn mean(rows: &[Row]) -> Row {
    let share = Rational::new(1, rows.len() as i64).unwrap_or_default();
    let sum = |k: usize| rows.iter().map(|row| &row[k]).sum::<Rational>() * &share;
    (0..rows[0].len()).map(sum).collect()
}

fn distance(a: &Row, b: &Row) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).abs().to_f64()).fold(0.0, f64::max)
}
