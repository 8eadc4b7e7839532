//! [`Model`]: a game whose payoffs are functions of named parameters.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::evaluate::Skeleton;
use super::expression::{Condition, ExpressionError};
use super::form::Form;
use super::node::Node;
use super::parameter::Parameter;
use super::read::{Library, read_document, read_text};
use super::resolver::{Folder, Resolver, Shipped, read_text as read_file};
use super::symbols::Symbols;
use super::{shelf, write};
use crate::error::{Error, InputError, UnknownName};
use crate::game::Game;
use crate::number::{Rational, RationalFunction};

/// A condition that the parameters of a model must meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// As written.
    pub text: String,
    /// As worked out.
    pub condition: Condition,
}

/// What a reader finds in a document.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub document: Node,
    pub players: Vec<String>,
    pub parameters: Vec<Parameter>,
    pub symbols: Symbols,
    pub assumptions: Vec<Assumption>,
    pub form: Form,
    /// The parts of the document that follow somewhere.
    pub continued: BTreeSet<String>,
}

/// A game whose payoffs and chance probabilities are rational functions of named parameters.
///
/// # Definition
/// Players, parameters (each with a base value and a range), assumptions on the parameters, and a tree or table whose
/// payoffs (utilities) are expressions in the parameters. Choosing values makes an exact [`Game`]. Immutable; cloning
/// is cheap.
///
/// # Example
/// ```
/// use foederis::Model;
/// let model = Model::from_yaml("
/// title: A call for help
/// players: [Ally]
/// parameters: {cost: 2, reputation: 1}
/// tree:
///   player: Ally
///   actions:
///     Support: [-cost]
///     Abstain: [-reputation]
/// ")?;
/// assert_eq!(model.payoffs()[0][0].to_text(model.symbols_list()), "-cost");
/// let game = model.at(&[("reputation", 3.into())])?;
/// assert_eq!(game.players().keys(), ["Ally"]);
/// # Ok::<(), foederis::Error>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct Model(Arc<Inner>);

struct Inner {
    parts: Parts,
    variants: Vec<(String, String, Parts)>,
    skeleton: Skeleton,
    /// Conditions added by [`Model::where_`], which hold for the variants too.
    added: Vec<String>,
    /// Where other model files are that this one continues with.
    folder: Option<PathBuf>,
    /// What stands in the document and is used nowhere.
    remarks: Vec<InputError>,
}

impl Model {
    pub(super) fn new(parts: Parts, variants: Vec<(String, String, Parts)>) -> Model {
        let skeleton = Skeleton::new(&parts);
        let (added, remarks) = (Vec::new(), Vec::new());
        Model(Arc::new(Inner { variants, skeleton, parts, added, folder: None, remarks }))
    }

    /// The model just read, with remarks on its document.
    pub(super) fn with_remarks(mut self, remarks: Vec<InputError>) -> Model {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.remarks = remarks;
        }
        self
    }

    /// Reads a model from YAML (or JSON, which is YAML too).
    ///
    /// # Errors
    /// [`Error::Input`] with line, column and what to change.
    pub fn from_yaml(text: &str) -> Result<Model, Error> {
        Self::from_yaml_with(text, &Shipped)
    }

    /// Reads a model that may continue with others, which the resolver finds.
    ///
    /// # Errors
    /// As [`from_yaml`](Model::from_yaml).
    pub fn from_yaml_with(text: &str, resolver: &dyn Resolver) -> Result<Model, Error> {
        read_text(text, &Library::new(resolver)).map(|model| model.in_folder(resolver.folder()))
    }

    fn in_folder(mut self, folder: Option<&Path>) -> Model {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.folder = folder.map(Path::to_path_buf);
        }
        self
    }

    /// The folder in which other model files are that this one continues with, if it was read from files.
    pub fn folder(&self) -> Option<&Path> {
        self.0.folder.as_deref()
    }

    /// Reads a model file; it may continue with other model files of its folder, and with no others.
    ///
    /// # Errors
    /// When the file cannot be read, and as [`from_yaml`](Model::from_yaml).
    pub fn read(path: impl AsRef<Path>) -> Result<Model, Error> {
        let path = path.as_ref();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self::from_yaml_with(&read_file(path)?, &Folder::new(folder))
    }

    /// Reads a model that ships with the library.
    pub(crate) fn shipped(name: &str) -> Result<Model, Error> {
        let text = shelf::text(name).ok_or_else(|| UnknownName::new("dilemma", name, shelf::names()))?;
        Self::from_yaml(text)
    }

    /// Makes a model of a document that was put together piece by piece.
    pub(super) fn from_document(document: Node, resolver: &dyn Resolver) -> Result<Model, Error> {
        read_document(document, &Library::new(resolver)).map(|model| model.in_folder(resolver.folder()))
    }

    /// The model as a YAML file, which reads back as the same model. Comments are not kept.
    pub fn to_yaml(&self) -> String {
        write::to_yaml(&self.0.parts.document)
    }

    /// The model as JSON, which [`from_yaml`](Model::from_yaml) reads too. Keys stand in their order, which means something:
    /// that of parameters, actions and strategies.
    pub fn to_json(&self) -> String {
        write::to_json(&self.0.parts.document)
    }

    fn text(&self, key: &str) -> &str {
        self.0.parts.document.get_text(key).unwrap_or_default()
    }

    /// The title.
    pub fn title(&self) -> &str {
        self.text("title")
    }

    /// What the model is about; may be empty.
    pub fn summary(&self) -> &str {
        self.text("summary")
    }

    /// A caution to be shown with results; may be empty.
    pub fn note(&self) -> &str {
        self.text("note")
    }

    /// Where the model comes from; may be empty.
    pub fn source(&self) -> &str {
        self.text("source")
    }

    /// What stands in the file and has no effect, each with its place: parameters on which no payoff, probability or
    /// assumption depends, and parts that never follow, in the model and in all its variants. Most likely slips; empty
    /// for a variant taken by [`variant`](Model::variant).
    ///
    /// # Example
    /// ```
    /// let text = "{title: A, players: [Ally], parameters: {war: 1, wra: 2}, tree: {payoffs: [-war]}}";
    /// let remark = foederis::Model::from_yaml(text)?.remarks()[0].to_string();
    /// assert!(remark.contains("the parameter 'wra' has no effect"));
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn remarks(&self) -> &[InputError] {
        &self.0.remarks
    }

    /// The players.
    pub fn players(&self) -> &[String] {
        &self.0.parts.players
    }

    /// The parameters; the one at place `i` is `Variable(i)` in every function of this model.
    pub fn parameters(&self) -> &[Parameter] {
        &self.0.parts.parameters
    }

    /// A parameter by its symbol.
    ///
    /// # Errors
    /// [`Error::Unknown`], with the parameters there are.
    pub fn parameter(&self, symbol: &str) -> Result<&Parameter, Error> {
        let found = self.symbols().find(symbol).ok_or_else(|| self.symbols().unknown(symbol))?;
        Ok(&self.parameters()[usize::from(found.0)])
    }

    /// The symbols of the parameters, in order: what functions of this model are displayed with.
    pub fn symbols_list(&self) -> &[String] {
        &self.symbols().list
    }

    pub(crate) fn symbols(&self) -> &Symbols {
        &self.0.parts.symbols
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.0.parts
    }

    pub(crate) fn form(&self) -> &Form {
        &self.0.parts.form
    }

    /// The assumptions.
    pub fn assumptions(&self) -> &[Assumption] {
        &self.0.parts.assumptions
    }

    /// The names of the variants, with what is different in each.
    pub fn variants(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.variants.iter().map(|(name, summary, _)| (name.as_str(), summary.as_str()))
    }

    /// A variant of the model: the same with another rule, as the file gives it.
    ///
    /// # Errors
    /// [`Error::Unknown`], with the variants there are.
    pub fn variant(&self, name: &str) -> Result<Model, Error> {
        let found = self.0.variants.iter().find(|(known, _, _)| known == name);
        let (_, _, parts) = found.ok_or_else(|| UnknownName::new("variant", name, self.variants().map(|(n, _)| n)))?;
        let chosen = Model::new(parts.clone(), Vec::new()).in_folder(self.folder());
        self.0.added.iter().try_fold(chosen, |model, condition| model.where_(condition))
    }

    /// The same model with one more assumption.
    ///
    /// # Errors
    /// [`Error::Input`] where the condition cannot be read, [`Error::Invalid`] where the base values break it.
    ///
    /// # Example
    /// ```
    /// let model = foederis::alliance::dilemma("caucasus")?.where_("k + w > r")?;
    /// assert!(model.at(&[("w", (-1).into())]).is_err());
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn where_(&self, condition: &str) -> Result<Model, Error> {
        let mut parts = self.0.parts.clone();
        let placed = |error: ExpressionError| Error::Input(error.in_text(condition));
        let parsed = Condition::parse(condition, &parts.symbols).map_err(placed)?;
        if parsed.holds(&self.base_values()) != Some(true) {
            let message = format!("the base values of '{}' break '{condition}'", self.title());
            return Err(Error::Invalid(format!("{message}; choose another base first, or another condition")));
        }
        parts.assumptions.push(Assumption { text: condition.to_owned(), condition: parsed });
        parts.document.entry("assumptions").push(Node::text(condition));
        let mut added = self.0.added.clone();
        added.push(condition.to_owned());
        let Inner { variants, skeleton, folder, remarks, .. } = &*self.0;
        let (variants, skeleton) = (variants.clone(), skeleton.clone());
        let (folder, remarks) = (folder.clone(), remarks.clone());
        Ok(Model(Arc::new(Inner { variants, skeleton, parts, added, folder, remarks })))
    }

    /// The base values, in the order of the parameters.
    pub fn base_values(&self) -> Vec<Rational> {
        self.parameters().iter().map(|parameter| parameter.base.clone()).collect()
    }

    /// The game at the base values.
    pub fn base(&self) -> Result<Game, Error> {
        self.game_at(&self.base_values())
    }

    /// The game at the base, but for the values given by name; the name of parameters by player sets all of them.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a name that is no parameter's; [`Error::Invalid`] where a value is out of range, breaks an
    /// assumption, or makes a payoff or probability fail. The message says which.
    pub fn at(&self, values: &[(&str, Rational)]) -> Result<Game, Error> {
        self.game_at(&self.point(values)?)
    }

    /// The base values with some changed by name, checked against ranges and assumptions.
    ///
    /// # Errors
    /// As [`at`](Model::at).
    pub fn point(&self, values: &[(&str, Rational)]) -> Result<Vec<Rational>, Error> {
        let mut point = self.base_values();
        for (name, value) in values {
            match (self.symbols().find(name), self.symbols().families.get(*name)) {
                (Some(variable), _) => point[usize::from(variable.0)] = value.clone(),
                (None, Some(members)) => {
                    members.iter().for_each(|(_, variable)| point[usize::from(variable.0)] = value.clone());
                }
                (None, None) => return Err(self.symbols().unknown(name).into()),
            }
        }
        self.check(&point)?;
        Ok(point)
    }

    /// The same model with another base, from which studies such as [`regimes`](crate::regimes) and
    /// [`levers`](crate::levers) then start. It counts as equal to the original and is written as the original is.
    ///
    /// # Errors
    /// As [`at`](Model::at).
    ///
    /// # Example
    /// ```
    /// let model = foederis::alliance::dilemma("caucasus")?.seen_from(&[("n", 1.into())])?;
    /// assert_eq!(model.parameter("n")?.base, 1.into());
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn seen_from(&self, values: &[(&str, Rational)]) -> Result<Model, Error> {
        let point = self.point(values)?;
        let mut parts = self.0.parts.clone();
        for (parameter, value) in parts.parameters.iter_mut().zip(point) {
            parameter.base = value;
        }
        let Inner { variants, skeleton, added, folder, remarks, .. } = &*self.0;
        let (variants, skeleton, added) = (variants.clone(), skeleton.clone(), added.clone());
        let (folder, remarks) = (folder.clone(), remarks.clone());
        Ok(Model(Arc::new(Inner { parts, variants, skeleton, added, folder, remarks })))
    }

    /// Checks values, one for each parameter, against the ranges and assumptions.
    ///
    /// # Errors
    /// [`Error::Invalid`], which names the parameter or the assumption.
    pub fn check(&self, point: &[Rational]) -> Result<(), Error> {
        for (parameter, value) in self.parameters().iter().zip(point) {
            if !parameter.range.contains(value) {
                let (symbol, range) = (&parameter.symbol, parameter.range.describe(&parameter.symbol));
                return Err(Error::Invalid(format!("{symbol} = {value} is outside its range {range}")));
            }
        }
        for assumption in self.assumptions() {
            if assumption.condition.holds(point) != Some(true) {
                let used =
                    assumption.condition.comparisons.iter().flat_map(|comparison| comparison.difference().variables());
                let values = self.show_values(point, used);
                return Err(Error::Invalid(format!("the assumption '{}' does not hold at {values}", assumption.text)));
            }
        }
        Ok(())
    }

    /// The game at a point: one value for each parameter. Ranges and assumptions are not checked.
    ///
    /// # Errors
    /// [`Error::Invalid`] where a payoff divides by zero or probabilities fail, which names the place and the values.
    pub fn game_at(&self, point: &[Rational]) -> Result<Game, Error> {
        self.0.skeleton.game_at(self, point)
    }

    /// The structure: the game at the base, or where a payoff has no value there, with payoffs of 0. Its plays or profiles
    /// stand in the order of [`payoffs`](Model::payoffs).
    ///
    /// # Errors
    /// [`Error::Invalid`] where a probability fails at the base.
    pub fn skeleton(&self) -> Result<Game, Error> {
        self.0.skeleton.structure_at(self, &self.base_values())
    }

    /// Everybody's payoffs as functions of the parameters: a block for each terminal node of the tree (depth first, as
    /// [`terminals`](crate::game::ExtensiveForm::terminals)) or profile of the table (by number).
    pub fn payoffs(&self) -> &[Vec<RationalFunction>] {
        &self.0.skeleton.payoffs
    }

    /// The probabilities of each chance move as functions, in the order of
    /// [`chance_moves`](crate::game::ExtensiveForm::chance_moves).
    pub fn probabilities(&self) -> &[Vec<RationalFunction>] {
        &self.0.skeleton.probabilities
    }

    /// Values as text, for messages: `k = 1, w = 2`.
    pub(super) fn show_values(
        &self,
        point: &[Rational],
        used: impl IntoIterator<Item = crate::number::Variable>,
    ) -> String {
        let used: std::collections::BTreeSet<_> = used.into_iter().collect();
        let show = |variable: crate::number::Variable| {
            let index = usize::from(variable.0);
            Some(format!("{} = {}", self.symbols().list.get(index)?, point.get(index)?))
        };
        used.into_iter().filter_map(show).collect::<Vec<_>>().join(", ")
    }
}

/// A model as JSON keeps it: its file, where the files are that it continues with, and the base from which it is seen.
#[derive(Serialize, Deserialize)]
struct Kept {
    yaml: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    folder: Option<PathBuf>,
    base: Vec<Rational>,
}

impl From<Model> for Kept {
    fn from(model: Model) -> Kept {
        Kept { yaml: model.to_yaml(), folder: model.0.folder.clone(), base: model.base_values() }
    }
}

impl TryFrom<Kept> for Model {
    type Error = Error;

    fn try_from(kept: Kept) -> Result<Model, Error> {
        let model = match kept.folder {
            Some(folder) => Model::from_yaml_with(&kept.yaml, &Folder::new(folder))?,
            None => Model::from_yaml(&kept.yaml)?,
        };
        if model.parameters().len() != kept.base.len() {
            return Err(Error::Invalid("there are not as many base values as parameters".into()));
        }
        let symbols = model.symbols_list().to_vec();
        let changed = symbols.iter().zip(kept.base).zip(model.base_values()).filter(|((_, kept), own)| kept != own);
        let values: Vec<(&str, Rational)> = changed.map(|((symbol, base), _)| (symbol.as_str(), base)).collect();
        if values.is_empty() { Ok(model) } else { model.seen_from(&values) }
    }
}

/// Models are equal when their documents say the same.
impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.0.parts.document == other.0.parts.document
    }
}

impl Eq for Model {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbols = self.symbols_list();
        f.debug_struct("Model")
            .field("title", &self.title())
            .field("players", &self.players())
            .field("parameters", &symbols)
            .finish()
    }
}
