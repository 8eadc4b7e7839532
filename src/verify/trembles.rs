//! Claims of perfect and proper equilibria, and their check along a test sequence.

use serde::{Deserialize, Serialize};

use super::leading::unsettled;
use super::named::Named;
use super::naming::{by_key, probabilities};
use super::report::Report;
use crate::error::Error;
use crate::game::{Concept, Game, MixedProfile, NormalForm, PlayerId, Profile, StrategicOptions, Trembles};
use crate::number::Rational;

/// A test sequence by names: level `d` adds its weights times `e^d` to the profile, for small `e > 0`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TremblesClaim {
    /// For a tree: whether strategies are those of the reduced strategic form rather than the full one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reduced: bool,
    /// Level by level: player, strategy, weight. Weights of 0 are left out.
    pub levels: Vec<Named<Named<Rational>>>,
}

/// The table that a tree stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Each player decides for all moves at once.
    Strategic { reduced: bool },
    /// Each information set decides for itself.
    Agents,
}

impl Form {
    pub(super) fn of(concept: Concept, reduced: bool) -> Form {
        if concept == Concept::ExtensiveFormPerfect { Form::Agents } else { Form::Strategic { reduced } }
    }
}

/// The table on which a claim about a game is checked, and the profile there.
pub(super) struct Ground {
    pub(super) table: NormalForm,
    pub(super) profile: MixedProfile,
}

impl Ground {
    pub(super) fn new(game: &Game, profile: &Profile, form: Form) -> Result<Ground, Error> {
        match (game, profile, form) {
            (Game::Normal(table), Profile::Mixed(profile), _) => {
                Ok(Ground { table: table.clone(), profile: profile.clone() })
            }
            (Game::Extensive(tree), Profile::Behavior(profile), Form::Agents) => {
                let table = tree.to_agent(StrategicOptions::default().max_profiles)?;
                Ok(Ground { table, profile: MixedProfile(profile.0.clone()) })
            }
            (Game::Extensive(tree), Profile::Behavior(profile), Form::Strategic { reduced }) => {
                let form = tree.to_strategic(&StrategicOptions { reduced, ..StrategicOptions::default() })?;
                let profile = form.mixed_of(profile)?;
                Ok(Ground { table: form.game, profile })
            }
            _ => Err(super::regret::wrong_kind(game)),
        }
    }
}

impl TremblesClaim {
    pub(super) fn new(game: &Game, concept: Concept, trembles: &Trembles) -> Result<Self, Error> {
        let tree = matches!(game, Game::Extensive(_)) && Form::of(concept, true) != Form::Agents;
        let fits = |table: &NormalForm| {
            let shape = table.shape();
            trembles.levels.iter().all(|level| level.iter().map(Vec::len).eq(shape.iter().copied()))
        };
        let forms = if tree { &[true, false][..] } else { &[false] };
        for &reduced in forms {
            let table = table(game, Form::of(concept, reduced))?;
            if fits(&table) {
                let levels = trembles.levels.iter().map(|level| named(&table, level)).collect();
                return Ok(TremblesClaim { reduced, levels });
            }
        }
        Err(Error::Invalid("the test sequence does not fit the game".into()))
    }

    fn levels(&self, table: &NormalForm) -> Result<Vec<Vec<Vec<Rational>>>, Error> {
        let keys = table.players().keys();
        let level = |level: &Named<Named<Rational>>| -> Result<Vec<Vec<Rational>>, Error> {
            let rows = by_key("player", keys, level)?;
            let row = |(player, row): (PlayerId, &Named<Rational>)| {
                let kind = format!("strategy of {}", keys[player.index()]);
                probabilities(&kind, table.strategies(player), row)
            };
            table.player_ids().zip(rows).map(row).collect()
        };
        self.levels.iter().map(level).collect()
    }
}

fn table(game: &Game, form: Form) -> Result<NormalForm, Error> {
    match (game, form) {
        (Game::Normal(table), _) => Ok(table.clone()),
        (Game::Extensive(tree), Form::Agents) => tree.to_agent(StrategicOptions::default().max_profiles),
        (Game::Extensive(tree), Form::Strategic { reduced }) => {
            Ok(tree.to_strategic(&StrategicOptions { reduced, ..StrategicOptions::default() })?.game)
        }
    }
}

fn named(table: &NormalForm, level: &[Vec<Rational>]) -> Named<Named<Rational>> {
    let row = |player: PlayerId| {
        let weights = table.strategies(player).keys().iter().zip(&level[player.index()]);
        let used = weights.filter(|(_, weight)| !weight.is_zero());
        (table.players().key(player.index()).to_owned(), used.map(|(name, w)| (name.clone(), w.clone())).collect())
    };
    table.player_ids().map(row).collect()
}

/// Checks that a test sequence proves an exact profile perfect or proper.
pub(super) fn check_trembles(
    game: &Game,
    profile: &Profile,
    claim: &TremblesClaim,
    concept: Concept,
    report: &mut Report,
) -> Result<(), Error> {
    let ground = Ground::new(game, profile, Form::of(concept, claim.reduced))?;
    let levels = claim.levels(&ground.table);
    let fault = levels.as_ref().err().map_or(String::new(), ToString::to_string);
    report.note("The test sequence fits the game", levels.is_ok(), fault);
    let Ok(levels) = levels else { return Ok(()) };
    let sequence = Sequence::new(&ground, levels.clone());
    let unused = sequence.never_played(&ground.table);
    let detail = unused.clone().unwrap_or_default();
    if !report.note("Along it every strategy is played with a small probability at least", unused.is_none(), detail) {
        return Ok(());
    }
    if concept == Concept::Proper {
        let fault = sequence.improper(&ground.table);
        let what = "Along it, of two strategies the worse one becomes infinitely less likely";
        report.note(what, fault.is_none(), fault.unwrap_or_default());
        return Ok(());
    }
    let fault = sequence.unstable(&ground);
    if fault.is_some() && unsettled(&ground, &levels)?.is_none() {
        report.note("Along one that is close to it, every strategy in use stays a best reply", true, "");
        return Ok(());
    }
    report.note("Along it, every strategy in use stays a best reply", fault.is_none(), fault.unwrap_or_default());
    Ok(())
}

/// A polynomial in the small number: coefficients, that of `e^0` first.
type Poly = Vec<Rational>;

/// What everybody plays along the test sequence, up to a positive factor.
struct Sequence {
    rows: Vec<Vec<Poly>>,
}

impl Sequence {
    fn new(ground: &Ground, levels: Vec<Vec<Vec<Rational>>>) -> Sequence {
        let weight = |player: usize, strategy: usize, start: &Rational| -> Poly {
            let later = levels.iter().map(|level| level[player][strategy].clone());
            std::iter::once(start.clone()).chain(later).collect()
        };
        let row = |(player, row): (usize, &Vec<Rational>)| {
            row.iter().enumerate().map(|(strategy, start)| weight(player, strategy, start)).collect()
        };
        Sequence { rows: ground.profile.0.iter().enumerate().map(row).collect() }
    }

    /// A strategy that is not positive for small `e > 0`.
    fn never_played(&self, table: &NormalForm) -> Option<String> {
        let bad = |player: PlayerId| {
            let row = &self.rows[player.index()];
            (0..row.len()).find(|&k| leading(&row[k]) <= 0).map(|k| name(table, player, k))
        };
        table.player_ids().find_map(bad).map(|name| format!("{name} is not"))
    }

    /// What each strategy of a player brings along the sequence, up to a common positive factor.
    fn brings(&self, table: &NormalForm, player: PlayerId) -> Vec<Poly> {
        let mut cells: Vec<(usize, Poly)> = vec![(0, vec![Rational::ONE])];
        for other in table.player_ids().filter(|other| *other != player) {
            let (stride, row) = (table.stride(other), &self.rows[other.index()]);
            let extend = |(number, weight): &(usize, Poly)| {
                let extended = row.iter().enumerate().map(|(k, own)| (number + k * stride, product(weight, own)));
                extended.collect::<Vec<_>>()
            };
            cells = cells.iter().flat_map(extend).collect();
        }
        let bring = |strategy: usize| {
            let mut sum: Poly = Vec::new();
            for (number, weight) in &cells {
                let payoff = &table.payoffs_of(number + strategy * table.stride(player))[player.index()];
                sum.resize(sum.len().max(weight.len()), Rational::ZERO);
                sum.iter_mut().zip(weight).for_each(|(sum, weight)| *sum += weight * payoff);
            }
            sum
        };
        (0..table.strategies(player).len()).map(bring).collect()
    }

    /// A strategy in use that is no best reply for small `e > 0`.
    fn unstable(&self, ground: &Ground) -> Option<String> {
        ground.table.player_ids().find_map(|player| {
            let brings = self.brings(&ground.table, player);
            let row = ground.profile.of(player);
            let used = (0..row.len()).filter(|&k| !row[k].is_zero());
            let better = |used: usize| (0..row.len()).find(|&k| leading(&difference(&brings[k], &brings[used])) > 0);
            let (used, better) = used.into_iter().find_map(|used| Some((used, better(used)?)))?;
            Some(format!(
                "{} is better than {}",
                name(&ground.table, player, better),
                name(&ground.table, player, used)
            ))
        })
    }

    /// A strategy that is worse than another and not of a higher order.
    fn improper(&self, table: &NormalForm) -> Option<String> {
        table.player_ids().find_map(|player| {
            let brings = self.brings(table, player);
            let order = |k: usize| self.rows[player.index()][k].iter().position(|weight| !weight.is_zero());
            let count = brings.len();
            let wrong = |worse: usize, better: usize| {
                leading(&difference(&brings[worse], &brings[better])) < 0 && order(worse) <= order(better)
            };
            let mut pairs = (0..count).flat_map(|worse| (0..count).map(move |better| (worse, better)));
            let (worse, better) = pairs.find(|&(worse, better)| wrong(worse, better))?;
            let (worse, better) = (name(table, player, worse), name(table, player, better));
            Some(format!("{worse} is worse than {better}, and not less likely by an order"))
        })
    }
}

fn name(table: &NormalForm, player: PlayerId, strategy: usize) -> String {
    format!("{}'s {}", table.players().key(player.index()), table.strategies(player).key(strategy))
}

/// The sign of a polynomial for small positive arguments.
fn leading(poly: &Poly) -> i32 {
    poly.iter().map(Rational::signum).find(|sign| *sign != 0).unwrap_or(0)
}

fn difference(a: &Poly, b: &Poly) -> Poly {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn product(a: &Poly, b: &Poly) -> Poly {
    let mut result = vec![Rational::ZERO; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate().filter(|(_, x)| !x.is_zero()) {
        for (j, y) in b.iter().enumerate() {
            result[i + j] += x * y;
        }
    }
    result
}
