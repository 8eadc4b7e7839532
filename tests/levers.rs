//! What it would take: thresholds, joint changes and room, on the dilemmas.

use foederis::study::region::Breakpoint;
use foederis::{Goal, Lever, LeversOptions, Rational, UnknownName, alliance, levers, subgame_perfect};

fn action(player: &str, action: &str) -> Goal {
    Goal::Action { player: player.into(), action: action.into(), information_set: None }
}

fn lever<'a>(list: &'a [Lever], symbol: &str) -> &'a Lever {
    list.iter().find(|lever| lever.symbol == symbol).unwrap()
}

#[test]
fn russia_supports() {
    let model = alliance::dilemma("caucasus").unwrap();
    let found = levers(&model, &action("Russia", "Support"), &LeversOptions::default()).unwrap();
    assert!(!found.holds);
    let able: Vec<&str> =
        found.single.iter().filter(|l| l.up.is_some() || l.down.is_some()).map(|l| l.symbol.as_str()).collect();
    // k + w < r: only reputation can do it alone (k + w = 7, and each is at least 0).
    assert_eq!(able, ["r"]);
    let reach = lever(&found.single, "r").up.as_ref().unwrap();
    assert_eq!((&reach.threshold, reach.at_threshold), (&Breakpoint::Exact(7.into()), false));
    assert!(lever(&found.single, "e").why_not.as_ref().unwrap().contains("none of the comparisons"));
    assert!(lever(&found.single, "t").why_not.as_ref().unwrap().contains("none of the comparisons"));
    assert!(lever(&found.single, "w").why_not.as_ref().unwrap().contains("k + w >= r"));
    // Armenia that would leave (n to 0 and beyond) and one unit more of reputation: 7 < 3 + 4.
    let joint = found.joint.unwrap();
    assert_eq!(joint.cost, 2.into());
    let mut changes = joint.changes;
    changes.sort();
    assert!(changes.iter().any(|(symbol, value)| symbol == "n" && value.is_zero()), "{changes:?}");
}

#[test]
fn the_goal_holds_just_beyond_and_not_before() {
    let model = alliance::dilemma("caucasus").unwrap();
    let found = levers(&model, &Goal::Path(vec!["Refrain".into()]), &LeversOptions::default()).unwrap();
    let refrains = |symbol: &str, value: Rational| {
        let game = model.at(&[(symbol, value)]).unwrap();
        let solution = subgame_perfect(&game, &Default::default()).unwrap();
        solution.equilibria.iter().all(|equilibrium| equilibrium.payoffs.iter().all(Rational::is_zero))
    };
    let step = Rational::new(1, 100).unwrap();
    let mut seen = 0;
    for lever in &found.single {
        for (reach, sign) in [(&lever.up, 1), (&lever.down, -1)] {
            let Some(reach) = reach else { continue };
            let at = reach.threshold.low();
            assert!(refrains(&lever.symbol, at + &(&step * &sign.into())), "{}", lever.symbol);
            assert!(!refrains(&lever.symbol, at - &(&step * &sign.into())), "{}", lever.symbol);
            assert_eq!(refrains(&lever.symbol, at.clone()), reach.at_threshold);
            seen += 1;
        }
    }
    assert!(seen >= 3, "{seen}");
}

#[test]
fn costs_change_the_way() {
    let model = alliance::dilemma("caucasus").unwrap();
    let options = LeversOptions { costs: vec![("n".into(), 100.into())], ..LeversOptions::default() };
    let joint = levers(&model, &action("Russia", "Support"), &options).unwrap().joint.unwrap();
    assert!(joint.changes.iter().all(|(symbol, _)| symbol != "n") && joint.cost == 5.into(), "{joint:?}");
}

#[test]
fn room_at_the_base() {
    let model = alliance::dilemma("caucasus").unwrap();
    let found = levers(&model, &action("Russia", "Abstain"), &LeversOptions::default()).unwrap();
    assert!(found.holds && found.joint.is_none());
    let [below, above] = &lever(&found.single, "r").room;
    assert!(below.is_none());
    let movement = above.as_ref().unwrap();
    assert_eq!(movement.threshold, Breakpoint::Exact(7.into()));
    assert_eq!(movement.breaks.to_text(model.symbols_list()), "r <= 7");
}

#[test]
fn mistakes_name_what_there_is() {
    let model = alliance::dilemma("caucasus").unwrap();
    let wrong = levers(&model, &action("Russia", "Suport"), &LeversOptions::default()).unwrap_err();
    let foederis::Error::Unknown(UnknownName { name, .. }) = &wrong else { panic!("{wrong}") };
    assert_eq!(name, "Suport");
    assert!(levers(&model, &action("Rusia", "Support"), &LeversOptions::default()).is_err());
    assert!(levers(&model, &Goal::Path(vec!["Nothing".into()]), &LeversOptions::default()).is_err());
    let options = LeversOptions { costs: vec![("n".into(), 0.into())], ..LeversOptions::default() };
    assert!(levers(&model, &action("Russia", "Support"), &options).is_err());
}
