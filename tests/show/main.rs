//! Displays: text, HTML, LaTeX, pictures and stories.

mod escaping;
mod games;
mod html;
mod latex;
mod story;
mod svg;
mod text;
