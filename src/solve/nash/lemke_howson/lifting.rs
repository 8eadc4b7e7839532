//! Square linear systems by lifting from a prime: for large supports.

use dashu_int::IBig;

use crate::number::fractions;

/// The prime from which solutions are lifted: the largest below 2^31.
const PRIME: i64 = (1 << 31) - 1;

/// Solves `M x = (1, 0, ..., 0)`: the numerators of `x` over one common denominator.
///
/// The solution is found modulo a power of a prime, digit by digit (Dixon 1982, doi:10.1007/BF01459082), until the power is
/// more than twice the product of what Hadamard's bound allows for numerator and denominator; the fractions are then
/// unique. `None` where entries are too large, the matrix is singular modulo the prime, or the caller wants to stop.
///
/// # Complexity
/// Cubic in the size with machine words, and as much again for the digits.
pub(super) fn solve(rows: &[Vec<i64>], must_stop: &mut dyn FnMut() -> bool) -> Option<(Vec<IBig>, IBig)> {
    let size = rows.len();
    let largest = rows.iter().flatten().map(|entry| entry.unsigned_abs()).max()?;
    if largest >= 1 << 62 {
        return None;
    }
    let inverse = inverse(rows, must_stop)?;
    let bits: f64 = rows.iter().map(|row| length_bits(row)).sum::<f64>() + 2.0;
    let digits = (2.0 * bits / 30.9).ceil() as usize + 2;
    let mut solution: Vec<Vec<i64>> = vec![Vec::with_capacity(digits); size];
    let mut rest: Vec<i128> = (0..size).map(|row| i128::from(row == 0)).collect();
    for _ in 0..digits {
        if must_stop() {
            return None;
        }
        let reduced: Vec<i64> = rest.iter().map(|entry| (entry % i128::from(PRIME)) as i64).collect();
        let digit: Vec<i64> = inverse.iter().map(|row| product_modulo(row, &reduced)).collect();
        for (entry, row) in rest.iter_mut().zip(rows) {
            let product: i128 = row.iter().zip(&digit).map(|(a, x)| i128::from(*a) * i128::from(*x)).sum();
            *entry = (*entry - product) / i128::from(PRIME);
        }
        solution.iter_mut().zip(digit).for_each(|(all, digit)| all.push(digit));
    }
    let modulus = IBig::from(PRIME).pow(digits);
    let bound = IBig::ONE << (bits.ceil() as usize);
    fractions(&solution, PRIME, &modulus, &bound, must_stop)
}

/// The logarithm of a row's length, to base 2, rounded up a little.
fn length_bits(row: &[i64]) -> f64 {
    let square: f64 = row.iter().map(|&entry| (entry as f64) * (entry as f64)).sum();
    (square.max(1.0).log2() / 2.0) + 1e-6
}

fn product_modulo(row: &[i64], vector: &[i64]) -> i64 {
    // Each product is below 2^62, so that two of them fit.
    let mut sum = 0i64;
    for (a, x) in row.iter().zip(vector) {
        sum = (sum + a * x) % PRIME;
    }
    sum.rem_euclid(PRIME)
}

/// The inverse modulo the prime, by Gauss-Jordan elimination.
fn inverse(rows: &[Vec<i64>], must_stop: &mut dyn FnMut() -> bool) -> Option<Vec<Vec<i64>>> {
    let size = rows.len();
    let extended = |(position, row): (usize, &Vec<i64>)| {
        let identity = (0..size).map(move |column| i64::from(column == position));
        row.iter().map(|entry| entry.rem_euclid(PRIME)).chain(identity).collect()
    };
    let mut work: Vec<Vec<i64>> = rows.iter().enumerate().map(extended).collect();
    for column in 0..size {
        if must_stop() {
            return None;
        }
        let pivot = (column..size).find(|&row| work[row][column] != 0)?;
        work.swap(pivot, column);
        let factor = reciprocal(work[column][column]);
        let mut lead = std::mem::take(&mut work[column]);
        lead.iter_mut().for_each(|entry| *entry = *entry * factor % PRIME);
        for row in work.iter_mut().filter(|row| !row.is_empty() && row[column] != 0) {
            let factor = PRIME - row[column];
            row.iter_mut().zip(&lead).for_each(|(entry, own)| *entry = (*entry + factor * own) % PRIME);
        }
        work[column] = lead;
    }
    Some(work.into_iter().map(|mut row| row.split_off(size)).collect())
}

/// `1 / value` modulo the prime, by Fermat.
fn reciprocal(value: i64) -> i64 {
    let (mut power, mut result, mut exponent) = (value, 1, PRIME - 2);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * power % PRIME;
        }
        power = power * power % PRIME;
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rational;
    use crate::solve::nash::lemke_howson::linear;

    /// Both methods give the same fractions.
    #[test]
    fn agrees_with_elimination() {
        let mut seed = 3u64;
        let mut roll = |bound: u64| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((seed >> 33) % (2 * bound + 1)) as i64 - bound as i64
        };
        for round in 0..200 {
            let (size, bound) = (1 + round % 12, [1, 3, 1000, 1 << 30][round % 4]);
            let matrix: Vec<Vec<i64>> = (0..size).map(|_| (0..size).map(|_| roll(bound)).collect()).collect();
            let big = matrix.iter().map(|row| row.iter().map(|&entry| IBig::from(entry)).collect()).collect();
            let fractions = |(numerators, common): (Vec<IBig>, IBig)| -> Vec<Rational> {
                numerators.into_iter().map(|n| Rational::from_integers(n, common.clone())).collect()
            };
            let slow = linear::solve(big, &mut || false).map(fractions);
            let fast = solve(&matrix, &mut || false).map(fractions);
            assert_eq!(fast, slow, "{matrix:?}");
        }
    }
}
