//! Models: games whose payoffs are expressions in named parameters.

use std::collections::BTreeMap;
use std::ffi::CString;
use std::path::PathBuf;

use foederis::model::{Folder, schema};
use foederis::show::model as show;
use foederis::{Model as Core, Rational};
use pyo3::exceptions::{PyTypeError, PyUserWarning};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

use crate::error::{OrRaise, invalid};
use crate::exchange::{Reduced, file_error, utf8};
use crate::formula::Formula;
use crate::game::{AnyGame, game_object};
use crate::model_builder::ModelBuilder;
use crate::number::rational;
use crate::parameter::Parameter;

/// A game whose payoffs and chances are expressions in named parameters.
///
/// A model names players and parameters, each with a base value, a range, a meaning and a source; assumptions; and a
/// tree or table whose payoffs are expressions such as ``-k - w`` or ``p*V - c/2``. Choosing values makes an exact game.
///
/// See Also
/// --------
/// from_yaml : reads a model from a text.
/// build : puts a model together piece by piece.
/// dilemmas : the alliance dilemmas that ship with the library.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> m = fd.dilemmas.caucasus()
/// >>> m.players
/// ['Azerbaijan', 'Armenia', 'Russia']
/// >>> m.parameters["w"].base
/// Fraction(5, 1)
/// >>> fd.subgame_perfect(m.at(n=1, e=6))[0].path
/// ('Refrain',)
#[pyclass(frozen, eq, module = "foederis")]
#[derive(Clone)]
pub struct Model {
    pub core: Core,
}

/// Models are equal when they say the same, wherever they came from.
impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.core == other.core
    }
}

impl Model {
    pub fn new(core: Core) -> Self {
        Model { core }
    }

    /// Reads a model file.
    pub fn read(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        Self::with_remarks(py, Core::read(&path).or_raise()?)
    }

    /// A model just read or built, with a warning of Python's for everything in it that has no effect.
    pub fn with_remarks(py: Python<'_>, core: Core) -> PyResult<Self> {
        warn(py, &core)?;
        Ok(Model::new(core))
    }

    /// The core's model with another base.
    pub fn seen_from(&self, values: Option<&Bound<'_, PyDict>>) -> PyResult<Core> {
        self.core.seen_from(&borrowed(&values_by_name(values)?)).or_raise()
    }
}

/// Warns of everything in a model that has no effect.
pub fn warn(py: Python<'_>, core: &Core) -> PyResult<()> {
    for remark in core.remarks() {
        let text = CString::new(remark.to_string().replace('\0', " "))?;
        PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 1)?;
    }
    Ok(())
}

/// A model, as studies take it; anything else is refused with the way to make one.
pub struct AnyModel<'py>(pub Bound<'py, Model>);

impl<'py> FromPyObject<'_, 'py> for AnyModel<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(model) = value.cast::<Model>() {
            return Ok(AnyModel(model.to_owned()));
        }
        let kind = value.get_type().name()?;
        let game = value.extract::<AnyGame>().is_ok();
        let hint = if game { ": a game has numbers for payoffs, and no parameters to vary" } else { "" };
        Err(PyTypeError::new_err(format!(
            "a model was expected, not {kind}{hint}; make one with Model.from_yaml(text), read(\"file.yaml\") or \
             Model.build(...), or take one of dilemmas"
        )))
    }
}

/// Hands a model back, or says how to make one.
#[pyfunction]
pub fn _model<'py>(model: AnyModel<'py>) -> Bound<'py, Model> {
    model.0
}

fn values_by_name(values: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<(String, Rational)>> {
    let each = |(symbol, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| Ok((symbol.extract()?, rational(&value)?));
    values.into_iter().flatten().map(each).collect()
}

fn borrowed(values: &[(String, Rational)]) -> Vec<(&str, Rational)> {
    values.iter().map(|(symbol, value)| (symbol.as_str(), value.clone())).collect()
}

#[pymethods]
impl Model {
    /// Reads a model from YAML.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     What a model file holds.
    /// folder : str or os.PathLike, optional
    ///     Where other model files are that this one continues with; those that ship with the library are always found.
    ///
    /// Returns
    /// -------
    /// Model
    ///
    /// Raises
    /// ------
    /// InputError
    ///     When the text is no model; `line` and `column` say where.
    ///
    /// Warns
    /// -----
    /// UserWarning
    ///     For each parameter without effect and each part that never follows (see `remarks`).
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> m = fd.Model.from_yaml('''
    /// ... title: A call for help
    /// ... players: [Ally]
    /// ... parameters: {cost: 2, reputation: 1}
    /// ... tree:
    /// ...   player: Ally
    /// ...   actions:
    /// ...     Support: [-cost]
    /// ...     Abstain: [-reputation]
    /// ... ''')
    /// >>> fd.subgame_perfect(m.at())[0].path, fd.subgame_perfect(m.at(reputation=3))[0].path
    /// (('Abstain',), ('Support',))
    #[staticmethod]
    #[pyo3(signature = (text, *, folder=None))]
    fn from_yaml(py: Python<'_>, text: &str, folder: Option<PathBuf>) -> PyResult<Self> {
        Self::with_remarks(py, core_of(text, folder)?)
    }

    /// Starts a model: a builder that puts it together piece by piece.
    ///
    /// Parameters
    /// ----------
    /// title : str
    /// players : sequence of str
    /// summary, note, source : str
    ///     What the model is about; a caution to be shown with results; where it comes from.
    ///
    /// Returns
    /// -------
    /// ModelBuilder
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> b = fd.Model.build("A call for help", players=["Ally"])
    /// >>> b.parameter("cost", 2, range="cost > 0", meaning="what support costs", term="entrapment")
    /// >>> b.parameter("reputation", 1)
    /// >>> b.move([], "Ally", ["Support", "Abstain"])
    /// >>> b.end(["Support"], ["-cost"])
    /// >>> b.end(["Abstain"], {"Ally": "-reputation"})
    /// >>> b.finish().at(cost="1/2").payoffs(["Support"])
    /// {'Ally': Fraction(-1, 2)}
    #[staticmethod]
    #[pyo3(signature = (title, players, *, summary="", note="", source=""))]
    fn build(title: &str, players: Vec<String>, summary: &str, note: &str, source: &str) -> ModelBuilder {
        ModelBuilder::start(title, players, [summary, note, source])
    }

    /// The title; may be empty.
    #[getter]
    fn title(&self) -> &str {
        self.core.title()
    }

    /// What the model is about; may be empty.
    #[getter]
    fn summary(&self) -> &str {
        self.core.summary()
    }

    /// A caution to be shown with results; may be empty.
    #[getter]
    fn note(&self) -> &str {
        self.core.note()
    }

    /// Where the model comes from; may be empty.
    #[getter]
    fn source(&self) -> &str {
        self.core.source()
    }

    /// The players' names.
    #[getter]
    fn players(&self) -> Vec<String> {
        self.core.players().to_vec()
    }

    /// The parameters, a table by symbol: ``m.parameters["w"].meaning``.
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        static TABLE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let dict = PyDict::new(py);
        for parameter in self.core.parameters() {
            dict.set_item(&parameter.symbol, Parameter(parameter.clone()))?;
        }
        TABLE.import(py, "foederis._parameters", "Parameters")?.call1((dict, self.core.note()))
    }

    /// The assumptions on the parameters, as written.
    #[getter]
    fn assumptions(&self) -> Vec<String> {
        self.core.assumptions().iter().map(|assumption| assumption.text.clone()).collect()
    }

    /// What stands in the file and has no effect, most likely by a slip: parameters on which no payoff, probability or
    /// assumption depends, and parts that never follow. Each is also a `UserWarning` when the model is read or built.
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> fd.dilemmas.caucasus().remarks
    /// []
    #[getter]
    fn remarks(&self) -> Vec<String> {
        self.core.remarks().iter().map(ToString::to_string).collect()
    }

    /// The names of the variants, with what is different in each.
    #[getter]
    fn variants(&self) -> BTreeMap<String, String> {
        self.core.variants().map(|(name, summary)| (name.to_owned(), summary.to_owned())).collect()
    }

    /// A variant of the model: the same with another rule, as the file gives it.
    ///
    /// Parameters
    /// ----------
    /// name : str
    ///     One of `variants`.
    ///
    /// Returns
    /// -------
    /// Model
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such variant.
    fn variant(&self, name: &str) -> PyResult<Self> {
        self.core.variant(name).map(Model::new).or_raise()
    }

    /// The game at the base values, but for the values given.
    ///
    /// Parameters
    /// ----------
    /// values : mapping of str to number, optional
    /// **named : number
    ///     Values by symbol. The name of parameters by player sets all of them.
    ///
    /// Returns
    /// -------
    /// NormalForm or ExtensiveForm
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     When there is no such parameter.
    /// InvalidError
    ///     When a value is out of its range, breaks an assumption, or makes a payoff or a probability fail.
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> fd.dilemmas.caucasus().at(q="-1/2", e=6)
    /// <ExtensiveForm 'The Caucasus dilemma': Azerbaijan, Armenia, Russia; 9 nodes, 4 information sets>
    #[pyo3(signature = (values=None, /, **named))]
    fn at<'py>(
        &self,
        py: Python<'py>,
        values: Option<&Bound<'py, PyDict>>,
        named: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut point = values_by_name(values)?;
        point.extend(values_by_name(named)?);
        game_object(py, &self.core.at(&borrowed(&point)).or_raise()?)
    }

    /// The same model with more assumptions.
    ///
    /// Parameters
    /// ----------
    /// *conditions : str or sympy expression
    ///     Such as ``"k + w > r"``.
    ///
    /// Returns
    /// -------
    /// Model
    ///
    /// Raises
    /// ------
    /// InputError
    ///     When a condition cannot be read.
    /// InvalidError
    ///     When the base values break a condition.
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> fd.dilemmas.caucasus().where("k + w > r").at(w=-1)
    /// Traceback (most recent call last):
    /// foederis.errors.InvalidError: ...
    #[pyo3(name = "where", signature = (*conditions))]
    fn where_(&self, conditions: Vec<Formula>) -> PyResult<Self> {
        let narrowed = conditions.iter().try_fold(self.core.clone(), |model, condition| model.where_(&condition.0));
        narrowed.map(Model::new).or_raise()
    }

    /// The model as a YAML file, which reads back as the same model. Comments are not kept.
    ///
    /// Returns
    /// -------
    /// str
    fn to_yaml(&self) -> String {
        self.core.to_yaml()
    }

    /// Writes the model to a YAML file.
    ///
    /// Parameters
    /// ----------
    /// path : str or os.PathLike
    ///     A name that ends in ``.yaml`` or ``.yml``.
    fn write(&self, path: PathBuf) -> PyResult<()> {
        match path.extension().is_some_and(|suffix| suffix == "yaml" || suffix == "yml") {
            true => std::fs::write(&path, self.to_yaml()).map_err(|error| file_error(&error, &path)),
            false => Err(invalid("a model is written as YAML; let the name of the file end in .yaml")),
        }
    }

    /// The sources of the model and of its parameters as BibTeX entries, each work once.
    ///
    /// Works that the models of the library rest on come with all that is known of them. Any other source that names a
    /// year becomes a ``@misc`` entry whose note is the source as written; what names no year is kept as a comment.
    ///
    /// Returns
    /// -------
    /// str
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> print(fd.dilemmas.mutual_deterrence().bibtex())
    /// @book{zagare2000,
    ///   author    = {Zagare, Frank C. and Kilgour, D. Marc},
    ///   title     = {Perfect Deterrence},
    ///   publisher = {Cambridge University Press},
    ///   year      = {2000}
    /// }
    /// <BLANKLINE>
    fn bibtex(&self) -> String {
        foederis::show::bibtex::bibtex(&self.core)
    }

    /// The table of parameters in LaTeX: symbol, base, range, meaning, with the model's note below. Needs no package.
    ///
    /// Returns
    /// -------
    /// str
    ///
    /// Examples
    /// --------
    /// >>> import foederis as fd
    /// >>> print(fd.dilemmas.border().to_latex().splitlines()[4])
    /// \(G\) & \(\frac{3}{2}\) & \(G > 0\) & net gain from attacking a member that refrains (revisionist gain) \\
    fn to_latex(&self) -> String {
        foederis::show::latex::parameters(&self.core)
    }

    fn _repr_latex_(&self) -> String {
        self.to_latex()
    }

    fn __repr__(&self) -> String {
        let (title, players) = (self.core.title(), self.core.players().join(", "));
        format!("<Model '{title}': {players}; {} parameters>", self.core.parameters().len())
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        let table = self.parameters(py)?.str()?;
        let players = self.core.players().join(", ");
        let parts = [self.core.title(), self.core.summary(), &format!("Players: {players}"), table.to_str()?];
        Ok(parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n\n"))
    }

    fn _repr_pretty_(&self, py: Python<'_>, printer: &Bound<'_, PyAny>, _cycle: bool) -> PyResult<()> {
        printer.call_method1("text", (self.__str__(py)?,)).map(drop)
    }

    /// As HTML, the way notebooks show it.
    ///
    /// Returns
    /// -------
    /// str
    fn to_html(&self) -> String {
        show::sheet(&self.core).html()
    }

    fn _repr_html_(&self) -> String {
        self.to_html()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let function = py.import("foederis._core")?.getattr("_model_from_yaml")?;
        let yaml = pyo3::types::PyBytes::new(py, self.core.to_yaml().as_bytes());
        Ok((function, (yaml, self.core.folder()).into_pyobject(py)?))
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        (self.core.title(), self.core.players(), self.core.symbols_list()).hash(&mut hasher);
        hasher.finish()
    }

    fn __copy__(&self) -> Self {
        self.clone()
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> Self {
        self.clone()
    }
}

/// Reads a pickled model back.
#[pyfunction]
pub fn _model_from_yaml(state: &[u8], folder: Option<PathBuf>) -> PyResult<Model> {
    core_of(utf8(state)?, folder).map(Model::new)
}

fn core_of(text: &str, folder: Option<PathBuf>) -> PyResult<Core> {
    let core = match &folder {
        Some(folder) => Core::from_yaml_with(text, &Folder::new(folder)),
        None => Core::from_yaml(text),
    };
    core.or_raise()
}

/// A dilemma that ships with the library, by name.
#[pyfunction]
pub fn _dilemma(name: &str) -> PyResult<Model> {
    foederis::alliance::dilemma(name).map(Model::new).or_raise()
}

/// The JSON Schema of model files, for editors.
///
/// Returns
/// -------
/// str
#[pyfunction]
pub fn model_schema() -> String {
    format!("{:#}", schema())
}
