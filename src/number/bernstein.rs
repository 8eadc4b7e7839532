//! [`Bernstein`]: polynomials on `[0, 1]` in Bernstein form, and all their roots there, with proof.

use dashu_base::Sign;
use dashu_int::IBig;

use super::rational::Rational;

/// A polynomial `sum_k C(n, k) p^k (1-p)^(n-k) c_k` with integer coefficients, up to a positive factor.
#[derive(Debug, Clone)]
pub(crate) struct Bernstein {
    coefficients: Vec<IBig>,
}

/// Whether to give up. Once it says so it must go on saying so; what is returned from then on means nothing.
pub(crate) type Stop<'a> = &'a dyn Fn() -> bool;

/// A root in the open interval from 0 to 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Root {
    /// This number.
    Exact(Rational),
    /// The only root between two numbers, at which the polynomial is not 0.
    Between(Rational, Rational),
}

/// A dyadic number `numerator / 2^exponent`.
#[derive(Debug, Clone)]
struct Dyadic {
    numerator: IBig,
    exponent: usize,
}

/// How deep intervals are halved before a root is taken for a multiple one.
const MAX_DEPTH: usize = 80;

/// Roots are enclosed in intervals of this width, as a power of two.
const PRECISION: usize = 60;

/// The largest denominator of a rational root that is looked for.
const MAX_DENOMINATOR: i64 = 1_000_000;

impl Bernstein {
    /// From rational coefficients.
    pub(crate) fn new(coefficients: &[Rational]) -> Self {
        let common = coefficients.iter().fold(IBig::ONE, |common, c| {
            let den = c.denominator();
            let shared = dashu_base::Gcd::gcd(&common, &den);
            common * (den / IBig::from(shared))
        });
        let scaled = |c: &Rational| c.numerator() * (&common / c.denominator());
        Bernstein { coefficients: coefficients.iter().map(scaled).collect() }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.coefficients.iter().all(|c| *c == IBig::ZERO)
    }

    /// The sign of the value at a number from 0 to 1.
    pub(crate) fn sign_at(&self, p: &Rational, stop: Stop) -> i32 {
        let (num, den) = (p.numerator(), p.denominator());
        let rest = &den - &num;
        // sum_k C(n, k) c_k num^k rest^(n-k), in the manner of Horner.
        let n = self.coefficients.len() - 1;
        let (mut sum, mut power, mut binomial) = (IBig::ZERO, IBig::ONE, IBig::ONE);
        for (k, c) in self.coefficients.iter().enumerate().take_while(|_| !stop()) {
            sum = sum * &rest + c * &binomial * &power;
            power *= &num;
            binomial = binomial * IBig::from(n - k) / IBig::from(k + 1);
        }
        sign(&sum)
    }

    /// The sign everywhere between two numbers from 0 to 1, if it is the same and shows in the coefficients there.
    pub(crate) fn sign_between(&self, low: &Rational, high: &Rational, stop: Stop) -> Option<i32> {
        let up_to = cut(&self.coefficients, &high.numerator(), &high.denominator(), stop).0;
        let share = low.checked_div(high)?;
        let part = cut(&up_to, &share.numerator(), &share.denominator(), stop).1;
        let first = sign(part.first()?);
        part.iter().all(|c| sign(c) == first).then_some(first)
    }

    /// Whether no coefficient has a sign, so that no value on `[0, 1]` has it.
    pub(crate) fn never_has_sign(&self, forbidden: i32) -> bool {
        self.coefficients.iter().all(|c| sign(c) != forbidden)
    }

    /// Every root in the open interval from 0 to 1, in order; `None` for the polynomial 0.
    ///
    /// Intervals are halved until Descartes' rule of signs allows no root, or exactly one, in each (Lane, Riesenfeld
    /// 1981). A polynomial with multiple roots is divided by its greatest common divisor with its derivative first.
    pub(crate) fn roots(&self, stop: Stop) -> Option<Vec<Root>> {
        if self.is_zero() {
            return None;
        }
        let mut roots = Vec::new();
        let start = Dyadic { numerator: IBig::ZERO, exponent: 0 };
        if self.isolate(&start, &mut roots, stop) {
            return Some(roots);
        }
        roots.clear();
        let simple = self.without_multiple_roots(stop);
        simple.isolate(&start, &mut roots, stop);
        Some(roots)
    }

    /// Finds the roots in the interval from 0, where it starts, to 1; false where it seems to have a multiple root.
    fn isolate(&self, start: &Dyadic, roots: &mut Vec<Root>, stop: Stop) -> bool {
        let mut stack = vec![(self.coefficients.clone(), start.clone(), false)];
        while let Some((coefficients, from, is_root)) = stack.pop().filter(|_| !stop()) {
            if is_root {
                roots.push(Root::Exact(from.value()));
            }
            match variations(&coefficients) {
                0 => continue,
                1 => {
                    roots.push(self.refine(&from, stop));
                    continue;
                }
                _ if from.exponent >= MAX_DEPTH => return false,
                _ => {}
            }
            let (left, right) = halve(&coefficients, stop);
            let zero_between = right[0] == IBig::ZERO;
            let low = Dyadic { numerator: &from.numerator * IBig::from(2), exponent: from.exponent + 1 };
            let high = Dyadic { numerator: &low.numerator + IBig::ONE, exponent: low.exponent };
            stack.push((right, high, zero_between));
            stack.push((left, low, false));
        }
        true
    }

    /// Narrows down the only root in the interval that begins at `from`, and recognises a rational one.
    fn refine(&self, from: &Dyadic, stop: Stop) -> Root {
        let next = |from: &Dyadic| Dyadic { numerator: &from.numerator + IBig::ONE, exponent: from.exponent };
        let mut from = from.clone();
        // The sign just right of the interval's beginning: that at its end, reversed, unless the end is another root.
        let before = self.sign_right_of(&from, stop);
        while from.exponent < PRECISION && !stop() {
            let low = Dyadic { numerator: &from.numerator * IBig::from(2), exponent: from.exponent + 1 };
            let middle = next(&low);
            match self.sign_at(&middle.value(), stop) {
                0 => return Root::Exact(middle.value()),
                sign if sign == before => from = middle,
                _ => from = low,
            }
        }
        let (low, high) = (from.value(), next(&from).value());
        let guess = simplest_between(&low, &high);
        match guess.filter(|guess| self.sign_at(guess, stop) == 0) {
            Some(exact) => Root::Exact(exact),
            None => Root::Between(low, high),
        }
    }

    /// The sign in the interval that begins at `from`, before its only root.
    fn sign_right_of(&self, from: &Dyadic, stop: Stop) -> i32 {
        let mut step = from.exponent;
        loop {
            // At a root, look a little to the right: the signs differ there and at the end of the interval.
            let here = self.sign_at(&from.value(), stop);
            if here != 0 || stop() {
                return here;
            }
            step += 1;
            let ahead = Dyadic { numerator: (&from.numerator << (step - from.exponent)) + IBig::ONE, exponent: step };
            let piece = self.restricted(from, &ahead, stop);
            if variations(&piece) == 0 {
                return piece.iter().map(sign).find(|sign| *sign != 0).unwrap_or(0);
            }
        }
    }

    /// The coefficients on an interval between two dyadic numbers, up to a positive factor.
    fn restricted(&self, from: &Dyadic, to: &Dyadic, stop: Stop) -> Vec<IBig> {
        let cut = cut(&self.coefficients, &to.numerator, &(IBig::ONE << to.exponent), stop).0;
        // `from / to` of what is left.
        let den = &to.numerator << from.exponent;
        let num = &from.numerator << to.exponent;
        self::cut(&cut, &num, &den, stop).1
    }

    /// The polynomial divided by what it has in common with its derivative.
    fn without_multiple_roots(&self, stop: Stop) -> Bernstein {
        let power = self.to_powers(stop);
        let derivative: Vec<Rational> =
            power.iter().enumerate().skip(1).map(|(k, c)| c * &Rational::from(k as i64)).collect();
        let common = gcd(power.clone(), derivative, stop);
        if stop() {
            return self.clone();
        }
        Bernstein::from_powers(&divide(power, &common, stop).0, stop)
    }

    fn to_powers(&self, stop: Stop) -> Vec<Rational> {
        // c_k are differences at 0: the coefficient of p^j is C(n, j) times the j-th forward difference.
        let n = self.coefficients.len() - 1;
        let mut differences = self.coefficients.clone();
        let mut binomial = IBig::ONE;
        let mut powers = Vec::with_capacity(n + 1);
        for j in (0..=n).take_while(|&j| j == 0 || !stop()) {
            powers.push(Rational::from_integers(&binomial * &differences[0], IBig::ONE));
            differences = differences.windows(2).map(|pair| &pair[1] - &pair[0]).collect();
            binomial = binomial * IBig::from(n - j) / IBig::from(j + 1);
        }
        trimmed(powers)
    }

    pub(crate) fn from_powers(powers: &[Rational], stop: Stop) -> Bernstein {
        // c_k = sum_{j <= k} C(k, j) / C(n, j) a_j
        let n = powers.len() - 1;
        let mut scaled = Vec::with_capacity(n + 1);
        let mut binomial = IBig::ONE;
        for (j, a) in powers.iter().enumerate() {
            scaled.push(a / &Rational::from_integers(binomial.clone(), IBig::ONE));
            binomial = binomial * IBig::from(n - j) / IBig::from(j + 1);
        }
        let coefficient = |k: usize| {
            let mut binomial = IBig::ONE;
            let term = |j: usize| {
                let term = &scaled[j] * &Rational::from_integers(binomial.clone(), IBig::ONE);
                binomial = &binomial * IBig::from(k - j) / IBig::from(j + 1);
                term
            };
            (0..=k).take_while(|_| !stop()).map(term).sum::<Rational>()
        };
        Bernstein::new(&(0..=n).map(coefficient).collect::<Vec<_>>())
    }
}

impl Dyadic {
    fn value(&self) -> Rational {
        Rational::from_integers(self.numerator.clone(), IBig::ONE << self.exponent)
    }
}

fn sign(value: &IBig) -> i32 {
    match (*value == IBig::ZERO, value.sign()) {
        (true, _) => 0,
        (_, Sign::Positive) => 1,
        _ => -1,
    }
}

/// How often the signs change, zeros left out.
fn variations(coefficients: &[IBig]) -> usize {
    let signs: Vec<i32> = coefficients.iter().map(sign).filter(|sign| *sign != 0).collect();
    signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// The coefficients on both halves, each side scaled by a power of two (de Casteljau).
fn halve(coefficients: &[IBig], stop: Stop) -> (Vec<IBig>, Vec<IBig>) {
    cut(coefficients, &IBig::ONE, &IBig::from(2), stop)
}

/// The coefficients left and right of `num / den`, each side up to a positive factor.
fn cut(coefficients: &[IBig], num: &IBig, den: &IBig, stop: Stop) -> (Vec<IBig>, Vec<IBig>) {
    let n = coefficients.len() - 1;
    let rest = den - num;
    let mut row = coefficients.to_vec();
    let (mut left, mut right) = (vec![row[0].clone()], vec![row[n].clone()]);
    for _ in 0..n {
        if stop() {
            return (coefficients.to_vec(), coefficients.to_vec());
        }
        row = row.windows(2).map(|pair| &pair[0] * &rest + &pair[1] * num).collect();
        left.push(row[0].clone());
        right.push(row[row.len() - 1].clone());
    }
    // The k-th row carries den^k: bring all to den^n.
    let mut factor = IBig::ONE;
    for k in (0..=n).rev().take_while(|_| !stop()) {
        left[k] *= &factor;
        right[k] *= &factor;
        factor *= den;
    }
    right.reverse();
    (left, right)
}

/// The fraction with the smallest denominator in an interval of non-negative numbers, if that is not large.
fn simplest_between(low: &Rational, high: &Rational) -> Option<Rational> {
    // Stern and Brocot's tree by continued fractions: the common beginning of both ends.
    let floor = |x: &Rational| Rational::from_integers(x.numerator() / x.denominator(), IBig::ONE);
    let whole = floor(low);
    if &whole == low {
        return Some(whole);
    }
    if floor(high) > whole {
        return Some(whole + Rational::ONE);
    }
    let (a, b) = (Rational::ONE.checked_div(&(high - &whole))?, Rational::ONE.checked_div(&(low - &whole))?);
    let inner = simplest_between(&a, &b)?;
    let found = whole + Rational::ONE.checked_div(&inner)?;
    (found.denominator() <= IBig::from(MAX_DENOMINATOR)).then_some(found)
}

fn trimmed(mut powers: Vec<Rational>) -> Vec<Rational> {
    while powers.len() > 1 && powers.last().is_some_and(Rational::is_zero) {
        powers.pop();
    }
    powers
}

/// Quotient and remainder of polynomials given by powers; the divisor is not 0.
fn divide(mut dividend: Vec<Rational>, divisor: &[Rational], stop: Stop) -> (Vec<Rational>, Vec<Rational>) {
    let lead = &divisor[divisor.len() - 1];
    let mut quotient = vec![Rational::ZERO; (dividend.len() + 1).saturating_sub(divisor.len()).max(1)];
    while dividend.len() >= divisor.len() && dividend.iter().any(|c| !c.is_zero()) {
        let shift = dividend.len() - divisor.len();
        let factor = dividend.pop().unwrap_or_default() / lead.clone();
        for (k, c) in divisor[..divisor.len() - 1].iter().enumerate().take_while(|_| !stop()) {
            dividend[shift + k] -= c * &factor;
        }
        quotient[shift] = factor;
    }
    (trimmed(quotient), trimmed(dividend))
}

/// A greatest common divisor with leading coefficient 1.
fn gcd(mut a: Vec<Rational>, mut b: Vec<Rational>, stop: Stop) -> Vec<Rational> {
    b = trimmed(b);
    while b.iter().any(|c| !c.is_zero()) && !stop() {
        let lead = b[b.len() - 1].clone();
        b.iter_mut().take_while(|_| !stop()).for_each(|c| *c /= lead.clone());
        let rest = divide(a, &b, stop).1;
        a = std::mem::replace(&mut b, rest);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(num: i64, den: i64) -> Rational {
        Rational::new(num, den).unwrap()
    }

    /// The product of `(p - root)` in powers.
    fn with_roots(roots: &[Rational]) -> Bernstein {
        let mut powers = vec![Rational::ONE];
        for root in roots {
            let mut next = vec![Rational::ZERO; powers.len() + 1];
            for (k, c) in powers.iter().enumerate() {
                next[k + 1] += c.clone();
                next[k] -= c * root;
            }
            powers = next;
        }
        Bernstein::from_powers(&powers, &|| false)
    }

    #[test]
    fn roots_are_found_with_and_without_multiplicity() {
        let exact = |roots: &[Rational]| -> Vec<Root> {
            let mut inside: Vec<Rational> =
                roots.iter().filter(|r| r.is_positive() && **r < Rational::ONE).cloned().collect();
            inside.sort();
            inside.dedup();
            inside.into_iter().map(Root::Exact).collect()
        };
        let cases = [
            vec![ratio(1, 3)],
            vec![ratio(1, 2), ratio(1, 4), ratio(3, 4), ratio(5, 7)],
            vec![ratio(1, 3), ratio(1, 3), ratio(2, 3)],
            vec![ratio(1, 2), ratio(1, 2), ratio(1, 2), ratio(1, 2)],
            vec![ratio(0, 1), ratio(0, 1), ratio(1, 1), ratio(2, 5), ratio(3, 1), ratio(-1, 2)],
            vec![ratio(-1, 3), ratio(4, 3)],
            vec![ratio(1, 2), ratio(501, 1000), ratio(1, 1000), ratio(999, 1000)],
        ];
        for roots in cases {
            assert_eq!(with_roots(&roots).roots(&|| false), Some(exact(&roots)), "{roots:?}");
        }
    }

    #[test]
    fn an_irrational_root_is_enclosed() {
        // p^2 = 1/2.
        let polynomial = Bernstein::from_powers(&[ratio(-1, 2), Rational::ZERO, Rational::ONE], &|| false);
        let roots = polynomial.roots(&|| false).unwrap();
        let [Root::Between(low, high)] = &roots[..] else { panic!("{roots:?}") };
        assert!((low * low) < ratio(1, 2) && (high * high) > ratio(1, 2));
        assert!((high - low).to_f64() < 1e-17);
        assert_eq!(Bernstein::new(&[Rational::ZERO, Rational::ZERO]).roots(&|| false), None);
    }

    #[test]
    fn whoever_stops_is_not_kept_waiting() {
        use std::cell::Cell;
        // Degree 300, with a double root.
        let mut roots: Vec<Rational> = (1..=150).map(|k| ratio(k, 151)).collect();
        roots.extend(roots.clone());
        let polynomial = with_roots(&roots);
        for after in [0, 1, 10, 1000] {
            let asked = Cell::new(0);
            let stop = || asked.replace(asked.get() + 1) >= after;
            let _ = polynomial.roots(&stop);
            assert!(asked.get() < after + 2000, "{} after {after}", asked.get());
        }
    }
}
