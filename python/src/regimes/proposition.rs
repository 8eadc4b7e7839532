//! Propositions: what holds where, for a paper.

use foederis::show::html;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::keep::{Kept, kept};
use crate::shown::{Shown, shown};

/// A proposition.
#[pyclass(frozen, get_all, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Proposition {
    /// As plain text.
    pub text: String,
    /// In LaTeX, for documents with amsthm.
    pub latex: String,
}

#[pymethods]
impl Proposition {
    fn __repr__(&self) -> &str {
        &self.text
    }
}

impl Shown for Proposition {
    fn text(&self) -> PyResult<String> {
        Ok(self.text.clone())
    }

    fn html(&self) -> PyResult<String> {
        Ok(html::fragment_of(&html::paragraphs(&self.text)))
    }

    fn latex(&self) -> PyResult<String> {
        Ok(self.latex.clone())
    }
}

shown!(Proposition);

impl Kept for Proposition {
    const KIND: &str = "proposition";
}

kept!(Proposition);
