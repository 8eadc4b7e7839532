//! What a verifier found, and what is claimed, as sheets.

use super::sheet::Sheet;
use super::words::clean;
use crate::verify::{Certificate, Check, Report};

/// A report: the claim, whether it is confirmed, and every check.
///
/// # Example
/// ```
/// use foederis::{alliance, show, subgame_perfect, verify, Certificate, Concept};
/// let game = alliance::dilemma("caucasus")?.base()?;
/// let found = subgame_perfect(&game, &Default::default())?;
/// let claim = Certificate::new(&game, Concept::SubgamePerfect, &found.equilibria[0].profile)?;
/// let sheet = show::checks::report(&verify(&game, &claim)?);
/// assert!(sheet.title.ends_with(": confirmed") && sheet.tables[0].rows.iter().all(|row| row[0] == "holds"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn report(report: &Report) -> Sheet {
    let verdict = if report.ok() { "confirmed" } else { "NOT confirmed" };
    let rows = report.checks.iter().map(row).collect();
    Sheet::new(format!("{}: {verdict}", clean(&report.claim))).table("", &["", "What", "Detail"], rows)
}

/// One check.
pub fn check(check: &Check) -> Sheet {
    Sheet::new("A check").table("", &["", "What", "Detail"], vec![row(check)])
}

fn row(check: &Check) -> Vec<String> {
    let verdict = if check.passed { "holds" } else { "FAILS" };
    vec![verdict.to_owned(), check.what.clone(), check.detail.clone()]
}

/// What a certificate claims, and of which game.
pub fn certificate(certificate: &Certificate) -> Sheet {
    let title = clean(&certificate.game.title);
    let of = if title.is_empty() { String::new() } else { format!(" of {title}") };
    let payoffs = certificate
        .payoffs
        .iter()
        .flat_map(|payoffs| &payoffs.0)
        .map(|(player, payoff)| vec![player.clone(), payoff.to_string()]);
    Sheet::new(format!("Certificate: {}{of}", certificate.concept.name()))
        .line("A claim, with what a checker needs to agree. Whether it holds, verify says.")
        .table("What everybody expects", &["Player", "Payoff"], payoffs.collect())
        .notes([format!("Fingerprint of the game: {}", certificate.game.fingerprint)])
}
