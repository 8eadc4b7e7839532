//! Reports: self-contained pages.

use super::account::Account;
use super::source::Source;
use crate::show::html::{self, Section};
use crate::solve::Solution;

/// A page about a game and its solution.
pub fn page_of_solution(source: &Source, solution: &Solution) -> String {
    let title = if source.game.title().is_empty() { "A game" } else { source.game.title() };
    let mut sections = vec![
        Section::new("The game", html::game(&source.game)),
        Section::new("The solution", html::solution(&source.game, solution)),
    ];
    if let Some(model) = source.model.as_ref().filter(|model| !model.note().is_empty()) {
        sections.push(Section::new("", html::paragraphs(model.note())));
    }
    html::page(title, &sections)
}

/// A page of one account.
pub fn page_of_account(account: &Account) -> String {
    html::page(&account.title, &[Section::new("", account.html())])
}

/// A page of several accounts.
pub fn page_of_accounts(accounts: &[Account]) -> String {
    let sections: Vec<Section> = accounts.iter().map(|account| Section::new(&account.title, account.html())).collect();
    html::page("When does an ally support, and when does it abstain?", &sections)
}
