//! Why a profile fails, as sheets: sentences, and the numbers behind them in tables.

use super::sheet::Sheet;
use crate::number::Rational;
use crate::verify::{Change, Demand, Deviation, NodeRange, Threat, Unmet, WhyNot};

const GAINS: [&str; 6] = ["Player", "Does", "Instead", "Where", "Now", "Then"];

/// The whole answer.
///
/// # Example
/// ```
/// use foederis::{NormalForm, Profile, MixedProfile, show, why_not};
/// let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["l", "r"]);
/// let game = game.table(&[&[2, 0, 0, 1], &[3, 1, 1, 0]])?.into();
/// let profile = Profile::Mixed(MixedProfile::pure(&[0, 1], &[2, 2]));
/// let sheet = show::why_not::sheet(&why_not(&game, &profile, &Default::default())?);
/// assert_eq!(sheet.tables[0].rows[0][..3], ["B", "r", "l"]);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn sheet(answer: &WhyNot) -> Sheet {
    let title = if answer.ok() { "Nothing is wrong" } else { "Why it fails" };
    let gains = answer.deviations.iter().chain(answer.threats.iter().map(|threat| &threat.deviation));
    let demands = answer.unmet.iter().flat_map(|unmet| &unmet.demands);
    let faults = answer.faults.iter().map(|fault| vec![fault.what.clone(), fault.detail.clone()]);
    Sheet::new(title)
        .line(answer.to_string())
        .table("What would pay", &GAINS, gains.flat_map(gain_rows).collect())
        .table(
            "What no beliefs support",
            &["Player", "Information set", "Does", "Better"],
            demands.map(demand_row).collect(),
        )
        .table("Beliefs that fail", &["What", "Detail"], faults.collect())
}

/// One deviation.
pub fn deviation(deviation: &Deviation) -> Sheet {
    Sheet::new(format!("{} gains {}", deviation.player, deviation.gain())).line(deviation.to_string()).table(
        "",
        &GAINS,
        gain_rows(deviation),
    )
}

/// One change of behaviour.
pub fn change(change: &Change) -> Sheet {
    let row = vec![change.from.clone(), change.to.clone(), change.place.clone()];
    Sheet::new("A change").table("", &["Does", "Instead", "Where"], vec![row])
}

/// A threat that would not be carried out.
pub fn threat(threat: &Threat) -> Sheet {
    Sheet::new(format!("A threat of {}", threat.deviation.player))
        .line(threat.to_string())
        .table("What its maker would rather do", &GAINS, gain_rows(&threat.deviation))
        .table("Whose behaviour rests on it", &GAINS, threat.deterred.as_ref().map_or(Vec::new(), gain_rows))
}

/// Behaviour that no allowed beliefs make a best reply.
pub fn unmet(unmet: &Unmet) -> Sheet {
    Sheet::new("What no beliefs support")
        .line(unmet.to_string())
        .table("", &["Player", "Information set", "Does", "Better"], unmet.demands.iter().map(demand_row).collect())
        .table("Whose behaviour rests on it", &GAINS, unmet.deterred.as_ref().map_or(Vec::new(), gain_rows))
}

/// What behaviour at an information set would need of the beliefs there.
pub fn demand(demand: &Demand) -> Sheet {
    let range = |ranges: &[NodeRange], node: &str| {
        let found = ranges.iter().find(|range| range.node == node);
        found.map_or("none".to_owned(), |range| between(&range.low, &range.high))
    };
    let row = |own: &NodeRange| {
        let belief = demand.belief.iter().find(|(node, _)| *node == own.node);
        let most = belief.map_or("0".to_owned(), |(_, weight)| weight.to_string());
        vec![own.node.clone(), range(&demand.needed, &own.node), range(&demand.allowed, &own.node), most]
    };
    Sheet::new(format!("{} {}", demand.player, demand.place))
        .line(format!("{} brings {}, {} brings {}", demand.does, demand.now, demand.instead, demand.after))
        .table("Beliefs", &["Node", "Needed", "Allowed", "Most favourable"], demand.allowed.iter().map(row).collect())
}

/// A row for each change; the payoffs stand in the first.
fn gain_rows(deviation: &Deviation) -> Vec<Vec<String>> {
    let row = |(number, change): (usize, &Change)| {
        let only_first = |text: String| if number == 0 { text } else { String::new() };
        let place = change.infoset.as_ref().map_or(String::new(), |_| change.place.clone());
        vec![
            only_first(deviation.player.clone()),
            change.from.clone(),
            change.to.clone(),
            place,
            only_first(deviation.now.to_string()),
            only_first(deviation.after.to_string()),
        ]
    };
    deviation.changes.iter().enumerate().map(row).collect()
}

fn demand_row(demand: &Demand) -> Vec<String> {
    let Demand { player, infoset, does, instead, now, after, .. } = demand;
    let better = if does == instead { String::new() } else { format!("{instead}: {after} rather than {now}") };
    vec![player.clone(), infoset.clone(), does.clone(), better]
}

fn between(low: &Rational, high: &Rational) -> String {
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}
