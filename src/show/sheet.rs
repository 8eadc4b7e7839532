//! [`Sheet`]: a title, sentences and tables, in every format.
//!
//! What has no display of its own, such as a report, a lever or a point of a branch, is put on a sheet; so there is one way
//! to make a table of plain texts in text, HTML and LaTeX.

use super::escape::{latex, xml};
use super::html::{fragment, paragraph, table_of};
use super::latex::{Cell, tabular};
use super::text::{finish, table_lines, wrap};
use super::words::{clean, more};

/// How wide running text is.
const COLUMNS: usize = 100;

/// The most rows of a table that are shown.
const MAX_ROWS: usize = 200;

/// A title, sentences, tables and remarks, as plain text.
///
/// # Example
/// ```
/// use foederis::show::sheet::Sheet;
/// let sheet = Sheet::new("A check").line("All is well.").table("", &["what", "holds"], vec![vec!["R & D".into(), "yes".into()]]);
/// assert_eq!(sheet.text(), "A check\nAll is well.\n\n  what   holds\n  R & D  yes\n");
/// assert!(sheet.html().contains("R &amp; D") && sheet.latex().contains("R \\& D & yes"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// Sentences above the tables.
    pub lines: Vec<String>,
    /// The tables.
    pub tables: Vec<Table>,
    /// Remarks below.
    pub notes: Vec<String>,
}

/// A table of plain texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows; may be empty.
    pub caption: String,
    /// A heading for each column; a table whose headings are all empty is shown without them.
    pub headings: Vec<String>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    /// A sheet with a title.
    pub fn new(title: impl Into<String>) -> Sheet {
        Sheet { title: title.into(), ..Sheet::default() }
    }

    /// Adds a sentence above the tables.
    pub fn line(mut self, line: impl Into<String>) -> Sheet {
        self.lines.push(line.into());
        self
    }

    /// Adds sentences above the tables.
    pub fn lines(mut self, lines: impl IntoIterator<Item = String>) -> Sheet {
        self.lines.extend(lines);
        self
    }

    /// Adds a table, unless it has no rows.
    pub fn table(mut self, caption: &str, headings: &[&str], rows: Vec<Vec<String>>) -> Sheet {
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        self.tables.extend((!rows.is_empty()).then(|| Table { caption: caption.to_owned(), headings, rows }));
        self
    }

    /// Adds remarks below the tables.
    pub fn notes(mut self, notes: impl IntoIterator<Item = String>) -> Sheet {
        self.notes.extend(notes);
        self
    }

    /// As text.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        lines.extend((!self.title.is_empty()).then(|| clean(&self.title)));
        lines.extend(self.lines.iter().flat_map(|line| wrap(&clean(line), COLUMNS, "")));
        for table in &self.tables {
            lines.push(String::new());
            lines.extend((!table.caption.is_empty()).then(|| clean(&table.caption)));
            let rows: Vec<Vec<String>> = table.heading().chain(table.shown()).map(|row| cleaned(row)).collect();
            lines.extend(table_lines(&rows, "  ").iter().map(|line| line.trim_end().to_owned()));
            lines.extend(table.hidden().map(|hidden| format!("  {hidden}")));
        }
        for note in &self.notes {
            lines.push(String::new());
            lines.extend(wrap(&clean(note), COLUMNS, ""));
        }
        finish(&lines)
    }

    /// As a fragment of HTML.
    pub fn html(&self) -> String {
        let mut html = if self.title.is_empty() { String::new() } else { paragraph("fd-title", &self.title) };
        self.lines.iter().for_each(|line| html.push_str(&paragraph("fd-text", line)));
        for table in &self.tables {
            let headings: Vec<&str> = table.headings.iter().map(String::as_str).collect();
            html.push_str(&table_of(&table.caption, &headings, table.shown()));
            table
                .hidden()
                .iter()
                .for_each(|hidden| html.push_str(&format!("<p class=\"fd-note\">{}</p>\n", xml(hidden))));
        }
        self.notes.iter().for_each(|note| html.push_str(&paragraph("fd-note", note)));
        fragment(&html)
    }

    /// As LaTeX, without packages.
    pub fn latex(&self) -> String {
        let mut blocks = Vec::new();
        blocks.extend((!self.title.is_empty()).then(|| format!("\\textbf{{{}}}", latex(&self.title))));
        blocks.extend(self.lines.iter().map(|line| latex(line)));
        for table in &self.tables {
            blocks.extend((!table.caption.is_empty()).then(|| format!("{}:", latex(&table.caption))));
            let cells = |row: &Vec<String>| row.iter().map(|cell| Cell::text(cell)).collect::<Vec<Cell>>();
            let rows: Vec<Vec<Cell>> = table.shown().iter().map(cells).collect();
            let heading = table.heading().next().map(cells);
            blocks.push(tabular(heading.as_deref(), &rows).trim_end().to_owned());
            blocks.extend(table.hidden().map(|hidden| latex(&hidden)));
        }
        blocks.extend(self.notes.iter().map(|note| format!("{{\\small {}}}", latex(note))));
        format!("{}\n", blocks.join("\n\n"))
    }
}

impl Table {
    /// The row of headings, unless all of them are empty.
    fn heading(&self) -> impl Iterator<Item = &Vec<String>> {
        Some(&self.headings).into_iter().filter(|headings| headings.iter().any(|heading| !heading.is_empty()))
    }

    fn shown(&self) -> &[Vec<String>] {
        &self.rows[..self.rows.len().min(MAX_ROWS)]
    }

    /// "… 3 more rows".
    fn hidden(&self) -> Option<String> {
        let hidden = self.rows.len().saturating_sub(MAX_ROWS);
        (hidden > 0).then(|| more(hidden, "row", "rows"))
    }
}

fn cleaned(row: &[String]) -> Vec<String> {
    row.iter().map(|cell| clean(cell)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_text_in_every_format() {
        let nasty = "<script>&$_%";
        let sheet =
            Sheet::new(nasty).line(nasty).table(nasty, &[nasty], vec![vec![nasty.to_owned()]]).notes([nasty.into()]);
        assert!(!sheet.html().contains("<script>"));
        assert_eq!(sheet.html().matches("&lt;script&gt;&amp;$_%").count(), 6);
        assert_eq!(sheet.latex().matches("\\textless{}script\\textgreater{}\\&\\$\\_\\%").count(), 6);
        assert_eq!(sheet.text().matches(nasty).count(), 6);
    }

    #[test]
    fn long_tables_say_what_is_left_out() {
        let rows = (0..250).map(|row| vec![row.to_string()]).collect();
        let sheet = Sheet::new("").table("", &["n"], rows);
        for shown in [sheet.text(), sheet.html(), sheet.latex()] {
            assert!(shown.contains("50 more rows") && shown.contains("199") && !shown.contains("200"), "{shown}");
        }
    }
}
