//! Conditions on parameters: conjunctions of comparisons, such as `0 < p < 1 and d >= k`.

use std::cmp::Ordering;
use std::fmt;

use super::compile::Compiler;
use super::{ExpressionError, Scope, Test, TestKind};
use crate::number::{Rational, RationalFunction};

/// How two sides of a comparison relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    GreaterOrEqual,
    /// `>`
    Greater,
}

impl Relation {
    /// Whether the relation holds for two things that compare like this.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Relation::Less => order.is_lt(),
            Relation::LessOrEqual => order.is_le(),
            Relation::Equal => order.is_eq(),
            Relation::NotEqual => order.is_ne(),
            Relation::GreaterOrEqual => order.is_ge(),
            Relation::Greater => order.is_gt(),
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Relation::Less => "<",
            Relation::LessOrEqual => "<=",
            Relation::Equal => "=",
            Relation::NotEqual => "!=",
            Relation::GreaterOrEqual => ">=",
            Relation::Greater => ">",
        })
    }
}

/// Two functions of the parameters, compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The left side.
    pub left: RationalFunction,
    /// How the sides should relate.
    pub relation: Relation,
    /// The right side.
    pub right: RationalFunction,
}

impl Comparison {
    /// Left minus right, which the relation compares with 0.
    pub fn difference(&self) -> RationalFunction {
        &self.left - &self.right
    }

    /// Whether it holds at a point; `None` where a side divides by zero.
    pub fn holds(&self, values: &[Rational]) -> Option<bool> {
        let (left, right) = (self.left.evaluate(values)?, self.right.evaluate(values)?);
        Some(self.relation.holds(left.cmp(&right)))
    }

    /// As text that reads back: `k + w < r`.
    pub fn to_text(&self, names: &[impl AsRef<str>]) -> String {
        format!("{} {} {}", self.left.to_text(names), self.relation, self.right.to_text(names))
    }

    /// In LaTeX (mathematics mode): `k + w \le r`.
    pub fn to_latex(&self, names: &[impl AsRef<str>]) -> String {
        let relation = match self.relation {
            Relation::LessOrEqual => "\\le".to_owned(),
            Relation::GreaterOrEqual => "\\ge".to_owned(),
            Relation::NotEqual => "\\ne".to_owned(),
            other => other.to_string(),
        };
        format!("{} {relation} {}", self.left.to_latex(names), self.right.to_latex(names))
    }
}

/// Comparisons that should all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The comparisons, from left to right; a chain `a < b < c` gives two.
    pub comparisons: Vec<Comparison>,
}

impl Condition {
    /// Parses and compiles a condition.
    ///
    /// # Errors
    /// [`ExpressionError`]: syntax, unknown names, `or` and `not` (which assumptions may not use), or a side that is
    /// too large.
    ///
    /// # Example
    /// ```
    /// use foederis::model::expression::{Condition, Names};
    /// let condition = Condition::parse("0 < p < 1", &Names(&["p"])).unwrap();
    /// assert_eq!(condition.holds(&["1/2".parse().unwrap()]), Some(true));
    /// assert_eq!(condition.holds(&[1.into()]), Some(false));
    /// ```
    pub fn parse(text: &str, scope: &dyn Scope) -> Result<Condition, ExpressionError> {
        let mut comparisons = Vec::new();
        collect(&Test::parse(text)?, scope, &mut comparisons)?;
        Ok(Condition { comparisons })
    }

    /// Whether all of it holds at a point; `None` where a side divides by zero.
    pub fn holds(&self, values: &[Rational]) -> Option<bool> {
        let mut all = true;
        for comparison in &self.comparisons {
            all &= comparison.holds(values)?;
        }
        Some(all)
    }

    /// As text that reads back.
    pub fn to_text(&self, names: &[impl AsRef<str>]) -> String {
        let texts: Vec<String> = self.comparisons.iter().map(|comparison| comparison.to_text(names)).collect();
        texts.join(" and ")
    }
}

fn collect(test: &Test, scope: &dyn Scope, into: &mut Vec<Comparison>) -> Result<(), ExpressionError> {
    match &test.kind {
        TestKind::Compare(left, relation, right) => {
            let mut compiler = Compiler::new(scope);
            let (left, right) = (compiler.term(left)?, compiler.term(right)?);
            into.push(Comparison { left, relation: *relation, right });
            Ok(())
        }
        TestKind::And(parts) => parts.iter().try_for_each(|part| collect(part, scope, into)),
        TestKind::Or(_) | TestKind::Not(_) => {
            let error = ExpressionError::new(test.offset, "an assumption joins comparisons with 'and' only");
            Err(error.help("write two models or variants instead of 'or'; turn the comparison round instead of 'not'"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Names, compile};
    use super::*;

    const NAMES: [&str; 4] = ["a", "b", "x", "E_Belarus"];

    fn show(text: &str) -> String {
        match compile(text, &Names(&NAMES)) {
            Ok(function) => function.to_text(&NAMES),
            Err(error) => format!("{}: {}", error.offset, error.message),
        }
    }

    #[test]
    fn compiles() {
        for (text, expected) in [
            ("a - b", "a - b"),
            ("-a^2", "-a^2"),
            ("(-a)**2", "a^2"),
            ("2*-a", "-2*a"),
            ("a/b/2", "1/2*a/b"),
            ("0.25*(a + b)", "1/4*a + 1/4*b"),
            ("(1-a)/(1-a*x)", "(a - 1)/(a*x - 1)"),
            ("a^-1", "1/a"),
            ("a^(-2)*a^3", "a"),
            ("E[Belarus] - E_Belarus", "0"),
            ("1 − a", "1 - a"),
            ("x^0", "1"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn errors_point_at_the_place() {
        for (text, expected) in [
            ("", "0: the expression is empty"),
            ("a +", "3: the expression stops too early"),
            ("a b", "2: 'b' does not belong here"),
            ("a + (b", "4: this bracket is never closed"),
            ("a)", "1: ')' does not belong here"),
            ("a + c", "4: there is no parameter 'c'; there are: a, b, x, E_Belarus"),
            ("a^b", "2: an exponent must be a whole number"),
            ("a^1.5", "2: an exponent must be a whole number"),
            ("a^2^3", "3: '^' does not belong here"),
            ("a^99999", "2: the exponent 99999 is over the limit of 1000"),
            ("1/(a - a)", "1: this divides by zero, whatever the parameters are"),
            ("0^-1", "1: this divides by zero, whatever the parameters are"),
            ("a & b", "2: '&' does not belong here"),
            ("E[2]", "2: '2' does not belong here"),
            ("count(a)", "0: there is no function 'count'"),
            ("a, b", "1: ',' does not belong here"),
            ("'a", "0: ''' does not belong here"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_expressions_are_refused_quickly() {
        let brackets = format!("{}a{}", "(".repeat(4_000), ")".repeat(4_000));
        assert!(show(&brackets).contains("more than 200 levels"));
        assert!(show(&"-".repeat(9_000)).contains("more than 200 levels"));
        assert!(show(&"a+".repeat(6_000)).contains("over the limit of 10000"));
        assert!(show("((a + b + x + 1)^30)^30").contains("multiplied out"));
        assert!(show("((9^1000)^1000)^1000").contains("too large"));
        assert!(show("1e9999").contains("too many digits"));
        assert!(show("1 - (a - (1 - b)/(1 - b*x) + 2)^60").contains("multiplied out"));
        let chain = (0..400).map(|i| format!("1/(a + {i}*b + x)")).collect::<Vec<_>>().join(" + ");
        assert!(show(&chain).contains("too large"));
        assert_eq!(show(&vec!["a"; 2_000].join(" + ")), "2000*a");
    }

    #[test]
    fn conditions_are_chains_and_conjunctions() {
        let parse = |text: &str| Condition::parse(text, &Names(&NAMES));
        let condition = parse("0 < a <= 1 and b != a").unwrap();
        assert_eq!(condition.to_text(&NAMES), "0 < a and a <= 1 and b != a");
        assert_eq!(condition.holds(&[1.into(), 1.into()]), Some(false));
        assert_eq!(condition.holds(&[1.into(), 2.into()]), Some(true));
        assert_eq!(parse("(a + 1) > 2 and (a > b)").unwrap().comparisons.len(), 2);
        assert_eq!(parse("1/a > 0").unwrap().holds(&[0.into()]), None);
        assert_eq!(parse("a > 0 or b > 0").unwrap_err().offset, 0);
        assert!(parse("a").unwrap_err().message.contains("no condition"));
        assert!(parse("a > ").unwrap_err().message.contains("too early"));
        assert!(parse("(a > 0").unwrap_err().message.contains("never closed"));
    }
}
