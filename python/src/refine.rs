//! Refinements: perfect and proper equilibria, and a table of which equilibrium satisfies what.

use std::sync::Arc;

use foederis::show::refinements as show;
use foederis::solve::{self, Refinement, RefinementOptions, Refinements as Core, TrembleForm};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::control::{AtMost, CancelToken, Limits, Memory, run};
use crate::error::invalid;
use crate::game::AnyGame;
use crate::solution::Solution;
use crate::solve::{plans, solved};
use crate::verdicts::{Verdicts, verdicts};

/// Every trembling-hand perfect equilibrium.
///
/// A Nash equilibrium :math:`\sigma` is perfect if it withstands some small mistakes: there are completely mixed profiles
/// :math:`\sigma^k \to \sigma` such that every :math:`\sigma_i` is a best reply to every :math:`\sigma^k_{-i}`. For two
/// players these are exactly the equilibria in which no player's mixed strategy is weakly dominated, by pure or mixed ones.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
/// form : {"agent", "strategic"}
///     On a tree: whether every information set trembles for itself (extensive-form perfection; such equilibria are
///     sequential), or each player once, over whole plans (perfection of the strategic form; such equilibria need not be
///     subgame perfect). Neither implies the other.
/// reduced : bool
///     On a tree with ``form="strategic"``: let a plan leave out what its own earlier choices exclude.
/// max_profiles : int, optional
///     On a tree: the most profiles of the form; 16,777,216 if not given.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// UnsupportedError
///     When a player of a tree forgets (lacks perfect recall).
/// TooLargeError
///     When a tree has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Solves for every Nash equilibrium first, on a tree for every sequential one. Two players: exact, with the perfect parts of components; one linear program
/// for each equilibrium and player. More players: strict, completely mixed and regular equilibria are perfect, dominated
/// ones are not, and for other pure ones the leading terms of small mistakes may decide. What stays undecided is in `notes`,
/// and `status` is then "partial". Each equilibrium's certificate holds a test sequence that `verify` replays from the
/// definition.
///
/// Examples
/// --------
/// In the second equilibrium both play a weakly dominated strategy.
///
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[1, 0], [0, 0]], [[1, 0], [0, 0]], players=["A", "B"],
/// ...     strategies=[["up", "down"], ["left", "right"]])
/// >>> len(fd.nash(g)), [e.path for e in fd.trembling_hand(g)]
/// (2, [('up', 'left')])
/// >>> fd.verify(g, fd.trembling_hand(g)).ok
/// True
///
/// References
/// ----------
/// Selten, R. (1975). Reexamination of the perfectness concept for equilibrium points in extensive games. International
/// Journal of Game Theory 4. doi:10.1007/BF01766400
///
/// van Damme, E. (1991). Stability and Perfection of Nash Equilibria. Springer.
#[pyfunction]
#[pyo3(signature = (game, *, form="agent", reduced=true, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn trembling_hand<'py>(
    py: Python<'py>,
    game: AnyGame,
    form: &str,
    reduced: bool,
    max_profiles: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let form = match form {
        "agent" => TrembleForm::Agent,
        "strategic" => TrembleForm::Strategic,
        other => return Err(invalid(format!("'{other}' is no form; take agent or strategic"))),
    };
    let strategic = plans(reduced, max_profiles);
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    solved(py, game, limits, |game, control| {
        solve::trembling_hand(game, &RefinementOptions { strategic, form, control })
    })
}

/// Every proper equilibrium.
///
/// A Nash equilibrium is proper if it withstands some small mistakes of which costlier ones are much rarer: there are
/// completely mixed profiles :math:`\sigma^k \to \sigma` and :math:`\varepsilon_k \to 0` such that
/// :math:`u_i(a, \sigma^k_{-i}) < u_i(b, \sigma^k_{-i})` implies
/// :math:`\sigma^k_i(a) \le \varepsilon_k \sigma^k_i(b)`. Every game has a proper equilibrium, and each is trembling-hand
/// perfect.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     On a tree this is properness of the (reduced) strategic form: costlier plans are much rarer. A proper equilibrium of it
///     induces a quasi-perfect, and so a sequential, equilibrium of the tree (van Damme 1984). Where an own earlier choice
///     excludes that play comes, the plan leaves open what would be done, and the first action stands in.
/// reduced : bool
///     On a tree: let a plan leave out what its own earlier choices exclude.
/// max_profiles : int, optional
///     On a tree: the most profiles of plans; 16,777,216 if not given.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// UnsupportedError
///     When a player of a tree forgets (lacks perfect recall).
/// TooLargeError
///     When a tree has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Two players: exact; every ranking with ties of each player's strategies is tried, by linear programs, which takes time
/// exponential in the number of strategies that tie. With more players strict, completely mixed and regular equilibria are
/// proper, and what stays undecided is in `notes`.
///
/// In a continuum of Nash equilibria of two players the proper ones make products of polytopes: their corners are listed, which
/// need not be extreme Nash equilibria, and the products are the parts of `components`. For each pair of rankings of both players'
/// strategies that hold near the continuum, each is a face of a polytope. Of a continuum of more than two players the extreme
/// equilibria are tested, and `complete` is false.
///
/// Examples
/// --------
/// Myerson's game: the second of three equilibria is perfect and not proper.
///
/// >>> import foederis as fd
/// >>> a = [[1, 0, -9], [0, 0, -7], [-9, -7, -7]]
/// >>> g = fd.NormalForm.from_arrays(a, a)
/// >>> len(fd.nash(g)), len(fd.trembling_hand(g)), len(fd.proper(g))
/// (3, 2, 1)
///
/// References
/// ----------
/// Myerson, R. B. (1978). Refinements of the Nash equilibrium concept. International Journal of Game Theory 7.
/// doi:10.1007/BF01753236
///
/// Blume, L., Brandenburger, A., & Dekel, E. (1991). Lexicographic probabilities and equilibrium refinements. Econometrica
/// 59. doi:10.2307/2938241
///
/// van Damme, E. (1984). A relation between perfect equilibria in extensive form games and proper equilibria in normal form.
/// International Journal of Game Theory 13, 1-13.
#[pyfunction]
#[pyo3(signature = (game, *, reduced=true, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn proper<'py>(
    py: Python<'py>,
    game: AnyGame,
    reduced: bool,
    max_profiles: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let strategic = plans(reduced, max_profiles);
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    solved(py, game, limits, |game, control| {
        solve::proper(game, &RefinementOptions { strategic, control, ..RefinementOptions::default() })
    })
}

/// Which refinements each equilibrium satisfies, with reasons by names.
///
/// For each equilibrium: whether it is strict, quasi-strict (all best replies are used), undominated (no mixed strategy in
/// it is weakly dominated), trembling-hand perfect, proper, payoff-dominant (it pays everybody more than every other
/// equilibrium) and risk-dominant. Of two equilibria of a 2x2 game, :math:`U` risk-dominates :math:`V` if
/// :math:`\prod_i [u_i(U) - u_i(V_i, U_{-i})] > \prod_i [u_i(V) - u_i(U_i, V_{-i})]`.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     On a tree all of this is about the strategic form.
/// solution : Solution, optional
///     Nash equilibria of the game, from any solver; those of `nash` if not given.
/// reduced : bool
///     On a tree: let a plan leave out what its own earlier choices exclude.
/// max_profiles : int, optional
///     On a tree: the most profiles of plans; 16,777,216 if not given.
/// time_limit : float, optional
///     Stop after so many seconds and return what was found.
/// memory_limit : int or str, optional
///     Stop once the process holds more than so much memory (bytes, or "2GB"), and return what was found.
/// progress : bool or callable, optional
///     True shows a bar. A function is called with a `Progress` about every 20 ms; if it returns False, the search stops.
/// cancel : CancelToken, optional
///     Stops the search from another thread; what was found is returned.
///
/// Returns
/// -------
/// Refinements
///     Each answer is "yes", "no" or "undecided", and has a reason.
///
/// Raises
/// ------
/// InvalidError
///     When the solution is not one of Nash equilibria of the game.
/// UnsupportedError
///     When a player of a tree forgets (lacks perfect recall).
/// TooLargeError
///     When a tree has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Payoff and risk dominance compare an equilibrium with the others of the solution, and say "yes" only if it holds every
/// Nash equilibrium. In a larger two-player game risk dominance is decided between strict equilibria whose strategies are
/// closed under best replies; else it is undecided.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> game = fd.dilemmas.border().at(pi="3/4")
/// >>> table = fd.refinements(game)
/// >>> table[0]["payoff_dominant"], table[0]["risk_dominant"]
/// ('yes', 'no')
/// >>> table.reason(0, "risk_dominant")
/// 'the product of losses from deviating is larger in equilibrium 3: 1 against 9/16'
///
/// References
/// ----------
/// Harsanyi, J. C., & Selten, R. (1988). A General Theory of Equilibrium Selection in Games. MIT Press.
///
/// van Damme, E. (1991). Stability and Perfection of Nash Equilibria. Springer.
#[pyfunction]
#[pyo3(signature = (game, solution=None, *, reduced=true, max_profiles=None, time_limit=None, memory_limit=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn refinements<'py>(
    py: Python<'py>,
    game: AnyGame,
    solution: Option<Bound<'py, Solution>>,
    reduced: bool,
    max_profiles: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Refinements> {
    let AnyGame(game) = game;
    let strategic = plans(reduced, max_profiles);
    let limits = Limits { time_limit, memory_limit, max_equilibria: None, progress, cancel };
    let given = solution.map(|solution| solution.get().core.clone());
    let found = run(py, limits, |control| {
        let solution = match given {
            Some(solution) => solution,
            None => Arc::new(solve::nash(
                &game,
                &solve::NashOptions { strategic: strategic.clone(), control: control.clone(), ..Default::default() },
            )?),
        };
        let found = solve::refinements(
            &game,
            &solution,
            &RefinementOptions { strategic, control, ..RefinementOptions::default() },
        )?;
        Ok((solution, found))
    })?;
    let (solution, core) = found;
    Ok(Refinements { solution: Solution { game, core: solution }, core })
}

/// Which refinements each equilibrium satisfies.
///
/// It behaves like a list with an entry for each equilibrium: a dict from property to "yes", "no" or "undecided".
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[1, 0], [0, 0]], [[1, 0], [0, 0]], players=["A", "B"],
/// ...     strategies=[["up", "down"], ["left", "right"]])
/// >>> table = fd.refinements(g)
/// >>> table[1]["trembling_hand"], table.reason(1, "trembling_hand")
/// ('no', "A's down is weakly dominated by up")
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Refinements {
    solution: Solution,
    core: Core,
}

#[pymethods]
impl Refinements {
    /// Why an equilibrium has a property, or has not.
    ///
    /// Parameters
    /// ----------
    /// equilibrium : int
    ///     Its place in the solution.
    /// property : str
    ///     "strict", "quasi_strict", "undominated", "trembling_hand", "proper", "payoff_dominant" or "risk_dominant".
    ///
    /// Returns
    /// -------
    /// str
    ///
    /// Raises
    /// ------
    /// IndexError
    ///     When there is no such equilibrium.
    /// InvalidError
    ///     When there is no such property.
    fn reason(&self, equilibrium: isize, property: &str) -> PyResult<String> {
        Ok(self.core.findings[self.row(equilibrium)?][self.column(property)?].reason.clone())
    }
}

verdicts!(Refinements);

impl Verdicts for Refinements {
    const TABLE: &'static str = "table";
    const COLUMN: &'static str = "property";
    const PICKLED: &'static str = "refinements";

    fn columns(&self) -> Vec<&'static str> {
        Refinement::ALL.iter().map(|known| known.key()).collect()
    }

    fn rows(&self) -> usize {
        self.core.findings.len()
    }

    fn verdict(&self, row: usize, column: usize) -> String {
        self.core.findings[row][column].answer.to_string()
    }
}
