//! [`sequential`], [`perfect_bayesian`], [`weak_perfect_bayesian`]: best replies at every information set, by beliefs.

mod alike;
mod assemble;
mod basis;
mod beliefs;
mod bounds;
mod cell;
mod conditions;
mod curved;
mod describe;
mod form;
mod labelling;
mod meeting;
mod nash;
mod outcome;
mod paths;
mod plans;
mod play;
mod polytope;
mod punishment;
mod rounding;
mod search;
mod setting;
mod updating;

pub(super) use self::nash::nash_by_behavior;

use self::basis::Rule;
use self::curved::Reason;
use self::search::{Found, Search};
use self::setting::Setting;
use super::control::{Control, Watch};
use super::curved_set::CurvedSet;
use super::solution::{Component, Solution, Status};
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, Game};

/// How equilibria are looked for.
const METHOD: &str = "supports and labellings, each solved step by step as polytopes, and what is left by contraction, \
                      bisection and Krawczyk's test";

/// How to look for sequential and perfect Bayesian equilibria.
#[derive(Debug, Clone)]
pub struct SequentialOptions {
    /// Limits, progress and stopping. Extreme equilibria multiply where behaviour is free off the path, so that
    /// `max_equilibria` is 100,000 by default.
    pub control: Control,
}

impl Default for SequentialOptions {
    fn default() -> Self {
        SequentialOptions { control: Control { max_equilibria: Some(100_000), ..Control::default() } }
    }
}

/// Every sequential equilibrium, with all beliefs that support it.
///
/// # Definition
/// An assessment is a behaviour profile with beliefs: for each information set a distribution over its nodes. It is
/// *sequentially rational* if at every information set the mover's behaviour is a best reply from there on, by the
/// beliefs. It is *consistent* if it is a limit of assessments in which every action has positive probability and
/// beliefs follow from Bayes' rule. A sequential equilibrium is both (Kreps and Wilson 1982, doi:10.2307/1912767).
///
/// # Method
/// All combinations of actions that may be used with positive probability are gone through, later moves first, and cut
/// off where the payoffs' ranges or an exact linear program refute them. For each, labellings decide which nodes can
/// be believed in together; consistent beliefs are then products of strengths of departures, and the conditions
/// of best replies are polynomials in probabilities and strengths, no variable squared. Where these come down to linear
/// ones, step by step, the equilibria are a product of polytopes, given exactly. What is left is solved by contraction, bisection
/// and Krawczyk's test: each isolated solution is proven to exist and to be alone in a box. Rational ones are then given exactly;
/// irrational ones with a bound on the error of every probability and belief.
///
/// # Returns
/// The extreme equilibria. [`Equilibrium::belief_sets`](super::Equilibrium::belief_sets) are all beliefs that support one;
/// a component's families say which equilibria may be mixed. Sets that are no product of polytopes are given by their exact conditions,
/// in the component's [`curved`](super::Component::curved), with some members. Status `Partial` says on how many combinations of actions
/// nothing could be decided, and names one.
///
/// # Errors
/// When the game is no tree, lacks perfect recall, has an information set with more than 16 actions, or one that is
/// reached only by chance events of probability 0.
///
/// # Complexity
/// Exponential in the number of information sets and actions in the worst case.
///
/// # Example
/// ```
/// use foederis::{alliance, sequential};
/// let game = alliance::dilemma("caucasus_private_loyalty")?.base()?;
/// let solution = sequential(&game, &Default::default())?;
/// assert!(solution.complete());
/// assert_eq!(solution.len(), 1);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn sequential(game: &Game, options: &SequentialOptions) -> Result<Solution, Error> {
    solve(game, options, Concept::Sequential, Rule::Consistent)
}

/// Every perfect Bayesian equilibrium: Bayes' rule wherever possible.
///
/// # Definition
/// A profile with beliefs under which everybody's behaviour is a best reply at every information set, where beliefs follow
/// from Bayes' rule wherever it says something: on the path; off it from the player's own beliefs at the information set
/// of the own move before, with the others' behaviour since then; and where there is no such move, from the beginning of
/// the smallest subgame. Where all that has probability 0, beliefs are free. (Updating consistency: Hendon, Jacobsen,
/// Sloth 1996; Perea 2002. What is called perfect Bayesian differs from author to author; in signalling games all agree.)
///
/// # Errors
/// As for [`sequential`].
///
/// # Complexity
/// As for [`sequential`].
///
/// # Example
/// ```
/// use foederis::{alliance, perfect_bayesian};
/// let game = alliance::dilemma("caucasus_private_loyalty")?.base()?;
/// assert_eq!(perfect_bayesian(&game, &Default::default())?.len(), 1);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn perfect_bayesian(game: &Game, options: &SequentialOptions) -> Result<Solution, Error> {
    solve(game, options, Concept::PerfectBayesian, Rule::Updated)
}

/// Every weak perfect Bayesian equilibrium: any beliefs off the path.
///
/// # Definition
/// A profile with beliefs under which everybody's plan from every information set on is a best reply by the beliefs
/// there, where beliefs follow from Bayes' rule on the path and are free off it (Mas-Colell, Whinston, Green 1995,
/// definition 9.C.3). It need not be subgame perfect.
///
/// # Errors
/// As for [`sequential`].
///
/// # Complexity
/// As for [`sequential`].
///
/// # Example
/// ```
/// use foederis::{alliance, weak_perfect_bayesian};
/// let game = alliance::dilemma("caucasus_private_loyalty")?.base()?;
/// assert_eq!(weak_perfect_bayesian(&game, &Default::default())?.len(), 1);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn weak_perfect_bayesian(game: &Game, options: &SequentialOptions) -> Result<Solution, Error> {
    solve(game, options, Concept::WeakPerfectBayesian, Rule::Free)
}

fn solve(game: &Game, options: &SequentialOptions, concept: Concept, rule: Rule) -> Result<Solution, Error> {
    let tree = game.tree(concept.name())?;
    let setting = Setting::new(tree, concept.function())?;
    let mut watch = Watch::start(&options.control);
    let mut search = Search::new(&setting, rule);
    search.run(&mut watch);
    let limit = options.control.max_equilibria.unwrap_or(usize::MAX);
    let assembled = assemble::assemble(&setting, &search.found.pieces, limit, &mut watch)?;
    let name = concept.name();
    let claim = match search.found.curves.is_empty() {
        true => format!("every extreme {name}, and with them every one: each is a mixture within a family"),
        false => format!(
            "every {name}: each is a mixture within a family, or meets the conditions of a curved set, of which only witnesses \
             are listed"
        ),
    };
    let mut solution = Solution::new(concept, METHOD, claim);
    let mut equilibria = assembled.equilibria;
    let found = equilibria.len();
    solution.status = watch.finish(&mut equilibria);
    let mut described = true;
    if equilibria.len() == found {
        solution.components = assembled.components;
        for (&number, witnesses) in &assembled.witnesses {
            let set = describe::describe(&setting, &search.found.curves[number], rule);
            described &= set.is_some();
            if let Some(set) = set {
                attach(&mut solution.components, CurvedSet { witnesses: witnesses.clone(), ..set });
            }
        }
    }
    solution.equilibria = equilibria;
    if solution.complete() && assembled.truncated {
        solution.status = Status::Truncated;
    }
    let mut found = search.found;
    found.undecided.extend(assembled.unclear.into_iter().map(|supports| (supports, Reason::Unclear)));
    if let Some(text) = left_out(tree, &found, !described) {
        match solution.complete() {
            true => solution.status = Status::Partial(text),
            false => solution.notes.push(text),
        }
    }
    solution.counts.insert("supports".into(), found.supports);
    solution.counts.insert("boxes".into(), found.boxes);
    Ok(solution)
}

/// Adds a curved set to the component of its witnesses; what has different witnesses of it hangs together.
fn attach(components: &mut Vec<Component>, set: CurvedSet) {
    let holds = |component: &mut Component| component.members.iter().any(|member| set.witnesses.contains(member));
    let parts: Vec<Component> = components.extract_if(.., holds).collect();
    let Some(first) = parts.first().map(|part| part.members[0]) else { return };
    let mut whole = assemble::joined(parts);
    whole.dimension = whole.dimension.max(set.dimension);
    whole.curved.push(set);
    let place = components.partition_point(|component| component.members[0] < first);
    components.insert(place, whole);
}

/// Says where equilibria are or may be that are not listed; `curves` tells whether to speak of sets that are no product of polytopes.
fn left_out(tree: &ExtensiveForm, found: &Found, curves: bool) -> Option<String> {
    let curved = found.curves.first().filter(|_| curves).map(|first| {
        let (count, example) = (found.curves.len(), used(tree, &first.supports));
        format!(
            "on {count} combinations of actions equilibria make sets that are no product of polytopes, of which only some \
             members are listed; for example {example}"
        )
    });
    let mut reasons: Vec<Reason> = found.undecided.iter().map(|(_, reason)| *reason).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let undecided = reasons.into_iter().map(|reason| {
        let of: Vec<_> = found.undecided.iter().filter(|(_, own)| *own == reason).collect();
        let (count, example, why) = (of.len(), used(tree, &of[0].0), reason.words());
        format!(
            "equilibria may exist on {count} combinations of actions {why}, and are not listed; for example {example}"
        )
    });
    let parts: Vec<String> = curved.into_iter().chain(undecided).collect();
    (!parts.is_empty()).then(|| parts.join(". Also, "))
}

/// Which actions are used where.
fn used(tree: &ExtensiveForm, supports: &[setting::Support]) -> String {
    let own = |(infoset, &support): (&crate::game::Infoset, &setting::Support)| {
        let names: Vec<&str> = basis::positions(support).map(|position| infoset.actions.key(position)).collect();
        format!("{} at '{}': {}", tree.players().key(infoset.player.index()), infoset.key, names.join(" or "))
    };
    tree.infosets().iter().zip(supports).map(own).collect::<Vec<String>>().join("; ")
}
