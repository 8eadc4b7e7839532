//! The solvers: one function for each solution concept.

use foederis::game::{DEFAULT_MAX_PROFILES, StrategicOptions};
use foederis::{Control, Game, Solution as Core, solve};
use pyo3::prelude::*;

use crate::control::{AtMost, CancelToken, Limits, Memory, Threads, run};
use crate::error::OrRaise;
use crate::game::AnyGame;
use crate::number::rational;
use crate::solution::Solution;

/// Solves a game with the GIL released.
pub fn solved<'py>(
    py: Python<'py>,
    game: AnyGame,
    limits: Limits<'py>,
    solver: impl FnOnce(&Game, Control) -> Result<Core, foederis::Error> + Send,
) -> PyResult<Solution> {
    let AnyGame(game) = game;
    let core = run(py, limits, |control| solver(&game, control))?;
    Ok(Solution::new(game, core))
}

/// The plans of a tree that count as strategies.
pub fn plans(reduced: bool, max_profiles: Option<usize>) -> StrategicOptions {
    StrategicOptions { reduced, max_profiles: max_profiles.unwrap_or(DEFAULT_MAX_PROFILES) }
}

/// The strategies that survive iterated elimination of dominated ones.
///
/// A strategy :math:`s_i` is strictly dominated if some mixture of player :math:`i`'s other strategies is better against
/// every profile of what is left to the others. What is dominated goes, round by round, until nothing more is. With two
/// players the survivors are the rationalizable strategies; with more, those that are so when beliefs may be correlated.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     On a tree the strategies are its reduced plans.
/// weak : bool
///     Eliminate also what is only weakly dominated (never better, somewhere worse). All that is dominated goes at once in
///     each round; in another order the result could differ.
/// mixed : bool
///     Let mixed strategies dominate, and not only pure ones.
/// max_profiles : int, optional
///     On a tree: the most profiles of plans; 16,777,216 if not given.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// TooLargeError
///     When a tree has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// The answer is in `Solution.survivors` and `Solution.eliminated`; there are no equilibria in it. Solves one exact linear
/// program for each strategy in each round.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays(
/// ...     [[2, 0], [3, 1]], [[2, 3], [0, 1]],
/// ...     players=["Kyrgyzstan", "Tajikistan"], strategies=[["Refrain", "Attack"], ["Refrain", "Attack"]])
/// >>> fd.rationalizable(g).survivors
/// {'Kyrgyzstan': ['Attack'], 'Tajikistan': ['Attack']}
///
/// References
/// ----------
/// Bernheim, B. D. (1984). Rationalizable strategic behavior. Econometrica 52. doi:10.2307/1911196
///
/// Pearce, D. G. (1984). Rationalizable strategic behavior and the problem of perfection. Econometrica 52.
/// doi:10.2307/1911197
#[pyfunction]
#[pyo3(signature = (game, *, weak=false, mixed=true, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn rationalizable<'py>(
    py: Python<'py>,
    game: AnyGame,
    weak: bool,
    mixed: bool,
    max_profiles: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let strategic = plans(true, max_profiles);
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    solved(py, game, limits, |game, control| {
        solve::rationalizable(game, &solve::DominanceOptions { weak, mixed, strategic, control })
    })
}

/// Every Nash equilibrium in pure strategies.
///
/// A pure profile :math:`s` is a Nash equilibrium if no player gains by deviating alone:
/// :math:`u_i(s) \ge u_i(s_i', s_{-i})` for every player :math:`i` and strategy :math:`s_i'`. There may be none. Any number
/// of players.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     On a tree a strategy is a full plan: an action at every information set of the player.
/// reduced : bool
///     On a tree: let a plan leave out what its own earlier choices exclude;
///     one full plan then stands for all that differ only there.
/// max_profiles : int, optional
///     On a tree: the most profiles of plans; 16,777,216 if not given.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// TooLargeError
///     When a tree has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Compares each payoff of the table once with the best that its player could do.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[0, -3], [-1, -2]], [[0, -1], [-3, -2]],
/// ...     players=["Kyrgyzstan", "Tajikistan"], strategies=[["Refrain", "Attack"], ["Refrain", "Attack"]])
/// >>> [e.path for e in fd.pure_nash(g)]
/// [('Refrain', 'Refrain'), ('Attack', 'Attack')]
///
/// References
/// ----------
/// Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54. doi:10.2307/1969529
#[pyfunction]
#[pyo3(signature = (game, *, reduced=false, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn pure_nash<'py>(
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
    solved(py, game, limits, |game, control| solve::pure_nash(game, &solve::PureNashOptions { strategic, control }))
}

/// Every Nash equilibrium, in mixed strategies.
///
/// A profile of mixed strategies :math:`\sigma` is a Nash equilibrium if no player gains by deviating alone:
/// :math:`u_i(\sigma) \ge u_i(s_i, \sigma_{-i})` for every player :math:`i` and strategy :math:`s_i`. Every finite game
/// has one. With two players the set of equilibria is a finite union of polytopes; the solution lists their vertices
/// (the extreme equilibria), and the components that they make. With three or more players probabilities may be
/// irrational: each equilibrium then has a proven error bound.
///
/// Parameters
/// ----------
/// game : NormalForm or ExtensiveForm
///     Any number of players. On a tree of two players equilibria are those in realisation plans, given as behaviour; where
///     a player's own plan never comes, anything would do and the first action stands in. On a tree of more players
///     behaviour is looked for itself: first what happens on the path, then what deters from leaving it. `Component.families`
///     says which equilibria may be mixed. Where much behaviour off the path deters, or a curved set of it, one equilibrium
///     stands for all with its path (`Equilibrium.others_off_path`), and `Equilibrium.deterrents` says what they have to do.
/// find : {"all", "one"}
///     "one" finds one equilibrium, whichever costs least.
/// method : {"auto", "enumeration", "lemke_howson", "lemke", "linear_programming", "logit"}
///     "auto" chooses the method by the game; `Solution.method` names it. "enumeration" goes through everything that may
///     be an equilibrium, and with "one" stops at the first. The others find one: "lemke_howson" in a table of two
///     players, "lemke" in a tree of two players through its sequence form, "linear_programming" in a constant-sum table
///     or tree of two players, with the value of the game in `Solution.notes`, "logit" in a game of any number of
///     players, as the limit of `logit_branch`.
/// reduced : bool
///     On a tree of more than two players, where plans are looked at: let one leave out what its own earlier choices exclude.
/// max_profiles : int, optional
///     On a tree of more than two players, where plans are looked at: the most profiles of plans; 16,777,216 if not given.
/// threads : int, optional
///     How many threads may work; as many as the machine has cores if not given. The answer is the same for any number.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// UnsupportedError
///     When a method does not fit the game, or a player of a tree forgets (lacks perfect recall).
/// UnknownNameError
///     When there is no such `find` or `method`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// All arithmetic is in integers and fractions where equilibria are rational, and in intervals that round outward where
/// they are not. All equilibria take time exponential in the number of strategies, as their number may be. For one
/// equilibrium of two players "auto" first looks for a pure one; Lemke-Howson then tries paths from many strategies, on
/// floats if the game is large, and what it finds is proven exactly. Trees that are constant-sum go through the linear
/// program of the sequence form: floats find a basis, and it is solved and proven in integers. Other trees of perfect
/// information are solved by backward induction, and trees of three and more players in which something is hidden by "logit",
/// or, where its limit cannot be proven, by the first equilibrium that the enumeration meets.
///
/// Examples
/// --------
/// Battle of the sexes has two equilibria in pure strategies and one in mixed ones.
///
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]], players=["A", "B"])
/// >>> [(e.is_pure, e.payoffs["A"]) for e in fd.nash(g)]
/// [(True, Fraction(2, 1)), (False, Fraction(2, 3)), (True, Fraction(1, 1))]
/// >>> fd.nash(g, find="one", method="lemke_howson")[0].profile["A"]
/// {'1': Fraction(1, 1), '2': Fraction(0, 1)}
///
/// A tree of three players: each play that equilibria can have, and what keeps Kyrgyzstan on the first one.
///
/// >>> s = fd.nash(fd.dilemmas.central_asia().at())
/// >>> for e in s:
/// ...     print(", ".join(e.path))
/// Hold, Attack, Stay
/// Propose, Decline, Attack, Stay
/// Propose, Back, Veto, Attack, Stay
/// >>> [(d.player, d.action, d.at_most, d.brings) for d in s[0].deterrents]
/// [('Kyrgyzstan', 'Propose', Fraction(-3, 1), Fraction(-16, 5))]
///
/// References
/// ----------
/// Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54. doi:10.2307/1969529
///
/// Kuhn, H. W. (1953). Extensive games and the problem of information. In Contributions to the Theory of Games II.
///
/// Lemke, C. E., & Howson, J. T. (1964). Equilibrium points of bimatrix games. Journal of the Society for Industrial and
/// Applied Mathematics 12. doi:10.1137/0112033
///
/// Koller, D., Megiddo, N., & von Stengel, B. (1996). Efficient computation of equilibria for extensive two-person games.
/// Games and Economic Behavior 14. doi:10.1006/game.1996.0051
///
/// Avis, D., Rosenberg, G. D., Savani, R., & von Stengel, B. (2010). Enumeration of Nash equilibria for two-player games.
/// Economic Theory 42. doi:10.1007/s00199-009-0449-x
#[pyfunction]
#[pyo3(signature = (game, *, find="all", method="auto", reduced=false, max_profiles=None, threads=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn nash<'py>(
    py: Python<'py>,
    game: AnyGame,
    find: &str,
    method: &str,
    reduced: bool,
    max_profiles: Option<usize>,
    threads: Option<Threads>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let find: solve::Find = find.parse().or_raise()?;
    let method: solve::NashMethod = method.parse().or_raise()?;
    let (strategic, threads) = (plans(reduced, max_profiles), threads.map(|count| count.0));
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    solved(py, game, limits, |game, control| {
        let control = Control { threads, ..control };
        solve::nash(game, &solve::NashOptions { find, method, strategic, control })
    })
}

/// An approximate Nash equilibrium of a large constant-sum tree of two players, with exact bounds on what it lacks.
///
/// Counterfactual regret minimisation (CFR+): at each information set a player takes each action in proportion to its
/// regret, which is how much more, summed over the iterations and never let below 0, the action would have brought than
/// what was played, weighted with the probability that the others and chance let play come there. The average over the
/// iterations, in which later ones count more, comes ever nearer to an equilibrium.
///
/// Parameters
/// ----------
/// game : ExtensiveForm
///     Two players who remember their own moves, and whose payoffs have the same sum at every end, perhaps after a change of
///     one player's unit.
/// iterations : int
///     How many iterations.
/// precision : number, optional
///     Stop as soon as nobody could gain more than this.
/// time_limit : float, optional
///     Stop after so many seconds and return what was found.
/// memory_limit : int or str, optional
///     Stop once the process holds more than so much memory (bytes, or "2GB"), and return what was found.
/// progress : bool or callable, optional
///     True shows a bar. A function is called with a `Progress` about every 20 ms; if it returns False, the search stops
///     and what was found is returned.
/// cancel : CancelToken, optional
///     Stops the search from another thread; what was found is returned.
///
/// Returns
/// -------
/// Solution
///     With one profile, whose `regret` is the most that anybody could gain by deviating alone; `verify` checks it. A note
///     says between which numbers the value of the game is proven to lie. `status` is "partial" where `precision` was not
///     reached.
///
/// Raises
/// ------
/// UnsupportedError
///     When the game is no constant-sum tree of two players, or a player forgets (lacks perfect recall).
/// InvalidError
///     When there are no iterations, or the precision is negative.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Iterations are in floating point. The profile is rounded to twelve decimals; its payoffs, best replies and regret are
/// exact fractions. An iteration takes time in proportion to the number of plays.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> t = fd.ExtensiveForm.build(players=["Evader", "Seeker"])
/// >>> t.move([], "Evader", ["North", "South"])
/// >>> for place, stake in [("North", 9), ("South", 1)]:
/// ...     t.move([place], "Seeker", ["North", "South"], label="unseen")
/// ...     for guess in ["North", "South"]:
/// ...         t.end([place, guess], [0, 0] if guess == place else [stake, -stake])
/// >>> s = fd.cfr(t.finish(), precision="0.001", iterations=100_000)
/// >>> s.complete, s[0].regret <= fd.number("0.001")
/// (True, True)
/// >>> round(float(s[0].payoffs["Evader"]), 2)
/// 0.9
///
/// References
/// ----------
/// Zinkevich, M., Johanson, M., Bowling, M., & Piccione, C. (2007). Regret minimization in games with incomplete
/// information. Advances in Neural Information Processing Systems 20.
///
/// Tammelin, O. (2014). Solving large imperfect information games using CFR+. arXiv:1407.5042
#[pyfunction]
#[pyo3(signature = (game, *, iterations=1000, precision=None, time_limit=None, memory_limit=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn cfr<'py>(
    py: Python<'py>,
    game: AnyGame,
    iterations: u64,
    precision: Option<Bound<'py, PyAny>>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let precision = precision.map(|number| rational(&number)).transpose()?.unwrap_or_default();
    let limits = Limits { time_limit, memory_limit, max_equilibria: None, progress, cancel };
    solved(py, game, limits, |game, control| solve::cfr(game, &solve::CfrOptions { iterations, precision, control }))
}

/// Every subgame-perfect equilibrium of a tree.
///
/// A profile is subgame perfect if it is a Nash equilibrium in every subgame: no threat or promise in it would be broken
/// if it came to the test. Where a mover is indifferent, every best action is kept, and each leads to an equilibrium of
/// its own. Subgames with simultaneous or hidden moves are solved through `nash`.
///
/// Parameters
/// ----------
/// game : ExtensiveForm
/// max_profiles : int, optional
///     The most profiles of plans in a subgame with simultaneous or hidden moves; 16,777,216 if not given.
#[doc = include_str!("limits.txt")]
/// Raises
/// ------
/// UnsupportedError
///     When the game is a payoff table, or a player forgets (lacks perfect recall).
/// TooLargeError
///     When a subgame has more profiles of plans than `max_profiles`.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Backward induction: takes time in proportion to the number of nodes under perfect information without ties. Ties
/// multiply equilibria, so that `max_equilibria` is 100,000 if not given.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> t = fd.ExtensiveForm.build(players=["Challenger", "Defender"])
/// >>> t.move([], "Challenger", ["Attack", "Refrain"])
/// >>> t.move(["Attack"], "Defender", ["Resist", "Yield"])
/// >>> t.end(["Refrain"], [0, 0])
/// >>> t.end(["Attack", "Resist"], [-1, -2])
/// >>> t.end(["Attack", "Yield"], [1, -1])
/// >>> fd.subgame_perfect(t.finish())[0].path
/// ('Attack', 'Yield')
///
/// References
/// ----------
/// Selten, R. (1965). Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit. Zeitschrift fuer die
/// gesamte Staatswissenschaft 121.
#[pyfunction]
#[pyo3(signature = (game, *, max_profiles=None, time_limit=None, memory_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn subgame_perfect<'py>(
    py: Python<'py>,
    game: AnyGame,
    max_profiles: Option<usize>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    max_equilibria: Option<AtMost>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Solution> {
    let strategic = plans(false, max_profiles);
    let max_equilibria = max_equilibria.or(solve::SubgamePerfectOptions::default().control.max_equilibria.map(AtMost));
    let limits = Limits { time_limit, memory_limit, max_equilibria, progress, cancel };
    solved(py, game, limits, |game, control| {
        solve::subgame_perfect(game, &solve::SubgamePerfectOptions { strategic, control })
    })
}
