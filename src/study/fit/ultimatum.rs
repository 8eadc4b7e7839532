//! [`Ultimatum`]: the statistical ultimatum game.

use nalgebra::{DMatrix, DVector};

use super::bootstrap::Resampled;
use super::newton::{Evaluation, Objective};
use super::scalar::{Dual, Scalar};
use crate::error::Error;
use crate::solve::Watch;

/// What was observed of one bargain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bargain {
    /// The offer, from 0 to the prize.
    pub offer: f64,
    /// Whether it was accepted; `None` where this is not known, or not to be used.
    pub accepted: Option<bool>,
    /// How often it counts.
    pub weight: f64,
}

/// Data and settings of the statistical ultimatum game.
///
/// # Definition
/// A prize Q is divided. The first player offers y between 0 and Q; the second accepts, and then they have Q - y and y, or rejects, and then
/// they have their reservation values R1 + e1 and R2 + e2. The errors are logistic with scales s1 and s2, and each is known to its
/// player alone. The second accepts y with probability F(y) = Λ((y - R2)/s2). The first maximises F(y)(Q - y) + (1 - F(y))(R1 + e1), so
/// that R1 + e1 = Q - y - s2(1 + exp((y - R2)/s2)): a decreasing function of y, which gives the density of offers within (0, Q) and
/// the probabilities of the corners. R1 and R2 are linear in covariates, and log s1 and log s2 are known, or the last coefficients.
///
/// # References
/// Ramsay, K. W., & Signorino, C. S. (2009). A statistical model of the ultimatum game. Working paper.
#[derive(Debug, Clone)]
pub struct Ultimatum {
    /// The prize.
    pub prize: f64,
    /// The bargains.
    pub bargains: Vec<Bargain>,
    /// The covariates of the first player's reservation value, row after row.
    pub first: Vec<f64>,
    /// Those of the second player's.
    pub second: Vec<f64>,
    /// How many covariates each has.
    pub widths: [usize; 2],
    /// What is known of each reservation value, row after row; nothing where this is empty.
    pub offsets: [Vec<f64>; 2],
    /// log s1 and log s2, where they are known.
    pub known: [Option<f64>; 2],
    /// The smallest probability of an answer that counts: smaller ones count as this. 0 for none.
    pub floor: f64,
}

/// Where the indices stand: R1, R2, log s1, log s2.
const INDICES: usize = 4;

impl Ultimatum {
    /// Checks that the data fit together.
    ///
    /// # Errors
    /// [`Error::Invalid`], which names the row.
    pub fn check(&self) -> Result<(), Error> {
        let invalid = |message: String| Err(Error::Invalid(message));
        let rows = self.bargains.len();
        if rows == 0 || self.first.len() != rows * self.widths[0] || self.second.len() != rows * self.widths[1] {
            return invalid("give at least one bargain, and the covariates of both players for each".into());
        }
        if self.offsets.iter().any(|offsets| !(offsets.is_empty() || offsets.len() == rows)) {
            return invalid(format!("give an offset for each of the {rows} bargains, or none"));
        }
        if !(self.prize.is_finite() && self.prize > 0.0) {
            return invalid(format!("the prize is {}; give a number above 0", self.prize));
        }
        let values = self.first.iter().chain(&self.second).chain(self.offsets.iter().flatten());
        if values.copied().any(|value| !value.is_finite()) {
            return invalid("a covariate is not a number; leave its row out".into());
        }
        match self.bargains.iter().position(|bargain| !(0.0..=self.prize).contains(&bargain.offer)) {
            Some(row) => {
                let offer = self.bargains[row].offer;
                invalid(format!("row {}: the offer {offer} is not between 0 and the prize {}", row + 1, self.prize))
            }
            None => Ok(()),
        }
    }

    fn covariates(&self, row: usize) -> [&[f64]; 2] {
        let [a, b] = self.widths;
        [&self.first[row * a..(row + 1) * a], &self.second[row * b..(row + 1) * b]]
    }

    fn indices(&self, row: usize, at: &[f64]) -> [f64; INDICES] {
        let [first, second] = self.covariates(row);
        let (a, b) = (self.widths[0], self.widths[0] + self.widths[1]);
        let dot = |x: &[f64], beta: &[f64]| x.iter().zip(beta).map(|(x, beta)| x * beta).sum::<f64>();
        let mut free = at[b..].iter().copied();
        let [s1, s2] = self.known.map(|known| known.or_else(|| free.next()).unwrap_or(f64::NAN));
        let [r1, r2] = [0, 1].map(|player| self.offsets[player].get(row).copied().unwrap_or(0.0));
        [r1 + dot(first, &at[..a]), r2 + dot(second, &at[a..b]), s1, s2]
    }

    /// For each coefficient: which index it is in, and what it is multiplied by in a row.
    fn loadings(&self, row: usize) -> Vec<(usize, f64)> {
        let [first, second] = self.covariates(row);
        let reserved = first.iter().map(|x| (0, *x)).chain(second.iter().map(|x| (1, *x)));
        let scales = self.known.iter().zip(2..).filter(|(known, _)| known.is_none());
        reserved.chain(scales.map(|(_, index)| (index, 1.0))).collect()
    }

    /// The derivative of each bargain's log-likelihood by each coefficient (unweighted), row after row.
    pub fn scores(&self, at: &[f64]) -> Vec<f64> {
        let score = |row: usize| {
            let (_, slopes) = bargain_log(self, &self.bargains[row], &self.indices(row, at));
            self.loadings(row).into_iter().map(move |(index, x)| slopes[index] * x).collect::<Vec<_>>()
        };
        (0..self.bargains.len()).flat_map(score).collect()
    }
}

impl Objective for Ultimatum {
    fn dimension(&self) -> usize {
        self.widths.iter().sum::<usize>() + self.known.iter().filter(|known| known.is_none()).count()
    }

    fn evaluate(&self, at: &[f64], _: &mut Watch) -> Evaluation {
        let size = self.dimension();
        let mut total = Evaluation { value: 0.0, gradient: DVector::zeros(size), hessian: DMatrix::zeros(size, size) };
        for (row, bargain) in self.bargains.iter().enumerate().filter(|(_, bargain)| bargain.weight != 0.0) {
            let indices = self.indices(row, at);
            let moving: [Dual; INDICES] = std::array::from_fn(|lane| Dual::moving(indices[lane], lane));
            let (log, slopes) = bargain_log(self, bargain, &moving);
            total.value += bargain.weight * log.value;
            let loadings = self.loadings(row);
            for (i, (a, x)) in loadings.iter().enumerate() {
                total.gradient[i] += bargain.weight * slopes[*a].value * x;
                for (j, (b, y)) in loadings.iter().enumerate() {
                    total.hessian[(i, j)] += bargain.weight * slopes[*a].slopes[*b] * x * y;
                }
            }
        }
        let symmetric = (&total.hessian + total.hessian.transpose()) * 0.5;
        Evaluation { hessian: symmetric, ..total }
    }

    /// Reservation values are of the size of the prize, so that their coefficients are measured in tenths of it.
    fn scales(&self) -> DVector<f64> {
        let mut squares = DVector::zeros(self.dimension());
        for row in 0..self.bargains.len() {
            for (place, (index, x)) in self.loadings(row).into_iter().enumerate() {
                squares[place] += (if index < 2 { x * 10.0 / self.prize } else { x }).powi(2);
            }
        }
        let rows = self.bargains.len() as f64;
        squares.map(|sum: f64| if sum > 0.0 { (sum / rows).sqrt() } else { 1.0 })
    }
}

impl Resampled for Ultimatum {
    fn rows(&self) -> usize {
        self.bargains.len()
    }

    fn reweighted<'w>(&'w self, weights: &'w [f64]) -> Box<dyn Objective + 'w> {
        let weigh = |(bargain, weight): (&Bargain, &f64)| Bargain { weight: *weight, ..*bargain };
        let bargains = self.bargains.iter().zip(weights).map(weigh).collect();
        Box::new(Ultimatum { bargains, ..self.clone() })
    }
}

/// log Λ(x) and its derivative Λ(-x), whatever the size of x.
fn log_logistic<T: Scalar>(x: T) -> (T, T) {
    let small = (if x.value() > 0.0 { -x } else { x }).exp();
    let one = T::constant(1.0);
    let log = (one + small).ln();
    if x.value() > 0.0 { (-log, small / (one + small)) } else { (x - log, one / (one + small)) }
}

/// The log-likelihood of a bargain and its derivatives by R1, R2, log s1 and log s2.
fn bargain_log<T: Scalar>(of: &Ultimatum, bargain: &Bargain, indices: &[T; INDICES]) -> (T, [T; INDICES]) {
    let prize = of.prize;
    let [r1, r2, log_s1, log_s2] = *indices;
    let (s1, s2, one) = (log_s1.exp(), log_s2.exp(), T::constant(1.0));
    // v: the offer's lead over R2; odds = exp(v); e: the error of R1 that makes the offer best, in units of s1.
    let v = (T::constant(bargain.offer) - r2) / s2;
    let odds = v.exp();
    let e = (T::constant(prize - bargain.offer) - r1 - s2 * (one + odds)) / s1;
    let by_e = [-(one / s1), odds / s1, -e, s2 * (v * odds - one - odds) / s1];
    let by_v = [T::constant(0.0), -(one / s2), T::constant(0.0), -v];
    let (below, above) = (log_logistic(e), log_logistic(-e));
    let (mut log, e_slope, mut v_slope, mut own) = if bargain.offer <= 0.0 {
        (above.0, -above.1, T::constant(0.0), T::constant(0.0))
    } else if bargain.offer >= prize {
        (below.0, below.1, T::constant(0.0), T::constant(0.0))
    } else {
        // Density Λ(e)Λ(-e)/s1 times the derivative 1 + odds; log(1 + odds) is -log Λ(-v).
        let (wide, slope) = log_logistic(-v);
        (below.0 + above.0 - log_s1 - wide, below.1 - above.1, slope, -one)
    };
    if let Some(accepted) = bargain.accepted {
        let (part, slope) = log_logistic(if accepted { v } else { -v });
        if part.value() < of.floor.ln() {
            log += T::constant(of.floor.ln());
        } else {
            log += part;
            v_slope += if accepted { slope } else { -slope };
        }
    }
    if !e.value().is_finite() {
        own = T::constant(f64::NAN);
    }
    let mut slopes: [T; INDICES] = std::array::from_fn(|index| e_slope * by_e[index] + v_slope * by_v[index]);
    slopes[2] += own;
    (log, slopes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::Control;

    fn small() -> Ultimatum {
        let bargain = |offer, accepted| Bargain { offer, accepted, weight: 1.0 };
        Ultimatum {
            prize: 100.0,
            bargains: vec![
                bargain(40.0, Some(true)),
                bargain(20.0, Some(false)),
                bargain(0.0, None),
                bargain(100.0, Some(true)),
                bargain(47.0, None),
            ],
            first: vec![1.0, 0.3, 1.0, -1.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.5],
            second: vec![1.0; 5],
            widths: [2, 1],
            offsets: [Vec::new(), Vec::new()],
            known: [None, None],
            floor: 0.0,
        }
    }

    #[test]
    fn derivatives_match_differences() {
        let (data, control) = (small(), Control::default());
        let mut watch = Watch::start(&control);
        let at = vec![30.0, 4.0, 38.0, 3.0, 2.5];
        let here = data.evaluate(&at, &mut watch);
        let sums = data.scores(&at);
        for place in 0..5 {
            let mut shifted = |by: f64| {
                let mut there = at.clone();
                there[place] += by;
                data.evaluate(&there, &mut watch)
            };
            let (left, right) = (shifted(-1e-5), shifted(1e-5));
            let slope = (right.value - left.value) / 2e-5;
            approx::assert_relative_eq!(here.gradient[place], slope, max_relative = 1e-6, epsilon = 1e-7);
            let sum: f64 = (0..5).map(|row| sums[row * 5 + place]).sum();
            approx::assert_relative_eq!(here.gradient[place], sum, max_relative = 1e-10, epsilon = 1e-10);
            for other in 0..5 {
                let bend = (right.gradient[other] - left.gradient[other]) / 2e-5;
                approx::assert_relative_eq!(here.hessian[(other, place)], bend, max_relative = 1e-5, epsilon = 1e-6);
            }
        }
    }

    #[test]
    fn a_known_scale_is_no_coefficient() {
        let control = Control::default();
        let mut watch = Watch::start(&control);
        let whole = small().evaluate(&[30.0, 4.0, 38.0, 3.0, 2.5], &mut watch);
        let part = Ultimatum { known: [Some(3.0), None], ..small() }.evaluate(&[30.0, 4.0, 38.0, 2.5], &mut watch);
        assert_eq!((whole.value, whole.gradient[4]), (part.value, part.gradient[3]));
        assert_eq!(whole.hessian[(4, 2)], part.hessian[(3, 2)]);
    }

    #[test]
    fn an_offset_is_a_covariate_whose_coefficient_is_one() {
        let control = Control::default();
        let mut watch = Watch::start(&control);
        let whole = small().evaluate(&[30.0, 4.0, 38.0, 3.0, 2.5], &mut watch);
        let first: Vec<f64> = small().first.chunks(2).map(|row| row[0]).collect();
        let offsets = [small().first.chunks(2).map(|row| 4.0 * row[1]).collect(), vec![38.0; 5]];
        let part = Ultimatum { first, second: Vec::new(), widths: [1, 0], offsets, ..small() };
        part.check().unwrap();
        let part = part.evaluate(&[30.0, 3.0, 2.5], &mut watch);
        approx::assert_relative_eq!(whole.value, part.value, max_relative = 1e-14);
        for (one, other) in [(0, 0), (3, 1), (4, 2)] {
            approx::assert_relative_eq!(whole.gradient[one], part.gradient[other], max_relative = 1e-12);
            approx::assert_relative_eq!(whole.hessian[(one, 0)], part.hessian[(other, 0)], max_relative = 1e-12);
        }
        assert!(Ultimatum { offsets: [vec![1.0], Vec::new()], ..small() }.check().is_err());
    }

    #[test]
    fn answers_below_the_floor_count_as_the_floor() {
        let bargain = Bargain { offer: 30.0, accepted: Some(false), weight: 1.0 };
        let indices = [25.0, -10.0, 2.5, 1.0];
        let log =
            |floor, accepted| bargain_log(&Ultimatum { floor, ..small() }, &Bargain { accepted, ..bargain }, &indices);
        let (floored, bare) = (log(1e-6, Some(false)), log(0.0, None));
        // The offer itself has a log-likelihood of about -500,000 here, and so many digits are lost.
        approx::assert_relative_eq!(floored.0 - bare.0, 1e-6f64.ln(), max_relative = 1e-9);
        assert_eq!(floored.1, bare.1);
        assert!(log(0.0, Some(false)).0 < floored.0);
    }

    #[test]
    fn offers_have_all_of_the_probability() {
        let indices = [25.0, 35.0, 2.5, 1.0];
        let log = |offer: f64| bargain_log(&small(), &Bargain { offer, accepted: None, weight: 1.0 }, &indices).0;
        let step = 1e-3;
        let inside: f64 = (0..100_000).map(|n| log(step * (f64::from(n) + 0.5)).exp() * step).sum();
        approx::assert_relative_eq!(inside + log(0.0).exp() + log(100.0).exp(), 1.0, max_relative = 1e-6);
    }
}
