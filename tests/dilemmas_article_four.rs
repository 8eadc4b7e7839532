//! Russia's own call: who supports, under each rule of punishment.

mod dilemmas;

use std::collections::BTreeSet;

use dilemmas::{Ledger, Plan, Random, Values, at, model, perfect, rational};
use foederis::{Game, Rational};

const MEMBERS: [&str; 5] = ["Belarus", "Kazakhstan", "Armenia", "Kyrgyzstan", "Tajikistan"];

fn supporters(plan: &Plan) -> Vec<&'static str> {
    MEMBERS.into_iter().filter(|member| plan[&format!("{member}: Russia's call")] == "Support").collect()
}

/// The sets of supporters in all pure equilibria of the members' game.
fn coalitions(game: &Game) -> BTreeSet<Vec<&'static str>> {
    perfect(game)
        .iter()
        .filter(|(plan, _)| !plan.values().any(|a| a == "mixed"))
        .map(|(plan, _)| supporters(plan))
        .collect()
}

#[test]
fn only_belarus_is_ready_and_russia_does_not_call() {
    let game = at(&model("article_four"), &[]);
    let found = perfect(&game);
    assert_eq!(found.len(), 1);
    assert_eq!(supporters(&found[0].0), ["Belarus"]);
    assert_eq!(found[0].0["Russia: start"], "Not");
    let tree = dilemmas::tree(&game);
    let node = tree.find_node(&["Invoke", "Support", "Abstain", "Abstain", "Abstain", "Abstain"]).unwrap();
    assert_eq!(tree.play_payoffs(node)[0], rational("-4"));
    let independent = model("article_four").variant("independent").unwrap();
    assert_eq!(independent.payoffs(), model("article_four").payoffs());
}

/// Support iff A >= E, both at equality; Russia calls iff the supporters are worth it.
#[test]
fn thresholds_hold_at_random_points() {
    let model = model("article_four");
    let mut random = Random::new(5);
    let mut ties = 0;
    for _ in 0..10_000 {
        let point = random.point(&model);
        let v = Values(&model, &point);
        let mut ledger = Ledger::default();
        for (plan, _) in perfect(&model.game_at(&point).unwrap()) {
            let with = supporters(&plan);
            for member in MEMBERS {
                let order = v.get(&format!("E_{member}")).cmp(&v.get(&format!("A_{member}")));
                let choice = if with.contains(&member) { "Support" } else { "Abstain" };
                ledger.enter(member.into(), order, "Support", "Abstain", choice);
            }
            let value: Rational = with.iter().map(|member| v.get(&format!("s_{member}"))).sum();
            let value = if with.len() < 3 { value - v.get("D") } else { value };
            ledger.enter(
                format!("call with {with:?}"),
                Rational::ZERO.cmp(&value),
                "Invoke",
                "Not",
                &plan["Russia: start"],
            );
        }
        ties += ledger.settle(&point);
    }
    assert!(ties > 1_000, "ties must occur to be tested; there were {ties}");
}

#[test]
fn a_shared_punishment_makes_safety_in_numbers() {
    let model = model("article_four").variant("shared punishment").unwrap();
    for halves in 0..=48 {
        let budget = Rational::new(halves, 2).unwrap();
        let game = model.at(&[("B", budget.clone())]).unwrap();
        let found = coalitions(&game);
        let number = |value: i64| Rational::from(value);
        assert_eq!(found.contains(MEMBERS.as_slice()), budget >= number(6), "all, {budget}");
        let belarus = number(10) <= budget && budget <= number(16);
        assert_eq!(found.contains(&vec!["Belarus"]), belarus, "Belarus, {budget}");
        assert_eq!(found.contains(&vec![]), budget <= number(10), "nobody, {budget}");
    }
}

/// A profile is an equilibrium iff each supporter's E is at most what it would bear as one more abstainer, and each
/// abstainer's share is at most its E.
#[test]
fn shared_punishment_at_random_points() {
    let model = model("article_four").variant("shared punishment").unwrap();
    let mut random = Random::new(6);
    for _ in 0..10_000 {
        let budget = random.small().abs() * Rational::from(5);
        let costs: Vec<Rational> = MEMBERS.iter().map(|_| random.small().abs()).collect();
        let symbols: Vec<String> = MEMBERS.iter().map(|member| format!("E_{member}")).collect();
        let mut changes: Vec<(&str, Rational)> =
            symbols.iter().map(String::as_str).zip(costs.iter().cloned()).collect();
        changes.push(("B", budget.clone()));
        let game = model.at(&changes).unwrap();
        let share = |abstainers: i64| &budget / &abstainers.into();
        let mut expected = BTreeSet::new();
        for mask in 0u32..32 {
            let supports = |member: usize| mask & (1 << member) != 0;
            let abstainers = 5 - i64::from(mask.count_ones());
            let stable = |member: usize| {
                if supports(member) {
                    costs[member] <= share(abstainers + 1)
                } else {
                    share(abstainers) <= costs[member]
                }
            };
            if (0..5).all(stable) {
                expected.insert(
                    (0..5).filter(|&member| supports(member)).map(|member| MEMBERS[member]).collect::<Vec<_>>(),
                );
            }
        }
        assert_eq!(coalitions(&game), expected, "{changes:?}");
    }
}

#[test]
fn a_threshold_has_eleven_pure_equilibria() {
    let found = coalitions(&at(&model("article_four").variant("threshold").unwrap(), &[]));
    assert_eq!(found.len(), 11);
    assert!(found.contains(&vec![]));
    assert_eq!(found.iter().filter(|with| with.len() == 3).count(), 10);
}

/// The members' own game has two symmetric mixed equilibria, at the roots of 6 p^2 (1-p)^2 = 1/4.
#[test]
fn a_threshold_has_two_symmetric_mixed_equilibria() {
    let game = at(&model("article_four").variant("threshold").unwrap(), &[]);
    let solution = foederis::subgame_perfect(&game, &Default::default()).unwrap();
    let mut symmetric = BTreeSet::new();
    for equilibrium in solution.equilibria.iter().filter(|equilibrium| equilibrium.error_bound.is_some()) {
        let support: Vec<f64> = equilibrium.profile.rows()[1..].iter().map(|row| row[0].to_f64()).collect();
        if support.iter().all(|p| (p - support[0]).abs() < 1e-9) {
            symmetric.insert(format!("{:.7}", support[0]));
        }
    }
    assert_eq!(symmetric.into_iter().collect::<Vec<_>>(), ["0.2858135", "0.7141865"]);
}

/// Four members with E = 4 and B = 8 abstain with the probability p at which 8 (1 - (1-p)^4) / (4 p) = 4.
#[test]
fn a_shared_punishment_has_a_symmetric_mixed_equilibrium() {
    let text = "
title: Four members share a punishment
players: [A, B, C, D]
parameters: {E: 4, P: 8}
simultaneous:
  players: [A, B, C, D]
  actions: [Support, Abstain]
  rules:
    - {if: own = Support, payoff: -E}
    - {if: own = Abstain, payoff: -P/count(Abstain)}
";
    let game = foederis::Model::from_yaml(text).unwrap().base().unwrap();
    let solution = foederis::nash(&game, &Default::default()).unwrap();
    let abstain = |equilibrium: &foederis::Equilibrium| equilibrium.profile.rows()[0][1].to_f64();
    let near = |p: f64| (p - 0.456_310_987_3).abs() < 1e-9;
    assert!(solution.equilibria.iter().any(|equilibrium| near(abstain(equilibrium))), "{:?}", solution.status);
}
