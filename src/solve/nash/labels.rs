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

    /// Makes room for labels below `size`.
    pub(super) fn reserve(&mut self, size: usize) {
        if size.div_ceil(64) > self.0.len() {
            self.0.resize(size.div_ceil(64), 0);
        }
    }

    /// Removes a label.
    pub(super) fn remove(&mut self, label: u32) {
        self.0[label as usize / 64] &= !(1 << (label % 64));
    }

    /// Adds a label.
    pub(super) fn insert(&mut self, label: u32) {
        self.0[label as usize / 64] |= 1 << (label % 64);
    }

    /// Whether a label is in the set.
    pub(super) fn contains(&self, label: u32) -> bool {
        self.0[label as usize / 64] >> (label % 64) & 1 == 1
    }

    /// Whether some label is in both sets.
    pub(super) fn meets(&self, other: &LabelSet) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// The labels in both sets.
    pub(super) fn intersection(&self, other: &LabelSet) -> LabelSet {
        LabelSet(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// Whether the other set has all of this one's labels.
    pub(super) fn is_within(&self, other: &LabelSet) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    /// How many labels there are.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}
