//! [`refinements`]: a table of which refinements each equilibrium satisfies.

use super::RefinementOptions;
use super::dominant::{payoff_dominant, risk_dominant};
use super::finding::{Finding, Refinements};
use super::perfect::{perfect, undominated};
use super::position::Position;
use super::proper::proper;
use super::regular::is_quasi_strict;
use crate::error::Error;
use crate::game::{Concept, Game, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::solution::{Solution, Status};

/// Which refinements each equilibrium of a solution satisfies, with reasons by names.
///
/// # Arguments
/// - `game`: the game that was solved.
/// - `solution`: Nash equilibria of it, as [`nash`](crate::nash) or another solver lists them. Payoff and risk dominance
///   compare an equilibrium with the others of the list; they are decided if the list is of all Nash equilibria.
///
/// # Returns
/// For each equilibrium whether it is strict, quasi-strict, undominated, trembling-hand perfect, proper, payoff-dominant
/// and risk-dominant: yes, no or undecided. On a tree all of this is about the (reduced) strategic form.
///
/// # Errors
/// When a profile of the solution does not fit the game or is not a Nash equilibrium; when a tree's strategic form is
/// larger than `strategic.max_profiles`, or a player forgets.
///
/// # Example
/// ```
/// use foederis::solve::{Refinement, refinements};
/// use foederis::{NormalForm, nash};
/// let game = NormalForm::builder().player("A", ["Stag", "Hare"]).player("B", ["Stag", "Hare"])
///     .table(&[&[4, 0, 3, 3], &[4, 3, 0, 3]])?.into();
/// let table = refinements(&game, &nash(&game, &Default::default())?, &Default::default())?;
/// assert!(table.holds(0, Refinement::PayoffDominant) && !table.holds(0, Refinement::RiskDominant));
/// assert!(table.holds(2, Refinement::RiskDominant) && !table.holds(2, Refinement::PayoffDominant));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn refinements(game: &Game, solution: &Solution, options: &RefinementOptions) -> Result<Refinements, Error> {
    let (table, profiles) = match game {
        Game::Normal(table) => (table.clone(), mixed(solution)?),
        Game::Extensive(tree) => {
            tree.require_perfect_recall("refinements")?;
            let form = tree.to_strategic(&options.strategic)?;
            let plans = |profile: &Profile| match profile {
                Profile::Behavior(behavior) => form.mixed_of(behavior),
                Profile::Correlated(_) => Err(correlated()),
                Profile::Mixed(_) => Err(wrong_kind()),
            };
            let profiles = solution.equilibria.iter().map(|equilibrium| plans(&equilibrium.profile));
            let profiles = profiles.collect::<Result<_, _>>()?;
            (form.game, profiles)
        }
    };
    let mut found = on_table(&table, &profiles, solution, options)?;
    if matches!(game, Game::Extensive(_)) {
        found
            .notes
            .push("all of this is about the strategic form, in which players choose and tremble by whole plans".into());
    }
    Ok(found)
}

fn mixed(solution: &Solution) -> Result<Vec<MixedProfile>, Error> {
    let of = |profile: &Profile| match profile {
        Profile::Mixed(mixed) => Ok(mixed.clone()),
        Profile::Correlated(_) => Err(correlated()),
        Profile::Behavior(_) => Err(wrong_kind()),
    };
    solution.equilibria.iter().map(|equilibrium| of(&equilibrium.profile)).collect()
}

fn wrong_kind() -> Error {
    Error::Invalid("the solution is of another kind of game; give a solution of this game".into())
}

/// Players of a correlated equilibrium tremble together, which the refinements of Nash equilibrium do not speak of.
fn correlated() -> Error {
    Error::Unsupported("refinements are about Nash equilibria; give a solution of nash or pure_nash".into())
}

fn on_table(
    game: &NormalForm,
    profiles: &[MixedProfile],
    solution: &Solution,
    options: &RefinementOptions,
) -> Result<Refinements, Error> {
    let mut positions = Vec::with_capacity(profiles.len());
    for (number, (profile, equilibrium)) in profiles.iter().zip(&solution.equilibria).enumerate() {
        if equilibrium.error_bound.is_none() {
            profile.check(game)?;
        }
        let position = Position::new(game, profile, equilibrium.error_bound)?;
        position.require_equilibrium(number)?;
        positions.push(position);
    }
    let complete = solution.complete() && solution.concept == Concept::Nash;
    let mut watch = Watch::start(&options.control);
    let mut found = Refinements { findings: Vec::new(), status: Status::Complete, notes: Vec::new() };
    for number in 0..positions.len() {
        if watch.must_stop_now(number) {
            break;
        }
        let Some(findings) = findings(&positions, number, complete, &mut watch)? else { break };
        found.findings.push(findings);
    }
    found.status = watch.finish(&mut found.findings);
    if solution.components.iter().any(|component| component.dimension > 0) {
        let more = "a perfect or proper equilibrium may lie between them; trembling_hand and proper look there, too";
        found.notes.push(format!("equilibria form a continuum; the table is about its extreme ones, and {more}"));
    }
    Ok(found)
}

fn findings(
    positions: &[Position],
    number: usize,
    complete: bool,
    watch: &mut Watch,
) -> Result<Option<Vec<Finding>>, Error> {
    let position = &positions[number];
    let beliefs = undominated(position);
    let perfect = perfect(position, &beliefs)?;
    let Some(proper) = proper(position, &perfect, watch)? else { return Ok(None) };
    let undominated = match &beliefs {
        Ok(_) => Finding::yes("no strategy or mixture in use is weakly dominated"),
        Err(reason) => Finding::no(reason.clone()),
    };
    Ok(Some(vec![
        strict(position),
        quasi_strict(position),
        undominated,
        perfect.finding,
        proper.finding,
        payoff_dominant(positions, number, complete),
        risk_dominant(positions, number, complete),
    ]))
}

fn strict(position: &Position) -> Finding {
    if position.is_strict() {
        return Finding::yes("every deviation costs its player");
    }
    let mixes = |player: &PlayerId| position.supports[player.index()].len() > 1;
    if let Some(player) = position.game.player_ids().find(mixes) {
        return Finding::no(format!("{} mixes", position.game.players().key(player.index())));
    }
    let spare = |player: PlayerId| {
        let support = &position.supports[player.index()];
        position.best_replies(player).into_iter().find(|reply| !support.contains(reply)).map(|reply| (player, reply))
    };
    match position.game.player_ids().find_map(spare) {
        Some((player, reply)) => Finding::no(format!("{} is a best reply, too", position.named(player, reply))),
        None => Finding::undecided("the numbers are too close"),
    }
}

fn quasi_strict(position: &Position) -> Finding {
    let loose = position.game.player_ids().find(|&player| !is_quasi_strict(position, player));
    let Some(player) = loose else { return Finding::yes("every best reply is in use") };
    let support = &position.supports[player.index()];
    let spare = position.best_replies(player).into_iter().find(|strategy| !support.contains(strategy));
    let name = spare.map_or_else(String::new, |strategy| position.named(player, strategy));
    match position.error_bound {
        None => Finding::no(format!("{name} is a best reply that is not used")),
        Some(_) => Finding::undecided(format!("{name} may be a best reply too; the numbers are too close")),
    }
}

impl Position<'_> {
    /// The player's payoff.
    pub(super) fn payoff(&self, player: PlayerId) -> Rational {
        let own = self.profile.of(player);
        own.iter().zip(&self.brings[player.index()]).map(|(weight, brings)| weight * brings).sum()
    }

    /// Whether everybody's strategies in use are best replies.
    fn require_equilibrium(&self, number: usize) -> Result<(), Error> {
        for player in self.game.player_ids() {
            let best = self.best_replies(player);
            if let Some(bad) = self.supports[player.index()].iter().find(|used| !best.contains(used)) {
                let (number, name) = (number + 1, self.named(player, *bad));
                return Err(Error::Invalid(format!(
                    "profile {number} of the solution is not a Nash equilibrium ({name} is no best reply), so no \
                     refinement applies; give a solution of Nash equilibria"
                )));
            }
        }
        Ok(())
    }
}
