//! Square linear systems in exact integers.

use dashu_int::IBig;

/// Solves `M x = (1, 0, ..., 0)`: the numerators of `x` over one common denominator; `None` if `M` is singular, or
/// when told to stop.
///
/// Fraction-free elimination (Bareiss 1968, doi:10.1090/S0025-5718-1968-0226829-0): every entry stays a minor of `M`.
///
/// # Complexity
/// Cubic in the size, with numbers that grow in proportion to it.
pub(super) fn solve(mut rows: Vec<Vec<IBig>>, must_stop: &mut dyn FnMut() -> bool) -> Option<(Vec<IBig>, IBig)> {
    let size = rows.len();
    for (position, row) in rows.iter_mut().enumerate() {
        row.push(IBig::from(u8::from(position == 0)));
    }
    let mut before = IBig::ONE;
    for column in 0..size {
        if must_stop() {
            return None;
        }
        let pivot = (column..size).find(|&row| rows[row][column] != IBig::ZERO)?;
        rows.swap(pivot, column);
        let lead = std::mem::take(&mut rows[column]);
        for row in rows.iter_mut().filter(|row| !row.is_empty()) {
            let factor = std::mem::take(&mut row[column]);
            for k in column + 1..=size {
                let product = &row[k] * &lead[column] - &factor * &lead[k];
                row[k] = product / &before;
            }
        }
        before = lead[column].clone();
        rows[column] = lead;
    }
    Some((rows.into_iter().map(|mut row| row.pop().unwrap_or_default()).collect(), before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn solutions_solve(entries in prop::collection::vec(-9i64..=9, 25), size in 1usize..=5) {
            let row = |i: usize| entries[i * 5..i * 5 + size].iter().map(|&x| IBig::from(x)).collect::<Vec<_>>();
            let matrix: Vec<Vec<IBig>> = (0..size).map(row).collect();
            if let Some((numerators, denominator)) = solve(matrix.clone(), &mut || false) {
                prop_assert!(denominator != IBig::ZERO);
                for (i, row) in matrix.iter().enumerate() {
                    let sum: IBig = row.iter().zip(&numerators).map(|(a, x)| a * x).sum();
                    prop_assert_eq!(sum, if i == 0 { denominator.clone() } else { IBig::ZERO });
                }
            }
        }
    }

    #[test]
    fn singular_systems_have_no_single_answer() {
        let matrix = [[1, 2], [2, 4]].map(|row| row.map(IBig::from).to_vec()).to_vec();
        assert!(solve(matrix, &mut || false).is_none());
    }
}
