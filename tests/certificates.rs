//! Certificates survive a file, and no change that matters goes unnoticed.

mod support;

use foederis::game::NodeKind;
use foederis::verify::{Verdict, fingerprint, regret, subgame_regrets};
use foederis::{
    BehaviorProfile, Certificate, Concept, ExtensiveForm, Game, Profile, Rational, WhyNotOptions, verify, why_not,
};
use proptest::prelude::*;
use support::{Random, Shape, backward_induction, random_behavior, random_mixed, random_tree};

/// A tree of perfect information whose payoffs hardly ever tie.
fn generic(random: &mut Random) -> ExtensiveForm {
    random_tree(random, &Shape { players: 2, depth: 4, chance: true, hidden: false, payoffs: 1 << 40 })
}

fn reread(certificate: &Certificate) -> Certificate {
    Certificate::from_json(&certificate.to_json()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn backward_induction_is_confirmed(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = generic(&mut random);
        let profile = Profile::Behavior(backward_induction(&tree));
        let game = Game::from(&tree);
        for concept in [Concept::SubgamePerfect, Concept::Nash, Concept::PureNash] {
            let certificate = Certificate::new(&game, concept, &profile).unwrap();
            prop_assert_eq!(&reread(&certificate), &certificate);
            let report = verify(&game, &reread(&certificate)).unwrap();
            prop_assert!(report.ok(), "{}", report);
        }
        prop_assert_eq!(why_not(&game, &profile, &Default::default()).unwrap().verdict, Verdict::SubgamePerfect);
    }

    #[test]
    fn reports_and_explanations_follow_regret(seed in any::<u64>()) {
        let mut random = Random(seed);
        let shape = Shape { players: 2, depth: 3, chance: true, hidden: random.below(2) == 0, payoffs: 3 };
        let tree = random_tree(&mut random, &shape);
        let behavior = if random.below(2) == 0 && tree.has_perfect_information() {
            backward_induction(&tree)
        } else {
            random_behavior(&mut random, &tree)
        };
        let (game, profile) = (Game::from(&tree), Profile::Behavior(behavior.clone()));
        let nash = regret(&game, &profile).unwrap().is_zero();
        let gains = subgame_regrets(&tree, &behavior).unwrap();
        let perfect = gains.iter().all(|subgame| subgame.regrets.iter().all(|regret| regret.gain().is_zero()));
        let ok = |concept| verify(&game, &Certificate::new(&game, concept, &profile).unwrap()).unwrap().ok();
        prop_assert_eq!(ok(Concept::Nash), nash);
        prop_assert_eq!(ok(Concept::PureNash), nash && profile.is_pure());
        prop_assert_eq!(ok(Concept::SubgamePerfect), perfect);
        // Trees with hidden moves are asked for sequential equilibria unless another concept is named.
        let asked = WhyNotOptions::of(Concept::SubgamePerfect);
        let answer = why_not(&game, &profile, &asked).unwrap();
        let verdict = match (nash, perfect) {
            (false, _) => Verdict::NotNash,
            (true, false) => Verdict::NotSubgamePerfect,
            (true, true) => Verdict::SubgamePerfect,
        };
        prop_assert_eq!(answer.verdict, verdict);
        for deviation in answer.deviations.iter().chain(answer.threats.iter().map(|threat| &threat.deviation)) {
            prop_assert!(deviation.gain().is_positive() && !deviation.changes.is_empty(), "{:?}", deviation);
        }
        for deviation in &answer.deviations {
            let mut after = behavior.clone();
            let player = tree.player(&deviation.player).unwrap();
            for change in &deviation.changes {
                let id = tree.find_infoset(player, change.infoset.as_ref().unwrap()).unwrap();
                let actions = &tree.infoset(id).actions;
                let chosen = actions.find("action", &change.to).unwrap();
                after.0[id.index()] = (0..actions.len()).map(|a| Rational::from(i64::from(a == chosen))).collect();
            }
            let payoff = |profile: &BehaviorProfile| tree.expected_payoffs(profile).unwrap()[player.index()].clone();
            prop_assert_eq!((&payoff(&behavior), &payoff(&after)), (&deviation.now, &deviation.after));
            let shown: Rational = deviation.plays.iter().map(|play| &play.probability).sum();
            prop_assert!(shown == Rational::ONE || deviation.plays.len() == 6);
        }
    }

    #[test]
    fn tables_are_judged_by_their_regret(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = random_tree(&mut random, &Shape { players: 3, depth: 3, chance: true, hidden: true, payoffs: 3 });
        let form = tree.to_strategic(&foederis::game::StrategicOptions { reduced: true, ..Default::default() }).unwrap();
        if form.game.num_profiles() > 5_000 {
            return Ok(());
        }
        let (game, profile) = (Game::from(&form.game), Profile::Mixed(random_mixed(&mut random, &form.game)));
        let nash = regret(&game, &profile).unwrap().is_zero();
        let certificate = reread(&Certificate::new(&game, Concept::Nash, &profile).unwrap());
        prop_assert_eq!(verify(&game, &certificate).unwrap().ok(), nash);
        let answer = why_not(&game, &profile, &Default::default()).unwrap();
        prop_assert_eq!(answer.ok(), nash);
        prop_assert!(answer.deviations.iter().all(|deviation| deviation.gain().is_positive()));
    }

    #[test]
    fn a_changed_game_is_refused_even_with_its_fingerprint_forged(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = generic(&mut random);
        let behavior = backward_induction(&tree);
        let (game, profile) = (Game::from(&tree), Profile::Behavior(behavior.clone()));
        let certificate = Certificate::new(&game, Concept::SubgamePerfect, &profile).unwrap();
        let reach = tree.reach_probabilities(&behavior).unwrap();
        let terminals: Vec<_> = tree.terminals().collect();
        let on_path = (0..terminals.len()).find(|play| reach[terminals[*play].index()].is_positive()).unwrap();
        let mut payoffs: Vec<Vec<Rational>> = terminals.iter().map(|id| tree.play_payoffs(*id).to_vec()).collect();
        payoffs[on_path][0] += Rational::ONE;
        let changed = Game::from(tree.with_play_payoffs(payoffs).unwrap());
        let report = verify(&changed, &certificate).unwrap();
        prop_assert!(!report.ok() && report.to_string().contains("another game"), "{}", report);
        let mut forged = certificate;
        forged.game.fingerprint = fingerprint(&changed);
        prop_assert!(!verify(&changed, &forged).unwrap().ok());
    }

    #[test]
    fn any_other_action_anywhere_is_refused(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = generic(&mut random);
        if tree.infosets().is_empty() {
            return Ok(());
        }
        let (game, mut behavior) = (Game::from(&tree), backward_induction(&tree));
        let good = Certificate::new(&game, Concept::SubgamePerfect, &Profile::Behavior(behavior.clone())).unwrap();
        let infoset = random.below(tree.infosets().len() as u64) as usize;
        behavior.0[infoset].rotate_left(1);
        let node = tree.infosets()[infoset].nodes[0];
        let changed = Certificate::new(&game, Concept::SubgamePerfect, &Profile::Behavior(behavior)).unwrap();
        prop_assert!(matches!(tree.node(node).kind, NodeKind::Decision(_)));
        prop_assert!(!verify(&game, &changed).unwrap().ok());
        let patched = Certificate { profile: changed.profile, ..good };
        prop_assert!(!verify(&game, &patched).unwrap().ok());
    }

    #[test]
    fn random_bytes_and_cuts_never_panic(seed in any::<u64>(), noise in any::<Vec<u8>>()) {
        let mut random = Random(seed);
        let tree = random_tree(&mut random, &Shape { players: 2, depth: 2, chance: true, hidden: true, payoffs: 3 });
        let (game, profile) = (Game::from(&tree), Profile::Behavior(random_behavior(&mut random, &tree)));
        let json = Certificate::new(&game, Concept::SubgamePerfect, &profile).unwrap().to_json();
        let mut bytes = json.into_bytes();
        for byte in noise.iter().take(3) {
            let at = random.below(bytes.len() as u64) as usize;
            bytes[at] = *byte;
        }
        for text in [String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&noise)] {
            if let Ok(certificate) = Certificate::from_json(&text) {
                verify(&game, &certificate).unwrap();
            }
        }
    }
}
