//! Studies: what holds over all values of a model's parameters.

pub mod fit;
pub mod levers;
pub mod regimes;
pub mod region;
pub mod sweep;
