//! Exact numbers: rationals, polynomials in named parameters, intervals, and the fraction-free tableau.
//!
//! This room imports nothing from the rest of the crate.

mod bernstein;
mod determinant;
mod entry;
mod exponential;
mod factor;
mod fractions;
mod gaussian;
mod gaussian_pair;
mod gcd;
mod interval;
mod literal;
mod logarithm;
pub(crate) mod lp;
mod monomial;
mod polynomial;
mod ratio;
mod rational;
mod real;
mod simplest;
pub(crate) mod simplex;
mod symbols;
mod tableau;

pub(crate) use bernstein::{Bernstein, Root, Stop};
pub(crate) use determinant::{Matrix, determinant_sign, rank};
pub(crate) use entry::Entry;
pub use factor::factors;
pub(crate) use fractions::fractions;
pub use gaussian_pair::GaussianPair;
pub use gcd::{divide_exactly, gcd, primitive};
pub use interval::Interval;
pub use literal::{MAX_LITERAL_DIGITS, ParseRationalError};
pub use monomial::{Monomial, Variable};
pub use polynomial::Polynomial;
pub use ratio::RationalFunction;
pub use rational::Rational;
pub(crate) use real::Real;
pub(crate) use simplest::{simplest_between, simplest_near};
pub use symbols::latex_symbol;
pub(crate) use tableau::{Tableau, integer_scale};
