//! [`Plan`]: where a system's forms lie in one flat list of numbers.

use super::system::System;

/// The layout of all forms of a system, equations first.
#[derive(Debug)]
pub(super) struct Plan {
    /// How many probabilities each block has.
    pub(super) sizes: Vec<usize>,
    /// Where each block's weights begin in a list of all blocks' weights.
    pub(super) offsets: Vec<usize>,
    /// Where each block's vertices begin in a list of all blocks' vertices.
    pub(super) corners: Vec<usize>,
    pub(super) forms: Vec<Form>,
    /// How many of the forms are equations.
    pub(super) equations: usize,
}

/// One form: a tensor over the corners of a region.
#[derive(Debug)]
pub(super) struct Form {
    /// Where its cells begin.
    pub(super) start: usize,
    pub(super) len: usize,
    /// The outermost first.
    pub(super) axes: Vec<Axis>,
}

/// An axis of a form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) block: usize,
    pub(super) size: usize,
    /// The distance between neighbours along the axis.
    pub(super) inner: usize,
}

impl Plan {
    pub(super) fn new(system: &System) -> Self {
        let sizes = system.sizes.clone();
        let mut forms: Vec<Form> = Vec::new();
        let mut start = 0;
        for tensor in system.all_equations().chain(&system.inequalities) {
            let mut inner = tensor.cells.len();
            let axes = tensor.axes.iter().map(|&(block, size)| {
                inner /= size;
                Axis { block, size, inner }
            });
            forms.push(Form { start, len: tensor.cells.len(), axes: axes.collect() });
            start += tensor.cells.len();
        }
        Plan {
            offsets: running(&sizes, |size| size),
            corners: running(&sizes, |size| size * size),
            sizes,
            forms,
            equations: system.all_equations().count(),
        }
    }

    /// How many corners the region has.
    pub(super) fn full(&self) -> usize {
        self.sizes.iter().product()
    }

    /// How many weights all blocks have together.
    pub(super) fn weights(&self) -> usize {
        self.sizes.iter().sum()
    }
}

/// For each block the sum over those before.
fn running(sizes: &[usize], part: impl Fn(usize) -> usize) -> Vec<usize> {
    let mut sum = 0;
    let next = |&size: &usize| {
        let before = sum;
        sum += part(size);
        before
    };
    sizes.iter().map(next).collect()
}
