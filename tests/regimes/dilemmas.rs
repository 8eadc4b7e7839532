//! The inequalities that the dilemmas were worked out to have, against what the machine finds.

use super::{conditions, random_point, solved};
use crate::support::Random;
use foederis::study::regimes::Direction;
use foederis::{Concept, Rational, Regimes, alliance};

const POINTS: usize = 20_000;

/// Compares, at many points with ties, the equilibria's actions at some information sets with a rule worked out by hand.
///
/// The rule gives, for each set, the sign of the gain of action 0 over action 1; at 0 both must occur.
fn compare(found: &Regimes, rule: impl Fn(&dyn Fn(&str) -> Rational, &dyn Fn(usize) -> usize) -> Vec<(usize, i32)>) {
    let mut random = Random(11);
    let choices: Vec<Vec<usize>> = found.equilibria.iter().map(|e| e.choices().unwrap()).collect();
    let mut ties = 0;
    for _ in 0..POINTS {
        let point = random_point(found, &mut random);
        let value = |name: &str| {
            let index = found.model.symbols_list().iter().position(|symbol| symbol == name).unwrap();
            point[index].clone()
        };
        let listed = found.equilibria_at(&point);
        assert!(!listed.is_empty(), "nothing at {point:?}");
        for &index in &listed {
            for (set, sign) in rule(&value, &|set| choices[index][set]) {
                ties += usize::from(sign == 0);
                let right = sign == 0 || choices[index][set] == usize::from(sign < 0);
                assert!(right, "set {set} of {:?} at {point:?}", choices[index]);
            }
        }
        if let Some(cell) = found.cell_at(&point) {
            assert_eq!(listed, found.cells[cell].equilibria);
        }
    }
    assert!(ties > POINTS / 20, "only {ties} ties were met");
}

#[test]
fn caucasus() {
    let model = alliance::dilemma("caucasus").unwrap();
    let found = solved(&model, Concept::SubgamePerfect, &[]);
    // Information sets: 0 Azerbaijan Refrain/Attack, 1 Armenia Accommodate/Invoke, 2 Russia Support/Abstain, 3 Stay/Leave.
    compare(&found, |value, choice| {
        let zero = Rational::ZERO;
        let leaves = choice(3) == 1;
        let lost = if leaves { value("e") } else { zero.clone() };
        let supports = choice(2) == 0;
        let asked = value("q") + if leaves { value("n") } else { zero.clone() };
        let invoke = if supports { value("l") - value("h") } else { asked };
        let invokes = choice(1) == 1;
        let attack = if invokes && supports { -value("d") } else { value("t") - value("c") };
        vec![
            (3, -value("n").signum()),
            (2, (value("r") + lost - value("k") - value("w")).signum()),
            (1, -invoke.signum()),
            (0, -attack.signum()),
        ]
    });
    let report = found.check(40, 3).unwrap();
    assert_eq!(report.mismatches, []);
    assert!(report.points >= 560 && report.ties > 300, "{report:?}");
}

#[test]
fn central_asia_under_both_rules() {
    let model = alliance::dilemma("central_asia").unwrap();
    for variant in [None, Some("consensus minus one")] {
        let model = variant.map_or(model.clone(), |name| model.variant(name).unwrap());
        let found = solved(&model, Concept::SubgamePerfect, &[]);
        assert_eq!(found.check(6, 5).unwrap().mismatches, [], "{variant:?}");
        let tree = model.skeleton().unwrap();
        let tree = tree.tree("test").unwrap();
        let set = |key: &str| tree.infosets().iter().position(|set| set.key == key).unwrap();
        let expel = set("after the attack");
        let vote = tree.infosets().iter().position(|set| set.key == "vote");
        let attack_with_clause = tree.steps(tree.infosets()[expel].nodes[0]).last().unwrap().0;
        let foederis::game::NodeKind::Decision(border) = tree.node(attack_with_clause).kind else { panic!() };
        // The set at which Kyrgyzstan stays or leaves once the clause was not applied.
        let keep = tree.node(tree.infosets()[expel].nodes[0]).children[1];
        let foederis::game::NodeKind::Decision(stay) = tree.node(keep).kind else { panic!() };
        compare(&found, |value, choice| {
            let lost = if choice(stay.index()) == 1 { value("zK") } else { Rational::ZERO };
            let credible = choice(expel) == 0;
            let gain = value("tt") - value("c");
            let with = &gain - &if credible { value("b") } else { Rational::ZERO };
            let mut rules = vec![
                (stay.index(), -value("nK").signum()),
                (expel, (value("rE") + lost - value("zT")).signum()),
                (border.index(), -with.signum()),
            ];
            if let Some(vote) = vote.filter(|_| gain.is_positive() && !with.is_zero()) {
                // Accept loses what the clause takes away; a veto costs p.
                let loss = if !credible {
                    Rational::ZERO
                } else if with.is_negative() {
                    gain
                } else {
                    value("b")
                };
                rules.push((vote, (value("p") - loss).signum()));
            }
            rules
        });
    }
}

#[test]
fn border_and_its_repetition() {
    let model = alliance::dilemma("border").unwrap();
    let found = solved(&model, Concept::Nash, &[]);
    assert_eq!(found.cells.len(), 2);
    assert_eq!(conditions(&found, 0), ["G < b*pi"]);
    assert_eq!(conditions(&found, 1), ["G > b*pi"]);
    assert_eq!((found.cells[0].equilibria.len(), found.cells[1].equilibria.len()), (3, 1));
    let mixed = found.equilibria.iter().find(|equilibrium| equilibrium.choices().is_none()).unwrap();
    // Refrains with (l - kappa)/((pi b - G) + (l - kappa)): 4/7 at pi = 3/4.
    let point = model.point(&[("pi", "3/4".parse().unwrap())]).unwrap();
    assert_eq!(mixed.profile_at(&point).unwrap()[0][0], Rational::new(4, 7).unwrap());
    assert_eq!(found.check(40, 1).unwrap().mismatches, []);
    // In the order G, b, pi, l, kappa: the more there is to gain, the more both refrain in the mixed equilibrium.
    let position = found.equilibria.iter().position(|equilibrium| equilibrium.choices().is_none()).unwrap();
    let refrain = &found.probability_statics(position)[0][0];
    let directions: Vec<Direction> = refrain.directions.iter().map(|(_, direction)| *direction).collect();
    assert_eq!(directions, [Direction::Up, Direction::Down, Direction::Down, Direction::Up, Direction::Down]);
    let repeated = model.variant("repeated").unwrap();
    let found = solved(&repeated, Concept::PureNash, &["delta"]);
    // At pi = 0: the discount factor must be above G/(G + kappa) = 3/7.
    assert_eq!(conditions(&found, 0), ["delta > 3/7"]);
    assert_eq!(conditions(&found, 1), ["delta < 3/7"]);
}

#[test]
fn article_four_under_each_rule() {
    let model = alliance::dilemma("article_four").unwrap();
    let found = solved(&model, Concept::SubgamePerfect, &["E", "A"]);
    assert_eq!(found.cells.len(), 32);
    for cell in &found.cells {
        let choices = found.equilibria[cell.equilibria[0]].choices().unwrap();
        let supporters = choices[1..].iter().filter(|choice| **choice == 0).count();
        let members: Vec<usize> = (1..6).filter(|&set| choices[set] == 0).collect();
        // Kazakhstan, member 2, counts double; fewer than three supporters cost Russia 5.
        let gain = supporters as i64 + i64::from(members.contains(&2)) - if supporters < 3 { 5 } else { 0 };
        assert_eq!(choices[0] == 0, gain > 0, "{choices:?}");
    }
    let shared = solved(&model.variant("shared punishment").unwrap(), Concept::SubgamePerfect, &["B"]);
    let of = |supporters: usize| -> Vec<String> {
        let chosen = |e: &foederis::study::regimes::ParametricEquilibrium| {
            e.choices().unwrap()[1..].iter().filter(|choice| **choice == 0).count() == supporters
        };
        let equilibrium = shared.equilibria.iter().find(|e| chosen(e)).unwrap();
        let names = shared.model.symbols_list();
        let mut list: Vec<String> = equilibrium.conditions().iter().map(|c| c.to_text(names)).collect();
        list.sort();
        list
    };
    assert_eq!(of(5), ["B >= 6"]);
    assert_eq!(of(1), ["B <= 16", "B >= 10"]);
    assert_eq!(of(0), ["B <= 10"]);
    let threshold = solved(&model.variant("threshold").unwrap(), Concept::SubgamePerfect, &["v", "x"]);
    let counts: Vec<usize> = threshold.cells.iter().map(|cell| cell.equilibria.len()).collect();
    assert_eq!((counts, conditions(&threshold, 0)), (vec![11, 1], vec!["v > x".to_owned()]));
}

#[test]
fn credibility_by_what_the_members_would_do() {
    // With V(rho) Russia's value of its own call, it supports Armenia where k + w < r + V(rhoH) - V(rhoL) (n < 0).
    let model = alliance::dilemma("credibility").unwrap();
    let value = |rho: &Rational| {
        let eight = rho * &8.into();
        let members = [(2, 1), (6, 2), (4, 1), (4, 1), (4, 1)];
        let supporters: Vec<i64> = members.iter().filter(|(e, _)| eight > (*e).into()).map(|(_, s)| *s).collect();
        let gain = supporters.iter().sum::<i64>() - if supporters.len() < 3 { 5 } else { 0 };
        gain.max(0)
    };
    for (over, at) in [(["k", "w", "r", "rhoH", "rhoL"], 9), (["k", "w", "e", "rhoH", "rhoL"], 4)] {
        let found = solved(&model, Concept::SubgamePerfect, &over);
        let mut random = Random(at);
        let mut seen = 0;
        for _ in 0..4_000 {
            let point = random_point(&found, &mut random);
            let get = |name: &str| {
                let index = model.symbols_list().iter().position(|symbol| symbol == name).unwrap();
                point[index].clone()
            };
            let Some(cell) = found.cell_at(&point) else { continue };
            let lambda = value(&get("rhoH")) - value(&get("rhoL"));
            let supports = get("k") + get("w") < get("r") + Rational::from(lambda);
            for &index in &found.cells[cell].equilibria {
                let choices = found.equilibria[index].choices().unwrap();
                let tree = model.skeleton().unwrap();
                let set =
                    tree.tree("test").unwrap().infosets().iter().position(|s| s.key == "after invocation").unwrap();
                assert_eq!(choices[set] == 0, supports, "{point:?}");
                seen += 1;
            }
        }
        assert!(seen > 1_000, "{seen}");
    }
}
