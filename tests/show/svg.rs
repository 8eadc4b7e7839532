//! Pictures of trees.

use super::games::*;
use foederis::show::{TreeOptions, View, tree};
use foederis::{ExtensiveForm, Game};
use roxmltree::{Document, Node};

fn parse(svg: &str) -> Document<'_> {
    Document::parse(svg).unwrap_or_else(|error| panic!("{error} in {svg}"))
}

fn by_class<'a>(document: &'a Document, name: &'a str, class: &'a str) -> Vec<Node<'a, 'a>> {
    let has = |node: &Node| node.attribute("class").is_some_and(|own| own.split(' ').any(|own| own == class));
    document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)) && has(node)).collect()
}

fn texts(document: &Document) -> Vec<String> {
    let text =
        |node: Node| node.descendants().filter(|inner| inner.is_text()).filter_map(|inner| inner.text()).collect();
    document.descendants().filter(|node| node.tag_name().name() == "text").map(text).collect()
}

fn circles(document: &Document) -> usize {
    by_class(document, "circle", "fd-node").len()
}

#[test]
fn every_move_and_payoff_is_drawn() {
    let game = caucasus();
    let svg = tree::svg(&game, None, &TreeOptions::default());
    let document = parse(&svg);
    assert_eq!(circles(&document), 4);
    let texts = texts(&document);
    for words in ["The Caucasus dilemma", "Azerbaijan", "Abstain", "refused", "2, -7/2, -2", "-4, -2, -7"] {
        assert!(texts.iter().any(|text| text == words), "{words} in {texts:?}");
    }
    assert_eq!(by_class(&document, "path", "fd-w1").len(), 8);
}

#[test]
fn the_course_is_thick_and_plans_elsewhere_are_not() {
    let game = central_asia();
    let equilibrium = central_asia_equilibrium(&game);
    let svg = tree::svg(&game, Some(behavior(&equilibrium)), &TreeOptions { legend: false, ..Default::default() });
    let document = parse(&svg);
    assert_eq!(by_class(&document, "path", "fd-w3").len(), 4);
    assert_eq!(by_class(&document, "path", "fd-w2").len(), 8);
    assert_eq!(by_class(&document, "path", "fd-w0").len(), 12);
    let strong: Vec<String> =
        by_class(&document, "text", "fd-strong").iter().map(|node| node.text().unwrap_or_default().into()).collect();
    assert!(["Propose", "Decline", "Attack", "Stay"].iter().all(|action| strong.iter().any(|text| text == action)));
}

#[test]
fn chance_and_information_sets_are_drawn() {
    let (game, equilibrium) = (private_loyalty(), private_loyalty_equilibrium());
    let svg = tree::svg(&game, Some(behavior(&equilibrium)), &TreeOptions { legend: false, ..Default::default() });
    let document = parse(&svg);
    assert_eq!(by_class(&document, "polygon", "fd-node").len(), 1);
    assert_eq!(by_class(&document, "path", "fd-tie").len(), 1);
    let texts = texts(&document);
    for words in ["Disloyal 1/4", "Invoke 1/5", "Support 1/3"] {
        assert!(texts.iter().any(|text| text == words), "{words} in {texts:?}");
    }
}

/// Circles of one information set stand below each other, though they come after different numbers of moves.
#[test]
fn information_sets_are_aligned() {
    let svg = tree::svg(&horse(), None, &TreeOptions { legend: false, ..Default::default() });
    let document = parse(&svg);
    let place = |node: &Node| node.attribute("cx").unwrap().to_owned();
    let third: Vec<String> = by_class(&document, "circle", "fd-p2").iter().map(place).collect();
    assert_eq!(third.len(), 2);
    assert_eq!(third[0], third[1]);
}

/// Sets that alternate from top to bottom get lines beside each other.
#[test]
fn crossing_information_sets_are_kept_apart() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let root = tree.root();
    let half = number("1/2");
    let types = tree.chance(root, "", [("weak", half.clone()), ("strong", half)]).unwrap();
    for (slot, kind) in types.into_iter().zip(["weak", "strong"]) {
        let signals = tree.decision(slot, "A", kind, ["beer", "quiche"]).unwrap();
        for (slot, signal) in signals.into_iter().zip(["beer", "quiche"]) {
            for end in tree.decision(slot, "B", signal, ["fight", "yield"]).unwrap() {
                tree.payoffs(end, [1, 0]).unwrap();
            }
        }
    }
    let svg = tree::svg(&tree.finish().unwrap(), None, &TreeOptions { legend: false, ..Default::default() });
    let document = parse(&svg);
    let ties: Vec<&str> = by_class(&document, "path", "fd-tie").iter().map(|tie| tie.attribute("d").unwrap()).collect();
    assert_eq!(ties.len(), 2);
    let side = |tie: &str| tie.split('Q').nth(1).unwrap().split(' ').next().unwrap().to_owned();
    assert_ne!(side(ties[0]), side(ties[1]));
}

#[test]
fn labels_do_not_overlap() {
    for game in [caucasus(), central_asia(), article_four(), private_loyalty(), horse()] {
        let svg = tree::svg(&game, None, &TreeOptions { legend: false, ..Default::default() });
        let document = parse(&svg);
        let boxes: Vec<(f64, f64, f64, String)> =
            document.descendants().filter(|node| node.tag_name().name() == "text").filter_map(text_box).collect();
        for (i, a) in boxes.iter().enumerate() {
            for b in &boxes[i + 1..] {
                let apart = a.1 <= b.0 || b.1 <= a.0 || (a.2 - b.2).abs() >= 10.0;
                assert!(apart, "{a:?} and {b:?} in {}", game.title());
            }
        }
    }
}

/// Left end, right end, baseline and content, with a narrow estimate of the width.
fn text_box(node: Node) -> Option<(f64, f64, f64, String)> {
    let text: String = node.descendants().filter(|inner| inner.is_text()).filter_map(|inner| inner.text()).collect();
    let (x, y): (f64, f64) = (node.attribute("x")?.parse().ok()?, node.attribute("y")?.parse().ok()?);
    let width = text.chars().count() as f64 * 5.5;
    let ends = node.attribute("class").is_some_and(|class| class.contains("fd-name") || class.contains("fd-note"));
    Some(if ends { (x - width, x, y, text) } else { (x, x + width, y, text) })
}

#[test]
fn large_trees_are_folded() {
    let options = TreeOptions { max_nodes: 20, ..Default::default() };
    let svg = tree::svg(&article_four(), None, &options);
    let document = parse(&svg);
    assert!(circles(&document) <= 20);
    let hidden: usize = texts(&document)
        .iter()
        .filter_map(|text| text.strip_prefix("… ")?.strip_suffix(" more plays")?.parse::<usize>().ok())
        .sum();
    let payoffs = texts(&document).iter().filter(|text| text.matches(", ").count() == 5).count();
    assert_eq!(hidden + payoffs, 33);
}

#[test]
fn the_picture_is_told_to_those_who_do_not_see_it() {
    let game = caucasus();
    let equilibrium = caucasus_equilibrium(&game);
    let game = Game::from(game);
    let svg = View::Equilibrium(&game, &equilibrium).svg().unwrap();
    let document = parse(&svg);
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(root.attribute("aria-label"), Some("Game tree of The Caucasus dilemma"));
    let description = root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "desc"))).unwrap();
    assert!(description.text().unwrap().contains("Attack, Invoke, Abstain, Stay"));
}

#[test]
fn both_themes_and_no_network() {
    let svg = tree::svg(&caucasus(), None, &TreeOptions::default());
    assert!(svg.contains("prefers-color-scheme: dark") && svg.contains("data-jp-theme-light"));
    assert_eq!(svg.matches("http").count(), 1, "only the name space");
    assert!(!svg.contains("<script") && !svg.contains("url("));
}

#[test]
fn a_game_of_one_node_and_a_profile_that_does_not_fit() {
    let mut tree = ExtensiveForm::builder(["A"]);
    let root = tree.root();
    tree.payoffs(root, [3]).unwrap();
    let game = tree.finish().unwrap();
    parse(&tree::svg(&game, None, &TreeOptions::default()));
    let foreign = caucasus_equilibrium(&caucasus());
    let svg = tree::svg(&game, Some(behavior(&foreign)), &TreeOptions::default());
    assert_eq!(svg, tree::svg(&game, None, &TreeOptions::default()));
}
