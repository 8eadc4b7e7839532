//! Why Nash equilibria of textbook games with hidden moves fail, worked by hand.

mod support;

use foederis::verify::Verdict;
use foederis::{
    BehaviorProfile, Beliefs, Concept, Game, Profile, PureNashOptions, Rational, WhyNot, WhyNotOptions, alliance,
    pure_nash, sequential, why_not,
};
use support::paths::{Build, beer_quiche, horse};

fn ratio(num: i64, den: i64) -> Rational {
    Rational::new(num, den).unwrap()
}

fn ask(game: &Game, choices: &[usize], options: &WhyNotOptions) -> WhyNot {
    let Game::Extensive(tree) = game else { panic!("a tree") };
    why_not(game, &Profile::Behavior(BehaviorProfile::pure(tree, choices)), options).unwrap()
}

#[test]
fn seltens_horse() {
    // 1 goes down, 3 answers with L, 2 would go across: player 2 would rather go down, for 4 against 1.
    let answer = ask(&horse(), &[0, 0, 1], &Default::default());
    assert_eq!(answer.verdict, Verdict::Unsupported(Concept::Sequential));
    assert_eq!(
        answer.to_string(),
        "It is a subgame-perfect equilibrium, but no sequential equilibrium. 1 chooses D at the start only because 2 \
         threatens to choose c after C, but once play has come there, 2 prefers d: 4 rather than 1. Knowing that, 1 would \
         choose C: 4 rather than 3."
    );
    // 1 and 2 go across, 3 would answer with R: 3 believes in D with at most 1/3.
    assert_eq!(ask(&horse(), &[1, 1, 1], &Default::default()).verdict, Verdict::Supported(Concept::Sequential));
    for concept in [Concept::SubgamePerfect, Concept::Nash] {
        assert!(ask(&horse(), &[0, 0, 1], &WhyNotOptions::of(concept)).ok());
    }
    for concept in [Concept::PerfectBayesian, Concept::WeakPerfectBayesian] {
        assert_eq!(ask(&horse(), &[0, 0, 1], &WhyNotOptions::of(concept)).verdict, Verdict::Unsupported(concept));
    }
}

#[test]
fn beer_or_quiche() {
    // Either answer to a meal that nobody takes is best by some belief, so that every Nash equilibrium is sequential.
    let game = beer_quiche();
    let found = pure_nash(&game, &PureNashOptions::default()).unwrap();
    assert_eq!(found.len(), 2);
    for equilibrium in &found.equilibria {
        assert!(why_not(&game, &equilibrium.profile, &Default::default()).unwrap().ok());
    }
}

/// Entry in two ways that the incumbent cannot tell apart (Mas-Colell, Whinston and Green 1995, example 9.C.1).
fn entry() -> Game {
    Build::new(&["Entrant", "Incumbent"])
        .decide(&[], "Entrant", "entry", &["Out", "In 1", "In 2"])
        .end(&["Out"], &[0, 2])
        .decide(&["In 1"], "Incumbent", "attacked", &["Fight", "Yield"])
        .end(&["In 1", "Fight"], &[-1, -1])
        .end(&["In 1", "Yield"], &[3, 0])
        .decide(&["In 2"], "Incumbent", "attacked", &["Fight", "Yield"])
        .end(&["In 2", "Fight"], &[-1, -1])
        .end(&["In 2", "Yield"], &[2, 1])
        .finish()
}

#[test]
fn a_threat_that_no_belief_makes_credible() {
    for concept in [Concept::Sequential, Concept::WeakPerfectBayesian] {
        let answer = ask(&entry(), &[0, 0], &WhyNotOptions::of(concept));
        let [unmet] = &answer.unmet[..] else { panic!("{answer}") };
        let [demand] = &unmet.demands[..] else { panic!("{answer}") };
        assert_eq!((demand.player.as_str(), demand.infoset.as_str()), ("Incumbent", "attacked"));
        assert_eq!((demand.does.as_str(), demand.instead.as_str()), ("Fight", "Yield"));
        assert_eq!((&demand.now, &demand.after), (&ratio(-1, 1), &ratio(0, 1)));
        assert!(demand.needed.is_empty());
        assert_eq!(demand.belief, [("In 1".to_owned(), Rational::ONE)]);
        let deterred = unmet.deterred.as_ref().unwrap();
        assert_eq!((deterred.player.as_str(), deterred.gain()), ("Entrant", ratio(3, 1)));
        assert!(answer.to_string().contains("there Incumbent prefers Yield whatever is believed"), "{answer}");
    }
    assert!(ask(&entry(), &[1, 1], &Default::default()).ok());
}

/// The attacker does not know how loyal the ally is, and neither does the patron. Support is worth it if the ally leaves
/// with at least 5/8; it does with 1/4.
fn loyalty() -> Game {
    let mut build =
        Build::new(&["Azerbaijan", "Russia"]).chance(&[], &[("disloyal", ratio(1, 4)), ("loyal", ratio(3, 4))]);
    for (kind, refused) in [("disloyal", -10), ("loyal", -2)] {
        build = build
            .decide(&[kind], "Azerbaijan", "at first", &["Refrain", "Attack"])
            .end(&[kind, "Refrain"], &[0, 0])
            .decide(&[kind, "Attack"], "Russia", "after invocation", &["Support", "Abstain"])
            .end(&[kind, "Attack", "Support"], &[-4, -7])
            .end(&[kind, "Attack", "Abstain"], &[2, refused]);
    }
    build.finish()
}

#[test]
fn a_threat_that_needs_an_inconsistent_belief() {
    let game = loyalty();
    let answer = ask(&game, &[0, 0], &Default::default());
    assert_eq!(
        answer.to_string(),
        "It is a subgame-perfect equilibrium, but no sequential equilibrium. Azerbaijan chooses Refrain at 'at first' only \
         because Russia threatens to choose Support at 'after invocation', but there Russia prefers Abstain by every \
         consistent belief: with disloyal 1/4; loyal 3/4, which speaks most against it, -4 rather than -7. Support would \
         need a belief of at least 5/8 in disloyal, but consistency gives 1/4. Knowing that, Azerbaijan would choose \
         Attack: 2 rather than 0."
    );
    let demand = &answer.unmet[0].demands[0];
    assert_eq!((&demand.needed[0].low, &demand.needed[0].high), (&ratio(5, 8), &Rational::ONE));
    assert_eq!((&demand.allowed[0].low, &demand.allowed[0].high), (&ratio(1, 4), &ratio(1, 4)));
    // By Bayes' rule alone anything may be believed after a surprise.
    for concept in [Concept::PerfectBayesian, Concept::WeakPerfectBayesian] {
        assert_eq!(ask(&game, &[0, 0], &WhyNotOptions::of(concept)).verdict, Verdict::Supported(concept));
    }
    assert!(ask(&game, &[1, 1], &Default::default()).ok());
}

#[test]
fn beliefs_that_were_given() {
    let game = horse();
    let belief = |low: Rational| {
        let beliefs = Beliefs(vec![vec![Rational::ONE], vec![low.clone(), Rational::ONE - low], vec![Rational::ONE]]);
        WhyNotOptions { concept: Some(Concept::Sequential), beliefs: Some(beliefs) }
    };
    assert!(ask(&game, &[1, 1, 1], &belief(ratio(1, 3))).ok());
    let answer = ask(&game, &[1, 1, 1], &belief(ratio(1, 2)));
    assert_eq!(answer.verdict, Verdict::Unsupported(Concept::Sequential));
    assert!(answer.mendable && answer.unmet.is_empty() && !answer.faults.is_empty());
    assert!(answer.to_string().contains("no sequential equilibrium with these beliefs."), "{answer}");
    assert!(answer.to_string().ends_with("With other beliefs it is one."), "{answer}");
}

/// Two who watch the same surprise: each threat is best by some belief, but not both by the same.
fn two_watchers() -> Game {
    let half = || ratio(1, 2);
    let mut build = Build::new(&["Ally", "Russia", "NATO"]).chance(&[], &[("weak", half()), ("strong", half())]);
    for (kind, weak) in [("weak", 1), ("strong", 0)] {
        build = build.decide(&[kind], "Ally", kind, &["Stay", "Leave"]).end(&[kind, "Stay"], &[0, 0, 0]).decide(
            &[kind, "Leave"],
            "Russia",
            "watches",
            &["Punish", "Ignore"],
        );
        for (first, punished) in [("Punish", 1), ("Ignore", 0)] {
            build = build.decide(&[kind, "Leave", first], "NATO", "watches too", &["Refuse", "Accept"]);
            for (second, refused) in [("Refuse", 1), ("Accept", 0)] {
                // Punishing pays if weak with at least 2/3, refusing if strong with at least 2/3.
                let ally = if punished + refused == 2 { -1 } else { 1 };
                let russia = punished * (3 * weak - 2);
                let nato = refused * (1 - 3 * weak);
                build = build.end(&[kind, "Leave", first, second], &[ally, russia, nato]);
            }
        }
    }
    build.finish()
}

#[test]
fn beliefs_that_do_not_go_together() {
    let game = two_watchers();
    let Game::Extensive(tree) = &game else { panic!("a tree") };
    let choice = |key: &str| usize::from(!["weak", "strong", "watches", "watches too"].contains(&key));
    let choices: Vec<usize> = tree.infosets().iter().map(|infoset| choice(&infoset.key)).collect();
    let answer = ask(&game, &choices, &Default::default());
    let [unmet] = &answer.unmet[..] else { panic!("{answer}") };
    assert_eq!(unmet.demands.len(), 2);
    assert_eq!(unmet.deterred, None);
    assert!(
        answer.to_string().contains("Punish by Russia at 'watches' needs a belief of at least 2/3 in weak; "),
        "{answer}"
    );
    assert!(answer.to_string().contains("do not go together"), "{answer}");
    for concept in [Concept::PerfectBayesian, Concept::WeakPerfectBayesian] {
        assert!(ask(&game, &choices, &WhyNotOptions::of(concept)).ok());
    }
}

/// In the Caucasus every threat is one in a subgame.
#[test]
fn the_caucasus() {
    let game = alliance::dilemma("caucasus").unwrap().base().unwrap();
    for equilibrium in pure_nash(&game, &Default::default()).unwrap().equilibria {
        let verdict = why_not(&game, &equilibrium.profile, &Default::default()).unwrap().verdict;
        assert!(matches!(verdict, Verdict::SubgamePerfect | Verdict::NotSubgamePerfect));
    }
}

/// Both types keep quiet because Russia would refuse. Where K < r it would rather support, whatever it believes; where
/// r < K < r + e a belief in disloyalty of at most mu* = (K - r) / e is needed, and after a surprise it may be held.
#[test]
fn private_loyalty() {
    let model = alliance::dilemma("caucasus_private_loyalty").unwrap();
    for (cost, fine) in [(1, false), (7, true), (12, true)] {
        let game = model.at(&[("yD", (-1).into()), ("K", cost.into())]).unwrap();
        let found = pure_nash(&game, &Default::default()).unwrap();
        let quiet = found.equilibria.iter().find(|own| own.payoffs.iter().all(Rational::is_zero)).unwrap();
        let answer = why_not(&game, &quiet.profile, &Default::default()).unwrap();
        assert_eq!(answer.ok(), fine, "{answer}");
        if !fine {
            assert_eq!(answer.unmet[0].demands[0].instead, "Support");
            assert_eq!(answer.unmet[0].deterred.as_ref().unwrap().player, "Armenia");
        }
    }
    let game = model.base().unwrap();
    for equilibrium in sequential(&game, &Default::default()).unwrap().equilibria {
        let options = WhyNotOptions { concept: Some(Concept::Sequential), beliefs: equilibrium.beliefs };
        assert!(why_not(&game, &equilibrium.profile, &options).unwrap().ok());
    }
}
