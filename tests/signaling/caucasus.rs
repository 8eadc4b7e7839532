//! The Caucasus dilemma with private loyalty: a settlement that rests on Russia's belief that only the loyal would call.

use foederis::solve::SignalingCriterion as Criterion;
use foederis::{ExtensiveForm, Game, Rational, alliance};

use super::{failed, judged, ratio, ruled_out, sending, test};
use crate::support::Random;

fn tree(values: &[(&str, Rational)]) -> ExtensiveForm {
    match alliance::dilemma("caucasus_private_loyalty").unwrap().at(values).unwrap() {
        Game::Extensive(tree) => tree,
        Game::Normal(_) => panic!("the dilemma is a tree"),
    }
}

fn positive(random: &mut Random) -> Rational {
    ratio(1 + random.below(12) as i64, 1 + random.below(4) as i64)
}

/// Both types accommodate although Russia could be moved: r < K < r + e and yD < 0. A refusal deters both where support is
/// rare: the disloyal gains where Russia supports with more than -yD/(g - yD), the loyal where it does so with more than
/// zL/(g + zL). So no type is ruled out by the intuitive criterion. D1 rules out the loyal if -yD < zL, and Russia then
/// supports; it rules out the disloyal if -yD > zL, and Russia then abstains; at equality it rules out nobody.
#[test]
fn a_settlement_without_a_call() {
    let mut random = Random(11);
    let mut seen = [0; 3];
    for _ in 0..60 {
        let [g, loss, zl, r, share, e] = std::array::from_fn(|_| positive(&mut random));
        let zl = if random.below(4) == 0 { loss.clone() } else { zl };
        let k = &r + &(&e * &share / (&share + &Rational::ONE));
        let delta = ratio(1 + random.below(7) as i64, 8);
        let values = [("delta", delta), ("g", g), ("yD", -&loss), ("zL", zl.clone()), ("K", k), ("r", r), ("e", e)];
        let tree = tree(&values);
        let (solution, report) = judged(&tree);
        let settled = sending(&tree, &solution, &["Accommodate", "Accommodate"]);
        assert!(!settled.is_empty());
        for number in settled {
            assert_eq!(report.passes(number, Criterion::Intuitive), Some(true));
            assert_eq!(ruled_out(test(&report, number, Criterion::Intuitive, "Invoke")), [""; 0]);
            let d1 = test(&report, number, Criterion::D1, "Invoke");
            let order = loss.cmp(&zl) as i8;
            let out: &[&str] = [&["loyal"][..], &[], &["disloyal"]][(order + 1) as usize];
            assert_eq!(ruled_out(d1), out);
            assert_eq!(d1.passes, order >= 0);
            assert_eq!(failed(&report, number).contains(&"universally_divine"), order < 0);
            seen[(order + 1) as usize] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 3), "{seen:?}");
}

#[test]
fn the_words_name_type_and_message() {
    let tree = tree(&[("yD", ratio(-1, 2))]);
    let (solution, report) = judged(&tree);
    let number = sending(&tree, &solution, &["Accommodate", "Accommodate"])[0];
    assert_eq!(
        report.finding(number, Criterion::D1).unwrap().reason,
        "after Invoke, type 'loyal' is ruled out (with every best reply to Invoke from which it would not lose, 'disloyal' \
         would gain); Russia can only reply Support, which gives types 'disloyal' 2 instead of 0 and 'loyal' 2 instead of 0, so \
         that they would deviate"
    );
    let passes = &report.finding(number, Criterion::Intuitive).unwrap().reason;
    assert!(passes.starts_with("after Invoke, no type is ruled out; "), "{passes}");
    assert!(passes.ends_with("and reply Abstain, which keeps every type from it"), "{passes}");
    let text = foederis::show::signaling::text(&tree.clone().into(), &solution, &report);
    assert!(text.contains("D1, D2 and universally divine: fails; after Invoke"), "{text}");
    assert!(text.contains("\n  as equilibrium 2\n"), "{text}");
    let html = foederis::show::signaling::html(&tree.into(), &solution, &report);
    assert!(html.contains("<th scope=\"row\">2, 3</th>"), "{html}");
}

/// K > r + e and yD < 0: no belief moves Russia, and nobody could gain from a call.
#[test]
fn a_settlement_that_nothing_shakes() {
    let tree = tree(&[("yD", ratio(-1, 2)), ("K", ratio(11, 1))]);
    let (solution, report) = judged(&tree);
    for number in sending(&tree, &solution, &["Accommodate", "Accommodate"]) {
        assert!(failed(&report, number).is_empty());
        let reason = &report.finding(number, Criterion::D1).unwrap().reason;
        assert_eq!(reason, "no type could gain from Invoke with any best reply");
    }
}
