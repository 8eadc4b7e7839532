//! The vertices of a face, by the double description method.

use std::ops::Range;

use dashu_int::IBig;

use super::labels::LabelSet;
use super::whole::Whole;
use crate::number::{Entry, Rational, Tableau};

/// A vertex of a face.
#[derive(Debug, Clone)]
pub(super) struct Vertex {
    /// The labels that bind there; they tell vertices apart.
    pub(super) binding: LabelSet,
    /// Homogeneous coordinates: a positive scale, then the values of the tableau's columns times that scale.
    coordinates: Vec<IBig>,
}

/// The vertices of the polytope that a feasible tableau describes; the variables not in it are 0 everywhere.
///
/// # Complexity
/// Double description (Motzkin, Raiffa, Thompson, Thrall 1953; Fukuda, Prodon 1996, doi:10.1007/3-540-61576-8_77): the
/// columns are the dimension, the rows the inequalities; time grows with the square of the largest intermediate number
/// of rays. A face without columns is a point and is read off at once. In double words; in big integers only where they
/// overflow.
pub(super) fn vertices(tableau: &Tableau, labels: usize) -> Vec<Vertex> {
    vertices_until(tableau, labels, &mut || false).unwrap_or_default()
}

/// As [`vertices`], asking now and then whether to stop; `None` if so.
pub(super) fn vertices_until(
    tableau: &Tableau,
    labels: usize,
    must_stop: &mut dyn FnMut() -> bool,
) -> Option<Vec<Vertex>> {
    vertices_within(tableau, labels, &mut |_| None, must_stop)
}

/// As [`vertices_until`], for a polytope that needs more inequalities than the tableau has: `missing` is shown a vertex and
/// gives one that cuts it off, over a positive scale and the tableau's columns, or none where it belongs.
pub(super) fn vertices_within(
    tableau: &Tableau,
    labels: usize,
    missing: &mut dyn FnMut(&Vertex) -> Option<Vec<IBig>>,
    must_stop: &mut dyn FnMut() -> bool,
) -> Option<Vec<Vertex>> {
    if tableau.columns() == 0 {
        let mut binding = LabelSet::full(labels);
        (0..tableau.rows()).filter(|&row| tableau.value_sign(row) != 0).for_each(|row| {
            binding.remove(tableau.basic()[row]);
        });
        let vertex = Vertex { binding, coordinates: vec![IBig::ONE] };
        return Some(if missing(&vertex).is_none() { vec![vertex] } else { Vec::new() });
    }
    match by_double_description::<i128>(tableau, labels, missing, must_stop) {
        Err(Halt::Overflow) => by_double_description::<IBig>(tableau, labels, missing, must_stop).ok(),
        result => result.ok(),
    }
}

/// Why the method ended early.
enum Halt {
    Stopped,
    Overflow,
}

fn by_double_description<E: Whole>(
    tableau: &Tableau,
    labels: usize,
    missing: &mut dyn FnMut(&Vertex) -> Option<Vec<IBig>>,
    must_stop: &mut dyn FnMut() -> bool,
) -> Result<Vec<Vertex>, Halt> {
    let (rows, dimension) = (tableau.rows(), tableau.columns());
    let mut rays = orthant::<E>(dimension, rows + dimension + 1);
    for row in 0..rows {
        // b_i * t_0 - sum_j a_ij t_j >= 0, with the ray's first coordinate t_0.
        let entries = (0..dimension).map(|j| -tableau.integer(row, j));
        let normal: Vec<IBig> = std::iter::once(tableau.integer(row, dimension)).chain(entries).collect();
        rays = cut(rays, &narrow(&normal)?, (row + dimension + 1) as u32, must_stop)?;
    }
    let vertex = |ray: &Ray<E>| Vertex {
        binding: binding_labels(tableau, labels, &ray.binding),
        coordinates: ray.coordinates.iter().map(Entry::to_big).collect(),
    };
    let mut inequality = rows + dimension + 1;
    loop {
        let bounded = rays.iter().filter(|ray| ray.coordinates[0].sign() != 0);
        let found: Vec<Vertex> = bounded.map(vertex).collect();
        let Some(normal) = found.iter().find_map(&mut *missing) else { return Ok(found) };
        rays.iter_mut().for_each(|ray| ray.binding.reserve(inequality + 1));
        rays = cut(rays, &narrow(&normal)?, inequality as u32, must_stop)?;
        inequality += 1;
    }
}

fn narrow<E: Whole>(normal: &[IBig]) -> Result<Vec<E>, Halt> {
    normal.iter().map(|entry| E::from_big(entry).ok_or(Halt::Overflow)).collect()
}

/// The labels that bind on a ray: those not in the tableau, and those whose inequality the ray meets.
fn binding_labels(tableau: &Tableau, labels: usize, met: &LabelSet) -> LabelSet {
    let mut binding = LabelSet::full(labels);
    let variables = tableau.nonbasic().iter().chain(tableau.basic());
    let open = variables.enumerate().filter(|(position, _)| !met.contains(*position as u32 + 1));
    open.for_each(|(_, label)| binding.remove(*label));
    binding
}

impl Vertex {
    /// The variables of a range at the vertex, scaled to sum 1; `None` where they are all 0. They must be unscaled: the
    /// columns of the tableau as it was first made.
    pub(super) fn normalised(&self, tableau: &Tableau, variables: Range<u32>) -> Option<Vec<Rational>> {
        if let Some(strategy) = self.normalised_words(tableau, &variables) {
            return strategy;
        }
        let values = self.scaled(tableau, variables);
        let total: IBig = values.iter().sum();
        (total != IBig::ZERO)
            .then(|| values.into_iter().map(|value| Rational::from_integers(value, total.clone())).collect())
    }

    /// As [`normalised`](Vertex::normalised) where the face is a point, in machine words; `None` elsewhere.
    fn normalised_words(&self, tableau: &Tableau, variables: &Range<u32>) -> Option<Option<Vec<Rational>>> {
        if tableau.columns() > 0 {
            return None;
        }
        let mut strategy = vec![Rational::ZERO; variables.len()];
        let own = tableau.basic().iter().enumerate().filter(|(_, variable)| variables.contains(variable));
        let values: Vec<(u32, i64)> =
            own.map(|(row, &variable)| Some((variable, tableau.word(row, 0)?))).collect::<Option<_>>()?;
        let total = values.iter().try_fold(0i64, |sum, (_, value)| sum.checked_add(*value))?;
        for (variable, value) in values.into_iter().filter(|(_, value)| *value != 0) {
            strategy[(variable - variables.start) as usize] = Rational::new(value, total)?;
        }
        Some((total != 0).then_some(strategy))
    }

    /// The variables of a range at the vertex; as for [`normalised`](Vertex::normalised) they must be unscaled.
    pub(super) fn values(&self, tableau: &Tableau, variables: Range<u32>) -> Vec<Rational> {
        let scale = &self.coordinates[0] * tableau.determinant();
        let values = self.scaled(tableau, variables).into_iter();
        values.map(|value| Rational::from_integers(value, scale.clone())).collect()
    }

    /// The variables of a range, times the vertex's scale and the determinant.
    fn scaled(&self, tableau: &Tableau, variables: Range<u32>) -> Vec<IBig> {
        let mut values = vec![IBig::ZERO; variables.len()];
        let mut put = |variable: u32, value: IBig| {
            if variables.contains(&variable) {
                values[(variable - variables.start) as usize] = value;
            }
        };
        for (column, &variable) in tableau.nonbasic().iter().enumerate() {
            put(variable, &self.coordinates[column + 1] * tableau.determinant());
        }
        for (row, &variable) in tableau.basic().iter().enumerate().filter(|(_, variable)| variables.contains(variable))
        {
            let moved: IBig = (0..tableau.columns()).map(|j| tableau.integer(row, j) * &self.coordinates[j + 1]).sum();
            put(variable, tableau.integer(row, tableau.columns()) * &self.coordinates[0] - moved);
        }
        values
    }
}

/// An extreme ray of a cone, with the inequalities that bind on it.
#[derive(Debug, Clone)]
struct Ray<E> {
    coordinates: Vec<E>,
    binding: LabelSet,
}

/// The rays of the cone of all non-negative `(t_0, ..., t_d)`, with room for so many inequalities.
fn orthant<E: Entry>(dimension: usize, inequalities: usize) -> Vec<Ray<E>> {
    let digit = |one: bool| E::from_big(&IBig::from(u8::from(one))).expect("0 and 1 fit any integer type");
    let unit = |k| {
        let mut binding = LabelSet::empty(inequalities);
        (0..=dimension).filter(|&j| j != k).for_each(|j| binding.insert(j as u32));
        Ray { coordinates: (0..=dimension).map(|j| digit(j == k)).collect(), binding }
    };
    (0..=dimension).map(unit).collect()
}

/// Intersects the cone of some rays with a half-space.
fn cut<E: Whole>(
    rays: Vec<Ray<E>>,
    normal: &[E],
    inequality: u32,
    must_stop: &mut dyn FnMut() -> bool,
) -> Result<Vec<Ray<E>>, Halt> {
    let sides: Option<Vec<E>> = rays.iter().map(|ray| E::dot(&ray.coordinates, normal)).collect();
    let sides = sides.ok_or(Halt::Overflow)?;
    let side = |sign: i32| rays.iter().zip(&sides).filter(move |(_, value)| value.sign() == sign);
    let mut kept: Vec<Ray<E>> = Vec::with_capacity(rays.len());
    for (above, value) in side(1) {
        for (below, depth) in side(-1) {
            if must_stop() {
                return Err(Halt::Stopped);
            }
            if adjacent(&rays, above, below, normal.len() - 2) {
                let mut binding = above.binding.intersection(&below.binding);
                binding.insert(inequality);
                let coordinates = E::mix(&above.coordinates, value, &below.coordinates, depth).ok_or(Halt::Overflow)?;
                kept.push(Ray { coordinates, binding });
            }
        }
    }
    for (mut ray, value) in rays.into_iter().zip(sides) {
        if value.sign() == 0 {
            ray.binding.insert(inequality);
        }
        if value.sign() >= 0 {
            kept.push(ray);
        }
    }
    Ok(kept)
}

/// Two extreme rays are adjacent when they have at least so many binding inequalities in common that they span a face of
/// dimension 2, and no third ray has them all.
fn adjacent<E>(rays: &[Ray<E>], a: &Ray<E>, b: &Ray<E>, needed: usize) -> bool {
    let common = a.binding.intersection(&b.binding);
    if common.len() < needed {
        return false;
    }
    let third = |ray: &&Ray<E>| !std::ptr::eq(*ray, a) && !std::ptr::eq(*ray, b);
    !rays.iter().filter(third).any(|ray| common.is_within(&ray.binding))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(rows: &[&[i64]]) -> (Tableau, usize) {
        let columns = rows[0].len() as u32 - 1;
        let basic = (columns..columns + rows.len() as u32).collect();
        let matrix: Vec<Vec<Rational>> = rows.iter().map(|row| row.iter().map(|&x| x.into()).collect()).collect();
        (Tableau::new(&matrix, basic, (0..columns).collect()).0, rows.len() + columns as usize)
    }

    /// The vertices' coordinates, and for each the number of inequalities that bind.
    fn points(rows: &[&[i64]]) -> Vec<String> {
        let (tableau, labels) = face(rows);
        let show = |vertex: Vertex| {
            let value = |x: &IBig| Rational::from_integers(x.clone(), vertex.coordinates[0].clone()).to_string();
            vertex.coordinates[1..].iter().map(value).collect::<Vec<_>>().join(" ")
        };
        let mut points: Vec<String> = vertices(&tableau, labels).into_iter().map(show).collect();
        points.sort();
        points
    }

    #[test]
    fn binding_labels_and_strategies() {
        // The triangle x + y <= 1, 2 x <= 1 has the corners (0, 0), (0, 1), (1/2, 1/2) and (1/2, 0).
        let (tableau, labels) = face(&[&[1, 1, 1], &[2, 0, 1]]);
        let mut found: Vec<(String, Option<Vec<Rational>>)> = vertices(&tableau, labels)
            .into_iter()
            .map(|vertex| {
                let labels = (0..4).filter(|&label| vertex.binding.contains(label)).map(|label| label.to_string());
                (labels.collect(), vertex.normalised(&tableau, 0..2))
            })
            .collect();
        found.sort();
        let half = Rational::new(1, 2).unwrap();
        let expected = [
            ("01".to_owned(), None),
            ("02".to_owned(), Some(vec![Rational::ZERO, Rational::ONE])),
            ("13".to_owned(), Some(vec![Rational::ONE, Rational::ZERO])),
            ("23".to_owned(), Some(vec![half.clone(), half])),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_cube_and_a_cut_square() {
        assert_eq!(points(&[&[1, 0, 0, 1], &[0, 1, 0, 1], &[0, 0, 1, 1]]).len(), 8);
        assert_eq!(points(&[&[1, 0, 1], &[0, 1, 1], &[2, 2, 3]]), ["0 0", "0 1", "1 0", "1 1/2", "1/2 1"]);
    }

    #[test]
    fn degenerate_corners_are_met_once() {
        // A square with a redundant line through a corner, and a line that touches nothing.
        assert_eq!(points(&[&[1, 0, 1], &[0, 1, 1], &[1, 1, 2], &[1, 1, 9]]), ["0 0", "0 1", "1 0", "1 1"]);
        // A single point: x + y <= 0.
        assert_eq!(points(&[&[1, 1, 0]]), ["0 0"]);
    }
}
