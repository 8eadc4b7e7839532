//! Models and their parameters, on sheets.

use super::sheet::Sheet;
use super::words::clean;
use crate::model::{Model, Parameter};

const HEADINGS: [&str; 5] = ["Symbol", "Base", "Range", "Meaning", "Term"];

/// A model: what it is about, its players, assumptions and parameters, and the caution that goes with its numbers.
///
/// # Example
/// ```
/// let sheet = foederis::show::model::sheet(&foederis::alliance::dilemma("border")?);
/// assert_eq!(sheet.tables[0].rows[0][..3], ["G", "3/2", "G > 0"]);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn sheet(model: &Model) -> Sheet {
    let assumptions: Vec<&str> = model.assumptions().iter().map(|assumption| assumption.text.as_str()).collect();
    let some = |text: &str| (!text.is_empty()).then(|| clean(text));
    Sheet::new(clean(model.title()))
        .lines(some(model.summary()))
        .line(format!("Players: {}", model.players().join(", ")))
        .lines((!assumptions.is_empty()).then(|| format!("Assumptions: {}", assumptions.join("; "))))
        .table("Parameters", &HEADINGS, model.parameters().iter().map(row).collect())
        .notes(some(model.note()))
}

/// One parameter, with all that is known of it.
pub fn parameter(parameter: &Parameter) -> Sheet {
    let about = [("Stands for", &parameter.argument), ("Source", &parameter.source)];
    let notes = about.iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| format!("{what}: {text}"));
    Sheet::new(format!("Parameter {}", parameter.symbol))
        .table("", &HEADINGS, vec![row(parameter)])
        .notes(notes.collect::<Vec<_>>())
}

fn row(parameter: &Parameter) -> Vec<String> {
    let Parameter { symbol, base, range, meaning, term, .. } = parameter;
    vec![symbol.clone(), base.to_string(), range.describe(symbol), clean(meaning), clean(term)]
}
