//! Pickling of solutions and equilibria, through versioned JSON.

use foederis::{Game, Solution as Core};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::equilibrium::Equilibrium;
use crate::error::invalid;
use crate::exchange::{Reduced, reduced, utf8};
use crate::solution::Solution;

const FORMAT: &str = "foederis-pickle/1";

#[derive(Serialize, Deserialize)]
struct State {
    format: String,
    game: Game,
    solution: Core,
}

/// The pickled form of a solution.
pub fn reduce_solution<'py>(py: Python<'py>, game: &Game, solution: Core, function: &str) -> PyResult<Reduced<'py>> {
    let state = State { format: FORMAT.into(), game: game.clone(), solution };
    let text = serde_json::to_string(&state).map_err(|error| invalid(error.to_string()))?;
    reduced(py, function, &text)
}

fn read_state(state: &[u8]) -> PyResult<State> {
    let state: State = serde_json::from_str(utf8(state)?).map_err(|error| invalid(error.to_string()))?;
    if state.format != FORMAT {
        return Err(invalid(format!("this was pickled as '{}'; this version reads '{FORMAT}'", state.format)));
    }
    match Solution::new(state.game.clone(), state.solution.clone()).fits() {
        true => Ok(state),
        false => Err(invalid("what was pickled does not fit together")),
    }
}

/// Reads a pickled solution back.
#[pyfunction]
pub fn _solution_from_json(state: &[u8]) -> PyResult<Solution> {
    let State { game, solution, .. } = read_state(state)?;
    Ok(Solution::new(game, solution))
}

/// Reads a pickled equilibrium back.
#[pyfunction]
pub fn _equilibrium_from_json(state: &[u8]) -> PyResult<Equilibrium> {
    let State { game, solution, .. } = read_state(state)?;
    match solution.equilibria.is_empty() {
        true => Err(invalid("the pickled equilibrium is empty")),
        false => Ok(Equilibrium { game, solution: solution.into(), index: 0 }),
    }
}
