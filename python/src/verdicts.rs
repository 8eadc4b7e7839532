//! Tables with a row for each equilibrium and a verdict in each column.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::error::invalid;
use crate::names::table;

/// A table with a row for each equilibrium and a verdict in each column.
pub trait Verdicts {
    /// What the table is called, for messages.
    const TABLE: &'static str;
    /// What a column is called, for messages.
    const COLUMN: &'static str;
    /// What the table is called in pickles.
    const PICKLED: &'static str;

    /// The names of the columns.
    fn columns(&self) -> Vec<&'static str>;

    /// How many rows there are.
    fn rows(&self) -> usize;

    /// The verdict in a row and a column.
    fn verdict(&self, row: usize, column: usize) -> String;

    /// A row by a number as Python writes it, which may count from the end.
    fn row(&self, index: isize) -> PyResult<usize> {
        let count = self.rows();
        let position = if index < 0 { index + count as isize } else { index };
        usize::try_from(position).ok().filter(|&place| place < count).ok_or_else(|| {
            PyIndexError::new_err(format!("there is no equilibrium {index}; the {} has {count}", Self::TABLE))
        })
    }

    /// A column by its name.
    fn column(&self, name: &str) -> PyResult<usize> {
        let columns = self.columns();
        columns
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| invalid(format!("there is no {} '{name}'; use one of {}", Self::COLUMN, columns.join(", "))))
    }

    /// A row as a table from columns to verdicts.
    fn named<'py>(&self, py: Python<'py>, index: isize) -> PyResult<Bound<'py, PyAny>> {
        let row = self.row(index)?;
        let columns = self.columns().into_iter().enumerate();
        let entries = columns
            .map(|(column, name)| Ok((name.to_owned(), self.verdict(row, column).into_pyobject(py)?.into_any())));
        table(py, Self::COLUMN, entries)
    }

    /// An iterator over all rows.
    fn iterate<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rows = (0..self.rows() as isize).map(|index| self.named(py, index));
        PyList::new(py, rows.collect::<PyResult<Vec<_>>>()?)?.call_method0("__iter__")
    }

    /// All rows as a data frame.
    fn frame<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let columns = PyDict::new(py);
        for (column, name) in self.columns().into_iter().enumerate() {
            let verdicts: Vec<String> = (0..self.rows()).map(|row| self.verdict(row, column)).collect();
            columns.set_item(name, verdicts)?;
        }
        py.import("pandas")?.call_method1("DataFrame", (columns,))
    }

    /// "<Refinements of 3 equilibria>".
    fn brief(&self, class: &str) -> String {
        let count = self.rows();
        format!("<{class} of {count} {}>", if count == 1 { "equilibrium" } else { "equilibria" })
    }
}

/// What tables of verdicts on the equilibria of a solution have in common: their members, displays and pickles. The class has a
/// `solution` and a `core` with findings, a status and notes, and its module has `show`, which displays them.
macro_rules! verdicts {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            /// The solution whose equilibria these are.
            #[getter]
            fn solution(&self) -> $crate::solution::Solution {
                self.solution.clone()
            }

            /// Whether every equilibrium of the solution was looked at.
            #[getter]
            fn complete(&self) -> bool {
                self.core.status == foederis::Status::Complete
            }

            /// Remarks for the reader.
            #[getter]
            fn notes(&self) -> Vec<String> {
                self.core.notes.clone()
            }

            /// The table as a data frame: a row for each equilibrium, a column for each verdict. Needs pandas.
            ///
            /// Returns
            /// -------
            /// pandas.DataFrame
            fn to_frame<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.frame(py)
            }

            fn __len__(&self) -> usize {
                self.rows()
            }

            fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.iterate(py)
            }

            fn __getitem__<'py>(&self, py: Python<'py>, index: isize) -> PyResult<Bound<'py, PyAny>> {
                self.named(py, index)
            }

            fn __repr__(&self) -> String {
                self.brief(stringify!($class))
            }
        }

        impl $crate::shown::Shown for $class {
            fn text(&self) -> PyResult<String> {
                Ok(show::text(&self.solution.game, &self.solution.core, &self.core))
            }

            fn html(&self) -> PyResult<String> {
                Ok(show::html(&self.solution.game, &self.solution.core, &self.core))
            }

            fn latex(&self) -> PyResult<String> {
                Ok(show::latex(&self.solution.game, &self.solution.core, &self.core))
            }
        }

        $crate::shown::shown!($class);

        impl $crate::keep::Kept for $class {
            const KIND: &str = Self::PICKLED;

            fn is_whole(&self) -> bool {
                self.solution.fits()
                    && self.core.findings.len() == self.solution.core.len()
                    && self.core.findings.iter().all(|row| row.len() == self.columns().len())
            }
        }

        $crate::keep::kept!($class);
    };
}
pub(crate) use verdicts;
