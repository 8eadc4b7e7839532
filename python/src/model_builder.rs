//! The builder that puts a model together, piece by piece.

use foederis::model::{ModelBuilder as CoreBuilder, MoveTree, Simultaneous};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

use crate::error::{OrRaise, invalid};
use crate::formula::Formula;
use crate::model::Model;
use crate::names::Names;
use crate::number::Number;
use crate::tree::read_path;

/// Puts a `Model` together; made by `Model.build`.
///
/// A place in the tree is named by its path: the list of actions and events that lead to it from the start, ``[]``
/// being the start itself. Payoffs and probabilities are formulas: expressions in the parameters (text, or sympy's), or numbers.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> b = fd.Model.build("A call for help", players=["Ally"])
/// >>> b.parameter("cost", 2)
/// >>> b.move([], "Ally", ["Support", "Abstain"])
/// >>> b.end(["Support"], ["-cost**2/2"])
/// >>> b.end(["Abstain"], [-1])
/// >>> b.finish().at(cost=1).payoffs(["Support"])
/// {'Ally': Fraction(-1, 2)}
#[pyclass(module = "foederis")]
pub struct ModelBuilder {
    core: CoreBuilder,
    tree: Option<MoveTree>,
}

/// What a parameter may be: a condition, or two closed ends.
#[derive(FromPyObject)]
enum Admissible {
    Condition(String),
    Ends(Option<Number>, Option<Number>),
}

impl Admissible {
    /// The condition on a symbol; empty for any value.
    fn condition(self, symbol: &str) -> String {
        match self {
            Admissible::Condition(text) => text,
            Admissible::Ends(None, None) => String::new(),
            Admissible::Ends(Some(low), None) => format!("{symbol} >= {}", low.0),
            Admissible::Ends(None, Some(high)) => format!("{symbol} <= {}", high.0),
            Admissible::Ends(Some(low), Some(high)) => format!("{} <= {symbol} <= {}", low.0, high.0),
        }
    }
}

#[pymethods]
impl ModelBuilder {
    /// Adds a parameter.
    ///
    /// Parameters
    /// ----------
    /// symbol : str or sympy symbol
    ///     What stands in expressions.
    /// base : number
    ///     The base value.
    /// range : str or pair of numbers, optional
    ///     The admissible values: a condition such as "0 <= p <= 1", or two closed ends such as ``(0, 1)``, where None is
    ///     no end; any if not given.
    /// meaning, argument, term, source : str
    ///     A short phrase; the argument that it stands for; the term of the literature; where it comes from.
    #[pyo3(signature = (symbol, base, *, range=None, meaning="", argument="", term="", source=""))]
    #[expect(clippy::too_many_arguments, reason = "every detail has its name in Python")]
    fn parameter(
        &mut self,
        symbol: Formula,
        base: Number,
        range: Option<Admissible>,
        meaning: &str,
        argument: &str,
        term: &str,
        source: &str,
    ) {
        let range = range.map_or(String::new(), |range| range.condition(&symbol.0));
        let details = [
            ("range", range.as_str()),
            ("meaning", meaning),
            ("argument", argument),
            ("term", term),
            ("source", source),
        ];
        let given: Vec<_> = details.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        self.change(|core| core.parameter_with(&symbol.0, base.0, &given));
    }

    /// Adds a parameter with a base value for each player: ``E`` makes ``E_Belarus`` and so on.
    ///
    /// Parameters
    /// ----------
    /// symbol : str
    /// bases : mapping of player to number
    ///     The key "others" stands for all players not named.
    fn parameter_by_player(&mut self, symbol: &str, bases: &Bound<'_, PyDict>) -> PyResult<()> {
        let names: Vec<String> = bases.keys().extract()?;
        let values: Vec<Number> = bases.values().extract()?;
        let pairs: Vec<_> = names.iter().map(String::as_str).zip(values.into_iter().map(|value| value.0)).collect();
        self.change(|core| core.parameter_by_player(symbol, &pairs));
        Ok(())
    }

    /// Adds a condition that the parameters must meet, such as ``"k + w > r"``.
    ///
    /// Parameters
    /// ----------
    /// condition : str or sympy relation
    fn assume(&mut self, condition: Formula) {
        self.change(|core| core.assume(&condition.0));
    }

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
    ///     The information set: moves of one player with one label cannot be told apart.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such place.
    #[pyo3(name = "move", signature = (path, player, actions, *, label=""))]
    fn move_(&mut self, path: &Bound<'_, PyAny>, player: &str, actions: Names, label: &str) -> PyResult<()> {
        let (path, tree) = (read_path(path)?, self.tree());
        let path = steps(&path);
        tree.decision(&path, player, actions.0).or_raise()?;
        if label.is_empty() { Ok(()) } else { tree.information_set(&path, label).or_raise() }
    }

    /// Lets chance move.
    ///
    /// Parameters
    /// ----------
    /// path : sequence of str
    /// events : mapping of str to formula
    ///     The probability of each event, as an expression.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such place.
    fn chance(&mut self, path: &Bound<'_, PyAny>, events: &Bound<'_, PyMapping>) -> PyResult<()> {
        let (path, events) = (read_path(path)?, pairs(events)?);
        let events: Vec<_> = events.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.tree().chance(&steps(&path), &events).or_raise()
    }

    /// Gives payoffs. At a place with a move they are added to those further on.
    ///
    /// Parameters
    /// ----------
    /// path : sequence of str
    /// payoffs : sequence of formulas, or mapping of player to formula
    ///     A sequence gives one for each player, in the order of the players; players left out of a mapping get 0.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such place.
    fn end(&mut self, path: &Bound<'_, PyAny>, payoffs: &Bound<'_, PyAny>) -> PyResult<()> {
        let path = read_path(path)?;
        match payoffs.cast::<PyMapping>() {
            Ok(mapping) => {
                let payoffs = pairs(mapping)?;
                let payoffs: Vec<_> = payoffs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                self.tree().payoffs_of(&steps(&path), &payoffs).or_raise()
            }
            Err(_) => self.tree().payoffs(&steps(&path), expressions(payoffs)?).or_raise(),
        }
    }

    /// Lets several players move at the same time, with payoffs as rules over who chose what.
    ///
    /// Parameters
    /// ----------
    /// path : sequence of str
    /// players : sequence of str
    ///     Who moves.
    /// actions : sequence of str
    ///     What each of them can do.
    /// rules : sequence of (str, str, formula)
    ///     For whom (a player, or "each" who moves), on which condition ("" for always), which payoff. All rules that
    ///     apply add up: ``("each", "own = Support", "-E[i]")``.
    /// label : str
    ///     What the players know when they move.
    #[pyo3(signature = (path, players, actions, rules, *, label=""))]
    fn simultaneous(
        &mut self,
        path: &Bound<'_, PyAny>,
        players: Vec<String>,
        actions: Vec<String>,
        rules: Vec<(String, Formula, Formula)>,
        label: &str,
    ) -> PyResult<()> {
        let path = read_path(path)?;
        let mut moves = Simultaneous::new(players, actions);
        for (whom, condition, payoff) in &rules {
            moves = moves.rule(whom, &condition.0, &payoff.0);
        }
        if !label.is_empty() {
            moves = moves.information_set(label);
        }
        self.tree().simultaneous(&steps(&path), moves).or_raise()
    }

    /// Goes on with another model, parameters of which are bound to expressions.
    ///
    /// Parameters
    /// ----------
    /// path : sequence of str
    /// model : str
    ///     The name of a model that ships with the library.
    /// values : mapping of str to formula, optional
    ///     Expressions for its parameters; those left out become parameters of this model.
    #[pyo3(signature = (path, model, values=None))]
    fn proceed(&mut self, path: &Bound<'_, PyAny>, model: &str, values: Option<&Bound<'_, PyMapping>>) -> PyResult<()> {
        let (path, values) = (read_path(path)?, values.map(pairs).transpose()?.unwrap_or_default());
        let values: Vec<_> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.tree().continue_with(&steps(&path), model, &values).or_raise()
    }

    /// Gives a cell of a payoff table, for games without order of moves.
    ///
    /// Parameters
    /// ----------
    /// strategies : sequence of str
    ///     One strategy of each player, in order.
    /// payoffs : sequence of formulas
    ///     One for each player, in order.
    fn cell(&mut self, strategies: Vec<String>, payoffs: &Bound<'_, PyAny>) -> PyResult<()> {
        let payoffs = expressions(payoffs)?;
        self.change(|core| core.cell(&steps(&strategies), payoffs));
        Ok(())
    }

    /// The finished model. The builder can go on growing; the model does not change.
    ///
    /// Returns
    /// -------
    /// Model
    ///
    /// Raises
    /// ------
    /// InputError
    ///     When an expression cannot be read.
    /// InvalidError
    ///     When something is missing or does not fit.
    fn finish(&self, py: Python<'_>) -> PyResult<Model> {
        let core = match &self.tree {
            Some(tree) => self.core.clone().tree(tree.clone()),
            None => self.core.clone(),
        };
        Model::with_remarks(py, core.build().or_raise()?)
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a ModelBuilder is unfinished; pickle the model that finish() makes"))
    }

    fn __repr__(&self) -> &'static str {
        "<ModelBuilder>"
    }
}

impl ModelBuilder {
    /// A model with its players only; the texts are summary, note and source.
    pub fn start(title: &str, players: Vec<String>, texts: [&str; 3]) -> Self {
        let mut core = foederis::Model::builder(title).players(players);
        let [summary, note, source] = texts;
        if !summary.is_empty() {
            core = core.summary(summary);
        }
        if !note.is_empty() {
            core = core.note(note);
        }
        if !source.is_empty() {
            core = core.source(source);
        }
        ModelBuilder { core, tree: None }
    }

    fn change(&mut self, change: impl FnOnce(CoreBuilder) -> CoreBuilder) {
        self.core = change(self.core.clone());
    }

    fn tree(&mut self) -> &mut MoveTree {
        self.tree.get_or_insert_with(MoveTree::new)
    }
}

fn steps(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

fn expressions(values: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if values.is_instance_of::<PyString>() {
        return Err(invalid("payoffs are a list with one expression for each player, or a dict of players"));
    }
    values.try_iter()?.map(|value| Ok(value?.extract::<Formula>()?.0)).collect()
}

fn pairs(mapping: &Bound<'_, PyMapping>) -> PyResult<Vec<(String, String)>> {
    let entry = |item: Bound<'_, PyAny>| {
        let (name, value): (Formula, Formula) = item.extract()?;
        Ok((name.0, value.0))
    };
    mapping.items()?.iter().map(entry).collect()
}
