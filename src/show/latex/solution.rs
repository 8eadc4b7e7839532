//! Solutions and equilibria as LaTeX.

use super::number;
use crate::game::Game;
use crate::number::Rational;
use crate::show::account::{Choice, DrawnRow, Group, Joint, Member, SolutionOptions, account, member};
use crate::show::escape::latex;
use crate::show::words::{Digits, clean, more};
use crate::solve::{Equilibrium, Solution};

/// A solution as LaTeX: a sentence on what is claimed, then a table for each outcome and lists of what else is known.
pub fn solution(game: &Game, solution: &Solution) -> String {
    let account = account(game, solution, SolutionOptions::default());
    let mut blocks = vec![format!("\\textbf{{{}}}: {}.", latex(&account.title), latex(&account.headline))];
    let facts: Vec<String> = account.facts.iter().map(|(label, text)| format!("{label}: {}.", latex(text))).collect();
    blocks.push(facts.join(" "));
    blocks.extend(account.groups.iter().map(group_block));
    blocks.extend(account.hidden.as_deref().map(latex));
    for (heading, items) in &account.sections {
        let items: String = items.iter().map(|item| format!("\\item {}\n", latex(item))).collect();
        blocks.push(format!("{heading}:\n\\begin{{itemize}}\n{items}\\end{{itemize}}"));
    }
    format!("{}\n", blocks.join("\n\n"))
}

fn group_block(group: &Group) -> String {
    let digits = group.members.first().map_or(Digits::Exact, |member| member.digits);
    let mut lines = Vec::new();
    if let Some(outcome) = &group.outcome {
        lines.push(format!("Outcome: {}.", latex(outcome)));
    }
    lines.push(format!("Payoffs: {}.\n", payoffs(&group.payoffs, digits)));
    lines.extend(group.members.iter().map(member_table));
    if !group.sets.is_empty() {
        let items: String = group.sets.iter().map(|set| format!("\\item {}\n", latex(set))).collect();
        lines.push(format!("{}\n\\begin{{itemize}}\n{items}\\end{{itemize}}", latex(&group.sets_title())));
    } else if group.hidden > 0 {
        lines.push(latex(&more(group.hidden, "equilibrium", "equilibria")));
    }
    lines.join("\n")
}

fn payoffs(payoffs: &[(String, Rational)], digits: Digits) -> String {
    let named = |(name, payoff): &(String, Rational)| format!("{} \\({}\\)", latex(name), number(payoff, digits));
    payoffs.iter().map(named).collect::<Vec<_>>().join(", ")
}

/// A row for each choice.
fn member_table(member: &Member) -> String {
    if let Some(joint) = &member.joint {
        return joint_table(member, joint);
    }
    let mut lines = vec!["\\begin{tabular}{lll}".to_owned()];
    if let Some(number) = member.number {
        let remarks =
            if member.remarks.is_empty() { String::new() } else { format!(" ({})", latex(&member.remarks.join("; "))) };
        lines.push(format!("\\multicolumn{{3}}{{l}}{{Equilibrium {number}{remarks}}} \\\\"));
    }
    lines.push("\\hline".into());
    for choice in &member.choices {
        let place = choice.place.as_ref().map_or(String::new(), |place| latex(place));
        lines.push(format!("{} & {} & {place} \\\\", latex(&choice.name), actions(choice, member.digits)));
    }
    if member.hidden > 0 {
        lines.push(format!("{} \\\\", latex(&more(member.hidden, "choice", "choices"))));
    }
    let belief =
        |line: &String| format!("\\multicolumn{{3}}{{p{{0.9\\linewidth}}}}{{\\raggedright {}}} \\\\", latex(line));
    lines.extend(member.beliefs.iter().map(belief));
    lines.push("\\end{tabular}\n".into());
    lines.join("\n")
}

/// A row for each profile that may be drawn.
fn joint_table(member: &Member, joint: &Joint) -> String {
    let columns = joint.players.len() + 2;
    let mut lines = vec![format!("\\begin{{tabular}}{{{}}}", "l".repeat(columns))];
    if let Some(number) = member.number {
        let remarks =
            if member.remarks.is_empty() { String::new() } else { format!(" ({})", latex(&member.remarks.join("; "))) };
        lines.push(format!("\\multicolumn{{{columns}}}{{l}}{{Equilibrium {number}{remarks}}} \\\\"));
    }
    let players: Vec<String> = joint.players.iter().map(|name| latex(name)).collect();
    lines.push(format!("{} & Probability & Payoffs \\\\\n\\hline", players.join(" & ")));
    let row = |draw: &DrawnRow| {
        let strategies: Vec<String> = draw.strategies.iter().map(|name| latex(name)).collect();
        let payoffs: Vec<String> = draw.payoffs.iter().map(|payoff| number(payoff, Digits::Exact)).collect();
        let probability = number(&draw.probability, member.digits);
        format!("{} & \\({probability}\\) & \\({}\\) \\\\", strategies.join(" & "), payoffs.join(",\\ "))
    };
    lines.extend(joint.draws.iter().map(row));
    if joint.hidden > 0 {
        lines.push(format!("{} \\\\", latex(&more(joint.hidden, "profile", "profiles"))));
    }
    lines.push("\\end{tabular}\n".into());
    lines.join("\n")
}

fn actions(choice: &Choice, digits: Digits) -> String {
    let action = |(name, probability): &(String, Option<Rational>)| match probability {
        Some(probability) => format!("{} \\({}\\)", latex(name), number(probability, digits)),
        None => latex(name),
    };
    choice.actions.iter().map(action).collect::<Vec<_>>().join(" or ")
}

/// One equilibrium as LaTeX: payoffs and everybody's choices.
pub fn equilibrium(game: &Game, equilibrium: &Equilibrium) -> String {
    let member = member(game, equilibrium, None, SolutionOptions::default());
    let named = |(player, payoff): (usize, &Rational)| (clean(game.players().key(player)), payoff.clone());
    let named: Vec<_> = equilibrium.payoffs.iter().enumerate().map(named).collect();
    format!("Payoffs: {}.\n\n{}", payoffs(&named, member.digits), member_table(&member))
}
