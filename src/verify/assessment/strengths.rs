//! Strengths: how probable mistakes of equal rarity are compared with each other, so that the odds come out as believed.
//!
//! Positive numbers `c(a)` are sought for the actions that the profile never takes. At each information set, the odds of
//! two nodes that are believed must be the ratio of the products of `c` along the two ways, times that of the known
//! probabilities. In logarithms these are linear equations with integer coefficients. They have a solution exactly if
//! each combination of equations whose left side vanishes has a right side of 0. A right side is the logarithm of a
//! rational; it is written by exponents over numbers without common factors, which are independent, so that rational
//! elimination decides it.

use std::collections::BTreeMap;

use super::coprime::CoprimeBase;
use super::surprise::{Mistake, Surprise};
use crate::game::InfosetId;
use crate::number::Rational;

/// Odds at an information set that others' odds rule out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) struct OddsFault {
    pub infoset: InfosetId,
    /// The positions of two nodes that are believed.
    pub nodes: (usize, usize),
    /// The odds of the first against the second, as believed.
    pub odds: Rational,
    /// What they must be, where that is rational.
    pub needed: Option<Rational>,
    /// The other information sets whose odds say so; empty where Bayes' rule alone does.
    pub because: Vec<InfosetId>,
}

/// One equation.
struct Equation {
    infoset: InfosetId,
    nodes: (usize, usize),
    /// Coefficients of the mistakes.
    left: BTreeMap<Mistake, Rational>,
    /// What the product of strengths must be.
    right: Rational,
    /// The odds that the known probabilities give.
    known: Rational,
}

/// The first odds that are ruled out, if any are.
pub(in crate::verify) fn odds_fault<'a>(
    surprises: &[Vec<Surprise>],
    held: impl Iterator<Item = (InfosetId, &'a [Rational])>,
) -> Option<OddsFault> {
    let equations: Vec<Equation> =
        held.flat_map(|(id, beliefs)| equations_at(id, &surprises[id.index()], beliefs)).collect();
    let base = CoprimeBase::of(equations.iter().map(|equation| &equation.right));
    let mut solved: Vec<Reduced> = Vec::new();
    for (position, equation) in equations.iter().enumerate() {
        let mut row = Reduced {
            left: equation.left.clone(),
            right: base.exponents(&equation.right),
            uses: BTreeMap::from([(position, Rational::ONE)]),
        };
        solved.iter().for_each(|known| row.eliminate(known));
        if !row.left.is_empty() {
            solved.push(row);
        } else if row.right.iter().any(|exponent| !exponent.is_zero()) {
            return Some(fault(&equations, position, &row.uses));
        }
    }
    None
}

/// The odds of the first node believed against each other one.
fn equations_at(id: InfosetId, nodes: &[Surprise], beliefs: &[Rational]) -> Vec<Equation> {
    let believed: Vec<usize> = (0..nodes.len()).filter(|&node| beliefs[node].is_positive()).collect();
    let Some((&first, others)) = believed.split_first() else { return Vec::new() };
    let equation = |&other: &usize| {
        let known = nodes[first].rest.checked_div(&nodes[other].rest)?;
        let odds = beliefs[first].checked_div(&beliefs[other])?;
        let left = nodes[first].against(&nodes[other]).into_iter();
        let left = left.map(|(mistake, sign)| (mistake, Rational::from(sign))).collect();
        let right = odds.checked_div(&known)?;
        Some(Equation { infoset: id, nodes: (first, other), left, right, known })
    };
    others.iter().filter_map(equation).collect()
}

/// A combination of equations.
struct Reduced {
    left: BTreeMap<Mistake, Rational>,
    /// Exponents of the base.
    right: Vec<Rational>,
    /// How often each equation is in it.
    uses: BTreeMap<usize, Rational>,
}

impl Reduced {
    /// Takes as much of another combination away as removes its first mistake from this one.
    fn eliminate(&mut self, other: &Reduced) {
        let Some((pivot, value)) = other.left.first_key_value() else { return };
        let Some(factor) = self.left.get(pivot).and_then(|own| own.checked_div(value)) else { return };
        subtract(&mut self.left, &factor, &other.left);
        subtract(&mut self.uses, &factor, &other.uses);
        self.right.iter_mut().zip(&other.right).for_each(|(own, other)| *own -= &(&factor * other));
    }
}

fn subtract<K: Ord + Copy>(own: &mut BTreeMap<K, Rational>, factor: &Rational, other: &BTreeMap<K, Rational>) {
    for (key, value) in other {
        let entry = own.entry(*key).or_default();
        *entry -= &(factor * value);
        if entry.is_zero() {
            own.remove(key);
        }
    }
}

fn fault(equations: &[Equation], position: usize, uses: &BTreeMap<usize, Rational>) -> OddsFault {
    let Equation { infoset, nodes, right, known, .. } = &equations[position];
    let others = || uses.iter().filter(|(other, _)| **other != position);
    let power = |(other, times): (&usize, &Rational)| {
        let (times, _) = times.to_small_parts().filter(|(times, one)| *one == 1 && times.abs() < 64)?;
        equations[*other].right.pow(-(times as i32))
    };
    let needed = others().map(power).try_fold(known.clone(), |product, factor| Some(&product * &factor?));
    let mut because: Vec<InfosetId> = others().map(|(other, _)| equations[*other].infoset).collect();
    because.sort_unstable();
    because.dedup();
    OddsFault { infoset: *infoset, nodes: *nodes, odds: right * known, needed, because }
}
