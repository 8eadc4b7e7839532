//! Games in extensive form, and the builder that grows them.

use std::path::PathBuf;

use foederis::game::{DEFAULT_MAX_PROFILES, Infoset, InfosetId, PlayerId};
use foederis::show::tree::{equilibrium_svg, equilibrium_tikz, svg, tikz};
use foederis::show::{TreeOptions, View};
use foederis::{BehaviorProfile, ExtensiveForm as Core, Game, Profile};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::beliefs::by_node;
use crate::builder::TreeBuilder;
use crate::equilibrium::Equilibrium;
use crate::error::{OrRaise, invalid};
use crate::exchange::{self, Reduced};
use crate::names::{by_label, table};
use crate::number::fraction;
use crate::profile::read_profile;

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
        TreeBuilder::start(players, title, comment, max_nodes)
    }

    /// Reads a tree from YAML, at the base values of its parameters, if it has any.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     What a model file holds.
    ///
    /// Returns
    /// -------
    /// ExtensiveForm
    ///
    /// Raises
    /// ------
    /// InputError
    ///     When the text is no model; `line` and `column` say where.
    /// UnsupportedError
    ///     When the text describes a payoff table.
    #[staticmethod]
    fn from_yaml(py: Python<'_>, text: &str) -> PyResult<Self> {
        let model = foederis::Model::from_yaml(text).or_raise()?;
        crate::model::warn(py, &model)?;
        let game = model.base().or_raise()?;
        game.tree("an ExtensiveForm").cloned().map(ExtensiveForm).or_raise()
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

    /// The nodes of each information set, by the names that `beliefs` have: a table of the paths that lead to them,
    /// ``t.node_names["Russia"]["after Invoke"]["disloyal"]``.
    #[getter]
    fn node_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        by_player(py, &self.0, |infoset, position| {
            let path = |node: usize| path_tuple(py, &self.0.path(infoset.nodes[node]));
            by_node(py, &self.0, InfosetId::from(position), path)
        })
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

    /// Whether nobody forgets what they knew or did: all nodes of an information set share the player's own earlier
    /// information sets and actions.
    ///
    /// References
    /// ----------
    /// Kuhn, H. W. (1953). Extensive games and the problem of information. In Contributions to the Theory of Games II.
    #[getter]
    fn has_perfect_recall(&self) -> bool {
        self.0.perfect_recall().is_ok()
    }

    /// Whether some mover does not know what chance has drawn before.
    #[getter]
    fn has_private_information(&self) -> bool {
        self.0.has_private_information()
    }

    /// Where the subgames begin: the paths to their first nodes, the whole tree's ``()`` included.
    ///
    /// Returns
    /// -------
    /// list of tuple of str
    ///
    /// Notes
    /// -----
    /// Takes time in proportion to the number of nodes.
    fn subgames<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.0.subgame_roots().into_iter().map(|root| path_tuple(py, &self.0.path(root))).collect()
    }

    /// Everybody's expected payoff under a profile.
    ///
    /// Parameters
    /// ----------
    /// profile : Equilibrium, or mapping of player to mapping of information set to choice, or a plan
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
    ///     When there is no such player, information set or choice.
    fn expected_payoffs<'py>(&self, py: Python<'py>, profile: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let payoffs = match read_profile(&Game::from(&self.0), profile)? {
            Profile::Behavior(profile) => self.0.expected_payoffs(&profile).or_raise()?,
            Profile::Correlated(profile) => {
                profile.payoffs(&Game::from(&self.0).table_of_plans(DEFAULT_MAX_PROFILES).or_raise()?)
            }
            Profile::Mixed(_) => Vec::new(),
        };
        by_label(py, "player", self.0.players(), |player| fraction(py, &payoffs[player]))
    }

    /// The tree as a picture, with an equilibrium's choices highlighted if one is given, and its beliefs if it has any.
    ///
    /// Parameters
    /// ----------
    /// profile : Equilibrium, or mapping of player to mapping of information set to choice, or a plan, optional
    /// max_nodes : int
    ///     About how many nodes are drawn; subtrees beyond are folded into a mark.
    ///
    /// Returns
    /// -------
    /// str
    ///     An SVG document that needs no network, font or script.
    #[pyo3(signature = (profile=None, *, max_nodes=100))]
    fn to_svg(&self, profile: Option<&Bound<'_, PyAny>>, max_nodes: usize) -> PyResult<String> {
        self.picture(profile, max_nodes, equilibrium_svg, svg)
    }

    fn _repr_svg_(&self) -> String {
        svg(&self.0, None, &TreeOptions::default())
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

    /// The tree as a directed graph of networkx, which has to be installed.
    ///
    /// Nodes are paths, the root ``()``. Each has its ``kind`` ("decision", "chance" or "end"); decisions have their
    /// ``player`` and ``information_set``, chance moves and ends nothing more, and ends their ``payoffs``. Edges have their
    /// ``action``, those of chance their ``probability``. The graph has the ``players`` and the ``title``.
    ///
    /// Returns
    /// -------
    /// networkx.DiGraph
    fn to_networkx<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._networkx")?.call_method1("to_networkx", (slf,))
    }

    /// Reads a tree from a directed graph of networkx with the attributes that `to_networkx` gives.
    ///
    /// Parameters
    /// ----------
    /// graph : networkx.DiGraph
    ///     Its nodes can be anything. A node with a ``player`` is a decision; one whose edges have a ``probability`` is a
    ///     chance move; one without edges is an end. Edges are taken in their order.
    ///
    /// Returns
    /// -------
    /// ExtensiveForm
    ///
    /// Raises
    /// ------
    /// InvalidError
    ///     When the graph is no tree, or an attribute is missing.
    #[staticmethod]
    fn from_networkx<'py>(graph: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        graph.py().import("foederis._networkx")?.call_method1("from_networkx", (graph,))
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

    /// The game as HTML, as notebooks show it.
    ///
    /// Returns
    /// -------
    /// str
    fn to_html(&self) -> String {
        View::Game(&Game::from(&self.0)).html()
    }

    /// The tree as LaTeX, for papers, with an equilibrium's choices highlighted if one is given, and its beliefs if it has
    /// any.
    ///
    /// The picture is TikZ: the document loads the package ``tikz``, and ``fontenc`` with T1 where labels hold quotation
    /// marks. All labels are escaped. A picture wider than a usual page is made smaller to fit the line.
    ///
    /// Parameters
    /// ----------
    /// profile : Equilibrium, or mapping of player to mapping of information set to choice, or a plan, optional
    /// form : {"picture", "plays"}
    ///     A picture, or a table of the plays with their payoffs, which needs no package.
    /// max_nodes : int
    ///     About how many nodes are drawn; subtrees beyond are folded into a mark.
    ///
    /// Returns
    /// -------
    /// str
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> t = fd.dilemmas.caucasus().at()
    /// >>> r"\begin{tikzpicture}" in t.to_latex(fd.subgame_perfect(t)[0])
    /// True
    #[pyo3(signature = (profile=None, *, form="picture", max_nodes=100))]
    fn to_latex(&self, profile: Option<&Bound<'_, PyAny>>, form: &str, max_nodes: usize) -> PyResult<String> {
        match form {
            "picture" => self.picture(profile, max_nodes, equilibrium_tikz, tikz),
            "plays" => Ok(View::Game(&Game::from(&self.0)).latex()),
            other => Err(invalid(format!("'{other}' is no form of a tree in LaTeX; take picture or plays"))),
        }
    }

    fn _repr_html_(&self) -> String {
        self.to_html()
    }

    fn _repr_latex_(&self) -> String {
        View::Game(&Game::from(&self.0)).latex()
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

impl ExtensiveForm {
    /// A picture with an equilibrium, a profile or nothing highlighted.
    fn picture(
        &self,
        profile: Option<&Bound<'_, PyAny>>,
        max_nodes: usize,
        of_equilibrium: impl Fn(&Core, &foederis::Equilibrium, &TreeOptions) -> String,
        of_profile: impl Fn(&Core, Option<&BehaviorProfile>, &TreeOptions) -> String,
    ) -> PyResult<String> {
        let options = TreeOptions { max_nodes, ..TreeOptions::default() };
        let read = profile.map(|profile| read_profile(&Game::from(&self.0), profile)).transpose()?;
        if let Some(Ok(equilibrium)) = profile.map(|profile| profile.cast::<Equilibrium>()) {
            return Ok(of_equilibrium(&self.0, equilibrium.get().core(), &options));
        }
        Ok(match &read {
            Some(Profile::Behavior(profile)) => of_profile(&self.0, Some(profile), &options),
            _ => of_profile(&self.0, None, &options),
        })
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
