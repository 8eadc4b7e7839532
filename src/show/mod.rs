//! How people read games and solutions: text, HTML, LaTeX, pictures of trees, and stories.

mod account;
mod course;
mod escape;
mod names;
mod payoffs;
mod sketch;
pub mod text;
pub mod tree;
mod words;

pub use account::SolutionOptions;
pub use payoffs::TableOptions;
pub use tree::TreeOptions;
