//! A model's parameters as a table.

use std::fmt::Write;

use super::number;
use crate::model::{Bound, Model, Parameter};
use crate::show::escape::latex;
use crate::show::words::Digits;

/// The parameters of a model as a table: symbol, base value, range and meaning, with the term of the literature behind
/// the meaning. The model's note, such as that base values are illustrative, stands below.
///
/// # Example
/// ```
/// let model = foederis::alliance::dilemma("border")?;
/// let latex = foederis::show::latex::parameters(&model);
/// assert!(latex.contains(r"\(\kappa\) & \(2\) & \(\kappa > 0\) &"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn parameters(model: &Model) -> String {
    let mut text = String::from("\\begin{tabular}{lllp{0.55\\linewidth}}\n\\hline\n");
    text.push_str("Symbol & Base & Range & Meaning \\\\\n\\hline\n");
    for parameter in model.parameters() {
        let (symbol, base) = (parameter.latex(), number(&parameter.base, Digits::Exact));
        let _ = writeln!(text, "\\({symbol}\\) & \\({base}\\) & {} & {} \\\\", range(parameter), meaning(parameter));
    }
    text.push_str("\\hline\n");
    if !model.note().is_empty() {
        let _ = writeln!(text, "\\multicolumn{{4}}{{p{{0.9\\linewidth}}}}{{\\small {}}} \\\\", latex(model.note()));
    }
    text + "\\end{tabular}\n"
}

fn meaning(parameter: &Parameter) -> String {
    match (parameter.meaning.as_str(), parameter.term.as_str()) {
        ("", term) => latex(term),
        (meaning, "") => latex(meaning),
        (meaning, term) => format!("{} ({})", latex(meaning), latex(term)),
    }
}

fn range(parameter: &Parameter) -> String {
    let symbol = parameter.latex();
    let value = |bound: &Bound| number(&bound.value, Digits::Exact);
    let sign = |bound: &Bound, open: &'static str, closed: &'static str| if bound.open { open } else { closed };
    match (&parameter.range.low, &parameter.range.high) {
        (None, None) => "any".to_owned(),
        (Some(low), None) => format!("\\({symbol} {} {}\\)", sign(low, ">", "\\ge"), value(low)),
        (None, Some(high)) => format!("\\({symbol} {} {}\\)", sign(high, "<", "\\le"), value(high)),
        (Some(low), Some(high)) => {
            let (below, above) = (sign(low, "<", "\\le"), sign(high, "<", "\\le"));
            format!("\\({} {below} {symbol} {above} {}\\)", value(low), value(high))
        }
    }
}
