//! How much of a box of parameters each regime takes up, estimated by random points.

use serde::{Deserialize, Serialize};

use super::Regimes;
use super::walk::Dice;
use crate::error::Error;
use crate::number::Rational;

/// How much of the admissible part of a box has the same equilibria.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The equilibria: positions in [`Regimes::equilibria`].
    pub equilibria: Vec<usize>,
    /// The share of the admissible points.
    pub share: f64,
    /// The standard error of the share.
    pub error: f64,
}

/// So many points in a row may be inadmissible.
const PATIENCE: usize = 10_000;

impl Regimes {
    /// The share of each regime in a box of parameters, the largest first, estimated by `count` random points.
    ///
    /// # Definition
    /// Points are drawn uniformly from the ranges given, by name; a parameter that varies and has none is drawn from its own
    /// range, which must have two ends. Points that break ranges or assumptions are drawn again.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a parameter that is none; [`Error::Invalid`] where a range is open, empty, or of a parameter
    /// that does not vary, or no admissible point is found.
    ///
    /// # Example
    /// ```
    /// use foederis::{Concept, RegimesOptions, alliance, regimes};
    /// let options = RegimesOptions { over: Some(vec!["pi".into()]), ..Default::default() };
    /// let found = regimes(&alliance::dilemma("border")?, Concept::Nash, &options)?;
    /// // A Prisoner's Dilemma for pi below 1/2, a stag hunt above.
    /// let shares = found.shares(&[], 2_000, 1)?;
    /// assert!(shares.len() == 2 && (shares[0].share - 0.5).abs() < 0.05);
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn shares(
        &self,
        ranges: &[(&str, (Rational, Rational))],
        count: usize,
        seed: u64,
    ) -> Result<Vec<Share>, Error> {
        let bounds = self.bounds(ranges)?;
        let mut dice = Dice::new(seed);
        let mut counts: Vec<(Vec<usize>, usize)> = Vec::new();
        for _ in 0..count {
            let there = self.equilibria_at(&self.draw(&bounds, &mut dice)?);
            match counts.iter_mut().find(|(known, _)| *known == there) {
                Some((_, number)) => *number += 1,
                None => counts.push((there, 1)),
            }
        }
        counts.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        let total = count.max(1) as f64;
        let share = |(equilibria, number): (Vec<usize>, usize)| {
            let share = number as f64 / total;
            Share { equilibria, share, error: (share * (1.0 - share) / total).sqrt() }
        };
        Ok(counts.into_iter().map(share).collect())
    }

    /// The ends of the range of each parameter that varies.
    fn bounds(&self, ranges: &[(&str, (Rational, Rational))]) -> Result<Vec<(usize, Rational, Rational)>, Error> {
        let given: Vec<_> =
            ranges.iter().map(|(name, ends)| Ok((self.axis(name)?, ends))).collect::<Result<_, Error>>()?;
        let bound = |&variable: &crate::number::Variable| {
            let at = usize::from(variable.0);
            let parameter = &self.model.parameters()[at];
            let own = given.iter().find(|(known, _)| *known == variable).map(|(_, ends)| (*ends).clone());
            let range = &parameter.range;
            let ends = own.or_else(|| Some((range.low.as_ref()?.value.clone(), range.high.as_ref()?.value.clone())));
            match ends {
                Some((low, high)) if low < high => Ok((at, low, high)),
                Some((low, high)) => {
                    Err(Error::Invalid(format!("the range of {} ends at {high}, not above {low}", parameter.symbol)))
                }
                None => Err(Error::Invalid(format!(
                    "the range of {} is open; say between which values to draw it",
                    parameter.symbol
                ))),
            }
        };
        self.domain.free().iter().map(bound).collect()
    }

    fn draw(&self, bounds: &[(usize, Rational, Rational)], dice: &mut Dice) -> Result<Vec<Rational>, Error> {
        // A prime, so that points hardly ever lie on a boundary.
        const PARTS: usize = 1_000_003;
        for _ in 0..PATIENCE {
            let mut point = self.domain.base().to_vec();
            for (at, low, high) in bounds {
                let part = Rational::new(dice.below(PARTS - 1) as i64 + 1, PARTS as i64).unwrap_or_default();
                point[*at] = low + &(part * (high - low));
            }
            if self.domain.contains(&point) {
                return Ok(point);
            }
        }
        Err(Error::Invalid(format!("none of {PATIENCE} points in these ranges is admissible; give other ranges")))
    }
}
