//! Polynomials and their ratios as text and as LaTeX, given the names of the variables.

use super::{Monomial, Polynomial, Rational, RationalFunction, Variable};

/// How a display writes things.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Text,
    Latex,
}

impl Polynomial {
    /// The polynomial as text that the expression parser reads back: `k + w - r`, `2*a^2*b - 1/2`.
    ///
    /// `names[i]` is the name of `Variable(i)`; a variable without a name shows as `x7`.
    pub fn to_text(&self, names: &[impl AsRef<str>]) -> String {
        polynomial(self, &collect(names, Style::Text), Style::Text)
    }

    /// The polynomial in LaTeX (mathematics mode).
    pub fn to_latex(&self, names: &[impl AsRef<str>]) -> String {
        polynomial(self, &collect(names, Style::Latex), Style::Latex)
    }
}

impl RationalFunction {
    /// The function as text that the expression parser reads back: `zL/(g + zL)`.
    pub fn to_text(&self, names: &[impl AsRef<str>]) -> String {
        let names = collect(names, Style::Text);
        let top = polynomial(self.numerator(), &names, Style::Text);
        if *self.denominator() == Polynomial::one() {
            return top;
        }
        let bottom = polynomial(self.denominator(), &names, Style::Text);
        let top = if self.numerator().terms().len() > 1 { format!("({top})") } else { top };
        let is_atom = bottom.chars().all(|c| c.is_alphanumeric() || c == '_');
        if is_atom { format!("{top}/{bottom}") } else { format!("{top}/({bottom})") }
    }

    /// The function in LaTeX (mathematics mode): `\frac{z_L}{g + z_L}`.
    pub fn to_latex(&self, names: &[impl AsRef<str>]) -> String {
        let names = collect(names, Style::Latex);
        if *self.denominator() == Polynomial::one() {
            return polynomial(self.numerator(), &names, Style::Latex);
        }
        // A sign reads better before the fraction than inside it.
        let negative = self.numerator().leading_coefficient().is_negative() && self.numerator().terms().len() == 1;
        let top = if negative { -self.numerator() } else { self.numerator().clone() };
        let (top, bottom) =
            (polynomial(&top, &names, Style::Latex), polynomial(self.denominator(), &names, Style::Latex));
        format!("{}\\frac{{{top}}}{{{bottom}}}", if negative { "-" } else { "" })
    }
}

fn collect(names: &[impl AsRef<str>], style: Style) -> Vec<String> {
    let write = |name: &str| if style == Style::Latex { latex_symbol(name) } else { name.to_owned() };
    names.iter().map(|name| write(name.as_ref())).collect()
}

fn polynomial(polynomial: &Polynomial, names: &[String], style: Style) -> String {
    let mut text = String::new();
    // `1 - d` reads better than `-d + 1`.
    let terms = polynomial.terms();
    let first = terms.iter().position(|(_, coefficient)| coefficient.is_positive()).unwrap_or(0);
    let others = terms.iter().enumerate().filter(|(index, _)| *index != first).map(|(_, term)| term);
    for (monomial, coefficient) in terms.get(first).into_iter().chain(others) {
        let sign = match (text.is_empty(), coefficient.is_negative()) {
            (true, false) => "",
            (true, true) => "-",
            (false, false) => " + ",
            (false, true) => " - ",
        };
        text.push_str(sign);
        text.push_str(&term(monomial, &coefficient.abs(), names, style));
    }
    if text.is_empty() { "0".to_owned() } else { text }
}

/// A term without its sign.
fn term(monomial: &Monomial, size: &Rational, names: &[String], style: Style) -> String {
    let powers = monomial.powers().iter().map(|(variable, exponent)| power(*variable, *exponent, names, style));
    let mut factors: Vec<String> = powers.collect();
    if *size != Rational::ONE || factors.is_empty() {
        factors.insert(0, number(size, style));
    }
    factors.join(if style == Style::Latex { " " } else { "*" })
}

fn number(value: &Rational, style: Style) -> String {
    match style {
        Style::Latex => value.to_latex(),
        Style::Text => value.to_string(),
    }
}

fn power(variable: Variable, exponent: u32, names: &[String], style: Style) -> String {
    let name = names.get(usize::from(variable.0)).cloned().unwrap_or_else(|| format!("x{}", variable.0));
    match (exponent, style) {
        (1, _) => name,
        (_, Style::Text) => format!("{name}^{exponent}"),
        (_, Style::Latex) if name.contains('^') => format!("\\left({name}\\right)^{{{exponent}}}"),
        (_, Style::Latex) => format!("{name}^{{{exponent}}}"),
    }
}

impl Rational {
    /// The number in LaTeX (mathematics mode): `-\frac{3}{4}`.
    pub fn to_latex(&self) -> String {
        let (numerator, denominator) = self.abs().to_digits();
        let sign = if self.is_negative() { "-" } else { "" };
        if denominator == "1" {
            return format!("{sign}{numerator}");
        }
        format!("{sign}\\frac{{{numerator}}}{{{denominator}}}")
    }
}

const GREEK: [&str; 29] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Sigma",
    "Omega",
];

/// The same letters, in the same order.
const GREEK_LETTERS: &str = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΣΩ";

/// A name with Greek letters spelt out.
fn spelt(name: &str) -> String {
    let letter = |c: char| match GREEK_LETTERS.chars().position(|greek| greek == c) {
        Some(position) => GREEK[position].to_owned(),
        None => c.to_string(),
    };
    name.chars().map(letter).collect()
}

/// A parameter's symbol in LaTeX: `zL` is `z_L`, `rhoH` is `\rho_H`, `β` is `\beta`, `E_Belarus` is `E_{\mathrm{Belarus}}`.
pub fn latex_symbol(name: &str) -> String {
    let name = spelt(name);
    let (stem, index) = split_symbol(&name);
    let stem = match stem {
        _ if GREEK.contains(&stem) => format!("\\{stem}"),
        _ if stem.chars().count() == 1 => stem.to_owned(),
        _ => format!("\\mathit{{{}}}", escape(stem)),
    };
    match index.chars().count() {
        0 => stem,
        1 => format!("{stem}_{}", escape(index)),
        _ if index.chars().all(|c| c.is_ascii_digit()) => format!("{stem}_{{{index}}}"),
        _ => format!("{stem}_{{\\mathrm{{{}}}}}", escape(index)),
    }
}

/// Splits a symbol into stem and index: at an underscore, else before a capital or digit that follows a stem.
fn split_symbol(name: &str) -> (&str, &str) {
    if let Some((stem, index)) = name.split_once('_')
        && !stem.is_empty()
    {
        return (stem, index);
    }
    let greek = GREEK.iter().filter(|letter| name.starts_with(**letter)).max_by_key(|letter| letter.len());
    let first = name.chars().next().map_or(0, char::len_utf8);
    for length in greek.map(|letter| letter.len()).into_iter().chain([first]) {
        let (stem, index) = name.split_at(length);
        let marks = index.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        if index.is_empty() || marks {
            return (stem, index);
        }
    }
    (name, "")
}

fn escape(text: &str) -> String {
    text.chars().map(|c| if c == '_' { "\\_".to_owned() } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn x(index: u16) -> RationalFunction {
        RationalFunction::variable(Variable(index))
    }

    #[test]
    fn writes_payoffs_as_people_do() {
        let names = ["k", "w", "r"];
        assert_eq!((&(&x(0) + &x(1)) - &x(2)).to_text(&names), "k + w - r");
        assert_eq!((-&(&x(0) + &x(1))).to_text(&names), "-k - w");
        let ratio = x(0).checked_div(&(&x(1) + &x(0))).unwrap();
        assert_eq!(ratio.to_text(&["zL", "g"]), "zL/(zL + g)");
        assert_eq!(ratio.to_latex(&["zL", "g"]), "\\frac{z_L}{z_L + g}");
        assert_eq!(RationalFunction::zero().to_latex(&names), "0");
    }

    #[test]
    fn writes_numbers_and_powers() {
        let half: RationalFunction = Rational::new(1, 2).unwrap().into();
        let cube = x(0).pow(3).unwrap();
        assert_eq!((&half - &cube).to_text(&["a"]), "1/2 - a^3");
        assert_eq!((&half * &cube).to_latex(&["delta"]), "\\frac{1}{2} \\delta^{3}");
        assert_eq!(cube.pow(-1).unwrap().to_text(&["a"]), "1/(a^3)");
        assert_eq!((-&cube.pow(-1).unwrap()).to_latex(&["a"]), "-\\frac{1}{a^{3}}");
    }

    #[test]
    fn writes_symbols() {
        for (name, expected) in [
            ("t", "t"),
            ("zL", "z_L"),
            ("rhoH", "\\rho_H"),
            ("β", "\\beta"),
            ("δ2", "\\delta_2"),
            ("rho0", "\\rho_0"),
            ("delta", "\\delta"),
            ("E_Belarus", "E_{\\mathrm{Belarus}}"),
            ("tt", "\\mathit{tt}"),
            ("zT", "z_T"),
            ("pi", "\\pi"),
            ("piB", "\\pi_B"),
            ("price", "\\mathit{price}"),
            ("x12", "x_{12}"),
            ("a_b_c", "a_{\\mathrm{b\\_c}}"),
            ("_", "_"),
        ] {
            assert_eq!(latex_symbol(name), expected, "{name}");
        }
    }
}
