//! [`Tableau`]: exact fraction-free pivoting, shared by linear programs, complementarity and enumeration.

use std::cmp::Ordering;

use dashu_base::{Abs, Gcd};
use dashu_int::{IBig, UBig};

use super::Rational;
use super::entry::Entry;

/// A system of equations in dictionary form, in exact integers.
///
/// # Definition
/// Every variable is non-negative and is either basic (one for each row) or nonbasic (one for each column). Row `i` reads
/// `d * basic_i + sum_j a_ij * nonbasic_j = b_i` with a common positive determinant `d`. At the tableau's point the
/// nonbasic variables are 0 and `basic_i = b_i / d`.
///
/// Entries start as machine words and move to double words and big integers as they must (Edmonds 1967; Bareiss 1968,
/// doi:10.1090/S0025-5718-1968-0226829-0).
#[derive(Debug, Clone)]
pub(crate) struct Tableau {
    entries: Entries,
    shape: Shape,
    /// The variable of each row.
    basic: Vec<u32>,
    /// The variable of each column.
    nonbasic: Vec<u32>,
}

#[derive(Debug, Clone)]
enum Entries {
    Word(Cells<i64>),
    Double(Cells<i128>),
    Big(Cells<IBig>),
}

#[derive(Debug, Clone, Copy)]
struct Shape {
    rows: usize,
    /// Columns of variables; the constants stand in one more.
    columns: usize,
}

#[derive(Debug, Clone)]
struct Cells<E> {
    /// Row by row, the constant last in each.
    cells: Vec<E>,
    det: E,
}

/// Runs an expression on the cells, whatever their type.
macro_rules! on_cells {
    ($entries:expr, $cells:ident => $body:expr) => {
        match $entries {
            Entries::Word($cells) => $body,
            Entries::Double($cells) => $body,
            Entries::Big($cells) => $body,
        }
    };
}

impl Tableau {
    /// A tableau from rational rows `[a_i1, ..., a_in, b_i]`. Each row is scaled to coprime integers, which scales its
    /// basic variable: `scales()` of the caller must undo it where the values of basic variables matter.
    ///
    /// Returns the tableau and the factor by which each row was multiplied.
    pub(crate) fn new(rows: &[Vec<Rational>], basic: Vec<u32>, nonbasic: Vec<u32>) -> (Tableau, Vec<Rational>) {
        let shape = Shape { rows: rows.len(), columns: nonbasic.len() };
        let mut scales = Vec::with_capacity(rows.len());
        let mut cells: Vec<IBig> = Vec::with_capacity(rows.len() * (shape.columns + 1));
        for row in rows {
            let scale = integer_scale(row);
            cells.extend(row.iter().map(|entry| (entry * &scale).numerator()));
            scales.push(scale);
        }
        let entries = Entries::Big(Cells { cells, det: IBig::ONE }).narrowed();
        (Tableau { entries, shape, basic, nonbasic }, scales)
    }

    /// A tableau of integers, row by row with the constant last in each, taken as they are.
    pub(crate) fn from_integers(cells: Vec<IBig>, basic: Vec<u32>, nonbasic: Vec<u32>) -> Tableau {
        let shape = Shape { rows: basic.len(), columns: nonbasic.len() };
        let entries = Entries::Big(Cells { cells, det: IBig::ONE }).narrowed();
        Tableau { entries, shape, basic, nonbasic }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.shape.rows
    }

    /// How many columns of variables there are.
    pub(crate) fn columns(&self) -> usize {
        self.shape.columns
    }

    /// The variables of the rows.
    pub(crate) fn basic(&self) -> &[u32] {
        &self.basic
    }

    /// The variables of the columns.
    pub(crate) fn nonbasic(&self) -> &[u32] {
        &self.nonbasic
    }

    /// The sign of `a_ij`; the column after the last holds the constants.
    pub(crate) fn sign(&self, row: usize, column: usize) -> i32 {
        let at = self.shape.at(row, column);
        on_cells!(&self.entries, cells => Entry::sign(&cells.cells[at]))
    }

    /// How many of a row's variables have positive and negative entries.
    pub(crate) fn count_signs(&self, row: usize) -> (usize, usize) {
        let start = self.shape.at(row, 0);
        on_cells!(&self.entries, cells => {
            let line = &cells.cells[start..start + self.shape.columns];
            Entry::count_signs(line)
        })
    }

    /// The sign of a basic variable's value.
    pub(crate) fn value_sign(&self, row: usize) -> i32 {
        self.sign(row, self.shape.columns)
    }

    /// The value of a basic variable.
    pub(crate) fn value(&self, row: usize) -> Rational {
        self.ratio(row, self.shape.columns)
    }

    /// `a_ij / d`.
    pub(crate) fn ratio(&self, row: usize, column: usize) -> Rational {
        let at = self.shape.at(row, column);
        on_cells!(&self.entries, cells => Rational::from_integers(cells.cells[at].to_big(), cells.det.to_big()))
    }

    /// The common determinant `d`.
    pub(crate) fn determinant(&self) -> IBig {
        on_cells!(&self.entries, cells => cells.det.to_big())
    }

    /// The integer `a_ij` itself.
    pub(crate) fn integer(&self, row: usize, column: usize) -> IBig {
        let at = self.shape.at(row, column);
        on_cells!(&self.entries, cells => cells.cells[at].to_big())
    }

    /// The integer `a_ij`, if entries are machine words.
    pub(crate) fn word(&self, row: usize, column: usize) -> Option<i64> {
        match &self.entries {
            Entries::Word(cells) => Some(cells.cells[self.shape.at(row, column)]),
            _ => None,
        }
    }

    /// Compares the ratios `a_ij / a_ik` of two rows `i`, both denominators positive.
    pub(crate) fn compare_ratios(&self, rows: (usize, usize), numerator: usize, denominator: usize) -> Ordering {
        let at = |row, column| self.shape.at(row, column);
        let [a, b] = [at(rows.0, numerator), at(rows.0, denominator)];
        let [c, d] = [at(rows.1, numerator), at(rows.1, denominator)];
        on_cells!(&self.entries, x => Entry::compare_products(&x.cells[a], &x.cells[d], &x.cells[c], &x.cells[b]))
    }

    /// Compares the sizes of two entries of a row that have the same sign.
    pub(crate) fn compare_entries(&self, row: usize, a: usize, b: usize) -> Ordering {
        let (a, b) = (self.shape.at(row, a), self.shape.at(row, b));
        on_cells!(&self.entries, x => Entry::compare_sizes(&x.cells[a], &x.cells[b]))
    }

    /// Exchanges the basic variable of a row and the nonbasic one of a column; their entry must not be 0.
    pub(crate) fn pivot(&mut self, row: usize, column: usize) {
        while !on_cells!(&mut self.entries, cells => cells.pivot(self.shape, row, column)) {
            self.entries = self.entries.widened();
        }
        std::mem::swap(&mut self.basic[row], &mut self.nonbasic[column]);
    }

    /// As [`pivot`](Tableau::pivot) in a copy.
    pub(crate) fn pivoted(&self, row: usize, column: usize) -> Tableau {
        let mut exchanged = self.exchanged(row, column, false);
        exchanged.basic[row] = self.nonbasic[column];
        exchanged.nonbasic[column] = self.basic[row];
        exchanged
    }

    /// As [`pivot`](Tableau::pivot) in a copy, and then drops the column: the variable that was basic is fixed at 0.
    pub(crate) fn pivoted_out(&self, row: usize, column: usize) -> Tableau {
        let mut exchanged = self.exchanged(row, column, true);
        exchanged.basic[row] = exchanged.nonbasic.swap_remove(column);
        exchanged.shape.columns -= 1;
        exchanged
    }

    /// A copy with the entries after a pivot, but the old variables.
    fn exchanged(&self, row: usize, column: usize, drop: bool) -> Tableau {
        let pivoted = |entries: &Entries| match entries {
            Entries::Word(cells) => cells.pivoted(self.shape, row, column, drop).map(Entries::Word),
            Entries::Double(cells) => cells.pivoted(self.shape, row, column, drop).map(Entries::Double),
            Entries::Big(cells) => cells.pivoted(self.shape, row, column, drop).map(Entries::Big),
        };
        let mut wider = None;
        loop {
            let current = wider.as_ref().unwrap_or(&self.entries);
            match pivoted(current) {
                Some(entries) => {
                    let (basic, nonbasic) = (self.basic.clone(), self.nonbasic.clone());
                    return Tableau { entries, shape: self.shape, basic, nonbasic };
                }
                None => wider = Some(current.widened()),
            }
        }
    }

    /// Drops a column: its variable is fixed at 0 from now on.
    pub(crate) fn drop_column(&mut self, column: usize) {
        let width = self.shape.columns + 1;
        on_cells!(&mut self.entries, cells => remove_strided(&mut cells.cells, width, column));
        self.nonbasic.swap_remove(column);
        self.shape.columns -= 1;
    }

    /// A copy without a column: its variable is fixed at 0.
    pub(crate) fn without_column(&self, column: usize) -> Tableau {
        let Tableau { shape, basic, .. } = self;
        let entries = match &self.entries {
            Entries::Word(cells) => Entries::Word(cells.without_column(*shape, column)),
            Entries::Double(cells) => Entries::Double(cells.without_column(*shape, column)),
            Entries::Big(cells) => Entries::Big(cells.without_column(*shape, column)),
        };
        let mut nonbasic = self.nonbasic.clone();
        nonbasic.swap_remove(column);
        Tableau { entries, shape: Shape { columns: shape.columns - 1, ..*shape }, basic: basic.clone(), nonbasic }
    }

    /// Drops a row: its variable is free, or known to be 0.
    pub(crate) fn drop_row(&mut self, row: usize) {
        let (width, last) = (self.shape.columns + 1, self.shape.rows - 1);
        on_cells!(&mut self.entries, cells => {
            for column in 0..width {
                cells.cells.swap(row * width + column, last * width + column);
            }
            cells.cells.truncate(last * width);
        });
        self.basic.swap_remove(row);
        self.shape.rows = last;
    }
}

/// Removes one column from each row, putting the last variable's column in its place; the constants stay last.
fn remove_strided<E: Clone>(cells: &mut Vec<E>, width: usize, column: usize) {
    let (rows, last) = (cells.len() / width, width - 2);
    for row in 0..rows {
        cells.swap(row * width + column, row * width + last);
        for kept in 0..width - 1 {
            let from = if kept == last { width - 1 } else { kept };
            cells.swap(row * (width - 1) + kept, row * width + from);
        }
    }
    cells.truncate(rows * (width - 1));
}

impl Shape {
    fn at(self, row: usize, column: usize) -> usize {
        row * (self.columns + 1) + column
    }
}

impl Entries {
    /// The narrowest type that holds the cells.
    fn narrowed(self) -> Entries {
        let Entries::Big(cells) = self else { return self };
        if let Some(cells) = cells.convert() {
            return Entries::Word(cells);
        }
        match cells.convert() {
            Some(cells) => Entries::Double(cells),
            None => Entries::Big(cells),
        }
    }

    /// The next wider type.
    fn widened(&self) -> Entries {
        match self {
            Entries::Word(cells) => match cells.convert() {
                Some(cells) => Entries::Double(cells),
                None => Entries::Big(cells.big()),
            },
            Entries::Double(cells) => Entries::Big(cells.big()),
            Entries::Big(cells) => Entries::Big(cells.clone()),
        }
    }
}

impl<E: Entry> Cells<E> {
    fn convert<F: Entry>(&self) -> Option<Cells<F>> {
        let cells = self.cells.iter().map(|cell| F::from_big(&cell.to_big())).collect::<Option<_>>()?;
        Some(Cells { cells, det: F::from_big(&self.det.to_big())? })
    }

    fn big(&self) -> Cells<IBig> {
        Cells { cells: self.cells.iter().map(Entry::to_big).collect(), det: self.det.to_big() }
    }

    /// The cells of all columns but one, in whose place the last variable's column comes.
    fn without_column(&self, shape: Shape, column: usize) -> Cells<E> {
        let mut cells = Vec::with_capacity(self.cells.len());
        for line in self.cells.chunks_exact(shape.columns + 1) {
            let start = cells.len();
            cells.extend_from_slice(line);
            cells.swap(start + column, start + shape.columns - 1);
            cells.swap_remove(start + shape.columns - 1);
        }
        Cells { cells, det: self.det.clone() }
    }

    /// Pivots, or returns false and changes nothing where the type is too small.
    fn pivot(&mut self, shape: Shape, row: usize, column: usize) -> bool {
        match self.pivoted(shape, row, column, false) {
            Some(cells) => {
                *self = cells;
                true
            }
            None => false,
        }
    }

    /// The cells after a pivot; with `drop` without the pivot's column, in whose place the last variable's column comes.
    fn pivoted(&self, shape: Shape, row: usize, column: usize, drop: bool) -> Option<Cells<E>> {
        let width = shape.columns + 1;
        let pivot_row = &self.cells[row * width..(row + 1) * width];
        let pivot = &pivot_row[column];
        let divisor = E::divisor(&self.det);
        let negative = Entry::sign(pivot) < 0;
        // A line without an entry in the column only changes by the determinant, and often that stays what it is.
        let settled = !negative && E::compare_sizes(pivot, &self.det).is_eq();
        let signed = |entry: E| if negative { entry.negated() } else { Some(entry) };
        let size = signed(pivot.clone())?;
        let mut cells = Vec::with_capacity(self.cells.len());
        for (i, line) in self.cells.chunks_exact(width).enumerate() {
            let (start, factor) = (cells.len(), &line[column]);
            if i == row {
                for (j, entry) in line.iter().enumerate() {
                    cells.push(signed(if j == column { self.det.clone() } else { entry.clone() })?);
                }
            } else if settled && Entry::sign(factor) == 0 {
                cells.extend_from_slice(line);
            } else {
                let factor = signed(factor.clone())?;
                E::eliminate_line((line, pivot_row), &size, &factor, &divisor, &mut cells)?;
                cells[start + column] = factor.negated()?;
            }
            if drop {
                // The last variable's column comes in its place; the constants stay last.
                cells.swap(start + column, start + width - 2);
                cells.swap_remove(start + width - 2);
            }
        }
        Some(Cells { cells, det: size })
    }
}

/// The positive factor that makes a row coprime integers.
pub(crate) fn integer_scale(row: &[Rational]) -> Rational {
    let whole = |entry: &Rational| entry.to_small_parts().filter(|(_, denominator)| *denominator == 1);
    if let Some(common) = row.iter().try_fold(0u64, |common, entry| {
        whole(entry).map(|(numerator, _)| common_divisor(common, numerator.unsigned_abs()))
    }) {
        return Rational::from_integers(IBig::ONE, common.max(1).into());
    }
    let mut denominators = UBig::ONE;
    let mut numerators = UBig::ZERO;
    for entry in row {
        let denominator: UBig = entry.denominator().try_into().unwrap_or(UBig::ONE);
        let common = (&denominators).gcd(&denominator);
        denominators = denominators / common * denominator;
    }
    for entry in row {
        let scaled: IBig = entry.numerator() * (IBig::from(denominators.clone()) / entry.denominator());
        let magnitude: UBig = scaled.abs().try_into().unwrap_or(UBig::ZERO);
        numerators = if numerators == UBig::ZERO {
            magnitude
        } else if magnitude == UBig::ZERO {
            numerators
        } else {
            numerators.gcd(magnitude)
        };
    }
    let numerators = if numerators == UBig::ZERO { UBig::ONE } else { numerators };
    Rational::from_integers(denominators.into(), numerators.into())
}

/// The greatest common divisor; 0 is divided by everything.
fn common_divisor(a: u64, b: u64) -> u64 {
    if a == 0 || b == 0 { a | b } else { a.gcd(b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(entries: &[i64]) -> Vec<Rational> {
        entries.iter().map(|&entry| entry.into()).collect()
    }

    /// Rows as rational equations over all variables, to compare tableaus by what they say.
    fn solutions_agree(before: &Tableau, after: &Tableau) -> bool {
        // The point of `after` (nonbasic variables 0) must satisfy every equation of `before`.
        let value = |variable: u32| {
            let row = after.basic().iter().position(|&basic| basic == variable);
            row.map_or(Rational::ZERO, |row| after.value(row))
        };
        (0..before.rows()).all(|row| {
            let terms = (0..before.columns()).map(|j| before.ratio(row, j) * value(before.nonbasic()[j]));
            terms.sum::<Rational>() + value(before.basic()[row]) == before.value(row)
        })
    }

    proptest! {
        #[test]
        fn pivots_keep_the_equations(
            entries in prop::collection::vec(-1_000_000_007i64..1_000_000_007, 20),
            path in prop::collection::vec((0usize..4, 0usize..4), 1..30),
        ) {
            let rows: Vec<Vec<Rational>> = entries.chunks(5).map(row).collect();
            let (start, _) = Tableau::new(&rows, vec![4, 5, 6, 7], vec![0, 1, 2, 3]);
            let mut tableau = start.clone();
            for (row, column) in path {
                if tableau.sign(row, column) != 0 {
                    let (copy, out) = (tableau.pivoted(row, column), tableau.pivoted_out(row, column));
                    tableau.pivot(row, column);
                    prop_assert_eq!(format!("{copy:?}"), format!("{tableau:?}"));
                    let mut dropped = tableau.clone();
                    dropped.drop_column(column);
                    for part in [&out, &tableau.without_column(column)] {
                        prop_assert_eq!((part.basic(), part.nonbasic()), (dropped.basic(), dropped.nonbasic()));
                        for at in (0..4).flat_map(|i| (0..4).map(move |j| (i, j))) {
                            prop_assert_eq!(part.integer(at.0, at.1), dropped.integer(at.0, at.1));
                        }
                    }
                    prop_assert!(solutions_agree(&start, &tableau));
                    prop_assert!(solutions_agree(&tableau, &start));
                }
            }
        }
    }

    #[test]
    fn rows_are_scaled_to_coprime_integers() {
        let half = |n| Rational::new(n, 2).unwrap();
        let (tableau, scales) = Tableau::new(&[vec![half(3), half(9), half(-6)]], vec![2], vec![0, 1]);
        assert_eq!([0, 1, 2].map(|j| tableau.integer(0, j)), [1, 3, -2].map(IBig::from));
        assert_eq!(scales, [Rational::new(2, 3).unwrap()]);
    }

    #[test]
    fn columns_and_rows_are_dropped() {
        let (mut tableau, _) = Tableau::new(&[row(&[1, 2, 3, 4]), row(&[5, 6, 7, 8])], vec![3, 4], vec![0, 1, 2]);
        tableau.drop_column(0);
        assert_eq!(tableau.nonbasic(), [2, 1]);
        assert_eq!([0, 1, 2].map(|j| tableau.integer(0, j)), [3, 2, 4].map(IBig::from));
        assert_eq!([0, 1, 2].map(|j| tableau.integer(1, j)), [7, 6, 8].map(IBig::from));
        tableau.drop_row(0);
        assert_eq!((tableau.rows(), tableau.basic()), (1, &[4][..]));
        assert_eq!([0, 1, 2].map(|j| tableau.integer(0, j)), [7, 6, 8].map(IBig::from));
    }
}
