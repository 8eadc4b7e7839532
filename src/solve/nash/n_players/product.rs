//! [`Product`]: equilibria in which at most two players mix. Each one's conditions are linear in the other's mixture, so
//! that the equilibria are a product of polytopes, in general a point; all of it is exact.

use super::supports::Supports;
use crate::game::{MixedProfile, NormalForm};
use crate::number::{Rational, Tableau};
use crate::solve::nash::subsets::affine_dimension;
use crate::solve::nash::vertices::vertices;
use crate::solve::solution::NashSubset;

/// A linear form in one player's mixture that must not be above 0: a coefficient for each of the player's strategies.
pub(super) type Row = Vec<Rational>;

/// A set of equilibria: everybody's mixture may be chosen independently from a polytope.
#[derive(Debug, Clone)]
pub(super) struct Product {
    /// For each player, the strategies that no mixture in the set leaves out altogether.
    used: Vec<Vec<usize>>,
    /// For each player, the conditions on the mixture.
    conditions: Vec<Vec<Row>>,
    /// For each player, the extreme mixtures.
    pub(super) vertices: Vec<Vec<Vec<Rational>>>,
}

/// What a combination of supports holds.
#[derive(Debug)]
pub(super) enum Pair {
    /// No equilibrium with these supports.
    Nothing,
    /// These.
    All(Product),
    /// Both players' mixtures may vary, but not independently: a third player would be tempted at some.
    Bent,
}

/// The two players of a combination who may mix, and what all others do.
struct Sides<'a> {
    game: &'a NormalForm,
    survivors: &'a [Vec<usize>],
    /// The two players, and the strategies that each uses.
    players: [usize; 2],
    used: [Vec<usize>; 2],
    choices: Vec<usize>,
}

/// Solves a combination of supports in which at most two players use several strategies.
pub(super) fn solve(game: &NormalForm, survivors: &[Vec<usize>], supports: &Supports) -> Pair {
    let sides = Sides::new(game, survivors, supports);
    let shape = game.shape();
    let mut conditions = [sides.own_conditions(1), sides.own_conditions(0)];
    let mut mixtures = [0, 1].map(|side| sides.mixtures(side, &conditions[side]));
    let others: Vec<Vec<Row>> = sides.temptations();
    for side in [0, 1] {
        let [point] = &mixtures[1 - side][..] else { continue };
        let at_point = |matrix: &Vec<Row>| sides.at(1 - side, point, matrix);
        conditions[side].extend(others.iter().map(at_point));
        mixtures[side] = sides.mixtures(side, &conditions[side]);
        return sides.product(&shape, conditions, mixtures);
    }
    let value = |matrix: &Vec<Row>, x: &Row, y: &Row| dot(&sides.at(0, x, matrix), &sides.own_part(1, y));
    let signs = |matrix: &Vec<Row>| {
        let corners = mixtures[0].iter().flat_map(|x| mixtures[1].iter().map(move |y| (x, y)));
        corners.map(|(x, y)| value(matrix, x, y).signum()).collect::<Vec<i32>>()
    };
    let signs: Vec<Vec<i32>> = others.iter().map(signs).collect();
    if signs.iter().any(|signs| signs.iter().all(|sign| *sign > 0)) {
        return Pair::Nothing;
    }
    match sides.product(&shape, conditions, mixtures) {
        Pair::All(_) if signs.iter().flatten().any(|sign| *sign > 0) => Pair::Bent,
        pair => pair,
    }
}

impl<'a> Sides<'a> {
    fn new(game: &'a NormalForm, survivors: &'a [Vec<usize>], supports: &Supports) -> Self {
        let mut players: Vec<usize> = (0..supports.len()).collect();
        players.sort_by_key(|&player| supports[player].len() == 1);
        let players = [players[0], players[1]];
        let used = |player: usize| supports[player].iter().map(|&s| survivors[player][s]).collect();
        let choices = supports.iter().zip(survivors).map(|(support, own)| own[support[0]]).collect();
        Sides { game, survivors, players, used: players.map(used), choices }
    }

    /// A player's payoff when the two sides and perhaps a third play these strategies.
    fn payoff(&self, changes: &[(usize, usize)], player: usize) -> &Rational {
        let mut number = self.game.profile_number(&self.choices);
        for &(who, strategy) in changes {
            number =
                number + strategy * self.game.stride(who.into()) - self.choices[who] * self.game.stride(who.into());
        }
        &self.game.payoffs_of(number)[player]
    }

    /// The conditions of one side's player, as forms in the other side's mixture.
    fn own_conditions(&self, side: usize) -> Vec<Row> {
        let (player, used) = (self.players[side], &self.used[side]);
        let other = self.players[1 - side];
        let form = |strategy: usize| -> Row {
            let gain = |&theirs: &usize| {
                let payoff = |own: usize| self.payoff(&[(player, own), (other, theirs)], player);
                payoff(strategy) - payoff(used[0])
            };
            self.used[1 - side].iter().map(gain).collect()
        };
        let mut rows = Vec::new();
        for &strategy in &self.survivors[player] {
            let row = form(strategy);
            if used[1..].contains(&strategy) {
                rows.push(row.iter().map(|x| -x).collect());
            }
            rows.extend((strategy != used[0]).then_some(row));
        }
        rows
    }

    /// The gains of everybody else from deviating: for each, rows over the first side's strategies.
    fn temptations(&self) -> Vec<Vec<Row>> {
        let mut matrices = Vec::new();
        for third in (0..self.choices.len()).filter(|third| !self.players.contains(third)) {
            for &deviation in self.survivors[third].iter().filter(|&&s| s != self.choices[third]) {
                let gain = |&x: &usize, &y: &usize| {
                    let both = [(self.players[0], x), (self.players[1], y)];
                    let after = self.payoff(&[both[0], both[1], (third, deviation)], third);
                    after - self.payoff(&both, third)
                };
                let row = |x: &usize| self.used[1].iter().map(|y| gain(x, y)).collect();
                matrices.push(self.used[0].iter().map(row).collect());
            }
        }
        matrices
    }

    /// A bilinear form with one side's mixture put in.
    fn at(&self, side: usize, mixture: &Row, matrix: &[Row]) -> Row {
        let weights = self.own_part(side, mixture);
        if side == 1 {
            return matrix.iter().map(|row| dot(row, &weights)).collect();
        }
        let column = |y: usize| matrix.iter().zip(&weights).map(|(row, weight)| &row[y] * weight).sum();
        (0..self.used[1].len()).map(column).collect()
    }

    /// The probabilities of the strategies that a side uses.
    fn own_part(&self, side: usize, mixture: &Row) -> Row {
        self.used[side].iter().map(|&strategy| mixture[strategy].clone()).collect()
    }

    fn mixtures(&self, side: usize, conditions: &[Row]) -> Vec<Row> {
        let size = self.game.strategies(self.players[side].into()).len();
        extreme_mixtures(&self.used[side], size, conditions)
    }

    fn product(&self, shape: &[usize], conditions: [Vec<Row>; 2], mixtures: [Vec<Row>; 2]) -> Pair {
        // A mixture that leaves a strategy out everywhere belongs to a smaller support.
        let whole = |side: usize| {
            self.used[side].iter().all(|&strategy| mixtures[side].iter().any(|vertex| !vertex[strategy].is_zero()))
        };
        if !whole(0) || !whole(1) {
            return Pair::Nothing;
        }
        let mut product = Product::point(&self.choices, shape);
        for (side, (conditions, mixtures)) in conditions.into_iter().zip(mixtures).enumerate() {
            let player = self.players[side];
            product.used[player].clone_from(&self.used[side]);
            product.conditions[player] = conditions;
            product.vertices[player] = mixtures;
        }
        Pair::All(product)
    }
}

/// The extreme points of the mixtures of some strategies that meet all conditions.
pub(super) fn extreme_mixtures(used: &[usize], size: usize, conditions: &[Row]) -> Vec<Row> {
    let mut rows: Vec<Row> =
        conditions.iter().map(|row| row.iter().cloned().chain([Rational::ZERO]).collect()).collect();
    rows.push(vec![Rational::ONE; used.len() + 1]);
    let (columns, labels) = (used.len() as u32, (used.len() + rows.len()) as u32);
    let tableau = Tableau::new(&rows, (columns..labels).collect(), (0..columns).collect()).0;
    let place = |weights: Vec<Rational>| {
        let mut row = vec![Rational::ZERO; size];
        used.iter().zip(weights).for_each(|(&strategy, weight)| row[strategy] = weight);
        row
    };
    let corners = vertices(&tableau, labels as usize);
    corners.iter().filter_map(|corner| corner.normalised(&tableau, 0..columns)).map(place).collect()
}

fn dot(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

impl Product {
    /// A product of polytopes, where no strategy counted as used is left out by every mixture; such a set belongs to
    /// smaller supports.
    pub(super) fn of(used: Vec<Vec<usize>>, conditions: Vec<Vec<Row>>, vertices: Vec<Vec<Row>>) -> Option<Product> {
        let whole = |(used, vertices): (&Vec<usize>, &Vec<Row>)| {
            used.iter().all(|&strategy| vertices.iter().any(|vertex| !vertex[strategy].is_zero()))
        };
        used.iter().zip(&vertices).all(whole).then_some(Product { used, conditions, vertices })
    }

    /// A pure profile.
    fn point(choices: &[usize], shape: &[usize]) -> Product {
        let rows = MixedProfile::pure(choices, shape).0;
        Product {
            used: choices.iter().map(|&choice| vec![choice]).collect(),
            conditions: vec![Vec::new(); choices.len()],
            vertices: rows.into_iter().map(|row| vec![row]).collect(),
        }
    }

    /// The same set with the players in other places: each gets what another had.
    pub(super) fn dealt(&self, deal: &[usize]) -> Product {
        Product {
            used: deal.iter().map(|&from| self.used[from].clone()).collect(),
            conditions: deal.iter().map(|&from| self.conditions[from].clone()).collect(),
            vertices: deal.iter().map(|&from| self.vertices[from].clone()).collect(),
        }
    }

    /// Whether it is more than one equilibrium.
    pub(super) fn is_continuum(&self) -> bool {
        self.vertices.iter().any(|own| own.len() > 1)
    }

    /// The extreme equilibria.
    pub(super) fn profiles(&self) -> Vec<MixedProfile> {
        let mut profiles = vec![Vec::new()];
        for own in &self.vertices {
            let extended = |rows: &Vec<Vec<Rational>>| {
                own.iter().map(|vertex| [&rows[..], std::slice::from_ref(vertex)].concat()).collect::<Vec<_>>()
            };
            profiles = profiles.iter().flat_map(extended).collect();
        }
        profiles.into_iter().map(MixedProfile).collect()
    }

    pub(super) fn subset(&self) -> NashSubset {
        let dimension = self.vertices.iter().map(|own| affine_dimension(own)).sum();
        NashSubset { vertices: self.vertices.clone(), dimension }
    }

    /// Whether a profile is in the set.
    pub(super) fn contains(&self, rows: &[Vec<Rational>]) -> bool {
        rows.iter().enumerate().all(|(player, row)| self.allows(player, row))
    }

    /// Whether a mixture of one player's is in that player's polytope.
    fn allows(&self, player: usize, row: &[Rational]) -> bool {
        let used = &self.used[player];
        let own: Row = used.iter().map(|&strategy| row[strategy].clone()).collect();
        own.iter().sum::<Rational>() == Rational::ONE
            && self.conditions[player].iter().all(|condition| !dot(condition, &own).is_positive())
    }

    /// How many strategies are used.
    pub(super) fn size(&self) -> usize {
        self.used.iter().map(Vec::len).sum()
    }

    /// Whether another set contains this one.
    pub(super) fn is_part_of(&self, other: &Product) -> bool {
        let among = |(own, others): (&Vec<usize>, &Vec<usize>)| own.iter().all(|strategy| others.contains(strategy));
        if !self.used.iter().zip(&other.used).all(among) {
            return false;
        }
        let inside = |player: usize| self.vertices[player].iter().all(|row| other.allows(player, row));
        (0..self.used.len()).all(inside)
    }

    /// Whether two sets have an equilibrium in common.
    pub(super) fn meets(&self, other: &Product) -> bool {
        (0..self.used.len()).all(|player| {
            let common: Vec<usize> =
                self.used[player].iter().copied().filter(|strategy| other.used[player].contains(strategy)).collect();
            let restricted = |set: &Product| -> Vec<Row> {
                let position = |strategy: &usize| set.used[player].iter().position(|own| own == strategy);
                let places: Vec<usize> = common.iter().filter_map(position).collect();
                let row = |row: &Row| places.iter().map(|&place| row[place].clone()).collect();
                set.conditions[player].iter().map(row).collect()
            };
            let conditions = [restricted(self), restricted(other)].concat();
            !common.is_empty() && !extreme_mixtures(&common, self.vertices[player][0].len(), &conditions).is_empty()
        })
    }

    /// The only equilibrium in the set.
    pub(super) fn into_profile(self) -> MixedProfile {
        MixedProfile(self.vertices.into_iter().filter_map(|own| own.into_iter().next()).collect())
    }
}
