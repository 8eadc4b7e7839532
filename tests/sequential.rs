//! Sequential and perfect Bayesian equilibria of textbook games, worked by hand.

mod support;

use foederis::{BehaviorProfile, Profile, Rational, Solution, perfect_bayesian, sequential, weak_perfect_bayesian};
use support::paths::{Build, beer_quiche, horse};

fn ratio(num: i64, den: i64) -> Rational {
    Rational::new(num, den).unwrap()
}

fn behavior(solution: &Solution, number: usize) -> &BehaviorProfile {
    match &solution.equilibria[number].profile {
        Profile::Behavior(profile) => profile,
        _ => panic!("a tree has behaviour"),
    }
}

#[test]
fn seltens_horse() {
    let solution = sequential(&horse(), &Default::default()).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    // 1 plays C, 2 plays c, 3 plays R with at least 3/4; 3 believes in D with at most 1/3.
    let profiles: Vec<&BehaviorProfile> = (0..solution.len()).map(|number| behavior(&solution, number)).collect();
    assert_eq!(solution.components.len(), 1);
    assert_eq!(solution.components[0].dimension, 1);
    assert!(profiles.iter().all(|profile| profile.0[0][1] == Rational::ONE && profile.0[2][1] == Rational::ONE));
    let least = profiles.iter().map(|profile| &profile.0[1][1]).min().unwrap();
    assert_eq!(least, &ratio(3, 4));
    let pure = solution.equilibria.iter().find(|equilibrium| equilibrium.is_pure()).unwrap();
    let set = &pure.belief_sets[0];
    assert_eq!(set.ranges()[0][0], (Rational::ZERO, ratio(1, 3)));
    // Weak perfect Bayesian equilibria are the same here: 2's belief is trivial, 3's is free.
    let weak = weak_perfect_bayesian(&horse(), &Default::default()).unwrap();
    assert_eq!(weak.len(), solution.len());
}

#[test]
fn beer_or_quiche() {
    let solution = sequential(&beer_quiche(), &Default::default()).unwrap();
    assert!(solution.complete());
    // Both outcomes pool; off the path the receiver duels with at least 1/2.
    let pooled = |number: usize| {
        let profile = behavior(&solution, number);
        (profile.0[0].clone() == profile.0[3]).then(|| usize::from(profile.0[0][0].is_zero()))
    };
    let outcomes: Vec<Option<usize>> = (0..solution.len()).map(pooled).collect();
    assert!(outcomes.iter().all(Option::is_some), "{:?}", solution.equilibria);
    assert_eq!(solution.components.len(), 2);
    assert!(solution.components.iter().all(|component| component.dimension == 1));
    // After the unused meal the wimp is believed in with at least 1/2.
    for equilibrium in solution.equilibria.iter().filter(|equilibrium| equilibrium.is_pure()) {
        let ranges = equilibrium.belief_sets[0].ranges();
        assert_eq!(ranges[0][0], (ratio(1, 2), Rational::ONE));
    }
    let bayesian = perfect_bayesian(&beer_quiche(), &Default::default()).unwrap();
    assert_eq!(bayesian.len(), solution.len());
}

/// A weak perfect Bayesian equilibrium that is not subgame perfect (after Mas-Colell, Whinston, Green 1995, example 9.C.5):
/// an entrant who stays out, where its own fight after entry would be good whatever the incumbent does.
#[test]
fn weak_beliefs_are_not_subgame_perfect() {
    let game = Build::new(&["Entrant", "Incumbent"])
        .decide(&[], "Entrant", "start", &["out", "in"])
        .end(&["out"], &[0, 2])
        .decide(&["in"], "Entrant", "inside", &["fight", "yield"])
        .decide(&["in", "fight"], "Incumbent", "entered", &["fight", "yield"])
        .decide(&["in", "yield"], "Incumbent", "entered", &["fight", "yield"])
        .end(&["in", "fight", "fight"], &[-3, -1])
        .end(&["in", "fight", "yield"], &[1, -2])
        .end(&["in", "yield", "fight"], &[-2, -1])
        .end(&["in", "yield", "yield"], &[3, 1])
        .finish();
    let out = |solution: &Solution| {
        (0..solution.len()).filter(|&number| behavior(solution, number).0[0][0] == Rational::ONE).count()
    };
    let strict = sequential(&game, &Default::default()).unwrap();
    assert!(strict.complete() && strict.len() == 1 && out(&strict) == 0);
    assert_eq!(perfect_bayesian(&game, &Default::default()).unwrap().len(), 1);
    let weak = weak_perfect_bayesian(&game, &Default::default()).unwrap();
    assert!(weak.complete() && out(&weak) > 0);
}

/// Two players depart independently, and a third sees only that both did: beliefs about the one say nothing of the other.
#[test]
fn independent_departures_are_believed_in_independently() {
    let mut build = Build::new(&["1", "2", "3"]).chance(&[], &[("s", ratio(1, 2)), ("t", ratio(1, 2))]);
    // 1 knows the state, 2 does not; both stay or go; 3 moves where both have gone, and wins by naming the state.
    for state in ["s", "t"] {
        build = build.decide(&[state], "1", state, &["stay", "go"]);
        for first in ["stay", "go"] {
            build = build.decide(&[state, first], "2", "blind", &["stay", "go"]);
            build = build.end(&[state, first, "stay"], &[1, 1, 0]);
        }
        build = build.end(&[state, "stay", "go"], &[1, 0, 0]).decide(&[state, "go", "go"], "3", "both", &["s", "t"]);
        for guess in ["s", "t"] {
            build = build.end(&[state, "go", "go", guess], &[0, 0, i64::from(guess == state)]);
        }
    }
    let solution = sequential(&build.finish(), &Default::default()).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    assert!(solution.equilibria.iter().any(|equilibrium| !equilibrium.belief_sets.is_empty()));
}

/// Where play does not come, every supporting belief is told, by names.
#[test]
fn beliefs_are_shown_by_names() {
    let game = beer_quiche();
    let solution = sequential(&game, &Default::default()).unwrap();
    let view = foederis::show::View::Solution(&game, &solution);
    let text = view.text().split_whitespace().collect::<Vec<_>>().join(" ");
    for shown in [text, view.html(), view.latex()] {
        assert!(shown.contains(" believes: any belief with ") && shown.contains("(play never comes there)"), "{shown}");
    }
}
