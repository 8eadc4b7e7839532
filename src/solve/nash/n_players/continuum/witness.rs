//! Exact equilibria found by giving some players' mixtures and drawing conclusions on the others'.

use super::super::certify::simple;
use super::super::product::{Pair, Row, extreme_mixtures};
use super::super::separable::conclude;
use super::Form;
use super::empty::mean;
use crate::game::MixedProfile;
use crate::number::{Rational, rank};
use crate::solve::roots::Bounds;

/// An equilibrium, and what is known of the others with its supports near it.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Witness {
    pub(in crate::solve) profile: MixedProfile,
    /// The dimension, or an upper bound on it if the point is not regular.
    pub(in crate::solve) dimension: usize,
    /// Whether the derivatives show the dimension.
    pub(in crate::solve) regular: bool,
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
        let forms = simplified(&conditions);
        Search { sizes, used, conditions, forms, mixing }
    }

    /// Whether payoffs are so long that exact programs would take too much time.
    pub(super) fn is_wide(&self) -> bool {
        const MOST: usize = 64;
        self.conditions.iter().flat_map(|form| &form.cells).any(|cell| cell.bits() > MOST)
    }

    /// The conditions on those players whose mixtures are not determined by equations of their own, and these players;
    /// `None` where the conditions contradict each other.
    pub(super) fn rest(&self) -> Option<(Vec<Form>, Vec<usize>)> {
        let (mut forms, mut free) = (self.forms.clone(), self.mixing.clone());
        loop {
            let pinned = free.iter().find_map(|&player| Some((player, self.pinned(player, &forms)?)));
            let Some((player, weights)) = pinned else { return Some((forms, free)) };
            free.retain(|other| *other != player);
            forms = forms.iter().map(|form| form.at(player, &weights).reduced()).collect();
            if forms.iter().any(|form| form.axes.is_empty() && form.fails(form.cells[0].signum())) {
                return None;
            }
            forms.retain(|form| !form.axes.is_empty());
        }
    }

    /// The only mixture of a player that equations on it alone allow, if it is just one and uses every strategy.
    fn pinned(&self, player: usize, forms: &[Form]) -> Option<Row> {
        let own = forms.iter().filter(|form| form.equation && form.axes.len() == 1 && form.depends_on(player));
        let both = |form: &Form| [form.cells.clone(), form.cells.iter().map(|x| -x).collect()];
        let rows: Vec<Row> = own.flat_map(both).collect();
        let every: Vec<usize> = (0..self.used[player].len()).collect();
        let vertices = extreme_mixtures(&every, every.len(), &rows);
        let [only] = &vertices[..] else { return None };
        only.iter().all(Rational::is_positive).then(|| only.clone())
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

/// Equivalent conditions that are simpler where every strategy is used. Equations on the same players are combined so
/// that more of their coefficients are 0, which brings out common factors.
fn simplified(conditions: &[Form]) -> Vec<Form> {
    let mut forms: Vec<Form> = conditions.iter().filter(|form| !form.equation).cloned().map(Form::reduced).collect();
    let mut equations: Vec<Form> = conditions.iter().filter(|form| form.equation).cloned().collect();
    while let Some(first) = equations.first().cloned() {
        let same: Vec<Form> = equations.extract_if(.., |form| form.axes == first.axes).collect();
        let rows = echelon(same.into_iter().map(|form| form.cells).collect());
        forms.extend(rows.into_iter().map(|cells| Form { cells, ..first.clone() }.reduced()));
    }
    forms
}

/// The rows of a matrix after elimination by Gauss and Jordan, without those that are 0.
fn echelon(mut rows: Vec<Row>) -> Vec<Row> {
    let mut done = 0;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (done..rows.len()).find(|&row| !rows[row][column].is_zero()) else { continue };
        rows.swap(done, pivot);
        let line = rows[done].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(number, _)| *number != done) {
            let factor = &row[column] / &line[column];
            row.iter_mut().zip(&line).for_each(|(entry, above)| *entry -= &factor * above);
        }
        done += 1;
    }
    rows.truncate(done);
    rows
}
