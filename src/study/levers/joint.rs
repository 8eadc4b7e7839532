//! All parameters together: the change of least cost, by an exact linear program for each cell.

use super::{Study, place};
use crate::error::Error;
use crate::number::lp;
use crate::number::{Polynomial, Rational, Variable};
use crate::study::regimes::{Cell, Regimes};
use crate::study::region::{Constraint, Sense};

/// A change of several parameters that brings the goal about.
#[derive(Debug, Clone, PartialEq)]
pub struct JointChange {
    /// The sum of the sizes of all changes, each times its cost.
    pub cost: Rational,
    /// The parameters that change, with their new values.
    pub changes: Vec<(String, Rational)>,
    /// What holds in the regime that is reached: strictly beyond the end of the change, with equality at it for some.
    pub conditions: Vec<Constraint>,
}

impl Study<'_> {
    /// The cheapest way into a cell in which the goal holds.
    pub(super) fn joint(&self, all: &Regimes, notes: &mut Vec<String>) -> Result<Option<JointChange>, Error> {
        let costs = self.costs(all)?;
        let mut best: Option<JointChange> = None;
        let mut left_out = 0;
        for cell in all.cells.iter().filter(|cell| self.holds_in(all, &cell.equilibria)) {
            match self.way_into(all, cell, &costs) {
                None => left_out += 1,
                Some(change) if best.as_ref().is_none_or(|old| change.cost < old.cost) => best = Some(change),
                Some(_) => {}
            }
        }
        if left_out > 0 {
            let regimes = if left_out == 1 { "1 regime".to_owned() } else { format!("{left_out} regimes") };
            let why = "whose conditions are not affine: left out of the change of all together";
            notes.push(format!("{regimes} {why}"));
        }
        Ok(best)
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
    /// The program `min c |x - base|, A x >= r` is solved through its dual, `max r y, |A^T y| <= c, y >= 0`, of which 0 is
    /// a point; the dual's own dual variables are the increases and decreases.
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
        let mut constraints = Vec::new();
        for sign in [Rational::ONE, -Rational::ONE] {
            for (column, cost) in costs.iter().enumerate() {
                let entries = rows.iter().map(|(row, _)| &row[column] * &sign);
                constraints.push(entries.chain([cost.clone()]).collect());
            }
        }
        let objective: Vec<Rational> = rows.iter().map(|(_, gap)| gap.clone()).collect();
        let optimum = lp::maximise(constraints, &objective);
        let (up, down) = optimum.duals.split_at(costs.len());
        let symbols = self.model.symbols_list();
        let change = |(column, &variable): (usize, &Variable)| {
            let by = &up[column] - &down[column];
            (!by.is_zero()).then(|| (symbols[place(variable)].clone(), &base[place(variable)] + &by))
        };
        let changes = free.iter().enumerate().filter_map(change).collect();
        Some(JointChange { cost: optimum.value, changes, conditions: cell.conditions.clone() })
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
