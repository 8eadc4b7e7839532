//! [`Sweep`]: what was found, in flat arrays.

use std::collections::HashMap;

use super::answers::{Act, Acts, Answer, Bits};
use super::rows::Rows;
use crate::game::{Concept, Game};
use crate::solve::Status;

/// The number of an answer where none is selected.
pub(super) const NO_ANSWER: u32 = u32::MAX;

/// How a point was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum PointState {
    /// The work did not come to it.
    #[default]
    Open = 0,
    /// Floats decided: every comparison exceeded the bound on its rounding.
    Floats = 1,
    /// The exact solver decided.
    Exact = 2,
    /// It breaks a range or an assumption.
    Outside = 3,
    /// A payoff divides by zero, or probabilities fail.
    Undefined = 4,
}

/// A model at many points.
///
/// Points have numbers, as in [`Points`](super::Points), counted from the first that was asked for. Rows are points, or with
/// [`Select::All`](super::Select::All) their equilibria.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// The concept.
    pub concept: Concept,
    /// The players.
    pub players: Vec<String>,
    /// The actions, in the order of probabilities.
    pub acts: Vec<Act>,
    /// The distinct answers, in the order in which they appear.
    pub answers: Vec<Answer>,
    /// By point: how many equilibria were found.
    pub counts: Vec<u32>,
    /// By point: how it was decided.
    pub states: Vec<PointState>,
    /// By point: whether all equilibria were found that the concept's solver speaks of.
    pub complete: Vec<bool>,
    /// With [`Select::All`](super::Select::All): the equilibria of point `p` are rows `offsets[p]` to `offsets[p + 1] - 1`.
    pub offsets: Option<Vec<usize>>,
    /// By row: the number of the answer, or `u32::MAX` where none is selected.
    pub numbers: Vec<u32>,
    /// By player, then by row: the expected payoff, not a number where no equilibrium is selected.
    pub payoffs: Vec<f64>,
    /// How far a payoff may be off.
    pub payoff_error: f64,
    /// By row a probability for each action; empty where every equilibrium is pure, so that the answers tell.
    pub probabilities: Vec<f64>,
    /// How the work ended.
    pub status: Status,
}

impl Sweep {
    /// How many points there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// A player's expected payoff in a row; `None` where no equilibrium is selected.
    pub fn payoff(&self, player: usize, row: usize) -> Option<f64> {
        self.answer(row)?;
        self.payoffs.get(player * self.numbers.len() + row).copied()
    }

    /// The answer in a row, if an equilibrium is selected.
    pub fn answer(&self, row: usize) -> Option<&Answer> {
        self.answers.get(*self.numbers.get(row)? as usize)
    }

    /// The probability of each action in a row, if an equilibrium is selected.
    pub fn probabilities_of(&self, row: usize) -> Option<Vec<f64>> {
        let answer = self.answer(row)?;
        let width = self.acts.len();
        Some(match self.probabilities.get(row * width..(row + 1) * width) {
            Some(own) if width > 0 => own.to_vec(),
            _ => answer.support.iter().map(|used| f64::from(u8::from(*used))).collect(),
        })
    }
}

/// The arrays of a sweep while they are filled.
pub(super) struct Columns {
    counts: Vec<u32>,
    states: Vec<PointState>,
    complete: Vec<bool>,
    numbers: Vec<u32>,
    payoffs: Vec<f64>,
    players: usize,
    /// Whether each equilibrium has a row of its own, so that rows are kept in pieces.
    by_equilibrium: bool,
}

/// The part of the arrays that a job fills.
pub(super) struct Slice<'a> {
    counts: &'a mut [u32],
    states: &'a mut [PointState],
    complete: &'a mut [bool],
    numbers: &'a mut [u32],
    payoffs: Vec<&'a mut [f64]>,
    by_equilibrium: bool,
}

/// What a job found besides: its own numbering of answers, and what has no place in the columns.
pub(super) struct Piece {
    answers: Vec<Bits>,
    numbers: Vec<u32>,
    payoffs: Vec<Vec<f64>>,
    probabilities: Vec<f64>,
    rows: usize,
    error: f64,
}

impl Columns {
    pub(super) fn new(points: usize, players: usize, by_equilibrium: bool) -> Columns {
        let rows = if by_equilibrium { 0 } else { points };
        Columns {
            counts: vec![0; points],
            states: vec![PointState::Open; points],
            complete: vec![false; points],
            numbers: vec![NO_ANSWER; rows],
            payoffs: vec![f64::NAN; rows * players],
            players,
            by_equilibrium,
        }
    }

    /// Cuts the arrays into parts of so many points.
    pub(super) fn slices(&mut self, size: usize) -> Vec<Slice<'_>> {
        let (by_equilibrium, rows) = (self.by_equilibrium, self.numbers.len().max(1));
        let mut numbers = self.numbers.chunks_mut(size);
        let mut payoffs: Vec<_> = self.payoffs.chunks_mut(rows).map(|column| column.chunks_mut(size)).collect();
        let points = self.counts.chunks_mut(size).zip(self.states.chunks_mut(size)).zip(self.complete.chunks_mut(size));
        points
            .map(|((counts, states), complete)| Slice {
                counts,
                states,
                complete,
                numbers: numbers.next().unwrap_or_default(),
                payoffs: payoffs.iter_mut().map(|column| column.next().unwrap_or_default()).collect(),
                by_equilibrium,
            })
            .collect()
    }
}

impl Slice<'_> {
    /// Takes over the rows of a job.
    pub(super) fn take(&mut self, rows: Rows) -> Piece {
        self.counts.copy_from_slice(&rows.counts);
        self.states.copy_from_slice(&rows.states);
        self.complete.copy_from_slice(&rows.complete);
        let count = rows.answers.len();
        let (mut numbers, mut payoffs) = (rows.answers, rows.payoffs);
        if !self.by_equilibrium {
            self.numbers.copy_from_slice(&numbers);
            self.payoffs.iter_mut().zip(&payoffs).for_each(|(column, own)| column.copy_from_slice(own));
            (numbers, payoffs) = (Vec::new(), Vec::new());
        }
        let (answers, error) = (rows.register.list, rows.error);
        Piece { answers, numbers, payoffs, probabilities: rows.probabilities, rows: count, error }
    }
}

/// Puts the pieces together: answers are numbered anew, in the order in which they appear.
pub(super) fn assemble(
    mut columns: Columns,
    pieces: Vec<Piece>,
    game: &Game,
    acts: Acts,
    concept: Concept,
    status: Status,
) -> Sweep {
    let (list, renumbered) = renumber(&pieces);
    let answers = list.iter().map(|bits| acts.answer(game, bits)).collect::<Vec<_>>();
    let mixed = pieces.iter().any(|piece| !piece.probabilities.is_empty());
    let payoff_error = pieces.iter().map(|piece| piece.error).fold(0.0, f64::max);
    if columns.by_equilibrium {
        let of_player = |player: usize| pieces.iter().flat_map(move |piece| &piece.payoffs[player]);
        columns.payoffs = (0..columns.players).flat_map(of_player).copied().collect();
    }
    let (mut row, mut probabilities) = (0, Vec::new());
    for (mut piece, new) in pieces.into_iter().zip(renumbered) {
        if columns.by_equilibrium {
            columns.numbers.append(&mut piece.numbers);
        }
        let own = &mut columns.numbers[row..row + piece.rows];
        own.iter_mut().filter(|number| **number != NO_ANSWER).for_each(|number| *number = new[*number as usize]);
        if mixed && piece.probabilities.is_empty() {
            spell_out(own, &answers, acts.list.len(), &mut probabilities);
        }
        probabilities.append(&mut piece.probabilities);
        row += piece.rows;
    }
    let offsets = columns.by_equilibrium.then(|| {
        let sum = |next: &mut usize, count: &u32| {
            *next += *count as usize;
            Some(*next)
        };
        std::iter::once(0).chain(columns.counts.iter().scan(0, sum)).collect()
    });
    let Columns { counts, states, complete, numbers, payoffs, .. } = columns;
    let players = game.players().keys().to_vec();
    let acts = acts.list;
    Sweep {
        concept,
        players,
        acts,
        answers,
        counts,
        states,
        complete,
        offsets,
        numbers,
        payoffs,
        payoff_error,
        probabilities,
        status,
    }
}

/// One list of answers for all pieces, and for each piece the new numbers of its own.
fn renumber(pieces: &[Piece]) -> (Vec<Bits>, Vec<Vec<u32>>) {
    let (mut list, mut numbers): (Vec<Bits>, HashMap<Bits, u32>) = Default::default();
    let mut renumbered = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let new = piece.answers.iter().map(|bits| {
            *numbers.entry(bits.clone()).or_insert_with(|| {
                list.push(bits.clone());
                (list.len() - 1) as u32
            })
        });
        renumbered.push(new.collect());
    }
    (list, renumbered)
}

/// The probabilities of rows in which everybody is sure.
fn spell_out(rows: &[u32], answers: &[Answer], actions: usize, into: &mut Vec<f64>) {
    for &number in rows {
        match answers.get(number as usize) {
            Some(answer) => into.extend(answer.support.iter().map(|used| f64::from(u8::from(*used)))),
            None => into.extend(std::iter::repeat_n(f64::NAN, actions)),
        }
    }
}
