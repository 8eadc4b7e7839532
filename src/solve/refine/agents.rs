//! Extensive-form perfection: every information set trembles for itself.

use super::RefinementOptions;
use super::finding::Answer;
use super::perfect::{perfect, undominated};
use super::position::Position;
use super::search::note_undecided;
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, Game, MixedProfile, Profile};
use crate::solve::control::{Control, Watch};
use crate::solve::sequential::{SequentialOptions, sequential};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// Every perfect equilibrium of a tree's agent form among the sequential equilibria, of which it is one (Selten 1975;
/// Kreps and Wilson 1982).
pub(super) fn extensive_form_perfect(tree: &ExtensiveForm, options: &RefinementOptions) -> Result<Solution, Error> {
    tree.require_perfect_recall("trembling_hand")?;
    let table = tree.to_agent(options.strategic.max_profiles)?;
    let limit = SequentialOptions::default().control.max_equilibria;
    let all = Control { max_equilibria: limit, ..options.control.clone() };
    let mut watch = Watch::start(&options.control);
    let candidates = sequential(&Game::Extensive(tree.clone()), &SequentialOptions { control: all })?;
    let concept = Concept::ExtensiveFormPerfect;
    let method = format!("{}, then test sequences of the agent form by linear programs, exact", candidates.method);
    let continuum = candidates.components.iter().any(|component| component.dimension > 0);
    let claim = match continuum {
        false => "every extensive-form perfect equilibrium",
        true => "every extreme sequential equilibrium that is extensive-form perfect",
    };
    let mut solution = Solution::new(concept, method, claim.to_owned());
    let mut undecided = Vec::new();
    for (number, equilibrium) in candidates.equilibria.iter().enumerate() {
        if watch.must_stop_now(solution.len()) {
            break;
        }
        let Profile::Behavior(behavior) = &equilibrium.profile else { continue };
        if solution.equilibria.iter().any(|known| known.profile == equilibrium.profile) {
            continue;
        }
        let profile = MixedProfile(behavior.0.clone());
        let position = Position::new(&table, &profile, equilibrium.error_bound)?;
        let verdict = perfect(&position, &undominated(&position))?;
        match verdict.finding.answer {
            Answer::Yes => {
                let alone = Equilibrium::exact(equilibrium.profile.clone(), equilibrium.payoffs.clone());
                let (error_bound, regret) = (equilibrium.error_bound, equilibrium.regret.clone());
                let trembles = verdict.trembles.filter(|_| error_bound.is_none());
                solution.equilibria.push(Equilibrium { trembles, error_bound, regret, ..alone });
            }
            Answer::No => {}
            Answer::Undecided => undecided.push((number, position.words(), verdict.finding.reason)),
        }
    }
    solution.counts.insert("sequential equilibria".into(), candidates.len() as u64);
    solution.status = watch.finish(&mut solution.equilibria);
    if solution.complete() {
        solution.status = candidates.status.clone();
    }
    note_undecided(&mut solution, &undecided);
    if continuum {
        solution.notes.push("Sequential equilibria form a continuum; of it the extreme ones were tested".into());
    }
    // There always is one.
    if continuum && solution.is_empty() && solution.complete() {
        let what = "none of the extreme sequential equilibria is extensive-form perfect, so that one lies between them";
        solution.status = Status::Partial(what.into());
    }
    Ok(solution)
}
