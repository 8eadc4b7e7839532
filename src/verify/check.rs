//! [`verify`]: does a certificate's claim hold?

use super::assessment::{self, has_beliefs};
use super::certificate::{Certificate, FORMAT, Facts, SubgameClaim, claims};
use super::fingerprint::fingerprint;
use super::named::Named;
use super::naming::{by_key, from_names};
use super::obedience::wrong_kind;
use super::optimum::OptimumClaim;
use super::regret::TreeRegrets;
use super::regular::check_regular;
use super::report::Report;
use super::tolerance::Tolerant;
use super::trembles::{Form, Ground, check_trembles};
use crate::error::Error;
use crate::game::{Concept, CorrelatedProfile, ExtensiveForm, Game, Profile, Sense};
use crate::number::Rational;

/// Checks a certificate against a game, from the definitions and without any solver.
///
/// Every number that the certificate states is computed anew by exact arithmetic. For an equilibrium that means
/// everybody's payoff and best reply; for subgame perfection the same in every subgame; for rationalizable strategies
/// each step of the elimination (that nothing else is dominated is not checked); for sequential and perfect Bayesian
/// equilibria beliefs, and best replies by them at every information set (with an error bound, interval arithmetic must prove that an exact
/// one is within it); for correlated equilibria what each
/// recommendation brings, and that no other does better by the objective, by weak duality. With an error bound, the regret must
/// be within what the bound explains; of an approximate equilibrium, within what is stated. For a logit equilibrium, interval arithmetic must prove
/// a fixed point within the error bound.
///
/// # Arguments
/// - `game`: the game that the certificate should be about.
/// - `certificate`: the claim, from a solver or a file; nothing in it is trusted.
///
/// # Returns
/// The checks made. A claim that does not hold is a report that is not [`ok`](Report::ok), not an error.
///
/// # Errors
/// When the claim cannot be checked for this game: a player is absent-minded, or forgets and has too many plans to try,
/// or a strategic form that is needed is too large.
pub fn verify(game: &Game, certificate: &Certificate) -> Result<Report, Error> {
    let title = if game.title().is_empty() { "the game".to_owned() } else { format!("'{}'", game.title()) };
    let mut report = Report::new(format!("{} of {title}", sentence_case(certificate.concept.name())));
    if !(check_format(certificate, &mut report) && check_game(game, certificate, &mut report)) {
        return Ok(report);
    }
    match certificate.concept {
        Concept::Rationalizable => check_elimination(game, certificate, &mut report)?,
        Concept::PureNash
        | Concept::Nash
        | Concept::ApproximateNash
        | Concept::SubgamePerfect
        | Concept::Sequential
        | Concept::PerfectBayesian
        | Concept::WeakPerfectBayesian
        | Concept::TremblingHand
        | Concept::ExtensiveFormPerfect
        | Concept::Proper
        | Concept::Correlated
        | Concept::CoarseCorrelated
        | Concept::Logit => {
            check_equilibrium(game, certificate, &mut report)?;
        }
    }
    Ok(report)
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn check_format(certificate: &Certificate, report: &mut Report) -> bool {
    let known = certificate.format == FORMAT;
    let detail = if known { String::new() } else { format!("it is '{}', not '{FORMAT}'", short(&certificate.format)) };
    if !report.note("The certificate has the format known here", known, detail) {
        return false;
    }
    let elimination = certificate.concept == Concept::Rationalizable;
    let trembles = certificate.concept.is_about_mistakes();
    let mediated = matches!(certificate.concept, Concept::Correlated | Concept::CoarseCorrelated);
    let logit = certificate.concept == Concept::Logit;
    let approximate = certificate.concept == Concept::ApproximateNash;
    let beliefs = has_beliefs(certificate.concept);
    let parts = [
        ("profile", certificate.profile.is_some(), !elimination),
        ("payoffs", certificate.payoffs.is_some(), !elimination),
        ("best_replies", certificate.best_replies.is_some(), !elimination),
        ("subgames", certificate.subgames.is_some(), certificate.concept == Concept::SubgamePerfect),
        ("beliefs", certificate.beliefs.is_some(), beliefs),
        ("belief_sets", !certificate.belief_sets.is_empty(), beliefs && !certificate.belief_sets.is_empty()),
        ("elimination", certificate.elimination.is_some(), elimination),
        ("trembles", certificate.trembles.is_some(), certificate.trembles.is_some() && trembles),
        ("optimum", certificate.optimum.is_some(), mediated && certificate.optimum.is_some()),
        ("regret", certificate.regret.is_some(), approximate),
        (
            "error_bound",
            certificate.error_bound.is_some(),
            logit || !elimination && !mediated && !approximate && certificate.error_bound.is_some(),
        ),
        ("precision", certificate.precision.is_some(), logit),
    ];
    let wrong = parts.iter().find(|(_, given, needed)| given != needed);
    let detail = wrong.map_or(String::new(), |(name, given, _)| {
        let fault = if *given { "does not belong there" } else { "is missing" };
        format!("'{name}' {fault}")
    });
    report.note("It says what its concept needs, and no more", wrong.is_none(), detail)
}

fn check_game(game: &Game, certificate: &Certificate, report: &mut Report) -> bool {
    let (given, own) = (&certificate.game.fingerprint, fingerprint(game));
    let title = short(&certificate.game.title);
    let detail = if *given == own {
        String::new()
    } else {
        format!(
            "it was made for another game ('{title}'), with other players, moves or payoffs; verify it with the game \
             it was made for, or solve this one anew"
        )
    };
    report.note("It is about this game", *given == own, detail)
}

/// The beginning of a text that may be hostile.
fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

fn check_elimination(game: &Game, certificate: &Certificate, report: &mut Report) -> Result<(), Error> {
    if let Some(claim) = &certificate.elimination {
        let result = claim.check(game)?;
        let passed = result.is_ok();
        let weak = claim.rounds.iter().flatten().any(|step| !step.strictly);
        let how = if weak { ", some only weakly dominated" } else { "" };
        let detail = result.map_or_else(|fault| fault, |gone| format!("{gone} eliminated{how}"));
        report.note("Every strategy that is gone was dominated, and the rest is left", passed, detail);
    }
    Ok(())
}

fn check_equilibrium(game: &Game, certificate: &Certificate, report: &mut Report) -> Result<(), Error> {
    let Some(named) = &certificate.profile else { return Ok(()) };
    let read = from_names(game, named).and_then(|profile| Tolerant::new(game, profile, certificate.error_bound));
    let fault = read.as_ref().err().map_or(String::new(), ToString::to_string);
    report.note("The profile fits the game, with probabilities that sum to 1", read.is_ok(), fault);
    let Ok(tolerant) = read else { return Ok(()) };
    if let Some(fault) = wrong_kind(certificate.concept, &tolerant.profile) {
        report.note("The profile is of the kind that the concept speaks of", false, fault);
        return Ok(());
    }
    let facts = Facts::new(game, &tolerant.profile)?;
    let of = |value: fn(&super::Regret) -> &Rational| -> Vec<&Rational> { facts.regrets.iter().map(value).collect() };
    let keys = game.players().keys();
    check_values("Everybody gets the payoff stated", keys, &of(|r| &r.value), &certificate.payoffs, report);
    check_values("Best replies bring what is stated", keys, &of(|r| &r.best), &certificate.best_replies, report);
    if certificate.concept == Concept::Logit {
        return super::logit::check(game, certificate, &tolerant.profile, report);
    }
    if let Some(most) = &certificate.regret {
        check_bound(&facts, most, report);
        return Ok(());
    }
    let allowed = tolerant.allowed(game);
    check_regret(&facts, &allowed, report);
    if let (Some(claim), Profile::Correlated(profile)) = (&certificate.optimum, &tolerant.profile) {
        check_optimum(game, claim, profile, report)?;
    }
    if certificate.concept == Concept::PureNash {
        report.note("Every choice is sure", tolerant.profile.is_pure(), "");
    }
    if certificate.concept.is_about_mistakes() {
        check_mistakes(game, certificate, &tolerant.profile, report)?;
    }
    if let (Some(claim), Some((tree, _)), Profile::Behavior(profile)) =
        (&certificate.beliefs, &facts.tree, &tolerant.profile)
    {
        let (sets, bound) = (&certificate.belief_sets, certificate.error_bound);
        assessment::check(tree, certificate.concept, profile, claim, sets, bound, report)?;
    }
    if let (Concept::SubgamePerfect, Some(claimed)) = (certificate.concept, &certificate.subgames) {
        match &facts.tree {
            Some((tree, found)) => check_subgames(tree, found, claimed, &allowed, report),
            None => {
                report.note("The game has subgames", false, "it is a payoff table, without an order of moves");
            }
        }
    }
    Ok(())
}

/// Checks what makes an equilibrium perfect or proper.
fn check_mistakes(game: &Game, certificate: &Certificate, profile: &Profile, report: &mut Report) -> Result<(), Error> {
    match (&certificate.trembles, certificate.error_bound) {
        (Some(claim), None) => check_trembles(game, profile, claim, certificate.concept, report),
        (None, None) => check_regular(game, certificate.concept, profile, report),
        (_, Some(bound)) => {
            let mixed = Ground::new(game, profile, Form::of(certificate.concept, true))?.profile;
            let certain = |weight: &Rational| weight.to_f64() > bound;
            let passed = mixed.0.iter().flatten().all(certain);
            report.note("Everybody uses every strategy, whatever the error", passed, "");
            Ok(())
        }
    }
}

fn check_optimum(
    game: &Game,
    claim: &OptimumClaim,
    profile: &CorrelatedProfile,
    report: &mut Report,
) -> Result<(), Error> {
    let table = super::obedience::table(game)?;
    let (what, value) = (claim.objective.words(), number(&claim.value));
    let reached = claim.reached(game, &table, profile);
    let fault = reached.as_ref().err().map_or(String::new(), |fault| format!(": {fault}"));
    report.note("The objective has the value stated", reached.is_ok(), format!("{what}, {value}{fault}"));
    let proven = claim.proven(game, &table, profile.coarse);
    let detail = match (&proven, claim.sense) {
        (Err(fault), _) => fault.clone(),
        (Ok(()), Sense::Maximise) => format!("no such equilibrium has more than {value}"),
        (Ok(()), Sense::Minimise) => format!("no such equilibrium has less than {value}"),
    };
    report.note("The multipliers prove that nothing is better", proven.is_ok(), detail);
    Ok(())
}

fn check_values(
    what: &str,
    keys: &[String],
    own: &[&Rational],
    claimed: &Option<Named<Rational>>,
    report: &mut Report,
) {
    let Some(claimed) = claimed else { return };
    let fault =
        match by_key("player", keys, claimed) {
            Err(error) => Some(error.to_string()),
            Ok(values) => values.iter().zip(own).zip(keys).find(|((claimed, own), _)| claimed != own).map(
                |((claimed, own), name)| format!("{name}: {} is stated, {own} is true", short(&claimed.to_string())),
            ),
        };
    let list = || keys.iter().zip(own).map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ");
    report.note(what, fault.is_none(), fault.unwrap_or_else(list));
}

fn check_regret(facts: &Facts, allowed: &[Rational], report: &mut Report) {
    let fault = facts.regrets.iter().zip(allowed).find(|(regret, allowed)| regret.gain() > **allowed);
    let most = facts.regrets.iter().map(super::Regret::gain).max().unwrap_or_default();
    let detail = match fault {
        Some((regret, _)) => {
            let (player, gain) = (&regret.player, number(&regret.gain()));
            format!(
                "{player} could get {} instead of {}, a gain of {gain}",
                number(&regret.best),
                number(&regret.value)
            )
        }
        None if most.is_zero() => "the largest gain is exactly 0".to_owned(),
        None => format!("the largest gain is {}, within what the error bound explains", number(&most)),
    };
    report.note("Nobody gains by deviating alone", fault.is_none(), detail);
}

fn check_bound(facts: &Facts, most: &Rational, report: &mut Report) {
    let fault = facts.regrets.iter().find(|regret| regret.gain() > *most);
    let detail = match fault {
        Some(regret) => format!("{} could gain {}", regret.player, number(&regret.gain())),
        None => format!("at most {}", number(most)),
    };
    report.note("Nobody gains more than stated by deviating alone", fault.is_none(), detail);
}

/// A number in full if it is short, in floating point if not.
fn number(value: &Rational) -> String {
    let exact = value.to_string();
    if exact.len() <= 24 { exact } else { format!("about {:e}", value.to_f64()) }
}

fn check_subgames(
    tree: &ExtensiveForm,
    found: &TreeRegrets,
    claimed: &[SubgameClaim],
    allowed: &[Rational],
    report: &mut Report,
) {
    let own = claims(tree, found);
    let count = own.len();
    let wrong = own.iter().zip(claimed).find(|(own, claimed)| own != claimed);
    let detail = match wrong {
        _ if claimed.len() != count => format!("{} subgames are listed, there are {count}", claimed.len()),
        Some((own, _)) => format!("what is stated for the subgame '{}' is not true", own.name),
        None => String::new(),
    };
    report.note("Everybody's value in every subgame is as stated", detail.is_empty(), detail);
    let limit = allowed.iter().max().cloned().unwrap_or_default();
    let bad = (0..count).rev().find(|&subgame| found.gain(tree, subgame) > limit);
    let detail = match bad {
        None => format!("subgames checked: {count}"),
        Some(subgame) => fault_in(tree, found, subgame),
    };
    report.note("Nobody gains by deviating alone in any subgame", bad.is_none(), detail);
}

fn fault_in(tree: &ExtensiveForm, found: &TreeRegrets, subgame: usize) -> String {
    let place = super::words::place(tree, found.subgames.root(subgame));
    let regrets = found.of_subgame(tree, subgame);
    let Some(worst) = regrets.iter().max_by_key(|regret| regret.gain()) else { return place };
    format!("{place}, {} could get {} instead of {}", worst.player, number(&worst.best), number(&worst.value))
}
