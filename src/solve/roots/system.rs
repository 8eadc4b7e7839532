//! [`System`]: what must hold of probabilities that are looked for.

use super::tensor::Tensor;

/// Conditions on blocks of probabilities, each with sum 1.
#[derive(Debug)]
pub(in crate::solve) struct System {
    /// How many probabilities each block has.
    pub(in crate::solve) sizes: Vec<usize>,
    /// Forms that must be 0, in groups: for a table, the gains of one player from each strategy used over the first.
    pub(in crate::solve) equations: Vec<Vec<Tensor>>,
    /// Forms that must not be above 0.
    pub(in crate::solve) inequalities: Vec<Tensor>,
}

impl System {
    /// The equations, one after the other.
    pub(super) fn all_equations(&self) -> impl Iterator<Item = &Tensor> {
        self.equations.iter().flatten()
    }

    /// How many probabilities are free: in each block the last follows from the others.
    pub(in crate::solve) fn freedom(&self) -> usize {
        self.sizes.iter().map(|size| size - 1).sum()
    }

    /// Whether there are as many equations as free probabilities, so that solutions are isolated in general.
    pub(super) fn is_square(&self) -> bool {
        self.all_equations().count() == self.freedom()
    }

    /// The blocks that a group of equations depends on.
    fn spoken(&self, group: usize) -> Vec<bool> {
        let depends = |block: usize| self.equations[group].iter().any(|form| form.depends_on(block));
        (0..self.sizes.len()).map(depends).collect()
    }

    /// A group of equations alone, with those inequalities that speak of no other blocks.
    pub(in crate::solve) fn only(&self, group: usize) -> System {
        let spoken = self.spoken(group);
        let own = self.inequalities.iter().filter(|form| form.axes.iter().all(|(axis, _)| spoken[*axis]));
        System {
            sizes: self.sizes.iter().zip(&spoken).map(|(&size, spoken)| if *spoken { size } else { 1 }).collect(),
            equations: vec![self.equations[group].clone()],
            inequalities: own.cloned().collect(),
        }
    }

    /// A group with more equations to satisfy than there are free probabilities in the blocks that it depends on.
    pub(super) fn overdetermined(&self) -> Option<usize> {
        let freedom = |group: usize| -> usize {
            self.sizes.iter().zip(self.spoken(group)).filter(|(_, spoken)| *spoken).map(|(size, _)| size - 1).sum()
        };
        (0..self.equations.len()).find(|&group| self.equations[group].len() > freedom(group))
    }
}
