//! The normal distribution: Φ, its logarithm and the derivatives of that, accurate over the whole line.
//!
//! With h(t) = φ(t)/Φ(-t), the hazard, and g(t) = h(t) - t, its gap, for t >= 0, all else follows without cancellation:
//! log Φ(-t) = -t²/2 - log √(2π) - log h, its derivative by -t is h and the next one -h g, and Φ(-t) = φ(t)/h. The gap lies
//! between 0 and 0.8 and falls like 1/t, so that (t + 3/2) g is smooth up to infinity: a polynomial in u = (t - 15/4)/(t + 15/4),
//! which goes from -1 to 1, gives it to the last digits (Chebyshev interpolation in that variable, as Shepherd and Laframboise do
//! for erfc; the coefficients here were computed with 40 digits, and are cut where they are below 1e-17).
//!
//! # References
//! Shepherd, M. M., & Laframboise, J. G. (1981). Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞. Mathematics of
//! Computation 36. doi:10.1090/S0025-5718-1981-0595058-X

/// Coefficients of (t + 3/2) g(t) by powers of u, four to a row.
const GAP: [[f64; 4]; 7] = [
    [1.2487606895812982, -0.24194282063333417, -0.11777146459602879, 0.17342729952880007],
    [-0.05275726440168853, -0.03412144133652327, 0.027900150494650895, 0.004116406095590571],
    [-0.010283293657858718, 0.0005007226932531752, 0.0033562859074737876, -0.0005958104691646248],
    [-0.0010229461504812477, 0.0002786646804637947, 0.00029487544380121886, -0.00010098588837042115],
    [-7.963707741557164e-05, 3.155062832653451e-05, 1.951113089945148e-05, -8.817894306629877e-06],
    [-4.0734705305394944e-06, 2.228614139537487e-06, 6.494840571856318e-07, -4.922040475370175e-07],
    [-6.442376775416843e-08, 8.326457096906014e-08, 2.337739408379069e-09, -7.68154702591849e-09],
];

/// φ(0), 1/√(2π), and its negative logarithm.
const PEAK: f64 = 0.398_942_280_401_432_7;
const LOG_PEAK: f64 = 0.918_938_533_204_672_8;

/// Beyond this, φ is less than any float.
const END: f64 = 40.0;

/// What likelihoods need at a point `x`.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogCdf {
    /// log Φ(x).
    pub log: f64,
    /// Its derivative, φ(x)/Φ(x).
    pub hazard: f64,
    /// Its second derivative, -h(x + h) with h the hazard.
    pub curvature: f64,
}

/// log Φ(x) and its first two derivatives.
#[inline]
pub(super) fn log_cdf(x: f64) -> LogCdf {
    let tail = Tail::beyond(x.abs());
    if x > 0.0 { tail.body(tail.density(), true) } else { tail.low(true) }
}

/// Φ and the same for x and for -x, which have most of the work in common. A logarithm that is not wanted is no number.
#[inline]
pub(super) fn log_cdf_pair(x: f64, wanted: [bool; 2]) -> [(f64, LogCdf); 2] {
    let tail = Tail::beyond(x.abs());
    let density = tail.density();
    let odds = density / tail.hazard;
    if x > 0.0 {
        [(1.0 - odds, tail.body(density, wanted[0])), (odds, tail.low(wanted[1]))]
    } else {
        [(odds, tail.low(wanted[0])), (1.0 - odds, tail.body(density, wanted[1]))]
    }
}

/// A tail of the distribution: what lies beyond t, which is not below 0.
struct Tail {
    t: f64,
    gap: f64,
    hazard: f64,
}

impl Tail {
    #[inline]
    fn beyond(t: f64) -> Tail {
        // (∞ - 4)/(∞ + 4) is no number.
        let end = t.clamp(0.0, f64::MAX);
        let u = (end - 3.75) / (end + 3.75);
        let (square, mut sums) = (u * u, [0.0; 4]);
        let fourth = square * square;
        for row in GAP.iter().rev() {
            for (sum, coefficient) in sums.iter_mut().zip(row) {
                *sum = *sum * fourth + coefficient;
            }
        }
        let gap = ((sums[0] + u * sums[1]) + square * (sums[2] + u * sums[3])) / (end + 1.5);
        Tail { t, gap, hazard: t + gap }
    }

    /// At -t.
    #[inline]
    fn low(&self, wanted: bool) -> LogCdf {
        let log = if wanted { -0.5 * self.t * self.t - (LOG_PEAK + self.hazard.ln()) } else { f64::NAN };
        LogCdf { log, hazard: self.hazard, curvature: -self.hazard * self.gap }
    }

    /// At t, given φ(t).
    #[inline]
    fn body(&self, density: f64, wanted: bool) -> LogCdf {
        let odds = density / self.hazard;
        let hazard = density / (1.0 - odds);
        // Where the density has vanished, so has the curvature, however large t is.
        let curvature = if hazard > 0.0 { -hazard * (self.t + hazard) } else { -hazard };
        LogCdf { log: if wanted { log_without(odds) } else { f64::NAN }, hazard, curvature }
    }

    /// φ(t). What is lost when t is squared is made up for: it would be as much as 300 roundings far out.
    #[inline]
    fn density(&self) -> f64 {
        if self.t > END {
            return 0.0;
        }
        let square = self.t * self.t;
        let wide = 134_217_729.0 * self.t;
        let high = wide - (wide - self.t);
        let low = self.t - high;
        let lost = ((high * high - square) + 2.0 * high * low) + low * low;
        (-0.5 * square).exp() * (PEAK - 0.5 * PEAK * lost)
    }
}

/// log(1 - p) for p up to 1/2. The rounding of 1 - p is put right by the ratio of what was meant to what came of it.
#[inline]
fn log_without(p: f64) -> f64 {
    let rest = 1.0 - p;
    if rest == 1.0 { -p } else { rest.ln() * (p / (1.0 - rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For points t: Φ(-t), and log Φ with its first two derivatives at -t and at t, computed with 60 digits (mpmath 1.3).
    #[expect(clippy::approx_constant, reason = "a table of values, a few of which have names of their own")]
    #[rustfmt::skip]
    const KNOWN: [(f64, [f64; 4], [f64; 3]); 21] = [
        (0.0, [0.5, -0.6931471805599453, 0.7978845608028654, -0.6366197723675814], [-0.6931471805599453, 0.7978845608028654, -0.6366197723675814]),
        (1e-08, [0.4999999960105772, -0.693147188538791, 0.7978845671690631, -0.6366197745477175], [-0.6931471725810997, 0.7978845544366676, -0.6366197701874452]),
        (0.1, [0.460172162722971, -0.7761545927302733, 0.8626174715309362, -0.6578471550373318], [-0.6165050101150263, 0.7353317485057806, -0.6142459552111468]),
        (0.3, [0.3820885778110474, -0.9621028181688507, 0.9981659688584833, -0.6968855107296497], [-0.4814101615884812, 0.6172208536127345, -0.5661278382182529]),
        (0.5, [0.3085375387259869, -1.1759117615936185, 1.1410777703680646, -0.731519592844121], [-0.3689464152886564, 0.5091604338370335, -0.5138245643036329]),
        (1.0, [0.15865525393145705, -1.8410216450092636, 1.525135276160981, -0.8009023344296512], [-0.17275377902344988, 0.2875999709391784, -0.3703137142233946]),
        (1.7, [0.04456546275854304, -3.1107960975524813, 2.1103579219281876, -0.8660020913671393], [-0.045589029170068934, 0.09843591968993151, -0.1770306937580862]),
        (2.5, [0.006209665325776135, -5.08164827727869, 2.822744797663907, -0.9110261985788846], [-0.006229025485860002, 0.017637825486916735, -0.04440565660519877]),
        (3.2, [0.0006871379379158481, -7.282975502903631, 3.469591867822053, -0.935373752226353], [-0.0006873741253904902, 0.002385727525357044, -0.0076400197769677875]),
        (4.0, [3.1671241833119924e-05, -10.360101486527292, 4.225607144489471, -0.9533271616025774], [-3.167174337748927e-05, 0.00013383446446857514, -0.0005353557695381802]),
        (5.5, [1.8989562465887718e-08, -17.77937635262526, 5.671410313897305, -0.9721382221455538], [-1.8989562646189464e-08, 1.0769760247056311e-07, -5.923368251868707e-07]),
        (7.0, [1.279812543885835e-12, -27.384307498811076, 7.137545613226504, -0.9817380883033777], [-1.279812543886654e-12, 9.134720408376284e-12, -6.394304285871743e-11]),
        (8.0, [6.220960574271784e-16, -35.01343715991455, 8.121368112236112, -0.9856751165566591], [-6.220960574271786e-16, 5.052271083536895e-15, -4.0418168668295186e-14]),
        (10.0, [7.619853024160525e-24, -53.23128515051247, 10.098093233962512, -0.9905546221743438], [-7.619853024160525e-24, 7.694598626706419e-23, -7.694598626706419e-22]),
        (15.0, [3.670966199312751e-51, -116.1313848457117, 15.066086827167823, -0.9956698762424401], [-3.670966199312751e-51, 5.530709549844416e-50, -8.296064324766625e-49]),
        (25.0, [3.056696706382561e-138, -316.63940800802027, 25.039873012057562, -0.9984151585296072], [-3.056696706382561e-138, 7.653929736419392e-137, -1.913482434104848e-135]),
        (37.0, [5.725571222524577e-300, -689.0305855768906, 37.02698768612699, -0.9992727219011225], [-5.725571222524577e-300, 2.1200065515246056e-298, -7.84402424064104e-297]),
        (40.0, [0.0, -804.6084420137538, 40.02496884720726, -0.9993773316214086], [0.0, 0.0, -0.0]),
        (100.0, [0.0, -5005.524208694205, 100.00999800099926, -0.9999000599500517], [0.0, 0.0, -0.0]),
        (10000.0, [0.0, -50000010.12927891, 10000.000099999997, -0.9999999900000006], [0.0, 0.0, -0.0]),
        (100000000.0, [0.0, -5000000000000019.0, 100000000.00000001, -0.9999999999999999], [0.0, 0.0, -0.0]),
    ];

    /// What is 0 in the list is below every normal float.
    fn close(found: f64, known: f64) {
        approx::assert_relative_eq!(found, known, max_relative = 1e-15, epsilon = f64::MIN_POSITIVE);
    }

    #[test]
    fn agrees_with_sixty_digits() {
        for (t, [odds, left @ ..], right) in KNOWN {
            let [first, second] = log_cdf_pair(-t, [true; 2]);
            close(first.0, odds);
            close(second.0, 1.0 - odds);
            for (found, known) in [(log_cdf(-t), left), (first.1, left), (log_cdf(t), right), (second.1, right)] {
                close(found.log, known[0]);
                close(found.hazard, known[1]);
                close(found.curvature, known[2]);
            }
        }
    }

    #[test]
    fn agrees_with_the_error_function_between() {
        for k in 0..8000 {
            let t = f64::from(k) * 0.0011;
            let odds = 0.5 * libm::erfc(t * std::f64::consts::FRAC_1_SQRT_2);
            // The argument of erfc is rounded, which counts t² times.
            approx::assert_relative_eq!(
                log_cdf_pair(t, [true; 2])[1].0,
                odds,
                max_relative = 1e-15 * (1.0 + 0.3 * t * t)
            );
        }
    }

    #[test]
    fn the_continued_fraction_gives_the_far_tail() {
        for k in 0..400 {
            let t = 8.0 * 1.1_f64.powi(k);
            // Laplace: t + 1/(t + 2/(t + 3/(t + ...))).
            let gap = 1.0 / (2..60).rev().fold(t, |rest, k| t + f64::from(k) / rest);
            close(log_cdf(-t).hazard, t + gap);
            close(log_cdf(-t).curvature, -(t + gap) * gap);
        }
    }

    #[test]
    fn a_pair_is_both() {
        for k in -2000..2000 {
            let x = f64::from(k) * 0.013;
            let [one, other] = log_cdf_pair(x, [true; 2]);
            for ((odds, found), alone) in [(one, log_cdf(x)), (other, log_cdf(-x))] {
                approx::assert_relative_eq!(odds, alone.log.exp(), max_relative = 1e-12);
                close(found.log, alone.log);
                close(found.hazard, alone.hazard);
                close(found.curvature, alone.curvature);
            }
            for wanted in [[true, false], [false, true]] {
                let part = log_cdf_pair(x, wanted);
                for ((part, whole), wanted) in part.iter().zip([one, other]).zip(wanted) {
                    assert_eq!((part.0, part.1.hazard, part.1.curvature), (whole.0, whole.1.hazard, whole.1.curvature));
                    assert!(if wanted { part.1.log == whole.1.log } else { part.1.log.is_nan() });
                }
            }
        }
    }

    #[test]
    fn the_ends_of_the_line_are_told() {
        assert!(log_cdf(-1e150).log.is_finite() && log_cdf(-1e150).hazard == 1e150);
        let [none, all] = log_cdf_pair(f64::NEG_INFINITY, [true; 2]);
        assert_eq!((none.0, none.1.log, all.0, all.1.log), (0.0, f64::NEG_INFINITY, 1.0, 0.0));
        assert_eq!((all.1.hazard, all.1.curvature), (0.0, 0.0));
        assert!(log_cdf(f64::NAN).log.is_nan() && log_cdf_pair(f64::NAN, [true; 2])[0].0.is_nan());
    }

    #[test]
    fn derivatives_match_differences() {
        for x in [-30.0, -9.0, -3.0, -0.5, 0.0, 0.7, 4.0] {
            let (left, right, here) = (log_cdf(x - 1e-5), log_cdf(x + 1e-5), log_cdf(x));
            approx::assert_relative_eq!(
                (right.log - left.log) / 2e-5,
                here.hazard,
                max_relative = 1e-7,
                epsilon = 1e-10
            );
            let slope = (right.hazard - left.hazard) / 2e-5;
            approx::assert_relative_eq!(slope, here.curvature, max_relative = 1e-6, epsilon = 1e-10);
        }
    }
}
