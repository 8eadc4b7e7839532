//! Whether a statement in the parameters holds all over a cell: proven, or refuted by a point.

use super::Regimes;
use crate::error::Error;
use crate::number::Rational;
use crate::study::region::{Answer, Constraint};

/// What is known of a statement about a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Implication {
    /// It holds all over the cell: proven.
    Proven,
    /// It fails somewhere in the cell; at this point, if a rational one is known.
    Refuted(Option<Vec<Rational>>),
    /// Neither a proof nor a point was found.
    Open,
}

impl Regimes {
    /// Whether one of several conditions holds at every point of a cell.
    ///
    /// # Definition
    /// Each alternative is a condition as a model's assumptions have them, `n > 0 and k + w < r + e`; the statement is that at
    /// each point of the cell at least one alternative holds. Proven where the cell together with the opposite is
    /// empty.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a cell that is none; [`Error::Input`] where a condition cannot be read.
    ///
    /// # Example
    /// ```
    /// use foederis::{Concept, Implication, alliance, regimes};
    /// let found = regimes(&alliance::dilemma("border")?, Concept::PureNash, &Default::default())?;
    /// let both_refrain = |cell: &foederis::study::regimes::Cell| {
    ///     cell.equilibria.iter().any(|&index| found.equilibria[index].choices() == Some(vec![0, 0]))
    /// };
    /// for (number, cell) in found.cells.iter().enumerate() {
    ///     let rule = if both_refrain(cell) { "pi*b >= G" } else { "pi*b <= G" };
    ///     assert_eq!(found.implies(number, &[rule])?, Implication::Proven);
    /// }
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn implies(&self, cell: usize, alternatives: &[&str]) -> Result<Implication, Error> {
        let cell = self.cells.get(cell).ok_or_else(|| {
            Error::Invalid(format!("there is no cell {}; there are {}, counted from 0", cell, self.cells.len()))
        })?;
        let mut opposites: Vec<Vec<Constraint>> = vec![cell.conditions.clone()];
        for alternative in alternatives {
            let conditions = self.domain.conditions(&self.model, alternative)?;
            let negations: Vec<Constraint> = conditions.iter().flat_map(Constraint::negation).collect();
            let with = |case: &Vec<Constraint>| {
                negations
                    .iter()
                    .map(|negation| [&case[..], std::slice::from_ref(negation)].concat())
                    .collect::<Vec<_>>()
            };
            opposites = opposites.iter().flat_map(with).collect();
        }
        let mut implication = Implication::Proven;
        for opposite in opposites {
            match self.domain.decide(&opposite) {
                Answer::Empty => {}
                Answer::Point(point) => return Ok(Implication::Refuted(Some(point))),
                Answer::Irrational => implication = Implication::Refuted(None),
                Answer::Open if implication == Implication::Proven => implication = Implication::Open,
                Answer::Open => {}
            }
        }
        Ok(implication)
    }
}
