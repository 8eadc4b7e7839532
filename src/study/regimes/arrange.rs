//! From where each equilibrium exists to cells with the same set of equilibria.

use std::collections::HashMap;

use super::{Cell, Found};
use crate::number::Rational;
use crate::solve::{Watch, free_aside};
use crate::study::region::{Answer, Constraint, Domain, Sense, needed, simplified};

/// What is said where there was no time for cells.
const NO_CELLS: &str = "The cells were not put together in time; where each equilibrium exists is known.";

/// What is said where there was time for the regime at the base only.
const ONLY_BASE: &str = "The cells were not put together in time. Of the regime at the base a part around it is given, as far as \
                         the equilibria that were found tell; where each of these exists is known.";

/// Marks which requirements are needed, and parts the domain into cells.
pub(super) fn cells(found: &mut Found, domain: &Domain, watch: &mut Watch) -> Vec<Cell> {
    let mut cells = parted(found, domain, watch);
    cells.iter_mut().for_each(|cell| cell.equilibria.sort_unstable());
    cells
}

fn parted(found: &mut Found, domain: &Domain, watch: &mut Watch) -> Vec<Cell> {
    for equilibrium in &mut found.equilibria {
        let all: Vec<Constraint> = equilibrium.requirements.iter().map(|r| r.constraint.clone()).collect();
        let marks = needed(&all, domain);
        equilibrium.requirements.iter_mut().zip(marks).for_each(|(requirement, mark)| requirement.needed = mark);
        if watch.must_stop_now(0) {
            break;
        }
    }
    let Some(groups) = groups(found, watch) else { return at_base(found, domain) };
    if found.apart {
        // Distinct plans differ at a last move, where one needs the opposite of what the other needs.
        let cell = |group: Group| {
            let needed = found.equilibria[group.equilibria[0]].conditions();
            let conditions = needed.iter().map(|condition| condition.with_sense(Sense::Positive)).collect();
            Cell { conditions, ..Cell::of(group) }
        };
        return groups.into_iter().map(cell).collect();
    }
    let mut arrangement = Arrangement { domain, cells: vec![Cell::whole(domain)], open: 0 };
    for group in groups {
        if watch.must_stop_now(0) {
            return at_base(found, domain);
        }
        arrangement.add(&group);
    }
    found.open += arrangement.open;
    let whole = |cell: &Cell| -> Vec<Constraint> {
        let all = cell.equilibria.iter().flat_map(|&index| &found.equilibria[index].requirements);
        all.map(|requirement| requirement.constraint.with_sense(Sense::Positive)).collect()
    };
    let mut cells = merged(arrangement.cells, |cell| cell.equilibria.clone(), whole, domain, watch);
    cells.sort_by_key(|cell| cell.equilibria.first().copied().unwrap_or(usize::MAX));
    cells
}

/// Equilibria that exist under the same conditions.
struct Group {
    conditions: Vec<Constraint>,
    equilibria: Vec<usize>,
    sample: Option<Vec<Rational>>,
}

/// The part of the regime at the base in which, of each equilibrium that does not exist there, one condition fails that fails
/// at the base. None where the base is on a border.
fn at_base(found: &mut Found, domain: &Domain) -> Vec<Cell> {
    let base = domain.base();
    let mut conditions: Vec<Constraint> = Vec::new();
    let (mut here, mut on_border): (Vec<usize>, bool) = Default::default();
    let mut add = |condition: Constraint| {
        if !conditions.contains(&condition) {
            conditions.push(condition);
        }
    };
    for (index, equilibrium) in found.equilibria.iter().enumerate() {
        let all = equilibrium.requirements.iter().map(|own| &own.constraint);
        match all.clone().find(|constraint| !constraint.holds(base)) {
            Some(failing) => {
                let sides = failing.negation().into_iter().map(|side| side.with_sense(Sense::Positive));
                let side = sides.into_iter().find(|side| side.holds(base));
                on_border |= side.is_none();
                side.into_iter().for_each(&mut add);
            }
            None => {
                here.push(index);
                all.for_each(|constraint| add(constraint.with_sense(Sense::Positive)));
            }
        }
    }
    on_border |= !conditions.iter().all(|condition| condition.holds(base));
    let inside = !on_border && !found.equilibria.is_empty();
    found.notes.push(if inside { ONLY_BASE } else { NO_CELLS }.into());
    let cell = Cell { conditions, equilibria: here, sample: Some(base.to_vec()) };
    if inside { vec![tidy(cell, domain)] } else { Vec::new() }
}

/// None where there is no time for all of them.
fn groups(found: &Found, watch: &mut Watch) -> Option<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<Vec<Constraint>, usize> = HashMap::new();
    for (index, equilibrium) in found.equilibria.iter().enumerate() {
        if watch.out_of_patience() {
            free_aside((groups, known));
            return None;
        }
        let all = equilibrium.requirements.iter();
        let conditions: Vec<Constraint> = all.map(|r| r.constraint.with_sense(Sense::Positive)).collect();
        let mut key = conditions.clone();
        key.sort_by(|a, b| a.polynomial().terms().cmp(b.polynomial().terms()));
        key.dedup();
        match known.get(&key) {
            Some(&group) => groups[group].equilibria.push(index),
            None => {
                known.insert(key, groups.len());
                groups.push(Group { conditions, equilibria: vec![index], sample: found.samples[index].clone() });
            }
        }
    }
    Some(groups)
}

impl Cell {
    fn of(group: Group) -> Cell {
        Cell { conditions: group.conditions, equilibria: group.equilibria, sample: group.sample }
    }

    fn whole(domain: &Domain) -> Cell {
        Cell { conditions: Vec::new(), equilibria: Vec::new(), sample: Some(domain.base().to_vec()) }
    }

    fn has(&self, constraint: &Constraint) -> bool {
        self.conditions.contains(constraint)
    }
}

struct Arrangement<'a> {
    domain: &'a Domain,
    cells: Vec<Cell>,
    open: u64,
}

impl Arrangement<'_> {
    /// Cuts every cell along the border of where some equilibria exist.
    fn add(&mut self, group: &Group) {
        let mut next = Vec::with_capacity(self.cells.len() + 1);
        for cell in std::mem::take(&mut self.cells) {
            let mut inside = self.part(&cell, &group.conditions, &group.sample);
            let Some(inside) = inside.as_mut() else {
                next.push(cell);
                continue;
            };
            let mut before: Vec<Constraint> = Vec::new();
            for condition in &group.conditions {
                for outside in condition.with_sense(Sense::NonNegative).negation() {
                    let cut = [&before[..], &[outside]].concat();
                    next.extend(self.part(&cell, &cut, &None));
                }
                before.push(condition.clone());
            }
            inside.equilibria.extend(&group.equilibria);
            next.push(inside.clone());
        }
        self.cells = next;
    }

    /// The part of a cell where more holds, if it is an open set.
    fn part(&mut self, cell: &Cell, more: &[Constraint], hint: &Option<Vec<Rational>>) -> Option<Cell> {
        let mut part = cell.clone();
        for condition in more {
            let opposite = condition.with_sense(Sense::NonNegative).negation();
            if opposite.iter().any(|opposite| part.has(opposite)) {
                return None;
            }
            if !part.has(condition) {
                part.conditions.push(condition.clone());
            }
        }
        let meets = |point: &&Vec<Rational>| {
            self.domain.contains(point) && part.conditions.iter().all(|constraint| constraint.holds(point))
        };
        let known = [&cell.sample, hint].into_iter().flatten().find(meets).cloned();
        part.sample = match known {
            Some(point) => Some(point),
            None => match self.domain.decide(&part.conditions) {
                Answer::Empty => return None,
                Answer::Point(point) => Some(point),
                Answer::Irrational => None,
                Answer::Open => {
                    self.open += 1;
                    None
                }
            },
        };
        Some(part)
    }
}

/// Cells with equal keys as few and as large as can be: conditions that only part a regime from itself are dropped.
///
/// `whole` gives conditions that hold all over a regime, and may be all that it takes.
pub(super) fn merged<K: PartialEq>(
    cells: Vec<Cell>,
    key: impl Fn(&Cell) -> K,
    whole: impl Fn(&Cell) -> Vec<Constraint>,
    domain: &Domain,
    watch: &mut Watch,
) -> Vec<Cell> {
    let cells: Vec<Cell> = cells.into_iter().map(|cell| tidy(cell, domain)).collect();
    let keys: Vec<K> = cells.iter().map(&key).collect();
    let mut merged: Vec<Cell> = Vec::new();
    for (index, first) in cells.iter().enumerate().filter(|(index, _)| !keys[..*index].contains(&keys[*index])) {
        let of_same = |same: bool| {
            let keep = move |at: &usize, keys: &[K]| (keys[*at] == keys[index]) == same;
            (0..cells.len()).filter(|at| keep(at, &keys)).map(|at| &cells[at]).collect::<Vec<&Cell>>()
        };
        let (pieces, others) = (of_same(true), of_same(false));
        let conditions = whole(first);
        if watch.must_stop_now(0) {
            // Not merged, but not lost either.
            merged.extend(pieces.into_iter().cloned());
        } else if pieces.len() > 1 && others.iter().all(|other| apart(&conditions, other, domain)) {
            merged.push(tidy(Cell { conditions, ..first.clone() }, domain));
        } else if pieces.len() > 1 {
            merged.extend(cover(pieces.iter().map(|piece| expanded(piece, &others, domain)).collect(), domain));
        } else {
            merged.push(first.clone());
        }
    }
    merged
}

/// A cell without conditions that follow from the rest, or that only leave out the rim of the domain.
fn tidy(cell: Cell, domain: &Domain) -> Cell {
    let rim = |condition: &Constraint| {
        condition.with_sense(Sense::NonNegative).negation().into_iter().all(|case| domain.excludes(&[case]))
    };
    let inner: Vec<Constraint> = cell.conditions.iter().filter(|condition| !rim(condition)).cloned().collect();
    Cell { conditions: simplified(&inner, domain), ..cell }
}

/// The cells that lie in no other.
fn cover(cells: Vec<Cell>, domain: &Domain) -> Vec<Cell> {
    let mut kept: Vec<Cell> = Vec::new();
    for cell in cells {
        let within = |small: &Cell, large: &Cell| large.conditions.iter().all(|c| surely(c, small, domain));
        if !kept.iter().any(|large| within(&cell, large)) {
            kept.retain(|small| !within(small, &cell));
            kept.push(cell);
        }
    }
    kept
}

/// Whether a condition holds all over a cell.
fn surely(condition: &Constraint, cell: &Cell, domain: &Domain) -> bool {
    if cell.has(condition) {
        return true;
    }
    if cell.sample.as_ref().is_some_and(|point| !condition.holds(point)) {
        return false;
    }
    condition.negation().into_iter().all(|case| domain.excludes(&[&cell.conditions[..], &[case]].concat()))
}

/// A cell without the conditions that keep it from no cell of another regime.
fn expanded(cell: &Cell, others: &[&Cell], domain: &Domain) -> Cell {
    let mut large = cell.clone();
    for condition in &cell.conditions {
        let rest: Vec<Constraint> = large.conditions.iter().filter(|other| *other != condition).cloned().collect();
        if others.iter().all(|other| apart(&rest, other, domain)) {
            large.conditions = rest;
        }
    }
    large
}

/// Whether no point of a cell meets some conditions.
fn apart(conditions: &[Constraint], cell: &Cell, domain: &Domain) -> bool {
    let opposite = |condition: &Constraint| {
        condition.with_sense(Sense::NonNegative).negation().iter().any(|opposite| cell.has(opposite))
    };
    if conditions.iter().any(opposite) {
        return true;
    }
    if cell.sample.as_ref().is_some_and(|point| conditions.iter().all(|condition| condition.holds(point))) {
        return false;
    }
    domain.excludes(&[conditions, &cell.conditions].concat())
}
