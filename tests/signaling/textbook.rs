//! Games from the literature, worked by hand.

use foederis::Rational;
use foederis::solve::SignalingCriterion as Criterion;

use super::{Table, failed, judged, ratio, ruled_out, sending, test};

/// Cho and Kreps (1987), figure 1: a wimp prefers quiche and a surly man beer, each by 1; not being duelled is worth 2; the
/// receiver wants to duel with a wimp only.
fn beer_quiche(wimp: Rational) -> foederis::ExtensiveForm {
    let surly = Rational::ONE - &wimp;
    let payoffs = |t: usize, m: usize, r: usize| {
        let breakfast = i64::from((t == 0) == (m == 1));
        let peace = if r == 1 { 2 } else { 0 };
        [Rational::from(breakfast + peace), Rational::from(i64::from((t == 0) == (r == 0)))]
    };
    let types = [("wimp", wimp), ("surly", surly)];
    Table { types: &types, messages: &["Beer", "Quiche"], replies: &["Duel", "Walk"], payoffs: &payoffs }.tree()
}

#[test]
fn beer_and_quiche() {
    let tree = beer_quiche(ratio(1, 10));
    let (solution, report) = judged(&tree);
    let quiche = sending(&tree, &solution, &["Quiche", "Quiche"]);
    let beer = sending(&tree, &solution, &["Beer", "Beer"]);
    assert!(!quiche.is_empty() && !beer.is_empty());
    assert_eq!(quiche.len() + beer.len(), solution.len());
    for number in beer {
        assert_eq!(failed(&report, number), [""; 0]);
        let found = test(&report, number, Criterion::Intuitive, "Quiche");
        assert_eq!((ruled_out(found), found.passes), (vec!["surly"], true));
    }
    for number in quiche {
        let all = ["intuitive", "divine", "d1", "d2", "never_weak_best_response", "universally_divine"];
        assert_eq!(failed(&report, number), all);
        let found = test(&report, number, Criterion::Intuitive, "Beer");
        assert_eq!(ruled_out(found), ["wimp"]);
        assert_eq!(found.ruled_out[0].reason, "it could get at most 2 from Beer, and has 3");
        assert_eq!(found.deviators, ["surly"]);
        assert_eq!(
            report.finding(number, Criterion::Intuitive).unwrap().reason,
            "after Beer, type 'wimp' is ruled out (it could get at most 2 from Beer, and has 3); Receiver can only reply \
             Walk, which gives type 'surly' 3 instead of 2, so that it would deviate"
        );
        let supported = test(&report, number, Criterion::Sequential, "Beer");
        assert!(supported.belief[0].1 >= ratio(1, 2), "{:?}", supported.belief);
    }
}

/// With a wimp more likely than not, no pooling outcome is an equilibrium: the receiver would duel.
#[test]
fn beer_and_quiche_where_wimps_are_many() {
    let tree = beer_quiche(ratio(3, 5));
    let (solution, report) = judged(&tree);
    assert!(!solution.is_empty());
    for number in 0..solution.len() {
        assert!(report.findings[number].iter().all(|finding| finding.reason == "every message is sent"));
    }
}

/// Spence (1973) on a grid: productivities `1..=n`, equally likely; education costs its level divided by the productivity;
/// the employer's best reply is the wage nearest to the expected productivity.
fn spence(productivities: i64, levels: &[Rational]) -> foederis::ExtensiveForm {
    let names: Vec<String> = (1..=productivities).map(|theta| format!("productivity {theta}")).collect();
    let types: Vec<(&str, Rational)> = names.iter().map(|name| (name.as_str(), ratio(1, productivities))).collect();
    let wages: Vec<Rational> = (2..=2 * productivities).map(|twice| ratio(twice, 2)).collect();
    let messages: Vec<String> = levels.iter().map(|level| format!("education {level}")).collect();
    let replies: Vec<String> = wages.iter().map(|wage| format!("wage {wage}")).collect();
    let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    let replies: Vec<&str> = replies.iter().map(String::as_str).collect();
    let payoffs = |t: usize, m: usize, r: usize| {
        let theta = Rational::from(t as i64 + 1);
        let miss = &wages[r] - &theta;
        [&wages[r] - &(&levels[m] / &theta), -(&miss * &miss)]
    };
    Table { types: &types, messages: &messages, replies: &replies, payoffs: &payoffs }.tree()
}

/// Without education both get 3/2. From 3/4 the less productive would get 2 - 3/4 < 3/2 at most, the other up to 13/8.
/// Separating at the least cost (level 1, of which the less productive would get just 1) stays: at 3/4 the less productive
/// gains from wages above 7/4, the other only from wages above 15/8.
#[test]
fn spence_with_two_types() {
    let tree = spence(2, &[ratio(0, 1), ratio(3, 4), ratio(1, 1)]);
    let (solution, report) = judged(&tree);
    let pooling = sending(&tree, &solution, &["education 0", "education 0"]);
    assert!(!pooling.is_empty());
    for number in pooling {
        assert_eq!(failed(&report, number)[0], "intuitive");
        let found = test(&report, number, Criterion::Intuitive, "education 3/4");
        assert_eq!(
            (ruled_out(found), &found.deviators[..]),
            (vec!["productivity 1"], &["productivity 2".to_owned()][..])
        );
    }
    let separating = sending(&tree, &solution, &["education 0", "education 1"]);
    assert!(!separating.is_empty());
    for number in separating {
        assert_eq!(failed(&report, number), [""; 0]);
        assert_eq!(ruled_out(test(&report, number, Criterion::Intuitive, "education 3/4")), [""; 0]);
        let found = test(&report, number, Criterion::D1, "education 3/4");
        assert_eq!(ruled_out(found), ["productivity 2"]);
        assert_eq!(found.ruled_out[0].by, ["productivity 1"]);
    }
}

/// With three types the intuitive criterion has no bite (Cho and Kreps 1987): without education all get 2, and from level
/// 1/2 all would gain at wage 3. They gain from wages above 5/2, 9/4 and 13/6, so D1 leaves the most productive alone, who
/// is paid 3. Divinity only makes the average at least the prior one, 2, at which nobody gains.
#[test]
fn spence_with_three_types() {
    let tree = spence(3, &[ratio(0, 1), ratio(1, 2)]);
    let solution = foederis::pure_nash(&tree.clone().into(), &Default::default()).unwrap();
    let report = foederis::signaling_refinements(&tree, &solution, &Default::default()).unwrap();
    let pooling = sending(&tree, &solution, &["education 0"; 3]);
    assert!(!pooling.is_empty());
    for number in pooling {
        assert_eq!(failed(&report, number), ["d1", "d2", "never_weak_best_response", "universally_divine"]);
        let found = test(&report, number, Criterion::D1, "education 1/2");
        assert_eq!(ruled_out(found), ["productivity 1", "productivity 2"]);
        assert!(found.ruled_out.iter().all(|out| out.by == ["productivity 3"]));
        assert_eq!(found.deviators.len(), 3);
        let mut extremes: Vec<Vec<Rational>> = test(&report, number, Criterion::Divine, "education 1/2")
            .beliefs
            .iter()
            .map(|belief| belief.iter().map(|(_, weight)| weight.clone()).collect())
            .collect();
        extremes.sort();
        let [zero, one, half, third] = [ratio(0, 1), ratio(1, 1), ratio(1, 2), ratio(1, 3)];
        let expected = [
            vec![zero.clone(), zero.clone(), one],
            vec![zero, half.clone(), half],
            vec![third.clone(), third.clone(), third],
        ];
        assert_eq!(extremes, expected);
    }
}

/// Banks and Sobel (1987), the litigation example: a defendant who is negligent or not offers a low or a high settlement.
/// Refused, the case goes to court. That both offer the high one rests on the belief that a low offer comes from the
/// negligent, who would need a better chance of its being accepted (3/4 against 1/3).
fn litigation(negligent: Rational) -> foederis::ExtensiveForm {
    let types = [("not negligent", Rational::ONE - &negligent), ("negligent", negligent)];
    let payoffs = |t: usize, m: usize, r: usize| match r {
        0 => [[-3, 3], [-5, 5]][m].map(Rational::from),
        _ => [[-6, 0], [-11, 5]][t].map(Rational::from),
    };
    Table { types: &types, messages: &["Low", "High"], replies: &["Accept", "Reject"], payoffs: &payoffs }.tree()
}

#[test]
fn a_settlement_that_is_not_divine() {
    let tree = litigation(ratio(1, 2));
    let (solution, report) = judged(&tree);
    let high = sending(&tree, &solution, &["High", "High"]);
    assert!(!high.is_empty());
    for number in high {
        assert_eq!(failed(&report, number), ["divine", "d1", "d2", "never_weak_best_response", "universally_divine"]);
        assert_eq!(ruled_out(test(&report, number, Criterion::D1, "Low")), ["negligent"]);
        assert_eq!(ruled_out(test(&report, number, Criterion::Divine, "Low")), [""; 0]);
    }
    for number in sending(&tree, &solution, &["Low", "Low"]) {
        assert_eq!(failed(&report, number), [""; 0]);
    }
}

/// The same where most are negligent: then the prior itself makes refusal best (from 3/5 on), and divinity allows it.
#[test]
fn divinity_depends_on_the_prior() {
    let tree = litigation(ratio(7, 10));
    let (solution, report) = judged(&tree);
    let high = sending(&tree, &solution, &["High", "High"]);
    assert!(!high.is_empty());
    for number in high {
        assert_eq!(failed(&report, number), ["d1", "d2", "never_weak_best_response", "universally_divine"]);
        let found = test(&report, number, Criterion::Divine, "Low");
        assert!((ratio(3, 5)..=ratio(7, 10)).contains(&found.belief[1].1), "{found:?}");
        assert!(found.reply[0].1 <= ratio(1, 3), "{found:?}");
    }
}

/// A message can be dominated: the weak type loses from Arm whatever follows. By hand: both Stay rests on the belief that
/// only the weak would arm.
#[test]
fn a_dominated_message() {
    let payoffs = |t: usize, m: usize, r: usize| match m {
        0 => [0, 0],
        _ => [[[-2, 1], [-1, 0]], [[-1, 0], [1, 1]]][t][r],
    };
    let payoffs = |t, m, r| payoffs(t, m, r).map(Rational::from);
    let types = [("weak", ratio(1, 2)), ("strong", ratio(1, 2))];
    let table = Table { types: &types, messages: &["Stay", "Arm"], replies: &["Fight", "Yield"], payoffs: &payoffs };
    let tree = table.tree();
    let (solution, report) = judged(&tree);
    let both = sending(&tree, &solution, &["Stay", "Stay"]);
    assert!(!both.is_empty());
    for number in both {
        assert_eq!(failed(&report, number).len(), 7);
        let found = test(&report, number, Criterion::Dominance, "Arm");
        assert_eq!(ruled_out(found), ["weak"]);
        assert_eq!(found.ruled_out[0].reason, "Arm brings it at most -1, and Stay at least 0");
        assert_eq!(found.deviators, ["strong"]);
    }
}

/// A threat that is best under no belief fails everything, and first of all sequential rationality.
#[test]
fn an_incredible_threat() {
    let payoffs = |_: usize, m: usize, r: usize| if m == 0 { [0, 0] } else { [[-1, -1], [1, 0]][r] };
    let payoffs = |t, m, r| payoffs(t, m, r).map(Rational::from);
    let types = [("a", ratio(1, 2)), ("b", ratio(1, 2))];
    let table = Table { types: &types, messages: &["Stay", "Go"], replies: &["Punish", "Allow"], payoffs: &payoffs };
    let tree = table.tree();
    let (solution, report) = judged(&tree);
    for number in sending(&tree, &solution, &["Stay", "Stay"]) {
        assert_eq!(failed(&report, number).len(), 8);
        let reason = &report.finding(number, Criterion::D1).unwrap().reason;
        assert!(
            reason.starts_with("it is not sequentially rational: after Go, Receiver can only reply Allow"),
            "{reason}"
        );
    }
}
