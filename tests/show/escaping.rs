//! The user's text, whatever it holds, stays text.

use foederis::show::{TreeOptions, View, text, tree};
use foederis::{BehaviorProfile, Equilibrium, ExtensiveForm, Game, NormalForm, Profile, Rational};
use proptest::prelude::*;
use roxmltree::Document;

const NASTY: [&str; 6] =
    ["<script>alert('x')</script>", "\"&\" ]]>", "$_%#{}\\ ^~", "Türkiye 🕊", "two\nlines\t\u{0}", "-->"];

fn nasty_table() -> Game {
    let builder = NormalForm::builder().title(NASTY[0]).player(NASTY[0], NASTY).player(NASTY[1], NASTY);
    builder.table(&[&[1; 36], &[1; 36]]).unwrap().into()
}

fn small_tree(title: &str, names: &[String]) -> Option<(ExtensiveForm, Equilibrium)> {
    let mut builder = ExtensiveForm::builder([&names[0], &names[1]]).title(title);
    let root = builder.root();
    let events = [(names[2].as_str(), Rational::new(1, 3).unwrap()), (names[3].as_str(), Rational::new(2, 3).unwrap())];
    for slot in builder.chance(root, &names[0], events).ok()? {
        for end in builder.decision(slot, &names[0], &names[1], [&names[2], &names[3]]).ok()? {
            builder.outcome(end, &names[4], [1, 2]).ok()?;
        }
    }
    let game = builder.finish().ok()?;
    let profile = BehaviorProfile::pure(&game, &[1]);
    Some((game, Equilibrium::exact(Profile::Behavior(profile), vec![1.into(), 2.into()])))
}

#[test]
fn html_holds_no_foreign_element() {
    let shown = View::Game(&nasty_table()).html();
    let document = Document::parse(&shown).unwrap();
    assert!(document.descendants().all(|node| node.tag_name().name() != "script"));
    assert!(shown.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") && shown.contains("Türkiye 🕊"));
    assert!(shown.contains("two lines"));
}

#[test]
fn latex_holds_no_foreign_command() {
    let shown = View::Game(&nasty_table()).latex();
    assert!(shown.contains(r"\$\_\%\#\{\}\textbackslash{} \textasciicircum{}\textasciitilde{}"), "{shown}");
    assert!(shown.contains(r"\textless{}script\textgreater{}alert('x')"));
}

#[test]
fn text_keeps_its_lines() {
    let shown = text::game(&nasty_table());
    assert!(shown.contains("two lines") && !shown.contains('\0') && !shown.contains('\t'));
    let clean = View::Game(&nasty_table());
    assert_eq!(shown.lines().count(), clean.text().lines().count());
    assert_eq!(shown.lines().filter(|line| line.contains('│')).count(), 8);
}

proptest! {
    #[test]
    fn any_labels_give_well_formed_pictures(title in any::<String>(), names in prop::collection::vec(any::<String>(), 5)) {
        if let Some((game, equilibrium)) = small_tree(&title, &names) {
            let Profile::Behavior(profile) = &equilibrium.profile else { unreachable!() };
            let svg = tree::svg(&game, Some(profile), &TreeOptions::default());
            prop_assert!(Document::parse(&svg).is_ok(), "{svg}");
            let game = Game::from(game);
            let html = View::Equilibrium(&game, &equilibrium).html();
            prop_assert!(Document::parse(&html).is_ok(), "{html}");
            prop_assert!(!View::Equilibrium(&game, &equilibrium).text().contains(|c: char| c.is_control() && c != '\n'));
        }
    }

    #[test]
    fn nasty_characters_in_any_order(pick in prop::collection::vec("[<>&\"'\\\\{}$\u{0}-\u{1f}\u{7f}-\u{9f}\u{fffe}a]{1,6}", 5)) {
        if let Some((game, _)) = small_tree(&pick[0], &pick) {
            let svg = tree::svg(&game, None, &TreeOptions::default());
            prop_assert!(Document::parse(&svg).is_ok(), "{svg}");
        }
    }
}
