//! The one table that turns errors of the core into Python's exceptions.

use foederis::Error;
use pyo3::import_exception;
use pyo3::prelude::*;

import_exception!(foederis.errors, FoederisError);
import_exception!(foederis.errors, InputError);
import_exception!(foederis.errors, InvalidError);
import_exception!(foederis.errors, UnknownNameError);
import_exception!(foederis.errors, UnsupportedError);
import_exception!(foederis.errors, TooLargeError);

/// The exception for an error of the core.
pub fn raise(error: Error) -> PyErr {
    let message = error.to_string();
    match error {
        Error::Input(input) => {
            let (line, column) = input.place.map(|place| (place.line, place.column)).unzip();
            InputError::new_err((message, line, column, input.help))
        }
        Error::Invalid(_) => InvalidError::new_err(message),
        Error::Unknown(unknown) => {
            let suggestion = unknown.suggestion().map(str::to_owned);
            UnknownNameError::new_err((message, unknown.name, unknown.known, suggestion))
        }
        Error::Unsupported(_) => UnsupportedError::new_err(message),
        Error::TooLarge { option, .. } => TooLargeError::new_err((message, option)),
        _ => FoederisError::new_err(message),
    }
}

/// The exception for a mistake that only the bindings can see.
pub fn invalid(message: impl Into<String>) -> PyErr {
    InvalidError::new_err(message.into())
}

/// `?` for results of the core.
pub trait OrRaise<T> {
    /// The value, or the exception.
    fn or_raise(self) -> PyResult<T>;
}

impl<T, E: Into<Error>> OrRaise<T> for Result<T, E> {
    fn or_raise(self) -> PyResult<T> {
        self.map_err(|error| raise(error.into()))
    }
}
