//! [`Blocks`]: covariates laid out for sums over rows, block after block of rows and column after column within each.

use super::observations::Observations;

/// How many rows are worked together.
pub(super) const CHUNK: usize = 512;

/// Some rows of the data.
#[derive(Debug)]
pub(super) struct Blocks {
    columns: usize,
    /// The rows' numbers in the data.
    rows: Vec<usize>,
    /// Covariates: block after block, and within a block column after column.
    values: Vec<f64>,
}

/// The rows of one block.
#[derive(Clone, Copy)]
pub(super) struct Block<'a> {
    /// Their numbers in the data.
    pub rows: &'a [usize],
    values: &'a [f64],
}

impl Blocks {
    pub fn new(data: &Observations, rows: Vec<usize>) -> Blocks {
        let mut values = Vec::with_capacity(rows.len() * data.columns);
        for block in rows.chunks(CHUNK) {
            for column in 0..data.columns {
                values.extend(block.iter().map(|row| data.row(*row)[column]));
            }
        }
        Blocks { columns: data.columns, rows, values }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn numbers(&self) -> Vec<usize> {
        (0..self.rows.len().div_ceil(CHUNK)).collect()
    }

    pub fn block(&self, number: usize) -> Block<'_> {
        let (first, last) = (number * CHUNK, ((number + 1) * CHUNK).min(self.rows.len()));
        let (columns, rows) = (self.columns, &self.rows[first..last]);
        Block { rows, values: &self.values[first * columns..last * columns] }
    }
}

impl<'a> Block<'a> {
    pub fn column(self, number: usize) -> &'a [f64] {
        &self.values[number * self.rows.len()..][..self.rows.len()]
    }
}

/// Σ a b, in eight sums side by side: a processor adds several numbers at once where their order is left open.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// Adds a multiple of one list to another.
pub(super) fn add_multiple(to: &mut [f64], factor: f64, of: &[f64]) {
    to.iter_mut().zip(of).for_each(|(to, of)| *to += factor * of);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_the_rows() {
        let values: Vec<f64> = (0..3 * 1100).map(f64::from).collect();
        let data = Observations { columns: 3, values, outcomes: vec![0; 1100], ..Observations::default() };
        let blocks = Blocks::new(&data, (0..1100).filter(|row| row % 2 == 1).collect());
        assert_eq!((blocks.len(), blocks.numbers()), (550, vec![0, 1]));
        for number in blocks.numbers() {
            let block = blocks.block(number);
            for column in 0..3 {
                let expected: Vec<f64> = block.rows.iter().map(|row| data.row(*row)[column]).collect();
                assert_eq!(block.column(column), expected);
            }
        }
        assert_eq!(blocks.block(1).rows.last(), Some(&1099));
    }

    #[test]
    fn sums_take_every_place() {
        for length in [0, 1, 7, 8, 21] {
            let a: Vec<f64> = (0..length).map(f64::from).collect();
            let squares: i32 = (0..length).map(|k| k * k).sum();
            assert_eq!(dot(&a, &a), f64::from(squares));
        }
    }
}
