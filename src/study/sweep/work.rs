//! [`Worker`]: solves a range of points, block by block.

use std::cmp::Ordering;
use std::ops::Range;

use super::PointState;
use super::answers::{Acts, set, words};
use super::block::Inputs;
use super::compiled::{Compiled, Room, Verdict};
use super::exact::Exact;
use super::function::UNIT;
use super::induction::Induction;
use super::points::Points;
use super::rows::Rows;
use super::selection::{Rule, Selected};
use super::tables::Tables;
use crate::error::Error;
use crate::game::{Concept, Game};
use crate::solve::{RoundedGames, Watch};

/// Points that are solved side by side.
pub(crate) const BLOCK: usize = 1024;

/// The same for games with many nodes, so that a block of all their values stays in the processor's cache.
const SMALL_BLOCK: usize = 64;

/// Values over a block that still count as few.
const FEW: usize = 1 << 10;

/// The method that floats allow for a game and a concept.
enum Method<'a> {
    Induction(Induction<'a>),
    Pure(Tables<'a>),
    Nash(Tables<'a>, Box<RoundedGames>),
}

impl<'a> Method<'a> {
    fn new(compiled: &'a Compiled, game: &Game, concept: Concept, acts: &Acts, block: usize) -> Option<Method<'a>> {
        match (game, concept) {
            // Where nobody is indifferent there is one such equilibrium, and information sets of one node leave no beliefs.
            (
                Game::Extensive(tree),
                Concept::SubgamePerfect | Concept::Sequential | Concept::PerfectBayesian | Concept::WeakPerfectBayesian,
            ) => Induction::new(compiled, tree, acts, block).map(Method::Induction),
            (Game::Normal(table), Concept::PureNash) => Some(Method::Pure(Tables::new(compiled, table, block))),
            (Game::Normal(table), Concept::Nash) => {
                let kernel = RoundedGames::like(table)?;
                Some(Method::Nash(Tables::new(compiled, table, block), Box::new(kernel)))
            }
            _ => None,
        }
    }
}

/// Solves points by floats where these decide, and else exactly.
pub(super) struct Worker<'a> {
    points: &'a Points,
    exact: &'a Exact<'a>,
    compiled: Option<&'a Compiled>,
    method: Option<Method<'a>>,
    block: usize,
    inputs: Inputs,
    room: Room,
    verdicts: Vec<Verdict>,
    open: Vec<u8>,
    /// Room for one point: the bits of an answer, the payoffs of a game, how far each player's are off.
    bits: Vec<u64>,
    game: Vec<f64>,
    off: Vec<f64>,
}

/// The number of points in a block for a game.
pub(super) fn block_of(game: &Game) -> usize {
    let values = match game {
        Game::Normal(table) => table.num_profiles() * table.num_players(),
        Game::Extensive(tree) => tree.num_nodes() * tree.num_players(),
    };
    if values <= FEW { BLOCK } else { SMALL_BLOCK }
}

impl<'a> Worker<'a> {
    pub(super) fn new(exact: &'a Exact<'a>, compiled: Option<&'a Compiled>, game: &Game, acts: &Acts) -> Self {
        let (points, block) = (exact.points, block_of(game));
        Worker {
            points,
            exact,
            compiled,
            method: compiled.and_then(|compiled| Method::new(compiled, game, exact.concept, acts, block)),
            block,
            inputs: Inputs::new(points, block),
            room: Room::new(block),
            verdicts: vec![Verdict::Inside; block],
            open: vec![0; block],
            bits: vec![0; words(acts.list.len())],
            game: Vec::new(),
            off: vec![0.0; game.players().len()],
        }
    }

    /// Whether floats may decide a point.
    pub(super) fn is_by_floats(&self) -> bool {
        self.method.is_some()
    }

    /// Solves a range of points; after a stop, the rest stays open.
    ///
    /// Blocks lie at multiples of their size, wherever the range begins and ends, and are evaluated as a whole: so bounds on
    /// rounding, and with them which points floats decide, are the same for all ways to part the work.
    pub(super) fn solve(&mut self, range: Range<usize>, rows: &mut Rows, watch: &mut Watch) -> Result<(), Error> {
        let first = range.start - range.start % self.block;
        for start in (first..range.end).step_by(self.block) {
            let block = start..self.points.len().min(start + self.block);
            let wanted = block.start.max(range.start)..block.end.min(range.end);
            if watch.is_stopped(rows.answers.len()) {
                wanted.for_each(|_| self.exact.skip(PointState::Open, rows));
                continue;
            }
            if self.method.is_some() {
                self.load(block);
            } else {
                self.open.fill(1);
                self.verdicts.fill(Verdict::Inside);
            }
            self.finish(start, wanted, rows, watch)?;
        }
        Ok(())
    }

    fn load(&mut self, block: Range<usize>) {
        let (Some(compiled), Some(method)) = (self.compiled, &mut self.method) else { return };
        let len = block.len();
        self.inputs.load(self.points, block);
        let open = &mut self.open[..len];
        open.fill(0);
        compiled.judge(&self.inputs, &mut self.room, &mut self.verdicts[..len], open);
        match method {
            Method::Induction(induction) => induction.solve(&self.inputs, &mut self.room, open),
            Method::Pure(tables) => {
                tables.evaluate(&self.inputs, &mut self.room, open);
                tables.stabilise(open);
            }
            Method::Nash(tables, _) => {
                tables.evaluate(&self.inputs, &mut self.room, open);
                (0..self.off.len()).for_each(|player| self.off[player] = tables.error(player));
            }
        }
    }

    /// Writes down some points of a block that begins at `start`, in order, and solves those that are open.
    fn finish(&mut self, start: usize, wanted: Range<usize>, rows: &mut Rows, watch: &mut Watch) -> Result<(), Error> {
        let mut easy = 0;
        for point in wanted {
            let offset = point - start;
            match (self.verdicts[offset], self.open[offset]) {
                (Verdict::Outside, _) => self.exact.skip(PointState::Outside, rows),
                // A payoff that divides by zero may be the first thing that fails, with the same result.
                (Verdict::Undefined, 0) => self.exact.skip(PointState::Undefined, rows),
                (Verdict::Inside, 0) if self.by_floats(offset, rows) => {}
                _ => {
                    match watch.must_stop_now(rows.answers.len()) {
                        true => self.exact.skip(PointState::Open, rows),
                        false => self.exact.solve(point, rows)?,
                    }
                    continue;
                }
            }
            easy += 1;
        }
        if easy > 0 {
            watch.must_stop_after(easy, rows.answers.len());
        }
        Ok(())
    }

    /// Writes down a point that floats decide; false where they do not after all.
    fn by_floats(&mut self, point: usize, rows: &mut Rows) -> bool {
        match &mut self.method {
            None => false,
            Some(Method::Induction(induction)) => {
                for (word, column) in self.bits.iter_mut().zip(induction.chosen()) {
                    *word = column[point];
                }
                rows.push_sure(&self.bits);
                for (player, into) in rows.payoffs.iter_mut().enumerate() {
                    let (column, error) = induction.payoffs(player);
                    into.push(column[point]);
                    rows.error = rows.error.max(error);
                }
                rows.end_point(1, PointState::Floats, true);
                true
            }
            Some(Method::Pure(tables)) => pure_rows(tables, self.exact, point, &mut self.bits, rows),
            Some(Method::Nash(tables, kernel)) => {
                gather(tables, point, self.off.len(), &mut self.game);
                nash_rows(kernel, self.exact, &self.game, &self.off, rows)
            }
        }
    }
}

/// The pure equilibria of a table at a point.
fn pure_rows(tables: &Tables, exact: &Exact, point: usize, bits: &mut [u64], rows: &mut Rows) -> bool {
    let players = rows.payoffs.len();
    let found: Vec<usize> = (0..tables.num_profiles()).filter(|&profile| tables.is_stable(profile, point)).collect();
    let payoffs: Vec<Vec<f64>> = found
        .iter()
        .map(|&profile| (0..players).map(|player| tables.payoff(profile, player, point)).collect())
        .collect();
    let error = (0..players).map(|player| tables.error(player)).fold(0.0, f64::max);
    let starts = starts_of(tables);
    let write = |number: usize, rows: &mut Rows| {
        bits.fill(0);
        tables.choices(found[number]).zip(&starts).for_each(|(choice, start)| set(bits, start + choice));
        rows.push_sure(bits);
    };
    select_and_write(exact.rule, &payoffs, error, true, rows, write)
}

fn starts_of(tables: &Tables) -> Vec<usize> {
    tables
        .shape()
        .iter()
        .scan(0, |next, count| {
            *next += count;
            Some(*next - count)
        })
        .collect()
}

/// The payoffs of a game, player by player.
fn gather(tables: &Tables, point: usize, players: usize, into: &mut Vec<f64>) {
    into.clear();
    for player in 0..players {
        into.extend((0..tables.num_profiles()).map(|profile| tables.payoff(profile, player, point)));
    }
}

/// The largest whole payoffs with which no two different probabilities of a table of up to four strategies are the same
/// float: determinants of three differences stay below 2.4e7, and their product below 2^53.
const SHORT: f64 = 50.0;

/// Whether all payoffs are small whole numbers.
fn are_short(game: &[f64], off: &[f64]) -> bool {
    off.iter().all(|off| *off == 0.0) && game.iter().all(|payoff| payoff.trunc() == *payoff && payoff.abs() <= SHORT)
}

/// All equilibria of a table at a point, if the kernel can tell.
fn nash_rows(kernel: &mut RoundedGames, exact: &Exact, game: &[f64], off: &[f64], rows: &mut Rows) -> bool {
    let Some(found) = kernel.solve(game, off) else { return false };
    // Which equilibrium is the first must not depend on rounding either.
    if !found.is_in_order(are_short(game, off)) {
        return false;
    }
    let size = game.iter().fold(0.0, |size: f64, payoff| size.max(payoff.abs()));
    let payoffs: Vec<Vec<f64>> = (0..found.len()).map(|number| found.equilibrium(number).1.to_vec()).collect();
    let spread = (0..found.len()).map(|number| found.equilibrium(number).2).fold(0.0, f64::max);
    let error =
        off.iter().fold(0.0, |most: f64, off| most.max(*off)) + (spread + 16.0 * UNIT) * exact.actions as f64 * size;
    let write = |number: usize, rows: &mut Rows| {
        let (probabilities, _, _) = found.equilibrium(number);
        let mut support = vec![0; words(exact.actions)];
        let used = probabilities.iter().enumerate().filter(|(_, probability)| **probability > 0.0);
        used.for_each(|(action, _)| set(&mut support, action));
        match probabilities.iter().all(|probability| *probability == 0.0 || *probability == 1.0) {
            true => rows.push_sure(&support),
            false => rows.push_mixed(&support, probabilities),
        }
    };
    select_and_write(exact.rule, &payoffs, error, true, rows, write)
}

/// Writes the rows that a rule selects; false where the payoffs are too near to each other to tell.
fn select_and_write(
    rule: Rule,
    payoffs: &[Vec<f64>],
    error: f64,
    complete: bool,
    rows: &mut Rows,
    mut write: impl FnMut(usize, &mut Rows),
) -> bool {
    let slack = 2.0 * error * (payoffs.first().map_or(1, Vec::len) as f64 + 1.0);
    let compare = |one: &f64, two: &f64| match one - two {
        difference if difference.abs() > slack => Some(one.total_cmp(two)),
        _ if slack == 0.0 => Some(Ordering::Equal),
        _ => None,
    };
    let selected = match rule.select(payoffs, |own| own.iter().sum(), compare) {
        Selected::Unclear => return false,
        Selected::One(number) => vec![number],
        Selected::All => (0..payoffs.len()).collect(),
        Selected::None => {
            rows.push_none();
            Vec::new()
        }
    };
    for number in selected {
        write(number, rows);
        rows.payoffs.iter_mut().zip(&payoffs[number]).for_each(|(column, payoff)| column.push(*payoff));
        rows.error = rows.error.max(error);
    }
    rows.end_point(payoffs.len(), PointState::Floats, complete);
    true
}
