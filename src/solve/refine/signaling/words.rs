//! The reasons of the criteria, in sentences.

use super::case::Case;
use super::criteria::{Argument, Struck};
use super::finding::{MessageTest, RuledOut, SignalingCriterion, Weights};
use crate::number::Rational;

/// "a", "a or b", "a, b or c".
pub(super) fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// "'wimp'", "'wimp' and 'surly'".
fn types(names: &[String], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    joined(&quoted, word)
}

/// "Duel", "Duel with probability 1/2 and Walk with 1/2"; what has probability 0 is left out.
fn mixture(weights: &Weights) -> String {
    let used: Vec<&(String, Rational)> = weights.iter().filter(|(_, weight)| !weight.is_zero()).collect();
    if let [(name, _)] = used[..] {
        return name.clone();
    }
    let part = |(name, weight): &&(String, Rational)| format!("{name} with probability {weight}");
    joined(&used.iter().map(part).collect::<Vec<_>>(), "and")
}

/// "'wimp' for sure", "'wimp' 1/10 and 'surly' 9/10".
fn belief(weights: &Weights) -> String {
    let used: Vec<&(String, Rational)> = weights.iter().filter(|(_, weight)| !weight.is_zero()).collect();
    if let [(name, _)] = used[..] {
        return format!("'{name}' for sure");
    }
    let part = |(name, weight): &&(String, Rational)| format!("'{name}' {weight}");
    joined(&used.iter().map(part).collect::<Vec<_>>(), "and")
}

/// Why a type is ruled out.
pub(super) fn ruled_out(case: &Case, criterion: SignalingCriterion, out: &Struck) -> RuledOut {
    let names: Vec<String> = out.by.iter().map(|&place| case.type_name(place).to_owned()).collect();
    let (message, has) = (&case.message.name, case.values[out.place]);
    let top = case.most(out.place, &case.all);
    let reason = match criterion {
        SignalingCriterion::Dominance => {
            let by = &case.message.senders[out.place];
            let most = by.payoffs.iter().max().cloned().unwrap_or(Rational::ZERO);
            let others = case.game.ways(by.sender_type).filter(|way| way.action() != by.action);
            let other = others.max_by(|a, b| a.worst().cmp(&b.worst()));
            let (name, least) = other.map_or(("", None), |way| (way.name(), way.worst()));
            let least = least.cloned().unwrap_or(Rational::ZERO);
            format!("{message} brings it at most {most}, and {name} at least {least}")
        }
        _ if top.is_negative() => format!("it could get at most {} from {message}, and has {has}", &top + has),
        SignalingCriterion::Divine => "no reply left explains why it should send the message".to_owned(),
        SignalingCriterion::NeverWeakBestResponse if out.by.is_empty() => {
            format!("no best reply to {message} would leave it with just what it has")
        }
        SignalingCriterion::NeverWeakBestResponse => {
            format!(
                "with every best reply to {message} that brings it just what it has, {} would gain",
                types(&names, "or")
            )
        }
        _ if out.by.is_empty() => format!("it would lose from {message} with every reply that is left"),
        _ => format!(
            "with every best reply to {message} from which it would not lose, {} would gain",
            types(&names, "or")
        ),
    };
    RuledOut { sender_type: case.type_name(out.place).to_owned(), round: out.round, by: names, reason }
}

/// What a criterion says of a message: "after Beer ...".
pub(super) fn sentence(case: &Case, criterion: SignalingCriterion, found: &Argument, test: &MessageTest) -> String {
    let mut parts = Vec::new();
    for out in &test.ruled_out {
        let round = if out.round > 1 { format!(" in round {}", out.round) } else { String::new() };
        parts.push(format!("type '{}' is ruled out{round} ({})", out.sender_type, out.reason));
    }
    if criterion == SignalingCriterion::Divine {
        let extremes: Vec<String> = test.beliefs.iter().map(belief).collect();
        parts.push(match &extremes[..] {
            [only] => format!("the belief left is {only}"),
            _ => format!("the beliefs left are {} and what lies between", extremes.join("; ")),
        });
    } else if test.ruled_out.is_empty() && criterion != SignalingCriterion::Sequential {
        parts.push("no type is ruled out".into());
    }
    parts.push(outcome(case, found, test));
    format!("after {}, {}", case.message.name, parts.join("; "))
}

/// What comes of it.
fn outcome(case: &Case, found: &Argument, test: &MessageTest) -> String {
    let receiver = &case.message.receiver;
    if test.passes && test.reply.is_empty() {
        return "no type gains with every best reply to beliefs that are left".into();
    }
    if test.passes {
        let (reply, belief) = (mixture(&test.reply), belief(&test.belief));
        return format!("{receiver} may believe in {belief} and reply {reply}, which keeps every type from it");
    }
    if test.deviators.is_empty() {
        return format!("then every reply of {receiver} that is best under a belief left lets some type gain");
    }
    let all: Vec<usize> = found.faces.iter().flat_map(|face| face.replies.iter().copied()).collect();
    let only = all.iter().all(|reply| *reply == all[0]);
    let gains = |place: usize| {
        let (has, least) = (case.values[place], case.least(place, &found.faces));
        let word = if only { "" } else { "at least " };
        format!("'{}' {word}{} instead of {has}", case.type_name(place), &least + has)
    };
    let places = (0..case.types()).filter(|&place| case.least(place, &found.faces).is_positive());
    let told: Vec<String> = places.map(gains).collect();
    let then = match only {
        true => format!("{receiver} can only reply {}", case.message.replies[all[0]]),
        false => format!("whatever {receiver} then replies"),
    };
    let (noun, pronoun) = if told.len() == 1 { ("type", "it") } else { ("types", "they") };
    let which = if only { "which" } else { "it" };
    format!("{then}, {which} gives {noun} {}, so that {pronoun} would deviate", joined(&told, "and"))
}
