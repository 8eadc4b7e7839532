//! Exact equilibria found by giving some players' mixtures and drawing conclusions on the others'.

use super::super::certify::simple;
use super::super::product::{Pair, Row};
use super::super::separable::conclude;
use super::super::tensor::Bounds;
use super::Form;
use super::empty::mean;
use crate::game::MixedProfile;
use crate::number::{Rational, rank};

/// An equilibrium, and what is known of the others with its supports near it.
#[derive(Debug, Clone)]
pub(in super::super) struct Witness {
    pub(in super::super) profile: MixedProfile,
    /// The dimension, or an upper bound on it if the point is not regular.
    pub(in super::super) dimension: usize,
    /// Whether the derivatives show the dimension.
    pub(in super::super) regular: bool,
    /// Equilibria to which a segment of equilibria leads from here: one player alone changes mixture as far as possible.
    pub(in super::super) ends: Vec<MixedProfile>,
}

/// What does not change from guess to guess.
pub(super) struct Search {
    sizes: Vec<usize>,
    pub(super) used: Vec<Vec<usize>>,
    /// The conditions as they are.
    conditions: Vec<Form>,
    /// The same, made simpler where every strategy is used.
    pub(super) forms: Vec<Form>,
    /// The players who mix.
    pub(super) mixing: Vec<usize>,
}

impl Search {
    pub(super) fn new(sizes: Vec<usize>, used: Vec<Vec<usize>>, forms: Vec<Form>) -> Self {
        let mixing = (0..used.len()).filter(|&player| used[player].len() > 1).collect();
        let settled = |form: &Form| form.cells.iter().all(|cell| !form.fails(cell.signum()));
        let conditions: Vec<Form> =
            forms.into_iter().map(Form::without_constant_axes).filter(|form| !settled(form)).collect();
        let forms = conditions.iter().cloned().map(Form::reduced).collect();
        Search { sizes, used, conditions, forms, mixing }
    }

    /// Looks for witnesses with simple fractions in a box.
    pub(super) fn near(&self, boxes: &[Bounds], found: &mut Vec<Witness>) {
        let Some(rows) = boxes.iter().map(simple).collect::<Option<Vec<Row>>>() else { return };
        let mut rows = rows.into_iter();
        let row = |own: &Vec<usize>| if own.len() > 1 { rows.next() } else { Some(vec![Rational::ONE]) };
        let Some(point) = self.used.iter().map(row).collect::<Option<Vec<Row>>>() else { return };
        if point.iter().flatten().all(Rational::is_positive) {
            self.around(&point, found);
        }
    }

    /// Looks for witnesses where some of the players do what they do at a point, few of them first.
    pub(super) fn around(&self, point: &[Row], found: &mut Vec<Witness>) {
        let mut sets: Vec<u32> = (0..1u32 << self.mixing.len()).collect();
        sets.sort_by_key(|set| set.count_ones());
        let before = found.len();
        for set in sets {
            let mut given: Vec<Option<Row>> = vec![None; self.used.len()];
            let members = self.mixing.iter().enumerate().filter(|(k, _)| set >> k & 1 == 1);
            members.for_each(|(_, &player)| given[player] = Some(point[player].clone()));
            let Pair::All(product) = conclude(&self.sizes, self.used.clone(), self.forms.clone(), &given) else {
                continue;
            };
            let profile = MixedProfile(product.vertices.iter().map(|own| mean(own)).collect());
            if found.iter().any(|known| known.profile == profile) {
                continue;
            }
            let (dimension, regular) = self.dimension(&profile);
            let ends = self.ends(&profile);
            found.push(Witness { profile, dimension, regular, ends });
            if found.len() > before + 1 {
                return;
            }
        }
    }

    fn ends(&self, profile: &MixedProfile) -> Vec<MixedProfile> {
        let own = |player: usize| -> Row { self.used[player].iter().map(|&s| profile.0[player][s].clone()).collect() };
        let mut ends = Vec::new();
        for &player in &self.mixing {
            let given = |other: usize| (other != player).then(|| own(other));
            let given: Vec<Option<Row>> = (0..self.used.len()).map(given).collect();
            if let Pair::All(product) = conclude(&self.sizes, self.used.clone(), self.forms.clone(), &given) {
                ends.extend(product.profiles().into_iter().filter(|end| end != profile));
            }
        }
        ends
    }

    /// The dimension of the equilibria near one of them, or an upper bound, and whether the point is regular.
    ///
    /// Where the equations' derivatives and those of the inequalities that bind are linearly independent, the
    /// equations make a manifold of as many dimensions fewer as there are equations, and the inequalities leave a part of
    /// it that has the same dimension. Else it has at most the dimension of the tangents.
    fn dimension(&self, profile: &MixedProfile) -> (usize, bool) {
        let point: Vec<Row> =
            self.used.iter().zip(&profile.0).map(|(own, row)| own.iter().map(|&s| row[s].clone()).collect()).collect();
        let freedom: usize = self.used.iter().map(|own| own.len() - 1).sum();
        let slopes =
            |form: &Form| -> Row { self.mixing.iter().flat_map(|&player| form.slopes(player, &point)).collect() };
        let equations: Vec<Row> = self.conditions.iter().filter(|form| form.equation).map(slopes).collect();
        let binding = self.conditions.iter().filter(|form| !form.equation && form.value(&point).is_zero()).map(slopes);
        let all: Vec<Row> = equations.iter().cloned().chain(binding).collect();
        let (count, most) = (self.independent(), freedom - rank(equations.clone()));
        let regular = rank(all.clone()) == all.len() - equations.len() + count && freedom - most == count;
        (most, regular)
    }

    /// How many of the equations are linearly independent.
    fn independent(&self) -> usize {
        let corners = super::empty::Part::whole(&self.used).vertices;
        let values = |form: &Form| form.values(&self.mixing, &corners);
        rank(self.conditions.iter().filter(|form| form.equation).map(values).collect())
    }
}
