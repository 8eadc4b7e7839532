//! Blocks of points: the values of the parameters that vary, side by side.

use std::ops::Range;

use super::points::Points;

/// The values of each axis over a block of points.
#[derive(Debug)]
pub(super) struct Inputs {
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) extents: Vec<Extent>,
    /// How many points the block has.
    pub(super) len: usize,
}

/// What is known of an axis over a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// The smallest value but 0, without its sign; infinite where all are 0.
    pub(super) least: f64,
    /// The largest value, without its sign.
    pub(super) most: f64,
    /// Whether all values are whole numbers, and given as such.
    pub(super) whole: bool,
}

impl Inputs {
    /// Room for blocks of so many points.
    pub(super) fn new(points: &Points, block: usize) -> Inputs {
        let axes = points.axes.len();
        let extent = Extent { least: f64::INFINITY, most: 0.0, whole: true };
        Inputs { columns: vec![vec![0.0; block]; axes], extents: vec![extent; axes], len: 0 }
    }

    /// Takes the values of a range of points.
    pub(super) fn load(&mut self, points: &Points, range: Range<usize>) {
        self.len = range.len();
        for (axis, (column, extent)) in self.columns.iter_mut().zip(&mut self.extents).enumerate() {
            let column = &mut column[..range.len()];
            points.fill(axis, range.clone(), column);
            *extent = extent_of(column, points.axes[axis].is_decimal());
        }
    }
}

fn extent_of(column: &[f64], decimal: bool) -> Extent {
    let (mut least, mut most, mut whole) = (f64::INFINITY, 0.0f64, true);
    for value in column {
        let size = value.abs();
        least = if size > 0.0 && size < least { size } else { least };
        most = if size > most { size } else { most };
        whole &= value.trunc() == *value;
    }
    // An exact number that is no float may be rounded to a whole one; a whole float below 2^53 is itself.
    Extent { least, most, whole: whole && decimal && most < (1u64 << f64::MANTISSA_DIGITS) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extents_see_zeros_and_fractions() {
        let extent = extent_of(&[0.0, -3.0, 2.0], true);
        assert_eq!((extent.least, extent.most, extent.whole), (2.0, 3.0, true));
        assert!(!extent_of(&[0.5], true).whole && !extent_of(&[1.0], false).whole);
    }
}
