//! Reads assumptions.

use super::{Reader, inside};
use crate::error::InputError;
use crate::model::expression::Condition;
use crate::model::model::Assumption;
use crate::model::node::Node;
use crate::number::Rational;

impl Reader<'_> {
    pub(super) fn base_values(&self) -> Vec<Rational> {
        self.parameters.iter().map(|parameter| parameter.base.clone()).collect()
    }

    /// Reads the document's own assumptions, and checks that they hold at the base.
    pub(super) fn read_assumptions(&mut self, document: &Node) -> Result<(), InputError> {
        let base = self.base_values();
        for item in document.get("assumptions").map_or(&[][..], Node::items) {
            let text = item.as_text().unwrap_or_default();
            let condition = Condition::parse(text, &self.symbols).map_err(|error| inside(item, error))?;
            if condition.holds(&base) != Some(true) {
                return Err(item
                    .error(format!("the base values break the assumption '{text}'"))
                    .help("change the assumption or the base values"));
            }
            self.assumptions.push(Assumption { text: text.to_owned(), condition });
        }
        Ok(())
    }
}
