//! The columns of a best-reply polytope's system, in floating point.

use std::rc::Rc;

use crate::game::{NormalForm, PlayerId};

/// The columns of one side's system, made when they are first needed.
pub(super) struct Columns<'a> {
    game: &'a NormalForm,
    side: usize,
    known: Vec<Option<Rc<[f64]>>>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(game: &'a NormalForm, side: usize) -> Self {
        Columns { game, side, known: vec![None; game.shape()[side]] }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    pub(super) fn column(&mut self, strategy: usize) -> Rc<[f64]> {
        if let Some(known) = &self.known[strategy] {
            return known.clone();
        }
        let column = self.make(strategy);
        self.known[strategy] = Some(column.clone());
        column
    }

    /// The opponent's payoffs against a strategy, from 1 to 2: a constant added to them and a scale for the strategy's
    /// weight change no best reply.
    fn make(&self, strategy: usize) -> Rc<[f64]> {
        let (game, shape) = (self.game, self.game.shape());
        let opponent = PlayerId::from(1 - self.side);
        let (first, stride) = (strategy * game.stride(PlayerId::from(self.side)), game.stride(opponent));
        let payoff = |k: usize| game.payoffs_of(first + k * stride)[opponent.index()].to_f64();
        let mut column: Rc<[f64]> = (0..shape[opponent.index()]).map(payoff).collect();
        let least = column.iter().copied().fold(f64::INFINITY, f64::min);
        let range = column.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least;
        let scale = if range > 0.0 { 1.0 / range } else { 0.0 };
        if let Some(entries) = Rc::get_mut(&mut column) {
            entries.iter_mut().for_each(|entry| *entry = 1.0 + (*entry - least) * scale);
        }
        column
    }
}
