//! The command `sweep`.

use std::io::Write;
use std::time::{Duration, Instant};

use super::Failure;
use super::args::{SweepConcept, SweepTask};
use super::studies::model;
use crate::error::Error;
use crate::game::Concept;
use crate::number::Rational;
use crate::solve::Control;
use crate::study::sweep::{PointState, Points, SWEEP_BLOCK, Sweep, SweepOptions, sweep};

/// Points that are solved and written at once: a long table needs no more room than a short one.
const PART: usize = 256 * SWEEP_BLOCK;

/// Sweeps and writes the table.
pub fn carry_out(task: &SweepTask, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), Failure> {
    let Some(path) = &task.csv else { return tabulate(task, out, err) };
    let fault = |error| Error::Invalid(format!("cannot write '{}': {error}", path.display()));
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(fault)?);
    tabulate(task, &mut file, err)?;
    Ok(file.flush()?)
}

fn tabulate(task: &SweepTask, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), Failure> {
    let set: Vec<(&str, Rational)> =
        task.choice.set.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let model = model(&task.model, task.choice.variant.as_deref(), err)?.seen_from(&set)?;
    let points = Points::grid(task.over.iter().map(|(name, values)| (name.clone(), values.clone().into())))?;
    let (concept, start) = (task.concept.map(concept), Instant::now());
    let (mut first, mut open) = (0, 0);
    loop {
        let part = first..points.len().min(first + PART);
        let left = |limit: Duration| limit.saturating_sub(start.elapsed());
        let control =
            Control { time_limit: task.time_limit.map(left), memory_limit: task.memory_limit, ..Control::default() };
        let options = SweepOptions {
            concept,
            select: task.select.clone(),
            part: Some(part.clone()),
            control,
            ..SweepOptions::default()
        };
        let found = sweep(&model, &points, &options)?;
        if first == 0 {
            writeln!(out, "{}", header(&points, &found, task.probabilities))?;
        }
        for point in part.clone() {
            write_point(out, &points, &found, point, point - first, task.probabilities)?;
        }
        open += found.states.iter().filter(|state| **state == PointState::Open).count();
        first = part.end;
        if first >= points.len() {
            return Ok(note_open(open, points.len(), err)?);
        }
    }
}

/// Says how many points the limits left unsolved.
fn note_open(open: usize, points: usize, err: &mut dyn Write) -> std::io::Result<()> {
    match open {
        0 => Ok(()),
        _ => writeln!(
            err,
            "foederis: {open} of {points} points were left unsolved by --time-limit or --memory-limit; their state is 'open'"
        ),
    }
}

fn concept(name: SweepConcept) -> Concept {
    match name {
        SweepConcept::SubgamePerfect => Concept::SubgamePerfect,
        SweepConcept::Sequential => Concept::Sequential,
        SweepConcept::PerfectBayesian => Concept::PerfectBayesian,
        SweepConcept::WeakPerfectBayesian => Concept::WeakPerfectBayesian,
        SweepConcept::PureNash => Concept::PureNash,
        SweepConcept::Nash => Concept::Nash,
        SweepConcept::TremblingHand => Concept::ExtensiveFormPerfect,
        SweepConcept::Proper => Concept::Proper,
    }
}

fn header(points: &Points, found: &Sweep, probabilities: bool) -> String {
    let mut columns: Vec<String> = points.names().map(str::to_owned).collect();
    columns.extend(["equilibria", "outcome", "plan"].map(str::to_owned));
    columns.extend(found.players.iter().map(|player| format!("payoff: {player}")));
    if probabilities {
        columns.extend(found.acts.iter().map(|act| format!("p: {act}")));
    }
    columns.extend(["complete", "state"].map(str::to_owned));
    columns.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(",")
}

/// The row of a point, or with every equilibrium its rows.
fn write_point(
    out: &mut dyn Write,
    points: &Points,
    found: &Sweep,
    point: usize,
    place: usize,
    probabilities: bool,
) -> Result<(), Failure> {
    let rows = match &found.offsets {
        Some(offsets) => offsets[place]..offsets[place + 1],
        None => place..place + 1,
    };
    let parameters: Vec<String> = (0..points.names().count()).map(|axis| decimal(&points.value(axis, point))).collect();
    let state = match found.states[place] {
        PointState::Open => "open",
        PointState::Floats => "floats",
        PointState::Exact => "exact",
        PointState::Outside => "outside",
        PointState::Undefined => "undefined",
    };
    // A point without an equilibrium has a row all the same.
    let empty = rows.is_empty().then_some(usize::MAX);
    for row in rows.chain(empty) {
        let mut cells = parameters.clone();
        cells.push(found.counts[place].to_string());
        let answer = found.answer(row);
        cells.push(answer.map_or(String::new(), |answer| quoted(&answer.outcome)));
        cells.push(answer.map_or(String::new(), |answer| quoted(&answer.plan)));
        let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        cells.extend((0..found.players.len()).map(|player| number(found.payoff(player, row))));
        if probabilities {
            let own = found.probabilities_of(row);
            cells.extend((0..found.acts.len()).map(|act| number(own.as_ref().map(|own| own[act]))));
        }
        writeln!(out, "{},{},{state}", cells.join(","), found.complete[place])?;
    }
    Ok(())
}

fn decimal(value: &Rational) -> String {
    value.to_f64().to_string()
}

/// A text as CSV has it (RFC 4180).
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
