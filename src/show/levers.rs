//! Levers as people read them.

use std::fmt::Write;

use super::escape::xml;
use super::html::with_styles;
use super::sheet::Sheet;
use crate::study::levers::{Goal, JointChange, Lever, Levers, Movement, Reach};
use crate::study::region::Breakpoint;

/// What it would take, as text.
///
/// # Example
/// ```
/// use foederis::{Goal, alliance, levers, show};
/// let model = alliance::dilemma("caucasus")?;
/// let goal = Goal::Path(vec!["Refrain".into()]);
/// let text = show::levers::text(&levers(&model, &goal, &Default::default())?);
/// assert!(text.contains("c above 3 (now 1)") && text.contains("t below 1 (now 3)"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn text(levers: &Levers) -> String {
    let mut text = headline(levers) + "\n";
    let (able, unable): (Vec<&Lever>, Vec<&Lever>) =
        levers.single.iter().partition(|lever| lever.up.is_some() || lever.down.is_some());
    for lever in able {
        let _ = writeln!(text, "  {}", reaches(lever));
    }
    if let Some(joint) = joint(levers) {
        let _ = writeln!(text, "{joint}");
    }
    let reasons: Vec<&String> = unable.iter().filter_map(|lever| lever.why_not.as_ref()).collect();
    if !reasons.is_empty() {
        let _ = writeln!(text, "Not alone:");
        reasons.iter().for_each(|reason| text.push_str(&format!("  {reason}\n")));
    }
    let rooms: Vec<String> = levers.single.iter().filter_map(|lever| room(levers, lever)).collect();
    if !rooms.is_empty() {
        let _ = writeln!(text, "What holds at the base lasts as long as");
        rooms.iter().for_each(|room| text.push_str(&format!("  {room}\n")));
    }
    for note in levers.notes.iter().map(String::as_str).chain([levers.model.note()]).filter(|note| !note.is_empty()) {
        let _ = writeln!(text, "{note}");
    }
    text
}

/// What it would take, as a fragment of HTML with the same content.
pub fn html(levers: &Levers) -> String {
    let text = text(levers);
    let mut lines = text.lines();
    let title = lines.next().unwrap_or_default();
    let body: Vec<String> = lines
        .map(|line| match line.strip_prefix("  ") {
            Some(item) => format!("<li>{}</li>", xml(item)),
            None => format!("</ul><p class=\"fd-note\">{}</p><ul>", xml(line)),
        })
        .collect();
    with_styles(
        &format!("<p class=\"fd-title\">{}</p><ul>{}</ul>\n", xml(title), body.concat()).replace("<ul></ul>", ""),
    )
}

/// What it would take, as LaTeX: a table of parameters.
pub fn latex(levers: &Levers) -> String {
    sheet(levers).latex()
}

/// What it would take, in a table.
pub fn sheet(levers: &Levers) -> Sheet {
    let rows = levers.single.iter().map(row).collect();
    let joint = joint(levers);
    let notes = levers.notes.iter().map(String::as_str).chain([levers.model.note()]).filter(|note| !note.is_empty());
    Sheet::new(headline(levers).trim_end_matches(':'))
        .lines(joint)
        .table("", &HEADINGS, rows)
        .notes(notes.map(str::to_owned).collect::<Vec<_>>())
}

const HEADINGS: [&str; 5] = ["Parameter", "Now", "Enough", "Room", "Why not alone"];

/// One parameter.
pub fn lever(lever: &Lever, names: &[String]) -> Sheet {
    let [below, above] = &lever.room;
    let breaks = |movement: &Option<Movement>| movement.as_ref().map(|m| m.breaks.to_text(names));
    let mut fails: Vec<String> = breaks(below).into_iter().chain(breaks(above)).collect();
    fails.dedup();
    Sheet::new(format!("What {} alone can do", lever.symbol))
        .table("", &HEADINGS, vec![row(lever)])
        .notes((!fails.is_empty()).then(|| format!("Beyond its room this fails: {}", fails.join(", "))))
}

/// A change of several parameters together.
pub fn joint_change(change: &JointChange, names: &[String]) -> Sheet {
    let rows = change.changes.iter().map(|(symbol, value)| vec![symbol.clone(), value.to_string()]).collect();
    let conditions: Vec<String> = change.conditions.iter().map(|condition| condition.to_text(names)).collect();
    Sheet::new(format!("Together, at the cost {}", change.cost))
        .table("", &["Parameter", if change.at_end { "To" } else { "Just beyond" }], rows)
        .notes((!conditions.is_empty()).then(|| format!("There holds: {}", conditions.join(", "))))
}

fn row(lever: &Lever) -> Vec<String> {
    let side = |reach: &Option<Reach>, word: &str| {
        let reach = reach.as_ref()?;
        Some(format!("{word} {}{}", if reach.at_threshold { "or at " } else { "" }, number(&reach.threshold)))
    };
    let enough: Vec<String> = side(&lever.up, "above").into_iter().chain(side(&lever.down, "below")).collect();
    let end = |movement: &Option<Movement>| movement.as_ref().map_or("…".to_owned(), |m| number(&m.threshold));
    let [below, above] = &lever.room;
    let room =
        if below.is_none() && above.is_none() { String::new() } else { format!("{} to {}", end(below), end(above)) };
    let why_not = lever.why_not.clone().unwrap_or_default();
    vec![lever.symbol.clone(), lever.base.to_string(), enough.join(", or "), room, why_not]
}

fn headline(levers: &Levers) -> String {
    let what = match &levers.goal {
        Goal::Action { player, action, information_set: None } => format!("{player} to choose {action}"),
        Goal::Action { player, action, information_set: Some(set) } => format!("{player} to choose {action} ({set})"),
        Goal::Path(path) => format!("play to begin with {}", path.join(", ")),
    };
    match levers.holds {
        true => format!("What it takes for {what}: nothing, it holds at the base"),
        false => format!("What it takes for {what}, one parameter alone:"),
    }
}

fn reaches(lever: &Lever) -> String {
    let side = |reach: &Reach, word: &str| {
        let edge = if reach.at_threshold { "or at " } else { "" };
        format!("{} {word} {edge}{}", lever.symbol, number(&reach.threshold))
    };
    let up = lever.up.as_ref().map(|reach| side(reach, "above"));
    let down = lever.down.as_ref().map(|reach| side(reach, "below"));
    let both: Vec<String> = up.into_iter().chain(down).collect();
    format!("{} (now {})", both.join(", or "), lever.base)
}

fn joint(levers: &Levers) -> Option<String> {
    let joint = levers.joint.as_ref()?;
    let changes: Vec<String> = joint.changes.iter().map(|(symbol, value)| format!("{symbol} to {value}")).collect();
    let end = if changes.is_empty() { "the base".to_owned() } else { changes.join(", ") };
    let beyond = if joint.at_end { "" } else { "just beyond " };
    let kind = if joint.is_least { "the least cost" } else { "the least cost that ends at fractions" };
    Some(format!("Together, at {kind}: {beyond}{end} (cost {})", joint.cost))
}

fn room(levers: &Levers, lever: &Lever) -> Option<String> {
    let names = levers.model.symbols_list();
    let end = |movement: &Option<Movement>| movement.as_ref().map(|m| number(&m.threshold));
    let breaks = |movement: &Option<Movement>| movement.as_ref().map(|m| m.breaks.to_text(names));
    let [below, above] = &lever.room;
    let text = match (end(below), end(above)) {
        (None, None) => return None,
        (Some(low), None) => format!("{} >= {low}", lever.symbol),
        (None, Some(high)) => format!("{} <= {high}", lever.symbol),
        (Some(low), Some(high)) if low == high => format!("{} = {low}", lever.symbol),
        (Some(low), Some(high)) => format!("{low} <= {} <= {high}", lever.symbol),
    };
    let mut why: Vec<String> = breaks(below).into_iter().chain(breaks(above)).filter(|why| *why != text).collect();
    why.dedup();
    let why = if why.is_empty() { String::new() } else { format!("; then it fails: {}", why.join(", ")) };
    Some(format!("{text} (now {}){why}", lever.base))
}

/// A fraction as it is, a root with digits.
fn number(point: &Breakpoint) -> String {
    match point {
        Breakpoint::Exact(value) => value.to_string(),
        root => format!("{:.10} (a root)", root.to_f64()),
    }
}
