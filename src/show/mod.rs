//! How people read games and solutions: text, HTML, LaTeX, pictures of trees, and stories.
//!
//! Every display is a pure function of a game, and of a solution or an equilibrium of it. [`View`] puts them together for
//! callers that only know what they want to show, and in which format.

mod account;
pub mod bibtex;
pub mod branch;
pub mod checks;
pub mod conditions;
mod course;
mod escape;
pub mod html;
pub mod json;
pub mod latex;
pub mod levers;
pub mod model;
mod names;
pub mod parts;
pub mod paths;
mod payoffs;
pub mod ranges;
pub mod refinements;
pub mod regimes;
pub mod sheet;
pub mod signaling;
mod sketch;
pub mod story;
pub mod symmetric;
pub mod text;
pub mod tree;
mod view;
pub mod why_not;
mod words;

pub use account::SolutionOptions;
pub use payoffs::TableOptions;
pub use story::StoryOptions;
pub use tree::TreeOptions;
pub use view::View;
