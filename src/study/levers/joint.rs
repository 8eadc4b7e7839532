//! All parameters together: the change of least cost that ends at fractions, by an exact linear program for each cell.

use serde::{Deserialize, Serialize};

use super::{Lever, Norm, Reach, Study, place};
use crate::error::Error;
use crate::number::lp;
use crate::number::{Polynomial, Rational, Variable};
use crate::study::regimes::{Cell, Regimes};
use crate::study::region::{Breakpoint, Constraint, Sense};

/// A change of several parameters that brings the goal about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JointChange {
    /// The sum of the sizes of all changes (or the largest), each times its cost.
    pub cost: Rational,
    /// The parameters that change, with their new values.
    pub changes: Vec<(String, Rational)>,
    /// Whether the goal holds at the end of the change itself, or only beyond it.
    #[serde(default)]
    pub at_end: bool,
    /// Whether no change of one parameter alone, to an irrational threshold, is known to cost less.
    #[serde(default = "yes")]
    pub is_least: bool,
    /// What holds in the regime that is reached: strictly beyond the end of the change, with equality at it for some.
    pub conditions: Vec<Constraint>,
}

/// What files say that were written before `is_least` was.
fn yes() -> bool {
    true
}

impl JointChange {
    /// Whether it costs less, or as much with fewer changes.
    fn is_better_than(&self, other: &JointChange) -> bool {
        (&self.cost, self.changes.len()) < (&other.cost, other.changes.len())
    }
}

impl Study<'_> {
    /// The cheapest way into a cell in which the goal holds. A change of one parameter alone is one, too.
    pub(super) fn joint(
        &self,
        all: &Regimes,
        single: &[Lever],
        notes: &mut Vec<String>,
    ) -> Result<Option<JointChange>, Error> {
        let costs = self.costs(all)?;
        let mut best: Option<JointChange> = None;
        let alone = single.iter().zip(&costs).flat_map(|(lever, cost)| self.alone(all, lever, cost));
        for change in alone {
            if best.as_ref().is_none_or(|old| change.is_better_than(old)) {
                best = Some(change);
            }
        }
        let mut left_out = 0;
        for cell in all.cells.iter().filter(|cell| self.holds_inside(all, cell)) {
            match self.way_into(all, cell, &costs) {
                None => left_out += 1,
                Some(change) if best.as_ref().is_none_or(|old| change.is_better_than(old)) => best = Some(change),
                Some(_) => {}
            }
        }
        if left_out > 0 {
            let regimes = if left_out == 1 { "1 regime".to_owned() } else { format!("{left_out} regimes") };
            let why = "whose conditions are not affine: left out of the change of all together";
            notes.push(format!("{regimes} {why}"));
        }
        let dear = |best: &JointChange, root: &ByRoot| best.cost.to_f64() > root.cost;
        if let Some(root) = by_root(single, &costs).filter(|root| best.as_ref().is_none_or(|best| dear(best, root))) {
            notes.push(root.remark(best.is_some()));
            best.iter_mut().for_each(|best| best.is_least = false);
        }
        Ok(best)
    }

    /// The changes of one parameter alone, where their ends are rational.
    fn alone(&self, all: &Regimes, lever: &Lever, cost: &Rational) -> Vec<JointChange> {
        let change = |reach: &Reach| {
            let Breakpoint::Exact(value) = &reach.threshold else { return None };
            let mut point = all.domain.base().to_vec();
            let place = self.model.symbols_list().iter().position(|symbol| *symbol == lever.symbol)?;
            point[place] = value.clone();
            // The regime just beyond the end.
            point[place] += (value - &lever.base) / Rational::from(1_000_000);
            let cell = all.cell_at(&point).map(|cell| all.cells[cell].conditions.clone());
            Some(JointChange {
                cost: (value - &lever.base).abs() * cost,
                changes: vec![(lever.symbol.clone(), value.clone())],
                at_end: reach.at_threshold,
                is_least: true,
                conditions: cell.unwrap_or_default(),
            })
        };
        [&lever.up, &lever.down].into_iter().flatten().filter_map(change).collect()
    }

    fn costs(&self, all: &Regimes) -> Result<Vec<Rational>, Error> {
        let mut costs = vec![Rational::ONE; self.model.parameters().len()];
        for (name, cost) in &self.options.costs {
            self.model.parameter(name)?;
            if !cost.is_positive() {
                return Err(Error::Invalid(format!("the cost of changing {name} is {cost}; it must be above 0")));
            }
            let index = self.model.symbols_list().iter().position(|symbol| symbol == name).unwrap_or(0);
            costs[index] = cost.clone();
        }
        Ok(all.domain.free().iter().map(|&variable| costs[place(variable)].clone()).collect())
    }

    /// The cheapest change that ends in the closure of a cell; `None` where a condition is not affine.
    ///
    /// Of the norm "sum", the program `min c |x - base|, A x >= r` is solved through its dual, `max r y, |A^T y| <= c,
    /// y >= 0`, of which 0 is a point; the dual's own dual variables are the increases and decreases. Of the norm "largest",
    /// the dual is `max r y, sum_j |(A^T y)_j| / c_j <= 1`, with a variable `z_j` for each size.
    fn way_into(&self, all: &Regimes, cell: &Cell, costs: &[Rational]) -> Option<JointChange> {
        let (free, base) = (all.domain.free(), all.domain.base());
        let rows: Vec<(Vec<Rational>, Rational)> = all
            .domain
            .background()
            .iter()
            .chain(&cell.conditions)
            .flat_map(sides)
            .map(|p| row(&p, free, base))
            .collect::<Option<_>>()?;
        let largest = self.options.norm == Norm::Largest;
        let sizes = if largest { costs.len() } else { 0 };
        let mut constraints = Vec::new();
        for sign in [Rational::ONE, -Rational::ONE] {
            for (column, cost) in costs.iter().enumerate() {
                let entries = rows.iter().map(|(row, _)| &row[column] * &sign);
                let size = |at: usize| if at == column { -Rational::ONE } else { Rational::ZERO };
                let bound = if largest { Rational::ZERO } else { cost.clone() };
                constraints.push(entries.chain((0..sizes).map(size)).chain([bound]).collect());
            }
        }
        if largest {
            let shares = costs.iter().map(|cost| Rational::ONE / cost.clone());
            constraints.push(rows.iter().map(|_| Rational::ZERO).chain(shares).chain([Rational::ONE]).collect());
        }
        let gaps = rows.iter().map(|(_, gap)| gap.clone());
        let objective: Vec<Rational> = gaps.chain((0..sizes).map(|_| Rational::ZERO)).collect();
        let optimum = lp::maximise(constraints, &objective);
        let (up, down) = optimum.duals[..2 * costs.len()].split_at(costs.len());
        let mut by: Vec<Rational> = up.iter().zip(down).map(|(up, down)| up - down).collect();
        undo_idle(&mut by, &rows);
        let symbols = self.model.symbols_list();
        let change = |(by, &variable): (&Rational, &Variable)| {
            (!by.is_zero()).then(|| (symbols[place(variable)].clone(), &base[place(variable)] + by))
        };
        let changes = by.iter().zip(free).filter_map(change).collect();
        let mut end = base.to_vec();
        by.iter().zip(free).for_each(|(by, &variable)| end[place(variable)] += by);
        let at_end = all.domain.contains(&end) && self.holds_at(all, &end);
        let (cost, conditions) = (optimum.value, cell.conditions.clone());
        Some(JointChange { cost, changes, at_end, is_least: true, conditions })
    }
}

/// A change of one parameter alone to an irrational threshold.
struct ByRoot<'a> {
    symbol: &'a str,
    cost: f64,
}

/// The cheapest change of one parameter alone to an irrational threshold.
fn by_root<'a>(single: &'a [Lever], costs: &[Rational]) -> Option<ByRoot<'a>> {
    let priced = single.iter().zip(costs).flat_map(|(lever, cost)| {
        let reaches = [&lever.up, &lever.down].into_iter().flatten();
        let roots = reaches.filter(|reach| matches!(reach.threshold, Breakpoint::Root { .. }));
        let size = |reach: &Reach| (reach.threshold.to_f64() - lever.base.to_f64()).abs();
        roots.map(move |reach| ByRoot { symbol: &lever.symbol, cost: size(reach) * cost.to_f64() })
    });
    priced.min_by(|a, b| a.cost.total_cmp(&b.cost))
}

impl ByRoot<'_> {
    /// What is said where it costs less than all changes that end at fractions, or where there are none of these.
    fn remark(&self, has_other: bool) -> String {
        let ByRoot { symbol, cost } = self;
        match has_other {
            true => format!(
                "{symbol} alone costs less, about {cost:.4}: its threshold is irrational, and the change together is the cheapest \
                 of those that end at fractions"
            ),
            false => format!(
                "No change of all together is given, as only those that end at fractions are; {symbol} alone costs about \
                 {cost:.4}, to an irrational threshold"
            ),
        }
    }
}

/// Takes back changes that are not needed: by the largest size some cost nothing.
fn undo_idle(by: &mut [Rational], rows: &[(Vec<Rational>, Rational)]) {
    for column in 0..by.len() {
        let kept = std::mem::take(&mut by[column]);
        let reached = |(row, gap): &(Vec<Rational>, Rational)| {
            row.iter().zip(&*by).map(|(slope, by)| slope * by).sum::<Rational>() >= *gap
        };
        if !rows.iter().all(reached) {
            by[column] = kept;
        }
    }
}

/// The polynomials that must not be negative.
fn sides(constraint: &Constraint) -> Vec<Polynomial> {
    let polynomial = constraint.polynomial().clone();
    match constraint.sense() {
        Sense::Zero => vec![-&polynomial, polynomial],
        _ => vec![polynomial],
    }
}

/// An affine polynomial as its slopes, and by how much the base falls short.
fn row(polynomial: &Polynomial, free: &[Variable], base: &[Rational]) -> Option<(Vec<Rational>, Rational)> {
    if polynomial.degree() > 1 {
        return None;
    }
    let slope = |variable: &Variable| polynomial.derivative(*variable).as_constant();
    Some((free.iter().map(slope).collect::<Option<_>>()?, -polynomial.evaluate(base)?))
}
