//! [`Account`]: what is said of a solution, before it takes a format.

mod beliefs;
mod deterrents;
mod equilibria;
mod joint;
mod plans;
mod sets;

pub(crate) use beliefs::{Held, held};
pub(crate) use equilibria::{Choice, Group, Member, member, outcome_words};
pub(crate) use joint::{DrawnRow, Joint};
pub(crate) use sets::{beliefs_on_curve, component_lines, mover};

use super::words::{capital, count, more};
use crate::game::{Concept, Game};
use crate::solve::{Solution, Status};

/// How much of a solution is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SolutionOptions {
    /// The most groups of equilibria with one outcome. Default: 20.
    pub max_groups: usize,
    /// The most equilibria of a group. Default: 8.
    pub max_equilibria: usize,
    /// The most choices of an equilibrium. Default: 40.
    pub max_choices: usize,
    /// The most components, or eliminated strategies of a round. Default: 20.
    pub max_items: usize,
}

impl Default for SolutionOptions {
    fn default() -> Self {
        SolutionOptions { max_groups: 20, max_equilibria: 8, max_choices: 40, max_items: 20 }
    }
}

/// What is said of a solution.
pub(crate) struct Account {
    /// "Subgame-perfect equilibria of The Caucasus dilemma".
    pub(crate) title: String,
    /// "2 subgame-perfect equilibria; complete".
    pub(crate) headline: String,
    /// Method, claim, arithmetic, counts.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// The equilibria, by outcome.
    pub(crate) groups: Vec<Group>,
    /// "… 3 more outcomes", if some groups are not shown.
    pub(crate) hidden: Option<String>,
    /// Further paragraphs with a heading: components, rounds of elimination, notes.
    pub(crate) sections: Vec<(&'static str, Vec<String>)>,
}

/// Puts a solution in words.
pub(crate) fn account(game: &Game, solution: &Solution, options: SolutionOptions) -> Account {
    let (groups, hidden) = equilibria::groups(game, solution, options);
    let hidden = (hidden > 0).then(|| match game {
        Game::Normal(_) => more(hidden, "equilibrium", "equilibria"),
        Game::Extensive(_) => more(hidden, "outcome", "outcomes"),
    });
    let told = groups.iter().any(|group| !group.sets.is_empty())
        && groups.iter().all(|group| group.members.len() + group.hidden == 1 || !group.sets.is_empty());
    let mut sections = vec![
        ("Components", sets::components(game, solution, told, options)),
        ("Rounds of elimination", sets::rounds(game, solution, options)),
        ("Surviving strategies", sets::survivors(game, solution)),
        ("Notes", solution.notes.iter().map(|note| super::words::clean(note)).collect()),
    ];
    sections.retain(|(_, items)| !items.is_empty());
    let (title, headline) = (title(game, solution), headline(game, solution));
    Account { title, headline, facts: facts(solution), groups, hidden, sections }
}

fn title(game: &Game, solution: &Solution) -> String {
    let name = super::words::clean(game.title());
    let concept = capital(plural(solution.concept));
    if name.is_empty() { concept } else { format!("{concept} of {name}") }
}

/// "3 pure Nash equilibria with 2 outcomes; complete".
pub(crate) fn headline(game: &Game, solution: &Solution) -> String {
    let status = match &solution.status {
        Status::Partial(_) => "not complete",
        other => other.words(),
    };
    if let Some(elimination) = &solution.elimination
        && solution.is_empty()
    {
        let left: Vec<String> = elimination.survivors.iter().map(|left| left.len().to_string()).collect();
        let rounds = count(elimination.rounds.len(), "round", "rounds");
        return format!("{} strategies left after {rounds} of elimination; {status}", left.join(" × "));
    }
    let found = match solution.len() {
        0 => format!("no {}", solution.concept.name()),
        1 => format!("1 {}", solution.concept.name()),
        many => format!("{many} {}", plural(solution.concept)),
    };
    let outcomes = equilibria::number_of_outcomes(game, solution);
    match outcomes {
        Some(outcomes) if solution.len() > 1 => {
            format!("{found} with {}; {status}", count(outcomes, "outcome", "outcomes"))
        }
        _ => format!("{found}; {status}"),
    }
}

/// The concept's name for several equilibria.
pub(crate) fn plural(concept: Concept) -> &'static str {
    match concept {
        Concept::Rationalizable => "rationalizable strategies",
        Concept::PureNash => "pure Nash equilibria",
        Concept::Nash => "Nash equilibria",
        Concept::ApproximateNash => "approximate Nash equilibria",
        Concept::SubgamePerfect => "subgame-perfect equilibria",
        Concept::Sequential => "sequential equilibria",
        Concept::PerfectBayesian => "perfect Bayesian equilibria",
        Concept::WeakPerfectBayesian => "weak perfect Bayesian equilibria",
        Concept::TremblingHand => "trembling-hand perfect equilibria",
        Concept::ExtensiveFormPerfect => "extensive-form perfect equilibria",
        Concept::Proper => "proper equilibria",
        Concept::Correlated => "correlated equilibria",
        Concept::CoarseCorrelated => "coarse correlated equilibria",
        Concept::Logit => "logit equilibria",
    }
}

fn facts(solution: &Solution) -> Vec<(&'static str, String)> {
    let claim = if solution.complete() { "Complete" } else { "Not complete" };
    let claim_text = if solution.complete() {
        solution.claim.clone()
    } else {
        format!("{}; the list may lack some of: {}", solution.status.words(), solution.claim)
    };
    let counts: Vec<String> = solution.counts.iter().map(|(what, number)| counted(what, *number)).collect();
    let method = match solution.arithmetic() {
        "exact" if solution.method.contains("exact") => solution.method.clone(),
        arithmetic => format!("{} ({arithmetic} arithmetic)", solution.method),
    };
    let mut facts = vec![("Method", method), (claim, claim_text), ("Counted", counts.join(", "))];
    facts.retain(|(_, text)| !text.is_empty());
    facts
}

/// "4 subgames", "1 subgame".
fn counted(what: &str, number: u64) -> String {
    let one = what.strip_suffix('s').filter(|_| number == 1);
    format!("{number} {}", one.unwrap_or(what))
}
