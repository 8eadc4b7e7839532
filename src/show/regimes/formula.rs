//! Functions of parameters as people write them: in factors, of which sums are positive at a chosen point.

use crate::number::{Polynomial, Rational, RationalFunction, factors};

/// How names and products are written.
pub(super) struct Formula<'a> {
    pub names: &'a [String],
    /// The values of all parameters at the point.
    pub point: &'a [Rational],
    pub latex: bool,
}

/// A polynomial as a number times powers of others.
struct Product {
    number: Rational,
    powers: Vec<(Polynomial, u32)>,
}

impl Formula<'_> {
    /// `delta*(r + e - K)/((1 - delta)*(K - r))`.
    pub fn write(&self, function: &RationalFunction) -> String {
        let (top, bottom) = (self.product(function.numerator()), self.product(function.denominator()));
        let whole = function.denominator().is_constant();
        if whole && top.powers.iter().map(|(_, count)| count).sum::<u32>() <= 1 {
            return if self.latex { function.to_latex(self.names) } else { function.to_text(self.names) };
        }
        let number = top.number.checked_div(&bottom.number).unwrap_or(top.number);
        let sign = if number.is_negative() { "-" } else { "" };
        let (above, below) = number.abs().to_digits();
        if whole && below == "1" {
            return format!("{sign}{}", self.join(&above, &top.powers, true));
        }
        if self.latex {
            let (above, below) = (self.join(&above, &top.powers, false), self.join(&below, &bottom.powers, false));
            return format!("{sign}\\frac{{{above}}}{{{below}}}");
        }
        let under = self.join(&below, &bottom.powers, true);
        let is_atom = under.chars().all(|c| c.is_alphanumeric() || "_.".contains(c));
        let is_sum = under.starts_with('(') && bottom.powers.len() == 1 && under.ends_with(')');
        let under = if is_atom || is_sum { under } else { format!("({under})") };
        format!("{sign}{}/{under}", self.join(&above, &top.powers, true))
    }

    fn product(&self, polynomial: &Polynomial) -> Product {
        let mut number = polynomial.leading_coefficient().clone();
        let mut powers = factors(polynomial);
        for (factor, count) in &mut powers {
            // A single parameter stays as it is: its sign would have to be raised to the power.
            let is_sum = factor.terms().len() > 1;
            if is_sum && factor.evaluate(self.point).is_some_and(|value| value.is_negative()) {
                *factor = -&*factor;
            }
            let lead = factor.leading_coefficient().clone();
            (0..*count).for_each(|_| number = number.checked_div(&lead).unwrap_or_default());
        }
        // Single parameters come first, in their order.
        powers.sort_by_key(|(factor, _)| (factor.terms().len() > 1, factor.variables().into_iter().next()));
        Product { number, powers }
    }

    /// A product; sums stand in brackets, a sum alone only if `guarded`.
    fn join(&self, number: &str, powers: &[(Polynomial, u32)], guarded: bool) -> String {
        let alone = number == "1" && powers.len() == 1 && powers[0].1 == 1 && !guarded;
        let mut parts: Vec<String> = powers.iter().map(|(factor, count)| self.power(factor, *count, alone)).collect();
        if number != "1" || parts.is_empty() {
            parts.insert(0, number.to_owned());
        }
        parts.join(if self.latex { " " } else { "*" })
    }

    fn power(&self, factor: &Polynomial, count: u32, alone: bool) -> String {
        let text = if self.latex { factor.to_latex(self.names) } else { factor.to_text(self.names) };
        let text = match (factor.terms().len() > 1 && !alone, self.latex) {
            (false, _) => text,
            (true, false) => format!("({text})"),
            (true, true) => format!("\\left({text}\\right)"),
        };
        match (count, self.latex) {
            (1, _) => text,
            (_, false) => format!("{text}^{count}"),
            (_, true) => format!("{text}^{{{count}}}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Variable;

    #[test]
    fn factors_are_positive_at_the_point() {
        let [d, k, r] = [0, 1, 2].map(|index| RationalFunction::variable(Variable(index)));
        let one = RationalFunction::one();
        let names: Vec<String> = ["d", "K", "r"].map(String::from).into();
        let base = [Rational::new(1, 4).unwrap(), 7.into(), 2.into()];
        let write =
            |function: &RationalFunction, latex: bool| Formula { names: &names, point: &base, latex }.write(function);
        let odds = (&d * &(&r - &k)).checked_div(&(&(&d - &one) * &(&k + &one))).unwrap();
        assert_eq!(write(&odds, false), "d*(K - r)/((1 - d)*(K + 1))");
        assert_eq!(write(&odds, true), "\\frac{d \\left(K - r\\right)}{\\left(1 - d\\right) \\left(K + 1\\right)}");
        assert_eq!(write(&(&one - &d), false), "1 - d");
        assert_eq!(write(&-&(&k + &r), false), "-K - r");
        assert_eq!(write(&(&d * &(&d * &(&k - &r))), false), "d^2*(K - r)");
        assert_eq!(write(&(&k - &r).checked_div(&d).unwrap(), false), "(K - r)/d");
        assert_eq!(write(&one.checked_div(&(&d + &k)).unwrap(), false), "1/(d + K)");
    }

    #[test]
    fn a_parameter_below_zero_keeps_its_sign_in_any_power() {
        let [x, y] = [0, 1].map(|index| RationalFunction::variable(Variable(index)));
        let (one, two) = (RationalFunction::one(), RationalFunction::from(Rational::from(2)));
        let names: Vec<String> = ["x", "y"].map(String::from).into();
        let base = [Rational::from(-2), Rational::from(-3)];
        let write =
            |function: &RationalFunction, latex: bool| Formula { names: &names, point: &base, latex }.write(function);
        let square = &x * &x;
        let share = square.checked_div(&(&square + &two)).unwrap();
        assert_eq!(write(&share, false), "x^2/(x^2 + 2)");
        assert_eq!(write(&share, true), "\\frac{x^{2}}{x^{2} + 2}");
        assert_eq!(write(&(&two * &square), false), "2*x^2");
        assert_eq!(write(&(&square * &y), false), "x^2*y");
        assert_eq!(write(&-&(&square * &y), false), "-x^2*y");
        assert_eq!(write(&(&square * &x), false), "x^3");
        assert_eq!(write(&(&square * &x).checked_div(&y).unwrap(), false), "x^3/y");
        assert_eq!(write(&one.checked_div(&(&x * &y)).unwrap(), true), "\\frac{1}{x y}");
        // A sum is turned round, and in an odd power the sign goes in front.
        let gap = &x - &one;
        assert_eq!(write(&(&gap * &gap), false), "(1 - x)^2");
        assert_eq!(write(&(&(&gap * &gap) * &gap), false), "-(1 - x)^3");
    }
}
