//! Bindings of foederis for Python: thin, frozen wrappers around the core, one file for each of its rooms.
#![forbid(unsafe_code)]

mod control;
mod error;
mod game;
mod names;
mod number;
mod tree;

use pyo3::prelude::*;

/// The compiled half of foederis; import `foederis` instead.
#[pymodule]
mod _core {
    #[pymodule_export]
    use super::control::{CancelToken, Progress};
    #[pymodule_export]
    use super::game::NormalForm;
    #[pymodule_export]
    use super::number::number;
    #[pymodule_export]
    use super::tree::{ExtensiveForm, TreeBuilder};

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
