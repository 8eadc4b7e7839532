//! foederis
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod error;
pub mod number;

pub use error::{Error, InputError, Place, UnknownName};
pub use number::Rational;
