//! Pictures of trees (SVG, and TikZ for papers).
//!
//! The tree grows from left to right. Circles are decisions in the player's colour, diamonds chance moves; a dashed line
//! joins the nodes that a player cannot tell apart. The course of an equilibrium is thick, its choices elsewhere are of
//! medium weight. The picture carries its own background and follows the reader's light or dark theme.

mod draw;
mod layout;
mod legend;
mod measure;
mod palette;
mod tikz;

use super::course::Course;
use super::names::behavior;
use super::sketch::Sketch;
use crate::game::{BehaviorProfile, ExtensiveForm};
use crate::number::Rational;
use crate::solve::Equilibrium;

pub(crate) use palette::{player_class, properties};

/// How a tree is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeOptions {
    /// About how many nodes are drawn; subtrees beyond are folded into a mark. Default: 100.
    pub max_nodes: usize,
    /// Whether the title stands above the tree. Default: yes.
    pub title: bool,
    /// Whether the user's labels of information sets are shown. Default: yes.
    pub labels: bool,
    /// Whether players, lines and payoffs are explained below the tree. Default: yes.
    pub legend: bool,
}

impl Default for TreeOptions {
    fn default() -> Self {
        TreeOptions { max_nodes: 100, title: true, labels: true, legend: true }
    }
}

/// Draws a tree, with a profile's choices highlighted if one is given.
///
/// # Returns
/// An SVG document that needs no network, font or script. It can also stand inside HTML.
///
/// # Example
/// ```
/// use foederis::{ExtensiveForm, show};
/// let mut tree = ExtensiveForm::builder(["Russia"]);
/// let root = tree.root();
/// let ends = tree.decision(root, "Russia", "", ["Support", "Abstain"])?;
/// tree.payoffs(ends[0], [-7])?;
/// tree.payoffs(ends[1], [-2])?;
/// let svg = show::tree::svg(&tree.finish()?, None, &show::TreeOptions::default());
/// assert!(svg.starts_with("<svg") && svg.contains("Abstain"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn svg(game: &ExtensiveForm, profile: Option<&BehaviorProfile>, options: &TreeOptions) -> String {
    draw(game, profile, None, options)
}

/// Draws a tree with an equilibrium's choices and, where it has beliefs, how probable each node is thought to be by a
/// player who cannot tell it from others: a number, or a range where several beliefs do.
///
/// # Example
/// ```
/// use foederis::{Game, alliance, sequential, show};
/// let game = alliance::dilemma("caucasus_private_loyalty")?.base()?;
/// let solution = sequential(&game, &Default::default())?;
/// let Game::Extensive(tree) = &game else { unreachable!() };
/// let svg = show::tree::equilibrium_svg(tree, &solution.equilibria[0], &Default::default());
/// assert!(svg.contains("belief 5/8"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn equilibrium_svg(game: &ExtensiveForm, equilibrium: &Equilibrium, options: &TreeOptions) -> String {
    let profile = behavior(game, &equilibrium.profile);
    draw(game, profile.as_deref(), equilibrium.belief_ranges(), options)
}

/// The same picture as [`svg`] in TikZ, for a paper: a `tikzpicture`, without title and legend.
///
/// A picture wider than a usual page is made smaller to fit the line.
///
/// # Returns
/// LaTeX for a document that loads `tikz`, and `fontenc` with T1 for labels with quotation marks. The players' text is escaped.
///
/// # Example
/// ```
/// use foederis::{ExtensiveForm, show};
/// let mut tree = ExtensiveForm::builder(["R & A"]);
/// let root = tree.root();
/// let ends = tree.decision(root, "R & A", "", ["Support", "Abstain"])?;
/// tree.payoffs(ends[0], [-7])?;
/// tree.payoffs(ends[1], [-2])?;
/// let tikz = show::tree::tikz(&tree.finish()?, None, &show::TreeOptions::default());
/// assert!(tikz.contains(r"\begin{tikzpicture}") && tikz.contains(r"R \& A"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn tikz(game: &ExtensiveForm, profile: Option<&BehaviorProfile>, options: &TreeOptions) -> String {
    tikz::picture(&scene(game, profile, None, options))
}

/// The same picture as [`equilibrium_svg`] in TikZ: the equilibrium's course, its probabilities and beliefs.
pub fn equilibrium_tikz(game: &ExtensiveForm, equilibrium: &Equilibrium, options: &TreeOptions) -> String {
    let profile = behavior(game, &equilibrium.profile);
    tikz::picture(&scene(game, profile.as_deref(), equilibrium.belief_ranges(), options))
}

/// For each information set, the least and the greatest probability of each node.
pub(super) type BeliefRanges = Vec<Vec<(Rational, Rational)>>;

fn draw(
    game: &ExtensiveForm,
    profile: Option<&BehaviorProfile>,
    beliefs: Option<BeliefRanges>,
    options: &TreeOptions,
) -> String {
    draw::document(&scene(game, profile, beliefs, options))
}

fn scene<'a>(
    game: &'a ExtensiveForm,
    profile: Option<&'a BehaviorProfile>,
    beliefs: Option<BeliefRanges>,
    options: &'a TreeOptions,
) -> draw::Scene<'a> {
    let profile = profile.filter(|profile| profile.check(game).is_ok());
    let course = profile.map(|profile| Course::new(game, profile));
    let sketch = Sketch::new(game, course.as_ref(), options.max_nodes.max(1));
    let texts = layout::Texts::new(game, &sketch, course.as_ref(), beliefs.as_ref(), options);
    let layout = layout::Layout::new(game, &sketch, &texts);
    draw::Scene { game, course, sketch, texts, layout, options }
}
