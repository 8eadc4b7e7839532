//! [`Specification`]: a tree whose payoffs are linear in unknown coefficients, and the errors with which it is played.

use super::choice::Link;
use super::program::Program;
use crate::error::Error;
use crate::game::{ExtensiveForm, NodeKind};
use crate::number::Rational;

/// Who knows the errors that make behaviour random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Information {
    /// Agent error: each action at each move gets an error that nobody foresees.
    Agent,
    /// Private information: each player's utility of each outcome has an error that this player alone knows.
    Private,
}

/// One covariate times one coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The column of the covariate.
    pub column: usize,
    /// The coefficient, by its place among the coefficients.
    pub coefficient: usize,
}

/// A linear index: a sum of covariates times coefficients, and a known column, if any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// Covariates with unknown coefficients.
    pub terms: Vec<Term>,
    /// A column that enters as it is.
    pub offset: Option<usize>,
}

/// A utility: a known number plus multiples of indices.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Utility {
    /// What is known.
    pub constant: f64,
    /// Indices, each with what it is multiplied by.
    pub weights: Vec<(usize, f64)>,
}

/// What a random-utility game on a tree is made of.
#[derive(Debug, Clone)]
pub struct SpecificationParts {
    /// The tree; its payoffs are not used.
    pub tree: ExtensiveForm,
    /// The distribution of the errors.
    pub link: Link,
    /// Who knows them.
    pub information: Information,
    /// The names of the coefficients.
    pub coefficients: Vec<String>,
    /// The linear indices.
    pub indices: Vec<Index>,
    /// Utilities: for each play (depth first) one for each player.
    pub utilities: Vec<Vec<Utility>>,
    /// For each player the index that is the logarithm of sigma, the scale of the errors; `None` stands for sigma = 1.
    pub scales: Vec<Option<usize>>,
}

/// A random-utility game: a tree of perfect information whose utilities are linear in unknown coefficients.
///
/// # Definition
/// Players move one after another and see all earlier moves. The utility of player i at a play t is
/// u_i(t) = c + Σ w_j η_j with η_j = x'β a linear index in the covariates of the row. Behaviour is random to an observer, by
/// errors of scale sigma_i:
///
/// - Agent error: at a move of player i, action a has the value V_a + sigma_i e_a, where V_a is the expected utility given how later
///   moves are played, and the errors are independent standard normal (probit) or have logistic differences of scale √2 (logit).
/// - Private information: utilities are u_i(t) + sigma_i e_it with independent standard normal errors that player i alone knows. The
///   variance of an action's value is then sigma_i² times the sum of the squared probabilities of the plays that it may lead to.
///
/// So with two actions, Φ((V_a - V_b)/√(v_a + v_b)) is the probability of the first.
///
/// # Errors
/// [`Error::Unsupported`] for information sets of several nodes, for private information with logit errors, and for private
/// information where a player moves twice on a play: the first move would tell of the errors behind the second.
/// [`Error::Invalid`] where parts do not fit together.
///
/// # References
/// Signorino, C. S. (2003). Structure and uncertainty in discrete choice models. Political Analysis 11. doi:10.1093/pan/mpg020
#[derive(Debug, Clone)]
pub struct Specification {
    pub(super) parts: SpecificationParts,
    pub(super) program: Program,
}

impl Specification {
    /// Checks the parts and compiles the tree.
    ///
    /// # Errors
    /// See [`Specification`].
    pub fn new(parts: SpecificationParts) -> Result<Specification, Error> {
        check_information(&parts)?;
        check_shapes(&parts)?;
        let program = Program::new(&parts.tree);
        Ok(Specification { parts, program })
    }

    /// The tree.
    pub fn tree(&self) -> &ExtensiveForm {
        &self.parts.tree
    }

    /// The names of the coefficients.
    pub fn coefficients(&self) -> &[String] {
        &self.parts.coefficients
    }

    /// How many coefficients there are.
    pub fn num_coefficients(&self) -> usize {
        self.parts.coefficients.len()
    }

    /// How many columns of data the indices speak of.
    pub fn num_columns(&self) -> usize {
        let columns = |index: &Index| {
            index.terms.iter().map(|term| term.column + 1).chain(index.offset.map(|column| column + 1)).max()
        };
        self.parts.indices.iter().filter_map(columns).max().unwrap_or(0)
    }
}

/// Known utilities: the payoffs of a tree, for each play (depth first) one for each player.
pub fn known_utilities(tree: &ExtensiveForm) -> Vec<Vec<Utility>> {
    let known = |payoff: &Rational| Utility { constant: payoff.to_f64(), weights: Vec::new() };
    tree.terminals().map(|terminal| tree.play_payoffs(terminal).iter().map(known).collect()).collect()
}

fn check_information(parts: &SpecificationParts) -> Result<(), Error> {
    let tree = &parts.tree;
    if let Some(infoset) = tree.infosets().iter().find(|infoset| infoset.nodes.len() > 1) {
        let player = tree.players().key(infoset.player.index());
        return Err(Error::Unsupported(format!(
            "{player} does not see all earlier moves at '{}'; estimation takes trees of perfect information",
            infoset.key
        )));
    }
    if parts.information == Information::Agent {
        return Ok(());
    }
    if parts.link == Link::Logit {
        let message = "private information needs normal errors; take link=probit, or agent errors with logit";
        return Err(Error::Unsupported(message.into()));
    }
    for terminal in tree.terminals() {
        let mut movers = Vec::new();
        for (node, _) in tree.steps(terminal) {
            let NodeKind::Decision(infoset) = tree.node(node).kind else { continue };
            let player = tree.infoset(infoset).player;
            if movers.contains(&player) {
                let (name, play) = (tree.players().key(player.index()), tree.describe_path(terminal));
                return Err(Error::Unsupported(format!(
                    "{name} moves twice on the play {play}, and with private information the first move tells of the errors \
                     behind the second; take agent errors, or let another player make the second move"
                )));
            }
            movers.push(player);
        }
    }
    Ok(())
}

fn check_shapes(parts: &SpecificationParts) -> Result<(), Error> {
    let (plays, players) = (parts.tree.num_plays(), parts.tree.num_players());
    let invalid = |message: String| Err(Error::Invalid(message));
    if parts.utilities.len() != plays || parts.utilities.iter().any(|play| play.len() != players) {
        return invalid(format!("give {players} utilities for each of the {plays} plays"));
    }
    if parts.scales.len() != players {
        return invalid(format!("give a scale, or none, for each of the {players} players"));
    }
    let coefficients = parts.coefficients.len();
    let used =
        |number: usize| parts.indices.iter().flat_map(|index| &index.terms).any(|term| term.coefficient == number);
    if let Some(unused) = (0..coefficients).find(|number| !used(*number)) {
        return invalid(format!("the coefficient '{}' is in no index; leave it out", parts.coefficients[unused]));
    }
    let mut terms = parts.indices.iter().flat_map(|index| &index.terms);
    if let Some(term) = terms.find(|term| term.coefficient >= coefficients) {
        return invalid(format!("an index speaks of coefficient {} of {coefficients}", term.coefficient + 1));
    }
    let spoken = parts.utilities.iter().flatten().flat_map(|utility| utility.weights.iter().map(|(index, _)| *index));
    match spoken.chain(parts.scales.iter().flatten().copied()).find(|index| *index >= parts.indices.len()) {
        Some(index) => invalid(format!("a utility or scale speaks of index {} of {}", index + 1, parts.indices.len())),
        None => Ok(()),
    }
}
