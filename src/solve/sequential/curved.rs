//! Conditions that do not come down to linear ones: isolated solutions, each proven to exist and to be alone in its box, and
//! proofs that there are none.

use std::ops::Range;

use super::basis::Basis;
use super::cell::{self, Cell, Group, Knot, Product, Residue};
use super::conditions::Condition;
use super::form::{Form as Sum, Var};
use crate::number::{Interval, Rational, rank};
use crate::solve::control::Watch;
use crate::solve::nash::{Continuum, Form, UNIT, decide_forms, middle, simple};
use crate::solve::roots::{self, Bounds, MARGIN, System, Tensor};

/// What the conditions leave.
pub(super) enum Curved {
    /// These, each exact or known by a box; where there is a `shape`, sets that are no product of polytopes, of which these are
    /// members.
    Some { products: Vec<Product>, shape: Option<Shape> },
    /// It is not known.
    Undecided(Reason),
}

/// What is known of sets that are no product of polytopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// The dimension near the members found, or an upper bound on it.
    pub(super) dimension: usize,
    /// Whether it is proven.
    pub(super) proven: bool,
}

/// Why it is not known what conditions leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// Solutions are singular, or too near the border, or not isolated.
    Singular,
    /// Too many unknowns hang together.
    Large,
    /// The beliefs tie departures together in a way that is not solved here.
    Tangled,
    /// Beliefs where play does not come are not determined at a solution that is known by a box only.
    Unclear,
}

impl Reason {
    /// Where equilibria may be, in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Reason::Singular => "where solutions of the conditions are singular, or at the border of what is allowed",
            Reason::Large => "whose conditions have too many products",
            Reason::Tangled => "whose beliefs hang together in too many ways",
            Reason::Unclear => "where boxes do not tell what is believed off the path",
        }
    }
}

/// The most choices of one unknown from each block that hangs together with others.
const MAX_CORNERS: usize = 1 << 12;

/// The most blocks for which sets that are not isolated are looked for.
const MAX_BLOCKS: usize = 8;

/// What one knot leaves.
enum Untied {
    Points(Vec<Point>),
    /// There are sets that are no product of polytopes; these are members.
    Curves(Vec<Point>, Shape),
    Undecided(Reason),
}

/// Values of a knot's variables, exact or in boxes.
#[derive(Clone, Default)]
struct Point {
    values: Vec<(Var, Rational)>,
    boxes: Vec<(Var, Interval)>,
    /// Variables that may still vary.
    groups: Vec<Group>,
}

/// Solves what is left of a cell; all variables must be above 0.
pub(super) fn solve(basis: &Basis, residue: Residue, boxes: &mut u64, watch: &mut Watch) -> Curved {
    let Residue { product, knots } = residue;
    let mut products = vec![product.clone()];
    let mut shape: Option<Shape> = None;
    for knot in &knots {
        let points = match untie(basis, &product, knot, boxes, watch) {
            Untied::Points(points) => points,
            Untied::Curves(points, own) => {
                let Shape { dimension, proven } = shape.unwrap_or(Shape { dimension: 0, proven: true });
                shape = Some(Shape { dimension: dimension + own.dimension, proven: proven && own.proven });
                points
            }
            Untied::Undecided(reason) => return Curved::Undecided(reason),
        };
        products = products.iter().flat_map(|product| points.iter().map(|point| put(product, point))).collect();
    }
    let tied: Vec<usize> = knots.iter().flat_map(|knot| knot.groups.iter().copied()).collect();
    for product in &mut products {
        let mut number = 0..;
        product.groups.retain(|_| number.next().is_some_and(|number| !tied.contains(&number)));
    }
    let free = |product: &Product| -> usize {
        product.groups.iter().map(|group| crate::solve::nash::affine_dimension(&group.vertices)).sum()
    };
    let beside = products.iter().map(free).max();
    let shape = shape.zip(beside).map(|(own, beside)| Shape { dimension: own.dimension + beside, ..own });
    Curved::Some { products, shape }
}

/// A product with a knot's variables fixed.
fn put(product: &Product, point: &Point) -> Product {
    let mut product = product.clone();
    for (variable, value) in &point.values {
        product.fixed[*variable as usize] = Some(value.clone());
    }
    product.boxes.extend(point.boxes.iter().copied());
    product.groups.extend(point.groups.iter().cloned());
    product
}

fn untie(basis: &Basis, product: &Product, knot: &Knot, boxes: &mut u64, watch: &mut Watch) -> Untied {
    let inside =
        |block: &&Range<Var>| knot.groups.iter().any(|&at| product.groups[at].variables.contains(&block.start));
    let blocks: Vec<Range<Var>> = basis.blocks.iter().filter(inside).cloned().collect();
    let sizes: Vec<usize> = blocks.iter().map(|block| block.len()).collect();
    let corners = sizes.iter().try_fold(1usize, |corners, size| corners.checked_mul(*size));
    if corners.is_none_or(|corners| corners > MAX_CORNERS) {
        return Untied::Undecided(Reason::Large);
    }
    let conditions = independent(basis, &knot.conditions);
    let Some(forms) = conditions.iter().map(|own| form(own, &blocks)).collect::<Option<Vec<Form>>>() else {
        return Untied::Undecided(Reason::Tangled);
    };
    let task = Task { basis, product, knot, blocks, forms };
    let (system, core) = task.system(sizes.clone());
    let findings = roots::solve(&system, watch, 0);
    *boxes += findings.boxes;
    let mut near: Vec<Vec<Bounds>> = findings.undecided.into_iter().collect();
    if near.is_empty() {
        let mut points = Vec::new();
        for root in findings.roots {
            match judge(&system, &task.within(&core), &root) {
                Verdict::Point(values, boxes) => match task.extend(&core, &values, boxes.then_some(&root)) {
                    Extended::Nothing => {}
                    Extended::Point(point) => points.push(point),
                    Extended::Undecided => return Untied::Undecided(Reason::Singular),
                },
                Verdict::Refuted => {}
                Verdict::Undecided => near.push(root),
            }
        }
        if near.is_empty() {
            return Untied::Points(points);
        }
        if !points.is_empty() {
            return Untied::Undecided(Reason::Singular);
        }
    }
    if sizes.len() > MAX_BLOCKS {
        return Untied::Undecided(Reason::Singular);
    }
    if !core.iter().all(|core| *core) {
        near.clear();
    }
    let all = vec![true; sizes.len()];
    match decide_forms(&sizes, task.forms.clone(), &near, watch) {
        Continuum::Nothing => Untied::Points(Vec::new()),
        Continuum::Some(witnesses) => {
            let dimension = witnesses.iter().map(|witness| witness.dimension).max().unwrap_or_default();
            let proven = witnesses.iter().any(|witness| witness.regular && witness.dimension == dimension);
            let points = witnesses.iter().map(|witness| task.point(&all, &witness.profile.0, None)).collect();
            Untied::Curves(points, Shape { dimension, proven })
        }
        Continuum::Undecided => Untied::Undecided(Reason::Singular),
    }
}

/// A knot with its conditions over whole blocks.
struct Task<'a> {
    basis: &'a Basis,
    product: &'a Product,
    knot: &'a Knot,
    blocks: Vec<Range<Var>>,
    forms: Vec<Form>,
}

/// What a solution of the equations leaves of the variables that these do not speak of.
enum Extended {
    Nothing,
    Point(Point),
    Undecided,
}

impl Task<'_> {
    /// The system, and which blocks it is about: those that equations speak of, where these determine them; else all.
    fn system(&self, sizes: Vec<usize>) -> (System, Vec<bool>) {
        let of = |equation: bool| self.forms.iter().filter(move |form| form.equation == equation).map(tensor);
        let system = System { sizes, equations: vec![of(true).collect()], inequalities: of(false).collect() };
        let spoken = |block: usize| self.forms.iter().any(|form| form.equation && form.depends_on(block));
        let core: Vec<bool> = (0..self.blocks.len()).map(spoken).collect();
        let alone = system.only(0);
        let determined = !alone.equations[0].is_empty() && alone.equations[0].len() == alone.freedom();
        if determined { (alone, core) } else { (system, vec![true; core.len()]) }
    }

    /// The conditions that speak of some blocks only.
    fn within(&self, core: &[bool]) -> Vec<Form> {
        let own = self.forms.iter().filter(|form| form.axes.iter().all(|(axis, _)| core[*axis]));
        own.cloned().collect()
    }

    /// Values of some blocks as values of variables, with the box that they stand for.
    fn point(&self, core: &[bool], values: &[Vec<Rational>], root: Option<&Vec<Bounds>>) -> Point {
        let mut point = Point::default();
        for (place, block) in self.blocks.iter().enumerate().filter(|(place, _)| core[*place]) {
            point.values.extend(block.clone().zip(values[place].iter().cloned()));
            if let Some(root) = root {
                let boxes = root[place].iter().map(|&(low, high)| Interval::new(low, high));
                point.boxes.extend(block.clone().zip(boxes));
            }
        }
        point
    }

    /// What is left of the other blocks at a solution.
    fn extend(&self, core: &[bool], values: &[Vec<Rational>], root: Option<&Vec<Bounds>>) -> Extended {
        let mut point = self.point(core, values, root);
        if core.iter().all(|core| *core) {
            return Extended::Point(point);
        }
        let Some(root) = root else { return self.resume(point) };
        for place in (0..core.len()).filter(|&place| !core[place]) {
            match self.segment(place, core, root) {
                Segment::Nothing => return Extended::Nothing,
                Segment::Undecided => return Extended::Undecided,
                Segment::Group(group) => point.groups.push(group),
            }
        }
        Extended::Point(point)
    }

    /// Where the values are exact, the others' conditions are solved as all conditions are.
    fn resume(&self, mut point: Point) -> Extended {
        let mut fixed = self.product.fixed.clone();
        // Nothing is said of blocks outside of the knot.
        for block in &self.basis.blocks {
            let share = Rational::new(1, block.len() as i64);
            block.clone().for_each(|variable| fixed[variable as usize] = share.clone());
        }
        for block in &self.blocks {
            block.clone().for_each(|variable| fixed[variable as usize] = None);
        }
        for (variable, value) in &point.values {
            fixed[*variable as usize] = Some(value.clone());
        }
        match cell::resume(self.basis, fixed, self.knot.conditions.clone()) {
            Cell::Nothing => Extended::Nothing,
            Cell::Bent(_) => Extended::Undecided,
            Cell::Product(product) => {
                let own = self.blocks.iter().cloned().flatten();
                point.values = own.filter_map(|v| Some((v, product.fixed[v as usize].clone()?))).collect();
                point.groups = product.groups;
                Extended::Point(point)
            }
        }
    }

    /// Where the values are in boxes: what inequalities leave of a block of two, each of which speaks of no other block that
    /// is open.
    fn segment(&self, place: usize, core: &[bool], root: &[Bounds]) -> Segment {
        let (mut low, mut high) = (Interval::ZERO, Interval::point(1.0));
        if self.blocks[place].len() != 2 {
            return Segment::Undecided;
        }
        for form in self.forms.iter().filter(|form| form.depends_on(place)) {
            if form.axes.iter().any(|(axis, _)| *axis != place && !core[*axis]) {
                return Segment::Undecided;
            }
            let [first, second] = ends(form, place, root);
            let share = || {
                let below = second - first;
                let (num, den) = if below.lo > 0.0 { (second, below) } else { (-second, -below) };
                Interval::new((num.lo / den.hi).next_down().max(0.0), (num.hi / den.lo).next_up().min(1.0))
            };
            match (first, second) {
                (a, b) if a.hi < 0.0 && b.hi < 0.0 => {}
                (a, b) if a.lo > 0.0 && b.lo > 0.0 => return Segment::Nothing,
                (a, b) if a.lo > 0.0 && b.hi < 0.0 => {
                    let most = share();
                    high = Interval::new(high.lo.min(most.lo), high.hi.min(most.hi));
                }
                (a, b) if a.hi < 0.0 && b.lo > 0.0 => {
                    let least = share();
                    low = Interval::new(low.lo.max(least.lo), low.hi.max(least.hi));
                }
                _ => return Segment::Undecided,
            }
        }
        match (low, high) {
            (low, high) if low.lo > high.hi => Segment::Nothing,
            (low, high) if low.hi < high.lo => Segment::Group(self.between(place, low, high)),
            _ => Segment::Undecided,
        }
    }

    /// A block of two whose first probability is from one value to another.
    fn between(&self, place: usize, low: Interval, high: Interval) -> Group {
        let vertex = |end: Interval| {
            let first = Rational::from_f64_exact((end.middle() / UNIT).round() * UNIT).unwrap_or_default();
            vec![first.clone(), Rational::ONE - first]
        };
        let off = low.width().max(high.width()) + UNIT;
        Group { variables: self.blocks[place].clone().collect(), vertices: vec![vertex(low), vertex(high)], off }
    }
}

/// What inequalities leave of a block of two.
enum Segment {
    Nothing,
    Group(Group),
    Undecided,
}

/// The ranges of a form at both ends of a block of two, where all other blocks are in boxes.
fn ends(form: &Form, place: usize, root: &[Bounds]) -> [Interval; 2] {
    let mut sums = [Interval::ZERO; 2];
    for (number, cell) in form.cells.iter().enumerate() {
        let (mut rest, mut end, mut value) = (number, 0, Interval::around(cell));
        for &(axis, size) in form.axes.iter().rev() {
            let own = rest % size;
            rest /= size;
            if axis == place {
                end = own;
            } else {
                let (low, high) = root[axis][own];
                value = value * Interval::new(low, high);
            }
        }
        sums[end] = sums[end] + value;
    }
    sums
}

/// The conditions without equations that follow from others by sums of multiples, and without inequalities that do.
fn independent(basis: &Basis, conditions: &[Condition]) -> Vec<Condition> {
    let (equations, inequalities): (Vec<&Condition>, Vec<&Condition>) =
        conditions.iter().partition(|condition| condition.equation);
    let canonical: Vec<Sum> = equations
        .iter()
        .chain(&inequalities)
        .map(|condition| super::cell::without_last(&condition.form, basis))
        .collect();
    let mut products: Vec<&[Var]> =
        canonical.iter().flat_map(|form| form.terms().map(|(product, _)| product)).collect();
    products.sort_unstable();
    products.dedup();
    let row = |form: &Sum| -> Vec<Rational> {
        let mut row = vec![Rational::ZERO; products.len()];
        for (product, coefficient) in form.terms() {
            if let Ok(place) = products.binary_search(&product) {
                row[place] = coefficient.clone();
            }
        }
        row
    };
    let mut rows: Vec<Vec<Rational>> = Vec::new();
    let mut kept = Vec::new();
    for (condition, form) in equations.iter().chain(&inequalities).zip(&canonical) {
        let mut more = rows.clone();
        more.push(row(form));
        if rank(more.clone()) > rows.len() {
            kept.push((*condition).clone());
            if condition.equation {
                rows = more;
            }
        }
    }
    kept
}

/// A condition over whole blocks; `None` where a product has two variables of one block.
pub(super) fn form(condition: &Condition, blocks: &[Range<Var>]) -> Option<Form> {
    let block_of = |variable: Var| blocks.iter().position(|block| block.contains(&variable));
    let mut axes: Vec<usize> = condition.form.variables().filter_map(block_of).collect();
    axes.sort_unstable();
    axes.dedup();
    let size = |axis: &usize| blocks[*axis].len();
    let mut cells = vec![Rational::ZERO; axes.iter().map(size).product()];
    for (product, coefficient) in condition.form.terms() {
        let mut places = vec![0];
        for axis in &axes {
            let mut own = product.iter().filter(|variable| blocks[*axis].contains(variable));
            let chosen = own.next().map(|variable| (variable - blocks[*axis].start) as usize);
            if own.next().is_some() {
                return None;
            }
            let along = |place: usize| {
                let all = (0..size(axis)).filter(move |position| chosen.is_none_or(|chosen| chosen == *position));
                all.map(move |position| place * size(axis) + position)
            };
            places = places.into_iter().flat_map(along).collect();
        }
        places.into_iter().for_each(|place| cells[place] += coefficient);
    }
    let axes = axes.iter().map(|axis| (*axis, size(axis))).collect();
    Some(Form { equation: condition.equation, axes, cells }.without_constant_axes())
}

/// A form with coefficients as floats from -1 to 1.
fn tensor(form: &Form) -> Tensor {
    let most = form.cells.iter().map(Rational::abs).max().filter(Rational::is_positive).unwrap_or(Rational::ONE);
    Tensor { axes: form.axes.clone(), cells: form.cells.iter().map(|cell| (cell / &most).to_f64()).collect() }
}

enum Verdict {
    /// A solution: its values, and whether they are only near the true ones.
    Point(Vec<Vec<Rational>>, bool),
    Refuted,
    Undecided,
}

/// Whether a solution of the equations is one of all conditions, every variable being above 0.
fn judge(system: &System, forms: &[Form], root: &[Bounds]) -> Verdict {
    if root.iter().flatten().any(|(_, high)| *high < 0.0) {
        return Verdict::Refuted;
    }
    if let Some(point) = root.iter().map(simple).collect::<Option<Vec<_>>>() {
        let value = |form: &Form| form.value(&point).signum();
        if forms.iter().filter(|form| form.equation).all(|form| value(form) == 0) {
            let holds =
                point.iter().flatten().all(Rational::is_positive) && !forms.iter().any(|form| form.fails(value(form)));
            return if holds { Verdict::Point(point, false) } else { Verdict::Refuted };
        }
    }
    let ranges: Vec<(f64, f64)> = system.inequalities.iter().map(|form| form.range(root)).collect();
    if ranges.iter().any(|(low, _)| *low > MARGIN) {
        return Verdict::Refuted;
    }
    let inside = root.iter().flatten().all(|(low, _)| *low > 0.0);
    if !inside || ranges.iter().any(|(_, high)| *high >= -MARGIN) {
        return Verdict::Undecided;
    }
    let values = root.iter().map(middle).collect::<Option<Vec<_>>>();
    values.map_or(Verdict::Undecided, |values| Verdict::Point(values, true))
}

/// How far a block's values, rounded as they are, may be from the true ones.
pub(super) fn radius(boxes: impl Iterator<Item = Interval>) -> f64 {
    boxes.map(|own| own.width() / 2.0 + UNIT).sum::<f64>().next_up()
}
