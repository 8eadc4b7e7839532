//! Solutions and equilibria as HTML.

use std::fmt::Write;

use super::{fragment, framed, paragraph};
use crate::game::{ExtensiveForm, Game, Profile};
use crate::show::account::{
    Account, Choice, DrawnRow, Group, Joint, Member, SolutionOptions, account, member, outcome_words,
};
use crate::show::course::Course;
use crate::show::escape::xml;
use crate::show::names::behavior;
use crate::show::tree::{TreeOptions, equilibrium_svg, player_class};
use crate::show::words::{Digits, clean, more};
use crate::solve::{Equilibrium, Solution};

/// A solution of a larger tree comes without a picture.
const PICTURED: usize = 60;

/// A solution as HTML: what is claimed, then the equilibria by outcome, components and rounds of elimination.
pub fn solution(game: &Game, solution: &Solution) -> String {
    let account = account(game, solution, SolutionOptions::default());
    let mut html = head(&account);
    let joint = |group: &Group| group.members.iter().any(|member| member.joint.is_some());
    match game {
        _ if account.groups.iter().any(joint) => {
            account.groups.iter().for_each(|group| html.push_str(&joint_group(group)))
        }
        Game::Normal(_) if !account.groups.is_empty() => html.push_str(&table_of_profiles(game, &account)),
        Game::Normal(_) => {}
        Game::Extensive(tree) => {
            html.push_str(&first_picture(tree, solution));
            account.groups.iter().for_each(|group| html.push_str(&outcome_group(group)));
        }
    }
    if let Some(hidden) = &account.hidden {
        html.push_str(&paragraph("fd-note", hidden));
    }
    for (heading, items) in &account.sections {
        let _ = writeln!(html, "<p class=\"fd-title\">{heading}</p>\n<ul>");
        items.iter().for_each(|item| html.push_str(&format!("<li>{}</li>\n", xml(item))));
        html.push_str("</ul>\n");
    }
    fragment(&html)
}

/// The picture of a small tree with the first equilibrium's choices.
fn first_picture(tree: &ExtensiveForm, solution: &Solution) -> String {
    let first = solution.equilibria.first().filter(|_| tree.num_nodes() <= PICTURED);
    let Some(first) = first.filter(|first| behavior(tree, &first.profile).is_some()) else { return String::new() };
    let note =
        if solution.len() > 1 { paragraph("fd-note", "The picture shows equilibrium 1.") } else { String::new() };
    let options = TreeOptions { title: false, ..TreeOptions::default() };
    format!("{}{note}", framed(&equilibrium_svg(tree, first, &options)))
}

fn head(account: &Account) -> String {
    let mut html = paragraph("fd-title", &account.title);
    html.push_str(&paragraph("fd-headline", &account.headline));
    html.push_str("<dl>");
    for (label, text) in &account.facts {
        let _ = write!(html, "<dt>{label}</dt><dd>{}</dd>", xml(text));
    }
    html.push_str("</dl>\n");
    html
}

/// A row for each equilibrium of a payoff table.
fn table_of_profiles(game: &Game, account: &Account) -> String {
    let mut html = String::from("<div class=\"fd-scroll\"><table class=\"fd-table\">\n<caption>Equilibria</caption>\n");
    html.push_str("<thead><tr><th scope=\"col\">No.</th>");
    for (player, name) in game.players().keys().iter().enumerate() {
        let class = player_class(player);
        let _ = write!(html, "<th scope=\"col\"><span class=\"{class}\">{}</span></th>", xml(name));
    }
    html.push_str("<th scope=\"col\">Payoffs</th></tr></thead>\n<tbody>\n");
    for group in &account.groups {
        group.members.iter().for_each(|member| html.push_str(&profile_row(group, member)));
    }
    html.push_str("</tbody></table></div>\n");
    html
}

fn profile_row(group: &Group, member: &Member) -> String {
    let number = member.number.map_or(String::new(), |number| number.to_string());
    let mut html = format!("<tr><th scope=\"row\">{number}</th>");
    for choice in &member.choices {
        let _ = write!(html, "<td>{}</td>", actions(choice, member.digits));
    }
    let payoff = |(player, (_, payoff)): (usize, &(String, _))| {
        format!("<span class=\"{}\">{}</span>", player_class(player), member.digits.compact(payoff))
    };
    let payoffs: Vec<String> = group.payoffs.iter().enumerate().map(payoff).collect();
    let _ = writeln!(html, "<td>{}{}</td></tr>", payoffs.join(", "), remarks(member));
    html
}

fn remarks(member: &Member) -> String {
    if member.remarks.is_empty() {
        return String::new();
    }
    format!("<br/><span class=\"fd-soft\">{}</span>", xml(&member.remarks.join("; ")))
}

/// The profiles that a correlated equilibrium may draw.
fn joint_group(group: &Group) -> String {
    let tables =
        group.members.iter().filter_map(|member| Some(joint_table(member, member.joint.as_ref()?, &group.payoffs)));
    tables.collect()
}

fn joint_table(member: &Member, joint: &Joint, expected: &[(String, crate::number::Rational)]) -> String {
    let number = member.number.map_or("Equilibrium".into(), |number| format!("Equilibrium {number}"));
    let mut html = format!(
        "<div class=\"fd-scroll\"><table class=\"fd-table\">\n<caption>{number}<br/>{}{}</caption>\n<thead><tr>",
        payoffs(expected, member.digits),
        remarks(member)
    );
    for (player, name) in joint.players.iter().enumerate() {
        let _ = write!(html, "<th scope=\"col\"><span class=\"{}\">{}</span></th>", player_class(player), xml(name));
    }
    html.push_str("<th scope=\"col\">Probability</th><th scope=\"col\">Payoffs</th></tr></thead>\n<tbody>\n");
    joint.draws.iter().for_each(|draw| html.push_str(&joint_row(draw, member.digits)));
    html.push_str("</tbody></table></div>\n");
    if joint.hidden > 0 {
        html.push_str(&paragraph("fd-note", &more(joint.hidden, "profile", "profiles")));
    }
    html
}

fn joint_row(draw: &DrawnRow, digits: Digits) -> String {
    let strategies: String = draw.strategies.iter().map(|name| format!("<td>{}</td>", xml(name))).collect();
    let payoff = |(player, payoff): (usize, &crate::number::Rational)| {
        format!("<span class=\"{}\">{}</span>", player_class(player), digits.compact(payoff))
    };
    let payoffs: Vec<String> = draw.payoffs.iter().enumerate().map(payoff).collect();
    format!("<tr>{strategies}<td>{}</td><td>{}</td></tr>\n", digits.full(&draw.probability), payoffs.join(", "))
}

/// "Support with 1/3 (≈0.3333)" and so on, a line each.
fn actions(choice: &Choice, digits: Digits) -> String {
    let action = |(name, probability): &(String, Option<_>)| match probability {
        Some(probability) => format!("{} <span class=\"fd-soft\">{}</span>", xml(name), digits.full(probability)),
        None => xml(name),
    };
    choice.actions.iter().map(action).collect::<Vec<_>>().join("<br/>")
}

/// Equilibria of a tree that share an outcome.
fn outcome_group(group: &Group) -> String {
    let mut html = String::new();
    let digits = group.members.first().map_or(Digits::Exact, |member| member.digits);
    html.push_str("<div class=\"fd-scroll\"><table class=\"fd-table fd-plans\">\n");
    let outcome = group.outcome.as_ref().map_or("Equilibria".into(), |outcome| format!("Outcome: {outcome}"));
    let _ = writeln!(html, "<caption>{}<br/>{}</caption>", xml(&outcome), payoffs(&group.payoffs, digits));
    html.push_str(
        "<thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Player</th><th scope=\"col\">Plan</th></tr></thead>\n",
    );
    group.members.iter().for_each(|member| html.push_str(&plan_rows(member)));
    html.push_str("</table></div>\n");
    if !group.sets.is_empty() {
        html.push_str(&paragraph("fd-note", &group.sets_title()));
        let items = group.sets.iter().map(|set| format!("<li>{}</li>\n", xml(set)));
        let _ = writeln!(html, "<ul>{}</ul>", items.collect::<String>());
    } else if group.hidden > 0 {
        html.push_str(&paragraph("fd-note", &more(group.hidden, "equilibrium", "equilibria")));
    }
    html
}

fn payoffs(payoffs: &[(String, crate::number::Rational)], digits: Digits) -> String {
    let named = |(player, (name, payoff)): (usize, &(String, _))| {
        format!("<span class=\"{}\">{} {}</span>", player_class(player), xml(name), digits.full(payoff))
    };
    format!("Payoffs: {}", payoffs.iter().enumerate().map(named).collect::<Vec<_>>().join(", "))
}

/// A row for each player, the number before the first.
fn plan_rows(member: &Member) -> String {
    let own: Vec<&[Choice]> = member.choices.chunk_by(|a, b| a.player == b.player).collect();
    let mut html = String::from("<tbody>\n");
    for (row, choices) in own.iter().enumerate() {
        html.push_str("<tr>");
        if let (0, Some(number)) = (row, member.number) {
            let _ = write!(html, "<th scope=\"rowgroup\" rowspan=\"{}\">{number}{}</th>", own.len(), remarks(member));
        }
        let (class, name) = (player_class(choices[0].player.index()), xml(&choices[0].name));
        let words = plan_cell(choices, member.digits);
        let _ = writeln!(html, "<th scope=\"row\"><span class=\"{class}\">{name}</span></th><td>{words}</td></tr>");
    }
    if member.hidden > 0 {
        let _ = writeln!(html, "<tr><td colspan=\"3\">{}</td></tr>", more(member.hidden, "choice", "choices"));
    }
    if !member.beliefs.is_empty() {
        let lines: Vec<String> = member.beliefs.iter().map(|belief| xml(belief)).collect();
        let columns = if member.number.is_some() { 3 } else { 2 };
        let _ = writeln!(html, "<tr><td colspan=\"{columns}\">{}</td></tr>", lines.join("<br/>"));
    }
    html.push_str("</tbody>\n");
    html
}

/// A player's choices, those where play does not come apart from the others.
fn plan_cell(choices: &[Choice], digits: Digits) -> String {
    let (on, off): (Vec<&Choice>, Vec<&Choice>) = choices.iter().partition(|choice| choice.reached);
    let mut lines: Vec<String> = on.iter().map(|choice| planned(choice, digits, "fd-on")).collect();
    if !off.is_empty() {
        let words: Vec<String> = off.iter().map(|choice| planned(choice, digits, "fd-plan")).collect();
        lines.push(format!("<span class=\"fd-off\">Off the path: {}</span>", words.join("; ")));
    }
    lines.join("<br/>")
}

/// "Abstain after Invoke".
fn planned(choice: &Choice, digits: Digits, class: &str) -> String {
    let action = |(name, probability): &(String, Option<_>)| match probability {
        Some(probability) => format!("{} {}", xml(name), digits.full(probability)),
        None => xml(name),
    };
    let words = choice.actions.iter().map(action).collect::<Vec<_>>().join(" or ");
    let place = choice.place.as_ref().map_or(String::new(), |place| format!(" {}", xml(place)));
    format!("<span class=\"{class}\">{words}</span>{place}")
}

/// One equilibrium as HTML: for a tree the picture with its course, then payoffs and everybody's choices.
pub fn equilibrium(game: &Game, equilibrium: &Equilibrium) -> String {
    let member = member(game, equilibrium, None, SolutionOptions::default());
    let mut html = String::new();
    let mut outcome = None;
    if let Game::Extensive(tree) = game
        && let Some(profile) = behavior(tree, &equilibrium.profile)
    {
        html.push_str(&framed(&equilibrium_svg(tree, equilibrium, &TreeOptions::default())));
        outcome = Some(outcome_words(&Course::new(tree, &profile), member.digits));
    }
    let named =
        |(player, payoff): (usize, &crate::number::Rational)| (clean(game.players().key(player)), payoff.clone());
    let payoffs: Vec<_> = equilibrium.payoffs.iter().enumerate().map(named).collect();
    if let Some(joint) = &member.joint {
        return fragment(&joint_table(&member, joint, &payoffs));
    }
    let caption = outcome.map_or("Equilibrium".into(), |outcome| format!("Outcome: {outcome}"));
    let _ = writeln!(
        html,
        "<div class=\"fd-scroll\"><table class=\"fd-table fd-plans\">\n<caption>{}<br/>{}</caption>",
        xml(&caption),
        self::payoffs(&payoffs, member.digits)
    );
    let what = if matches!(equilibrium.profile, Profile::Behavior(_)) { "Plan" } else { "Strategy" };
    let _ = writeln!(html, "<thead><tr><th scope=\"col\">Player</th><th scope=\"col\">{what}</th></tr></thead>");
    html.push_str(&plan_rows(&member));
    html.push_str("</table></div>\n");
    if !member.remarks.is_empty() {
        html.push_str(&paragraph("fd-note", &member.remarks.join("; ")));
    }
    fragment(&html)
}
