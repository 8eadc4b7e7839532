//! Solutions and equilibria as LaTeX.

use super::{Cell, number, tabular};
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

/// What one equilibrium is: a row for each choice, or for each profile that may be drawn; and what is believed.
fn member_table(member: &Member) -> String {
    let mut blocks = Vec::new();
    if let Some(number) = member.number {
        let remarks =
            if member.remarks.is_empty() { String::new() } else { format!(" ({})", latex(&member.remarks.join("; "))) };
        blocks.push(format!("Equilibrium {number}{remarks}"));
    }
    blocks.push(match &member.joint {
        Some(joint) => draws(joint, member.digits),
        None => {
            tabular(None, &member.choices.iter().map(|choice| choice_row(choice, member.digits)).collect::<Vec<_>>())
        }
    });
    let hidden = member
        .joint
        .as_ref()
        .map_or_else(|| more(member.hidden, "choice", "choices"), |joint| more(joint.hidden, "profile", "profiles"));
    if member.hidden > 0 || member.joint.as_ref().is_some_and(|joint| joint.hidden > 0) {
        blocks.push(latex(&hidden));
    }
    blocks.extend(member.beliefs.iter().map(|line| latex(line)));
    blocks.iter().map(|block| format!("{}\n", block.trim_end())).collect::<Vec<_>>().join("\n")
}

/// Who chooses, what, and where.
fn choice_row(choice: &Choice, digits: Digits) -> Vec<Cell> {
    let action = |(name, probability): &(String, Option<Rational>)| match probability {
        Some(probability) => (
            format!("{} \\({}\\)", latex(name), number(probability, digits)),
            format!("{name} {}", digits.compact(probability)),
        ),
        None => (latex(name), name.clone()),
    };
    let (shown, plain): (Vec<String>, Vec<String>) = choice.actions.iter().map(action).unzip();
    let actions = Cell::latex(shown.join(" or "), &plain.join(" or "));
    let mut row = vec![Cell::text(&choice.name), actions];
    row.extend(choice.place.as_ref().map(|place| Cell::text(place)));
    row.resize_with(3, || Cell::text(""));
    row
}

/// A row for each profile that may be drawn.
fn draws(joint: &Joint, digits: Digits) -> String {
    let heading: Vec<Cell> =
        joint.players.iter().map(String::as_str).chain(["Probability", "Payoffs"]).map(Cell::text).collect();
    let row = |draw: &DrawnRow| {
        let probability = Cell::numbers(std::slice::from_ref(&draw.probability), digits);
        let numbers = [probability, Cell::numbers(&draw.payoffs, Digits::Exact)];
        draw.strategies.iter().map(|name| Cell::text(name)).chain(numbers).collect()
    };
    tabular(Some(&heading), &joint.draws.iter().map(row).collect::<Vec<_>>())
}

/// One equilibrium as LaTeX: payoffs and everybody's choices.
pub fn equilibrium(game: &Game, equilibrium: &Equilibrium) -> String {
    let member = member(game, equilibrium, None, SolutionOptions::default());
    let named = |(player, payoff): (usize, &Rational)| (clean(game.players().key(player)), payoff.clone());
    let named: Vec<_> = equilibrium.payoffs.iter().enumerate().map(named).collect();
    format!("Payoffs: {}.\n\n{}", payoffs(&named, member.digits), member_table(&member))
}
