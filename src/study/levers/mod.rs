//! [`levers`]: what it would take for a player to act otherwise.

mod at_points;
mod joint;
mod single;

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::error::{Error, UnknownName};
use crate::game::{Concept, ExtensiveForm, Game, NodeId, NodeKind};
use crate::model::Model;
use crate::number::{Rational, RationalFunction, Variable};
use crate::solve::Control;
use crate::study::regimes::{ParametricEquilibrium, Regimes, RegimesOptions, Requirement, regimes};
use crate::study::region::Breakpoint;

pub use joint::JointChange;
pub use single::{Lever, Movement, Reach};

/// What is to be brought about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goal {
    /// A player takes an action wherever the player has it (on a tree: at the information set named, if one is).
    Action {
        /// The player.
        player: String,
        /// The action.
        action: String,
        /// The information set, where the action is at several.
        information_set: Option<String>,
    },
    /// Play begins with these actions: where chance moves on the way, given that it does as the path says.
    Path(Vec<String>),
}

/// How to look for levers.
#[derive(Debug, Clone)]
pub struct LeversOptions {
    /// The concept. Default: subgame perfection for trees, pure Nash equilibria for tables.
    pub concept: Option<Concept>,
    /// The parameters that may change. Default: all.
    pub over: Option<Vec<String>>,
    /// Whether the goal must hold in every equilibrium, or in one. Default: in every one.
    pub in_every: bool,
    /// What a unit of change in a parameter costs, by name; 1 where nothing is said.
    pub costs: Vec<(String, Rational)>,
    /// How the costs of a joint change are put together. Default: their sum.
    pub norm: Norm,
    /// Limits, progress and stopping, for each of the searches.
    pub control: Control,
}

/// How the sizes of the changes of several parameters, each times its cost, make one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Norm {
    /// Their sum.
    #[default]
    Sum,
    /// The largest of them: by how much all may move at most.
    Largest,
}

impl Default for LeversOptions {
    fn default() -> Self {
        LeversOptions {
            concept: None,
            over: None,
            in_every: true,
            costs: Vec::new(),
            norm: Norm::default(),
            control: Control::default(),
        }
    }
}

/// What it would take.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Levers {
    /// The model; its base is the start.
    pub model: Model,
    /// The goal.
    pub goal: Goal,
    /// Whether the goal holds at the base already.
    pub holds: bool,
    /// For each parameter, what a change of it alone can do.
    pub single: Vec<Lever>,
    /// The cheapest change of several parameters together, if one is known.
    pub joint: Option<JointChange>,
    /// What was left out, and why.
    pub notes: Vec<String>,
}

/// What it would take for a player to act otherwise: the smallest change of each parameter, and of all together.
///
/// # Definition
/// From the base of the model, for each parameter the values nearest to its base at which the goal holds, the others
/// unchanged: exact thresholds, from the regimes in that parameter. Whether it holds at the base, at a threshold and just
/// beyond it, is asked of the solver, which also finds equilibria that exist only there, or in which somebody mixes. And the change of all parameters together whose sum of
/// sizes (or largest size, by `norm`), weighted by `costs`, is least among those that end at fractions; its end is on the border of a regime, so the goal
/// holds just beyond it. Where a change of one parameter alone to an irrational threshold costs less, `notes` says so.
///
/// # Errors
/// [`Error::Unknown`] for a player, action or parameter that is none; as [`regimes`] otherwise.
///
/// # Complexity
/// A search for regimes for each parameter, and one in all parameters with a linear program for each of its cells.
///
/// # Example
/// ```
/// use foederis::{Goal, alliance, levers};
/// let model = alliance::dilemma("caucasus")?;
/// let goal = Goal::Action { player: "Russia".into(), action: "Support".into(), information_set: None };
/// let found = levers(&model, &goal, &Default::default())?;
/// assert!(!found.holds);
/// // Reputation alone would do it, above 7.
/// let reputation = found.single.iter().find(|lever| lever.symbol == "r").unwrap();
/// assert_eq!(reputation.up.as_ref().unwrap().threshold.to_f64(), 7.0);
/// assert!(found.single.iter().find(|lever| lever.symbol == "e").unwrap().up.is_none());
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn levers(model: &Model, goal: &Goal, options: &LeversOptions) -> Result<Levers, Error> {
    let game = model.base()?;
    let aim = Aim::new(&game, goal)?;
    let concept = options.concept.unwrap_or(match &game {
        Game::Extensive(_) => Concept::SubgamePerfect,
        Game::Normal(_) => Concept::PureNash,
    });
    let study = Study { model, concept, aim, options, doubts: RefCell::default() };
    let all = study.regimes(options.over.clone())?;
    let holds = study.holds_at(&all, &model.base_values());
    let single = study.single(&all, holds)?;
    let mut notes: Vec<String> = mixing(concept, &game).map(str::to_owned).into_iter().collect();
    let joint = if holds { None } else { study.joint(&all, &single, &mut notes)? };
    notes.extend(study.doubts.into_inner());
    Ok(Levers { model: model.clone(), goal: goal.clone(), holds, single, joint, notes })
}

/// What is said of equilibria in which somebody mixes.
fn mixing(concept: Concept, game: &Game) -> Option<&'static str> {
    match (concept, game) {
        (Concept::PureNash, _) => Some("Only equilibria in pure strategies were looked at"),
        (Concept::SubgamePerfect, Game::Extensive(tree)) if !tree.has_perfect_information() => Some(
            "Thresholds are where equilibria in pure strategies begin or end; mixed ones were looked at at the base, at each \
             threshold, and at one point beyond it",
        ),
        _ => None,
    }
}

/// What the searches for levers share.
struct Study<'a> {
    model: &'a Model,
    concept: Concept,
    aim: Aim,
    options: &'a LeversOptions,
    /// Why an answer at a point may be wrong.
    doubts: RefCell<BTreeSet<String>>,
}

impl Study<'_> {
    fn regimes(&self, over: Option<Vec<String>>) -> Result<Regimes, Error> {
        regimes(self.model, self.concept, &RegimesOptions { over, control: self.options.control.clone() })
    }

    /// Whether the goal holds in every one of some equilibria (and there is one), or in one.
    fn holds_in(&self, found: &Regimes, equilibria: &[usize]) -> bool {
        let meets = |index: &usize| self.aim.meets(&found.equilibria[*index]);
        match self.options.in_every {
            true => !equilibria.is_empty() && equilibria.iter().all(meets),
            false => equilibria.iter().any(meets),
        }
    }
}

/// The goal, looked up in the game.
struct Aim {
    /// Rows of a profile (information sets, or the player) and the action to be taken in all of them.
    rows: Vec<(usize, usize)>,
    /// The player and the action, for goals of that kind.
    name: Option<(usize, String)>,
}

impl Aim {
    fn new(game: &Game, goal: &Goal) -> Result<Aim, Error> {
        match goal {
            Goal::Path(path) => {
                let tree = game.tree("a path")?;
                if path.is_empty() {
                    return Err(Error::Invalid("the path is empty: name at least the first action of play".into()));
                }
                let end = tree.find_node(&path.iter().map(String::as_str).collect::<Vec<_>>())?;
                let rows = moves_to(tree, end);
                if rows.is_empty() {
                    let text = "all moves on the path are chance's, which nobody chooses: name a player's action, too";
                    return Err(Error::Invalid(text.into()));
                }
                Ok(Aim { rows, name: None })
            }
            Goal::Action { player, action, information_set } => {
                let id = game.players().find("player", player)?;
                if let (Game::Extensive(tree), Some(name)) = (&game, information_set) {
                    tree.find_infoset(id.into(), name)?;
                }
                let rows = match game {
                    Game::Normal(table) => {
                        vec![(id, table.strategies(id.into()).find(&format!("strategy of {player}"), action)?)]
                    }
                    Game::Extensive(tree) => {
                        let mine = tree
                            .infosets_of(id.into())
                            .filter(|&set| information_set.as_ref().is_none_or(|name| tree.infoset(set).key == *name));
                        let with = |set: crate::game::InfosetId| {
                            let found = tree.infoset(set).actions.keys().iter().position(|key| key == action);
                            found.map(|found| (set.index(), found))
                        };
                        mine.filter_map(with).collect()
                    }
                };
                match rows.is_empty() {
                    false => Ok(Aim { rows, name: Some((id, action.clone())) }),
                    true => Err(unknown_action(game, id, player, action).into()),
                }
            }
        }
    }

    /// The comparisons that stand against the goal: those up to the move that should be another, as they come in the
    /// order from later moves to earlier ones. `None` where the action is worse whatever the parameters are.
    fn against<'e>(&self, equilibrium: &'e ParametricEquilibrium) -> Option<impl Iterator<Item = &'e Requirement>> {
        let all = &equilibrium.requirements;
        let end = match &self.name {
            None => all.len(),
            Some((player, action)) => {
                let wanted = |own: &Requirement| own.player == *player && own.alternative == *action;
                all.iter().rposition(wanted)? + 1
            }
        };
        Some(all[..end].iter())
    }

    fn meets(&self, equilibrium: &ParametricEquilibrium) -> bool {
        let one = RationalFunction::one();
        self.rows.iter().all(|&(row, action)| equilibrium.profile[row][action] == one)
    }

    fn meets_in(&self, rows: &[Vec<Rational>]) -> bool {
        self.rows.iter().all(|&(row, action)| rows[row][action] == Rational::ONE)
    }
}

/// The moves of players on the way to a node: information set and action.
fn moves_to(tree: &ExtensiveForm, end: NodeId) -> Vec<(usize, usize)> {
    let (mut rows, mut node) = (Vec::new(), end);
    while let Some((parent, action)) = tree.node(node).parent {
        if let NodeKind::Decision(set) = tree.node(parent).kind {
            rows.push((set.index(), action));
        }
        node = parent;
    }
    rows
}

fn unknown_action(game: &Game, player: usize, name: &str, action: &str) -> UnknownName {
    let known: Vec<String> = match game {
        Game::Normal(table) => table.strategies(player.into()).keys().to_vec(),
        Game::Extensive(tree) => {
            tree.infosets_of(player.into()).flat_map(|set| tree.infoset(set).actions.keys().to_vec()).collect()
        }
    };
    UnknownName::new(format!("action of {name} (at the information set named)"), action, known)
}

/// The position of a parameter in points.
fn place(variable: Variable) -> usize {
    usize::from(variable.0)
}

/// A fraction at a breakpoint, or just beside it.
fn near(point: &Breakpoint, above: bool) -> &Rational {
    if above { point.high() } else { point.low() }
}
