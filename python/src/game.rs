//! Games in normal form.

use std::path::PathBuf;

use foederis::game::{Labels, PlayerId};
use foederis::show::View;
use foederis::{Game, NormalForm as Core, Profile, Rational};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyMapping, PyString, PyTuple};

use crate::arrays::{Array, common_shape, named_strategies};
use crate::error::{OrRaise, invalid};
use crate::exchange::{self, Reduced};
use crate::names::{Names, by_label};
use crate::number::fraction;
use crate::profile::read_profile;
use crate::tree::ExtensiveForm;

/// A finite game in normal (strategic) form: all players choose at the same time.
///
/// Players :math:`i = 1, \dots, n` have finite sets of strategies :math:`S_i` and payoffs
/// :math:`u_i : S_1 \times \dots \times S_n \to \mathbb{Q}`. Payoffs are utilities. A game never changes; it can be
/// compared, hashed, pickled and shared between threads.
///
/// See Also
/// --------
/// from_arrays : the usual way to make one.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> g = fd.NormalForm.from_arrays(
/// ...     [[2, 0], [3, 1]], [[2, 3], [0, 1]],
/// ...     players=["Kyrgyzstan", "Tajikistan"],
/// ...     strategies=[["Refrain", "Attack"], ["Refrain", "Attack"]],
/// ... )
/// >>> g.payoffs(["Attack", "Refrain"])
/// {'Kyrgyzstan': Fraction(3, 1), 'Tajikistan': Fraction(0, 1)}
#[pyclass(frozen, eq, hash, module = "foederis", from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub struct NormalForm(pub Core);

impl std::hash::Hash for NormalForm {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.players().hash(state);
        for number in 0..self.0.num_profiles().min(64) {
            self.0.payoffs_of(number).hash(state);
        }
    }
}

#[pymethods]
impl NormalForm {
    /// Makes a game of one payoff array for each player.
    ///
    /// Parameters
    /// ----------
    /// *arrays : array-like
    ///     One for each player, all of one shape: entry ``[i, j, ...]`` is the player's payoff when the first player
    ///     chooses strategy ``i``, the second ``j``, and so on. Nested lists, numpy arrays or data frames, of ints,
    ///     fractions, decimals, floats (each read as its shortest decimal: 0.1 is one tenth) or text such as "3/4".
    /// players : sequence of str, optional
    ///     The players' names; "Player 1", "Player 2", ... if not given.
    /// strategies : sequence of sequences of str, optional
    ///     Each player's strategies; "1", "2", ... if not given.
    /// title, comment : str
    ///     A title, and a longer description.
    /// max_profiles : int, optional
    ///     The most strategy profiles that the table may have; 16,777,216 if not given.
    ///
    /// Returns
    /// -------
    /// NormalForm
    ///
    /// Raises
    /// ------
    /// InvalidError
    ///     When shapes or names do not fit each other.
    /// InputError
    ///     When a text is not a number.
    /// TooLargeError
    ///     When the table is over the limit.
    ///
    /// Notes
    /// -----
    /// Takes time and memory in proportion to the number of payoffs.
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> g = fd.NormalForm.from_arrays([["1/2", 0]], [[0.1, 1]], players=["Ally", "Patron"])
    /// >>> g.payoff(["1", "1"], "Patron")
    /// Fraction(1, 10)
    #[staticmethod]
    #[pyo3(signature = (*arrays, players=None, strategies=None, title="", comment="", max_profiles=None))]
    fn from_arrays(
        arrays: &Bound<'_, PyTuple>,
        players: Option<Names>,
        strategies: Option<Vec<Names>>,
        title: &str,
        comment: &str,
        max_profiles: Option<usize>,
    ) -> PyResult<Self> {
        let players = players.map(|names| names.0);
        let strategies = strategies.map(|all| all.into_iter().map(|names| names.0).collect());
        let arrays = arrays.iter().map(|array| Array::read(&array)).collect::<PyResult<Vec<_>>>()?;
        let players = players.unwrap_or_else(|| (1..=arrays.len()).map(|i| format!("Player {i}")).collect());
        let shape = common_shape(&arrays, &players)?;
        let strategies = named_strategies(strategies, &players, &shape)?;
        let mut builder = Core::builder().title(title).comment(comment);
        if let Some(limit) = max_profiles {
            builder = builder.max_profiles(limit);
        }
        for (player, strategies) in players.into_iter().zip(strategies) {
            builder = builder.player(player, strategies);
        }
        let tables: Vec<&[Rational]> = arrays.iter().map(|array| &array.flat[..]).collect();
        builder.table(&tables).map(NormalForm).or_raise()
    }

    /// The payoffs as one array for each player, the inverse of `from_arrays`.
    ///
    /// Parameters
    /// ----------
    /// dtype : type
    ///     ``object`` for exact fractions, or ``float``.
    ///
    /// Returns
    /// -------
    /// list of numpy.ndarray
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> g = fd.NormalForm.from_arrays([[2, 0], [3, 1]], [[2, 3], [0, 1]])
    /// >>> g.to_arrays(float)[0]
    /// array([[2., 0.],
    ///        [3., 1.]])
    #[pyo3(signature = (dtype=None))]
    fn to_arrays<'py>(&self, py: Python<'py>, dtype: Option<Bound<'py, PyAny>>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let (numpy, object) = (py.import("numpy")?, py.import("builtins")?.getattr("object")?);
        let array = |player: PlayerId| {
            let payoffs = (0..self.0.num_profiles()).map(|n| fraction(py, &self.0.payoffs_of(n)[player.index()]));
            let flat = PyList::new(py, payoffs.collect::<PyResult<Vec<_>>>()?)?;
            let exact = numpy.call_method1("array", (flat, &object))?;
            let shaped = exact.call_method1("reshape", (PyTuple::new(py, self.0.shape())?,))?;
            match &dtype {
                Some(dtype) => shaped.call_method1("astype", (dtype,)),
                None => Ok(shaped),
            }
        };
        self.0.player_ids().map(array).collect()
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

    /// Each player's strategies: ``g.strategies["Russia"]``.
    #[getter]
    fn strategies<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        by_label(py, "player", self.0.players(), |player| {
            self.0.strategies(PlayerId::from(player)).keys().to_vec().into_pyobject(py)
        })
    }

    /// How many strategies each player has.
    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.shape())
    }

    /// Everybody's payoff when each player chooses a strategy.
    ///
    /// Parameters
    /// ----------
    /// profile : sequence of str, or mapping of player to strategy
    ///     A sequence names one strategy for each player, in the order of the players.
    ///
    /// Returns
    /// -------
    /// dict of str to Fraction
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such player or strategy.
    fn payoffs<'py>(&self, py: Python<'py>, profile: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let payoffs = self.0.payoffs_of(self.0.profile_number(&self.choices(profile)?));
        by_label(py, "player", self.0.players(), |player| fraction(py, &payoffs[player]))
    }

    /// One player's payoff when each player chooses a strategy.
    ///
    /// Parameters
    /// ----------
    /// profile : sequence of str, or mapping of player to strategy
    /// player : str
    ///
    /// Returns
    /// -------
    /// Fraction
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such player or strategy.
    fn payoff<'py>(&self, py: Python<'py>, profile: &Bound<'py, PyAny>, player: &str) -> PyResult<Bound<'py, PyAny>> {
        let player = self.0.player(player).or_raise()?;
        fraction(py, self.0.payoff(&self.choices(profile)?, player))
    }

    /// Everybody's expected payoff under a profile.
    ///
    /// Parameters
    /// ----------
    /// profile : Equilibrium, or mapping of player to choice, or list of one choice for each player
    ///     A choice is a name, or a dict of names and probabilities.
    ///
    /// Returns
    /// -------
    /// dict of str to Fraction
    ///
    /// Raises
    /// ------
    /// InvalidError
    ///     When probabilities do not sum to 1, or a choice is left out.
    /// UnknownNameError
    ///     When there is no such player or choice.
    fn expected_payoffs<'py>(&self, py: Python<'py>, profile: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let payoffs = match read_profile(&Game::from(&self.0), profile)? {
            Profile::Mixed(profile) => self.0.expected_payoffs(&profile).or_raise()?,
            Profile::Correlated(profile) => profile.payoffs(&self.0),
            Profile::Behavior(_) => Vec::new(),
        };
        by_label(py, "player", self.0.players(), |player| fraction(py, &payoffs[player]))
    }

    fn __repr__(&self) -> String {
        let sizes: Vec<String> = self.0.shape().iter().map(ToString::to_string).collect();
        let title = if self.0.title().is_empty() { "untitled" } else { self.0.title() };
        format!("<NormalForm '{title}': {}; {} strategies>", self.0.players().keys().join(", "), sizes.join(" x "))
    }

    /// Writes the game to a file, its format told by the suffix.
    ///
    /// Parameters
    /// ----------
    /// path : str or os.PathLike
    ///     A name that ends in ``.json`` (which keeps everything) or in ``.nfg`` (Gambit's).
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
    /// format : {"json", "nfg"}
    ///
    /// Returns
    /// -------
    /// str
    #[pyo3(signature = (format="json"))]
    fn to_text(&self, format: &str) -> PyResult<String> {
        exchange::to_text(&Game::from(&self.0), format)
    }

    /// Reads a pygambit game as a table (for a tree, its reduced strategic form).
    ///
    /// Parameters
    /// ----------
    /// game : pygambit.Game
    ///
    /// Returns
    /// -------
    /// NormalForm
    #[staticmethod]
    fn from_gambit<'py>(game: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        game.py().import("foederis._gambit")?.call_method1("table_from_gambit", (game,))
    }

    /// The same game for pygambit, which has to be installed.
    ///
    /// Returns
    /// -------
    /// pygambit.Game
    fn to_gambit<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._gambit")?.call_method1("table_to_gambit", (slf,))
    }

    /// Reads a game of nashpy.
    ///
    /// Parameters
    /// ----------
    /// game : nashpy.Game
    /// players : sequence of str, optional
    /// strategies : sequence of sequences of str, optional
    ///     Names, which nashpy's games have not.
    ///
    /// Returns
    /// -------
    /// NormalForm
    ///     Floats are read as their shortest decimals.
    #[staticmethod]
    #[pyo3(signature = (game, *, players=None, strategies=None))]
    fn from_nashpy<'py>(
        game: &Bound<'py, PyAny>,
        players: Option<Bound<'py, PyAny>>,
        strategies: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        game.py().import("foederis._nashpy")?.call_method1("from_nashpy", (game, players, strategies))
    }

    /// The same game for nashpy, which has to be installed; payoffs become floats, and names are lost.
    ///
    /// Returns
    /// -------
    /// nashpy.Game
    ///
    /// Raises
    /// ------
    /// UnsupportedError
    ///     When the game does not have two players.
    fn to_nashpy<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._nashpy")?.call_method1("to_nashpy", (slf,))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        exchange::reduce_game(py, &Game::from(&self.0))
    }

    /// The game as HTML, as notebooks show it.
    ///
    /// Returns
    /// -------
    /// str
    fn to_html(&self) -> String {
        View::Game(&Game::from(&self.0)).html()
    }

    /// The game as LaTeX, for papers: payoff tables, or for a tree the plays with their payoffs.
    ///
    /// Returns
    /// -------
    /// str
    fn to_latex(&self) -> String {
        View::Game(&Game::from(&self.0)).latex()
    }

    fn _repr_html_(&self) -> String {
        self.to_html()
    }

    fn _repr_latex_(&self) -> String {
        self.to_latex()
    }

    fn __str__(&self) -> String {
        View::Game(&Game::from(&self.0)).text()
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

impl NormalForm {
    /// The positions of the strategies that a caller names.
    fn choices(&self, profile: &Bound<'_, PyAny>) -> PyResult<Vec<usize>> {
        let names: Vec<String> = match profile.cast::<PyMapping>() {
            Ok(mapping) => chosen_by_player(mapping, self.0.players())?,
            Err(_) if profile.is_instance_of::<PyString>() => return Err(self.wrong_profile()),
            Err(_) => profile.extract().map_err(|_| self.wrong_profile())?,
        };
        if names.len() != self.0.num_players() {
            return Err(self.wrong_profile());
        }
        names.iter().zip(self.0.player_ids()).map(|(name, player)| self.0.strategy(player, name).or_raise()).collect()
    }

    fn wrong_profile(&self) -> PyErr {
        let players = self.0.players().keys().join(", ");
        invalid(format!("a profile names one strategy for each of {players}: a list in this order, or a dict"))
    }
}

fn chosen_by_player(mapping: &Bound<'_, PyMapping>, players: &Labels) -> PyResult<Vec<String>> {
    for key in mapping.keys()?.iter() {
        players.find("player", &key.extract::<String>()?).or_raise()?;
    }
    let choice = |player: &String| match mapping.get_item(player) {
        Ok(choice) => choice.extract(),
        Err(_) => Err(invalid(format!("the profile does not say what {player} does"))),
    };
    players.keys().iter().map(choice).collect()
}

/// A game of either form, as solvers take it.
pub struct AnyGame(pub Game);

impl<'py> FromPyObject<'_, 'py> for AnyGame {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(game) = value.cast::<NormalForm>() {
            return Ok(AnyGame(Game::from(&game.get().0)));
        }
        if let Ok(tree) = value.cast::<ExtensiveForm>() {
            return Ok(AnyGame(Game::from(&tree.get().0)));
        }
        let kind = value.get_type().name()?;
        let hint = if value.hasattr("at")? { "; a model becomes a game with model.at()" } else { "" };
        Err(pyo3::exceptions::PyTypeError::new_err(format!(
            "a game was expected (NormalForm or ExtensiveForm), not {kind}{hint}"
        )))
    }
}

/// The Python object for a game.
pub fn game_object<'py>(py: Python<'py>, game: &Game) -> PyResult<Bound<'py, PyAny>> {
    Ok(match game {
        Game::Normal(game) => Bound::new(py, NormalForm(game.clone()))?.into_any(),
        Game::Extensive(tree) => Bound::new(py, ExtensiveForm(tree.clone()))?.into_any(),
    })
}
