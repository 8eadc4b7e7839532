//! Whole pages: a report in one file.

use std::fmt::Write;

use super::{paragraph, style};
use crate::show::escape::xml;

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading; may be empty.
    pub heading: String,
    /// The body, as HTML: the other functions of this module make it.
    pub html: String,
}

impl Section {
    /// A section with a heading and a body of HTML.
    pub fn new(heading: impl Into<String>, html: impl Into<String>) -> Self {
        Section { heading: heading.into(), html: html.into() }
    }
}

/// A page that needs no other file.
///
/// # Arguments
/// The title is plain text. The bodies of the sections are HTML and are taken as they are: make them with
/// [`game`](super::game), [`solution`](super::solution), [`paragraphs`] and [`table_of`].
pub fn page(title: &str, sections: &[Section]) -> String {
    let title = xml(title);
    let mut html = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    html.push_str("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    let _ = write!(html, "<title>{title}</title>\n<style>{}{}</style>\n</head>\n", style::css(), style::PAGE);
    let _ = write!(html, "<body>\n<main class=\"fd-show\">\n<h1>{title}</h1>\n");
    for section in sections {
        html.push_str("<section>\n");
        if !section.heading.trim().is_empty() {
            let _ = writeln!(html, "<h2>{}</h2>", xml(&section.heading));
        }
        let _ = writeln!(html, "{}</section>", section.html);
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

/// Plain text as HTML, a paragraph a line.
pub fn paragraphs(text: &str) -> String {
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| paragraph("fd-text", line)).collect()
}

/// A table of plain texts with a caption and a heading for each column, unless all are empty; the first cell of a row names
/// it.
pub fn table_of(caption: &str, headings: &[&str], rows: &[Vec<String>]) -> String {
    let caption = if caption.is_empty() { String::new() } else { format!("<caption>{}</caption>\n", xml(caption)) };
    let cells: String = headings.iter().map(|heading| format!("<th scope=\"col\">{}</th>", xml(heading))).collect();
    let empty = headings.iter().all(|heading| heading.is_empty());
    let head = if empty { String::new() } else { format!("<thead><tr>{cells}</tr></thead>\n") };
    let mut html = format!("<div class=\"fd-scroll\"><table class=\"fd-table\">\n{caption}{head}<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let text = xml(cell);
            let cell = if column == 0 { format!("<th scope=\"row\">{text}</th>") } else { format!("<td>{text}</td>") };
            html.push_str(&cell);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
    html
}
