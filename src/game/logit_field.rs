//! [`LogitField`]: the gains that logit equilibria depend on, for payoff tables and for trees.

use super::any::Game;
use super::conditional::Conditional;
use super::gains::{Gains, Workspace};
use crate::error::Error;
use crate::number::{Rational, Real};

/// The gain of each choice over the first one of the same chooser, at any behaviour in log-odds.
///
/// In a payoff table the choosers are the players; in a tree they are the information sets, and gains are given that play
/// has come there. Behaviour is flat, chooser by chooser; a *row* is a choice other than a chooser's first.
#[derive(Debug, Clone)]
pub(crate) enum LogitField<T> {
    /// Of a payoff table.
    Table(TableField<T>),
    /// Of a tree.
    Tree(Box<Conditional<T>>),
}

/// The gains of a payoff table, with room for what is computed on the way.
#[derive(Debug, Clone)]
pub(crate) struct TableField<T> {
    table: Gains<T>,
    work: Workspace<T>,
    slopes: Vec<T>,
}

impl<T: Real> LogitField<T> {
    /// The field of a game; payoffs are divided by `scale`.
    ///
    /// # Errors
    /// For trees, those of [`Conditional::new`].
    pub(crate) fn new(game: &Game, scale: &Rational) -> Result<Self, Error> {
        match game {
            Game::Extensive(tree) => Ok(LogitField::Tree(Box::new(Conditional::new(tree, scale)?))),
            Game::Normal(table) => {
                let table = Gains::new(table, |gain| T::around(&(&gain / scale)));
                Ok(LogitField::Table(TableField { table, work: Workspace::default(), slopes: Vec::new() }))
            }
        }
    }

    /// How many choices each chooser has.
    pub(crate) fn shape(&self) -> &[usize] {
        match self {
            LogitField::Table(field) => field.table.shape(),
            LogitField::Tree(tree) => tree.shape(),
        }
    }

    /// The gain of each row at log-odds.
    pub(crate) fn gains(&mut self, odds: &[T], gains: &mut [T]) {
        match self {
            LogitField::Table(field) => field.gains(&probabilities(odds, field.table.shape()), gains),
            LogitField::Tree(tree) => tree.gains(odds, gains),
        }
    }

    /// The gain of each row at log-odds, and how it changes with each of them: a line for each row, and in it an entry for each.
    pub(crate) fn evaluate(&mut self, odds: &[T], gains: &mut [T], slopes: &mut [T]) {
        match self {
            LogitField::Table(field) => field.evaluate(&probabilities(odds, field.table.shape()), gains, slopes),
            LogitField::Tree(tree) => tree.evaluate(odds, gains, slopes),
        }
    }

    /// As [`evaluate`](LogitField::evaluate); also puts the probabilities into `profile`, and the logarithms of what each chooser's
    /// terms sum to into `log_sums`.
    pub(crate) fn look(
        &mut self,
        odds: &[T],
        gains: &mut [T],
        slopes: &mut [T],
        profile: &mut Vec<T>,
        log_sums: &mut Vec<T>,
    ) {
        profile.clear();
        log_sums.clear();
        match self {
            LogitField::Table(field) => {
                let (mut logs, mut row) = (Vec::new(), 0);
                for &count in field.table.shape() {
                    logs.clear();
                    logs.push(T::default());
                    logs.extend_from_slice(&odds[row..row + count - 1]);
                    log_sums.push(T::shares_and_sum(&logs, profile));
                    row += count - 1;
                }
                field.evaluate(profile, gains, slopes);
            }
            LogitField::Tree(tree) => {
                tree.evaluate(odds, gains, slopes);
                tree.behavior(profile, log_sums);
            }
        }
    }
}

impl<T: Real> TableField<T> {
    fn gains(&mut self, profile: &[T], gains: &mut [T]) {
        self.slopes.resize(gains.len() * profile.len(), T::default());
        self.table.evaluate(profile, &mut self.work, gains, &mut self.slopes);
    }

    fn evaluate(&mut self, profile: &[T], gains: &mut [T], slopes: &mut [T]) {
        let (width, free) = (profile.len(), gains.len());
        self.gains(profile, gains);
        let shape = self.table.shape();
        let mut row = 0;
        for (player, &own) in shape.iter().enumerate() {
            for _ in 1..own {
                let (line, from) = (&mut slopes[row * free..(row + 1) * free], &self.slopes[row * width..]);
                let (mut column, mut start) = (0, 0);
                for (other, &count) in shape.iter().enumerate() {
                    for place in start + 1..start + count {
                        let change = profile[place] * (from[place] - gains[row]);
                        line[column] = if other == player { T::default() } else { change };
                        column += 1;
                    }
                    start += count;
                }
                row += 1;
            }
        }
    }
}

/// The probabilities of log-odds against each chooser's first choice.
pub(crate) fn probabilities<T: Real>(odds: &[T], shape: &[usize]) -> Vec<T> {
    let (mut profile, mut logs, mut start) = (Vec::with_capacity(odds.len() + shape.len()), Vec::new(), 0);
    for &count in shape {
        logs.clear();
        logs.push(T::default());
        logs.extend_from_slice(&odds[start..start + count - 1]);
        T::shares(&logs, &mut profile);
        start += count - 1;
    }
    profile
}
