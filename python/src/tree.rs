//! Games in extensive form, and the builder that grows them.

use std::collections::HashMap;
use std::path::PathBuf;

use foederis::{ExtensiveForm as Core, Game};
use foederis::game::{Infoset, PlayerId, Slot, TreeBuilder as CoreBuilder};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

use crate::error::{OrRaise, invalid, raise};
use crate::exchange::{self, Reduced};
use crate::names::{by_label, table};
use crate::number::{Number, fraction, rational};

/// A finite game in extensive form: a tree of moves, some of them chance's, some of them hidden.
///
/// Each inner node is a move of a player or of chance. A player's nodes are grouped into information sets: the player
/// cannot tell the nodes of one set apart. A play's payoffs (utilities) are the sum of the outcomes along it. A game
/// never changes; it can be compared, hashed, pickled and shared between threads.
///
/// See Also
/// --------
/// build : grows a tree move by move.
/// Model : trees whose payoffs are expressions in named parameters.
///
/// References
/// ----------
/// Kuhn, H. W. (1953). Extensive games and the problem of information. In Contributions to the Theory of Games II.
#[pyclass(frozen, eq, hash, module = "foederis", from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub struct ExtensiveForm(pub Core);

impl std::hash::Hash for ExtensiveForm {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.0.players(), self.0.num_nodes(), self.0.num_plays()).hash(state);
        for terminal in self.0.terminals().take(64) {
            self.0.play_payoffs(terminal).hash(state);
        }
    }
}

#[pymethods]
impl ExtensiveForm {
    /// Starts a tree: a builder that grows it move by move.
    ///
    /// Parameters
    /// ----------
    /// players : sequence of str
    ///     The players' names.
    /// title, comment : str
    ///     A title, and a longer description.
    /// max_nodes : int, optional
    ///     The most nodes that the tree may have; 10,000,000 if not given.
    ///
    /// Returns
    /// -------
    /// TreeBuilder
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> t = fd.ExtensiveForm.build(players=["Challenger", "Defender"], title="Deterrence")
    /// >>> t.move([], "Challenger", ["Attack", "Refrain"])
    /// >>> t.end(["Refrain"], [0, 0])
    /// >>> t.move(["Attack"], "Defender", ["Resist", "Yield"])
    /// >>> t.end(["Attack", "Resist"], {"Challenger": -1, "Defender": -1})
    /// >>> t.end(["Attack", "Yield"], {"Challenger": 1, "Defender": "-5/2"})
    /// >>> t.finish()
    /// <ExtensiveForm 'Deterrence': Challenger, Defender; 5 nodes, 2 information sets>
    #[staticmethod]
    #[pyo3(signature = (players, *, title="", comment="", max_nodes=None))]
    fn build(players: Vec<String>, title: &str, comment: &str, max_nodes: Option<usize>) -> TreeBuilder {
        let mut core = Core::builder(players.iter().map(String::as_str)).title(title).comment(comment);
        if let Some(limit) = max_nodes {
            core = core.max_nodes(limit);
        }
        let known = HashMap::from([(Vec::new(), core.root())]);
        TreeBuilder { core, players, known, actions: HashMap::new() }
    }

    /// The title; may be empty.
    #[getter]
    fn title(&self) -> &str {
        self.0.title()
    }

    /// The longer description; may be empty.
    #[getter]
    fn comment(&self) -> &str {
        self.0.comment()
    }

    /// The players' names.
    #[getter]
    fn players(&self) -> Vec<String> {
        self.0.players().keys().to_vec()
    }

    /// How many nodes there are, terminal ones included.
    #[getter]
    fn num_nodes(&self) -> usize {
        self.0.num_nodes()
    }

    /// How many plays (terminal nodes) there are.
    #[getter]
    fn num_plays(&self) -> usize {
        self.0.num_plays()
    }

    /// Each player's information sets and the actions there: ``t.infosets["Russia"]["after Invoke"]``.
    #[getter]
    fn infosets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        by_player(py, &self.0, |infoset, _| infoset.actions.keys().to_vec().into_pyobject(py))
    }

    /// Whether every player always knows all moves made so far: each information set is a single node.
    #[getter]
    fn has_perfect_information(&self) -> bool {
        self.0.has_perfect_information()
    }

    /// All plays, depth first: the actions and events of each, and everybody's payoffs.
    ///
    /// Returns
    /// -------
    /// list of (tuple of str, dict of str to Fraction)
    fn plays<'py>(&self, py: Python<'py>) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
        let play = |terminal| {
            let payoffs = self.0.play_payoffs(terminal);
            let payoffs = by_label(py, "player", self.0.players(), |player| fraction(py, &payoffs[player]))?;
            Ok((path_tuple(py, &self.0.path(terminal))?, payoffs))
        };
        self.0.terminals().map(play).collect()
    }

    /// Everybody's payoffs at the end of a play.
    ///
    /// Parameters
    /// ----------
    /// path : sequence of str
    ///     The actions and events that make the play.
    ///
    /// Returns
    /// -------
    /// dict of str to Fraction
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such action.
    /// InvalidError
    ///     When the play is not over there.
    fn payoffs<'py>(&self, py: Python<'py>, path: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let path = read_path(path)?;
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let node = self.0.find_node(&names).or_raise()?;
        let payoffs = self.0.play_payoffs(node);
        if payoffs.is_empty() {
            return Err(invalid(format!("the play is not over at {}; go on to an end", self.0.describe_path(node))));
        }
        by_label(py, "player", self.0.players(), |player| fraction(py, &payoffs[player]))
    }

    fn __repr__(&self) -> String {
        let title = if self.0.title().is_empty() { "untitled" } else { self.0.title() };
        let (players, nodes, sets) = (self.0.players().keys().join(", "), self.0.num_nodes(), self.0.infosets().len());
        format!("<ExtensiveForm '{title}': {players}; {nodes} nodes, {sets} information sets>")
    }

    /// Writes the game to a file, its format told by the suffix.
    ///
    /// Parameters
    /// ----------
    /// path : str or os.PathLike
    ///     A name that ends in ``.json`` (which keeps everything) or in ``.efg`` (Gambit's).
    ///
    /// Raises
    /// ------
    /// UnsupportedError
    ///     When the format does not hold games of this form.
    /// InputError
    ///     When the suffix is of no known format.
    fn write(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        exchange::write(py, &Game::from(&self.0), path)
    }

    /// The game as the text of a file; the inverse of `parse`.
    ///
    /// Parameters
    /// ----------
    /// format : {"json", "efg"}
    ///
    /// Returns
    /// -------
    /// str
    #[pyo3(signature = (format="json"))]
    fn to_text(&self, format: &str) -> PyResult<String> {
        exchange::to_text(&Game::from(&self.0), format)
    }

    /// Reads a pygambit game, which must be a tree.
    ///
    /// Parameters
    /// ----------
    /// game : pygambit.Game
    ///
    /// Returns
    /// -------
    /// ExtensiveForm
    #[staticmethod]
    fn from_gambit<'py>(game: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        game.py().import("foederis._gambit")?.call_method1("tree_from_gambit", (game,))
    }

    /// The same game for pygambit, which has to be installed.
    ///
    /// Returns
    /// -------
    /// pygambit.Game
    fn to_gambit<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._gambit")?.call_method1("tree_to_gambit", (slf,))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        exchange::reduce_game(py, &Game::from(&self.0))
    }

    fn __copy__(&self) -> Self {
        self.clone()
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> Self {
        self.clone()
    }
}

/// A table by player and information set; players without moves have an empty one.
pub fn by_player<'py>(
    py: Python<'py>,
    tree: &Core,
    mut value: impl FnMut(&Infoset, usize) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    by_label(py, "player", tree.players(), |player| {
        let owned = tree.infosets_of(PlayerId::from(player));
        let kind = format!("information set of {}", tree.players().key(player));
        table(py, &kind, owned.map(|id| Ok((tree.infoset(id).key.clone(), value(tree.infoset(id), id.index())?))))
    })
}

/// A path as a tuple of names.
pub fn path_tuple<'py>(py: Python<'py>, path: &[&str]) -> PyResult<Bound<'py, PyAny>> {
    Ok(pyo3::types::PyTuple::new(py, path)?.into_any())
}

/// A path as the caller gives it: a list or tuple of names.
pub fn read_path(path: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if path.is_instance_of::<PyString>() {
        return Err(invalid(format!("a path is a list of actions: write [{}], not {0}", path.repr()?)));
    }
    path.try_iter()?.map(|name| name?.extract()).collect()
}

/// Grows an `ExtensiveForm`, move by move; made by `ExtensiveForm.build`.
///
/// A place in the tree is named by its path: the list of actions and events that lead to it from the start, ``[]``
/// being the start itself.
///
/// Examples
/// --------
/// Two allies who decide at the same time: the second does not know what the first did, so its two nodes carry one
/// label and make one information set.
///
/// >>> import foederis as fd
/// >>> t = fd.ExtensiveForm.build(players=["Armenia", "Belarus"])
/// >>> t.move([], "Armenia", ["Support", "Abstain"])
/// >>> for first in ["Support", "Abstain"]:
/// ...     t.move([first], "Belarus", ["Support", "Abstain"], label="when asked")
/// ...     for second in ["Support", "Abstain"]:
/// ...         t.end([first, second], [first == second and 1 or 0, 0])
/// >>> t.finish().infosets["Belarus"]
/// {'when asked': ['Support', 'Abstain']}
#[pyclass(module = "foederis")]
pub struct TreeBuilder {
    core: CoreBuilder,
    players: Vec<String>,
    known: HashMap<Vec<String>, Slot>,
    actions: HashMap<Vec<String>, Vec<String>>,
}

#[pymethods]
impl TreeBuilder {
    /// Lets a player move.
    ///
    /// Parameters
    /// ----------
    /// path : sequence of str
    ///     Where: the actions and events from the start.
    /// player : str
    ///     Who moves.
    /// actions : sequence of str
    ///     What the player can do.
    /// label : str
    ///     The name of the information set. Moves of one player with one label are one information set: the player
    ///     cannot tell them apart. Without a label the move is an information set of its own, named after the action
    ///     that leads to it.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such player, or no such place.
    /// InvalidError
    ///     When the place has a move already, or the actions differ from those given for the same label.
    #[pyo3(name = "move", signature = (path, player, actions, *, label=""))]
    fn move_(&mut self, path: &Bound<'_, PyAny>, player: &str, actions: Vec<String>, label: &str) -> PyResult<()> {
        let path = read_path(path)?;
        let slots = self.core.decision(self.slot(&path)?, player, label, &actions).or_raise()?;
        self.remember(path, actions, slots);
        Ok(())
    }

    /// Lets chance move.
    ///
    /// Parameters
    /// ----------
    /// path : sequence of str
    ///     Where: the actions and events from the start.
    /// events : mapping of str to number
    ///     The probability of each event; they sum to 1.
    /// label : str
    ///     A name for the move.
    ///
    /// Raises
    /// ------
    /// InvalidError
    ///     When the place has a move already, or the probabilities are negative or do not sum to 1.
    /// UnknownNameError
    ///     When there is no such place.
    #[pyo3(signature = (path, events, *, label=""))]
    fn chance(&mut self, path: &Bound<'_, PyAny>, events: &Bound<'_, PyDict>, label: &str) -> PyResult<()> {
        let path = read_path(path)?;
        let names: Vec<String> = events.keys().extract()?;
        let odds: Vec<Number> = events.values().extract()?;
        let pairs = names.iter().zip(odds).map(|(name, odds)| (name.clone(), odds.0));
        let slots = self.core.chance(self.slot(&path)?, label, pairs).or_raise()?;
        self.remember(path, names, slots);
        Ok(())
    }

    /// Ends a play with a payoff for each player. At a place with a move they are added to those further on.
    ///
    /// Parameters
    /// ----------
    /// path : sequence of str
    ///     Where: the actions and events from the start.
    /// payoffs : sequence of numbers, or mapping of player to number
    ///     A sequence gives one for each player, in the order of the players.
    /// label : str
    ///     A name for the outcome.
    ///
    /// Raises
    /// ------
    /// InvalidError
    ///     When the place has payoffs already, or a player has none.
    /// UnknownNameError
    ///     When there is no such place or player.
    #[pyo3(signature = (path, payoffs, *, label=""))]
    fn end(&mut self, path: &Bound<'_, PyAny>, payoffs: &Bound<'_, PyAny>, label: &str) -> PyResult<()> {
        let slot = self.slot(&read_path(path)?)?;
        let payoffs = self.read_payoffs(payoffs)?;
        self.core.outcome(slot, label, payoffs).or_raise()
    }

    /// The finished game. The builder can go on growing; the game does not change.
    ///
    /// Returns
    /// -------
    /// ExtensiveForm
    ///
    /// Raises
    /// ------
    /// InvalidError
    ///     When a play ends without payoffs.
    fn finish(&self) -> PyResult<ExtensiveForm> {
        self.core.clone().finish().map(ExtensiveForm).or_raise()
    }

    fn __repr__(&self) -> String {
        format!("<TreeBuilder: {}; {} nodes so far>", self.players.join(", "), self.known.len())
    }
}

impl TreeBuilder {
    fn remember(&mut self, path: Vec<String>, names: Vec<String>, slots: Vec<Slot>) {
        for (name, slot) in names.iter().zip(slots) {
            let mut longer = path.clone();
            longer.push(name.clone());
            self.known.insert(longer, slot);
        }
        self.actions.insert(path, names);
    }

    fn slot(&self, path: &[String]) -> PyResult<Slot> {
        if let Some(slot) = self.known.get(path) {
            return Ok(*slot);
        }
        let good = (0..path.len()).rev().find(|&length| self.known.contains_key(&path[..length])).unwrap_or(0);
        let place = if good == 0 { "the start".to_owned() } else { path[..good].join(", ") };
        match self.actions.get(&path[..good]) {
            None => Err(invalid(format!("there is no move after {place} yet; add moves from the start on"))),
            Some(actions) => {
                let kind = format!("action after {place}");
                Err(raise(foederis::UnknownName::new(kind, &path[good], actions).into()))
            }
        }
    }

    fn read_payoffs(&self, payoffs: &Bound<'_, PyAny>) -> PyResult<Vec<foederis::Rational>> {
        let Ok(mapping) = payoffs.cast::<PyMapping>() else {
            return payoffs.try_iter()?.map(|payoff| rational(&payoff?)).collect();
        };
        for key in mapping.keys()?.iter() {
            let name: String = key.extract()?;
            if !self.players.contains(&name) {
                return Err(raise(foederis::UnknownName::new("player", name, &self.players).into()));
            }
        }
        let payoff = |player: &String| match mapping.get_item(player) {
            Ok(payoff) => rational(&payoff),
            Err(_) => Err(invalid(format!("the payoffs leave out {player}; give one for each player"))),
        };
        self.players.iter().map(payoff).collect()
    }
}
