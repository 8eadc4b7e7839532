//! What behaviour would need of beliefs where none support it: parts of `why_not`'s answer.

use foederis::show::sheet::Sheet;
use foederis::show::why_not as show;
use foederis::verify::{Demand as CoreDemand, NodeRange, Unmet as CoreUnmet};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::keep::{Kept, kept};
use crate::names::table;
use crate::number::fraction;
use crate::shown::{OnSheet, shown};
use crate::why_not::Deviation;

/// Behaviour at one or more information sets that no allowed beliefs make a best reply.
///
/// If it is one, no belief does. If they are several, each alone could be a best reply, but not by beliefs that go together.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Unmet(pub CoreUnmet);

#[pymethods]
impl Unmet {
    /// What the behaviour at each of the information sets would need.
    #[getter]
    fn demands(&self) -> Vec<Demand> {
        self.0.demands.iter().cloned().map(Demand).collect()
    }

    /// For a single information set: another player whose behaviour on the path rests on what is done there.
    ///
    /// The deviation is what that player would do if the better action were taken. None where nobody's behaviour does.
    #[getter]
    fn deterred(&self) -> Option<Deviation> {
        self.0.deterred.clone().map(Deviation)
    }

    fn __repr__(&self) -> String {
        self.0.to_string()
    }
}

impl OnSheet for Unmet {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::unmet(&self.0))
    }
}

shown!(Unmet);

impl Kept for Unmet {
    const KIND: &str = "unmet";
}

kept!(Unmet);

/// What the behaviour at an information set would need of the beliefs there, and which beliefs it may have.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Demand(CoreDemand);

#[pymethods]
impl Demand {
    /// Who moves there.
    #[getter]
    fn player(&self) -> &str {
        &self.0.player
    }

    /// The information set.
    #[getter]
    fn infoset(&self) -> &str {
        &self.0.infoset
    }

    /// What the player does there under the profile; with probabilities where that is mixed.
    #[getter]
    fn does(&self) -> &str {
        &self.0.does
    }

    /// What is better there, by the belief that favours the profile most; the same as `does` where nothing is.
    #[getter]
    fn instead(&self) -> &str {
        &self.0.instead
    }

    /// The allowed belief that favours the profile's behaviour most: the nodes that are believed in.
    #[getter]
    fn belief<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let kind = format!("node of '{}'", self.0.infoset);
        table(py, &kind, self.0.belief.iter().map(|(node, x)| Ok((node.clone(), fraction(py, x)?))))
    }

    /// The expected payoff of the profile there, by that belief.
    #[getter]
    fn now<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.0.now)
    }

    /// The expected payoff of what is better, by that belief.
    #[getter]
    fn after<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.0.after)
    }

    /// What the player gains by the better action, by that belief.
    #[getter]
    fn gain<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        fraction(py, &self.0.gain())
    }

    /// How probable each node must be for the behaviour to be a best reply: ``(low, high)``; None if no belief will do.
    #[getter]
    fn needed<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let needed = Some(&self.0.needed).filter(|needed| !needed.is_empty());
        needed.map(|needed| bounds(py, &self.0.infoset, needed)).transpose()
    }

    /// How probable each node may be by the beliefs that are allowed: ``(low, high)``.
    #[getter]
    fn allowed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        bounds(py, &self.0.infoset, &self.0.allowed)
    }

    fn __repr__(&self) -> String {
        format!("<Demand of {} at '{}'>", self.0.player, self.0.infoset)
    }
}

impl OnSheet for Demand {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::demand(&self.0))
    }
}

shown!(Demand);

impl Kept for Demand {
    const KIND: &str = "demand";
}

kept!(Demand);

fn bounds<'py>(py: Python<'py>, infoset: &str, ranges: &[NodeRange]) -> PyResult<Bound<'py, PyAny>> {
    let pair = |range: &NodeRange| {
        let pair = (fraction(py, &range.low)?, fraction(py, &range.high)?).into_pyobject(py)?;
        Ok((range.node.clone(), pair.into_any()))
    };
    table(py, &format!("node of '{infoset}'"), ranges.iter().map(pair))
}
