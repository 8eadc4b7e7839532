//! The builder that grows a tree, move by move.

use std::collections::HashMap;

use foederis::ExtensiveForm as Core;
use foederis::game::{Slot, TreeBuilder as CoreBuilder};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

use crate::error::{OrRaise, invalid, raise};
use crate::names::Names;
use crate::number::{Number, rational};
use crate::tree::{ExtensiveForm, read_path};

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
    fn move_(&mut self, path: &Bound<'_, PyAny>, player: &str, actions: Names, label: &str) -> PyResult<()> {
        let (path, actions) = (read_path(path)?, actions.0);
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

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a TreeBuilder is unfinished; pickle the tree that finish() makes"))
    }

    fn __repr__(&self) -> String {
        format!("<TreeBuilder: {}; {} nodes so far>", self.players.join(", "), self.known.len())
    }
}

impl TreeBuilder {
    /// A tree with its root only.
    pub fn start(players: Vec<String>, title: &str, comment: &str, max_nodes: Option<usize>) -> Self {
        let mut core = Core::builder(players.iter().map(String::as_str)).title(title).comment(comment);
        if let Some(limit) = max_nodes {
            core = core.max_nodes(limit);
        }
        let known = HashMap::from([(Vec::new(), core.root())]);
        TreeBuilder { core, players, known, actions: HashMap::new() }
    }

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
        if payoffs.is_instance_of::<PyString>() {
            return Err(invalid("payoffs are a list of numbers, one for each player, or a dict; not one text"));
        }
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
