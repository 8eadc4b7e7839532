//! [`verify_components`]: are the components of a set of equilibria what they are claimed to be?

use serde::{Deserialize, Serialize};

use super::curved::{CurvedClaim, check_curved};
use super::named::Named;
use super::naming::{by_key, probabilities};
use super::regret::{Regret, normal_regrets, regrets};
use super::report::Report;
use crate::error::Error;
use crate::game::{ExtensiveForm, Game, MixedProfile, NormalForm, PlayerId, PlayerSequences, Profile};
use crate::number::{Matrix, Rational, determinant_sign};

/// A claim about a connected component of the set of Nash equilibria.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentClaim {
    /// The positions of its extreme equilibria in the solution, from 0; they are for the reader.
    pub equilibria: Vec<usize>,
    /// The dimension of its largest part: 0 for an isolated equilibrium.
    pub dimension: usize,
    /// Its index, where that is claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<i32>,
    /// Its parts: for each player, strategies of which every mixture, with every mixture of the others', is an
    /// equilibrium. On a tree they are realisation plans, by the names of sequences. Empty where only members are claimed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subsets: Vec<Named<Vec<Named<Rational>>>>,
    /// Its parts that are no products of polytopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub curved: Vec<CurvedClaim>,
}

/// Checks the components of a set of Nash equilibria, from the definitions and without any solver.
///
/// Every combination of the extreme strategies of a part must be an equilibrium; then so is every mixture, as payoffs are
/// linear in each player's strategy. The conditions of a curved set must be those that its supports demand, and its
/// witnesses equilibria that meet them; where its dimension is claimed to be exact, derivatives must show it. The index of an isolated equilibrium of two players whose best replies are just the
/// strategies in use must be what its determinants say (Shapley 1974, doi:10.1007/BFb0121248). If every component has an
/// index, they must sum to 1. That there are no further components is not checked.
///
/// # Errors
/// When a claim names a player or strategy that the game does not have, or a part none of a player.
pub fn verify_components(game: &Game, claims: &[ComponentClaim]) -> Result<Report, Error> {
    let mut report = Report::new(format!("{} of equilibria", counted(claims.len())));
    if let Game::Extensive(tree) = game
        && claims.iter().any(|claim| !claim.subsets.is_empty())
    {
        check_plans(tree, claims, &mut report)?;
    }
    if let Game::Normal(game) = game {
        let parts = claims.iter().map(|claim| claim.subsets.iter().map(|subset| read(game, subset)).collect());
        let parts: Vec<Vec<Part>> = parts.collect::<Result<_, Error>>()?;
        check_parts(game, &parts, &mut report)?;
        let curved: Vec<&CurvedClaim> = claims.iter().flat_map(|claim| &claim.curved).collect();
        if !curved.is_empty() {
            check_curved(game, &curved, &mut report)?;
        }
        if game.num_players() == 2 {
            check_regular(game, claims, &parts, &mut report)?;
        }
    }
    check_sum(claims, &mut report);
    if report.checks.is_empty() {
        report.note("Nothing is claimed of them but their equilibria, which have certificates of their own", true, "");
    }
    Ok(report)
}

fn counted(components: usize) -> String {
    if components == 1 { "One component".to_owned() } else { format!("{components} components") }
}

/// For each player, the extreme strategies of a part.
pub(super) type Part = Vec<Vec<Vec<Rational>>>;

pub(super) fn read(game: &NormalForm, subset: &Named<Vec<Named<Rational>>>) -> Result<Part, Error> {
    let rows = by_key("player", game.players().keys(), subset)?;
    named_by_all(game.players().keys(), &rows)?;
    let of_player = |(player, strategies): (PlayerId, &Vec<Named<Rational>>)| {
        let kind = format!("strategy of {}", game.players().key(player.index()));
        strategies.iter().map(|strategy| probabilities(&kind, game.strategies(player), strategy)).collect()
    };
    game.player_ids().zip(rows).map(of_player).collect()
}

/// A part without a strategy of somebody would hold no equilibrium, and so no false one.
fn named_by_all(players: &[String], rows: &[&Vec<Named<Rational>>]) -> Result<(), Error> {
    match rows.iter().position(|strategies| strategies.is_empty()) {
        None => Ok(()),
        Some(at) => Err(Error::Invalid(format!("a part of a component names no strategy of {}", players[at]))),
    }
}

fn check_parts(game: &NormalForm, parts: &[Vec<Part>], report: &mut Report) -> Result<(), Error> {
    let (mut count, mut fault) = (0usize, String::new());
    for part in parts.iter().flatten() {
        for number in 0..part.iter().map(Vec::len).product() {
            let profile = MixedProfile(combination(part, number));
            profile.check(game)?;
            if let Some(regret) = normal_regrets(game, &profile)?.iter().find(|regret| regret.gain().is_positive()) {
                fault = format!("{} gains {} by deviating from one of them", regret.player, regret.gain());
            }
            count += 1;
        }
    }
    let detail = if fault.is_empty() { format!("{count} combinations of extreme strategies") } else { fault.clone() };
    report.note("Every mixture within a part of a component is an equilibrium", fault.is_empty(), detail);
    Ok(())
}

/// As for tables, with realisation plans: every combination of extreme plans must be an equilibrium.
fn check_plans(tree: &ExtensiveForm, claims: &[ComponentClaim], report: &mut Report) -> Result<(), Error> {
    let form = tree.to_sequence()?;
    let (mut count, mut fault) = (0usize, String::new());
    for subset in claims.iter().flat_map(|claim| &claim.subsets) {
        let named = by_key("player", tree.players().keys(), subset)?;
        let plans = |(own, plans): (&PlayerSequences, &Vec<Named<Rational>>)| {
            plans.iter().map(|plan| probabilities("sequence", &own.labels, plan)).collect::<Result<Vec<_>, Error>>()
        };
        named_by_all(tree.players().keys(), &named)?;
        let part: Part = form.players.iter().zip(named).map(plans).collect::<Result<_, Error>>()?;
        for number in 0..part.iter().map(Vec::len).product() {
            let profile = form.behavior_of(&combination(&part, number))?;
            let found: Vec<Regret> = regrets(&Game::Extensive(tree.clone()), &Profile::Behavior(profile))?;
            if let Some(regret) = found.iter().find(|regret| regret.gain().is_positive()) {
                fault = format!("{} gains {} by deviating from one of them", regret.player, regret.gain());
            }
            count += 1;
        }
    }
    let detail = if fault.is_empty() { format!("{count} combinations of extreme plans") } else { fault.clone() };
    report.note("Every mixture within a part of a component is an equilibrium", fault.is_empty(), detail);
    Ok(())
}

/// One extreme strategy of each player, by the number of the combination.
fn combination(part: &Part, mut number: usize) -> Vec<Vec<Rational>> {
    let pick = |strategies: &Vec<Vec<Rational>>| {
        let strategy = strategies[number % strategies.len()].clone();
        number /= strategies.len();
        strategy
    };
    part.iter().map(pick).collect()
}

fn check_regular(
    game: &NormalForm,
    claims: &[ComponentClaim],
    parts: &[Vec<Part>],
    report: &mut Report,
) -> Result<(), Error> {
    let positive = Positive::new(game);
    let (mut count, mut fault) = (0, String::new());
    for (claim, parts) in claims.iter().zip(parts) {
        let [part] = &parts[..] else { continue };
        let ([x], [y]) = (&part[0][..], &part[1][..]) else { continue };
        let (Some(claimed), Some(index)) = (claim.index, positive.index(game, x, y)?) else { continue };
        count += 1;
        if claimed != index {
            fault = format!("an equilibrium of index {index} is said to have {claimed}");
        }
    }
    let detail = if fault.is_empty() { format!("{count} of them") } else { fault.clone() };
    report.note("Regular equilibria have the index that their determinants give", fault.is_empty(), detail);
    Ok(())
}

/// Both payoff matrices, made positive by a constant for each strategy of the opponent, which changes no best reply.
struct Positive([Matrix; 2]);

impl Positive {
    fn new(game: &NormalForm) -> Self {
        let [m, n] = [game.shape()[0], game.shape()[1]];
        let payoff = |player: u32, i: usize, j: usize| game.payoff(&[i, j], PlayerId(player));
        let rows: Vec<Vec<Rational>> = (0..m).map(|i| (0..n).map(|j| payoff(0, i, j).clone()).collect()).collect();
        let columns: Vec<Vec<Rational>> = (0..n).map(|j| (0..m).map(|i| payoff(1, i, j).clone()).collect()).collect();
        Positive([rows, columns].map(|matrix| Matrix::new(lifted(matrix))))
    }

    /// The index of an equilibrium; `None` unless both have just as many best replies as strategies in use.
    fn index(&self, game: &NormalForm, x: &[Rational], y: &[Rational]) -> Result<Option<i32>, Error> {
        let used = |strategy: &[Rational]| (0..strategy.len()).filter(|&k| !strategy[k].is_zero()).collect::<Vec<_>>();
        let profile = MixedProfile(vec![x.to_vec(), y.to_vec()]);
        let best = |player: u32| -> Result<Vec<usize>, Error> {
            let values = game.deviation_payoffs(&profile, PlayerId(player))?;
            Ok((0..values.len()).filter(|&k| Some(&values[k]) == values.iter().max()).collect())
        };
        let (rows, columns) = (used(x), used(y));
        if rows.len() != columns.len() || best(0)? != rows || best(1)? != columns {
            return Ok(None);
        }
        let parity = if rows.len() % 2 == 1 { 1 } else { -1 };
        let signs = determinant_sign(&self.0[0], &rows, &columns) * determinant_sign(&self.0[1], &columns, &rows);
        Ok(Some(parity * signs))
    }
}

/// Adds to each column what makes its least entry 1.
fn lifted(mut matrix: Vec<Vec<Rational>>) -> Vec<Vec<Rational>> {
    for column in 0..matrix.first().map_or(0, Vec::len) {
        let least = matrix.iter().map(|row| &row[column]).min().cloned().unwrap_or_default();
        matrix.iter_mut().for_each(|row| row[column] = &row[column] - &least + Rational::ONE);
    }
    matrix
}

fn check_sum(claims: &[ComponentClaim], report: &mut Report) {
    let indices: Option<Vec<i32>> = claims.iter().map(|claim| claim.index).collect();
    if let Some(indices) = indices.filter(|indices| !indices.is_empty()) {
        let sum: i64 = indices.into_iter().map(i64::from).sum();
        report.note("The indices of all components sum to 1", sum == 1, format!("{sum}"));
    }
}
