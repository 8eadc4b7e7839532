//! Two-player games from and to matrices, for users of nalgebra.

use nalgebra::DMatrix;

use super::ids::PlayerId;
use super::normal::NormalForm;
use crate::error::Error;
use crate::number::Rational;

impl NormalForm {
    /// A two-player game from the row player's and the column player's payoffs.
    ///
    /// Floats are read as their shortest decimals: `0.1` is one tenth. Players and strategies are named `1`, `2`, ...
    ///
    /// # Errors
    /// When the matrices are empty or of different shapes, or an entry is infinite or not a number.
    ///
    /// # Example
    /// ```
    /// use foederis::NormalForm;
    /// use nalgebra::dmatrix;
    /// let game = NormalForm::from_matrices(&dmatrix![3.0, 0.0; 5.0, 0.1], &dmatrix![3.0, 5.0; 0.0, 0.1])?;
    /// assert_eq!(game.payoffs_of(3)[0].to_string(), "1/10");
    /// assert_eq!(game.to_matrices().unwrap().0, dmatrix![3.0, 0.0; 5.0, 0.1]);
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn from_matrices(row: &DMatrix<f64>, column: &DMatrix<f64>) -> Result<NormalForm, Error> {
        Self::from_rational_matrices(&exact("row", row)?, &exact("column", column)?)
    }

    /// A two-player game from exact payoffs. Players and strategies are named `1`, `2`, ...
    ///
    /// # Errors
    /// When the matrices are empty or of different shapes.
    pub fn from_rational_matrices(row: &DMatrix<Rational>, column: &DMatrix<Rational>) -> Result<NormalForm, Error> {
        if row.shape() != column.shape() {
            let ((a, b), (c, d)) = (row.shape(), column.shape());
            return Err(Error::Invalid(format!(
                "the row player's matrix is {a} by {b}, the column player's {c} by {d}; give both the same shape"
            )));
        }
        if row.is_empty() {
            return Err(Error::Invalid("the payoff matrices are empty; give at least one row and one column".into()));
        }
        let names = |count: usize| (1..=count).map(|i| i.to_string());
        let builder = NormalForm::builder().player("1", names(row.nrows())).player("2", names(row.ncols()));
        builder.payoffs(|profile| [row, column].map(|matrix| matrix[(profile[0], profile[1])].clone()).to_vec())
    }

    /// The row player's and the column player's payoffs as floats, rounded to the nearest; `None` unless there are two
    /// players.
    pub fn to_matrices(&self) -> Option<(DMatrix<f64>, DMatrix<f64>)> {
        let (row, column) = self.to_rational_matrices()?;
        Some((row.map(|payoff| payoff.to_f64()), column.map(|payoff| payoff.to_f64())))
    }

    /// The row player's and the column player's payoffs, exactly; `None` unless there are two players.
    pub fn to_rational_matrices(&self) -> Option<(DMatrix<Rational>, DMatrix<Rational>)> {
        let [rows, columns] = self.shape()[..] else { return None };
        let of = |player| DMatrix::from_fn(rows, columns, |i, j| self.payoff(&[i, j], PlayerId(player)).clone());
        Some((of(0), of(1)))
    }
}

fn exact(who: &str, matrix: &DMatrix<f64>) -> Result<DMatrix<Rational>, Error> {
    let read = |position: usize| {
        let (i, j) = (position / matrix.ncols(), position % matrix.ncols());
        Rational::from_f64(matrix[(i, j)]).ok_or_else(|| {
            let value = matrix[(i, j)];
            Error::Invalid(format!(
                "the {who} player's payoff in row {}, column {} is {value}; give a finite number",
                i + 1,
                j + 1
            ))
        })
    };
    let entries = (0..matrix.len()).map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(DMatrix::from_row_iterator(matrix.nrows(), matrix.ncols(), entries))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn matrices_come_back() {
        let (a, b) = (dmatrix![1.5, -2.0, 0.25; 0.0, 1e-9, 7.0], dmatrix![0.1, 0.2, 0.3; -1.0, -2.0, -3.0]);
        let game = NormalForm::from_matrices(&a, &b).unwrap();
        assert_eq!(game.shape(), [2, 3]);
        assert_eq!(game.payoff(&[1, 2], PlayerId(0)), &Rational::from(7));
        assert_eq!(game.payoff(&[0, 1], PlayerId(1)), &Rational::new(1, 5).unwrap());
        assert_eq!(game.to_matrices().unwrap(), (a, b));
        let (row, column) = game.to_rational_matrices().unwrap();
        assert_eq!(NormalForm::from_rational_matrices(&row, &column).unwrap(), game);
    }

    #[test]
    fn bad_matrices_are_named() {
        let (good, nan) = (dmatrix![1.0, 2.0], dmatrix![1.0, f64::NAN]);
        let message =
            |row: &DMatrix<f64>, column: &DMatrix<f64>| NormalForm::from_matrices(row, column).unwrap_err().to_string();
        assert!(message(&good, &nan).contains("the column player's payoff in row 1, column 2 is NaN"));
        assert!(
            message(&dmatrix![f64::INFINITY, 0.0], &good).contains("row player's payoff in row 1, column 1 is inf")
        );
        assert!(message(&good, &dmatrix![1.0; 2.0]).contains("1 by 2, the column player's 2 by 1"));
        let empty = DMatrix::<f64>::zeros(0, 3);
        assert!(message(&empty, &empty).contains("empty"));
    }

    #[test]
    fn other_numbers_of_players_have_no_matrices() {
        let game = NormalForm::builder().player("A", ["x"]).table(&[&[1]]).unwrap();
        assert!(game.to_matrices().is_none());
    }
}
