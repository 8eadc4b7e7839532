//! HTML fragments and pages.

use super::games::*;
use foederis::show::{View, html};
use foederis::{Concept, Game, NashOptions, Solution};
use roxmltree::Document;

/// Parses a fragment as XML and returns the text of every element of a name.
fn texts(html: &str, name: &str) -> Vec<String> {
    let document = Document::parse(html).unwrap_or_else(|error| panic!("{error} in {html}"));
    let text = |node: roxmltree::Node| {
        node.descendants().filter(|inner| inner.is_text()).filter_map(|inner| inner.text()).collect::<String>()
    };
    document.descendants().filter(|node| node.tag_name().name() == name).map(text).collect()
}

#[test]
fn a_table_marks_best_responses_and_equilibria() {
    let shown = View::Game(&prisoners().into()).html();
    assert_eq!(texts(&shown, "caption"), ["Prisoner's Dilemma"]);
    assert!(texts(&shown, "td").iter().any(|cell| cell == "1, 1 (Nash equilibrium)"));
    assert_eq!(shown.matches("fd-cell fd-equilibrium").count(), 1);
    assert!(shown.contains("<th scope=\"row\">Defect</th>") && shown.contains("scope=\"colgroup\""));
}

#[test]
fn every_display_is_well_formed() {
    let (tree, loyalty) = (caucasus(), private_loyalty());
    let (game, table) = (Game::from(&tree), Game::from(pennies()));
    let nash = foederis::nash(&table, &NashOptions::default()).unwrap();
    let backward = foederis::subgame_perfect(&game, &Default::default()).unwrap();
    let eliminated = foederis::rationalizable(&table, &Default::default()).unwrap();
    let equilibrium = private_loyalty_equilibrium();
    for shown in [
        View::Game(&game).html(),
        View::Game(&Game::from(volunteers())).html(),
        View::Solution(&game, &backward).html(),
        View::Solution(&table, &nash).html(),
        View::Solution(&table, &eliminated).html(),
        View::Equilibrium(&Game::from(&loyalty), &equilibrium).html(),
    ] {
        assert_eq!(texts(&shown, "div").len(), shown.matches("<div").count());
        assert!(!shown.contains("<script") && !shown.contains("url("));
    }
}

#[test]
fn equilibria_of_a_tree_stand_by_outcome_with_a_picture() {
    let tree = caucasus();
    let mut solution = Solution::new(Concept::PureNash, "by hand", "all");
    solution.equilibria.push(caucasus_equilibrium(&tree));
    solution.equilibria.push(plan(&tree, &["Refrain", "Invoke", "Support", "Stay"]));
    let shown = View::Solution(&Game::from(&tree), &solution).html();
    let captions = texts(&shown, "caption");
    assert!(captions[0].starts_with("Outcome: Attack, Invoke, Abstain, Stay"), "{captions:?}");
    assert!(captions[1].starts_with("Outcome: Refrain"));
    assert_eq!(texts(&shown, "svg").len(), 1);
    assert!(shown.contains("Off the path: "));
}

#[test]
fn a_page_is_one_file() {
    let game = Game::from(caucasus());
    let sections = [
        html::Section::new("The game", View::Game(&game).html()),
        html::Section::new("", html::paragraphs("One.\n\nTwo & three.")),
        html::Section::new("Numbers", html::table_of("Parameters", &["name", "base"], &[vec!["t".into(), "3".into()]])),
    ];
    let page = html::page("A <report>", &sections);
    let body = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    assert_eq!(texts(body, "h1"), ["A <report>"]);
    assert_eq!(texts(body, "h2"), ["The game", "Numbers"]);
    assert!(texts(body, "p").contains(&"Two & three.".to_owned()));
    assert!(!page.contains("src=") && !page.contains("href="));
}
