//! [`LabelSet`]: a set of labels as bits.

/// A set of small numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LabelSet(Vec<u64>);

impl LabelSet {
    /// The empty set, with room for labels below `size`.
    pub(super) fn empty(size: usize) -> Self {
        LabelSet(vec![0; size.div_ceil(64)])
    }

    /// The set of all labels below `size`.
    pub(super) fn full(size: usize) -> Self {
        let mut set = Self::empty(size);
        (0..size as u32).for_each(|label| set.insert(label));
        set
    }

    /// Removes a label.
    pub(super) fn remove(&mut self, label: u32) {
        self.0[label as usize / 64] &= !(1 << (label % 64));
    }

    /// Adds a label.
    pub(super) fn insert(&mut self, label: u32) {
        self.0[label as usize / 64] |= 1 << (label % 64);
    }

    /// The labels in both sets.
    pub(super) fn intersection(&self, other: &LabelSet) -> LabelSet {
        LabelSet(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// Whether no label is in the set.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}

#[cfg(test)]
impl LabelSet {
    pub(super) fn contains(&self, label: u32) -> bool {
        self.0[label as usize / 64] >> (label % 64) & 1 == 1
    }
}
