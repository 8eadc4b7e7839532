//! Random points where conditions hold, and on surfaces.

use crate::number::{Rational, Variable};
use crate::study::region::{Constraint, Domain, Sense};

/// Random numbers that are the same everywhere (xorshift; Marsaglia 2003, doi:10.18637/jss.v008.i14).
pub(super) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// A number from 0 to `limit - 1`; 0 where the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }
}

/// Another admissible point where the conditions hold: a random step along each parameter, as long as there is room.
pub(super) fn wander(domain: &Domain, from: &[Rational], conditions: &[Constraint], dice: &mut Dice) -> Vec<Rational> {
    let mut point = from.to_vec();
    for &variable in domain.free() {
        // Odd denominators keep clear of surfaces that were not meant.
        let mut step = Rational::new(dice.below(13 * 997) as i64 - 6 * 997, 997).unwrap_or_default();
        for _ in 0..12 {
            let mut next = point.clone();
            next[usize::from(variable.0)] += step.clone();
            if domain.contains(&next) && conditions.iter().all(|condition| condition.holds(&next)) {
                point = next;
                break;
            }
            step *= Rational::new(2, 5).unwrap_or_default();
        }
    }
    point
}

/// An admissible point where a condition holds with equality, which one parameter alone leads to.
pub(super) fn step_onto(
    domain: &Domain,
    from: &[Rational],
    condition: &Constraint,
    dice: &mut Dice,
) -> Option<Vec<Rational>> {
    let variables: Vec<Variable> = condition.polynomial().variables().into_iter().collect();
    let variable = *variables.get(dice.below(variables.len()))?;
    let coefficients = condition.polynomial().coefficients_in(variable);
    let [rest, slope] = &coefficients[..] else { return None };
    let mut point = from.to_vec();
    point[usize::from(variable.0)] = (-rest.evaluate(from)?).checked_div(&slope.evaluate(from)?)?;
    (domain.contains(&point) && condition.with_sense(Sense::Zero).holds(&point)).then_some(point)
}
