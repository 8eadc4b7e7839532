//! Regrets, certificates and explanations of hand-derived games.

use super::{Certificate, Verdict, fingerprint, regrets, subgame_regrets, verify, why_not};
use crate::error::Error;
use crate::game::{BehaviorProfile, Concept, Dominated, Elimination, StrategicOptions};
use crate::game::{ExtensiveForm, Game, Labels, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;

fn ratio(num: i64, den: i64) -> Rational {
    Rational::new(num, den).unwrap()
}

/// Azerbaijan attacks or not; Armenia invokes or not; Russia supports or abstains; Armenia stays or leaves.
fn invocation(leaving: i64, abandonment: i64) -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["Azerbaijan", "Armenia", "Russia"]).title("Invocation");
    let root = tree.root();
    let first = tree.decision(root, "Azerbaijan", "", ["Attack", "Refrain"]).unwrap();
    let second = tree.decision(first[0], "Armenia", "", ["Invoke", "Accommodate"]).unwrap();
    let third = tree.decision(second[0], "Russia", "", ["Support", "Abstain"]).unwrap();
    let fourth = tree.decision(third[1], "Armenia", "", ["Stay", "Leave"]).unwrap();
    let half = ratio(1, 2);
    let payoffs = [
        (first[1], [ratio(0, 1), ratio(0, 1), ratio(0, 1)]),
        (second[1], [ratio(2, 1), ratio(-4, 1), ratio(0, 1)]),
        (third[0], [ratio(-4, 1), ratio(-2, 1), ratio(-7, 1)]),
        (fourth[0], [ratio(2, 1), half.clone() - ratio(4, 1), ratio(-2, 1)]),
        (fourth[1], [ratio(2, 1), half - ratio(4 - leaving, 1), ratio(-2 - abandonment, 1)]),
    ];
    for (slot, cell) in payoffs {
        tree.payoffs(slot, cell).unwrap();
    }
    tree.finish().unwrap()
}

fn behavior(tree: &ExtensiveForm, actions: &[usize]) -> Profile {
    Profile::Behavior(BehaviorProfile::pure(tree, actions))
}

fn prisoners() -> Game {
    let game = NormalForm::builder().title("Prisoners").player("Row", ["C", "D"]).player("Column", ["C", "D"]);
    game.table(&[&[2, 0, 3, 1], &[2, 3, 0, 1]]).unwrap().into()
}

#[test]
fn regret_in_a_table() {
    let game = prisoners();
    let found = regrets(&game, &Profile::Mixed(MixedProfile(vec![vec![ratio(1, 2); 2]; 2]))).unwrap();
    assert_eq!((found[0].player.as_str(), &found[0].value, &found[0].best), ("Row", &ratio(3, 2), &ratio(2, 1)));
    assert_eq!(found[1].gain(), ratio(1, 2));
    let wrong = regrets(&game, &Profile::Behavior(BehaviorProfile(vec![])));
    assert!(matches!(wrong, Err(Error::Invalid(_))));
}

#[test]
fn regret_in_every_subgame() {
    let tree = invocation(-1, 4);
    let profile = BehaviorProfile::pure(&tree, &[1, 0, 0, 0]);
    let found = subgame_regrets(&tree, &profile).unwrap();
    let gains: Vec<(String, Vec<Rational>)> =
        found.iter().map(|s| (s.name.clone(), s.regrets.iter().map(super::Regret::gain).collect())).collect();
    let zero = vec![Rational::ZERO; 3];
    let russia = vec![Rational::ZERO, Rational::ZERO, ratio(5, 1)];
    let name = |player: &str, key: &str| format!("{player} at '{key}'");
    assert_eq!(gains[0], ("the whole game".to_owned(), zero.clone()));
    assert_eq!(gains[1], (name("Armenia", "after Attack"), russia.clone()));
    assert_eq!(gains[2], (name("Russia", "after Invoke"), russia));
    assert_eq!(gains[3], (name("Armenia", "after Abstain"), zero));
}

#[test]
fn certificates_tell_true_from_false() {
    let tree = invocation(-1, 4);
    let game = Game::from(&tree);
    let good = behavior(&tree, &[0, 0, 1, 0]);
    for concept in [Concept::Nash, Concept::PureNash, Concept::SubgamePerfect] {
        let certificate = Certificate::new(&game, concept, &good).unwrap();
        let read = Certificate::from_json(&certificate.to_json()).unwrap();
        assert_eq!(read, certificate);
        let report = verify(&game, &read).unwrap();
        assert!(report.ok(), "{report}");
        let other = verify(&Game::from(invocation(1, 4)), &read).unwrap();
        assert!(!other.ok() && other.to_string().contains("made for another game ('Invocation')"), "{other}");
    }
    let threat = behavior(&tree, &[1, 0, 0, 0]);
    assert!(verify(&game, &Certificate::new(&game, Concept::Nash, &threat).unwrap()).unwrap().ok());
    let report = verify(&game, &Certificate::new(&game, Concept::SubgamePerfect, &threat).unwrap()).unwrap();
    assert!(!report.ok());
    assert!(report.to_string().contains("after Attack, Invoke, Russia could get -2 instead of -7"), "{report}");
    assert_eq!(report.checks.iter().filter(|check| !check.passed).count(), 1);
}

#[test]
fn mixed_behaviour_is_not_pure() {
    let tree = invocation(0, 4);
    let game = Game::from(&tree);
    let mut profile = BehaviorProfile::pure(&tree, &[0, 0, 1, 0]);
    profile.0[3] = vec![ratio(1, 2), ratio(1, 2)];
    let profile = Profile::Behavior(profile);
    assert!(verify(&game, &Certificate::new(&game, Concept::SubgamePerfect, &profile).unwrap()).unwrap().ok());
    assert!(!verify(&game, &Certificate::new(&game, Concept::PureNash, &profile).unwrap()).unwrap().ok());
}

#[test]
fn tampering_is_found() {
    let tree = invocation(-1, 4);
    let game = Game::from(&tree);
    let json = Certificate::new(&game, Concept::SubgamePerfect, &behavior(&tree, &[0, 0, 1, 0])).unwrap().to_json();
    let changes = [
        ("\"subgame_perfect\"", "\"nash\""),
        ("\"subgame_perfect\"", "\"pure_nash\""),
        ("\"subgame_perfect\"", "\"rationalizable\""),
        ("\"Azerbaijan\": 2", "\"Azerbaijan\": 3"),
        ("\"-7/2\"", "\"-3\""),
        ("\"Attack\": 1", "\"Refrain\": 1"),
        ("\"Abstain\": 1", "\"Abstain\": \"1/2\", \"Support\": \"1/2\""),
        ("\"Abstain\": 1", "\"Abstain\": 2, \"Support\": -1"),
        ("\"Abstain\": 1", "\"Abstein\": 1"),
        ("\"Abstain\": 1", "\"Abstain\": \"99/100\""),
        ("\"after Invoke\": {", "\"after Provoke\": {"),
        ("certificate/1", "certificate/2"),
        ("sha256:", "sha256:0"),
        ("Russia at 'after Invoke'", "Russia at 'after Attack'"),
    ];
    for (from, to) in changes {
        let changed = json.replacen(from, to, 1);
        assert_ne!(changed, json, "{from} is not in {json}");
        let report = verify(&game, &Certificate::from_json(&changed).unwrap()).unwrap();
        assert!(!report.ok(), "{from} -> {to}: {report}");
    }
}

#[test]
fn hostile_json_is_an_error_or_a_failed_report() {
    let game = prisoners();
    let good = Certificate::new(&game, Concept::Nash, &Profile::Mixed(MixedProfile::pure(&[1, 1], &[2, 2]))).unwrap();
    let json = good.to_json();
    for text in ["", "[]", "{}", "nul", &json[..json.len() / 2], &"[".repeat(100_000)] {
        let error = Certificate::from_json(text).unwrap_err();
        assert!(matches!(error, Error::Input(input) if input.place.is_some()));
    }
    let broken = [
        ("\"mixed\"", "\"behavior\""),
        ("\"D\": 1", "\"D\": [1]"),
        ("\"D\": 1", "\"D\": 1, \"D\": 1"),
        ("\"D\": 1", "\"D\": \"1/0\""),
        ("\"D\": 1", "\"D\": \"1e99999\""),
        ("\"D\": 1", "\"D\": \"1e-9999\""),
        ("\"D\": 1", "\"D\": -1"),
        ("\"Row\": {", "\"Rowe\": {"),
        ("\"payoffs\"", "\"error_bound\": 1e300, \"payoffs\""),
        ("\"payoffs\"", "\"error_bound\": -1, \"payoffs\""),
        ("\"payoffs\"", "\"subgames\": [], \"payoffs\""),
        ("\"payoffs\"", "\"surprise\": 1, \"payoffs\""),
        ("\"payoffs\": {", "\"payoffs\": {\"Nobody\": 1,"),
        ("\"nash\"", "\"sequential_perfection\""),
        ("\"nash\"", "\"subgame_perfect\""),
    ];
    for (from, to) in broken {
        let changed = json.replacen(from, to, 1);
        assert_ne!(changed, json, "{from} is not in {json}");
        if let Ok(certificate) = Certificate::from_json(&changed) {
            let report = verify(&game, &certificate).unwrap();
            assert!(!report.ok(), "{from} -> {to}: {report}");
        }
    }
}

#[test]
fn an_error_bound_explains_a_little_regret() {
    let game = NormalForm::builder().player("A", ["h", "t"]).player("B", ["h", "t"]);
    let game = Game::from(game.table(&[&[2, -1, -1, 1], &[-2, 1, 1, -1]]).unwrap());
    let near = |offset: f64| {
        let row = [0.4 + offset, 0.6 - offset].map(|p| Rational::from_f64(p).unwrap()).to_vec();
        Profile::Mixed(MixedProfile(vec![row; 2]))
    };
    let certify = |offset, bound| Certificate::with_error_bound(&game, Concept::Nash, &near(offset), bound);
    let report = verify(&game, &certify(1e-9, 1e-8).unwrap()).unwrap();
    assert!(report.ok() && report.to_string().contains("within what the error bound explains"), "{report}");
    assert!(!verify(&game, &certify(1e-6, 1e-9).unwrap()).unwrap().ok());
    assert!(verify(&game, &certify(0.0, 0.0).unwrap()).unwrap().ok());
    for bound in [f64::NAN, f64::INFINITY, -1e-9, 0.5] {
        assert!(matches!(certify(0.0, bound), Err(Error::Invalid(_))));
    }
    assert!(matches!(Certificate::new(&game, Concept::Nash, &near(1e-9)), Err(Error::Invalid(_))));
    let off =
        Profile::Mixed(MixedProfile(vec![
            vec![ratio(400_000_001, 1_000_000_000), ratio(599_999_999, 1_000_000_000)];
            2
        ]));
    let exact = Certificate::new(&game, Concept::Nash, &off).unwrap();
    assert!(!verify(&game, &exact).unwrap().ok());
}

#[test]
fn eliminations_are_replayed() {
    let game = NormalForm::builder().player("A", ["up", "middle", "down"]).player("B", ["l", "r"]);
    let game = Game::from(game.table(&[&[3, 0, 1, 1, 0, 3], &[1, 0, 1, 0, 1, 0]]).unwrap());
    let by = |weights: &[(i64, i64)]| weights.iter().map(|&(num, den)| ratio(num, den)).collect::<Vec<_>>();
    let step = |player, strategy, by| Dominated { player: PlayerId(player), strategy, by, strictly: true };
    let middle = step(0, 1, by(&[(1, 2), (0, 1), (1, 2)]));
    let right = step(1, 1, by(&[(1, 1), (0, 1)]));
    let down = step(0, 2, by(&[(1, 1), (0, 1), (0, 1)]));
    let strategies = vec![Labels::new(["up", "middle", "down"]), Labels::new(["l", "r"])];
    let record = Elimination {
        strategies: strategies.clone(),
        rounds: vec![vec![middle.clone(), right.clone()], vec![down.clone()]],
        survivors: vec![vec![0], vec![0]],
    };
    let check = |record: &Elimination| {
        let certificate = Certificate::of_elimination(&game, record).unwrap();
        verify(&game, &Certificate::from_json(&certificate.to_json()).unwrap()).unwrap()
    };
    assert!(check(&record).ok(), "{}", check(&record));
    let false_claims = [
        Elimination { survivors: vec![vec![0, 2], vec![0]], ..record.clone() },
        Elimination { rounds: vec![vec![middle.clone(), right.clone(), down.clone()]], ..record.clone() },
        Elimination {
            rounds: vec![vec![middle.clone(), right.clone()], vec![down.clone(), middle.clone()]],
            ..record.clone()
        },
        Elimination {
            rounds: vec![vec![middle, right], vec![Dominated { by: by(&[(0, 1), (1, 1), (0, 1)]), ..down.clone() }]],
            ..record.clone()
        },
        Elimination { rounds: vec![vec![Dominated { by: by(&[(2, 1), (0, 1), (-1, 1)]), ..down }]], ..record },
    ];
    for claim in false_claims {
        assert!(!check(&claim).ok(), "{claim:?}");
    }
    for (strategies, survivors) in [(strategies.clone(), vec![vec![7]]), (strategies[..1].to_vec(), vec![vec![0]])] {
        let misfit = Elimination { strategies, rounds: vec![], survivors };
        assert!(Certificate::of_elimination(&game, &misfit).is_err());
    }
}

#[test]
fn a_trees_plans_are_eliminated_in_either_form() {
    let tree = invocation(-1, 4);
    for reduced in [false, true] {
        let form = tree.to_strategic(&StrategicOptions { reduced, ..StrategicOptions::default() }).unwrap().game;
        let shape = form.shape();
        let unit = |player: usize, choice| MixedProfile::pure(&[choice], &[shape[player]]).0.remove(0);
        let by = unit(2, 1);
        let record = Elimination {
            strategies: form.player_ids().map(|player| form.strategies(player).clone()).collect(),
            rounds: vec![vec![Dominated { player: PlayerId(2), strategy: 0, by, strictly: false }]],
            survivors: vec![vec![0, 1], (0..shape[1]).collect(), vec![1]],
        };
        let game = Game::from(&tree);
        let certificate = Certificate::of_elimination(&game, &record).unwrap();
        assert_eq!(certificate.elimination.as_ref().map(|claim| claim.reduced), Some(reduced));
        let report = verify(&game, &Certificate::from_json(&certificate.to_json()).unwrap()).unwrap();
        assert!(report.ok(), "{report}");
    }
}

#[test]
fn weak_domination_is_told_apart() {
    let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["l", "r"]);
    let game = Game::from(game.table(&[&[1, 1, 1, 0], &[0, 0, 0, 0]]).unwrap());
    let claim = |strictly| Elimination {
        strategies: vec![Labels::new(["x", "y"]), Labels::new(["l", "r"])],
        rounds: vec![vec![Dominated {
            player: PlayerId(0),
            strategy: 1,
            by: vec![ratio(1, 1), ratio(0, 1)],
            strictly,
        }]],
        survivors: vec![vec![0], vec![0, 1]],
    };
    let report = |strictly| verify(&game, &Certificate::of_elimination(&game, &claim(strictly)).unwrap()).unwrap();
    assert!(report(false).ok() && report(false).to_string().contains("weakly"), "{}", report(false));
    assert!(!report(true).ok());
}

#[test]
fn fingerprints_ignore_titles_and_see_payoffs() {
    let game = prisoners();
    let Game::Normal(table) = &game else { unreachable!() };
    let retitled = NormalForm::builder().title("Other").player("Row", ["C", "D"]).player("Column", ["C", "D"]);
    assert_eq!(fingerprint(&retitled.table(&[&[2, 0, 3, 1], &[2, 3, 0, 1]]).unwrap().into()), fingerprint(&game));
    let mut payoffs: Vec<Rational> = (0..4).flat_map(|number| table.payoffs_of(number).to_vec()).collect();
    payoffs[5] += Rational::ONE;
    assert_ne!(fingerprint(&table.with_payoffs(payoffs).unwrap().into()), fingerprint(&game));
    assert_ne!(fingerprint(&invocation(-1, 4).into()), fingerprint(&invocation(-1, 5).into()));
}

#[test]
fn why_not_an_equilibrium_of_a_tree() {
    let tree = invocation(-1, 4);
    let answer = why_not(&Game::from(&tree), &behavior(&tree, &[0, 0, 0, 0]), &Default::default()).unwrap();
    assert_eq!(answer.verdict, Verdict::NotNash);
    assert_eq!(
        answer.deviations[0].to_string(),
        "Russia gains 5 by choosing Abstain instead of Support after Attack, Invoke: -2 instead of -7. \
         The play is then Attack, Invoke, Abstain, Stay."
    );
    let (azerbaijan, change) = (&answer.deviations[1], &answer.deviations[1].changes[0]);
    assert_eq!((azerbaijan.player.as_str(), azerbaijan.gain()), ("Azerbaijan", ratio(4, 1)));
    assert_eq!(
        (change.from.as_str(), change.to.as_str(), change.place.as_str()),
        ("Attack", "Refrain", "at the start")
    );
}

#[test]
fn why_not_subgame_perfect() {
    let tree = invocation(-1, 4);
    let answer = why_not(&Game::from(&tree), &behavior(&tree, &[1, 0, 0, 0]), &Default::default()).unwrap();
    assert_eq!(answer.verdict, Verdict::NotSubgamePerfect);
    assert_eq!(answer.threats[0].after, ["Attack", "Invoke"]);
    assert_eq!(
        answer.to_string(),
        "It is a Nash equilibrium, but not subgame perfect. Azerbaijan chooses Refrain at the start only because Russia \
         threatens to choose Support after Attack, Invoke, but once play has come there, Russia prefers Abstain: \
         -2 rather than -7. Knowing that, Azerbaijan would choose Attack: 2 rather than 0."
    );
    let fine = why_not(&Game::from(&tree), &behavior(&tree, &[0, 0, 1, 0]), &Default::default()).unwrap();
    assert!(fine.ok() && fine.to_string().starts_with("Nothing is wrong"));
}

#[test]
fn a_flaw_that_deters_nobody() {
    let tree = invocation(1, 6);
    let answer = why_not(&Game::from(&tree), &behavior(&tree, &[1, 0, 0, 0]), &Default::default()).unwrap();
    assert_eq!(answer.verdict, Verdict::NotSubgamePerfect);
    assert_eq!(answer.threats[0].deviation.player, "Armenia");
    assert_eq!(answer.threats[0].deterred, None);
    assert!(answer.to_string().contains("prefers Leave: -5/2 rather than -7/2"), "{answer}");
}

#[test]
fn why_not_in_a_table() {
    let game = prisoners();
    let answer = why_not(&game, &Profile::Mixed(MixedProfile::pure(&[0, 1], &[2, 2])), &Default::default()).unwrap();
    assert_eq!(
        answer.to_string(),
        "It is not a Nash equilibrium. Row gains 1 by choosing D instead of C while Column chooses D: 1 instead of 0."
    );
    let mixed = Profile::Mixed(MixedProfile(vec![vec![ratio(1, 3), ratio(2, 3)], vec![ratio(0, 1), ratio(1, 1)]]));
    let answer = why_not(&game, &mixed, &Default::default()).unwrap();
    assert!(answer.to_string().contains("D instead of C (1/3) or D (2/3)"), "{answer}");
    assert!(why_not(&game, &Profile::Mixed(MixedProfile::pure(&[1, 1], &[2, 2])), &Default::default()).unwrap().ok());
}

/// Russia's support rests on Armenia's empty threat to leave, and Azerbaijan's restraint on Russia's support.
#[test]
fn a_threat_that_rests_on_another() {
    let tree = invocation(-1, 6);
    let answer = why_not(&Game::from(&tree), &behavior(&tree, &[1, 0, 0, 1]), &Default::default()).unwrap();
    assert_eq!(
        answer.to_string(),
        "It is a Nash equilibrium, but not subgame perfect. Azerbaijan chooses Refrain at the start only because Russia \
         threatens to choose Support after Attack, Invoke, but once play has come there, Russia prefers Abstain: \
         -2 rather than -7, as Armenia would then choose Stay instead of Leave after Attack, Invoke, Abstain. Knowing \
         that, Azerbaijan would choose Attack: 2 rather than 0."
    );
    assert_eq!(answer.more_threats, 0);
}

/// A gains only by changing two moves: neither alone helps.
#[test]
fn a_deviation_of_two_moves() {
    let mut tree = ExtensiveForm::builder(["A"]);
    let root = tree.root();
    let first = tree.decision(root, "A", "", ["Out", "In"]).unwrap();
    let second = tree.decision(first[1], "A", "", ["Low", "High"]).unwrap();
    for (slot, payoff) in [(first[0], 1), (second[0], 0), (second[1], 2)] {
        tree.payoffs(slot, [payoff]).unwrap();
    }
    let tree = tree.finish().unwrap();
    let answer = why_not(&Game::from(&tree), &behavior(&tree, &[0, 0]), &Default::default()).unwrap();
    assert_eq!(
        answer.deviations[0].to_string(),
        "A gains 1 by choosing In instead of Out at the start, and High instead of Low after In: 2 instead of 1. \
         The play is then In, High."
    );
}

fn forgetful(payoffs: [i64; 4]) -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["A"]);
    let root = tree.root();
    let mut payoffs = payoffs.into_iter();
    for slot in tree.decision(root, "A", "one", ["l", "r"]).unwrap() {
        for end in tree.decision(slot, "A", "two", ["s", "t"]).unwrap() {
            tree.payoffs(end, [payoffs.next().unwrap()]).unwrap();
        }
    }
    tree.finish().unwrap()
}

#[test]
fn forgetful_players_are_checked_plan_by_plan() {
    let tree = forgetful([2, 0, 0, 3]);
    let gain = |actions: &[usize]| regrets(&Game::from(&tree), &behavior(&tree, actions)).unwrap()[0].gain();
    assert_eq!([gain(&[0, 0]), gain(&[0, 1]), gain(&[1, 1])], [ratio(1, 1), ratio(3, 1), ratio(0, 1)]);
}

#[test]
fn absent_minded_players_are_refused() {
    let mut tree = ExtensiveForm::builder(["Driver"]);
    let root = tree.root();
    let first = tree.decision(root, "Driver", "road", ["on", "off"]).unwrap();
    let second = tree.decision(first[0], "Driver", "road", ["on", "off"]).unwrap();
    for end in [first[1], second[0], second[1]] {
        tree.payoffs(end, [0]).unwrap();
    }
    let tree = tree.finish().unwrap();
    let refused = regrets(&Game::from(&tree), &behavior(&tree, &[0]));
    assert!(matches!(refused, Err(Error::Unsupported(text)) if text.contains("absent-minded")));
}
