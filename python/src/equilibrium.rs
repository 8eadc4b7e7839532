//! One equilibrium: who does what, with which probability, and what it is worth.

use std::sync::Arc;

use foederis::game::{DEFAULT_MAX_PROFILES, Labels, PlayerId, StrategicOptions};
use foederis::show::story::{StoryOptions, story};
use foederis::show::{View, json};
use foederis::{
    CorrelatedProfile, Equilibrium as Core, ExtensiveForm, Game, MixedProfile, Profile, Rational, Solution,
};
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::beliefs::{beliefs, extremes, ranges};
use crate::correlated::recommendations;
use crate::error::OrRaise;
use crate::exchange::Reduced;
use crate::game::game_object;
use crate::names::{by_label, table};
use crate::number::fraction;
use crate::off_path::{deterrent, named, off_path};
use crate::pickle::reduce_solution;
use crate::tree::{by_player, path_tuple};
use crate::verify::Certificate;

/// An equilibrium: what everybody does, and what it is worth to them.
///
/// Probabilities and payoffs are `Fraction`; only where a value is irrational are they floats, and then `error_bound`
/// says how far each may be from the truth.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], strategies=[["h", "t"], ["h", "t"]])
/// >>> e = fd.nash(g)[0]
/// >>> e.profile["Player 1"]["h"], e.is_pure, e.regret
/// (Fraction(1, 2), False, Fraction(0, 1))
#[pyclass(frozen, module = "foederis")]
#[derive(Clone)]
pub struct Equilibrium {
    pub game: Game,
    pub solution: Arc<Solution>,
    pub index: usize,
}

impl Equilibrium {
    pub fn core(&self) -> &Core {
        &self.solution.equilibria[self.index]
    }

    fn view(&self) -> View<'_> {
        View::Equilibrium(&self.game, self.core())
    }

    /// The certificate of the claim that this is an equilibrium.
    pub fn certified(&self) -> PyResult<Certificate> {
        json::certificate(&self.game, self.solution.concept, self.core()).map(Certificate).or_raise()
    }

    /// The solution without its equilibria.
    fn bare(&self) -> Solution {
        let Solution { concept, method, claim, status, .. } = &*self.solution;
        Solution { status: status.clone(), ..Solution::new(*concept, method, claim) }
    }

    fn rows(&self) -> &[Vec<Rational>] {
        self.core().profile.rows()
    }

    /// A probability or payoff: a fraction if exact, else a float.
    fn value<'py>(&self, py: Python<'py>, number: &Rational) -> PyResult<Bound<'py, PyAny>> {
        match self.core().error_bound {
            None => fraction(py, number),
            Some(_) => Ok(number.to_f64().into_pyobject(py)?.into_any()),
        }
    }

    fn mixed<'py>(&self, py: Python<'py>, labels: &Labels, kind: &str, row: usize) -> PyResult<Bound<'py, PyAny>> {
        by_label(py, kind, labels, |i| self.value(py, &self.rows()[row][i]))
    }

    fn joint(&self) -> Option<&CorrelatedProfile> {
        match &self.core().profile {
            Profile::Correlated(profile) => Some(profile),
            _ => None,
        }
    }

    /// The tree, where the equilibrium is behaviour on it and not a joint distribution over plans.
    fn behaving(&self, what: &str) -> PyResult<&ExtensiveForm> {
        match self.joint() {
            None => self.tree(what),
            Some(_) => Err(PyAttributeError::new_err(format!(
                "this is a joint distribution over plans, which has no {what}; use recommendations or outcomes"
            ))),
        }
    }

    fn tree(&self, what: &str) -> PyResult<&ExtensiveForm> {
        match &self.game {
            Game::Extensive(tree) => Ok(tree),
            Game::Normal(_) => Err(PyAttributeError::new_err(format!(
                "this is an equilibrium of a payoff table, which has no {what}; use profile"
            ))),
        }
    }
}

#[pymethods]
impl Equilibrium {
    /// The game that it is an equilibrium of.
    #[getter]
    fn game<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        game_object(py, &self.game)
    }

    /// The solution concept, by the name of the function that solves for it: "nash".
    #[getter]
    fn concept(&self) -> &str {
        self.solution.concept.function()
    }

    /// In normal form, the probability of each strategy: ``e.profile["Russia"]["Support"]``.
    ///
    /// In a correlated equilibrium players' choices depend on each other: see `recommendations`.
    #[getter]
    fn profile<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Game::Normal(game) = &self.game else {
            let message = "this is an equilibrium of a tree; use behavior, or plan where it is pure";
            return Err(PyAttributeError::new_err(message));
        };
        by_label(py, "player", game.players(), |player| {
            let kind = format!("strategy of {}", game.players().key(player));
            if let Some(joint) = self.joint() {
                let marginal = joint.marginal(game, PlayerId::from(player));
                return by_label(py, &kind, game.strategies(PlayerId::from(player)), |i| fraction(py, &marginal[i]));
            }
            self.mixed(py, game.strategies(PlayerId::from(player)), &kind, player)
        })
    }

    /// On a tree, the probability of each action: ``e.behavior["Russia"]["after Invoke"]["Support"]``.
    #[getter]
    fn behavior<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        by_player(py, self.behaving("behavior")?, |infoset, row| {
            self.mixed(py, &infoset.actions, &format!("action at '{}'", infoset.key), row)
        })
    }

    /// On a tree, the action taken at each information set, or None where some choice is not sure.
    ///
    /// The keys are the names of the information sets; where two players use one name, "name (player)".
    #[getter]
    fn plan<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let tree = self.behaving("plan")?;
        if !self.core().is_pure() {
            return Ok(None);
        }
        let shared = |key: &str| tree.infosets().iter().filter(|infoset| infoset.key == key).count() > 1;
        let entry = |(infoset, row): (&foederis::game::Infoset, &Vec<Rational>)| {
            let name = match shared(&infoset.key) {
                true => format!("{} ({})", infoset.key, tree.players().key(infoset.player.index())),
                false => infoset.key.clone(),
            };
            let choice = row.iter().position(|probability| !probability.is_zero()).unwrap_or(0);
            Ok((name, infoset.actions.key(choice).into_pyobject(py)?.into_any()))
        };
        table(py, "information set", tree.infosets().iter().zip(self.rows()).map(entry)).map(Some)
    }

    /// What is believed at each information set: ``e.beliefs["after Invoke"]["disloyal"]``; None where the concept has no
    /// beliefs.
    ///
    /// The keys are the names of the information sets, or ``(player, name)`` where players share a name. Nodes are named by
    /// what tells them apart (a drawn type, a hidden move), which ``game.node_names`` lists with the paths to them. Where
    /// a set of beliefs supports the equilibrium, this is one from its middle; see `belief_ranges` and `belief_sets`.
    #[getter]
    fn beliefs<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.core().beliefs.as_ref().map(|held| beliefs(py, self.tree("beliefs")?, held)).transpose()
    }

    /// The least and the greatest probability that each node may be believed to have: for each information set a table
    /// of ``(low, high)``; None where the concept has no beliefs. Where just one belief will do, both are the same.
    #[getter]
    fn belief_ranges<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.core().belief_ranges().map(|rows| ranges(py, self.tree("beliefs")?, &rows)).transpose()
    }

    /// All beliefs that support the equilibrium where more than one does: each a list of extreme beliefs, whose mixtures
    /// do as well, independently of the other sets. An extreme belief is a table like `beliefs`, of the information sets
    /// concerned.
    #[getter]
    fn belief_sets<'py>(&self, py: Python<'py>) -> PyResult<Vec<Vec<Bound<'py, PyAny>>>> {
        if self.core().belief_sets.is_empty() {
            return Ok(Vec::new());
        }
        let tree = self.tree("beliefs")?;
        self.core().belief_sets.iter().map(|set| extremes(py, tree, set)).collect()
    }

    /// What is played for sure: on a tree the actions along the play, in normal form one strategy for each player.
    ///
    /// None where chance or mixing leaves several outcomes possible; then see `outcomes`.
    #[getter]
    fn path<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let reached = self.reached();
        match &reached[..] {
            [(path, _)] => path_tuple(py, path).map(Some),
            _ => Ok(None),
        }
    }

    /// The outcomes that occur, each with its probability.
    ///
    /// On a tree the keys are the actions and events along a play, in normal form one strategy for each player.
    #[getter]
    fn outcomes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (path, probability) in self.reached() {
            dict.set_item(path_tuple(py, &path)?, self.value(py, &probability)?)?;
        }
        Ok(dict)
    }

    /// For a correlated equilibrium: the profiles that may be drawn, each with its probability; else None.
    ///
    /// The keys are tuples of one strategy for each player; on a tree, of plans of the reduced strategic form.
    #[getter]
    fn recommendations<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.joint().map(|joint| recommendations(py, &self.game, joint)).transpose()
    }

    /// For a correlated equilibrium that is best by an objective: the objective's value; else None.
    #[getter]
    fn objective<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.core().optimum.as_ref().map(|optimum| fraction(py, &optimum.value)).transpose()
    }

    /// Everybody's expected payoff (utility).
    #[getter]
    fn payoffs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        by_label(py, "player", self.game.players(), |player| self.value(py, &self.core().payoffs[player]))
    }

    /// Whether every choice is sure.
    #[getter]
    fn is_pure(&self) -> bool {
        self.core().is_pure()
    }

    /// The strategies (on a tree: the actions at each information set) that are used with positive probability.
    #[getter]
    fn support<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let used = |labels: &Labels, row: usize| {
            let used = self.rows()[row].iter().enumerate().filter(|(_, probability)| !probability.is_zero());
            Ok(PyList::new(py, used.map(|(i, _)| labels.key(i)))?.into_any())
        };
        if let Some(joint) = self.joint() {
            let table = self.game.table_of_plans(DEFAULT_MAX_PROFILES).or_raise()?;
            return by_label(py, "player", table.players(), |i| {
                let marginal = joint.marginal(&table, PlayerId::from(i));
                let used = marginal.iter().enumerate().filter(|(_, probability)| !probability.is_zero());
                let labels = table.strategies(PlayerId::from(i));
                Ok(PyList::new(py, used.map(|(i, _)| labels.key(i)))?.into_any())
            });
        }
        match &self.game {
            Game::Normal(game) => {
                by_label(py, "player", game.players(), |i| used(game.strategies(PlayerId::from(i)), i))
            }
            Game::Extensive(tree) => by_player(py, tree, |infoset, row| used(&infoset.actions, row)),
        }
    }

    /// On a tree: what keeps each player from leaving the path, a `Deterrent` for each action that is not used where play comes and
    /// that would lead to others' information sets off the path.
    ///
    /// A profile that does the same on the path is a Nash equilibrium just if it, too, holds every such player to `Deterrent.at_most`. So
    /// this describes all behaviour off the path that supports an outcome, also where it is not listed (see `others_off_path`).
    #[getter]
    fn deterrents<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let tree = self.behaving("deterrents")?;
        let found = off_path(tree, self.core())?;
        found.deterrents.iter().map(|own| deterrent(py, tree, own, |number| self.value(py, number))).collect()
    }

    /// On a tree: the information sets, as ``(player, name)``, at which any behaviour would do in a Nash equilibrium with this path,
    /// whatever is done elsewhere, because only the owner's own deviation or those of several players lead there.
    #[getter]
    fn idle(&self) -> PyResult<Vec<(String, String)>> {
        let tree = self.behaving("idle")?;
        Ok(off_path(tree, self.core())?.idle.iter().map(|id| named(tree, *id)).collect())
    }

    /// For `nash` on trees of three and more players: whether it also stands for equilibria that are not listed. They do the same on
    /// the path and off it other things that deter as well; `deterrents` says what they have to do.
    #[getter]
    fn others_off_path(&self) -> bool {
        self.core().others_off_path
    }

    /// The most that anybody could gain by deviating alone: exactly 0 for an exact equilibrium.
    #[getter]
    fn regret<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.value(py, &self.core().regret)
    }

    /// The fixed-point index, for isolated equilibria of solvers that compute it; else None.
    #[getter]
    fn index(&self) -> Option<i32> {
        self.core().index
    }

    /// How far each probability may be from the true one; None when they are exact.
    #[getter]
    fn error_bound(&self) -> Option<f64> {
        self.core().error_bound
    }

    /// What an independent checker needs to agree: `verify` takes it, and it survives a file.
    #[getter]
    fn certificate(&self) -> PyResult<Certificate> {
        self.certified()
    }

    /// The equilibrium in plain words: what each player does where play comes, and what else it would get.
    ///
    /// Returns
    /// -------
    /// str
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> "Russia chooses Abstain" in fd.subgame_perfect(fd.dilemmas.caucasus().at())[0].story()
    /// True
    fn story(&self) -> String {
        story(&self.game, self.core(), &StoryOptions::default())
    }

    /// The equilibrium as HTML, as notebooks show it.
    ///
    /// Returns
    /// -------
    /// str
    fn to_html(&self) -> String {
        self.view().html()
    }

    /// The equilibrium as LaTeX, for papers.
    ///
    /// Returns
    /// -------
    /// str
    fn to_latex(&self) -> String {
        self.view().latex()
    }

    /// On a tree, a picture with the equilibrium's choices highlighted.
    ///
    /// Returns
    /// -------
    /// str
    ///     An SVG document.
    fn to_svg(&self) -> PyResult<String> {
        self.tree("picture")?;
        Ok(self.view().svg().unwrap_or_default())
    }

    fn _repr_html_(&self) -> String {
        self.to_html()
    }

    fn _repr_latex_(&self) -> String {
        self.to_latex()
    }

    /// The probabilities as arrays of floats.
    ///
    /// Returns
    /// -------
    /// list of numpy.ndarray
    ///     In normal form one for each player; on a tree one for each information set, in the order of
    ///     ``game.infosets`` read player by player. Of a correlated equilibrium, one with an axis for each player.
    fn as_arrays<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let numpy = py.import("numpy")?;
        if let Some(joint) = self.joint() {
            let table = self.game.table_of_plans(DEFAULT_MAX_PROFILES).or_raise()?;
            let mut floats = vec![0.0; table.num_profiles()];
            joint
                .draws
                .iter()
                .for_each(|draw| floats[table.profile_number(&draw.strategies)] = draw.probability.to_f64());
            let flat = numpy.call_method1("array", (floats,))?;
            return Ok(vec![flat.call_method1("reshape", (table.shape(),))?]);
        }
        let array = |row: usize| {
            let floats: Vec<f64> = self.rows()[row].iter().map(Rational::to_f64).collect();
            numpy.call_method1("array", (floats,))
        };
        match &self.game {
            Game::Normal(_) => (0..self.rows().len()).map(array).collect(),
            Game::Extensive(tree) => {
                let sets = tree.player_ids().flat_map(|player| tree.infosets_of(player).collect::<Vec<_>>());
                sets.map(|infoset| array(infoset.index())).collect()
            }
        }
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Equilibrium>().is_ok_and(|other| {
            let other = other.get();
            other.game == self.game && other.solution.concept == self.solution.concept && other.core() == self.core()
        })
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.core().profile.hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let alone = Solution { equilibria: vec![self.core().clone()], components: Vec::new(), ..self.bare() };
        reduce_solution(py, &self.game, alone, "_equilibrium_from_json")
    }

    fn __repr__(&self) -> String {
        let payoffs: Vec<String> = self.core().payoffs.iter().map(ToString::to_string).collect();
        let kind = if self.is_pure() { "pure" } else { "mixed" };
        format!("<Equilibrium ({kind}, {}): payoffs {}>", self.concept(), payoffs.join(", "))
    }

    fn __str__(&self) -> String {
        self.view().text()
    }

    fn _repr_pretty_(&self, printer: &Bound<'_, PyAny>, _cycle: bool) -> PyResult<()> {
        printer.call_method1("text", (self.__str__(),)).map(drop)
    }

    fn __copy__(&self) -> Self {
        self.clone()
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> Self {
        self.clone()
    }
}

impl Equilibrium {
    /// The outcomes of positive probability, each named by the way that leads there.
    fn reached(&self) -> Vec<(Vec<&str>, Rational)> {
        match &self.game {
            Game::Normal(game) => {
                if let Some(joint) = self.joint() {
                    let named = |draw: &foederis::game::Draw| {
                        let pairs = game.player_ids().zip(&draw.strategies);
                        pairs.map(|(player, own)| game.strategies(player).key(*own)).collect()
                    };
                    return joint.draws.iter().map(|draw| (named(draw), draw.probability.clone())).collect();
                }
                let certain = |number: &usize| {
                    let profile = game.profile(*number);
                    profile.iter().zip(self.rows()).map(|(&choice, row)| row[choice].clone()).product::<Rational>()
                };
                let named = |number: usize| {
                    let profile = game.profile(number);
                    game.player_ids().zip(profile).map(|(player, choice)| game.strategies(player).key(choice)).collect()
                };
                let all = (0..game.num_profiles()).map(|number| (number, certain(&number)));
                all.filter(|(_, odds)| !odds.is_zero()).map(|(number, odds)| (named(number), odds)).collect()
            }
            Game::Extensive(tree) => {
                let odds = match &self.core().profile {
                    Profile::Behavior(profile) => tree.reach_probabilities(profile).unwrap_or_default(),
                    Profile::Correlated(joint) => reach_of_draws(tree, joint).unwrap_or_default(),
                    Profile::Mixed(_) => Vec::new(),
                };
                let ends = tree.terminals().filter(|end| odds.get(end.index()).is_some_and(|odds| !odds.is_zero()));
                ends.map(|end| (tree.path(end), odds[end.index()].clone())).collect()
            }
        }
    }
}

/// The probability that play comes to each node when plans are drawn together.
fn reach_of_draws(tree: &ExtensiveForm, joint: &CorrelatedProfile) -> Result<Vec<Rational>, foederis::Error> {
    let form = tree.to_strategic(&StrategicOptions { reduced: true, ..StrategicOptions::default() })?;
    let mut sums = vec![Rational::ZERO; tree.num_nodes()];
    for draw in &joint.draws {
        let plans = MixedProfile::pure(&draw.strategies, &form.game.shape());
        let reach = tree.reach_probabilities(&form.behavior_of(&plans)?)?;
        sums.iter_mut().zip(&reach).for_each(|(sum, odds)| *sum += &draw.probability * odds);
    }
    Ok(sums)
}
