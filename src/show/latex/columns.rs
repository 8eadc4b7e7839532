//! Tables that fit on a page: which columns have lines that break, and where a table is parted.

use super::number;
use crate::number::Rational;
use crate::show::escape::latex;
use crate::show::text::width;
use crate::show::words::{Digits, clean};

/// How many characters fit beside each other on a page.
const LINE: usize = 80;

/// What the space between two columns takes, in characters.
const GAP: usize = 3;

/// The fewest characters that a column with broken lines should have.
const NARROWEST: usize = 8;

/// About how many lines fit under each other on a page.
const LINES: usize = 44;

/// A cell of a table: its LaTeX, and about how many characters it fills.
pub(crate) struct Cell {
    latex: String,
    size: usize,
    /// The characters of the longest piece that cannot be broken.
    piece: usize,
    /// Whether it stands on the right of its column.
    right: bool,
}

impl Cell {
    /// A cell of plain text.
    pub(crate) fn text(text: &str) -> Cell {
        Cell::latex(latex(text), &clean(text))
    }

    /// A cell of LaTeX, with the plain text that tells its size.
    pub(crate) fn latex(latex: String, plain: &str) -> Cell {
        let piece = plain.split_whitespace().map(width).max().unwrap_or(0);
        Cell { latex, size: width(plain), piece, right: false }
    }

    /// A cell with a number, or with numbers in a row.
    pub(crate) fn numbers(values: &[Rational], digits: Digits) -> Cell {
        let size = values.iter().map(|value| width(&digits.compact(value)) + 2).sum::<usize>();
        let each: Vec<String> = values.iter().map(|value| number(value, digits)).collect();
        Cell { latex: format!("\\({}\\)", each.join(",\\ ")), size, piece: size, right: values.len() == 1 }
    }
}

/// A table in LaTeX, without packages.
///
/// A table that is too wide gets columns with broken lines, or, with very many columns, is parted; one that is too long for
/// a page is parted too. Parts repeat the heading and the first column.
pub(crate) fn tabular(heading: Option<&[Cell]>, rows: &[Vec<Cell>]) -> String {
    let all: Vec<&[Cell]> = heading.into_iter().chain(rows.iter().map(Vec::as_slice)).collect();
    let parts = blocks(&all);
    let tables: Vec<String> = parts.iter().map(|columns| block(heading, rows, columns)).collect();
    tables.join("\n")
}

/// The columns of each part: all, unless there are more than fit.
fn blocks(rows: &[&[Cell]]) -> Vec<Vec<usize>> {
    let count = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let least = |column: usize| widest(rows, column).min(NARROWEST.max(longest(rows, column))) + GAP;
    let (mut blocks, mut block, mut used) = (Vec::new(), vec![0], least(0));
    for column in 1..count {
        if used + least(column) > LINE + GAP && block.len() > 1 {
            blocks.push(std::mem::replace(&mut block, vec![0]));
            used = least(0);
        }
        used += least(column);
        block.push(column);
    }
    blocks.push(block);
    blocks
}

/// Columns beside a first one of a width, in parts that fit on a page.
pub(super) fn parted(first: usize, widths: &[usize]) -> Vec<std::ops::Range<usize>> {
    let (mut parts, mut from, mut used) = (Vec::new(), 0, first);
    for (column, width) in widths.iter().enumerate() {
        if column > from && used + width + GAP > LINE {
            parts.push(from..column);
            (from, used) = (column, first);
        }
        used += width + GAP;
    }
    parts.push(from..widths.len());
    parts
}

fn widest(rows: &[&[Cell]], column: usize) -> usize {
    rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.size).max().unwrap_or(0)
}

/// The longest piece of a column that cannot be broken.
fn longest(rows: &[&[Cell]], column: usize) -> usize {
    rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.piece).max().unwrap_or(0)
}

/// How wide each column is to be, at least so many characters: `None` where its lines need not break.
fn widths(natural: &[usize], least: &[usize]) -> Vec<Option<usize>> {
    let room = LINE.saturating_sub(GAP * natural.len().saturating_sub(1));
    if natural.iter().sum::<usize>() <= room {
        return vec![None; natural.len()];
    }
    // The narrow columns keep their width, and the others share what is left; none is narrower than its longest piece.
    let mut order: Vec<usize> = (0..natural.len()).collect();
    order.sort_by_key(|&column| (natural[column] > least[column], natural[column]));
    let (mut left, mut widths) = (room, vec![None; natural.len()]);
    for (place, &column) in order.iter().enumerate() {
        let reserved: usize = order[place + 1..].iter().map(|&later| least[later]).sum();
        let share = (left / (natural.len() - place)).min(left.saturating_sub(reserved)).max(least[column]);
        if natural[column] > share {
            widths[column] = Some(share);
        }
        left = left.saturating_sub(natural[column].min(share));
    }
    widths
}

/// Some of the columns, in as many tables as the rows need.
fn block(heading: Option<&[Cell]>, rows: &[Vec<Cell>], columns: &[usize]) -> String {
    let all: Vec<&[Cell]> = heading.into_iter().chain(rows.iter().map(Vec::as_slice)).collect();
    let natural: Vec<usize> = columns.iter().map(|&column| widest(&all, column)).collect();
    let least: Vec<usize> = columns.iter().map(|&column| longest(&all, column)).collect();
    let widths = widths(&natural, &least);
    let height = |row: &[Cell]| {
        let lines =
            |(&column, width): (&usize, &Option<usize>)| width.map_or(1, |width| row[column].size.div_ceil(width));
        columns.iter().zip(&widths).map(lines).max().unwrap_or(1)
    };
    let plain = |column: usize| if rows.iter().all(|row| row[column].right) { "r" } else { "l" }.to_owned();
    let column = |(&column, width): (&usize, &Option<usize>)| width.map_or_else(|| plain(column), paragraph);
    let specification: String = columns.iter().zip(&widths).map(column).collect();
    let head = heading.map_or(String::new(), |heading| format!("\\hline\n{}", line(heading, columns, &widths)));
    let mut tables = Vec::new();
    let mut from = 0;
    while from < rows.len() || tables.is_empty() {
        let (mut to, mut used) = (from, 0);
        while to < rows.len() && (to == from || used + height(&rows[to]) <= LINES) {
            used += height(&rows[to]);
            to += 1;
        }
        let body: String = rows[from..to].iter().map(|row| line(row, columns, &widths)).collect();
        tables.push(format!("\\begin{{tabular}}{{{specification}}}\n{head}\\hline\n{body}\\hline\n\\end{{tabular}}\n"));
        from = to.max(from + 1);
    }
    tables.join("\n")
}

fn line(row: &[Cell], columns: &[usize], widths: &[Option<usize>]) -> String {
    let cell = |(&column, width): (&usize, &Option<usize>)| match width {
        Some(_) => format!("\\raggedright {}", row[column].latex),
        None => row[column].latex.clone(),
    };
    let cells: Vec<String> = columns.iter().zip(widths).map(cell).collect();
    // In a column with broken lines two backslashes would break a line only.
    let end = if widths.iter().any(Option::is_some) { "\\tabularnewline" } else { "\\\\" };
    format!("{} {end}\n", cells.join(" & "))
}

/// A column of so many characters whose lines break.
pub(super) fn paragraph(width: usize) -> String {
    format!("p{{{:.3}\\linewidth}}", width as f64 / LINE as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[Vec<String>]) -> String {
        let cells = |row: &Vec<String>| row.iter().map(|cell| Cell::text(cell)).collect::<Vec<Cell>>();
        tabular(Some(&cells(&rows[0])), &rows[1..].iter().map(cells).collect::<Vec<_>>())
    }

    fn texts(row: &[&str]) -> Vec<String> {
        row.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn a_small_table_is_plain() {
        assert_eq!(
            of(&[texts(&["a", "b"]), texts(&["1", "2"])]),
            "\\begin{tabular}{ll}\n\\hline\na & b \\\\\n\\hline\n1 & 2 \\\\\n\\hline\n\\end{tabular}\n"
        );
    }

    #[test]
    fn long_cells_break() {
        let long = "word ".repeat(40);
        let table = of(&[texts(&["No.", "Why"]), texts(&["1", &long])]);
        assert!(table.starts_with("\\begin{tabular}{lp{0.925\\linewidth}}"), "{table}");
        assert!(table.contains("1 & \\raggedright word") && table.contains("\\tabularnewline"), "{table}");
    }

    #[test]
    fn no_word_is_wider_than_its_column() {
        let (long, word) = ("a few words ".repeat(20), "incomprehensibilities");
        let table = of(&[texts(&["A", "B", "C"]), texts(&[&long, word, &long])]);
        assert!(table.starts_with("\\begin{tabular}{p{0.3"), "{table}");
        assert_eq!(widths(&[240, 21, 240], &[5, 21, 5]), [Some(26), None, Some(27)]);
    }

    #[test]
    fn many_columns_and_rows_are_parted() {
        let head: Vec<String> = (0..30).map(|column| format!("c{column}")).collect();
        let row: Vec<String> = (0..30).map(|column| format!("{}", 10_000 + column)).collect();
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(std::iter::repeat_n(row, 50)).collect();
        let table = of(&rows);
        // Ten columns a part, the first in each; and 50 rows are more than a page.
        assert_eq!(table.matches("\\begin{tabular}").count(), 8, "{table}");
        assert_eq!(table.matches("\nc0 & ").count(), 8);
        assert_eq!(table.matches("10029").count(), 50);
    }
}
