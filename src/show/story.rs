//! Stories: an equilibrium in plain words, choice by choice.

mod mediator;
mod table;
mod tree;
mod voice;

use crate::game::{Game, Profile};
use crate::show::names::behavior;
use crate::show::words::{Digits, clean, list};
use crate::solve::Equilibrium;

/// How an equilibrium is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoryOptions {
    /// Whether to say that the numbers behind the payoffs are illustrative. Default: no.
    pub illustrative: bool,
    /// The most choices that are told one by one. Default: 40.
    pub max_choices: usize,
}

impl Default for StoryOptions {
    fn default() -> Self {
        StoryOptions { illustrative: false, max_choices: 40 }
    }
}

/// What is said of numbers that are examples.
pub const ILLUSTRATIVE: &str =
    "The numbers behind these payoffs are illustrative; the inequalities between them carry the argument.";

/// Tells an equilibrium in plain words: what each player does where play comes, what it would get from each alternative
/// given what everybody does afterwards, and how it ends. Where an equilibrium has beliefs, also what is believed and done
/// where a player who cannot tell nodes apart never comes to move.
///
/// # Returns
/// Paragraphs, one a line.
///
/// # Example
/// ```
/// use foederis::{BehaviorProfile, Equilibrium, ExtensiveForm, Profile, show::story};
/// let mut tree = ExtensiveForm::builder(["Russia"]);
/// let root = tree.root();
/// let ends = tree.decision(root, "Russia", "", ["Support", "Abstain"])?;
/// tree.payoffs(ends[0], [-7])?;
/// tree.payoffs(ends[1], [-2])?;
/// let game = tree.finish()?;
/// let profile = BehaviorProfile::pure(&game, &[1]);
/// let equilibrium = Equilibrium::exact(Profile::Behavior(profile), vec![(-2).into()]);
/// let text = story::story(&game.into(), &equilibrium, &Default::default());
/// assert!(text.starts_with("Russia chooses Abstain, which gives it -2; Support would give it -7."));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn story(game: &Game, equilibrium: &Equilibrium, options: &StoryOptions) -> String {
    let digits = Digits::of(equilibrium);
    let mut paragraphs = match (game, &equilibrium.profile) {
        (Game::Normal(table), Profile::Mixed(profile)) => table::paragraphs(table, profile, digits, options),
        (game, Profile::Correlated(profile)) => mediator::paragraphs(game, profile, digits, options),
        (Game::Extensive(tree), profile) => match behavior(tree, profile) {
            Some(profile) => tree::paragraphs(tree, &profile, equilibrium, options),
            None => Vec::new(),
        },
        (Game::Normal(_), Profile::Behavior(_)) => Vec::new(),
    };
    if paragraphs.is_empty() {
        paragraphs.push(payoffs(game, equilibrium, digits));
    }
    if options.illustrative {
        paragraphs.push(ILLUSTRATIVE.into());
    }
    paragraphs.join("\n")
}

fn payoffs(game: &Game, equilibrium: &Equilibrium, digits: Digits) -> String {
    let named = |(player, payoff)| format!("{} {}", clean(game.players().key(player)), digits.full(payoff));
    let payoffs: Vec<String> = equilibrium.payoffs.iter().enumerate().map(named).collect();
    format!("The expected payoffs are {}.", list(&payoffs))
}
