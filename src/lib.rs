//! foederis
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod error;
pub mod game;
pub mod number;

pub use error::{Error, InputError, Place, UnknownName};
pub use game::{BehaviorProfile, ExtensiveForm, Game, MixedProfile, NormalForm, Profile};
pub use number::Rational;
