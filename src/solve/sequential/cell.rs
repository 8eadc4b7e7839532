//! All points at which given conditions hold, where they can be had exactly: a product of polytopes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::basis::Basis;
use super::conditions::Condition;
use super::form::{Form, Var};
use super::polytope::{self, extreme_points};
use crate::number::lp;
use crate::number::{Interval, Rational};

/// What the conditions leave.
#[derive(Debug)]
pub(super) enum Cell {
    /// Nothing.
    Nothing,
    /// These points.
    Product(Product),
    /// Something that is no product of polytopes, or that is not known.
    Bent(Residue),
}

/// Conditions that do not come down to linear ones.
#[derive(Debug)]
pub(super) struct Residue {
    /// What is known, and polytopes that hold all that is left.
    pub(super) product: Product,
    /// Groups that conditions tie together by products, with these conditions. Everything else is as the polytopes say.
    pub(super) knots: Vec<Knot>,
}

/// Groups of blocks that conditions tie together by products.
#[derive(Debug)]
pub(super) struct Knot {
    /// Positions among the groups.
    pub(super) groups: Vec<usize>,
    /// All conditions on their variables, linear ones too.
    pub(super) conditions: Vec<Condition>,
}

/// Points whose parts can be chosen independently.
#[derive(Debug, Clone)]
pub(super) struct Product {
    /// The value of each variable that has only one.
    pub(super) fixed: Vec<Option<Rational>>,
    /// The others, in groups of blocks that hang together.
    pub(super) groups: Vec<Group>,
    /// Those of the values that are the middle of a box in which the true one is proven to be; empty where all are exact.
    pub(super) boxes: BTreeMap<Var, Interval>,
}

/// Blocks that hang together, and the extreme points of what they may be.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) variables: Vec<Var>,
    pub(super) vertices: Vec<Vec<Rational>>,
    /// How far the vertices may be from the true ones; 0 where they are exact.
    pub(super) off: f64,
}

/// The most corners at which a condition on several groups is checked.
const MAX_CORNERS: usize = 1 << 14;

/// Solves the conditions by drawing conclusions until nothing new comes: linear conditions make polytopes, and what has
/// only one value there is put into the others. What is left must hold at all corners, or at none.
///
/// Variables for actions must be above 0 somewhere in the result.
pub(super) fn solve(basis: &Basis, conditions: Vec<Condition>) -> Cell {
    resume(basis, vec![None; basis.size()], conditions)
}

/// As [`solve`], where some values are known.
pub(super) fn resume(basis: &Basis, fixed: Vec<Option<Rational>>, conditions: Vec<Condition>) -> Cell {
    let mut solver = Solver { basis, fixed, conditions };
    let cell = loop {
        if !solver.simplify() {
            return Cell::Nothing;
        }
        let Some(mut groups) = solver.groups() else { return Cell::Nothing };
        if solver.fix(&groups) {
            continue;
        }
        if !solver.leave_out(&mut groups) {
            return Cell::Nothing;
        }
        if !solver.fix(&groups) {
            break solver.finish(groups);
        }
    };
    match cell {
        Cell::Product(product) if !product.uses_all(basis.actions) => Cell::Nothing,
        cell => cell,
    }
}

/// Whether the linear ones among conditions can hold together.
pub(super) fn feasible(blocks: &[Range<Var>], conditions: &[&Form], equations: &[bool]) -> bool {
    let size = blocks.last().map_or(0, |block| block.end as usize);
    let mut rows = Vec::new();
    for (form, equation) in conditions.iter().zip(equations) {
        let row = homogeneous(form, blocks, size);
        let with = |row: Vec<Rational>| row.into_iter().chain([Rational::ZERO]).collect::<Vec<_>>();
        if *equation {
            rows.push(with(row.iter().map(|x| -x).collect()));
        }
        rows.push(with(row));
    }
    for block in blocks {
        let unit = |place: usize| if block.contains(&(place as Var)) { Rational::ONE } else { Rational::ZERO };
        rows.push((0..size).map(unit).chain([Rational::ONE]).collect());
    }
    let spoken = |place: usize| {
        if blocks.iter().any(|block| block.contains(&(place as Var))) { Rational::ONE } else { Rational::ZERO }
    };
    let most = lp::maximise(rows, &(0..size).map(spoken).collect::<Vec<_>>()).value;
    most == Rational::from(blocks.len() as i64)
}

/// Whether a form is seen to be nowhere below 0.
pub(super) fn nowhere_negative(form: &Form, groups: &[Group]) -> bool {
    Corners::of(form, groups).is_some_and(|corners| corners.signs.iter().all(|sign| *sign >= 0))
}

/// The coefficients of a linear form, its constant spread over a block that it speaks of.
fn homogeneous(form: &Form, blocks: &[Range<Var>], size: usize) -> Vec<Rational> {
    let mut row = vec![Rational::ZERO; size];
    let constant = form.constant_part();
    for (product, coefficient) in form.terms() {
        if let [variable] = product {
            row[*variable as usize] += coefficient;
        }
    }
    let spoken = form.variables().next().and_then(|variable| blocks.iter().find(|block| block.contains(&variable)));
    if let Some(block) = spoken.or(blocks.first()) {
        block.clone().for_each(|variable| row[variable as usize] += &constant);
    }
    row
}

struct Solver<'a> {
    basis: &'a Basis,
    fixed: Vec<Option<Rational>>,
    conditions: Vec<Condition>,
}

impl Solver<'_> {
    /// Puts in what is known; false if some condition cannot hold.
    fn simplify(&mut self) -> bool {
        let fixed = &self.fixed;
        let actions = self.basis.actions;
        for condition in &mut self.conditions {
            let put = condition.form.at(&|variable| fixed[variable as usize].clone());
            condition.form = linear_if_possible(put.without_common(|variable| variable < actions), self.basis);
        }
        let fails = |condition: &Condition| {
            let sign = condition.form.constant_part().signum();
            condition.form.degree() == 0 && (sign > 0 || condition.equation && sign < 0)
        };
        if self.conditions.iter().any(fails) {
            return false;
        }
        self.conditions.retain(|condition| condition.form.degree() > 0);
        true
    }

    /// The groups of blocks that linear conditions tie together, with their extreme points; `None` if one has none.
    fn groups(&self) -> Option<Vec<Group>> {
        let open: Vec<&Range<Var>> =
            self.basis.blocks.iter().filter(|block| self.fixed[block.start as usize].is_none()).collect();
        let block_of = |variable: Var| open.iter().position(|block| block.contains(&variable)).unwrap_or(0);
        let mut number: Vec<usize> = (0..open.len()).collect();
        let linear: Vec<&Condition> = self.conditions.iter().filter(|c| c.form.degree() == 1).collect();
        for condition in &linear {
            let mut blocks: Vec<usize> = condition.form.variables().map(block_of).collect();
            blocks.dedup();
            for pair in blocks.windows(2) {
                let (old, new) = (number[pair[0]], number[pair[1]]);
                number.iter_mut().filter(|own| **own == old).for_each(|own| *own = new);
            }
        }
        let group = |name: usize| {
            let blocks: Vec<&Range<Var>> =
                open.iter().zip(&number).filter(|(_, own)| **own == name).map(|(block, _)| *block).collect();
            let own = linear.iter().filter(|c| c.form.variables().next().is_some_and(|v| number[block_of(v)] == name));
            polytope_of(&blocks, own.copied())
        };
        let names: Vec<usize> = (0..open.len()).filter(|&at| number.contains(&at)).collect();
        names.into_iter().map(group).collect()
    }

    /// Notes the blocks that have only one value; false if there is no new one.
    fn fix(&mut self, groups: &[Group]) -> bool {
        let mut new = false;
        for group in groups {
            for block in self.basis.blocks.iter().filter(|block| group.variables.contains(&block.start)) {
                let places: Vec<usize> =
                    (0..group.variables.len()).filter(|&at| block.contains(&group.variables[at])).collect();
                let first = &group.vertices[0];
                if group.vertices.iter().all(|vertex| places.iter().all(|&at| vertex[at] == first[at])) {
                    places.iter().for_each(|&at| {
                        self.fixed[group.variables[at] as usize] = Some(first[at].clone());
                    });
                    new = true;
                }
            }
        }
        new
    }

    /// Leaves out corners that no solution has a share of; false if a group has none left.
    ///
    /// Where a form that must not be above 0 is nowhere below it, it must be 0. As it is affine in each group, a solution is
    /// then a mixture of corners at which it can be 0.
    fn leave_out(&self, groups: &mut [Group]) -> bool {
        for condition in self.conditions.iter().filter(|condition| condition.form.degree() > 1) {
            while let Some(corners) = Corners::of(&condition.form, groups) {
                let (above, below) = (corners.signs.iter().any(|s| *s > 0), corners.signs.iter().any(|s| *s < 0));
                let one_sided = !below || condition.equation && !above;
                let Some((group, vertex)) = corners.nowhere_zero(groups).filter(|_| one_sided) else { break };
                groups[group].vertices.remove(vertex);
                if groups[group].vertices.is_empty() {
                    return false;
                }
            }
        }
        true
    }

    /// Looks at the conditions that tie groups together by products.
    fn finish(self, groups: Vec<Group>) -> Cell {
        let mut bent: Vec<Condition> = Vec::new();
        for condition in self.conditions.iter().filter(|condition| condition.form.degree() > 1) {
            let Some(Corners { signs, .. }) = Corners::of(&condition.form, &groups) else {
                bent.push(condition.clone());
                continue;
            };
            if signs.iter().all(|sign| *sign > 0) || condition.equation && signs.iter().all(|sign| *sign < 0) {
                return Cell::Nothing;
            }
            if signs.iter().any(|sign| *sign > 0 || condition.equation && *sign < 0) {
                bent.push(condition.clone());
            }
        }
        let product = Product { fixed: self.fixed, groups, boxes: BTreeMap::new() };
        match bent.is_empty() {
            true => Cell::Product(product),
            // Where some action is never used, there is nothing whatever the other conditions say.
            false if !product.uses_all(self.basis.actions) => Cell::Nothing,
            false => {
                let linear = self.conditions.into_iter().filter(|condition| condition.form.degree() == 1).collect();
                let knots = knots(&product.groups, bent, linear);
                Cell::Bent(Residue { product, knots })
            }
        }
    }
}

/// The groups that conditions tie together.
fn knots(groups: &[Group], bent: Vec<Condition>, linear: Vec<Condition>) -> Vec<Knot> {
    let mut knots: Vec<Knot> = Vec::new();
    for condition in bent {
        let spoken = |at: &usize| condition.form.variables().any(|variable| groups[*at].variables.contains(&variable));
        let own: Vec<usize> = (0..groups.len()).filter(spoken).collect();
        let meets = |knot: &mut Knot| knot.groups.iter().any(|group| own.contains(group));
        let mut joined = Knot { groups: own.clone(), conditions: vec![condition.clone()] };
        for knot in knots.extract_if(.., meets) {
            joined.groups.extend(knot.groups);
            joined.conditions.extend(knot.conditions);
        }
        joined.groups.sort_unstable();
        joined.groups.dedup();
        knots.push(joined);
    }
    for knot in &mut knots {
        let within = |condition: &&Condition| {
            let mut variables = condition.form.variables();
            variables.any(|variable| knot.groups.iter().any(|&group| groups[group].variables.contains(&variable)))
        };
        knot.conditions.extend(linear.iter().filter(within).cloned());
    }
    knots
}

/// A form written so that it is linear, if that can be.
fn linear_if_possible(form: Form, basis: &Basis) -> Form {
    if form.degree() <= 1 { form } else { without_last(&form, basis) }
}

/// A form with 1 less the others put in for each block's last variable: two forms that are the same for all probabilities
/// then have the same products.
pub(super) fn without_last(form: &Form, basis: &Basis) -> Form {
    let others = |variable: Var| {
        let block = basis.blocks.iter().find(|block| block.contains(&variable))?;
        (variable + 1 == block.end).then(|| block.start..block.end - 1)
    };
    form.reduced(&others)
}

fn polytope_of<'c>(blocks: &[&Range<Var>], conditions: impl Iterator<Item = &'c Condition>) -> Option<Group> {
    let variables: Vec<Var> = blocks.iter().flat_map(|block| (*block).clone()).collect();
    let sizes: Vec<usize> = blocks.iter().map(|block| block.len()).collect();
    let place = |variable: Var| variables.iter().position(|own| *own == variable);
    let row = |condition: &Condition| {
        let mut coefficients = vec![Rational::ZERO; variables.len()];
        coefficients[..sizes[0]].fill(condition.form.constant_part());
        for (product, coefficient) in condition.form.terms() {
            if let [variable] = product
                && let Some(place) = place(*variable)
            {
                coefficients[place] += coefficient;
            }
        }
        polytope::Condition { equation: condition.equation, coefficients }
    };
    let vertices = extreme_points(&sizes, &conditions.map(row).collect::<Vec<_>>());
    (!vertices.is_empty()).then_some(Group { variables, vertices, off: 0.0 })
}

/// The signs of a form at all corners of the groups that it speaks of, the last group's running fastest.
struct Corners {
    spoken: Vec<usize>,
    signs: Vec<i32>,
}

impl Corners {
    /// `None` where a product has two variables of one group, so that corners say little, or there are too many.
    fn of(form: &Form, groups: &[Group]) -> Option<Corners> {
        let group_of = |variable: Var| groups.iter().position(|group| group.variables.contains(&variable));
        let mut spoken: Vec<usize> = Vec::new();
        for (product, _) in form.terms() {
            let mut own: Vec<usize> = product.iter().filter_map(|&variable| group_of(variable)).collect();
            own.sort_unstable();
            if own.windows(2).any(|pair| pair[0] == pair[1]) {
                return None;
            }
            spoken.extend(own);
        }
        spoken.sort_unstable();
        spoken.dedup();
        let total = spoken.iter().try_fold(1usize, |total, &group| total.checked_mul(groups[group].vertices.len()))?;
        if total > MAX_CORNERS {
            return None;
        }
        let mut forms = vec![form.clone()];
        for &number in &spoken {
            let Group { variables, vertices, .. } = &groups[number];
            let at = |form: &Form, vertex: &Vec<Rational>| {
                let place = |variable: Var| variables.iter().position(|own| *own == variable);
                form.at(&|variable| place(variable).map(|place| vertex[place].clone()))
            };
            forms = forms.iter().flat_map(|form| vertices.iter().map(move |vertex| at(form, vertex))).collect();
        }
        let signs = forms.iter().map(|form| form.constant_part().signum()).collect();
        Some(Corners { spoken, signs })
    }

    /// A group's vertex at which the form is not 0, whatever the corners of the other groups.
    fn nowhere_zero(&self, groups: &[Group]) -> Option<(usize, usize)> {
        let mut inner = self.signs.len();
        for &group in &self.spoken {
            let count = groups[group].vertices.len();
            inner /= count;
            let zero = |vertex: usize| {
                let mut own = self.signs.iter().enumerate().filter(|(at, _)| at / inner % count == vertex);
                own.any(|(_, sign)| *sign == 0)
            };
            if let Some(vertex) = (0..count).find(|&vertex| !zero(vertex)) {
                return Some((group, vertex));
            }
        }
        None
    }
}

impl Product {
    /// Whether each of the first variables is above 0 somewhere.
    pub(super) fn uses_all(&self, first: Var) -> bool {
        let positive = |variable: Var| match &self.fixed[variable as usize] {
            Some(value) => value.is_positive(),
            None => self.groups.iter().any(|group| {
                let place = group.variables.iter().position(|own| *own == variable);
                place.is_some_and(|place| group.vertices.iter().any(|vertex| vertex[place].is_positive()))
            }),
        };
        (0..first).all(positive)
    }

    /// The product with one point for all groups of variables from a given one on.
    pub(super) fn one_from(mut self, first: Var) -> Product {
        for group in self.groups.extract_if(.., |group| group.variables.iter().all(|variable| *variable >= first)) {
            for (variable, value) in group.variables.iter().zip(&group.vertices[0]) {
                self.fixed[*variable as usize] = Some(value.clone());
            }
        }
        self
    }

    /// Everything at the middle of what it may be.
    pub(super) fn middle(&self) -> Vec<Rational> {
        let mut values: Vec<Rational> =
            self.fixed.iter().map(|value| value.clone().unwrap_or(Rational::ZERO)).collect();
        for group in &self.groups {
            group.put(&group.middle(), &mut values);
        }
        values
    }
}

impl Group {
    /// The average of the extreme points.
    pub(super) fn middle(&self) -> Vec<Rational> {
        let count = Rational::from(self.vertices.len() as i64);
        let average = |place: usize| self.vertices.iter().map(|vertex| &vertex[place]).sum::<Rational>() / &count;
        (0..self.variables.len()).map(average).collect()
    }

    /// Puts a point's coordinates at the variables' places.
    pub(super) fn put(&self, point: &[Rational], values: &mut [Rational]) {
        for (variable, value) in self.variables.iter().zip(point) {
            values[*variable as usize] = value.clone();
        }
    }
}
