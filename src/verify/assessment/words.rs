//! What is wrong with beliefs, in words.

use super::Assessment;
use super::bayes::{From, Misfit};
use super::labelling::Comparison;
use super::rationality::Prospect;
use super::strengths::OddsFault;
use super::surprise::{Mistake, Surprise};
use crate::game::{Beliefs, ExtensiveForm, InfosetId};
use crate::number::Rational;
use crate::verify::words::place;

/// The most comparisons that a contradiction is told with.
const MAX_COMPARISONS: usize = 6;

/// "Russia at 'after Invoke'".
pub(super) fn mover(tree: &ExtensiveForm, id: InfosetId) -> String {
    let infoset = tree.infoset(id);
    format!("{} at '{}'", tree.players().key(infoset.player.index()), infoset.key)
}

/// "disloyal 5/8, loyal 3/8".
pub(super) fn belief(tree: &ExtensiveForm, id: InfosetId, row: &[Rational]) -> String {
    let names = tree.node_names(id);
    let pairs = names.iter().zip(row).filter(|(_, probability)| !probability.is_zero());
    pairs.map(|(name, probability)| format!("{name} {probability}")).collect::<Vec<_>>().join("; ")
}

/// The beliefs that differ from others.
pub(super) fn changed(tree: &ExtensiveForm, old: &Beliefs, new: &Beliefs) -> String {
    let ids = tree.infoset_ids().filter(|id| old.at(*id) != new.at(*id));
    let told = ids.map(|id| format!("{} believing {}", mover(tree, id), belief(tree, id, new.at(id))));
    let told: Vec<String> = told.collect();
    if told.is_empty() { "these beliefs".to_owned() } else { told.join(", and ") }
}

pub(super) fn misfit(assessment: &Assessment, misfit: &Misfit) -> String {
    let Assessment { tree, beliefs, .. } = assessment;
    let id = misfit.infoset;
    let from = match misfit.from {
        From::Start => String::new(),
        From::Subgame(root) => format!(", once play has come {}", place(tree, root)),
        From::OwnMove(before) => format!(", from what is believed at '{}'", tree.infoset(before).key),
    };
    let (given, bayes) = (belief(tree, id, beliefs.at(id)), belief(tree, id, &misfit.bayes));
    format!("{} believes {given}; Bayes' rule gives {bayes}{from}", mover(tree, id))
}

pub(super) fn prospect(assessment: &Assessment, prospect: &Prospect) -> String {
    let (tree, id) = (assessment.tree, prospect.infoset);
    let key = |id: InfosetId, action: usize| tree.infoset(id).actions.key(action).to_owned();
    let departs = |(id, action): &&(InfosetId, usize)| assessment.profile.at(*id)[*action] != Rational::ONE;
    let later = prospect.later.iter().filter(departs);
    let later: Vec<String> =
        later.map(|(id, action)| format!("{} at '{}'", key(*id, *action), tree.infoset(*id).key)).collect();
    let then = if later.is_empty() { String::new() } else { format!(", then {}", later.join(" and ")) };
    let believed = match assessment.beliefs.at(id) {
        [_] => String::new(),
        row => format!(" believes {} and", belief(tree, id, row)),
    };
    let (action, best, value) = (key(id, prospect.action), &prospect.best, &prospect.value);
    format!("{}{believed} could get {best} by {action}{then}, instead of {value}", mover(tree, id))
}

/// A node that chance never lets play come to, and that is believed all the same.
pub(super) fn impossible(assessment: &Assessment, surprises: &[Vec<Surprise>]) -> Option<String> {
    let Assessment { tree, beliefs, .. } = assessment;
    tree.infoset_ids().find_map(|id| {
        let nodes = &surprises[id.index()];
        let wrong = (0..nodes.len()).find(|&n| beliefs.at(id)[n].is_positive() && !nodes[n].possible())?;
        nodes.iter().any(Surprise::possible).then(|| {
            let name = &tree.node_names(id)[wrong];
            format!("{} believes {name} possible, but chance never lets play come there", mover(tree, id))
        })
    })
}

pub(super) fn contradiction(
    assessment: &Assessment,
    surprises: &[Vec<Surprise>],
    comparisons: &[Comparison],
) -> Option<String> {
    let told: Vec<String> = comparisons
        .iter()
        .take(MAX_COMPARISONS)
        .map(|comparison| compare(assessment.tree, &surprises[comparison.infoset.index()], comparison))
        .collect();
    match &told[..] {
        [] => None,
        [one] => Some(format!("{one}; that cannot be")),
        several => {
            let more = comparisons.len() - several.len();
            let more = if more == 0 { String::new() } else { format!("; and {more} more") };
            Some(format!("{}{more}; these cannot all be", several.join("; ")))
        }
    }
}

/// "Russia at 'after Invoke' believes disloyal, not loyal, so L's Invoke must be rarer than D's Invoke".
fn compare(tree: &ExtensiveForm, nodes: &[Surprise], comparison: &Comparison) -> String {
    let names = tree.node_names(comparison.infoset);
    let (believed, other) = (&nodes[comparison.believed], &nodes[comparison.other]);
    let only = |a: &Surprise, b: &Surprise| a.mistakes.difference(&b.mistakes).copied().collect::<Vec<Mistake>>();
    let (mine, theirs) = (only(believed, other), only(other, believed));
    let (x, z) = (&names[comparison.believed], &names[comparison.other]);
    let mover = mover(tree, comparison.infoset);
    let (mine, theirs) = (together(tree, &mine), together(tree, &theirs));
    if comparison.both {
        return format!("{mover} believes both {x} and {z} possible, so {theirs} must be just as rare as {mine}");
    }
    format!("{mover} believes {x} and not {z}, so {theirs} must be rarer than {mine}")
}

fn together(tree: &ExtensiveForm, mistakes: &[Mistake]) -> String {
    let name = |(id, action): &Mistake| {
        let infoset = tree.infoset(*id);
        let player = tree.players().key(infoset.player.index());
        format!("{} by {player} at '{}'", infoset.actions.key(*action), infoset.key)
    };
    match mistakes {
        [] => "no mistake at all".to_owned(),
        [one] => name(one),
        several => format!("{} together", several.iter().map(name).collect::<Vec<_>>().join(" and ")),
    }
}

pub(super) fn odds(assessment: &Assessment, fault: &OddsFault) -> String {
    let tree = assessment.tree;
    let names = tree.node_names(fault.infoset);
    let (x, y) = (&names[fault.nodes.0], &names[fault.nodes.1]);
    let needed = match &fault.needed {
        Some(needed) => format!("they must be {}", ratio(needed)),
        None => "they cannot be".to_owned(),
    };
    let sets: Vec<String> = fault.because.iter().map(|id| mover(tree, *id)).collect();
    let because = match &sets[..] {
        [] => "as no other mistakes lead to one than to the other".to_owned(),
        [one] if fault.because[0] == fault.infoset => format!("as the other odds of {one} say"),
        _ => format!("as the beliefs of {} say", sets.join(" and ")),
    };
    let odds = ratio(&fault.odds);
    format!("{} gives {x} against {y} the odds {odds}; {needed}, {because}", mover(tree, fault.infoset))
}

fn ratio(odds: &Rational) -> String {
    let (over, under) = odds.to_digits();
    format!("{over} to {under}")
}
