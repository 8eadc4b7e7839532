//! Regimes: for which parameters each equilibrium holds.

use std::sync::Arc;

use foederis::game::Game;
use foederis::number::RationalFunction;
use foederis::show::regimes as show;
use foederis::study::regimes::{
    Boundary as CoreBoundary, Cell as CoreCell, Direction, MapOptions, ParametricEquilibrium as CoreEquilibrium,
    Regimes as Core, RegimesOptions, Requirement as CoreRequirement, Statics,
};
use foederis::{Concept, Rational, Status};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::control::{CancelToken, Limits, run};
use crate::error::{OrRaise, invalid};
use crate::model::Model;
use crate::number::{fraction, rational};

/// The regimes of a model: for which parameters each equilibrium holds, exactly.
///
/// Every equilibrium of the concept that exists on an open set of parameters is found with the exact conditions of its
/// existence, and the admissible values are parted into cells, each with the complete set of its equilibria. Conditions
/// are polynomial inequalities in the parameters, freed of factors whose sign is known and of what follows from the rest.
///
/// Parameters
/// ----------
/// model : Model
/// concept : {"subgame_perfect", "pure_nash", "nash", "sequential"}
///     Subgame-perfect equilibria of a tree in pure strategies; Nash equilibria in pure strategies of any game; all Nash
///     equilibria of a table of two players, mixed ones in closed form; or sequential equilibria of a tree in two stages.
/// over : list of str, optional
///     The parameters that vary; the name of parameters by player names all of them. The others are held at their base. All
///     vary if not given.
/// at : dict of str to number, optional
///     Where the other parameters are held instead of at their base.
#[doc = include_str!("limits.txt")]
/// Returns
/// -------
/// Regimes
///
/// Raises
/// ------
/// UnknownNameError
///     When a parameter is not in the model.
/// UnsupportedError
///     When the concept does not fit the model; the message names one that does.
/// KeyboardInterrupt
///     On Ctrl-C.
///
/// Notes
/// -----
/// Affine conditions are decided by exact linear programs, others by taking out one parameter after another, each sign of
/// a coefficient a case of its own. What neither decides is kept and counted in `status`. On the boundaries between cells
/// somebody is indifferent, and mixtures can be in equilibrium too.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> r = fd.regimes(fd.dilemmas.border(), "nash")
/// >>> [cell.conditions for cell in r]
/// [['G < b*pi'], ['G > b*pi']]
/// >>> r[0].equilibria[2].profile["Kyrgyzstan"]["Refrain"]
/// '(-l + kappa)/(G - b*pi - l + kappa)'
/// >>> r.check(20).mismatches
/// []
#[pyfunction]
#[pyo3(signature = (model, concept="subgame_perfect", over=None, *, at=None, time_limit=None, max_equilibria=None, progress=None, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "every option has its name in Python")]
pub fn regimes<'py>(
    py: Python<'py>,
    model: &Model,
    concept: &str,
    over: Option<Vec<String>>,
    at: Option<&Bound<'py, PyDict>>,
    time_limit: Option<f64>,
    max_equilibria: Option<usize>,
    progress: Option<Bound<'py, PyAny>>,
    cancel: Option<Bound<'py, CancelToken>>,
) -> PyResult<Regimes> {
    let concept = concept_of(concept)?;
    let limits = Limits { time_limit, max_equilibria, progress, cancel };
    let model = model.seen_from(at)?;
    let core = run(py, limits, |control| foederis::regimes(&model, concept, &RegimesOptions { over, control }))?;
    Regimes::new(core)
}

/// A concept that regimes are found for, by name.
pub fn concept_of(name: &str) -> PyResult<Concept> {
    match name {
        "subgame_perfect" => Ok(Concept::SubgamePerfect),
        "pure_nash" => Ok(Concept::PureNash),
        "nash" => Ok(Concept::Nash),
        "sequential" => Ok(Concept::Sequential),
        other => {
            let text =
                format!("'{other}' is no concept of regimes; take subgame_perfect, sequential, pure_nash or nash");
            Err(invalid(text))
        }
    }
}

struct Shared {
    core: Core,
    game: Game,
}

impl Shared {
    fn symbols(&self) -> &[String] {
        self.core.model.symbols_list()
    }

    fn function(&self, function: &RationalFunction) -> String {
        function.to_text(self.symbols())
    }
}

/// The regimes of a model.
///
/// A sequence of cells. `equilibria` has each parametric equilibrium with the conditions of its existence, whatever cells
/// it is in; `boundaries` the surfaces between cells.
#[pyclass(frozen, module = "foederis")]
pub struct Regimes(Arc<Shared>);

impl Regimes {
    fn new(core: Core) -> PyResult<Self> {
        let game = core.model.skeleton().or_raise()?;
        Ok(Regimes(Arc::new(Shared { core, game })))
    }

    fn equilibrium(&self, index: usize) -> ParametricEquilibrium {
        ParametricEquilibrium { shared: self.0.clone(), index }
    }

    fn core(&self) -> &Core {
        &self.0.core
    }
}

#[pymethods]
impl Regimes {
    /// The concept.
    #[getter]
    fn concept(&self) -> &'static str {
        match self.core().concept {
            Concept::PureNash => "pure_nash",
            Concept::Nash => "nash",
            Concept::Sequential => "sequential",
            _ => "subgame_perfect",
        }
    }

    /// The parameters that vary.
    #[getter]
    fn over(&self) -> Vec<String> {
        let symbols = self.0.symbols();
        self.core().domain.free().iter().map(|variable| symbols[usize::from(variable.0)].clone()).collect()
    }

    /// What ranges and assumptions say of them.
    #[getter]
    fn given(&self) -> Vec<String> {
        self.core().domain.background().iter().map(|constraint| constraint.to_text(self.0.symbols())).collect()
    }

    /// Whether every equilibrium of the claim was found, and every cell is proven to hold a point.
    #[getter]
    fn complete(&self) -> bool {
        self.core().status == Status::Complete
    }

    /// How the search ended.
    #[getter]
    fn status(&self) -> &str {
        self.core().status.words()
    }

    /// What `complete` claims.
    #[getter]
    fn claim(&self) -> &str {
        &self.core().claim
    }

    /// The equilibria, each with the conditions under which it exists.
    #[getter]
    fn equilibria(&self) -> Vec<ParametricEquilibrium> {
        (0..self.core().equilibria.len()).map(|index| self.equilibrium(index)).collect()
    }

    /// The surfaces between cells, on which somebody is indifferent.
    #[getter]
    fn boundaries(&self) -> Vec<Boundary> {
        let all = self.core().boundaries.iter();
        all.map(|core| Boundary { shared: self.0.clone(), core: core.clone() }).collect()
    }

    /// The equilibria that exist at the base, but for the values given; on a boundary, those of all the cells that meet.
    ///
    /// Parameters
    /// ----------
    /// **values : number
    ///     Values by symbol.
    ///
    /// Returns
    /// -------
    /// list of ParametricEquilibrium
    #[pyo3(signature = (**values))]
    fn at(&self, values: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<ParametricEquilibrium>> {
        let mut named = Vec::new();
        for (symbol, value) in values.into_iter().flatten() {
            let symbol = symbol.extract::<String>()?;
            if !self.over().contains(&symbol) && self.core().model.parameter(&symbol).is_ok() {
                return Err(invalid(format!("'{symbol}' is held at its base in these regimes; name it in `over`")));
            }
            named.push((symbol, rational(&value)?));
        }
        let named: Vec<(&str, Rational)> = named.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let point = self.core().model.point(&named).or_raise()?;
        Ok(self.core().equilibria_at(&point).into_iter().map(|index| self.equilibrium(index)).collect())
    }

    /// The regimes as a proposition with numbered cases and a proof.
    ///
    /// Returns
    /// -------
    /// Proposition
    ///     Its `text` and its `latex`.
    fn proposition(&self) -> PyResult<Proposition> {
        Ok(Proposition {
            text: show::proposition_text(self.core()).or_raise()?,
            latex: show::proposition_latex(self.core()).or_raise()?,
        })
    }

    /// Solves the game at random points of every cell and on its boundaries, and compares.
    ///
    /// Parameters
    /// ----------
    /// n : int
    ///     How many points of each cell.
    /// seed : int
    ///
    /// Returns
    /// -------
    /// RegimesCheck
    #[pyo3(signature = (n=10, *, seed=1))]
    fn check(&self, py: Python<'_>, n: usize, seed: u64) -> PyResult<RegimesCheck> {
        let core = self.core();
        let report = py.detach(|| core.check(n, seed)).or_raise()?;
        let symbols = self.0.symbols();
        let mismatch = |(point, what): &(Vec<Rational>, String)| -> String {
            let at: Vec<String> = core
                .domain
                .free()
                .iter()
                .map(|v| format!("{} = {}", symbols[usize::from(v.0)], point[usize::from(v.0)]))
                .collect();
            format!("{what} at {}", at.join(", "))
        };
        let mismatches = report.mismatches.iter().map(mismatch).collect();
        Ok(RegimesCheck { points: report.points, ties: report.ties, mismatches })
    }

    /// A map of two parameters as a picture (SVG); the others are at their base.
    ///
    /// Parameters
    /// ----------
    /// x, y : str
    ///     The parameters of the axes.
    /// xlim, ylim : tuple of two numbers, optional
    ///     The ends of the axes; the parameter's range, or around its base, if not given.
    ///
    /// Returns
    /// -------
    /// str
    #[pyo3(signature = (x, y, *, xlim=None, ylim=None))]
    fn svg(
        &self,
        x: &str,
        y: &str,
        xlim: Option<[Bound<'_, PyAny>; 2]>,
        ylim: Option<[Bound<'_, PyAny>; 2]>,
    ) -> PyResult<String> {
        show::map_svg(self.core(), x, y, &map_options(xlim, ylim)?).or_raise()
    }

    /// The areas of a map of two parameters, for other drawings.
    ///
    /// Returns
    /// -------
    /// dict
    ///     "areas": for each regime seen, its equilibria, its pieces (four corners each) and a place for its label; "ranges";
    ///     "base".
    #[pyo3(signature = (x, y, *, xlim=None, ylim=None))]
    fn map<'py>(
        &self,
        py: Python<'py>,
        x: &str,
        y: &str,
        xlim: Option<[Bound<'py, PyAny>; 2]>,
        ylim: Option<[Bound<'py, PyAny>; 2]>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let map = self.core().map(x, y, &map_options(xlim, ylim)?).or_raise()?;
        let areas = PyList::empty(py);
        for area in &map.areas {
            let entry = PyDict::new(py);
            let equilibria: Vec<ParametricEquilibrium> =
                area.equilibria.iter().map(|&at| self.equilibrium(at)).collect();
            entry.set_item("equilibria", equilibria)?;
            entry.set_item("pieces", area.pieces.clone())?;
            entry.set_item("centre", area.centre)?;
            areas.append(entry)?;
        }
        let dict = PyDict::new(py);
        dict.set_item("areas", areas)?;
        dict.set_item("ranges", map.ranges)?;
        dict.set_item("base", map.base)?;
        Ok(dict)
    }

    /// Draws a map of two parameters with matplotlib.
    ///
    /// Parameters
    /// ----------
    /// x, y : str
    ///     The parameters of the axes.
    /// xlim, ylim : tuple of two numbers, optional
    ///     The ends of the axes.
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; new axes if not given.
    ///
    /// Returns
    /// -------
    /// matplotlib.axes.Axes
    #[pyo3(signature = (x, y, *, xlim=None, ylim=None, ax=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        x: &str,
        y: &str,
        xlim: Option<Bound<'py, PyAny>>,
        ylim: Option<Bound<'py, PyAny>>,
        ax: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._regimes")?.call_method1("plot", (slf, x, y, xlim, ylim, ax))
    }

    /// The cells' conditions as sympy expressions: a list of `And(...)`.
    ///
    /// Returns
    /// -------
    /// list of sympy.Basic
    fn to_sympy<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("foederis._regimes")?.call_method1("to_sympy", (slf, slf.get().0.symbols().to_vec()))
    }

    fn __len__(&self) -> usize {
        self.core().cells.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let cell = |index| Cell { shared: self.0.clone(), index };
        let cells: Vec<Cell> = (0..self.core().cells.len()).map(cell).collect();
        cells.into_pyobject(py)?.call_method0("__iter__")
    }

    fn __getitem__(&self, index: isize) -> PyResult<Cell> {
        let count = self.core().cells.len() as isize;
        let at = if index < 0 { index + count } else { index };
        match (0..count).contains(&at) {
            true => Ok(Cell { shared: self.0.clone(), index: at as usize }),
            false => Err(PyIndexError::new_err(format!("there are {count} cells, and none has the number {index}"))),
        }
    }

    fn __repr__(&self) -> String {
        let core = self.core();
        format!("<Regimes of '{}': {} cells, {}>", core.model.title(), core.cells.len(), self.concept())
    }

    fn __str__(&self) -> PyResult<String> {
        show::text(self.core()).or_raise()
    }

    fn _repr_pretty_(&self, printer: &Bound<'_, PyAny>, _cycle: bool) -> PyResult<()> {
        printer.call_method1("text", (self.__str__()?,)).map(drop)
    }

    fn _repr_html_(&self) -> PyResult<String> {
        show::html(self.core()).or_raise()
    }
}

fn map_options(xlim: Option<[Bound<'_, PyAny>; 2]>, ylim: Option<[Bound<'_, PyAny>; 2]>) -> PyResult<MapOptions> {
    let ends = |limits: Option<[Bound<'_, PyAny>; 2]>| {
        limits.map(|[low, high]| Ok::<_, PyErr>((rational(&low)?, rational(&high)?))).transpose()
    };
    Ok(MapOptions { x_range: ends(xlim)?, y_range: ends(ylim)?, strips: None })
}

/// A proposition.
#[pyclass(frozen, get_all, module = "foederis")]
pub struct Proposition {
    /// As plain text.
    text: String,
    /// In LaTeX, for documents with amsthm.
    latex: String,
}

#[pymethods]
impl Proposition {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> &str {
        &self.text
    }

    fn _repr_pretty_(&self, printer: &Bound<'_, PyAny>, _cycle: bool) -> PyResult<()> {
        printer.call_method1("text", (&self.text,)).map(drop)
    }
}

/// What a check of regimes found.
#[pyclass(frozen, get_all, module = "foederis")]
pub struct RegimesCheck {
    /// How many points inside cells were solved.
    points: usize,
    /// How many points on boundaries were solved.
    ties: usize,
    /// Where the solver disagrees, in words.
    mismatches: Vec<String>,
}

#[pymethods]
impl RegimesCheck {
    fn __repr__(&self) -> String {
        let (points, ties, mismatches) = (self.points, self.ties, self.mismatches.len());
        format!("<RegimesCheck: {points} points, {ties} ties, {mismatches} mismatches>")
    }
}

/// An open set of parameters on which the set of equilibria is the same.
#[pyclass(frozen, module = "foederis")]
pub struct Cell {
    shared: Arc<Shared>,
    index: usize,
}

impl Cell {
    fn core(&self) -> &CoreCell {
        &self.shared.core.cells[self.index]
    }
}

#[pymethods]
impl Cell {
    /// What holds in the cell, besides the ranges and assumptions.
    #[getter]
    fn conditions(&self) -> Vec<String> {
        self.core().conditions.iter().map(|condition| condition.to_text(self.shared.symbols())).collect()
    }

    /// The equilibria there.
    #[getter]
    fn equilibria(&self) -> Vec<ParametricEquilibrium> {
        let all = self.core().equilibria.iter();
        all.map(|&index| ParametricEquilibrium { shared: self.shared.clone(), index }).collect()
    }

    /// A point of the cell by parameter, if one was found.
    #[getter]
    fn sample<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.core().sample.as_ref().map(|point| by_symbol(py, &self.shared, point)).transpose()
    }

    /// The conditions in LaTeX, for mathematics mode.
    ///
    /// Returns
    /// -------
    /// str
    fn latex(&self) -> String {
        show::cell_latex(&self.shared.core, self.core())
    }

    fn __repr__(&self) -> String {
        let conditions = self.conditions();
        let text = if conditions.is_empty() { "always".to_owned() } else { conditions.join(", ") };
        format!("<Cell {}: {text}; equilibria: {}>", self.index + 1, self.core().equilibria.len())
    }
}

fn by_symbol<'py>(py: Python<'py>, shared: &Shared, point: &[Rational]) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (symbol, value) in shared.symbols().iter().zip(point) {
        dict.set_item(symbol, fraction(py, value)?)?;
    }
    Ok(dict)
}

/// An equilibrium whose probabilities are functions of the parameters.
#[pyclass(frozen, module = "foederis")]
pub struct ParametricEquilibrium {
    shared: Arc<Shared>,
    index: usize,
}

impl ParametricEquilibrium {
    fn core(&self) -> &CoreEquilibrium {
        &self.shared.core.equilibria[self.index]
    }

    fn row<'py>(&self, py: Python<'py>, labels: &[String], row: usize) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (label, probability) in labels.iter().zip(&self.core().profile[row]) {
            dict.set_item(label, self.shared.function(probability))?;
        }
        Ok(dict)
    }

    fn signs<'py>(&self, py: Python<'py>, statics: &Statics) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (variable, direction) in &statics.directions {
            let sign = match direction {
                Direction::Up => "+",
                Direction::Down => "-",
                Direction::Still => "0",
                Direction::Open => "?",
            };
            dict.set_item(&self.shared.symbols()[usize::from(variable.0)], sign)?;
        }
        Ok(dict)
    }
}

#[pymethods]
impl ParametricEquilibrium {
    /// Where it exists, without what follows from the rest.
    #[getter]
    fn conditions(&self) -> Vec<String> {
        self.core().conditions().iter().map(|condition| condition.to_text(self.shared.symbols())).collect()
    }

    /// For tables: the probability of each strategy as a formula, by player and strategy; for trees an empty table.
    #[getter]
    fn profile<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        if let Game::Normal(table) = &self.shared.game {
            for player in table.player_ids() {
                let row = self.row(py, table.strategies(player).labels(), player.index())?;
                dict.set_item(table.players().label(player.index()), row)?;
            }
        }
        Ok(dict)
    }

    /// For trees: the probability of each action as a formula, by player, information set and action.
    #[getter]
    fn behavior<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        if let Game::Extensive(tree) = &self.shared.game {
            for player in tree.player_ids() {
                let sets = PyDict::new(py);
                for id in tree.infosets_of(player) {
                    let infoset = tree.infoset(id);
                    sets.set_item(&infoset.key, self.row(py, infoset.actions.labels(), id.index())?)?;
                }
                dict.set_item(tree.players().label(player.index()), sets)?;
            }
        }
        Ok(dict)
    }

    /// For pure equilibria of trees: the action at each information set, by player.
    #[getter]
    fn plan<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let (Game::Extensive(tree), Some(choices)) = (&self.shared.game, self.core().choices()) else {
            return Ok(None);
        };
        let dict = PyDict::new(py);
        for player in tree.player_ids() {
            let sets = PyDict::new(py);
            for id in tree.infosets_of(player) {
                let infoset = tree.infoset(id);
                sets.set_item(&infoset.key, infoset.actions.label(choices[id.index()]))?;
            }
            dict.set_item(tree.players().label(player.index()), sets)?;
        }
        Ok(Some(dict))
    }

    /// For pure equilibria of trees: the actions along the play; of each play where chance moves.
    #[getter]
    fn paths(&self) -> Vec<Vec<String>> {
        show::paths(&self.shared.game, self.core())
    }

    /// Everybody's expected payoffs (utilities) as formulas.
    #[getter]
    fn payoffs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (player, payoff) in self.shared.game.players().labels().iter().zip(&self.core().payoffs) {
            dict.set_item(player, self.shared.function(payoff))?;
        }
        Ok(dict)
    }

    /// The comparisons that it rests on: a list of `Requirement`.
    #[getter]
    fn requirements(&self) -> Vec<Requirement> {
        let shared = &self.shared;
        let requirement = |core: &CoreRequirement| Requirement {
            player: shared.game.players().label(core.player).to_owned(),
            information_set: core.place.clone(),
            chosen: core.chosen.clone(),
            alternative: core.alternative.clone(),
            better: shared.function(&core.better),
            worse: shared.function(&core.worse),
            condition: core.constraint.to_text(shared.symbols()),
            needed: core.needed,
        };
        self.core().requirements.iter().map(requirement).collect()
    }

    /// How each player's payoff moves with each parameter, where the equilibrium exists: "+", "-", "0", or "?" where it goes
    /// both ways or is not decided. Signs are proven.
    #[getter]
    fn payoff_statics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let all = self.shared.core.payoff_statics(self.index);
        for (player, statics) in self.shared.game.players().labels().iter().zip(&all) {
            dict.set_item(player, self.signs(py, statics)?)?;
        }
        Ok(dict)
    }

    /// For tables: how the probability of each strategy moves with each parameter, by player and strategy, as in
    /// `payoff_statics`; for trees an empty table.
    #[getter]
    fn probability_statics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let Game::Normal(table) = &self.shared.game else { return Ok(dict) };
        for (player, row) in table.player_ids().zip(self.shared.core.probability_statics(self.index)) {
            let own = PyDict::new(py);
            for (strategy, statics) in table.strategies(player).labels().iter().zip(&row) {
                own.set_item(strategy, self.signs(py, statics)?)?;
            }
            dict.set_item(table.players().label(player.index()), own)?;
        }
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        format!("<ParametricEquilibrium: {}>", show::equilibrium(&self.shared.core, &self.shared.game, self.core()))
    }
}

/// A comparison that an equilibrium rests on.
#[pyclass(frozen, get_all, module = "foederis")]
pub struct Requirement {
    /// Whose comparison it is.
    player: String,
    /// On a tree, the information set; otherwise empty.
    information_set: String,
    /// What the player does.
    chosen: String,
    /// What the player could do instead; empty where a probability must not be negative.
    alternative: String,
    /// The payoff (utility) of what is done, as a formula.
    better: String,
    /// The payoff (utility) of the alternative.
    worse: String,
    /// The inequality.
    condition: String,
    /// Whether it does not follow from the others.
    needed: bool,
}

#[pymethods]
impl Requirement {
    fn __repr__(&self) -> String {
        let Requirement { player, chosen, alternative, condition, .. } = self;
        format!("<Requirement: {player}, {chosen} rather than {alternative}: {condition}>")
    }
}

/// A surface between cells.
#[pyclass(frozen, module = "foederis")]
pub struct Boundary {
    shared: Arc<Shared>,
    core: CoreBoundary,
}

#[pymethods]
impl Boundary {
    /// The equation of the surface.
    #[getter]
    fn equation(&self) -> String {
        self.core.equation.to_text(self.shared.symbols())
    }

    /// Who is indifferent there, and between what.
    #[getter]
    fn ties(&self) -> Vec<String> {
        show::ties(&self.shared.core, &self.shared.game, &self.core)
    }

    /// A point of the surface.
    #[getter]
    fn sample<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        by_symbol(py, &self.shared, &self.core.sample)
    }

    /// The equilibria that exist at that point.
    #[getter]
    fn equilibria(&self) -> Vec<ParametricEquilibrium> {
        let all = self.core.equilibria.iter();
        all.map(|&index| ParametricEquilibrium { shared: self.shared.clone(), index }).collect()
    }

    fn __repr__(&self) -> String {
        format!("<Boundary {}: {}>", self.equation(), self.ties().join("; "))
    }
}
