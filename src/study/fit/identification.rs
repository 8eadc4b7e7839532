//! [`unidentified`]: directions in which the likelihood cannot move.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::likelihood::Likelihood;
use super::newton::Objective;
use super::observations::Observations;
use super::specification::Specification;
use crate::error::Error;
use crate::solve::Watch;

/// A change of coefficients that leaves every probability as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction {
    /// The coefficients that change, with how much; the largest is 1.
    pub weights: Vec<(usize, f64)>,
}

/// Directions in which coefficients can change without a change in the probability of anything in the data, to first order.
///
/// # Definition
/// The Jacobian of all probabilities in all rows by the coefficients, at a generic point: its null space. Utilities that are only
/// ever compared with one another (a constant in each), covariates that are linear combinations of others, and a scale beside
/// payoffs that are all free show up here.
///
/// # Arguments
/// `points`: where to look, the more generic the better. The directions may differ from point to point; given are those at the
/// point that has the fewest, as others may be singular by chance.
///
/// # Errors
/// [`Error::Invalid`] where the data do not fit.
pub fn unidentified(
    spec: &Specification,
    data: &Observations,
    points: &[Vec<f64>],
    watch: &mut Watch,
) -> Result<Vec<Direction>, Error> {
    let likelihood = Likelihood::new(spec, data)?;
    // What a part of the rows tells apart, all of them do.
    if let Some(rows) = likelihood.telling() {
        let some = Observations {
            columns: data.columns,
            values: rows.iter().flat_map(|row| data.row(*row).iter().copied()).collect(),
            classes: data.classes.clone(),
            outcomes: rows.iter().map(|row| data.outcomes[*row]).collect(),
            weights: Vec::new(),
        };
        let fewer = Likelihood::new(spec, &some)?;
        if points.iter().any(|point| null_space(&fewer, point, watch).is_empty()) {
            return Ok(Vec::new());
        }
    }
    let spaces = points.iter().map(|point| null_space(&likelihood, point, watch));
    let fewest = spaces.min_by_key(Vec::len).unwrap_or_default();
    Ok(reduced(fewest).into_iter().map(Direction::new).collect())
}

/// A basis of the directions in which no probability moves at a point.
fn null_space(likelihood: &Likelihood, point: &[f64], watch: &mut Watch) -> Vec<Vec<f64>> {
    let (size, scales) = (likelihood.dimension(), likelihood.scales());
    let mut square = DMatrix::zeros(size, size);
    let (_, slopes) = likelihood.probabilities(point, watch);
    for slope in slopes.chunks(size.max(1)) {
        let scaled = DVector::from_fn(size, |i, _| slope[i] / scales[i]);
        square.ger(1.0, &scaled, &scaled, 1.0);
    }
    // A coefficient that hardly matters is not one that cannot matter: measure each by its own effect.
    let own = square.diagonal().map(|sum: f64| if sum > 0.0 { sum.sqrt() } else { 1.0 });
    let unit = DMatrix::from_fn(size, size, |i, j| square[(i, j)] / (own[i] * own[j]));
    let eigen = SymmetricEigen::new(unit);
    let free = (0..size).filter(|&axis| eigen.eigenvalues[axis] < 1e-11);
    free.map(|axis| (0..size).map(|i| eigen.eigenvectors[(i, axis)] / (own[i] * scales[i])).collect()).collect()
}

impl Direction {
    fn new(weights: Vec<f64>) -> Direction {
        let kept = weights.into_iter().enumerate().filter(|(_, weight)| weight.abs() > 1e-4);
        Direction { weights: kept.collect() }
    }
}

/// The basis of the same space with as many zeros as elimination gives, so that each direction names few coefficients.
fn reduced(mut basis: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for lead in 0..basis.len() {
        let size = |vector: &[f64], place: usize| vector[place].abs();
        let Some(place) =
            (0..basis[lead].len()).max_by(|&a, &b| size(&basis[lead], a).total_cmp(&size(&basis[lead], b)))
        else {
            continue;
        };
        let pivot = basis[lead][place];
        basis[lead].iter_mut().for_each(|weight| *weight /= pivot);
        let row = basis[lead].clone();
        for (_, other) in basis.iter_mut().enumerate().filter(|(number, _)| *number != lead) {
            let factor = other[place];
            other.iter_mut().zip(&row).for_each(|(weight, part)| *weight -= factor * part);
        }
    }
    basis
}
