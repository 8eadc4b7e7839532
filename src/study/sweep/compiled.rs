//! [`Compiled`]: a model's payoffs, probabilities and conditions as evaluators over blocks of points.

use std::cmp::Ordering;

use super::block::Inputs;
use super::function::{Bound, Function, Scratch};
use super::points::Points;
use crate::error::Error;
use crate::model::Model;
use crate::model::expression::Relation;
use crate::number::{Rational, RationalFunction};

/// A model for arrays of parameter values.
#[derive(Debug, Clone)]
pub(super) struct Compiled {
    /// By play or profile, one for each player.
    pub(super) payoffs: Vec<Vec<Function>>,
    /// By chance move, one for each event.
    pub(super) chances: Vec<Vec<Function>>,
    /// What must hold for a point to be admissible.
    admissible: Vec<Check>,
    /// What must hold for probabilities to be such.
    proper: Vec<Check>,
}

/// What the conditions say of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub(super) enum Verdict {
    /// They hold.
    #[default]
    Inside,
    /// A range or an assumption is broken.
    Outside,
    /// A probability is negative.
    Undefined,
}

#[derive(Debug, Clone)]
enum Check {
    /// An axis against a number that is the float's shortest decimal: floats compare as the decimals do.
    Axis(usize, Relation, f64),
    /// Two functions.
    Functions(Box<Function>, Relation, Box<Function>),
}

impl Compiled {
    /// Compiles a model for the parameters that vary; `None` where it takes exact arithmetic.
    ///
    /// # Errors
    /// When a condition on parameters that are held fixed is broken, so that no point is admissible.
    pub(super) fn new(model: &Model, points: &Points, axes: &[Option<usize>]) -> Result<Option<Compiled>, Error> {
        let base = model.base_values();
        check_fixed(model, axes, &base)?;
        Ok(Self::compile(model, points, axes, &base))
    }

    fn compile(model: &Model, points: &Points, axes: &[Option<usize>], base: &[Rational]) -> Option<Compiled> {
        let function = |function: &RationalFunction| Function::new(function, axes, base);
        let table = |rows: &[Vec<RationalFunction>]| -> Option<Vec<Vec<Function>>> {
            rows.iter().map(|row| row.iter().map(function).collect()).collect()
        };
        let chances = table(model.probabilities())?;
        let sums_to_one = |row: &Vec<RationalFunction>| {
            row.iter().fold(RationalFunction::zero(), |sum, event| &sum + event) == RationalFunction::one()
        };
        if !model.probabilities().iter().all(sums_to_one) {
            return None;
        }
        let zero = Function::new(&RationalFunction::zero(), axes, base)?;
        let moving = chances.iter().flatten().filter(|event| !event.is_constant());
        let proper = moving.map(|event| compare(event.clone(), Relation::GreaterOrEqual, zero.clone())).collect();
        let admissible =
            ranges(model, points, axes, base)?.into_iter().chain(assumptions(model, axes, base)?).collect();
        Some(Compiled { payoffs: table(model.payoffs())?, chances, admissible, proper })
    }

    /// What the conditions say of each point of a block; points where floats cannot tell are marked in `open`.
    pub(super) fn judge(&self, inputs: &Inputs, room: &mut Room, verdicts: &mut [Verdict], open: &mut [u8]) {
        verdicts.fill(Verdict::Inside);
        for (checks, verdict) in [(&self.proper, Verdict::Undefined), (&self.admissible, Verdict::Outside)] {
            for check in checks {
                check.judge(inputs, room, verdict, verdicts, open);
            }
        }
    }
}

fn compare(left: Function, relation: Relation, right: Function) -> Check {
    Check::Functions(Box::new(left), relation, Box::new(right))
}

/// The conditions that no axis has a part in hold everywhere or nowhere.
fn check_fixed(model: &Model, axes: &[Option<usize>], base: &[Rational]) -> Result<(), Error> {
    for (index, parameter) in model.parameters().iter().enumerate() {
        if axes[index].is_none() && !parameter.range.contains(&base[index]) {
            let (symbol, value) = (&parameter.symbol, &base[index]);
            let range = parameter.range.describe(symbol);
            return Err(Error::Invalid(format!(
                "{symbol} = {value}, which is held fixed, is outside its range {range}"
            )));
        }
    }
    for assumption in model.assumptions() {
        let sides = assumption.condition.comparisons.iter().flat_map(|own| [&own.left, &own.right]);
        let moves = sides.flat_map(RationalFunction::variables).any(|used| axes[usize::from(used.0)].is_some());
        if !moves && assumption.condition.holds(base) != Some(true) {
            let text = format!("the assumption '{}' does not hold at the values held fixed", assumption.text);
            return Err(Error::Invalid(format!("{text}; hold others, or sweep over a parameter in it")));
        }
    }
    Ok(())
}

fn ranges(model: &Model, points: &Points, axes: &[Option<usize>], base: &[Rational]) -> Option<Vec<Check>> {
    let mut checks = Vec::new();
    for (index, parameter) in model.parameters().iter().enumerate() {
        let Some(axis) = axes[index] else { continue };
        for (relation, bound) in parameter.range.conditions() {
            let near = bound.to_f64();
            let check = if points.axes[axis].is_decimal() && Rational::from_f64(near).as_ref() == Some(&bound) {
                Check::Axis(axis, relation, near)
            } else {
                let variable = RationalFunction::variable(crate::number::Variable(u16::try_from(index).ok()?));
                let value = Function::new(&variable, axes, base)?;
                compare(value, relation, Function::new(&bound.into(), axes, base)?)
            };
            checks.push(check);
        }
    }
    Some(checks)
}

fn assumptions(model: &Model, axes: &[Option<usize>], base: &[Rational]) -> Option<Vec<Check>> {
    let comparisons = model.assumptions().iter().flat_map(|assumption| &assumption.condition.comparisons);
    let check = |comparison: &crate::model::expression::Comparison| {
        let side = |function| Function::new(function, axes, base);
        Some(compare(side(&comparison.left)?, comparison.relation, side(&comparison.right)?))
    };
    comparisons.map(check).collect()
}

/// Room for the values of two functions over a block.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) scratch: Scratch,
    left: Vec<f64>,
    right: Vec<f64>,
}

impl Room {
    pub(super) fn new(block: usize) -> Room {
        Room { scratch: Scratch::new(block), left: vec![0.0; block], right: vec![0.0; block] }
    }
}

impl Check {
    fn judge(&self, inputs: &Inputs, room: &mut Room, verdict: Verdict, verdicts: &mut [Verdict], open: &mut [u8]) {
        match self {
            Check::Axis(axis, relation, bound) => {
                for (value, own) in inputs.columns[*axis].iter().zip(verdicts) {
                    let order = value.partial_cmp(bound).unwrap_or(Ordering::Equal);
                    *own = if relation.holds(order) { *own } else { verdict };
                }
            }
            Check::Functions(left, relation, right) => {
                let (one, two) = (&mut room.left[..inputs.len], &mut room.right[..inputs.len]);
                let bounds = [
                    left.evaluate(inputs, &mut room.scratch, one, open),
                    right.evaluate(inputs, &mut room.scratch, two, open),
                ];
                settle(one, two, slack(bounds), *relation, verdict, verdicts, open);
            }
        }
    }
}

/// How far the difference of two values may be off, its own rounding included.
pub(super) fn slack(bounds: [Bound; 2]) -> f64 {
    (bounds[0].error + bounds[1].error) * 1.001
}

fn settle(
    one: &[f64],
    two: &[f64],
    slack: f64,
    relation: Relation,
    verdict: Verdict,
    verdicts: &mut [Verdict],
    open: &mut [u8],
) {
    if !slack.is_finite() {
        return open.fill(1);
    }
    for (((a, b), own), open) in one.iter().zip(two).zip(verdicts).zip(open) {
        let difference = a - b;
        let order = match difference {
            _ if difference > slack => Ordering::Greater,
            _ if difference < -slack => Ordering::Less,
            _ if slack == 0.0 => Ordering::Equal,
            _ => {
                *open = 1;
                continue;
            }
        };
        *own = if relation.holds(order) { *own } else { verdict };
    }
}
