//! Whether consistent beliefs can meet the needs of several information sets together.
//!
//! Which ways are believed in at each set is gone through; orders of magnitude that make just these the most probable are a
//! linear program. The odds between ways are then products of strengths of mistakes. Each different product is a variable:
//! the needs are linear in these. Where the products can have any values, up to a common factor of those that occur
//! together, that linear program decides; where they cannot, it may only refute, or its solution be right by itself.

use std::collections::BTreeSet;

use super::mixture::with_positive;
use super::needs::Needs;
use super::ways::Way;
use crate::error::Error;
use crate::game::InfosetId;
use crate::number::{Rational, rank};
use crate::verify::assessment::{Believed, Mistake, Surprise, contradiction, odds_fault};

/// What a search came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// There are such beliefs.
    Yes,
    /// There are none.
    No,
    /// That was not decided.
    Open,
}

/// The most choices of ways that are tried.
const MAX_STEPS: usize = 20_000;

/// The most ways to an information set.
const MAX_WAYS: usize = 12;

/// An information set with needs, and the ways there.
pub(super) struct Tied<'a> {
    pub needs: &'a Needs,
    pub ways: &'a [Way],
}

/// Whether consistent beliefs meet all these needs.
pub(super) fn decide(surprises: &[Vec<Surprise>], sets: &[Tied]) -> Result<Decision, Error> {
    if sets.iter().any(|set| set.ways.len() > MAX_WAYS) {
        return Ok(Decision::Open);
    }
    let mut search = Search { surprises, sets, steps: 0, open: false };
    let found = search.extend(&mut Vec::new())?;
    Ok(match (found, search.open) {
        (true, _) => Decision::Yes,
        (false, true) => Decision::Open,
        (false, false) => Decision::No,
    })
}

struct Search<'a> {
    surprises: &'a [Vec<Surprise>],
    sets: &'a [Tied<'a>],
    steps: usize,
    /// Whether some choice was left undecided.
    open: bool,
}

impl Search<'_> {
    /// Goes through the ways believed in at the next set, most of them first; true once all needs are met.
    fn extend(&mut self, chosen: &mut Vec<u32>) -> Result<bool, Error> {
        let Some(set) = self.sets.get(chosen.len()) else { return Ok(false) };
        let mut choices: Vec<u32> = (1..1u32 << set.ways.len()).collect();
        choices.sort_by_key(|choice| std::cmp::Reverse(choice.count_ones()));
        for choice in choices {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                self.open = true;
                return Ok(false);
            }
            chosen.push(choice);
            let found = match self.strengths(chosen)? {
                Decision::No => false,
                decision if chosen.len() == self.sets.len() => {
                    self.open |= decision == Decision::Open;
                    decision == Decision::Yes
                }
                _ => self.extend(chosen)?,
            };
            chosen.pop();
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the sets chosen for so far can be believed in so, and their needs met.
    fn strengths(&self, chosen: &[u32]) -> Result<Decision, Error> {
        let parts: Vec<(&Tied, Vec<&Way>)> =
            self.sets.iter().zip(chosen).map(|(set, own)| (set, taken(set, *own))).collect();
        let products = Products::of(&parts);
        let Some(point) = products.solve(&parts) else { return Ok(Decision::No) };
        let believed = |(set, ways): &(&Tied, Vec<&Way>)| -> Believed {
            let mut nodes: Vec<usize> = ways.iter().flat_map(|way| way.shares.iter().map(|(node, _)| *node)).collect();
            nodes.sort_unstable();
            (set.needs.infoset, nodes)
        };
        if !contradiction(self.surprises, &parts.iter().map(believed).collect::<Vec<_>>())?.is_empty() {
            return Ok(Decision::No);
        }
        if products.are_free() || self.is_right(&parts, &products, &point) {
            return Ok(Decision::Yes);
        }
        Ok(Decision::Open)
    }

    /// Whether some strengths make products with just these values.
    fn is_right(&self, parts: &[(&Tied, Vec<&Way>)], products: &Products, point: &[Rational]) -> bool {
        let belief = |(number, (set, ways)): (usize, &(&Tied, Vec<&Way>))| -> (InfosetId, Vec<Rational>) {
            let mut row = vec![Rational::ZERO; set.needs.allowed[0].len()];
            for (way, product) in ways.iter().zip(&products.places[number]) {
                let weight = &way.weight * &point[*product];
                way.shares.iter().for_each(|(node, share)| row[*node] = &weight * share);
            }
            let total: Rational = row.iter().sum();
            (set.needs.infoset, row.into_iter().map(|weight| weight / &total).collect())
        };
        let held: Vec<(InfosetId, Vec<Rational>)> = parts.iter().enumerate().map(belief).collect();
        odds_fault(self.surprises, held.iter().map(|(id, row)| (*id, &row[..]))).is_none()
    }
}

fn taken<'a>(set: &Tied<'a>, choice: u32) -> Vec<&'a Way> {
    (0..set.ways.len()).filter(|number| choice >> number & 1 == 1).map(|number| &set.ways[number]).collect()
}

/// The different products of strengths of the ways believed in, without what all ways of a set have in common.
struct Products {
    all: Vec<BTreeSet<Mistake>>,
    /// For each set and way, which product its strength is.
    places: Vec<Vec<usize>>,
}

impl Products {
    fn of(parts: &[(&Tied, Vec<&Way>)]) -> Products {
        let mut products = Products { all: Vec::new(), places: Vec::new() };
        for (_, ways) in parts {
            let common = |mistake: &&Mistake| ways.iter().all(|way| way.mistakes.contains(*mistake));
            let bare = |way: &&Way| way.mistakes.iter().filter(|mistake| !common(mistake)).copied().collect();
            let places = ways.iter().map(bare).map(|bare| products.place(bare)).collect();
            products.places.push(places);
        }
        products
    }

    fn place(&mut self, bare: BTreeSet<Mistake>) -> usize {
        self.all.iter().position(|own| *own == bare).unwrap_or_else(|| {
            self.all.push(bare);
            self.all.len() - 1
        })
    }

    /// Values above 0 that meet all needs, whatever they have to do with each other.
    fn solve(&self, parts: &[(&Tied, Vec<&Way>)]) -> Option<Vec<Rational>> {
        let count = self.all.len();
        let mut rows = Vec::new();
        for ((set, ways), places) in parts.iter().zip(&self.places) {
            for gains in &set.needs.rows {
                let mut row = vec![Rational::ZERO; count];
                for (way, place) in ways.iter().zip(places) {
                    let gain: Rational = way.shares.iter().map(|(node, share)| share * &gains[*node]).sum();
                    row[*place] += &(&way.weight * &gain);
                }
                rows.push(row);
            }
        }
        let unit = |own: usize| (0..count).map(|at| Rational::from(i64::from(at == own))).collect();
        with_positive(&rows, &(0..count).map(unit).collect::<Vec<_>>(), count)
    }

    /// Whether strengths can give the products any values above 0, up to a factor for those that occur together.
    fn are_free(&self) -> bool {
        let mistakes: BTreeSet<&Mistake> = self.all.iter().flatten().collect();
        let mut group: Vec<usize> = (0..self.all.len()).collect();
        for places in &self.places {
            for pair in places.windows(2) {
                let (old, new) = (group[pair[0]], group[pair[1]]);
                group.iter_mut().filter(|own| **own == old).for_each(|own| *own = new);
            }
        }
        let one = |yes: bool| Rational::from(i64::from(yes));
        let row = |product: usize| -> Vec<Rational> {
            let exponents = mistakes.iter().map(|mistake| one(self.all[product].contains(*mistake)));
            exponents.chain((0..self.all.len()).map(|name| one(group[product] == name))).collect()
        };
        rank((0..self.all.len()).map(row).collect()) == self.all.len()
    }
}
