//! From a solution of the indifference equations to an equilibrium, or to the proof that it is none.

use super::exact::Exact;
use super::supports::Supports;
use crate::error::Error;
use crate::game::{MixedProfile, NormalForm};
use crate::number::{Rational, simplest_near};
use crate::solve::roots::{Bounds, MARGIN, System};

/// To this all irrational probabilities are rounded: `2^-53`.
pub(in crate::solve) const UNIT: f64 = f64::EPSILON / 2.0;

/// What a solution turned out to be.
pub(super) enum Finding {
    /// An equilibrium with rational probabilities, checked exactly.
    Exact(MixedProfile),
    /// An equilibrium with irrational probabilities: floats, and how far they may be off.
    Close(MixedProfile, f64),
    /// No equilibrium with these supports.
    Refuted,
    /// Too near a border to tell.
    Undecided,
}

/// The largest denominator that is looked for.
const MAX_DENOMINATOR: u64 = 1_000_000;

/// Judges a solution; `survivors` are the strategies that the supports count from. Of the system's inequalities it may be
/// known that some are 0 at every solution.
pub(super) fn judge(
    exactly: &Exact,
    game: &NormalForm,
    survivors: &[Vec<usize>],
    supports: &Supports,
    (system, implied): (&System, &[bool]),
    root: &[Bounds],
) -> Result<Finding, Error> {
    if root.iter().flatten().any(|(_, high)| *high < 0.0) {
        return Ok(Finding::Refuted);
    }
    let place = |rows: Vec<Vec<Rational>>| place(game, survivors, supports, rows);
    if let Some(profile) = root.iter().map(simple).collect::<Option<Vec<_>>>().map(place)
        && indifferent(exactly, game, survivors, supports, &profile)?
    {
        return exact(exactly, game, survivors, supports, profile);
    }
    let open = |number: &usize| !implied.get(*number).copied().unwrap_or(false);
    let forms = (0..system.inequalities.len()).filter(open).map(|number| &system.inequalities[number]);
    let ranges: Vec<(f64, f64)> = forms.map(|form| form.range(root)).collect();
    if ranges.iter().any(|(low, _)| *low > MARGIN) {
        return Ok(Finding::Refuted);
    }
    let inside = root.iter().flatten().all(|(low, _)| *low > 0.0);
    if !inside || ranges.iter().any(|(_, high)| *high >= -MARGIN) {
        return Ok(Finding::Undecided);
    }
    // The last probability takes up what the others are off.
    let off = |bounds: &Bounds| bounds.iter().map(|(low, high)| (high - low) / 2.0 + UNIT).sum();
    let radius = root.iter().map(off).fold(0.0, f64::max);
    let rows = root.iter().map(middle).collect::<Option<Vec<_>>>();
    Ok(rows.map_or(Finding::Undecided, |rows| Finding::Close(place(rows), radius)))
}

/// A rational solution: every probability above 0, and nothing unused better.
fn exact(
    exactly: &Exact,
    game: &NormalForm,
    survivors: &[Vec<usize>],
    supports: &Supports,
    profile: MixedProfile,
) -> Result<Finding, Error> {
    for player in game.player_ids() {
        let own = &survivors[player.index()];
        let used = &supports[player.index()];
        if used.iter().any(|&strategy| !profile.of(player)[own[strategy]].is_positive()) {
            return Ok(Finding::Refuted);
        }
        let gains = exactly.deviation_payoffs(&profile, player)?;
        if gains.iter().any(|gain| gain > &gains[own[used[0]]]) {
            return Ok(Finding::Refuted);
        }
    }
    Ok(Finding::Exact(profile))
}

/// Whether everybody is exactly indifferent among the strategies used.
fn indifferent(
    exactly: &Exact,
    game: &NormalForm,
    survivors: &[Vec<usize>],
    supports: &Supports,
    profile: &MixedProfile,
) -> Result<bool, Error> {
    if profile.0.iter().flatten().any(Rational::is_negative) {
        return Ok(false);
    }
    for player in game.player_ids() {
        let own = &survivors[player.index()];
        let gains = exactly.deviation_payoffs(profile, player)?;
        let used = &supports[player.index()];
        if used.iter().any(|&strategy| gains[own[strategy]] != gains[own[used[0]]]) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Puts the probabilities of those who mix, and those of the others, at the strategies' places in the whole game.
fn place(game: &NormalForm, survivors: &[Vec<usize>], supports: &Supports, rows: Vec<Vec<Rational>>) -> MixedProfile {
    let mut mixing = rows.into_iter();
    let row = |player: usize| {
        let count = game.strategies(player.into()).len();
        let mut row = vec![Rational::ZERO; count];
        let used = supports[player].iter().map(|&strategy| survivors[player][strategy]);
        match supports[player].len() {
            1 => used.for_each(|strategy| row[strategy] = Rational::ONE),
            _ => used.zip(mixing.next().unwrap_or_default()).for_each(|(strategy, x)| row[strategy] = x),
        }
        row
    };
    MixedProfile((0..supports.len()).map(row).collect())
}

/// The middle of a player's box, the last probability taking up the rounding of the sum.
pub(in crate::solve) fn middle(bounds: &Bounds) -> Option<Vec<Rational>> {
    complete(bounds, |(low, high)| dyadic(low + (high - low) / 2.0))
}

/// A probability rounded to a multiple of [`UNIT`], so that all have a short denominator in common.
fn dyadic(value: f64) -> Option<Rational> {
    Rational::new((value / UNIT).round().max(1.0) as i64, 1 << 53)
}

/// Fractions with small denominators in a player's box, if there are such.
pub(in crate::solve) fn simple(bounds: &Bounds) -> Option<Vec<Rational>> {
    let row = complete(bounds, |(low, high)| {
        simplest_near(low + (high - low) / 2.0, 1e-9f64.max(high - low), MAX_DENOMINATOR)
    })?;
    let near = |(x, (low, high)): (&Rational, &(f64, f64))| x.to_f64() >= low - 1e-9 && x.to_f64() <= high + 1e-9;
    row.iter().zip(bounds).all(near).then_some(row)
}

fn complete(bounds: &Bounds, number: impl Fn((f64, f64)) -> Option<Rational>) -> Option<Vec<Rational>> {
    let (_, first) = bounds.split_last()?;
    let mut row: Vec<Rational> = first.iter().map(|&pair| number(pair)).collect::<Option<_>>()?;
    let rest = Rational::ONE - row.iter().sum::<Rational>();
    row.push(rest);
    Some(row)
}
