//! The inequalities of the dilemmas, proven cell by cell to be those of the machine.

use super::solved;
use foederis::{
    Concept, Implication, Model, Regimes, RegimesCertificate, RegimesOptions, alliance, regimes, verify_regimes,
};

/// Proves that in every cell an information set's first action is taken just where a rule says so: the rule, and its
/// opposite, are alternatives of which one holds at each point.
fn proven(found: &Regimes, set: &str, taken: &[&str], not: &[&str], given: &[&str]) {
    let game = found.model.skeleton().unwrap();
    let at = game.tree("test").unwrap().infosets().iter().position(|infoset| infoset.key == set).unwrap();
    let mut sides = [0, 0];
    for (number, cell) in found.cells.iter().enumerate() {
        for &index in &cell.equilibria {
            let first = found.equilibria[index].choices().unwrap()[at] == 0;
            let rule: Vec<&str> = if first { taken } else { not }.iter().chain(given).copied().collect();
            assert_eq!(found.implies(number, &rule).unwrap(), Implication::Proven, "{set} in cell {number}: {rule:?}");
            sides[usize::from(first)] += 1;
        }
    }
    assert!(sides[0] > 0 && sides[1] > 0, "{set}: {sides:?}");
}

#[test]
fn caucasus() {
    let found = solved(&alliance::dilemma("caucasus").unwrap(), Concept::SubgamePerfect, &[]);
    let supports = ["n > 0 and k + w < r + e", "n <= 0 and k + w < r"];
    let abstains = ["n > 0 and k + w > r + e", "n <= 0 and k + w > r"];
    proven(&found, "after invocation", &supports, &abstains, &[]);
    // Azerbaijan: Refrain comes first. It attacks for t > c, unless Armenia would call and Russia help.
    let helped = ["n > 0 and k + w < r + e and h < l", "n <= 0 and k + w < r and h < l"];
    let refrains = [&helped[..], &["t < c"]].concat();
    let alone = ["n > 0 and k + w > r + e", "n <= 0 and k + w > r", "h > l"].map(|rule| format!("t > c and {rule}"));
    let alone: Vec<&str> = alone.iter().map(String::as_str).collect();
    let start = &found.model.skeleton().unwrap().tree("test").unwrap().infosets()[0].key.clone();
    proven(&found, start, &refrains, &alone, &[]);
}

#[test]
fn central_asia_under_both_rules() {
    let model = alliance::dilemma("central_asia").unwrap();
    for variant in [None, Some("consensus minus one")] {
        let model = variant.map_or(model.clone(), |name| model.variant(name).unwrap());
        let found = solved(&model, Concept::SubgamePerfect, &[]);
        let expels = ["nK > 0 and zT < rE + zK", "nK <= 0 and zT < rE"];
        let keeps = ["nK > 0 and zT > rE + zK", "nK <= 0 and zT > rE"];
        proven(&found, "after the attack", &expels, &keeps, &[]);
        if variant.is_none() {
            // Accept comes first. A clause that bites (credible, and b > G) is vetoed unless a veto costs more than G.
            let credible = ["nK > 0 and zT < rE + zK", "nK <= 0 and zT < rE"];
            let accepts = ["tt - c < b and p > tt - c", "tt - c > b and p > b", "tt < c"];
            let vetoes = ["tt - c < b and p < tt - c", "tt - c > b and p < b"].map(String::from);
            let both = |rule: &String| credible.map(|case| format!("{rule} and {case}"));
            let vetoes: Vec<String> = vetoes.iter().flat_map(both).collect();
            let vetoes: Vec<&str> = vetoes.iter().map(String::as_str).collect();
            proven(&found, "vote", &[&accepts[..], &keeps[..]].concat(), &vetoes, &[]);
        }
    }
}

#[test]
fn statements_that_are_false_are_refuted_by_a_point() {
    let found = solved(&alliance::dilemma("caucasus").unwrap(), Concept::SubgamePerfect, &[]);
    let cell = &found.cells[0];
    let Implication::Refuted(Some(point)) = found.implies(0, &["k > 1000"]).unwrap() else { panic!() };
    assert!(cell.conditions.iter().all(|condition| condition.holds(&point)));
    assert!(found.implies(99, &["k > 1"]).unwrap_err().to_string().contains("there is no cell 99"));
    assert!(found.implies(0, &["k >"]).is_err());
    assert!(found.implies(0, &["typo > 1"]).is_err());
}

#[test]
fn certificates_are_checked_and_false_ones_refused() {
    let cases = [
        ("caucasus", Concept::SubgamePerfect),
        ("central_asia", Concept::SubgamePerfect),
        ("border", Concept::Nash),
        ("caucasus_private_loyalty", Concept::Sequential),
    ];
    for (name, concept) in cases {
        let model = alliance::dilemma(name).unwrap();
        let text = solved(&model, concept, &[]).certificate().unwrap().to_json();
        let report = verify_regimes(&model, &RegimesCertificate::from_json(&text).unwrap()).unwrap();
        assert!(report.ok(), "{report}");
        let claim = RegimesCertificate::from_json(&text).unwrap();
        // A condition left out, an equilibrium forgotten in a cell, a payoff that is another.
        let mut loose = claim.clone();
        loose.equilibria[0].conditions.clear();
        assert!(!verify_regimes(&model, &loose).unwrap().ok(), "{name}");
        let mut forgetful = claim.clone();
        forgetful.cells[0].equilibria.pop();
        assert!(!verify_regimes(&model, &forgetful).unwrap().ok(), "{name}");
        let mut wrong = claim.clone();
        let (player, payoff) = wrong.equilibria[0].payoffs.pop_first().unwrap();
        wrong.equilibria[0].payoffs.insert(player, format!("{payoff} + 1"));
        assert!(!verify_regimes(&model, &wrong).unwrap().ok(), "{name}");
        let mut uncovered = claim;
        uncovered.cells.pop();
        assert!(!verify_regimes(&model, &uncovered).unwrap().ok(), "{name}");
        // A claim of nothing is not confirmed for want of points to look at.
        uncovered.cells.clear();
        assert!(!verify_regimes(&model, &uncovered).unwrap().ok(), "{name}");
    }
    assert!(RegimesCertificate::from_json("{}").unwrap_err().to_string().contains("foederis-regimes/1"));
}

#[test]
fn a_check_hears_its_limits() {
    let found = solved(&foederis::alliance::dilemma("border").unwrap(), foederis::Concept::Nash, &["pi"]);
    let control = foederis::Control { time_limit: Some(std::time::Duration::ZERO), ..Default::default() };
    let report = found.check_within(20_000, 1, &control).unwrap();
    assert!(report.stopped && report.points == 0, "{report:?}");
    assert!(!found.check(2, 1).unwrap().stopped);
}

/// True claims at the edges of a concept: where a chance event has probability 0 beliefs are not defined; where everybody knows
/// where play is, none are claimed; and a mixture may end in another equilibrium's case.
#[test]
fn what_no_definition_covers_is_not_held_against_a_claim() {
    let chance = "
title: two states
players: [A, B]
parameters: {p: {base: 1/2, range: [0, 1]}, x: {base: 1/3}}
tree:
  chance:
    s:
      probability: p
      player: A
      actions:
        U: [x, 0]
        D: {player: B, information set: i, actions: {L: [1, 1], R: [0, x]}}
    w:
      probability: 1 - p
      player: A
      actions:
        U: [1/2, 0]
        D: {player: B, information set: i, actions: {L: [0, x], R: [1, 1]}}
";
    let seen = "
title: moves that are seen
players: [A, B]
parameters: {x: {base: 1/3}}
tree:
  player: A
  actions:
    U: [x, 0]
    D: {player: B, actions: {L: [1, x], R: [0, 0]}}
";
    let ends = "
title: a mixture that ends
players: [A, B]
parameters: {x: {base: 1/3}, y: {base: 1/5}}
table:
  U:
    L: ['2*x - 1', 'x - y']
    R: ['1 - x', '1 - x']
  D:
    L: [x^2, '1 - x']
    R: [x, 1/2]
";
    let cases = [(chance, Concept::Sequential), (seen, Concept::Sequential), (ends, Concept::Nash)];
    for (text, concept) in cases {
        let model = Model::from_yaml(text).unwrap();
        let found = regimes(&model, concept, &RegimesOptions::default()).unwrap();
        let report = verify_regimes(&model, &found.certificate().unwrap()).unwrap();
        assert!(report.ok(), "{report}");
    }
}
