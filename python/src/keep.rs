//! Pickling through versioned JSON: reading a pickle runs nothing but the reader of that JSON.

use pyo3::PyClass;
use pyo3::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::coalition::Coalition;
use crate::component::{Component, CurvedSet};
use crate::control::Progress;
use crate::crisis::{CrisisEquilibria, CrisisEquilibrium, CrisisFold};
use crate::error::invalid;
use crate::exchange::{Reduced, reduced, utf8};
use crate::lemke_howson::{LemkeHowson, LemkeHowsonPath};
use crate::levers::{JointChange, Lever, Levers};
use crate::parameter::Parameter;
use crate::quantal::{QuantalBranch, QuantalPoint};
use crate::ranges::Range;
use crate::refine::Refinements;
use crate::regimes::{
    Boundary, Cell, Interval, ParametricEquilibrium, Proposition, Regimes, RegimesCheck, Requirement, Share,
};
use crate::signaling::SignalingReport;
use crate::symmetric::{SymmetricEquilibrium, SymmetricGame, SymmetricSolution};
use crate::unmet::{Demand, Unmet};
use crate::verify::{Check, Report};
use crate::why_not::{Change, Deviation, Threat, WhyNot};

const FORMAT: &str = "foederis-pickle/1";

/// What is pickled as JSON.
pub trait Kept: Serialize + DeserializeOwned {
    /// What it is called there.
    const KIND: &'static str;

    /// Whether what was read fits together, so that nothing can fail later.
    fn is_whole(&self) -> bool {
        true
    }
}

#[derive(Serialize)]
struct Written<'a, T> {
    format: &'a str,
    kind: &'a str,
    object: &'a T,
}

#[derive(Deserialize)]
struct Header {
    format: String,
    kind: String,
}

#[derive(Deserialize)]
struct Read<T> {
    object: T,
}

/// The pickled form of an object.
pub fn reduce<'py, T: Kept>(py: Python<'py>, object: &T) -> PyResult<Reduced<'py>> {
    let written = Written { format: FORMAT, kind: T::KIND, object };
    let text = serde_json::to_string(&written).map_err(|error| invalid(error.to_string()))?;
    reduced(py, "_object_from_json", &text)
}

fn read<'py, T: Kept + PyClass + Into<PyClassInitializer<T>>>(
    py: Python<'py>,
    text: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let Read { object } = serde_json::from_str::<Read<T>>(text).map_err(|error| invalid(error.to_string()))?;
    match object.is_whole() {
        true => Ok(Bound::new(py, object)?.into_any()),
        false => Err(invalid("what was pickled does not fit together")),
    }
}

/// Reads one kind of object.
type Reader = for<'a> fn(Python<'a>, &str) -> PyResult<Bound<'a, PyAny>>;

/// Reads a pickled object back.
#[pyfunction]
pub fn _object_from_json<'py>(py: Python<'py>, state: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let text = utf8(state)?;
    let Header { format, kind } = serde_json::from_str(text).map_err(|error| invalid(error.to_string()))?;
    if format != FORMAT {
        return Err(invalid(format!("this was pickled as '{format}'; this version reads '{FORMAT}'")));
    }
    let readers: [(&str, Reader); 38] = [
        (Boundary::KIND, read::<Boundary>),
        (Cell::KIND, read::<Cell>),
        (Change::KIND, read::<Change>),
        (Check::KIND, read::<Check>),
        (Coalition::KIND, read::<Coalition>),
        (Component::KIND, read::<Component>),
        (CrisisEquilibria::KIND, read::<CrisisEquilibria>),
        (CrisisEquilibrium::KIND, read::<CrisisEquilibrium>),
        (CrisisFold::KIND, read::<CrisisFold>),
        (CurvedSet::KIND, read::<CurvedSet>),
        (Demand::KIND, read::<Demand>),
        (Deviation::KIND, read::<Deviation>),
        (Interval::KIND, read::<Interval>),
        (JointChange::KIND, read::<JointChange>),
        (LemkeHowson::KIND, read::<LemkeHowson>),
        (LemkeHowsonPath::KIND, read::<LemkeHowsonPath>),
        (Lever::KIND, read::<Lever>),
        (Levers::KIND, read::<Levers>),
        (Parameter::KIND, read::<Parameter>),
        (ParametricEquilibrium::KIND, read::<ParametricEquilibrium>),
        (Progress::KIND, read::<Progress>),
        (Proposition::KIND, read::<Proposition>),
        (QuantalBranch::KIND, read::<QuantalBranch>),
        (QuantalPoint::KIND, read::<QuantalPoint>),
        (Range::KIND, read::<Range>),
        (Refinements::KIND, read::<Refinements>),
        (Regimes::KIND, read::<Regimes>),
        (RegimesCheck::KIND, read::<RegimesCheck>),
        (Report::KIND, read::<Report>),
        (Requirement::KIND, read::<Requirement>),
        (Share::KIND, read::<Share>),
        (SignalingReport::KIND, read::<SignalingReport>),
        (SymmetricEquilibrium::KIND, read::<SymmetricEquilibrium>),
        (SymmetricGame::KIND, read::<SymmetricGame>),
        (SymmetricSolution::KIND, read::<SymmetricSolution>),
        (Threat::KIND, read::<Threat>),
        (Unmet::KIND, read::<Unmet>),
        (WhyNot::KIND, read::<WhyNot>),
    ];
    match readers.iter().find(|(known, _)| *known == kind) {
        Some((_, reader)) => reader(py, text),
        None => Err(invalid(format!("this version knows no pickled '{kind}'"))),
    }
}

/// The methods by which an object is pickled and copied; the same for every class.
macro_rules! kept {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<$crate::exchange::Reduced<'py>> {
                $crate::keep::reduce(py, self)
            }

            fn __copy__(&self) -> Self {
                self.clone()
            }

            fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> Self {
                self.clone()
            }
        }
    };
}
pub(crate) use kept;
