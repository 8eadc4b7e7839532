//! The Caucasus dilemma: reference answers, and its thresholds against the solver at random points.

mod dilemmas;

use dilemmas::{Ledger, Random, Values, at, model, path, perfect, rational, tree};
use foederis::{Game, Rational, pure_nash};

fn pure_count(game: &Game) -> usize {
    let solution = pure_nash(game, &Default::default()).unwrap();
    assert!(solution.complete());
    solution.len()
}

/// Changes from the base, and what follows: path, payoffs, number of pure Nash equilibria in full strategies.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str], [&'static str; 3], usize);

#[test]
fn reference_answers() {
    let cases: [Case; 4] = [
        (&[], &["Attack", "Invoke", "Abstain", "Stay"], ["2", "-7/2", "-2"], 3),
        (&[("n", "1"), ("e", "6")], &["Refrain"], ["0", "0", "0"], 2),
        (&[("e", "6")], &["Attack", "Invoke", "Abstain", "Stay"], ["2", "-7/2", "-2"], 3),
        (&[("q", "-1/2")], &["Attack", "Accommodate"], ["2", "-4", "0"], 4),
    ];
    let model = model("caucasus");
    for (changes, expected_path, payoffs, count) in cases {
        let game = at(&model, changes);
        let found = perfect(&game);
        assert_eq!(found.len(), 1, "{changes:?}");
        assert_eq!(path(tree(&game), &found[0].0), expected_path, "{changes:?}");
        assert_eq!(found[0].1, payoffs.map(rational), "{changes:?}");
        assert_eq!(pure_count(&game), count, "{changes:?}");
    }
}

#[test]
fn with_a_credible_exit_russia_would_support() {
    let found = perfect(&at(&model("caucasus"), &[("n", "1"), ("e", "6")]));
    assert_eq!(found[0].0["Russia: after invocation"], "Support");
    assert_eq!(found[0].0["Armenia: after refusal"], "Leave");
}

#[test]
fn nash_equilibria_that_end_in_refrain_rest_on_incredible_threats() {
    let game = at(&model("caucasus"), &[]);
    let nash = pure_nash(&game, &Default::default()).unwrap();
    let plans: Vec<_> = nash.equilibria.iter().map(|e| dilemmas::plan(tree(&game), &e.profile)).collect();
    let refrain = plans.iter().filter(|plan| path(tree(&game), plan) == ["Refrain"]);
    assert_eq!(refrain.clone().count(), 2);
    for plan in refrain {
        assert_eq!(plan["Russia: after invocation"], "Support");
    }
}

/// Leave iff n > 0; Support iff k + w < r + e*[leaves]; Invoke iff it is better than accommodating; Attack likewise.
#[test]
fn thresholds_hold_at_random_points() {
    let model = model("caucasus");
    let mut random = Random::new(1);
    let (zero, mut ties) = (Rational::ZERO, 0);
    for _ in 0..10_000 {
        let point = random.point(&model);
        let v = Values(&model, &point);
        let get = |symbol: &str| v.get(symbol);
        let game = model.game_at(&point).unwrap();
        let mut ledger = Ledger::default();
        for (plan, payoffs) in perfect(&game) {
            let leave = plan["Armenia: after refusal"].as_str();
            ledger.enter("leave".into(), get("n").cmp(&zero), "Stay", "Leave", leave);
            let left = if leave == "Leave" { get("e") } else { zero.clone() };
            let support = plan["Russia: after invocation"].as_str();
            let order = (get("k") + get("w")).cmp(&(get("r") + left));
            ledger.enter(format!("support if {leave}"), order, "Support", "Abstain", support);
            let heard = get("q") + get("n").max(zero.clone());
            let order = if support == "Support" { get("h").cmp(&get("l")) } else { zero.cmp(&heard) };
            let invoke = plan["Armenia: after attack"].as_str();
            ledger.enter(format!("invoke if {leave}, {support}"), order, "Invoke", "Accommodate", invoke);
            let helped = invoke == "Invoke" && support == "Support";
            let gain = if helped { -get("d") } else { get("t") - get("c") };
            let attack = plan["Azerbaijan: start"].as_str();
            ledger.enter(
                format!("attack if {leave}, {support}, {invoke}"),
                zero.cmp(&gain),
                "Attack",
                "Refrain",
                attack,
            );
            assert_eq!(payoffs[0], gain.max(zero.clone()));
        }
        ties += ledger.settle(&point);
    }
    assert!(ties > 1_000, "ties must occur to be tested; there were {ties}");
}

#[test]
fn in_a_simultaneous_table_the_exit_threat_cancels() {
    // Russia and Armenia choose at once: Stay or Leave cannot answer what Russia does, so e weighs on both rows alike.
    let text = "
title: Exit without observation
players: [Russia, Armenia]
parameters: {k: 2, w: 5, r: 2, e: 100, h: 2, l: 4, n: -1, q: 1/2}
table:
  Support: {Stay: [-k - w, -h], Leave: [-k - w - e, -h + n]}
  Abstain: {Stay: [-r, -l + q], Leave: [-r - e, -l + q + n]}
";
    let table = foederis::Model::from_yaml(text).unwrap();
    let [support, abstain] = [0, 2].map(|row| [&table.payoffs()[row][0], &table.payoffs()[row + 1][0]]);
    for column in 0..2 {
        let difference = support[column] - abstain[column];
        assert_eq!(difference.to_text(table.symbols_list()), "r - k - w");
    }
}

#[test]
fn private_loyalty_has_the_payoffs_of_the_specification() {
    let model = model("caucasus_private_loyalty");
    let names = model.symbols_list();
    let payoffs: Vec<Vec<String>> =
        model.payoffs().iter().map(|row| row.iter().map(|payoff| payoff.to_text(names)).collect()).collect();
    let expected = [["g", "-K"], ["yD", "-r - e"], ["0", "0"], ["g", "-K"], ["-zL", "-r"], ["0", "0"]];
    assert_eq!(payoffs, expected);
    let chances: Vec<String> = model.probabilities()[0].iter().map(|p| p.to_text(names)).collect();
    assert_eq!(chances, ["delta", "1 - delta"]);
    let game = model.base().unwrap();
    let russia = tree(&game).player("Russia").unwrap();
    let set = tree(&game).find_infoset(russia, "after invocation").unwrap();
    assert_eq!(tree(&game).infoset(set).nodes.len(), 2);
    assert!(!tree(&game).has_perfect_information());
}
