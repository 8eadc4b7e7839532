//! Sparse matrices, by column and by row.

/// A sparse matrix in one order: the entries of each line, one line after the other.
#[derive(Debug, Clone)]
pub(super) struct Lines<T> {
    starts: Vec<usize>,
    entries: Vec<(u32, T)>,
}

impl<T: Copy> Lines<T> {
    /// From lines of positions and entries.
    pub(super) fn new<'a>(lines: impl Iterator<Item = &'a [(u32, T)]>) -> Lines<T>
    where
        T: 'a,
    {
        let (mut starts, mut entries) = (vec![0], Vec::new());
        for line in lines {
            entries.extend_from_slice(line);
            starts.push(entries.len());
        }
        Lines { starts, entries }
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// A line: positions and entries.
    pub(super) fn line(&self, number: usize) -> &[(u32, T)] {
        &self.entries[self.starts[number]..self.starts[number + 1]]
    }

    /// The same matrix in the other order, which has so many lines.
    pub(super) fn transposed(&self, lines: usize) -> Lines<T> {
        let mut starts = vec![0; lines + 1];
        self.entries.iter().for_each(|(position, _)| starts[*position as usize + 1] += 1);
        for line in 0..lines {
            starts[line + 1] += starts[line];
        }
        let mut next = starts.clone();
        let mut entries = self.entries.clone();
        for number in 0..self.len() {
            for &(position, entry) in self.line(number) {
                entries[next[position as usize]] = (number as u32, entry);
                next[position as usize] += 1;
            }
        }
        Lines { starts, entries }
    }

    /// The same matrix with other entries.
    pub(super) fn map<U: Copy>(&self, mut entry: impl FnMut(usize, usize, T) -> U) -> Lines<U> {
        let mut entries = Vec::with_capacity(self.entries.len());
        for number in 0..self.len() {
            entries.extend(self.line(number).iter().map(|&(at, own)| (at, entry(number, at as usize, own))));
        }
        Lines { starts: self.starts.clone(), entries }
    }
}
