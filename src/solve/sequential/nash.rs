//! All Nash equilibria of a tree: what happens on the path first, then what deters from leaving it.

use super::METHOD;
use super::assemble::assemble;
use super::outcome::solve;
use super::paths::Search;
use super::play::Ground;
use super::punishment::Punishments;
use super::setting::Setting;
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm};
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Solution, Status};

/// So many equilibria are listed where there is no other limit.
const MAX_EQUILIBRIA: usize = 100_000;

/// Every Nash equilibrium of a tree, as behaviour.
///
/// # Definition
/// A behaviour profile is a Nash equilibrium if at every information set to which play comes with positive probability no
/// action, with the best that the same player can do later, is worth more than those used, given that the others do what they do.
///
/// # Method
/// From the first moves on it is decided which actions are used, and so where play comes; subgame by subgame, inner ones first, and cut
/// off where payoffs' ranges or an exact linear program refute it. Elsewhere nothing is enumerated. Where only deviations of several
/// players lead, behaviour makes no difference. In a subgame to which one player leads, some behaviour of the others deters that player if
/// the one does that leaves the least, which is found backwards. Other behaviour off the path is a free block of the conditions on the path,
/// and these are solved as those of sequential equilibria are. Where few pure choices off the path matter and what deters is a product of
/// polytopes, its extreme points are listed; otherwise one equilibrium stands for all that do the same on the path and deter as well
/// ([`Equilibrium::others_off_path`](crate::Equilibrium::others_off_path)).
///
/// # Errors
/// When an information set has more than 16 actions, or a player forgets.
pub(in crate::solve) fn nash_by_behavior(tree: &ExtensiveForm, control: &Control) -> Result<Solution, Error> {
    let setting = Setting::of_play(tree, "nash")?;
    let mut watch = Watch::start(control);
    let subgames = tree.subgames();
    let punishments = Punishments::new(&setting, &subgames, &mut watch);
    let ground = Ground { setting: &setting, subgames, punishments };
    let mut search = Search::new(&ground);
    search.run(&mut watch, |play, found, watch| solve(&ground, play, found, watch));
    let found = search.found;
    let limit = control.max_equilibria.unwrap_or(MAX_EQUILIBRIA);
    let assembled = assemble(&setting, &found.pieces, limit, &mut watch)?;
    let mut solution = Solution::new(Concept::Nash, format!("behaviour where play comes; {METHOD}"), CLAIM);
    let mut equilibria = assembled.equilibria;
    equilibria.iter_mut().for_each(|equilibrium| equilibrium.beliefs = None);
    let listed = equilibria.len();
    solution.status = watch.finish(&mut equilibria);
    solution.components = if equilibria.len() == listed { assembled.components } else { Vec::new() };
    solution.equilibria = equilibria;
    if solution.complete() && assembled.truncated {
        solution.status = Status::Truncated;
    }
    if let Some(text) = super::left_out(tree, &found, true)
        && solution.complete()
    {
        // What else there is may touch the others.
        solution.components.retain(|component| component.dimension > 0);
        solution.status = Status::Partial(text);
    }
    if found.loose > 0 && !solution.components.is_empty() {
        solution.notes.push(LOOSE.to_owned());
    }
    solution.counts.insert("supports".into(), found.supports);
    solution.counts.insert("boxes".into(), found.boxes);
    Ok(solution)
}

/// What the list claims.
const CLAIM: &str = "every Nash equilibrium: each is a mixture within a family, or does the same on the path as such a \
                     mixture and off it what keeps every player from leaving it";

/// What is not known of components.
const LOOSE: &str = "where hidden moves off the path are what deters, equilibria with the same path count as one component; what \
                     deters may fall into several parts";
