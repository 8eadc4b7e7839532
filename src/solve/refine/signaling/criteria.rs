//! Which types each criterion rules out, and which replies that leaves.

use super::case::{Case, Is};
use super::divine;
use super::finding::SignalingCriterion;
use super::replies::{Face, sure_beliefs};
use crate::number::Rational;
use crate::solve::control::Watch;

/// What a criterion leaves of the beliefs and replies after a message.
pub(super) struct Argument {
    /// The types that are ruled out, by position among those that can send the message.
    pub(super) struck: Vec<Struck>,
    /// The extreme points of the beliefs left.
    pub(super) beliefs: Vec<Vec<Rational>>,
    /// The mixed best replies to these beliefs.
    pub(super) faces: Vec<Face>,
}

/// A type that is ruled out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Struck {
    pub(super) place: usize,
    pub(super) round: usize,
    /// The types that would gain wherever it would not lose.
    pub(super) by: Vec<usize>,
}

/// Applies a criterion to an unsent message from which some type could gain. `None` if the search was stopped.
pub(super) fn argument(case: &Case, criterion: SignalingCriterion, watch: &mut Watch) -> Option<Argument> {
    let struck = match criterion {
        SignalingCriterion::Sequential => Vec::new(),
        SignalingCriterion::Divine => return divine::argument(case, watch),
        SignalingCriterion::UniversallyDivine => return again_and_again(case, watch),
        SignalingCriterion::Dominance => never(case, dominated),
        SignalingCriterion::Intuitive => never(case, never_gains),
        SignalingCriterion::D1 => by_one(case, watch)?,
        SignalingCriterion::D2 => by_all(case, &case.all, &everybody(case), &[Is::NoLoss], watch)?,
        SignalingCriterion::NeverWeakBestResponse => {
            by_all(case, &case.all, &everybody(case), &[Is::NoLoss, Is::NoGain], watch)?
        }
    };
    let left = without(&everybody(case), &struck);
    let (struck, left) = if left.is_empty() { (Vec::new(), everybody(case)) } else { (struck, left) };
    Some(Argument { struck, beliefs: sure_beliefs(case.types(), &left), faces: case.replies_to(&left, watch)? })
}

fn everybody(case: &Case) -> Vec<usize> {
    (0..case.types()).collect()
}

fn without(types: &[usize], struck: &[Struck]) -> Vec<usize> {
    types.iter().copied().filter(|place| struck.iter().all(|out| out.place != *place)).collect()
}

fn never(case: &Case, is_out: impl Fn(&Case, usize) -> bool) -> Vec<Struck> {
    let out = everybody(case).into_iter().filter(|&place| is_out(case, place));
    out.map(|place| Struck { place, round: 1, by: Vec::new() }).collect()
}

/// Whether some other move brings the type more, whatever the replies.
fn dominated(case: &Case, place: usize) -> bool {
    let by = &case.message.senders[place];
    let most = by.payoffs.iter().max();
    let others = case.game.ways(by.sender_type).filter(|way| way.action() != by.action);
    others.filter_map(|way| way.worst()).any(|worst| Some(worst) > most)
}

/// Whether every best reply gives the type less than it has.
fn never_gains(case: &Case, place: usize) -> bool {
    case.most(place, &case.all).is_negative()
}

/// D1: the types that are covered by one other.
fn by_one(case: &Case, watch: &mut Watch) -> Option<Vec<Struck>> {
    let mut covers: Vec<Vec<usize>> = vec![Vec::new(); case.types()];
    for place in everybody(case).into_iter().filter(|&place| !never_gains(case, place)) {
        for other in everybody(case).into_iter().filter(|&other| other != place) {
            if watch.must_stop(0) {
                return None;
            }
            if !case.somewhere(&case.all, &[(place, Is::NoLoss), (other, Is::NoGain)]) {
                covers[place].push(other);
            }
        }
    }
    let mut struck = never(case, never_gains);
    for place in everybody(case).into_iter().filter(|&place| !covers[place].is_empty()) {
        // A type that stays is the better reason.
        let stays = |other: &&usize| covers[**other].is_empty();
        let by = covers[place].iter().find(stays).unwrap_or(&covers[place][0]);
        struck.push(Struck { place, round: 1, by: vec![*by] });
    }
    struck.sort_by_key(|out| out.place);
    Some(struck)
}

/// D2 and its kin: the types of `left` that are covered by all others together, within some replies.
fn by_all(case: &Case, faces: &[Face], left: &[usize], own: &[Is], watch: &mut Watch) -> Option<Vec<Struck>> {
    let covered = |place: usize, others: &[usize]| {
        let own = own.iter().map(|is| (place, *is));
        let conditions: Vec<(usize, Is)> = own.chain(others.iter().map(|&other| (other, Is::NoGain))).collect();
        !case.somewhere(faces, &conditions)
    };
    let mut struck: Vec<Struck> = Vec::new();
    for &place in left {
        if watch.must_stop(0) {
            return None;
        }
        let others: Vec<usize> = everybody(case).into_iter().filter(|&other| other != place).collect();
        if covered(place, &others) {
            struck.push(Struck { place, round: 1, by: others });
        }
    }
    // As few reasons as will do, of types that stay if possible.
    let out: Vec<usize> = struck.iter().map(|out| out.place).collect();
    for Struck { place, by, .. } in &mut struck {
        by.sort_by_key(|other| (left.contains(other) && !out.contains(other), *other));
        for other in by.clone() {
            if watch.must_stop(0) {
                return None;
            }
            let fewer: Vec<usize> = by.iter().copied().filter(|known| *known != other).collect();
            if covered(*place, &fewer) {
                *by = fewer;
            }
        }
        by.sort_unstable();
    }
    Some(struck)
}

/// D2 in rounds.
fn again_and_again(case: &Case, watch: &mut Watch) -> Option<Argument> {
    let mut left = everybody(case);
    let mut faces = case.all.clone();
    let mut struck: Vec<Struck> = Vec::new();
    for round in 1.. {
        let mut out = by_all(case, &faces, &left, &[Is::NoLoss], watch)?;
        let next = without(&left, &out);
        if out.is_empty() || next.is_empty() {
            break;
        }
        out.iter_mut().for_each(|out| out.round = round);
        struck.append(&mut out);
        left = next;
        faces = case.replies_to(&left, watch)?;
    }
    Some(Argument { struck, beliefs: sure_beliefs(case.types(), &left), faces })
}
