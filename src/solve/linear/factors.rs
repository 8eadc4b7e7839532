//! [`Factors`]: a sparse square matrix as a product of triangular ones.

use super::field::Field;

/// The triangular factors of a square matrix.
///
/// Pivots are chosen where they create few entries (Markowitz 1957, doi:10.1287/mnsc.3.3.255), among those that are large
/// enough to divide by.
#[derive(Debug, Clone)]
pub(super) struct Factors<T> {
    steps: Vec<Step>,
    /// For each step what multiples of the pivot's row were taken from other rows.
    lower: Vec<(u32, T)>,
    /// For each step the pivot's row right of the pivot.
    upper: Vec<(u32, T)>,
    /// One over each pivot.
    inverses: Vec<T>,
}

/// One step of the elimination.
#[derive(Debug, Clone, Copy)]
struct Step {
    row: u32,
    column: u32,
    /// Where its part of the lower factor ends.
    lower: usize,
    /// Where its part of the upper factor ends.
    upper: usize,
}

impl<T: Field> Factors<T> {
    /// Factors a matrix given row by row, with columns numbered from 0; `None` if it is singular, or nearly so.
    pub(super) fn new(rows: Vec<Vec<(u32, T)>>) -> Option<Factors<T>> {
        let size = rows.len();
        let mut work = Elimination::new(rows);
        let mut factors = Factors {
            steps: Vec::with_capacity(size),
            lower: vec![],
            upper: vec![],
            inverses: Vec::with_capacity(size),
        };
        for _ in 0..size {
            let (row, column) = work.pivot()?;
            work.eliminate(row, column, &mut factors)?;
        }
        Some(factors)
    }

    /// Solves `M x = b`; takes `b` by rows and gives `x` by columns.
    pub(super) fn solve(&self, mut by_row: Vec<T>, by_column: &mut [T]) {
        let mut start = 0;
        for step in &self.steps {
            let own = by_row[step.row as usize];
            if !own.is_zero() {
                for &(row, factor) in &self.lower[start..step.lower] {
                    by_row[row as usize] = by_row[row as usize].less(factor, own);
                }
            }
            start = step.lower;
        }
        for (number, step) in self.steps.iter().enumerate().rev() {
            let start = if number == 0 { 0 } else { self.steps[number - 1].upper };
            let mut rest = by_row[step.row as usize];
            for &(column, entry) in &self.upper[start..step.upper] {
                let known = by_column[column as usize];
                if !known.is_zero() {
                    rest = rest.less(entry, known);
                }
            }
            by_column[step.column as usize] = rest.times(self.inverses[number]);
        }
    }

    /// Solves `y M = c`; takes `c` by columns and gives `y` by rows.
    pub(super) fn solve_transposed(&self, mut by_column: Vec<T>, by_row: &mut [T]) {
        let mut start = 0;
        for (step, inverse) in self.steps.iter().zip(&self.inverses) {
            let own = by_column[step.column as usize];
            by_row[step.row as usize] = own;
            if !own.is_zero() {
                let own = own.times(*inverse);
                by_row[step.row as usize] = own;
                for &(column, entry) in &self.upper[start..step.upper] {
                    by_column[column as usize] = by_column[column as usize].less(entry, own);
                }
            }
            start = step.upper;
        }
        for (number, step) in self.steps.iter().enumerate().rev() {
            let start = if number == 0 { 0 } else { self.steps[number - 1].lower };
            let mut own = by_row[step.row as usize];
            for &(row, factor) in &self.lower[start..step.lower] {
                own = own.less(factor, by_row[row as usize]);
            }
            by_row[step.row as usize] = own;
        }
    }
}

/// What is left of a matrix while it is factored.
struct Elimination<T> {
    rows: Vec<Vec<(u32, T)>>,
    /// The rows in which a column may have an entry, some of them out of date.
    columns: Vec<Vec<u32>>,
    /// How many entries each column has.
    counts: Vec<u32>,
    /// Rows by their number of entries, some of them out of date.
    buckets: Vec<Vec<u32>>,
    /// Columns with one entry, some of them out of date.
    single: Vec<u32>,
    done: Vec<bool>,
    /// For each column, where a row being changed has its entry.
    place: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

/// How many rows are looked at for a good pivot.
const LOOKS: usize = 4;

impl<T: Field> Elimination<T> {
    fn new(rows: Vec<Vec<(u32, T)>>) -> Self {
        let size = rows.len();
        let mut columns = vec![Vec::new(); size];
        let mut buckets = vec![Vec::new(); size + 1];
        for (number, row) in (0u32..).zip(&rows) {
            row.iter().for_each(|(column, _)| columns[*column as usize].push(number));
            buckets[row.len()].push(number);
        }
        let counts: Vec<u32> = columns.iter().map(|rows| rows.len() as u32).collect();
        let single = (0..size as u32).filter(|column| counts[*column as usize] == 1).collect();
        Elimination { rows, columns, counts, buckets, single, done: vec![false; size], place: vec![NOWHERE; size] }
    }

    /// The next pivot: alone in its column if there is such a one, else in a short row and a short column.
    fn pivot(&mut self) -> Option<(u32, u32)> {
        while let Some(column) = self.single.pop() {
            if self.counts[column as usize] == 1
                && let Some(row) = self.only_row(column)
            {
                return Some((row, column));
            }
        }
        let mut best: Option<(u64, u32, u32)> = None;
        let mut looks = 0;
        for length in 1..self.buckets.len() {
            let mut bucket = std::mem::take(&mut self.buckets[length]);
            bucket.retain(|row| !self.done[*row as usize] && self.rows[*row as usize].len() == length);
            for &row in bucket.iter().rev().take(LOOKS) {
                if let Some((cost, column)) = self.best_of_row(row)
                    && best.is_none_or(|(least, ..)| cost < least)
                {
                    best = Some((cost, row, column));
                }
                looks += 1;
            }
            self.buckets[length] = bucket;
            if best.is_some_and(|(cost, ..)| cost <= (length as u64 - 1).pow(2)) || looks >= LOOKS {
                break;
            }
        }
        best.map(|(_, row, column)| (row, column))
    }

    /// The row of a column's only entry, if it is safe to divide by.
    fn only_row(&self, column: u32) -> Option<u32> {
        let holds = |row: &&u32| {
            !self.done[**row as usize] && self.rows[**row as usize].iter().any(|(other, _)| *other == column)
        };
        let row = *self.columns[column as usize].iter().find(holds)?;
        let (_, entry) = self.rows[row as usize].iter().find(|(other, _)| *other == column)?;
        entry.is_pivot(self.largest(row)).then_some(row)
    }

    fn largest(&self, row: u32) -> T {
        self.rows[row as usize].iter().fold(T::ZERO, |largest, (_, entry)| largest.larger(*entry))
    }

    fn best_of_row(&self, row: u32) -> Option<(u64, u32)> {
        let largest = self.largest(row);
        let own = &self.rows[row as usize];
        let safe = own.iter().filter(|(_, entry)| entry.is_pivot(largest) && !entry.is_zero());
        let (count, column) = safe.map(|(column, _)| (self.counts[*column as usize], *column)).min()?;
        Some(((own.len() as u64 - 1) * (u64::from(count) - 1), column))
    }

    /// Takes multiples of a row from the others, so that its pivot is alone in its column.
    fn eliminate(&mut self, row: u32, column: u32, factors: &mut Factors<T>) -> Option<()> {
        let mut own = std::mem::take(&mut self.rows[row as usize]);
        self.done[row as usize] = true;
        let place = own.iter().position(|(other, _)| *other == column)?;
        let (_, pivot) = own.swap_remove(place);
        let inverse = pivot.inverse();
        for (other, _) in &own {
            self.drop_entry(*other);
        }
        for other in std::mem::take(&mut self.columns[column as usize]) {
            if self.done[other as usize] {
                continue;
            }
            let line = &mut self.rows[other as usize];
            let Some(place) = line.iter().position(|(at, _)| *at == column) else { continue };
            let (_, entry) = line.swap_remove(place);
            let factor = entry.times(inverse);
            factors.lower.push((other, factor));
            self.subtract(other, factor, &own);
        }
        factors.upper.extend(own);
        factors.inverses.push(inverse);
        factors.steps.push(Step { row, column, lower: factors.lower.len(), upper: factors.upper.len() });
        Some(())
    }

    fn drop_entry(&mut self, column: u32) {
        let count = &mut self.counts[column as usize];
        *count -= 1;
        if *count == 1 {
            self.single.push(column);
        }
    }

    /// Takes a multiple of a row from another one.
    fn subtract(&mut self, row: u32, factor: T, own: &[(u32, T)]) {
        let mut line = std::mem::take(&mut self.rows[row as usize]);
        for (place, (column, _)) in (0u32..).zip(&line) {
            self.place[*column as usize] = place;
        }
        for (column, entry) in own {
            match self.place[*column as usize] {
                NOWHERE => {
                    line.push((*column, T::ZERO.less(factor, *entry)));
                    self.columns[*column as usize].push(row);
                    self.counts[*column as usize] += 1;
                }
                place => line[place as usize].1 = line[place as usize].1.less(factor, *entry),
            }
        }
        line.iter().for_each(|(column, _)| self.place[*column as usize] = NOWHERE);
        for (column, _) in line.iter().filter(|(_, entry)| entry.is_zero()) {
            self.drop_entry(*column);
        }
        line.retain(|(_, entry)| !entry.is_zero());
        self.buckets[line.len()].push(row);
        self.rows[row as usize] = line;
    }
}
