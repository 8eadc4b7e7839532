//! [`Dual`]: values with derivatives in intervals, and Krawczyk's test on them.

use nalgebra::DMatrix;

use crate::number::{Interval, Rational};

/// Numbers that conditions can be computed in.
pub(super) trait Value: Clone {
    /// A known number.
    fn known(number: &Rational) -> Self;
    fn plus(&self, other: &Self) -> Self;
    fn times(&self, other: &Self) -> Self;

    fn minus(&self, other: &Self) -> Self {
        self.plus(&other.times(&Self::known(&Rational::from(-1))))
    }
}

impl Value for Rational {
    fn known(number: &Rational) -> Self {
        number.clone()
    }

    fn plus(&self, other: &Self) -> Self {
        self + other
    }

    fn times(&self, other: &Self) -> Self {
        self * other
    }
}

/// A range of values, and ranges of the derivatives by some unknowns; no derivatives where there are none.
#[derive(Debug, Clone)]
pub(super) struct Dual {
    pub value: Interval,
    pub slopes: Vec<Interval>,
}

impl Dual {
    /// One of several unknowns.
    pub fn unknown(value: Interval, place: usize, count: usize) -> Self {
        let slope = |other| if other == place { Interval::point(1.0) } else { Interval::ZERO };
        Dual { value, slopes: (0..count).map(slope).collect() }
    }

    pub fn slope(&self, place: usize) -> Interval {
        self.slopes.get(place).copied().unwrap_or(Interval::ZERO)
    }

    fn with(&self, other: &Dual, value: Interval, slope: impl Fn(Interval, Interval) -> Interval) -> Dual {
        let count = self.slopes.len().max(other.slopes.len());
        Dual { value, slopes: (0..count).map(|place| slope(self.slope(place), other.slope(place))).collect() }
    }
}

impl Value for Dual {
    fn known(number: &Rational) -> Self {
        Dual { value: Interval::around(number), slopes: Vec::new() }
    }

    fn plus(&self, other: &Self) -> Self {
        self.with(other, sum(self.value, other.value), sum)
    }

    fn times(&self, other: &Self) -> Self {
        let (a, b) = (self.value, other.value);
        self.with(other, product(a, b), |slope, their| sum(product(slope, b), product(a, their)))
    }
}

/// What is exactly 0 stays so, and shows that nothing depends on an unknown.
fn sum(a: Interval, b: Interval) -> Interval {
    match (a == Interval::ZERO, b == Interval::ZERO) {
        (true, _) => b,
        (_, true) => a,
        _ => a + b,
    }
}

fn product(a: Interval, b: Interval) -> Interval {
    if a == Interval::ZERO || b == Interval::ZERO { Interval::ZERO } else { a * b }
}

/// As many of the unknowns as there are equations, by which these can be solved: those of the largest pivots. `None` where the
/// equations depend on each other.
pub(super) fn pivots(mut rows: Vec<Vec<f64>>) -> Option<Vec<usize>> {
    const SINGULAR: f64 = 1e-9;
    let columns = rows.first().map_or(0, Vec::len);
    for row in &mut rows {
        let most = row.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        row.iter_mut().for_each(|x| *x /= if most > 0.0 { most } else { 1.0 });
    }
    let mut chosen = Vec::new();
    for step in 0..rows.len() {
        let places = (step..rows.len()).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let largest = places.max_by(|a, b| rows[a.0][a.1].abs().total_cmp(&rows[b.0][b.1].abs()));
        let (row, column) = largest.filter(|&(row, column)| rows[row][column].abs() > SINGULAR)?;
        rows.swap(step, row);
        let line = rows[step].clone();
        for row in &mut rows[step + 1..] {
            let factor = row[column] / line[column];
            row.iter_mut().zip(&line).for_each(|(entry, above)| *entry -= factor * above);
        }
        chosen.push(column);
    }
    Some(chosen)
}

/// The most steps of Newton's method, and the most refinements of a box.
const STEPS: usize = 30;

/// A box around a point near the given one in which a system has exactly one solution, made as small as floats allow; `None`
/// if none is proven (Krawczyk 1969; Moore, Kearfott, Cloud 2009, doi:10.1137/1.9780898717716, chapter 8).
pub(super) fn enclose(start: &[f64], system: &impl Fn(&[Interval]) -> Vec<Dual>) -> Option<Vec<Interval>> {
    const REACH: f64 = 1e-9;
    let mut point = start.to_vec();
    for _ in 0..STEPS {
        let (inverse, values) = at(&point, system)?;
        let step: Vec<f64> =
            (0..point.len()).map(|i| (0..point.len()).map(|k| inverse[(i, k)] * values[k].middle()).sum()).collect();
        point.iter_mut().zip(&step).for_each(|(x, step)| *x -= step);
        if step.iter().all(|step| step.abs() < 1e-15) {
            break;
        }
    }
    let around = |x: &f64| Interval::point(*x).widened(REACH * x.abs().max(1e-3));
    let mut region: Vec<Interval> = point.iter().map(around).collect();
    let first = krawczyk(&region, system)?;
    if !region.iter().zip(&first).all(|(region, image)| region.holds_inside(*image)) {
        return None;
    }
    region = first;
    for _ in 0..STEPS {
        let Some(image) = krawczyk(&region, system) else { break };
        let Some(next) = region.iter().zip(&image).map(|(a, b)| a.intersection(*b)).collect::<Option<Vec<_>>>() else {
            break;
        };
        let gained = next.iter().zip(&region).any(|(new, old)| new.width() < 0.9 * old.width());
        region = next;
        if !gained {
            break;
        }
    }
    Some(region)
}

/// The inverse of the derivative at a point, and the values there.
fn at(point: &[f64], system: &impl Fn(&[Interval]) -> Vec<Dual>) -> Option<(DMatrix<f64>, Vec<Interval>)> {
    let forms = system(&point.iter().map(|x| Interval::point(*x)).collect::<Vec<_>>());
    let count = point.len();
    let derivative = DMatrix::from_fn(count, count, |row, column| forms[row].slope(column).middle());
    let inverse = derivative.try_inverse().filter(|inverse| inverse.iter().all(|x| x.is_finite()))?;
    Some((inverse, forms.into_iter().map(|form| form.value).collect()))
}

/// `m - Y F(m) + (I - Y J)(X - m)`.
fn krawczyk(region: &[Interval], system: &impl Fn(&[Interval]) -> Vec<Dual>) -> Option<Vec<Interval>> {
    let middle: Vec<f64> = region.iter().map(|x| x.middle()).collect();
    let (inverse, values) = at(&middle, system)?;
    let over = system(region);
    let count = region.len();
    let row = |i: usize| {
        let sum_over = |term: &dyn Fn(usize) -> Interval| (0..count).fold(Interval::ZERO, |sum, k| sum + term(k));
        let newton = sum_over(&|k| Interval::point(inverse[(i, k)]) * values[k]);
        let rest = sum_over(&|j| {
            let product = sum_over(&|k| Interval::point(inverse[(i, k)]) * over[k].slope(j));
            let identity = Interval::point(if i == j { 1.0 } else { 0.0 });
            (identity - product) * (region[j] - Interval::point(middle[j]))
        });
        Interval::point(middle[i]) - newton + rest
    };
    Some((0..count).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x + y = 1 and x y = 1/5: the golden ratio's relatives, (5 ± sqrt 5) / 10.
    #[test]
    fn a_root_is_enclosed() {
        let system = |values: &[Interval]| {
            let [x, y] = [0, 1].map(|place| Dual::unknown(values[place], place, 2));
            let known = |num, den| Dual::known(&Rational::new(num, den).unwrap());
            vec![x.plus(&y).minus(&known(1, 1)), x.times(&y).minus(&known(1, 5))]
        };
        let root = enclose(&[0.7, 0.3], &system).unwrap();
        let exact = (5.0 + 5f64.sqrt()) / 10.0;
        assert!(root[0].lo <= exact.next_up() && root[0].hi >= exact.next_down() && root[0].width() < 1e-14);
        assert!(enclose(&[0.5, 0.5], &system).is_none_or(|root| (root[0].middle() - 0.5).abs() > 0.2));
    }

    #[test]
    fn equations_that_depend_on_each_other_have_no_pivots() {
        assert_eq!(pivots(vec![vec![1.0, 2.0], vec![2.0, 4.0]]), None);
        assert_eq!(pivots(vec![vec![0.0, 2.0, 0.0]]), Some(vec![1]));
    }
}
