//! What it would take: thresholds, joint changes and room, on the dilemmas.

use foederis::study::region::Breakpoint;
use foederis::{Goal, Lever, LeversOptions, Model, Rational, UnknownName, alliance, levers, subgame_perfect};

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

/// X may take a sure payoff or give Y the choice; at c = 1, the base, Y is indifferent, and so is X if Y then takes l.
const TIED: &str = "
title: A tie at the base
players: [X, Y]
parameters:
  a: {base: 4, meaning: loss}
  b: {base: 6, meaning: gain}
  c: {base: 1, meaning: share}
  d: {base: 4, meaning: stake}
tree:
  player: X
  actions:
    L: [d, d]
    R:
      player: Y
      actions:
        l: [c*d, c*d]
        r:
          player: X
          actions:
            u: [b, d]
            v: [-a, d]
";

#[test]
fn an_equilibrium_that_exists_at_the_base_only_counts() {
    let model = Model::from_yaml(TIED).unwrap();
    let found = levers(&model, &action("X", "R"), &LeversOptions::default()).unwrap();
    // (L, l) is subgame perfect at c = 1 and nowhere near it.
    assert!(!found.holds);
    let c = lever(&found.single, "c");
    for reach in [&c.up, &c.down] {
        let reach = reach.as_ref().unwrap();
        assert_eq!((&reach.threshold, reach.at_threshold), (&Breakpoint::Exact(1.into()), false));
    }
    // In one of the equilibria at the base X plays R.
    let one = LeversOptions { in_every: false, ..LeversOptions::default() };
    let found = levers(&model, &action("X", "R"), &one).unwrap();
    assert!(found.holds);
    let text = foederis::show::levers::text(&found);
    assert!(!text.contains("1 <= c <= 1"), "{text}");
}

/// Iran strikes or not, backed by Russia or not, and Israel does not know; with p = 1/3 both mix after a strike.
const HIDDEN: &str = "
title: Backed or not
players: [Iran, Israel, Russia]
parameters:
  p: {base: 1/3, range: 0 < p < 1, meaning: chance that Russia is committed}
  join: {base: 1, range: join > 0, meaning: cost of joining}
tree:
  chance:
    Committed:
      probability: p
      player: Iran
      information set: committed
      actions:
        Refrain: [0, 0, 0]
        Strike:
          player: Israel
          information set: after a strike
          actions:
            Accept: [3, -2, 0]
            Retaliate:
              player: Russia
              information set: committed Russia
              actions:
                Join: [1, -5, -join]
                Stay out: [-4, 1, -2]
    Loose:
      probability: 1 - p
      player: Iran
      information set: loose
      actions:
        Refrain: [0, 0, 0]
        Strike:
          player: Israel
          information set: after a strike
          actions:
            Accept: [3, -2, 0]
            Retaliate:
              player: Russia
              information set: loose Russia
              actions:
                Join: [1, -5, -join]
                Stay out: [-4, 1, 0]
";

fn at(player: &str, action: &str, set: &str) -> Goal {
    Goal::Action { player: player.into(), action: action.into(), information_set: Some(set.into()) }
}

#[test]
fn mixed_equilibria_count() {
    let model = Model::from_yaml(HIDDEN).unwrap();
    // At the base Iran and Israel mix, and Russia joins for sure where it is committed.
    let found = levers(&model, &at("Russia", "Join", "committed Russia"), &LeversOptions::default()).unwrap();
    assert!(found.holds);
    assert!(found.notes.iter().any(|note| note.contains("mixed")), "{:?}", found.notes);
    // At p = 1/2 Israel accepts in one equilibrium, and with 4/7 in another: only above does it accept in each.
    let found = levers(&model, &at("Israel", "Accept", "after a strike"), &LeversOptions::default()).unwrap();
    let reach = lever(&found.single, "p").up.as_ref().unwrap();
    let half = Rational::new(1, 2).unwrap();
    assert_eq!((&reach.threshold, reach.at_threshold), (&Breakpoint::Exact(half), false));
    let joint = found.joint.unwrap();
    assert!(!joint.at_end && joint.cost == Rational::new(1, 6).unwrap(), "{joint:?}");
}

#[test]
fn reasons_name_no_comparison_that_is_not_known() {
    let model = Model::from_yaml(HIDDEN).unwrap();
    let found = levers(&model, &at("Russia", "Join", "loose Russia"), &LeversOptions::default()).unwrap();
    let why = lever(&found.single, "join").why_not.as_ref().unwrap();
    assert_eq!(why, "no admissible value of join alone is enough");
}

#[test]
fn paths_through_chance_are_given_chance() {
    let model = Model::from_yaml(HIDDEN).unwrap();
    let path = |labels: &[&str]| Goal::Path(labels.iter().map(|label| label.to_string()).collect());
    let found = levers(&model, &path(&["Committed", "Strike"]), &LeversOptions::default()).unwrap();
    // As the committed ally joins, a strike brings 1 or 3: it always follows.
    assert!(found.holds);
    let error = levers(&model, &path(&["Committed"]), &LeversOptions::default()).unwrap_err();
    assert!(error.to_string().contains("chance"), "{error}");
}

#[test]
fn a_threshold_that_is_enough_itself_is_the_end_of_the_change() {
    let text = "
title: Weakly better
players: [A]
parameters:
  x: {base: 0, meaning: gain}
tree:
  player: A
  actions:
    Stay: [0]
    Go: [x - 1]
";
    let model = Model::from_yaml(text).unwrap();
    let one = LeversOptions { in_every: false, ..LeversOptions::default() };
    let joint = levers(&model, &action("A", "Go"), &one).unwrap().joint.unwrap();
    assert!(joint.at_end && joint.changes == [("x".to_owned(), 1.into())], "{joint:?}");
    let found = levers(&model, &action("A", "Go"), &one).unwrap();
    assert!(foederis::show::levers::text(&found).contains("least cost: x to 1"));
    let joint = levers(&model, &action("A", "Go"), &LeversOptions::default()).unwrap().joint.unwrap();
    assert!(!joint.at_end);
}

/// One player goes for a payoff, or stays.
fn go(parameters: &str, go: &str, stay: &str) -> Model {
    let text = format!(
        "title: Go or stay\nplayers: [A]\nparameters: {{{parameters}}}\ntree:\n  player: A\n  actions:\n    go: [\"{go}\"]\n    \
         stay: [\"{stay}\"]\n"
    );
    Model::from_yaml(&text).unwrap()
}

#[test]
fn room_goes_on_where_a_payoff_only_touches() {
    let room = |payoff: &str, base: &str| {
        let found = levers(&go(&format!("x: {base}"), payoff, "0"), &action("A", "go"), &LeversOptions::default());
        let room = lever(&found.unwrap().single, "x").room.clone();
        room.map(|end| end.map(|end| end.threshold))
    };
    let exact = |value: i64| Some(Breakpoint::Exact(value.into()));
    assert_eq!(room("(x - 1)^2", "2"), [None, None]);
    assert_eq!(room("(x - 1)^2*(x - 4)^2", "2"), [None, None]);
    assert_eq!(room("(x - 1)^2*x", "2"), [exact(0), None]);
    assert_eq!(room("(x - 1)^3", "2"), [exact(1), None]);
    assert_eq!(room("x*(4 - x)*(x - 3)^2", "2"), [exact(0), exact(4)]);
    // At a tie both equilibria at the base count, and each fails on one side.
    assert_eq!(room("x - 2", "2"), [exact(2), exact(2)]);
}

#[test]
fn a_comparison_that_always_holds_is_named() {
    let found = levers(&go("x: 2", "-(x - 1)^2", "0"), &action("A", "go"), &LeversOptions::default()).unwrap();
    let why = lever(&found.single, "x").why_not.clone().unwrap();
    assert!(why.contains("always holds") && why.contains("x^2"), "{why}");
}

#[test]
fn a_cheaper_irrational_change_is_told() {
    let found = levers(&go("x: 2, z: 1/2", "0", "x*z^2 - 1/4"), &action("A", "go"), &LeversOptions::default()).unwrap();
    assert_eq!(found.joint.as_ref().unwrap().cost, 1.into());
    let note = |found: &foederis::Levers| found.notes.iter().find(|note| note.contains("irrational")).cloned();
    assert!(note(&found).unwrap().contains("z alone costs less, about 0.1464"), "{:?}", found.notes);
    assert!(!found.joint.as_ref().unwrap().is_least);
    let text = foederis::show::levers::text(&found);
    assert!(text.contains("Together, at the least cost that ends at fractions: just beyond x to 1"), "{text}");
    // Only an irrational change there: no joint one, and why.
    let found = levers(&go("z: 2", "0", "z^2 - 2"), &action("A", "go"), &LeversOptions::default()).unwrap();
    assert!(found.joint.is_none());
    assert!(note(&found).unwrap().starts_with("No change of all together"), "{:?}", found.notes);
    // A rational change that costs less: nothing to say.
    let options = LeversOptions { costs: vec![("z".into(), 100.into())], ..LeversOptions::default() };
    let found = levers(&go("x: 2, z: 1/2", "0", "x*z^2 - 1/4"), &action("A", "go"), &options).unwrap();
    assert_eq!(note(&found), None);
    assert!(foederis::show::levers::text(&found).contains("Together, at the least cost: just beyond x to 1"));
}
