//! [`verify_symmetric`]: does a claim about a game of exchangeable players hold?

mod certificate;
mod mixing;
mod tensor;

pub use certificate::{SymmetricCertificate, SymmetricClaim};

use super::fingerprint::symmetric_fingerprint;
use super::named::Named;
use super::report::Report;
use crate::error::Error;
use crate::game::SymmetricGame;
use crate::number::Rational;
use certificate::FORMAT;
use mixing::has_zero;
use tensor::Tensor;

/// Checks a claim about a game of exchangeable players, from the definitions and without any solver.
///
/// Of players who do alike: what each group's players gain from one action over the other, given what everybody else
/// does, computed in fractions. With an error bound: that a true equilibrium lies within it, by the theorem of Poincaré
/// and Miranda (Miranda 1940), in fractions too. Of numbers: that nobody would rather be counted elsewhere.
///
/// # Errors
/// None at present: a claim that does not hold is a report that is not [`ok`](Report::ok).
///
/// # Complexity
/// For each group the product of the groups' sizes, times the length of the numbers.
pub fn verify_symmetric(game: &SymmetricGame, certificate: &SymmetricCertificate) -> Result<Report, Error> {
    let groups: Vec<String> = game.groups().iter().map(|group| format!("{} {}", group.count, group.name)).collect();
    let mut report = Report::new(format!("Nash equilibrium of {}", groups.join(" and ")));
    let known = certificate.format == FORMAT;
    if report.note("The certificate has the format known here", known, "")
        && report.note("It is about this game", certificate.game == symmetric_fingerprint(game), "")
    {
        match &certificate.claim {
            SymmetricClaim::Alike { probabilities, payoffs, error_bound } => {
                check_alike(game, probabilities, payoffs, *error_bound, &mut report);
            }
            SymmetricClaim::Numbers { counts, ways } => check_numbers(game, counts, ways, &mut report),
        }
    }
    Ok(report)
}

/// The values in the order of the groups, if each group has one and nobody else has.
fn by_group<T: Clone>(game: &SymmetricGame, values: &Named<T>) -> Option<Vec<T>> {
    let all: Option<Vec<T>> = game.groups().iter().map(|group| values.get(&group.name).cloned()).collect();
    all.filter(|all| all.len() == values.0.len())
}

fn check_alike(
    game: &SymmetricGame,
    probabilities: &Named<Rational>,
    payoffs: &Named<Rational>,
    error_bound: Option<f64>,
    report: &mut Report,
) {
    let probable = |p: &Rational| *p >= Rational::ZERO && *p <= Rational::ONE;
    let point = by_group(game, probabilities).filter(|point| point.iter().all(probable));
    report.note("Each group has a probability from 0 to 1", point.is_some(), "");
    let Some(point) = point else { return };
    let bound = Rational::from_f64_exact(error_bound.unwrap_or_default()).filter(|bound| *bound >= Rational::ZERO);
    report.note("The error bound is a number, and not negative", bound.is_some(), "");
    let Some(bound) = bound else { return };
    check_payoffs(game, &point, payoffs, error_bound.is_some(), report);
    let gains: Vec<Tensor> = (0..point.len()).map(|group| Tensor::gain(game, group, &point)).collect();
    let mixing: Vec<usize> =
        (0..point.len()).filter(|&group| !point[group].is_zero() && point[group] != Rational::ONE).collect();
    check_mixing(&gains, &mixing, &point, &bound, report);
    for (group, gain) in gains.iter().enumerate().filter(|(group, _)| !mixing.contains(group)) {
        let slack: Rational = mixing.iter().map(|&axis| gain.derivative(axis).bound() * &bound).sum();
        let value = gain.value(&point);
        let holds = if point[group].is_zero() { &value + &slack <= Rational::ZERO } else { value >= slack };
        let Some(named) = game.groups().get(group) else { continue };
        let other = &named.actions[usize::from(!point[group].is_zero())];
        let what = format!("Nobody of {} gains by {other}", named.name);
        report.note(&what, holds, format!("the first action gains {} over the second", value.to_decimal(6)));
    }
}

/// Groups that mix are indifferent, or are so at a true equilibrium within the bound.
fn check_mixing(gains: &[Tensor], mixing: &[usize], point: &[Rational], bound: &Rational, report: &mut Report) {
    if mixing.is_empty() {
        return;
    }
    let own: Vec<Tensor> = mixing.iter().map(|&group| gains[group].clone()).collect();
    if bound.is_zero() {
        let indifferent = own.iter().all(|gain| gain.value(point).is_zero());
        report.note("Who mixes is indifferent", indifferent, "");
    } else {
        let detail = format!("within {}", bound.to_f64());
        report.note("A true equilibrium lies within the error bound", has_zero(&own, mixing, point, bound), detail);
    }
}

/// What rounded payoffs may be off by, in parts of the group's largest payoff.
const ROUNDING: f64 = 1e-12;

fn check_payoffs(
    game: &SymmetricGame,
    point: &[Rational],
    payoffs: &Named<Rational>,
    rounded: bool,
    report: &mut Report,
) {
    let right = |group: usize, stated: &Rational| {
        let [first, second] = game.expected_payoffs(group, point);
        let value = &point[group] * &first + (Rational::ONE - &point[group]) * second;
        let largest = game.table(group).iter().flatten().map(Rational::abs).max().unwrap_or_default();
        let slack = Rational::from_f64_exact(if rounded { ROUNDING } else { 0.0 }).unwrap_or_default() * largest;
        (value - stated).abs() <= slack
    };
    let stated = by_group(game, payoffs);
    let holds = stated.is_some_and(|stated| stated.iter().enumerate().all(|(group, value)| right(group, value)));
    report.note("The payoffs are right", holds, if rounded { "as rounded" } else { "" });
}

fn check_numbers(game: &SymmetricGame, counts: &Named<usize>, ways: &Rational, report: &mut Report) {
    let fits = |counts: &Vec<usize>| counts.iter().zip(game.groups()).all(|(count, group)| *count <= group.count);
    let counts = by_group(game, counts).filter(fits);
    report.note("No group has more who take the first action than players", counts.is_some(), "");
    let Some(counts) = counts else { return };
    for (number, group) in game.groups().iter().enumerate() {
        let mut others = counts.clone();
        let gain = |others: &[usize]| {
            let [first, second] = game.payoffs(number, others);
            first - second
        };
        if counts[number] < group.count {
            let what = format!(
                "Nobody of {} who takes {} would rather take {}",
                group.name, group.actions[1], group.actions[0]
            );
            report.note(&what, gain(&others) <= Rational::ZERO, "");
        }
        if counts[number] > 0 {
            others[number] -= 1;
            let what = format!(
                "Nobody of {} who takes {} would rather take {}",
                group.name, group.actions[0], group.actions[1]
            );
            report.note(&what, gain(&others) >= Rational::ZERO, "");
        }
    }
    let choices: Rational =
        game.groups().iter().zip(&counts).map(|(group, &count)| choices(group.count, count)).product();
    report.note("The players can be chosen in so many ways", choices == *ways, choices.to_string());
}

/// In how many ways `k` of `n` can be chosen.
fn choices(n: usize, k: usize) -> Rational {
    let count = |x: usize| Rational::from(x as i64);
    (1..=k.min(n - k)).fold(Rational::ONE, |ways, i| ways * count(n + 1 - i) / count(i))
}
