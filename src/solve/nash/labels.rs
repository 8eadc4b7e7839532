//! [`LabelSet`]: a set of labels as bits.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// A set of small numbers. The labels below 64 need no memory of their own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LabelSet {
    first: u64,
    rest: Vec<u64>,
}

/// A map from sets of labels, which nobody outside chooses, so that a simple hash will do.
pub(super) type LabelMap<V> = HashMap<LabelSet, V, BuildHasherDefault<LabelHasher>>;

impl LabelSet {
    /// The empty set, with room for labels below `size`.
    pub(super) fn empty(size: usize) -> Self {
        LabelSet { first: 0, rest: vec![0; size.div_ceil(64).saturating_sub(1)] }
    }

    /// The set of all labels below `size`.
    pub(super) fn full(size: usize) -> Self {
        let mut set = Self::empty(size);
        (0..size as u32).for_each(|label| set.insert(label));
        set
    }

    /// Makes room for labels below `size`.
    pub(super) fn reserve(&mut self, size: usize) {
        let words = size.div_ceil(64).saturating_sub(1);
        if words > self.rest.len() {
            self.rest.resize(words, 0);
        }
    }

    fn word(&self, label: u32) -> u64 {
        if label < 64 { self.first } else { self.rest[label as usize / 64 - 1] }
    }

    fn word_mut(&mut self, label: u32) -> &mut u64 {
        if label < 64 { &mut self.first } else { &mut self.rest[label as usize / 64 - 1] }
    }

    fn pairs<'a>(&'a self, other: &'a LabelSet) -> impl Iterator<Item = (u64, u64)> + 'a {
        let rest = self.rest.iter().zip(&other.rest).map(|(a, b)| (*a, *b));
        std::iter::once((self.first, other.first)).chain(rest)
    }

    /// Removes a label.
    pub(super) fn remove(&mut self, label: u32) {
        *self.word_mut(label) &= !(1 << (label % 64));
    }

    /// Adds a label.
    pub(super) fn insert(&mut self, label: u32) {
        *self.word_mut(label) |= 1 << (label % 64);
    }

    /// Whether a label is in the set.
    pub(super) fn contains(&self, label: u32) -> bool {
        self.word(label) >> (label % 64) & 1 == 1
    }

    /// Whether some label is in both sets.
    pub(super) fn meets(&self, other: &LabelSet) -> bool {
        self.pairs(other).any(|(a, b)| a & b != 0)
    }

    /// The labels in both sets.
    pub(super) fn intersection(&self, other: &LabelSet) -> LabelSet {
        let rest = self.rest.iter().zip(&other.rest).map(|(a, b)| a & b);
        LabelSet { first: self.first & other.first, rest: rest.collect() }
    }

    /// Whether the other set has all of this one's labels.
    pub(super) fn is_within(&self, other: &LabelSet) -> bool {
        self.pairs(other).all(|(a, b)| a & !b == 0)
    }

    /// How many labels there are.
    pub(super) fn len(&self) -> usize {
        self.rest.iter().fold(self.first.count_ones(), |sum, word| sum + word.count_ones()) as usize
    }
}

impl Hash for LabelSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.first);
        self.rest.iter().for_each(|word| state.write_u64(*word));
    }
}

/// Multiplies words into each other.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LabelHasher(u64);

impl Hasher for LabelHasher {
    fn write_u64(&mut self, word: u64) {
        // An odd number without pattern; the swap brings the well mixed high bits to where tables look.
        self.0 = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).swap_bytes();
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_one_word_and_of_several() {
        for size in [10, 64, 65, 200] {
            let mut set = LabelSet::full(size);
            assert_eq!(set.len(), size);
            set.remove(size as u32 - 1);
            assert!(!set.contains(size as u32 - 1) && set.contains(0));
            assert!(set.is_within(&LabelSet::full(size)) && !LabelSet::full(size).is_within(&set));
            let mut last = LabelSet::empty(size);
            last.insert(size as u32 - 1);
            assert!(!last.meets(&set) && last.meets(&LabelSet::full(size)));
            assert_eq!(LabelSet::full(size).intersection(&last), last);
        }
        let mut grown = LabelSet::full(64);
        grown.reserve(65);
        assert!(!grown.contains(64));
        grown.insert(64);
        assert_eq!(grown, LabelSet::full(65));
    }
}
