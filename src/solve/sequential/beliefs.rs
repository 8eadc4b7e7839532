//! [`Held`]: the beliefs that support a behaviour, as a point and as sets around it.

use super::cell::Group;
use super::form::{Form, Var};
use super::search::Piece;
use super::setting::Setting;
use crate::game::{BeliefSet, Beliefs, InfosetId};
use crate::number::Rational;
use crate::number::lp;

/// Beliefs that support a behaviour.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Held {
    pub(super) beliefs: Beliefs,
    /// Where a set of beliefs does, independently of the others.
    pub(super) sets: Vec<BeliefSet>,
    /// How far each probability, of actions and of nodes, may be from the true one; `None` where all are exact.
    pub(super) radius: Option<f64>,
}

/// A group of a piece whose variables are nothing but one information set's beliefs.
pub(super) struct Believing<'p> {
    pub(super) group: &'p Group,
    infoset: InfosetId,
}

/// Splits a piece's groups into those whose corners are listed one by one, and those that are sets of beliefs at a single
/// information set each.
pub(super) fn split(piece: &Piece) -> (Vec<&Group>, Vec<Believing<'_>>) {
    let (mut moving, mut believing) = (Vec::new(), Vec::new());
    for group in &piece.product.groups {
        match only_believing(piece, group) {
            Some(infoset) => believing.push(Believing { group, infoset }),
            None => moving.push(group),
        }
    }
    (moving, believing)
}

/// The only information set whose weights a group of beliefs enters, if it enters no others and nothing else does there.
fn only_believing(piece: &Piece, group: &Group) -> Option<InfosetId> {
    if group.variables.iter().any(|variable| *variable < piece.basis.actions) {
        return None;
    }
    let enters = |forms: &Vec<(usize, Form)>| {
        forms.iter().any(|(_, form)| form.variables().any(|v| group.variables.contains(&v)))
    };
    let mut entered = (0..piece.basis.weights.len()).filter(|&at| enters(&piece.basis.weights[at]));
    let infoset = entered.next()?;
    let alone = entered.next().is_none();
    let open = |variable: Var| variable >= piece.basis.actions && piece.product.fixed[variable as usize].is_none();
    let own = |(_, form): &(usize, Form)| form.variables().all(|v| !open(v) || group.variables.contains(&v));
    let linear = |(_, form): &(usize, Form)| {
        form.terms().all(|(product, _)| product.iter().filter(|v| group.variables.contains(v)).count() == 1)
    };
    let weights = &piece.basis.weights[infoset];
    (alone && weights.iter().all(own) && weights.iter().all(linear)).then(|| InfosetId::from(infoset))
}

/// The beliefs at a point; where it says nothing, their limit on the way from the middle of the piece. `None` where some
/// values are known by boxes only, and these do not tell what is believed.
pub(super) fn held(
    setting: &Setting,
    piece: &Piece,
    point: &[Rational],
    middle: &[Rational],
    believing: &[Believing],
) -> Option<Held> {
    let radius = match piece.product.boxes.is_empty() {
        true => None,
        false => Some(super::rounding::radius(piece, point, believing)?),
    };
    if piece.basis.weights.is_empty() {
        return Some(Held { beliefs: Beliefs(Vec::new()), sets: Vec::new(), radius });
    }
    let row = |infoset: InfosetId, point: &[Rational]| believed(setting, piece, infoset, point, middle);
    let beliefs = Beliefs(setting.tree.infoset_ids().map(|infoset| row(infoset, point)).collect());
    let set = |own: &Believing| {
        let vertex = |vertex: &Vec<Rational>| {
            let mut point = point.to_vec();
            own.group.put(vertex, &mut point);
            vec![row(own.infoset, &point)]
        };
        BeliefSet { infosets: vec![own.infoset], vertices: own.group.vertices.iter().map(vertex).collect() }
    };
    let mut sets: Vec<BeliefSet> = believing.iter().map(set).collect();
    sets.sort_by_key(|set| set.infosets[0]);
    let mut beliefs = centre(beliefs, &sets);
    if radius.is_some() {
        super::rounding::shorten(&mut beliefs);
    }
    Some(Held { beliefs, sets, radius })
}

/// Beliefs at the middle of their sets.
fn centre(mut beliefs: Beliefs, sets: &[BeliefSet]) -> Beliefs {
    for set in sets {
        let count = Rational::from(set.vertices.len() as i64);
        for (place, infoset) in set.infosets.iter().enumerate() {
            for (node, belief) in beliefs.0[infoset.index()].iter_mut().enumerate() {
                *belief = set.vertices.iter().map(|vertex| &vertex[place][node]).sum::<Rational>() / &count;
            }
        }
    }
    beliefs
}

fn believed(
    setting: &Setting,
    piece: &Piece,
    infoset: InfosetId,
    point: &[Rational],
    middle: &[Rational],
) -> Vec<Rational> {
    let mut row = vec![Rational::ZERO; setting.tree.infoset(infoset).nodes.len()];
    let weights = &piece.basis.weights[infoset.index()];
    let mut values: Vec<Rational> = weights.iter().map(|(_, form)| form.value(point)).collect();
    if values.iter().all(Rational::is_zero) {
        values = first_order(weights, point, middle);
    }
    let total: Rational = values.iter().sum();
    for ((position, _), value) in weights.iter().zip(values) {
        row[*position] = value / &total;
    }
    row
}

/// The weights near a point at which all are 0, on the way to the middle: the coefficients of the lowest power of the
/// distance that any of them has.
fn first_order(weights: &[(usize, Form)], point: &[Rational], middle: &[Rational]) -> Vec<Rational> {
    let series: Vec<Vec<Rational>> = weights.iter().map(|(_, form)| along(form, point, middle)).collect();
    let length = series.iter().map(Vec::len).max().unwrap_or(0);
    let at = |power: usize| -> Vec<Rational> {
        series.iter().map(|own| own.get(power).cloned().unwrap_or(Rational::ZERO)).collect()
    };
    (0..length).map(at).find(|values| values.iter().any(|value| !value.is_zero())).unwrap_or_else(|| at(0))
}

/// A form's value at `point + t (middle - point)` as a polynomial in `t`.
fn along(form: &Form, point: &[Rational], middle: &[Rational]) -> Vec<Rational> {
    let mut sum = vec![Rational::ZERO; form.degree() + 1];
    for (product, coefficient) in form.terms() {
        let mut polynomial = vec![coefficient.clone()];
        for &variable in product {
            let (at, to) = (&point[variable as usize], &middle[variable as usize]);
            let slope = to - at;
            let mut next = vec![Rational::ZERO; polynomial.len() + 1];
            for (power, own) in polynomial.iter().enumerate() {
                next[power] += own * at;
                next[power + 1] += own * &slope;
            }
            polynomial = next;
        }
        sum.iter_mut().zip(polynomial).for_each(|(sum, own)| *sum += own);
    }
    sum
}

impl Held {
    /// Whether all these beliefs are among others, as far as they are known.
    pub(super) fn is_part_of(&self, other: &Held) -> bool {
        let off =
            Rational::from_f64_exact(self.radius.unwrap_or(0.0) + other.radius.unwrap_or(0.0)).unwrap_or_default();
        let same = |a: &[Rational], b: &[Rational]| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= off);
        (0..self.beliefs.0.len()).map(InfosetId::from).all(|infoset| {
            let outer = other.sets.iter().find(|set| set.infosets == [infoset]);
            let inner: Vec<&Vec<Rational>> = match self.sets.iter().find(|set| set.infosets == [infoset]) {
                Some(set) => set.vertices.iter().map(|vertex| &vertex[0]).collect(),
                None => vec![&self.beliefs.0[infoset.index()]],
            };
            match outer {
                None => inner.iter().all(|row| same(row, &other.beliefs.0[infoset.index()])),
                Some(set) => {
                    let corners: Vec<&Vec<Rational>> = set.vertices.iter().map(|vertex| &vertex[0]).collect();
                    inner.iter().all(|row| in_hull(row, &corners) || corners.iter().any(|corner| same(row, corner)))
                }
            }
        })
    }
}

/// Whether a distribution is a mixture of others.
fn in_hull(row: &[Rational], corners: &[&Vec<Rational>]) -> bool {
    if corners.contains(&&row.to_vec()) {
        return true;
    }
    // Mixtures that are at most the row in each place: a full one is the row itself.
    let place = |at: usize| corners.iter().map(|corner| corner[at].clone()).chain([row[at].clone()]).collect();
    let rows: Vec<Vec<Rational>> = (0..row.len()).map(place).collect();
    lp::maximise(rows, &vec![Rational::ONE; corners.len()]).value == Rational::ONE
}
