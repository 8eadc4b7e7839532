//! One equilibrium of a game of any number of players: along the principal branch of logit equilibria.

use crate::game::{Concept, Game};
use crate::solve::control::Control;
use crate::solve::logit::follow_to_limit;
use crate::solve::solution::{Solution, Status};

/// The equilibrium that the branch leads to, exact or certified; `None` if it could not be proven.
pub(super) fn one_by_logit(game: &Game, control: &Control) -> Option<Solution> {
    let (limit, status) = follow_to_limit(game, control).ok()?;
    let mut solution = Solution::new(
        Concept::Nash,
        "logit path following (Turocy 2005), the limit proven exactly or by Krawczyk's test",
        "one Nash equilibrium",
    );
    match (limit, status) {
        (Some(limit), _) => solution.equilibria.push(limit),
        (None, stopped @ (Status::TimedOut | Status::MemoryLimit | Status::Cancelled)) => solution.status = stopped,
        (None, _) => return None,
    }
    Some(solution)
}
