//! Divinity: the beliefs that best replies can explain, round by round.

use super::case::{Case, Is};
use super::criteria::{Argument, Struck};
use super::replies::{Face, faces, sure_beliefs};
use crate::number::Rational;
use crate::solve::control::Watch;

/// What divinity leaves after a message. `None` if the search was stopped.
///
/// A reply explains beliefs by who gains and who is indifferent: these are finitely many patterns, so the beliefs left are
/// the convex hull of finitely many points, and the best replies to them a union of simplices. Both shrink from round to
/// round, and the rounds end when the replies stay.
pub(super) fn argument(case: &Case, watch: &mut Watch) -> Option<Argument> {
    let everybody: Vec<usize> = (0..case.types()).collect();
    let mut beliefs = sure_beliefs(case.types(), &everybody);
    let mut left = case.all.clone();
    let mut struck: Vec<Struck> = Vec::new();
    for round in 1.. {
        let explained = explained(case, &left, watch)?;
        if explained.is_empty() {
            break;
        }
        let next = faces(&case.receiver, &explained, watch)?;
        let gone = |place: &usize| explained.iter().all(|belief| belief[*place].is_zero());
        for place in everybody.iter().copied().filter(gone) {
            if struck.iter().all(|out| out.place != place) {
                struck.push(Struck { place, round, by: Vec::new() });
            }
        }
        let same = next.len() == left.len() && next.iter().zip(&left).all(|(a, b)| a.replies == b.replies);
        (beliefs, left) = (explained, next);
        if same {
            break;
        }
    }
    Some(Argument { struck, beliefs, faces: left })
}

/// The extreme beliefs that some mixtures of some faces explain.
fn explained(case: &Case, faces: &[Face], watch: &mut Watch) -> Option<Vec<Vec<Rational>>> {
    let mut found: Vec<Vec<Rational>> = Vec::new();
    let mut known: Vec<Vec<(usize, Is)>> = Vec::new();
    for face in faces {
        let mut open: Vec<Vec<(usize, Is)>> = vec![Vec::new()];
        while let Some(pattern) = open.pop() {
            if watch.must_stop(0) {
                return None;
            }
            if case.mixture(face, &conditions(&pattern)).is_none() {
                continue;
            }
            if pattern.len() < case.types() {
                let next = pattern.len();
                open.extend([Is::Gain, Is::NoLoss, Is::Loss].map(|is| [&pattern[..], &[(next, is)]].concat()));
            } else if !known.contains(&pattern) {
                for belief in beliefs(case, &pattern) {
                    if !found.contains(&belief) {
                        found.push(belief);
                    }
                }
                known.push(pattern);
            }
        }
    }
    Some(found)
}

/// A pattern as conditions: [`Is::NoLoss`] stands for indifference.
fn conditions(pattern: &[(usize, Is)]) -> Vec<(usize, Is)> {
    let both = |(place, is): &(usize, Is)| match is {
        Is::NoLoss => vec![(*place, Is::NoLoss), (*place, Is::NoGain)],
        is => vec![(*place, *is)],
    };
    pattern.iter().flat_map(both).collect()
}

/// The extreme beliefs that a pattern explains: the prior, given that it is one of those who gain or of some of those who
/// are indifferent.
fn beliefs(case: &Case, pattern: &[(usize, Is)]) -> Vec<Vec<Rational>> {
    let with = |wanted: Is| pattern.iter().filter(|(_, is)| *is == wanted).map(|(place, _)| *place).collect::<Vec<_>>();
    let (gain, indifferent) = (with(Is::Gain), with(Is::NoLoss));
    if gain.is_empty() {
        return sure_beliefs(case.types(), &indifferent);
    }
    let mut groups = vec![gain];
    for place in indifferent {
        let larger: Vec<Vec<usize>> = groups.iter().map(|group| [&group[..], &[place]].concat()).collect();
        groups.extend(larger);
    }
    groups.iter().map(|group| prior_given(case, group)).collect()
}

fn prior_given(case: &Case, group: &[usize]) -> Vec<Rational> {
    let prior = |place: usize| &case.game.types[case.message.senders[place].sender_type].prior;
    let total: Rational = group.iter().map(|&place| prior(place)).sum();
    let share = |place| if group.contains(&place) { prior(place) / &total } else { Rational::ZERO };
    (0..case.types()).map(share).collect()
}
