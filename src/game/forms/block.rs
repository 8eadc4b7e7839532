//! Payoff tables filled block by block: each play adds its payoffs to all profiles that lead to it.

use crate::number::{Rational, Stop};

/// A payoff table under construction: profile by profile, one payoff for each player.
pub(super) struct Table {
    strides: Vec<usize>,
    players: usize,
    pub payoffs: Vec<Rational>,
}

impl Table {
    /// A table of zeros for rows with `shape` choices and `players` payoffs in each cell.
    pub fn new(shape: &[usize], players: usize) -> Self {
        let mut strides = vec![1; shape.len()];
        for row in (1..shape.len()).rev() {
            strides[row - 1] = strides[row] * shape[row];
        }
        let size: usize = shape.iter().product();
        Table { strides, players, payoffs: vec![Rational::ZERO; size * players] }
    }

    /// Adds payoffs to every profile in which each row takes one of the choices listed for it, or to some of them where it is
    /// told to stop.
    pub fn add(&mut self, choices: &[&[usize]], payoffs: &[Rational], stop: Stop) {
        if choices.iter().any(|list| list.is_empty()) || payoffs.iter().all(Rational::is_zero) {
            return;
        }
        let mut at = vec![0; choices.len()];
        let mut cell: usize = choices.iter().zip(&self.strides).map(|(list, stride)| list[0] * stride).sum();
        loop {
            let cells = &mut self.payoffs[cell * self.players..(cell + 1) * self.players];
            for (sum, payoff) in cells.iter_mut().zip(payoffs) {
                *sum += payoff;
            }
            let mut row = choices.len();
            loop {
                if row == 0 {
                    return;
                }
                row -= 1;
                let (list, stride) = (choices[row], self.strides[row]);
                cell -= list[at[row]] * stride;
                at[row] = (at[row] + 1) % list.len();
                cell += list[at[row]] * stride;
                if at[row] > 0 {
                    break;
                }
                if stop() {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_a_product_of_choices() {
        let mut table = Table::new(&[2, 3, 2], 1);
        table.add(&[&[1], &[0, 2], &[0, 1]], &[Rational::ONE], &|| false);
        table.add(&[&[0, 1], &[2], &[1]], &[Rational::from(10)], &|| false);
        table.add(&[&[], &[2], &[1]], &[Rational::from(100)], &|| false);
        let values: Vec<String> = table.payoffs.iter().map(ToString::to_string).collect();
        assert_eq!(values, ["0", "0", "0", "0", "0", "10", "1", "1", "0", "0", "1", "11"]);
    }
}
