//! [`WhyNot`] in words.

use std::fmt;

use super::super::words::join_path;
use super::{Change, Deviation, Play, Threat, Verdict, WhyNot};
use crate::game::Concept;
use crate::number::Rational;

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.verdict {
            Verdict::Nash => f.write_str("Nothing is wrong: it is a Nash equilibrium; nobody gains by deviating alone."),
            Verdict::SubgamePerfect => f.write_str(
                "Nothing is wrong: it is a subgame-perfect equilibrium; nobody gains by deviating alone, in any subgame.",
            ),
            Verdict::Correlated => f.write_str(
                "Nothing is wrong: it is a correlated equilibrium; nobody gains by disobeying what is recommended.",
            ),
            Verdict::CoarseCorrelated => f.write_str(
                "Nothing is wrong: it is a coarse correlated equilibrium; nobody gains by refusing to follow.",
            ),
            Verdict::NotCorrelated => {
                f.write_str("It is not a correlated equilibrium.")?;
                self.deviations.iter().try_for_each(|deviation| write!(f, " {deviation}"))
            }
            Verdict::NotCoarseCorrelated => {
                f.write_str("It is not a coarse correlated equilibrium.")?;
                self.deviations.iter().try_for_each(|deviation| write!(f, " {deviation}"))
            }
            Verdict::NotNash => {
                f.write_str("It is not a Nash equilibrium.")?;
                self.deviations.iter().try_for_each(|deviation| write!(f, " {deviation}"))
            }
            Verdict::Supported(concept) => write!(
                f,
                "Nothing is wrong: it is a {}; some beliefs make everybody's behaviour a best reply, at every information set.",
                concept.name()
            ),
            Verdict::Unsupported(concept) => self.write_unsupported(f, concept),
            Verdict::Undecided(concept) => write!(
                f,
                "It is a Nash equilibrium, and what is done at each information set can be a best reply there. Whether \
                 beliefs that go together make all of it so was not decided: it may be a {} or not.",
                concept.name()
            ),
            Verdict::NotSubgamePerfect => {
                f.write_str("It is a Nash equilibrium, but not subgame perfect.")?;
                self.threats.iter().try_for_each(|threat| write!(f, " {threat}"))?;
                match self.more_threats {
                    0 => Ok(()),
                    more => write!(f, " The same is wrong in {more} more subgames."),
                }
            }
        }
    }
}

impl WhyNot {
    fn write_unsupported(&self, f: &mut fmt::Formatter<'_>, concept: Concept) -> fmt::Result {
        let at_least = if concept == Concept::WeakPerfectBayesian { "Nash" } else { "subgame-perfect" };
        write!(f, "It is a {at_least} equilibrium, but no {}", concept.name())?;
        if !self.faults.is_empty() {
            f.write_str(" with these beliefs")?;
        }
        f.write_str(".")?;
        self.faults.iter().try_for_each(|fault| write!(f, " This fails: {}: {}.", fault.what, fault.detail))?;
        if self.mendable {
            f.write_str(" With other beliefs it is one.")?;
        }
        self.unmet.iter().try_for_each(|unmet| write!(f, " {unmet}"))?;
        match self.more_threats {
            0 => Ok(()),
            more => write!(f, " The same is wrong at {more} more information sets."),
        }
    }
}

impl fmt::Display for Deviation {
    /// "Russia gains 5 by choosing Abstain instead of Support after Attack, Invoke: -2 instead of -7."
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Deviation { player, now, after, .. } = self;
        let gain = self.gain();
        let changes: Vec<String> = self.changes.iter().map(ToString::to_string).collect();
        write!(f, "{player} gains {gain} by choosing {}", changes.join(", and "))?;
        if !self.others.is_empty() {
            let others = self.others.iter().map(|(other, choice)| format!("{other} chooses {choice}"));
            write!(f, " while {}", others.collect::<Vec<_>>().join(" and "))?;
        }
        write!(f, ": {after} instead of {now}.")?;
        write_plays(f, &self.plays)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Change { place, from, to, .. } = self;
        write!(f, "{to} instead of {from}")?;
        if place.is_empty() { Ok(()) } else { write!(f, " {place}") }
    }
}

impl fmt::Display for Threat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Deviation { player, now, after, changes, .. } = &self.deviation;
        let threatened: Vec<String> =
            changes.iter().map(|change| format!("to choose {} {}", change.from, change.place)).collect();
        let preferred: Vec<&str> = changes.iter().map(|change| change.to.as_str()).collect();
        let (threatened, preferred) = (threatened.join(" and "), preferred.join(" and then "));
        let rather = format!("once play has come there, {player} prefers {preferred}: {after} rather than {now}");
        let rather = if self.given.is_empty() { rather } else { format!("{rather}, as {}", later(&self.given)) };
        threat(f, player, &threatened, &rather, self.deterred.as_ref())
    }
}

/// A threat, what its maker would rather do, and whose behaviour rests on it.
pub(super) fn threat(
    f: &mut fmt::Formatter<'_>,
    player: &str,
    threatened: &str,
    rather: &str,
    deterred: Option<&Deviation>,
) -> fmt::Result {
    match deterred {
        Some(deterred) => {
            let (name, instead) = (&deterred.player, in_words(&deterred.changes));
            write!(f, "{name} chooses {} only because {player} threatens {threatened}, ", kept(&deterred.changes))?;
            write!(f, "but {rather}. Knowing that, {name} would choose {instead}: ")?;
            write!(f, "{} rather than {}.", deterred.after, deterred.now)
        }
        None => {
            write!(f, "The profile also has {player} plan {threatened}, but {rather}. It stands only because play ")?;
            f.write_str("never comes there; nobody's behaviour on the path rests on it.")
        }
    }
}

/// What others would do further on: "Armenia would then choose Stay instead of Leave".
fn later(given: &[(String, Change)]) -> String {
    let one = |(player, change): &(String, Change)| format!("{player} would then choose {change}");
    given.iter().map(one).collect::<Vec<_>>().join(" and ")
}

fn kept(changes: &[Change]) -> String {
    changes.first().map_or(String::new(), |change| format!("{} {}", change.from, change.place))
}

fn in_words(changes: &[Change]) -> String {
    let words = |(position, change): (usize, &Change)| match position {
        0 => change.to.clone(),
        _ => format!("{} {}", change.to, change.place),
    };
    changes.iter().enumerate().map(words).collect::<Vec<_>>().join(" and ")
}

fn write_plays(f: &mut fmt::Formatter<'_>, plays: &[Play]) -> fmt::Result {
    let told = |play: &Play| match play.probability == Rational::ONE {
        true => join_path(&play.path),
        false => format!("{} (probability {})", join_path(&play.path), play.probability),
    };
    match plays {
        [] => Ok(()),
        plays => write!(f, " The play is then {}.", plays.iter().map(told).collect::<Vec<_>>().join("; or ")),
    }
}
