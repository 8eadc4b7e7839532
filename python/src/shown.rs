//! What notebooks and papers get of an object: text, HTML and LaTeX.

use foederis::show::sheet::{Sheet, Table};
use pyo3::prelude::*;

use crate::error::invalid;

/// What can be shown in every way.
pub trait Shown {
    /// As text, for terminals.
    fn text(&self) -> PyResult<String>;
    /// As a fragment of HTML.
    fn html(&self) -> PyResult<String>;
    /// As LaTeX.
    fn latex(&self) -> PyResult<String>;
}

/// What has no display of its own, and is shown on a sheet.
pub trait OnSheet {
    fn sheet(&self) -> PyResult<Sheet>;
}

impl<T: OnSheet> Shown for T {
    fn text(&self) -> PyResult<String> {
        Ok(self.sheet()?.text())
    }

    fn html(&self) -> PyResult<String> {
        Ok(self.sheet()?.html())
    }

    fn latex(&self) -> PyResult<String> {
        Ok(self.sheet()?.latex())
    }
}

/// The methods by which an object of Python shows itself; the same for every class.
macro_rules! shown {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            /// As HTML, the way notebooks show it.
            ///
            /// Returns
            /// -------
            /// str
            fn to_html(&self) -> PyResult<String> {
                $crate::shown::Shown::html(self)
            }

            /// As LaTeX, for papers.
            ///
            /// Returns
            /// -------
            /// str
            fn to_latex(&self) -> PyResult<String> {
                $crate::shown::Shown::latex(self)
            }

            fn _repr_html_(&self) -> PyResult<String> {
                $crate::shown::Shown::html(self)
            }

            fn _repr_latex_(&self) -> PyResult<String> {
                $crate::shown::Shown::latex(self)
            }

            fn __str__(&self) -> PyResult<String> {
                $crate::shown::Shown::text(self)
            }

            fn _repr_pretty_(&self, printer: &Bound<'_, PyAny>, _cycle: bool) -> PyResult<()> {
                printer.call_method1("text", ($crate::shown::Shown::text(self)?,)).map(drop)
            }
        }
    };
}
pub(crate) use shown;

/// A table as Python gives it: caption, headings, rows.
type Grid = (String, Vec<String>, Vec<Vec<String>>);

/// A sheet that Python puts together, in one of the formats.
#[pyfunction]
pub fn _sheet(
    format: &str,
    title: String,
    lines: Vec<String>,
    tables: Vec<Grid>,
    notes: Vec<String>,
) -> PyResult<String> {
    let mut sheet = Sheet { title, lines, tables: Vec::new(), notes };
    for (caption, headings, rows) in tables {
        if rows.iter().any(|row| row.len() != headings.len()) {
            return Err(invalid("a row of a table has not as many cells as there are headings"));
        }
        sheet.tables.extend((!rows.is_empty()).then_some(Table { caption, headings, rows }));
    }
    match format {
        "text" => Ok(sheet.text()),
        "html" => Ok(sheet.html()),
        "latex" => Ok(sheet.latex()),
        other => Err(invalid(format!("'{other}' is no format; take text, html or latex"))),
    }
}
