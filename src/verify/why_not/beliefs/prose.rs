//! [`Unmet`] in words.

use std::fmt;

use super::{Demand, NodeRange, Unmet};
use crate::game::Concept;
use crate::number::Rational;
use crate::verify::why_not::prose::threat;

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.demands[..] {
            [demand] => {
                let threatened = format!("to choose {} {}", demand.does, demand.place);
                threat(f, &demand.player, &threatened, &self.rather(demand), self.deterred.as_ref())
            }
            demands => {
                let told: Vec<String> = demands.iter().map(needs).collect();
                write!(
                    f,
                    "{}. Each of these beliefs is possible by itself, but they do not go together: ",
                    told.join("; ")
                )?;
                f.write_str(match self.concept {
                    Concept::Sequential => "consistent beliefs at these information sets come from the same mistakes.",
                    _ => "by Bayes' rule they follow from each other.",
                })
            }
        }
    }
}

impl Unmet {
    /// "there Russia prefers Abstain by every consistent belief: at best (by disloyal 1/4, loyal 3/4) -4 rather than -7"
    fn rather(&self, demand: &Demand) -> String {
        let Demand { player, instead, now, after, .. } = demand;
        let payoffs = format!("{after} rather than {now}");
        if demand.allowed.len() <= 1 {
            return format!("once play has come there, {player} prefers {instead}: {payoffs}");
        }
        let (by, rule) = match self.concept {
            _ if demand.needed.is_empty() => ("whatever is believed", ""),
            Concept::Sequential => ("by every consistent belief", "consistency"),
            _ => ("by every belief that follows Bayes' rule", "Bayes' rule"),
        };
        let belief: Vec<String> = demand.belief.iter().map(|(node, x)| format!("{node} {x}")).collect();
        let belief = belief.join("; ");
        let rather =
            format!("there {player} prefers {instead} {by}: with {belief}, which speaks most against it, {payoffs}");
        match demand.contradiction() {
            None => rather,
            Some((needed, allowed)) => format!(
                "{rather}. {} would need a belief of {} in {}, but {rule} {}",
                demand.does,
                bound(needed, allowed),
                needed.node,
                given(needed, allowed)
            ),
        }
    }
}

/// "at least 5/8", against what is allowed.
fn bound(needed: &NodeRange, allowed: &NodeRange) -> String {
    match (needed.low == needed.high, needed.low > allowed.high) {
        (true, _) => format!("exactly {}", needed.low),
        (false, true) => format!("at least {}", needed.low),
        (false, false) => format!("at most {}", needed.high),
    }
}

fn given(needed: &NodeRange, allowed: &NodeRange) -> String {
    match (allowed.low == allowed.high, needed.low > allowed.high) {
        (true, _) => format!("gives {}", allowed.low),
        (false, true) => format!("gives at most {}", allowed.high),
        (false, false) => format!("gives at least {}", allowed.low),
    }
}

/// "Support by Russia at 'after invocation' needs a belief of at least 5/8 in disloyal".
fn needs(demand: &Demand) -> String {
    let narrower =
        |(needed, allowed): &(&NodeRange, &NodeRange)| needed.low > allowed.low || needed.high < allowed.high;
    let told = demand.needed.iter().zip(&demand.allowed).filter(narrower).map(|(needed, _)| extent(needed));
    // With two nodes, what is said of one says all.
    let told: Vec<String> = told.take(if demand.needed.len() == 2 { 1 } else { usize::MAX }).collect();
    let told = if told.is_empty() { "a belief".to_owned() } else { format!("a belief of {}", told.join(" and ")) };
    format!("{} by {} {} needs {told}", demand.does, demand.player, demand.place)
}

fn extent(range: &NodeRange) -> String {
    let NodeRange { node, low, high } = range;
    match (low == high, low.is_zero(), *high == Rational::ONE) {
        (true, ..) => format!("exactly {low} in {node}"),
        (_, true, _) => format!("at most {high} in {node}"),
        (_, _, true) => format!("at least {low} in {node}"),
        _ => format!("from {low} to {high} in {node}"),
    }
}
