//! Refinements of signalling games.

use std::sync::Arc;

use foederis::show::signaling as show;
use foederis::solve::signaling::{MessageTest, Weights};
use foederis::solve::{self, SignalingCriterion, SignalingFinding, SignalingOptions, SignalingReport as Core};
use foederis::{Concept, Equilibrium as CoreEquilibrium, Game, Profile, Solution as CoreSolution};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde::{Deserialize, Serialize};

use crate::control::{CancelToken, Limits, Memory, run};
use crate::equilibrium::Equilibrium;
use crate::error::{OrRaise, invalid};
use crate::game::AnyGame;
use crate::names::table;
use crate::number::fraction;
use crate::profile::read_profile;
use crate::solution::Solution;
use crate::verdicts::{Verdicts, verdicts};

/// Which refinements for signalling games each equilibrium passes, and which type is ruled out after which message.
///
/// Chance draws the sender's type, the sender takes a message, and a receiver who sees the message and not the type replies.
/// Let :math:`m` be a message that no type sends, :math:`u^*(t)` what type :math:`t` has in equilibrium, and
/// :math:`BR(T', m)` the replies, mixed ones included, that are best under some belief on the types :math:`T'`. Of the
/// replies in :math:`BR(T, m)`, :math:`D(t)` are those with which :math:`m` brings :math:`t` more than :math:`u^*(t)`, and
/// :math:`D^0(t)` those with which it brings as much. Each criterion rules out types, and passes if a reply that is best
/// under a belief on the types left keeps every type from :math:`m`:
///
/// - "sequential": nobody is ruled out, as in a sequential equilibrium;
/// - "dominance": :math:`t` is ruled out if another move always brings it more, whatever the replies;
/// - "intuitive": if :math:`D(t) \cup D^0(t)` is empty; it fails only if one type left gains with every best reply left;
/// - "divine": see the notes;
/// - "d1": if :math:`D(t) \cup D^0(t) \subseteq D(t')` for one other type;
/// - "d2": if :math:`D(t) \cup D^0(t) \subseteq \bigcup_{t' \ne t} D(t')`;
/// - "never_weak_best_response": if :math:`D^0(t) \subseteq \bigcup_{t' \ne t} D(t')`;
/// - "universally_divine": D2 again and again, each time within the best replies to the types left.
///
/// Parameters
/// ----------
/// game : ExtensiveForm
///     The tree. Later moves that everybody sees are solved backwards. The game may be a subgame that begins with chance.
/// solution : Solution, Equilibrium or profile, optional
///     Nash equilibria of the game, or one of them; those of `nash` if not given.
/// after : list of str, optional
///     The actions and events that lead to the subgame that is meant, where several are signalling games.
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
/// SignalingReport
///     Each verdict is "passes", "fails", "not applicable" or "undecided", and has a reason.
///
/// Raises
/// ------
/// UnsupportedError
///     When the tree is no signalling game; the message names the node that stands in the way.
/// InvalidError
///     When a profile does not fit the tree, or several subgames are signalling games.
/// KeyboardInterrupt
///     On Ctrl-C, within a tenth of a second.
///
/// Notes
/// -----
/// Verdicts are about the outcome: the types' payoffs and the messages sent, not the replies off the path. Where no type
/// could gain from a message with any best reply, nothing is asked. Divinity is Banks and Sobel's: with a reply, a type
/// sends :math:`m` with frequency 1 if it gains, 0 if it loses, and any between if it is indifferent; Bayes' rule with the
/// prior makes beliefs of this. What is left is the convex hull of the beliefs that some reply in :math:`BR(T, m)`
/// explains; then of those that best replies to these beliefs explain, and so on. All is exact, by linear programs over the
/// sets of replies that are best together, whose number can grow exponentially with that of the replies.
///
/// Examples
/// --------
/// Both types of Armenia settle, for fear that Russia would take a call for one of the loyal, who can be refused. But
/// whenever the loyal would gain from calling, the disloyal would gain as well:
///
/// >>> import foederis as fd
/// >>> game = fd.dilemmas.caucasus_private_loyalty().at(yD="-1/2")
/// >>> report = fd.signaling_refinements(game)
/// >>> settled = next(i for i, e in enumerate(report.solution) if e.payoffs["Russia"] == 0)
/// >>> report[settled]["intuitive"], report[settled]["d1"]
/// ('passes', 'fails')
/// >>> report.ruled_out(settled, "d1")
/// {'Invoke': ['loyal']}
///
/// References
/// ----------
/// Cho, I.-K., & Kreps, D. M. (1987). Signaling games and stable equilibria. Quarterly Journal of Economics 102.
/// doi:10.2307/1885060
///
/// Banks, J. S., & Sobel, J. (1987). Equilibrium selection in signaling games. Econometrica 55. doi:10.2307/1913604
#[pyfunction]
#[pyo3(signature = (game, solution=None, *, after=None, time_limit=None, memory_limit=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn signaling_refinements<'py>(
    py: Python<'py>,
    game: AnyGame,
    solution: Option<Bound<'py, PyAny>>,
    after: Option<Vec<String>>,
    time_limit: Option<f64>,
    memory_limit: Option<Memory>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<SignalingReport> {
    let AnyGame(game) = game;
    let Game::Extensive(tree) = &game else {
        return Err(invalid("signalling refinements are about trees; give an ExtensiveForm"));
    };
    let given = solution.map(|given| read_solution(&game, &given)).transpose()?;
    let limits = Limits { time_limit, memory_limit, max_equilibria: None, progress, cancel };
    let (solution, core) = run(py, limits, |control| {
        let solution = match given {
            Some(solution) => solution,
            None => {
                Arc::new(solve::nash(&game, &solve::NashOptions { control: control.clone(), ..Default::default() })?)
            }
        };
        let core = solve::signaling_refinements(tree, &solution, &SignalingOptions { after, control })?;
        Ok((solution, core))
    })?;
    Ok(SignalingReport { solution: Solution { game, core: solution }, core })
}

/// A solution, or an equilibrium or a profile as a solution of one.
fn read_solution(game: &Game, given: &Bound<'_, PyAny>) -> PyResult<Arc<CoreSolution>> {
    if let Ok(solution) = given.cast::<Solution>() {
        return Ok(solution.get().core.clone());
    }
    let mut solution = CoreSolution::new(Concept::Nash, "given", "the profile that was given");
    let equilibrium = match given.cast::<Equilibrium>() {
        Ok(equilibrium) => equilibrium.get().core().clone(),
        Err(_) => {
            let profile = read_profile(game, given)?;
            let payoffs = match (game, &profile) {
                (Game::Extensive(tree), Profile::Behavior(behavior)) => tree.expected_payoffs(behavior).or_raise()?,
                _ => return Err(invalid("give the behaviour of every player at every information set")),
            };
            CoreEquilibrium::exact(profile, payoffs)
        }
    };
    solution.equilibria.push(equilibrium);
    Ok(Arc::new(solution))
}

/// Which refinements for signalling games each equilibrium passes.
///
/// It behaves like a list with an entry for each equilibrium: a dict from criterion to "passes", "fails", "not applicable"
/// or "undecided".
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> report = fd.signaling_refinements(fd.dilemmas.caucasus_private_loyalty().at())
/// >>> report.sender, report.types, report.messages
/// ('Armenia', {'disloyal': Fraction(1, 4), 'loyal': Fraction(3, 4)}, ['Invoke'])
/// >>> report.reason(0, "d1")
/// 'every message is sent'
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct SignalingReport {
    solution: Solution,
    core: Core,
}

#[pymethods]
impl SignalingReport {
    /// Who knows the type.
    #[getter]
    fn sender(&self) -> String {
        self.core.game.sender.clone()
    }

    /// The sender's types, each with its probability.
    #[getter]
    fn types<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let types = self.core.game.types.iter().map(|known| Ok((known.name.clone(), fraction(py, &known.prior)?)));
        table(py, "type", types)
    }

    /// The messages that somebody replies to.
    #[getter]
    fn messages(&self) -> Vec<String> {
        self.core.game.messages.iter().map(|message| message.name.clone()).collect()
    }

    /// Why an equilibrium passes a criterion, or fails.
    ///
    /// Parameters
    /// ----------
    /// equilibrium : int
    ///     Its place in the solution.
    /// criterion : str
    ///     "sequential", "dominance", "intuitive", "divine", "d1", "d2", "never_weak_best_response" or
    ///     "universally_divine".
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
    ///     When there is no such criterion.
    fn reason(&self, equilibrium: isize, criterion: &str) -> PyResult<String> {
        Ok(self.finding(equilibrium, criterion)?.reason.clone())
    }

    /// Which types a criterion rules out, after each unsent message from which some type could gain.
    ///
    /// Parameters
    /// ----------
    /// equilibrium : int
    ///     Its place in the solution.
    /// criterion : str
    ///     As in `reason`.
    ///
    /// Returns
    /// -------
    /// dict
    ///     From message to a list of types.
    fn ruled_out<'py>(&self, py: Python<'py>, equilibrium: isize, criterion: &str) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for test in &self.finding(equilibrium, criterion)?.messages {
            let types: Vec<&str> = test.ruled_out.iter().map(|out| out.sender_type.as_str()).collect();
            found.set_item(&test.message, types)?;
        }
        Ok(found)
    }

    /// Everything that a criterion found, for each unsent message from which some type could gain.
    ///
    /// Parameters
    /// ----------
    /// equilibrium : int
    ///     Its place in the solution.
    /// criterion : str
    ///     As in `reason`.
    ///
    /// Returns
    /// -------
    /// list of dict
    ///     Each has "message", "passes", "ruled_out" (dicts with "type", "round", "by" and "reason"), "beliefs" (the extreme
    ///     ones that are left), "deviators" (types that gain with every reply left), and "reply" with "belief", which keep
    ///     every type from the message (None if there are none).
    fn details<'py>(&self, py: Python<'py>, equilibrium: isize, criterion: &str) -> PyResult<Bound<'py, PyList>> {
        let tests = self.finding(equilibrium, criterion)?.messages.iter().map(|test| details(py, test));
        PyList::new(py, tests.collect::<PyResult<Vec<_>>>()?)
    }
}

verdicts!(SignalingReport);

impl SignalingReport {
    fn finding(&self, equilibrium: isize, criterion: &str) -> PyResult<&SignalingFinding> {
        let column = self.column(criterion)?;
        Ok(&self.core.findings[self.row(equilibrium)?][column])
    }
}

impl Verdicts for SignalingReport {
    const TABLE: &'static str = "report";
    const COLUMN: &'static str = "criterion";
    const PICKLED: &'static str = "signaling_report";

    fn columns(&self) -> Vec<&'static str> {
        SignalingCriterion::ALL.iter().map(|known| known.key()).collect()
    }

    fn rows(&self) -> usize {
        self.core.findings.len()
    }

    fn verdict(&self, row: usize, column: usize) -> String {
        self.core.findings[row][column].verdict.to_string()
    }
}

fn details<'py>(py: Python<'py>, test: &MessageTest) -> PyResult<Bound<'py, PyDict>> {
    let weights = |weights: &Weights| -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        weights.iter().try_for_each(|(name, weight)| found.set_item(name, fraction(py, weight)?))?;
        Ok(found)
    };
    let some = |list: &Weights| if list.is_empty() { Ok(None) } else { weights(list).map(Some) };
    let out = test.ruled_out.iter().map(|out| {
        let found = PyDict::new(py);
        found.set_item("type", &out.sender_type)?;
        found.set_item("round", out.round)?;
        found.set_item("by", &out.by)?;
        found.set_item("reason", &out.reason)?;
        Ok(found)
    });
    let found = PyDict::new(py);
    found.set_item("message", &test.message)?;
    found.set_item("passes", test.passes)?;
    found.set_item("ruled_out", out.collect::<PyResult<Vec<_>>>()?)?;
    found.set_item("beliefs", test.beliefs.iter().map(weights).collect::<PyResult<Vec<_>>>()?)?;
    found.set_item("deviators", &test.deviators)?;
    found.set_item("reply", some(&test.reply)?)?;
    found.set_item("belief", some(&test.belief)?)?;
    Ok(found)
}
