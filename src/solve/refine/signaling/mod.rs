//! Refinements of signalling games: which equilibria rest on beliefs that nobody should hold.

mod case;
mod criteria;
mod divine;
mod finding;
mod fold;
mod game;
mod region;
mod replies;
mod standing;
mod structure;
mod words;

pub use finding::{
    MessageTest, RuledOut, SignalingCriterion, SignalingFinding, SignalingReport, SignalingVerdict, Weights,
};
pub use game::{Exit, Message, MessageSender, SenderType, SignalingGame};

use self::case::Case;
use self::standing::Standing;
use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, Profile};
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Solution, Status};

/// How to look for refinements of signalling games.
#[derive(Debug, Clone, Default)]
pub struct SignalingOptions {
    /// The actions and events that lead to the subgame that is meant. Default: the whole tree, or the only subgame that is
    /// a signalling game.
    pub after: Option<Vec<String>>,
    /// Limits, progress and stopping.
    pub control: Control,
}

/// Which refinements for signalling games each equilibrium of a solution passes, and who is ruled out on the way.
///
/// # Definition
/// See [`SignalingGame::find`] for the games that are understood, and [`SignalingCriterion`] for each criterion.
///
/// # Arguments
/// - `tree`: the game.
/// - `solution`: Nash equilibria of it.
///
/// # Returns
/// For each equilibrium and criterion whether it passes, with the types that are ruled out, the beliefs that are left, and
/// a reply and belief that support the outcome or the types that would deviate. All of it is exact.
///
/// # Errors
/// When the tree is no signalling game, naming the node that stands in the way; when a profile does not fit the tree.
///
/// # Complexity
/// For each unsent message one linear program for each set of replies that are best together, times the number of replies;
/// then for each criterion a few for each such set. Divinity asks for each of up to three to the number of types patterns
/// of gains and losses.
///
/// # Example
/// Beer and quiche: that both types have quiche rests on the belief that only a wimp would have beer, who yet could not gain.
/// ```
/// use foederis::solve::{SignalingCriterion, signaling_refinements};
/// use foederis::{ExtensiveForm, Rational, nash};
/// let mut tree = ExtensiveForm::builder(["Sender", "Receiver"]);
/// let start = tree.root();
/// let types = tree.chance(start, "", [("wimp", "1/10".parse::<Rational>()?), ("surly", "9/10".parse()?)])?;
/// for (slot, name, favourite) in [(types[0], "wimp", "Quiche"), (types[1], "surly", "Beer")] {
///     for (next, message) in tree.decision(slot, "Sender", name, ["Beer", "Quiche"])?.into_iter().zip(["Beer", "Quiche"]) {
///         let breakfast = i64::from(message == favourite);
///         let ends = tree.decision(next, "Receiver", message, ["Duel", "Walk"])?;
///         tree.payoffs(ends[0], [breakfast, i64::from(name == "wimp")])?;
///         tree.payoffs(ends[1], [breakfast + 2, i64::from(name == "surly")])?;
///     }
/// }
/// let tree = tree.finish()?;
/// let solution = nash(&tree.clone().into(), &Default::default())?;
/// let report = signaling_refinements(&tree, &solution, &Default::default())?;
/// let failing = (0..solution.len()).find(|&number| report.passes(number, SignalingCriterion::Intuitive) == Some(false));
/// let finding = report.finding(failing.unwrap(), SignalingCriterion::Intuitive).unwrap();
/// assert_eq!(finding.messages[0].ruled_out[0].sender_type, "wimp");
/// assert_eq!(finding.messages[0].deviators, ["surly"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// - Cho, I.-K. and Kreps, D. M. (1987). Signaling games and stable equilibria. Quarterly Journal of Economics 102.
///   doi:10.2307/1885060
/// - Banks, J. S. and Sobel, J. (1987). Equilibrium selection in signaling games. Econometrica 55. doi:10.2307/1913604
pub fn signaling_refinements(
    tree: &ExtensiveForm,
    solution: &Solution,
    options: &SignalingOptions,
) -> Result<SignalingReport, Error> {
    let after: Option<Vec<&str>> = options.after.as_ref().map(|path| path.iter().map(String::as_str).collect());
    let game = SignalingGame::find(tree, after.as_deref())?;
    let mut watch = Watch::start(&options.control);
    let mut known: Vec<(Standing, Vec<SignalingFinding>)> = Vec::new();
    let mut findings = Vec::new();
    for equilibrium in &solution.equilibria {
        let Some(profile) = behavior(tree, &equilibrium.profile, equilibrium.error_bound.is_none())? else {
            findings.push(all(SignalingVerdict::Undecided, "its probabilities are not exact"));
            continue;
        };
        let standing = match Standing::of(&game, profile) {
            Ok(standing) => standing,
            Err(reason) => {
                findings.push(all(SignalingVerdict::NotApplicable, &reason));
                continue;
            }
        };
        let found = match known.iter().find(|(before, _)| *before == standing) {
            Some((_, found)) => found.clone(),
            None => match judged(&game, &standing, &mut watch) {
                Some(found) => found,
                None => break,
            },
        };
        known.push((standing, found.clone()));
        findings.push(found);
        if watch.must_stop_now(0) {
            break;
        }
    }
    let mut status = watch.finish(&mut findings);
    if findings.len() == solution.len() {
        status = Status::Complete;
    }
    let notes = notes(tree, &game);
    Ok(SignalingReport { game, findings, status, notes })
}

/// The behaviour of an equilibrium that fits the tree; `None` where its probabilities are not exact.
fn behavior<'a>(tree: &ExtensiveForm, profile: &'a Profile, exact: bool) -> Result<Option<&'a BehaviorProfile>, Error> {
    match profile {
        Profile::Behavior(behavior) if exact => behavior.check(tree).map(|()| Some(behavior)),
        Profile::Behavior(_) => Ok(None),
        Profile::Mixed(_) => Err(Error::Invalid("the solution is one of a table; give one of this tree".into())),
        Profile::Correlated(_) => {
            Err(Error::Unsupported("these refinements are about Nash equilibria; give a solution of nash".into()))
        }
    }
}

fn notes(tree: &ExtensiveForm, game: &SignalingGame) -> Vec<String> {
    let mut notes = vec![
        "the criteria are about the outcome: the types' payoffs and the messages sent, not the replies off the path"
            .into(),
    ];
    if game.root != tree.root() {
        notes.push(format!("all of this is about the subgame after {}", tree.describe_path(game.root)));
    }
    notes
}

fn all(verdict: SignalingVerdict, reason: &str) -> Vec<SignalingFinding> {
    let finding = |criterion| SignalingFinding { criterion, verdict, reason: reason.into(), messages: Vec::new() };
    SignalingCriterion::ALL.map(finding).into()
}

/// Every criterion's finding on an outcome. `None` if the search was stopped.
fn judged(game: &SignalingGame, standing: &Standing, watch: &mut Watch) -> Option<Vec<SignalingFinding>> {
    let mut cases = Vec::new();
    for (message, _) in game.messages.iter().zip(&standing.sent).filter(|(_, sent)| !**sent) {
        cases.push(Case::new(game, message, standing, watch)?);
    }
    let calm = match (cases.is_empty(), &cases[..]) {
        (true, _) => Some("every message is sent".to_owned()),
        (_, cases) if cases.iter().all(|case| !case.tempts()) => {
            let names: Vec<String> = cases.iter().map(|case| case.message.name.clone()).collect();
            Some(format!("no type could gain from {} with any best reply", words::joined(&names, "or")))
        }
        _ => None,
    };
    if let Some(reason) = calm {
        return Some(all(SignalingVerdict::Passes, &reason));
    }
    cases.retain(Case::tempts);
    let mut findings: Vec<SignalingFinding> = Vec::new();
    for criterion in SignalingCriterion::ALL {
        let broken = findings.first().filter(|first| first.verdict == SignalingVerdict::Fails);
        let finding = match broken {
            Some(first) => {
                let reason = format!("it is not sequentially rational: {}", first.reason);
                SignalingFinding { criterion, verdict: SignalingVerdict::Fails, reason, messages: Vec::new() }
            }
            None => finding(&cases, criterion, watch)?,
        };
        findings.push(finding);
    }
    Some(findings)
}

fn finding(cases: &[Case], criterion: SignalingCriterion, watch: &mut Watch) -> Option<SignalingFinding> {
    let (mut messages, mut reasons) = (Vec::new(), Vec::new());
    for case in cases {
        let (test, reason) = test(case, criterion, watch)?;
        reasons.push((test.passes, reason));
        messages.push(test);
    }
    let verdict = match messages.iter().all(|test| test.passes) {
        true => SignalingVerdict::Passes,
        false => SignalingVerdict::Fails,
    };
    // Where it fails, the messages that it withstands are no reason.
    let telling = reasons.into_iter().filter(|(passes, _)| *passes == (verdict == SignalingVerdict::Passes));
    let reason = telling.map(|(_, reason)| reason).collect::<Vec<_>>().join("; ");
    Some(SignalingFinding { criterion, verdict, reason, messages })
}

/// What a criterion says of a message, as data and in words.
fn test(case: &Case, criterion: SignalingCriterion, watch: &mut Watch) -> Option<(MessageTest, String)> {
    let found = criteria::argument(case, criterion, watch)?;
    let named = |weights: &[crate::number::Rational]| -> Weights {
        let name =
            |(place, weight): (usize, &crate::number::Rational)| (case.type_name(place).to_owned(), weight.clone());
        weights.iter().enumerate().map(name).collect()
    };
    let sure = |place: &usize| case.least(*place, &found.faces).is_positive();
    let deviators: Vec<usize> = (0..case.types()).filter(sure).collect();
    let deterrent = case.deterrent(&found.faces);
    let passes = match criterion {
        SignalingCriterion::Intuitive => deviators.is_empty(),
        _ => deterrent.is_some(),
    };
    let (reply, belief) = deterrent.map_or_else(Default::default, |deterrent| {
        let replies = case.message.replies.iter().cloned().zip(deterrent.reply);
        (replies.collect(), named(&deterrent.belief))
    });
    let test = MessageTest {
        message: case.message.name.clone(),
        passes,
        ruled_out: found.struck.iter().map(|out| words::ruled_out(case, criterion, out)).collect(),
        beliefs: found.beliefs.iter().map(|belief| named(belief)).collect(),
        deviators: deviators.iter().map(|&place| case.type_name(place).to_owned()).collect(),
        reply,
        belief,
    };
    let reason = words::sentence(case, criterion, &found, &test);
    Some((test, reason))
}
