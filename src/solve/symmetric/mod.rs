//! [`symmetric_nash`]: equilibria of games of many exchangeable players.

mod boxes;
mod coalitions;
mod patch;
mod single;

use serde::{Deserialize, Serialize};

use super::control::{Control, Watch};
use super::solution::Status;
use crate::error::Error;
use crate::game::SymmetricGame;
use crate::number::Rational;

/// How to look for symmetric equilibria.
#[derive(Debug, Clone, Default)]
pub struct SymmetricOptions {
    /// Limits, progress and stopping.
    pub control: Control,
}

/// The equilibria of a [`SymmetricGame`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SymmetricSolution {
    /// The game.
    pub game: SymmetricGame,
    /// Every equilibrium in which all players of a group take the first action with the same probability.
    pub equilibria: Vec<SymmetricEquilibrium>,
    /// Every equilibrium in pure strategies, by the numbers who take the first action.
    pub coalitions: Vec<Coalition>,
    /// How the search for `equilibria` ended.
    pub status: Status,
    /// Remarks, such as continua of equilibria.
    pub notes: Vec<String>,
}

/// An equilibrium in which all players of a group do the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SymmetricEquilibrium {
    /// For each group, the probability of the first action.
    pub probabilities: Vec<Rational>,
    /// How far each probability may be from the true one; `None` when they are exact.
    pub error_bound: Option<f64>,
    /// The expected payoff (utility) of a player of each group; rounded where probabilities are.
    pub payoffs: Vec<Rational>,
}

/// Equilibria in pure strategies that differ only in who takes which action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coalition {
    /// For each group, how many take the first action.
    pub counts: Vec<usize>,
    /// How many equilibria these are: the ways to choose the players.
    pub ways: Rational,
}

/// What a group does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Second,
    First,
    Mixed,
}

impl SymmetricSolution {
    /// Whether every symmetric equilibrium was found.
    pub fn complete(&self) -> bool {
        self.status == Status::Complete
    }
}

/// Every Nash equilibrium in which the players of a group all do the same, and every one in pure strategies.
///
/// # Definition
/// When all others of each group take their first action with the group's probability `p`, a player's gain from the
/// first action over the second is a polynomial `D(p)`, whose Bernstein coefficients are the gains at each number of
/// others. In equilibrium `D = 0`, or `p = 1` and `D >= 0`, or `p = 0` and `D <= 0`, for every group. Equilibria in
/// which players of one group behave differently are listed only where all are pure.
///
/// Where one group mixes, all roots are isolated exactly by Descartes' rule of signs. Where several do, boxes are bisected
/// until Krawczyk's test decides; what stays open is named in the status.
///
/// # Errors
/// None at present.
///
/// # Complexity
/// For one group of n players, about n^2 operations with numbers of n digits for each halving; no profile is ever listed.
///
/// # Example
/// ```
/// use foederis::{SymmetricGame, symmetric_nash};
/// let game = SymmetricGame::threshold("Allies", 100, 60, 10.into(), 4.into())?;
/// let solution = symmetric_nash(&game, &Default::default())?;
/// assert!(solution.complete());
/// // Nobody supports, or any sixty of the hundred do.
/// assert_eq!(solution.coalitions.iter().map(|c| c.counts[0]).collect::<Vec<_>>(), [0, 60]);
/// # Ok::<(), foederis::Error>(())
/// ```
///
/// # References
/// Palfrey, Rosenthal (1984), Participation and the provision of discrete public goods, Journal of Public Economics 24.
/// Lane, Riesenfeld (1981), Bounds on a polynomial, BIT 21.
pub fn symmetric_nash(game: &SymmetricGame, options: &SymmetricOptions) -> Result<SymmetricSolution, Error> {
    let mut solution = SymmetricSolution {
        game: game.clone(),
        equilibria: Vec::new(),
        coalitions: Vec::new(),
        status: Status::Complete,
        notes: Vec::new(),
    };
    let mut watch = Watch::start(&options.control);
    let (mut open, interrupt): (Vec<String>, _) = (Vec::new(), watch.interrupt());
    for states in combinations(game.groups().len()) {
        if watch.must_stop_now(solution.equilibria.len()) {
            break;
        }
        let mixed: Vec<usize> = (0..states.len()).filter(|&group| states[group] == State::Mixed).collect();
        match mixed[..] {
            [] => single::pure(game, &states, &mut solution),
            [group] => open.extend(single::mixed(game, &states, group, &mut solution, &interrupt)),
            _ => open.extend(boxes::mixed(game, &states, &mut solution, &mut watch)),
        }
    }
    if !watch.must_stop_now(solution.equilibria.len()) {
        coalitions::find(game, &mut solution, &mut watch);
    }
    solution.equilibria.sort_by(|a, b| b.probabilities.cmp(&a.probabilities));
    solution.status = watch.finish(&mut solution.equilibria);
    if !open.is_empty() {
        let text = format!("equilibria that are singular, or not isolated, may be missing: {}", open.join("; "));
        match solution.complete() {
            true => solution.status = Status::Partial(text),
            false => solution.notes.push(text),
        }
    }
    Ok(solution)
}

/// Every combination of what the groups do.
fn combinations(groups: usize) -> Vec<Vec<State>> {
    let mut all = vec![Vec::new()];
    for _ in 0..groups {
        let longer = |states: &Vec<State>| {
            [State::Second, State::First, State::Mixed].map(|state| [&states[..], &[state]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// What the groups do, in words.
fn words(game: &SymmetricGame, states: &[State]) -> String {
    let one = |(group, state): (&crate::game::Group, &State)| match state {
        State::First => format!("{}: {}", group.name, group.actions[0]),
        State::Second => format!("{}: {}", group.name, group.actions[1]),
        State::Mixed => format!("{}: {} or {}", group.name, group.actions[0], group.actions[1]),
    };
    game.groups().iter().zip(states).map(one).collect::<Vec<_>>().join(", ")
}

/// A group's gains from the first action at each number of others in the mixing groups, the rest being sure, with the
/// degrees: a tensor of Bernstein coefficients.
fn gains(game: &SymmetricGame, states: &[State], group: usize) -> (Vec<usize>, Vec<Rational>) {
    let others = game.others(group);
    let mixed: Vec<usize> = (0..states.len()).filter(|&g| states[g] == State::Mixed).collect();
    let degrees: Vec<usize> = mixed.iter().map(|&g| others[g]).collect();
    let size: usize = degrees.iter().map(|degree| degree + 1).product();
    let cell = |mut number: usize| {
        let fixed = |(g, state): (usize, &State)| if *state == State::First { others[g] } else { 0 };
        let mut counts: Vec<usize> = states.iter().enumerate().map(fixed).collect();
        for &g in mixed.iter().rev() {
            counts[g] = number % (others[g] + 1);
            number /= others[g] + 1;
        }
        let [first, second] = game.payoffs(group, &counts);
        first - second
    };
    (degrees, (0..size).map(cell).collect())
}

/// The sign that a sure group's gain from the first action must not have.
fn forbidden(state: State) -> i32 {
    if state == State::First { -1 } else { 1 }
}
