//! Hand-made assessments: what holds and what does not.

use crate::game::{BehaviorProfile, BeliefSet, Beliefs, Concept, ExtensiveForm, Game, PlayerId, Profile, Slot};
use crate::number::Rational;
use crate::verify::{Certificate, Report, verify};

fn ratio(num: i64, den: i64) -> Rational {
    Rational::new(num, den).unwrap()
}

/// Sets some rows of a profile or of beliefs, by player and information set; the rest is the first choice or equal odds.
fn rows(tree: &ExtensiveForm, given: &[(&str, &str, &[Rational])], nodes: bool) -> Vec<Vec<Rational>> {
    let count = |id| if nodes { tree.infoset(id).nodes.len() } else { tree.infoset(id).actions.len() };
    let even = |count: usize| vec![ratio(1, count as i64); count];
    let mut rows: Vec<Vec<Rational>> = tree.infoset_ids().map(|id| even(count(id))).collect();
    for (player, key, row) in given {
        let id = tree.find_infoset(tree.player(player).unwrap(), key).unwrap();
        rows[id.index()] = row.to_vec();
    }
    rows
}

fn sure(choice: usize, count: usize) -> Vec<Rational> {
    (0..count).map(|k| Rational::from(i64::from(k == choice))).collect()
}

fn report(tree: &ExtensiveForm, concept: Concept, profile: Vec<Vec<Rational>>, beliefs: Vec<Vec<Rational>>) -> Report {
    with_sets(tree, concept, profile, beliefs, &[])
}

fn with_sets(
    tree: &ExtensiveForm,
    concept: Concept,
    profile: Vec<Vec<Rational>>,
    beliefs: Vec<Vec<Rational>>,
    sets: &[BeliefSet],
) -> Report {
    let game = Game::from(tree);
    let certificate = Certificate::new(&game, concept, &Profile::Behavior(BehaviorProfile(profile))).unwrap();
    let certificate = certificate.with_beliefs(&game, &Beliefs(beliefs), sets).unwrap();
    let read = Certificate::from_json(&certificate.to_json()).unwrap();
    assert_eq!(read, certificate);
    verify(&game, &read).unwrap()
}

const ALL: [Concept; 3] = [Concept::WeakPerfectBayesian, Concept::PerfectBayesian, Concept::Sequential];

fn verdicts(tree: &ExtensiveForm, profile: &[Vec<Rational>], beliefs: &[Vec<Rational>]) -> [bool; 3] {
    ALL.map(|concept| report(tree, concept, profile.to_vec(), beliefs.to_vec()).ok())
}

/// Beer and quiche (Cho and Kreps 1987, doi:10.2307/1885060): strong with probability 9/10.
fn beer_quiche() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["Sender", "Receiver"]);
    let root = tree.root();
    let types = tree.chance(root, "", [("strong", ratio(9, 10)), ("weak", ratio(1, 10))]).unwrap();
    for (slot, (kind, likes)) in types.into_iter().zip([("strong", "beer"), ("weak", "quiche")]) {
        let breakfasts = tree.decision(slot, "Sender", kind, ["beer", "quiche"]).unwrap();
        for (slot, breakfast) in breakfasts.into_iter().zip(["beer", "quiche"]) {
            let ends = tree.decision(slot, "Receiver", breakfast, ["fight", "leave"]).unwrap();
            for (end, fights) in ends.into_iter().zip([true, false]) {
                let sender = i64::from(breakfast == likes) + 2 * i64::from(!fights);
                let receiver = i64::from(fights == (kind == "weak"));
                tree.payoffs(end, [sender, receiver]).unwrap();
            }
        }
    }
    tree.finish().unwrap()
}

#[test]
fn beer_and_quiche() {
    let tree = beer_quiche();
    let profile = |both: usize| {
        let (fight, leave) = (sure(0, 2), sure(1, 2));
        let (beer, quiche) = if both == 0 { (leave, fight) } else { (fight, leave) };
        let given: [(&str, &str, &[Rational]); 4] = [
            ("Sender", "strong", &sure(both, 2)),
            ("Sender", "weak", &sure(both, 2)),
            ("Receiver", "beer", &beer),
            ("Receiver", "quiche", &quiche),
        ];
        rows(&tree, &given, false)
    };
    let prior = [ratio(9, 10), ratio(1, 10)];
    for (both, on, off) in [(0, "beer", "quiche"), (1, "quiche", "beer")] {
        let beliefs = |strong: Rational, on_path: &[Rational]| {
            let weak = &Rational::ONE - &strong;
            rows(&tree, &[("Receiver", on, on_path), ("Receiver", off, &[strong, weak])], true)
        };
        for strong in [ratio(0, 1), ratio(1, 3), ratio(1, 2)] {
            assert_eq!(verdicts(&tree, &profile(both), &beliefs(strong, &prior)), [true; 3]);
        }
        let told = report(&tree, Concept::Sequential, profile(both), beliefs(ratio(51, 100), &prior)).to_string();
        let wanted = format!("Receiver at '{off}' believes strong 51/100; weak 49/100 and could get 51/100 by leave");
        assert!(told.contains(&wanted), "{told}");
        let wrong = report(
            &tree,
            Concept::WeakPerfectBayesian,
            profile(both),
            beliefs(ratio(1, 2), &[ratio(1, 2), ratio(1, 2)]),
        );
        assert!(wrong.to_string().contains("Bayes' rule gives strong 9/10; weak 1/10"), "{wrong}");
    }
}

#[test]
fn belief_sets_are_checked_at_their_ends_and_middles() {
    let tree = beer_quiche();
    let given: [(&str, &str, &[Rational]); 4] = [
        ("Sender", "strong", &sure(0, 2)),
        ("Sender", "weak", &sure(0, 2)),
        ("Receiver", "beer", &sure(1, 2)),
        ("Receiver", "quiche", &sure(0, 2)),
    ];
    let profile = rows(&tree, &given, false);
    let beliefs = rows(&tree, &[("Receiver", "beer", &[ratio(9, 10), ratio(1, 10)])], true);
    let quiche = tree.find_infoset(PlayerId(1), "quiche").unwrap();
    let set = |most: Rational| {
        let rest = &Rational::ONE - &most;
        BeliefSet { infosets: vec![quiche], vertices: vec![vec![vec![most, rest]], vec![sure(1, 2)]] }
    };
    let good = with_sets(&tree, Concept::Sequential, profile.clone(), beliefs.clone(), &[set(ratio(1, 2))]);
    assert!(good.ok() && good.to_string().contains("middles checked: 3"), "{good}");
    let bad = with_sets(&tree, Concept::Sequential, profile, beliefs, &[set(ratio(3, 5))]);
    assert!(bad.to_string().contains("with Receiver at 'quiche' believing strong 3/5; weak 2/5, this fails"), "{bad}");
}

/// Selten's horse (1975, doi:10.1007/BF01766400).
fn horse() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["One", "Two", "Three"]);
    let root = tree.root();
    let first = tree.decision(root, "One", "one", ["C", "D"]).unwrap();
    let second = tree.decision(first[0], "Two", "two", ["c", "d"]).unwrap();
    tree.payoffs(second[0], [1, 1, 1]).unwrap();
    for (slot, cells) in [(second[1], [[4, 4, 0], [0, 0, 1]]), (first[1], [[3, 2, 2], [0, 0, 0]])] {
        let third = tree.decision(slot, "Three", "three", ["L", "R"]).unwrap();
        third.into_iter().zip(cells).for_each(|(end, cell)| tree.payoffs(end, cell).unwrap());
    }
    tree.finish().unwrap()
}

#[test]
fn seltens_horse() {
    let tree = horse();
    let profile = |one: usize, two: usize, right: Rational| {
        let left = &Rational::ONE - &right;
        let given: [(&str, &str, &[Rational]); 3] =
            [("One", "one", &sure(one, 2)), ("Two", "two", &sure(two, 2)), ("Three", "three", &[left, right])];
        rows(&tree, &given, false)
    };
    // Nodes of Three: after C, d and after D.
    let belief = |after_d: Rational| {
        let other = &Rational::ONE - &after_d;
        rows(&tree, &[("Three", "three", &[other, after_d])], true)
    };
    // (C, c, R mixed from 3/4): R is best if D is believed with at most 1/3, mixing needs just 1/3.
    assert_eq!(verdicts(&tree, &profile(0, 0, ratio(1, 1)), &belief(ratio(1, 3))), [true; 3]);
    assert_eq!(verdicts(&tree, &profile(0, 0, ratio(1, 1)), &belief(ratio(0, 1))), [true; 3]);
    assert_eq!(verdicts(&tree, &profile(0, 0, ratio(1, 1)), &belief(ratio(1, 2))), [false; 3]);
    assert_eq!(verdicts(&tree, &profile(0, 0, ratio(3, 4)), &belief(ratio(1, 3))), [true; 3]);
    assert_eq!(verdicts(&tree, &profile(0, 0, ratio(3, 4)), &belief(ratio(1, 4))), [false; 3]);
    // (D, c, L) is Nash, but Two would deviate: 4 rather than 1.
    let told = report(&tree, Concept::Sequential, profile(1, 0, ratio(0, 1)), belief(ratio(1, 1)));
    assert!(told.to_string().contains("Two at 'two' could get 4 by d, instead of 1"), "{told}");
    assert_eq!(tree.node_names(tree.find_infoset(PlayerId(2), "three").unwrap()), ["C, d", "D"]);
}

/// One chooses out, or one of `ways`; each of two watchers then sees one of the same groups of ways. Nobody cares.
fn watched(ways: &[&str], watchers: [(&str, &[&[usize]]); 2]) -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["One", watchers[0].0, watchers[1].0]);
    let root = tree.root();
    let actions: Vec<&str> = std::iter::once("out").chain(ways.iter().copied()).collect();
    let first = tree.decision(root, "One", "one", actions).unwrap();
    let mut ends: Vec<Slot> = Vec::new();
    for (way, slot) in first.into_iter().enumerate() {
        let Some(way) = way.checked_sub(1) else {
            ends.push(slot);
            continue;
        };
        let mut open = vec![slot];
        for (name, groups) in &watchers {
            let Some(group) = groups.iter().position(|group| group.contains(&way)) else { continue };
            let key = format!("{name} {group}");
            open = open.into_iter().flat_map(|slot| tree.decision(slot, name, &key, ["x", "y"]).unwrap()).collect();
        }
        ends.extend(open);
    }
    ends.into_iter().for_each(|end| tree.payoffs(end, [0, 0, 0]).unwrap());
    tree.finish().unwrap()
}

#[test]
fn two_who_know_the_same_must_believe_the_same() {
    // Both watchers see only that One moved.
    let tree = watched(&["a", "b"], [("Two", &[&[0, 1]]), ("Three", &[&[0, 1]])]);
    let profile = rows(&tree, &[("One", "one", &sure(0, 3)), ("Two", "Two 0", &sure(0, 2))], false);
    let three = tree.infoset(tree.find_infoset(PlayerId(2), "Three 0").unwrap()).nodes.len();
    assert_eq!(three, 4, "Three knows neither the way nor what Two did");
    let beliefs = |two: [Rational; 2], three: [Rational; 2]| {
        let [a, b] = three;
        let zero = Rational::ZERO;
        rows(&tree, &[("Two", "Two 0", &two), ("Three", "Three 0", &[a, zero.clone(), b, zero])], true)
    };
    let thirds = || [ratio(1, 3), ratio(2, 3)];
    assert_eq!(verdicts(&tree, &profile, &beliefs(thirds(), thirds())), [true; 3]);
    assert_eq!(verdicts(&tree, &profile, &beliefs(thirds(), [ratio(1, 2), ratio(1, 2)])), [true, true, false]);
    let told =
        report(&tree, Concept::Sequential, profile.clone(), beliefs(thirds(), [ratio(1, 2), ratio(1, 2)])).to_string();
    assert!(told.contains("the odds 1 to 1; they must be 1 to 2, as the beliefs of Two at 'Two 0' say"), "{told}");
    let told = report(
        &tree,
        Concept::Sequential,
        profile,
        beliefs(sure(0, 2).try_into().unwrap(), sure(1, 2).try_into().unwrap()),
    );
    assert!(!told.ok());
    let told = told.to_string();
    assert!(
        told.contains("Two at 'Two 0' believes a and not b, so b by One at 'one' must be rarer than a by One at 'one'"),
        "{told}"
    );
    assert!(told.contains("these cannot all be"), "{told}");
}

#[test]
fn beliefs_along_a_chain_multiply() {
    // Two sees {a, b} or {c}; Three sees {b, c} or {a}: odds multiply, and rarities compare, along a chain that may close.
    let tree = watched(&["a", "b", "c"], [("Two", &[&[0, 1], &[2]]), ("Three", &[&[0, 2], &[1]])]);
    let profile = rows(
        &tree,
        &[("One", "one", &sure(0, 4)), ("Two", "Two 0", &sure(0, 2)), ("Two", "Two 1", &sure(0, 2))],
        false,
    );
    let three = tree.find_infoset(PlayerId(2), "Three 0").unwrap();
    assert_eq!(tree.infoset(three).nodes.len(), 4);
    // b much rarer than a, and a than c: no circle.
    let beliefs = rows(
        &tree,
        &[("Two", "Two 0", &sure(0, 2)), ("Three", "Three 0", &sure(2, 4)), ("Three", "Three 1", &sure(0, 2))],
        true,
    );
    assert_eq!(verdicts(&tree, &profile, &beliefs), [true; 3]);
}

/// Two and Three move at the same time after One's move; Four sees only whether somebody did not do as planned.
fn two_deviators() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["Two", "Three", "Four"]);
    let root = tree.root();
    for (slot, first) in tree.decision(root, "Two", "two", ["keep", "a", "b"]).unwrap().into_iter().zip(0..) {
        for (slot, second) in tree.decision(slot, "Three", "three", ["keep", "c", "d"]).unwrap().into_iter().zip(0..) {
            if first == 0 || second == 0 {
                tree.payoffs(slot, [0, 0, 0]).unwrap();
                continue;
            }
            let ends = tree.decision(slot, "Four", "four", ["x", "y"]).unwrap();
            ends.into_iter().for_each(|end| tree.payoffs(end, [0, 0, 0]).unwrap());
        }
    }
    tree.finish().unwrap()
}

#[test]
fn independent_deviators_cannot_be_believed_to_be_correlated() {
    let tree = two_deviators();
    let profile = rows(&tree, &[("Two", "two", &sure(0, 3)), ("Three", "three", &sure(0, 3))], false);
    let four = |row: [i64; 4]| {
        let total: i64 = row.iter().sum();
        let row = row.map(|part| ratio(part, total));
        rows(&tree, &[("Three", "three", &sure(0, 3)), ("Four", "four", &row)], true)
    };
    // Odds of ac, ad, bc, bd: products only, or limits of products.
    for row in [[1, 1, 1, 1], [1, 2, 3, 6], [1, 0, 0, 0], [1, 2, 0, 0], [0, 1, 0, 4]] {
        assert_eq!(verdicts(&tree, &profile, &four(row)), [true; 3], "{row:?}");
    }
    for row in [[1, 1, 1, 2], [1, 2, 3, 5], [1, 0, 0, 1], [0, 1, 1, 1], [1, 0, 1, 1]] {
        assert_eq!(verdicts(&tree, &profile, &four(row)), [true, true, false], "{row:?}");
    }
    let told = report(&tree, Concept::Sequential, profile.clone(), four([1, 2, 3, 5])).to_string();
    assert!(told.contains("gives a, c against b, d the odds 1 to 5; they must be 1 to 6"), "{told}");
    let told = report(&tree, Concept::Sequential, profile, four([1, 0, 0, 1])).to_string();
    assert!(told.contains("these cannot all be"), "{told}");
}

#[test]
fn one_mistake_competes_with_two() {
    // One may err by a, at once; or by b, whereupon Two must err by c as well.
    let mut tree = ExtensiveForm::builder(["One", "Two", "Three"]);
    let root = tree.root();
    let first = tree.decision(root, "One", "one", ["out", "a", "b"]).unwrap();
    let second = tree.decision(first[2], "Two", "two", ["stop", "c"]).unwrap();
    for end in [first[0], second[0]] {
        tree.payoffs(end, [0, 0, 0]).unwrap();
    }
    for slot in [first[1], second[1]] {
        for end in tree.decision(slot, "Three", "three", ["x", "y"]).unwrap() {
            tree.payoffs(end, [0, 0, 0]).unwrap();
        }
    }
    let tree = tree.finish().unwrap();
    let profile = rows(&tree, &[("One", "one", &sure(0, 3)), ("Two", "two", &sure(0, 2))], false);
    // b may be far more probable than a: then a and {b, c} compete freely.
    for after_a in [ratio(0, 1), ratio(2, 7), ratio(1, 1)] {
        let beliefs = rows(&tree, &[("Three", "three", &[after_a.clone(), &Rational::ONE - &after_a])], true);
        assert_eq!(verdicts(&tree, &profile, &beliefs), [true; 3]);
    }
}

#[test]
fn a_node_with_more_mistakes_is_not_believed() {
    // After One's mistake chance moves; Two errs or not; Three does not see it.
    let mut tree = ExtensiveForm::builder(["One", "Two", "Three"]);
    let root = tree.root();
    let first = tree.decision(root, "One", "one", ["out", "in"]).unwrap();
    tree.payoffs(first[0], [0, 0, 0]).unwrap();
    let types = tree.chance(first[1], "", [("h", ratio(1, 3)), ("t", ratio(2, 3)), ("never", ratio(0, 1))]).unwrap();
    for (slot, name) in types.into_iter().zip(["knows h", "knows t", "knows never"]) {
        for slot in tree.decision(slot, "Two", name, ["keep", "err"]).unwrap() {
            for end in tree.decision(slot, "Three", "three", ["x", "y"]).unwrap() {
                tree.payoffs(end, [0, 0, 0]).unwrap();
            }
        }
    }
    let tree = tree.finish().unwrap();
    let mut profile = rows(&tree, &[("One", "one", &sure(0, 2))], false);
    ["knows h", "knows t", "knows never"].iter().for_each(|key| {
        profile[tree.find_infoset(PlayerId(1), key).unwrap().index()] = sure(0, 2);
    });
    let told = |row: [i64; 6]| {
        let total: i64 = row.iter().sum();
        let beliefs = rows(&tree, &[("Three", "three", &row.map(|part| ratio(part, total)))], true);
        report(&tree, Concept::Sequential, profile.clone(), beliefs)
    };
    assert!(told([1, 0, 2, 0, 0, 0]).ok());
    // The subgame after One's mistake already says so.
    assert!(
        told([1, 0, 1, 0, 0, 0])
            .to_string()
            .contains("Bayes' rule gives h, keep 1/3; t, keep 2/3, once play has come after in")
    );
    assert!(!told([0, 1, 2, 0, 0, 0]).ok());
    assert!(told([0, 0, 0, 0, 1, 0]).to_string().contains("chance never lets play come there"));
}

#[test]
fn beliefs_are_kept_from_move_to_move() {
    // Chance draws a type; One is surprised into moving twice, learning nothing in between.
    let mut tree = ExtensiveForm::builder(["Zero", "One"]);
    let root = tree.root();
    let mut ends = Vec::new();
    for slot in tree.decision(root, "Zero", "zero", ["out", "h", "t"]).unwrap().into_iter().enumerate() {
        if slot.0 == 0 {
            ends.push(slot.1);
            continue;
        }
        let moves = tree.decision(slot.1, "One", "first", ["on", "stop"]).unwrap();
        ends.push(moves[1]);
        ends.extend(tree.decision(moves[0], "One", "second", ["x", "y"]).unwrap());
    }
    ends.into_iter().for_each(|end| tree.payoffs(end, [0, 0]).unwrap());
    let tree = tree.finish().unwrap();
    let profile = rows(&tree, &[("Zero", "zero", &sure(0, 3))], false);
    let beliefs = |second: [Rational; 2]| {
        rows(&tree, &[("One", "first", &[ratio(1, 4), ratio(3, 4)]), ("One", "second", &second)], true)
    };
    assert_eq!(verdicts(&tree, &profile, &beliefs([ratio(1, 4), ratio(3, 4)])), [true; 3]);
    assert_eq!(verdicts(&tree, &profile, &beliefs([ratio(1, 2), ratio(1, 2)])), [true, false, false]);
    let told = report(&tree, Concept::PerfectBayesian, profile, beliefs([ratio(1, 2), ratio(1, 2)])).to_string();
    assert!(told.contains("Bayes' rule gives h 1/4; t 3/4, from what is believed at 'first'"), "{told}");
}

#[test]
fn claims_that_do_not_fit_are_refused() {
    let tree = horse();
    let game = Game::from(&tree);
    let profile = Profile::Behavior(BehaviorProfile::pure(&tree, &[0, 0, 1]));
    let bare = Certificate::new(&game, Concept::Sequential, &profile).unwrap();
    assert!(verify(&game, &bare).unwrap().to_string().contains("'beliefs' is missing"));
    let beliefs = Beliefs(rows(&tree, &[("Three", "three", &sure(0, 2))], true));
    let good = bare.with_beliefs(&game, &beliefs, &[]).unwrap();
    assert!(verify(&game, &good).unwrap().ok());
    let json = good.to_json();
    let changes = [("\"d\"\n", "\"e\"\n"), ("\"Three\": {\n      \"three\": [", "\"Three\": {\n      \"four\": [")];
    for (from, to) in changes {
        let text = json.replace(from, to);
        assert_ne!(text, json, "{from}");
        assert!(!verify(&game, &Certificate::from_json(&text).unwrap()).unwrap().ok());
    }
    let bound = Certificate::with_error_bound(&game, Concept::Sequential, &profile, 1e-9).unwrap();
    let bound = bound.with_beliefs(&game, &beliefs, &[]).unwrap();
    assert!(verify(&game, &bound).unwrap().ok());
    let nash = Certificate::new(&game, Concept::Nash, &profile).unwrap().with_beliefs(&game, &beliefs, &[]).unwrap();
    assert!(verify(&game, &nash).unwrap().to_string().contains("'beliefs' does not belong there"));
}
