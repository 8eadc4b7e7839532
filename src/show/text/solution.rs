//! Solutions and equilibria as text.

use super::{finish, table_lines, wrap};
use crate::game::{Game, Profile};
use crate::show::account::{Account, Choice, Group, Joint, Member, SolutionOptions, account, headline, member};
use crate::show::course::Course;
use crate::show::words::{Digits, clean, more};
use crate::solve::{Equilibrium, Solution};

/// How wide running text is.
const COLUMNS: usize = 100;

/// A solution in one line: what was found, and whether that is all.
pub fn summary(game: &Game, solution: &Solution) -> String {
    let title = clean(game.title());
    let headline = headline(game, solution);
    if title.is_empty() { headline } else { format!("{title}: {headline}") }
}

/// A solution as text: what is claimed, then the equilibria by outcome, components and rounds of elimination.
pub fn solution(game: &Game, solution: &Solution) -> String {
    let account = account(game, solution, SolutionOptions::default());
    let mut lines = head(&account);
    for group in &account.groups {
        lines.push(String::new());
        lines.extend(group_lines(group));
    }
    if let Some(hidden) = account.hidden {
        lines.extend([String::new(), hidden]);
    }
    for (heading, items) in &account.sections {
        lines.extend([String::new(), format!("{heading}:")]);
        lines.extend(items.iter().flat_map(|item| wrap(item, COLUMNS, "  ")));
    }
    finish(&lines)
}

fn head(account: &Account) -> Vec<String> {
    let mut lines = vec![account.title.clone(), format!("Found: {}.", account.headline)];
    for (label, text) in &account.facts {
        lines.extend(wrap(&format!("{label}: {text}."), COLUMNS, ""));
    }
    lines
}

fn group_lines(group: &Group) -> Vec<String> {
    let digits = group.members.first().map_or(Digits::Exact, |member| member.digits);
    let payoffs: Vec<String> =
        group.payoffs.iter().map(|(player, payoff)| format!("{player} {}", digits.full(payoff))).collect();
    let mut lines = Vec::new();
    if let Some(outcome) = &group.outcome {
        lines.extend(wrap(&format!("Outcome: {outcome}"), COLUMNS, ""));
        lines.extend(wrap(&format!("Payoffs: {}", payoffs.join(", ")), COLUMNS, "  "));
    }
    for member in &group.members {
        lines.extend(member_lines(member, if group.outcome.is_some() { "  " } else { "" }));
    }
    if group.outcome.is_none() {
        lines.extend(wrap(&format!("Payoffs: {}", payoffs.join(", ")), COLUMNS, "  "));
    }
    if group.sets.is_empty() && group.hidden > 0 {
        lines.push(format!("  {}", more(group.hidden, "equilibrium", "equilibria")));
    }
    if !group.sets.is_empty() {
        lines.extend(wrap(&group.sets_title(), COLUMNS, "  "));
        lines.extend(group.sets.iter().flat_map(|set| wrap(set, COLUMNS, "    ")));
    }
    lines
}

fn member_lines(member: &Member, indent: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(number) = member.number {
        let remarks =
            if member.remarks.is_empty() { String::new() } else { format!(" ({})", member.remarks.join("; ")) };
        lines.push(format!("{indent}Equilibrium {number}{remarks}"));
    }
    if let Some(joint) = &member.joint {
        lines.extend(joint_lines(joint, member.digits, &format!("{indent}  ")));
    }
    let own: Vec<&[Choice]> = member.choices.chunk_by(|a, b| a.player == b.player).collect();
    for choices in own {
        let words = |reached: bool| -> Vec<String> {
            let own = choices.iter().filter(|choice| choice.reached == reached);
            own.map(|choice| choice_words(choice, member.digits)).collect()
        };
        let (on, off) = (words(true).join("; "), words(false).join("; "));
        let off = if off.is_empty() { off } else { format!("(off the path: {off})") };
        let parts: Vec<String> = [on, off].into_iter().filter(|part| !part.is_empty()).collect();
        let line = format!("{}: {}", choices[0].name, parts.join(" "));
        lines.extend(wrap(&line, COLUMNS, &format!("{indent}  ")));
    }
    if member.hidden > 0 {
        lines.push(format!("{indent}  {}", more(member.hidden, "choice", "choices")));
    }
    lines.extend(member.beliefs.iter().flat_map(|belief| wrap(belief, COLUMNS, &format!("{indent}  "))));
    lines
}

/// A line for each profile that may be drawn.
fn joint_lines(joint: &Joint, digits: Digits, indent: &str) -> Vec<String> {
    let head = joint.players.iter().cloned().chain(["Probability".into(), "Payoffs".into()]).collect();
    let row = |draw: &crate::show::account::DrawnRow| {
        let payoffs: Vec<String> = draw.payoffs.iter().map(|payoff| digits.compact(payoff)).collect();
        let numbers = [digits.full(&draw.probability), payoffs.join(", ")];
        draw.strategies.iter().cloned().chain(numbers).collect()
    };
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(joint.draws.iter().map(row)).collect();
    let mut lines = table_lines(&rows, indent);
    if joint.hidden > 0 {
        lines.push(format!("{indent}{}", more(joint.hidden, "profile", "profiles")));
    }
    lines
}

/// "Abstain after Invoke", "Support 1/3 (≈0.3333) or Abstain 2/3 (≈0.6667)".
fn choice_words(choice: &Choice, digits: Digits) -> String {
    let action = |(name, probability): &(String, Option<_>)| match probability {
        Some(probability) => format!("{name} {}", digits.full(probability)),
        None => name.clone(),
    };
    let actions: Vec<String> = choice.actions.iter().map(action).collect();
    let place = choice.place.as_ref().map_or(String::new(), |place| format!(" {place}"));
    format!("{}{place}", actions.join(" or "))
}

/// One equilibrium as text: the course of play, payoffs and everybody's choices.
pub fn equilibrium(game: &Game, equilibrium: &Equilibrium) -> String {
    let member = member(game, equilibrium, None, SolutionOptions::default());
    let mut lines = Vec::new();
    if let (Game::Extensive(tree), Profile::Behavior(profile)) = (game, &equilibrium.profile) {
        let outcome = crate::show::account::outcome_words(&Course::new(tree, profile), member.digits);
        lines.extend(wrap(&format!("Outcome: {outcome}"), COLUMNS, ""));
    }
    let payoff = |(player, payoff)| format!("{} {}", clean(game.players().key(player)), member.digits.full(payoff));
    let payoffs: Vec<String> = equilibrium.payoffs.iter().enumerate().map(payoff).collect();
    lines.extend(wrap(&format!("Payoffs: {}", payoffs.join(", ")), COLUMNS, ""));
    lines.extend(member_lines(&member, ""));
    lines.extend(member.remarks.iter().map(|remark| format!("  {remark}")));
    finish(&lines)
}
