//! What a play leaves: the behaviour on its path with which something off the path deters from leaving it.

use super::basis::{Basis, positions};
use super::cell::{self, Cell, Group, Knot, Product, Residue};
use super::curved::{self, Curved, Reason};
use super::form::{Form, Var};
use super::play::{Ground, Play, Settle, Settled};
use super::search::{Found, Piece};
use crate::game::InfosetId;
use crate::number::Rational;
use crate::solve::control::Watch;

/// Where no more pure choices off the path matter, extreme points of what deters are listed.
const FEW_CHOICES: usize = 64;

/// The most combinations of choices off the path that are tried where what deters is no product of polytopes.
const MAX_FACES: usize = 4096;

/// Adds all equilibria with a play.
pub(super) fn solve(ground: &Ground, play: &Play, found: &mut Found, watch: &mut Watch) {
    let settled = ground.settle(play, Settle::Idle);
    let off = settled.play.supports.iter().zip(&settled.play.reached).filter(|(_, reached)| !**reached);
    let choices = off.map(|(support, _)| support.count_ones() as usize);
    let choices = choices.fold(1usize, |all, own| all.saturating_mul(own));
    if choices <= FEW_CHOICES
        && let Some(piece) = listed(ground, &settled)
    {
        found.pieces.extend(piece);
        return;
    }
    let mut task = Task { ground, open: choices > 1, found, watch };
    if let Err(reason) = task.held(play) {
        task.found.undecided.push((settled.play.supports, reason));
    }
}

/// The equilibria with all that deters; `None` where that is no product of polytopes.
fn listed(ground: &Ground, settled: &Settled) -> Option<Option<Piece>> {
    let (basis, conditions) = ground.conditions(settled, ground.setting.tree.infoset_ids()).ok()?;
    match cell::solve(&basis, conditions) {
        Cell::Nothing => Some(None),
        Cell::Product(product) => Some(Some(Piece::of_play(settled.play.supports.clone(), basis, product))),
        Cell::Bent(_) => None,
    }
}

/// The search for one behaviour off the path that deters.
struct Task<'g, 'f, 'w> {
    ground: &'g Ground<'g, 'g>,
    /// Whether behaviour off the path matters to anybody.
    open: bool,
    found: &'f mut Found,
    watch: &'f mut Watch<'w>,
}

impl Task<'_, '_, '_> {
    /// Holds players down where that is known to lose nothing, and looks for what deters elsewhere.
    fn held(&mut self, play: &Play) -> Result<(), Reason> {
        let mut settled = self.ground.settle(play, Settle::Held);
        loop {
            let (basis, conditions) = self.conditions(&settled)?;
            let residue = match cell::solve(&basis, conditions) {
                Cell::Nothing => return Ok(()),
                Cell::Product(product) => {
                    self.add(&settled, basis, product, true);
                    return Ok(());
                }
                Cell::Bent(residue) => residue,
            };
            match dominant(self.ground, &settled, &basis, &residue) {
                Some((id, action)) => settled.play.supports[id.index()] = 1 << action,
                None => return self.bent(&settled, basis, residue),
            }
        }
    }

    fn conditions(&self, settled: &Settled) -> Result<(Basis, Vec<super::conditions::Condition>), Reason> {
        self.ground.conditions(settled, self.ground.setting.tree.infoset_ids())
    }

    /// Adds a piece with one behaviour off the path for each on it. It is plain if what deters is known to hang together.
    fn add(&mut self, settled: &Settled, basis: Basis, product: Product, plain: bool) {
        let product = product.one_from(basis.actions);
        let piece = Piece::of_play(settled.play.supports.clone(), basis, product);
        self.found.pieces.push(Piece { open: self.open, ..piece });
        self.found.loose += u64::from(self.open && !(plain && settled.plain));
    }

    /// What products of choices off the path leave.
    fn bent(&mut self, settled: &Settled, basis: Basis, residue: Residue) -> Result<(), Reason> {
        let off_path = |knot: &Knot| {
            knot.groups.iter().all(|&at| residue.product.groups[at].variables.iter().all(|v| *v >= basis.actions))
        };
        let apart = residue.knots.iter().all(off_path);
        if apart && let Some(product) = witness(&residue) {
            self.add(settled, basis, product, false);
            return Ok(());
        }
        let mut failed = None;
        for face in faces(self.ground, settled, &basis, &residue)? {
            if self.watch.must_stop_now(self.found.pieces.len()) {
                return Ok(());
            }
            match self.face(&face, apart) {
                // What happens on the path is the same whatever deters.
                Ok(true) if apart => return Ok(()),
                Ok(_) => {}
                Err(reason) => failed = failed.max(Some(reason)),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// The equilibria in which all choices off the path that conditions tie together are made; whether there are some.
    fn face(&mut self, settled: &Settled, apart: bool) -> Result<bool, Reason> {
        let (basis, conditions) = self.conditions(settled)?;
        let products = match cell::solve(&basis, conditions) {
            Cell::Nothing => Vec::new(),
            Cell::Product(product) => vec![product],
            Cell::Bent(residue) => match curved::solve(&basis, residue, &mut self.found.boxes, self.watch) {
                Curved::Undecided(reason) => return Err(reason),
                Curved::Some { products, shape } => {
                    self.found.add_curve(&settled.play.supports, &basis, shape.filter(|_| !apart));
                    products
                }
            },
        };
        let some = !products.is_empty();
        products.into_iter().for_each(|product| self.add(settled, basis.clone(), product, false));
        Ok(some)
    }
}

/// The information sets off the path that conditions tie to others.
fn tied(ground: &Ground, settled: &Settled, basis: &Basis, residue: &Residue) -> Vec<InfosetId> {
    let groups: Vec<&Group> =
        residue.knots.iter().flat_map(|knot| &knot.groups).map(|&at| &residue.product.groups[at]).collect();
    let Play { supports, reached } = &settled.play;
    let in_knot = |id: &InfosetId| {
        let own = positions(supports[id.index()]).filter_map(|at| basis.variable(ground.setting.action(*id, at)));
        own.into_iter().any(|variable| groups.iter().any(|group| group.variables.contains(&variable)))
    };
    ground.setting.tree.infoset_ids().filter(|id| !reached[id.index()] && in_knot(id)).collect()
}

/// A choice off the path that deters at least as much as every other one, whatever is done elsewhere.
fn dominant(ground: &Ground, settled: &Settled, basis: &Basis, residue: &Residue) -> Option<(InfosetId, usize)> {
    let groups = &residue.product.groups;
    tied(ground, settled, basis, residue).into_iter().find_map(|id| {
        let own: Vec<(usize, Var)> = positions(settled.play.supports[id.index()])
            .filter_map(|at| Some((at, basis.variable(ground.setting.action(id, at))?)))
            .collect();
        let group = groups.iter().find(|group| group.variables.contains(&own[0].1))?;
        if group.variables.len() != own.len() {
            return None;
        }
        let conditions = || residue.knots.iter().flat_map(|knot| &knot.conditions);
        let open = |variable: Var| {
            let place = group.variables.iter().position(|own| *own == variable);
            place.is_some_and(|place| group.vertices.iter().any(|vertex| vertex[place] == Rational::ONE))
        };
        let at = |form: &Form, chosen: Var| {
            let value = |variable: Var| if variable == chosen { Rational::ONE } else { Rational::ZERO };
            form.at(&|variable| own.iter().any(|(_, other)| *other == variable).then(|| value(variable)))
        };
        let deters = |chosen: Var| {
            conditions().all(|condition| {
                own.iter().filter(|(_, other)| *other != chosen).all(|(_, other)| {
                    let mut more = at(&condition.form, *other);
                    more.add_product(&at(&condition.form, chosen), &-Rational::ONE, &[]);
                    !condition.equation && cell::nowhere_negative(&more, groups)
                })
            })
        };
        own.iter().find(|(_, variable)| open(*variable) && deters(*variable)).map(|(action, _)| (id, *action))
    })
}

/// Corners of what is tied together at which all conditions hold.
fn witness(residue: &Residue) -> Option<Product> {
    let mut product = residue.product.clone();
    for knot in &residue.knots {
        let groups: Vec<&Group> = knot.groups.iter().map(|&at| &residue.product.groups[at]).collect();
        let sizes = groups.iter().map(|group| group.vertices.len());
        let corners = sizes.into_iter().try_fold(1usize, |all, own| all.checked_mul(own))?;
        let mut values: Vec<Rational> =
            product.fixed.iter().map(|value| value.clone().unwrap_or(Rational::ZERO)).collect();
        (0..corners.min(MAX_FACES)).find(|&number| {
            let mut rest = number;
            for group in &groups {
                group.put(&group.vertices[rest % group.vertices.len()], &mut values);
                rest /= group.vertices.len();
            }
            knot.conditions.iter().all(|condition| {
                let sign = condition.form.value(&values).signum();
                if condition.equation { sign == 0 } else { sign <= 0 }
            })
        })?;
        for variable in groups.iter().flat_map(|group| &group.variables) {
            product.fixed[*variable as usize] = Some(values[*variable as usize].clone());
        }
    }
    let tied: Vec<usize> = residue.knots.iter().flat_map(|knot| knot.groups.iter().copied()).collect();
    let mut number = 0..;
    product.groups.retain(|_| number.next().is_some_and(|number| !tied.contains(&number)));
    Some(product)
}

/// All ways to choose which actions are used where conditions tie behaviour off the path together.
fn faces(ground: &Ground, settled: &Settled, basis: &Basis, residue: &Residue) -> Result<Vec<Settled>, Reason> {
    let mut faces = vec![settled.clone()];
    for id in tied(ground, settled, basis, residue) {
        let face = |face: &Settled| -> Vec<Settled> {
            let whole = face.play.supports[id.index()];
            let with = |support: u32| {
                let mut smaller = face.clone();
                smaller.play.supports[id.index()] = support;
                smaller
            };
            (1..=whole).filter(|support| support & !whole == 0).map(with).collect()
        };
        faces = faces.iter().flat_map(face).collect();
        if faces.len() > MAX_FACES {
            return Err(Reason::Large);
        }
    }
    Ok(faces)
}
