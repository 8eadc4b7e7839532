//! [`Form`]: polynomials in the probabilities that are looked for, no probability squared.

use std::collections::BTreeMap;

use crate::number::Rational;

/// A variable: an action's probability, or the weight of a way to leave the path.
pub(super) type Var = u32;

/// A sum of products of different variables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form {
    /// For each product, its variables in ascending order; no coefficient is 0.
    terms: BTreeMap<Vec<Var>, Rational>,
}

impl Form {
    pub(super) fn constant(value: Rational) -> Self {
        let mut form = Form::default();
        form.add_term(Vec::new(), value);
        form
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = (&[Var], &Rational)> {
        self.terms.iter().map(|(product, coefficient)| (&product[..], coefficient))
    }

    /// How many products there are.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    pub(super) fn add_term(&mut self, product: Vec<Var>, coefficient: Rational) {
        if coefficient.is_zero() {
            return;
        }
        match self.terms.entry(product) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(coefficient);
            }
            std::collections::btree_map::Entry::Occupied(mut place) => {
                *place.get_mut() += coefficient;
                if place.get().is_zero() {
                    place.remove();
                }
            }
        }
    }

    /// Adds a multiple of another form times a product of variables that the other does not have.
    pub(super) fn add_product(&mut self, other: &Form, factor: &Rational, variables: &[Var]) {
        for (product, coefficient) in other.terms() {
            let mut joined = product.to_vec();
            joined.extend_from_slice(variables);
            joined.sort_unstable();
            self.add_term(joined, coefficient * factor);
        }
    }

    /// The form divided by all variables that stand in every product and that `may` be divided by.
    pub(super) fn without_common(self, may: impl Fn(Var) -> bool) -> Form {
        let Some(first) = self.terms.keys().next() else { return self };
        let in_all = |variable: &Var| self.terms.keys().all(|product| product.binary_search(variable).is_ok());
        let common: Vec<Var> = first.iter().copied().filter(|variable| may(*variable) && in_all(variable)).collect();
        if common.is_empty() {
            return self;
        }
        let rest = |product: Vec<Var>| product.into_iter().filter(|variable| !common.contains(variable)).collect();
        Form { terms: self.terms.into_iter().map(|(product, coefficient)| (rest(product), coefficient)).collect() }
    }

    /// The form with numbers put in for some variables.
    pub(super) fn at(&self, value: &impl Fn(Var) -> Option<Rational>) -> Form {
        let mut form = Form::default();
        for (product, coefficient) in self.terms() {
            let (mut rest, mut scaled) = (Vec::with_capacity(product.len()), coefficient.clone());
            for &variable in product {
                match value(variable) {
                    Some(number) => scaled *= number,
                    None => rest.push(variable),
                }
            }
            form.add_term(rest, scaled);
        }
        form
    }

    /// The form with 1 less the sum of the others put in for the last variable of each block.
    pub(super) fn reduced(&self, others: &impl Fn(Var) -> Option<std::ops::Range<Var>>) -> Form {
        let mut form = Form::default();
        for (product, coefficient) in self.terms() {
            let mut expanded: Vec<(Vec<Var>, Rational)> = vec![(Vec::new(), coefficient.clone())];
            for &variable in product {
                let Some(rest) = others(variable) else {
                    expanded.iter_mut().for_each(|(product, _)| product.push(variable));
                    continue;
                };
                let substitute = |(product, coefficient): &(Vec<Var>, Rational)| {
                    let minus = rest.clone().map(|other| ([&product[..], &[other]].concat(), -coefficient));
                    std::iter::once((product.clone(), coefficient.clone())).chain(minus).collect::<Vec<_>>()
                };
                expanded = expanded.iter().flat_map(substitute).collect();
            }
            for (mut product, coefficient) in expanded {
                product.sort_unstable();
                form.add_term(product, coefficient);
            }
        }
        form
    }

    /// The most variables of a product.
    pub(super) fn degree(&self) -> usize {
        self.terms.keys().map(Vec::len).max().unwrap_or(0)
    }

    /// The variables that occur.
    pub(super) fn variables(&self) -> impl Iterator<Item = Var> + '_ {
        self.terms.keys().flatten().copied()
    }

    /// The part without variables.
    pub(super) fn constant_part(&self) -> Rational {
        self.terms.get(&Vec::new()).cloned().unwrap_or(Rational::ZERO)
    }

    /// The value where every variable has one.
    pub(super) fn value(&self, values: &[Rational]) -> Rational {
        let term = |(product, coefficient): (&[Var], &Rational)| {
            product.iter().fold(coefficient.clone(), |scaled, &variable| scaled * &values[variable as usize])
        };
        self.terms().map(term).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_of_probabilities_is_seen() {
        // x0 y0 + x0 y1 with y0 + y1 = 1 is x0.
        let mut form = Form::default();
        form.add_term(vec![0, 2], 1.into());
        form.add_term(vec![0, 3], 1.into());
        let others = |variable: Var| (variable % 2 == 1).then(|| variable - 1..variable);
        let reduced = form.reduced(&others);
        assert_eq!(reduced.terms().collect::<Vec<_>>(), [(&[0][..], &Rational::ONE)]);
        let divided = form.without_common(|_| true);
        assert_eq!(divided.degree(), 1);
        assert_eq!(divided.value(&[0.into(), 0.into(), 2.into(), 3.into()]), 5.into());
    }
}
