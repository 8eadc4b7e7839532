//! [`LabelSet`]: a set of labels as bits.

/// A set of small numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LabelSet(Vec<u64>);

impl LabelSet {
    /// The empty set, with room for labels below `size`.
    pub(super) fn empty(size: usize) -> Self {
        LabelSet(vec![0; size.div_ceil(64)])
    }

    /// Adds a label.
    pub(super) fn insert(&mut self, label: u32) {
        self.0[label as usize / 64] |= 1 << (label % 64);
    }

    /// Whether a label is in the set.
    pub(super) fn contains(&self, label: u32) -> bool {
        self.0[label as usize / 64] >> (label % 64) & 1 == 1
    }

    /// Whether all of this set is in another.
    pub(super) fn is_subset(&self, other: &LabelSet) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    /// The labels in both sets.
    pub(super) fn intersection(&self, other: &LabelSet) -> LabelSet {
        LabelSet(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// Whether no label is in the set.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many labels are in the set.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}
