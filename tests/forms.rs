//! All forms of a tree say the same about it.

mod support;

use foederis::game::{NodeId, NodeKind, PlayerId, StrategicForm, StrategicOptions};
use foederis::verify::{regrets, subgame_regrets};
use foederis::{BehaviorProfile, Error, ExtensiveForm, Game, MixedProfile, Profile, Rational};
use proptest::prelude::*;
use support::{Random, Shape, random_behavior, random_mixed, random_tree};

fn small(random: &mut Random) -> ExtensiveForm {
    let players = 1 + random.below(3) as usize;
    random_tree(random, &Shape { players, depth: 4, chance: true, hidden: true, payoffs: 10 })
}

fn strategic(tree: &ExtensiveForm, reduced: bool) -> Option<StrategicForm> {
    match tree.to_strategic(&StrategicOptions { reduced, max_profiles: 20_000 }) {
        Err(Error::TooLarge { .. }) => None,
        form => Some(form.unwrap()),
    }
}

/// The probability of each play under mixed plans, from the definition.
fn play_probabilities(form: &StrategicForm, profile: &MixedProfile) -> Vec<Rational> {
    let tree = form.tree();
    let of = |terminal: NodeId| {
        let mut total = Rational::ONE;
        for (node, action) in tree.steps(terminal) {
            if let NodeKind::Chance(chance) = tree.node(node).kind {
                total *= &tree.chance_move(chance).probabilities[action];
            }
        }
        for player in tree.player_ids() {
            let own: Vec<_> = tree.infosets_of(player).collect();
            let agrees = |plan: &[Option<usize>]| {
                tree.steps(terminal).into_iter().all(|(node, action)| match tree.node(node).kind {
                    NodeKind::Decision(id) => match own.iter().position(|own| *own == id) {
                        Some(position) => plan[position] == Some(action),
                        None => true,
                    },
                    _ => true,
                })
            };
            let plans = form.plans[player.index()].iter().zip(profile.of(player));
            total *= plans.filter(|(plan, _)| agrees(plan)).map(|(_, weight)| weight).sum::<Rational>();
        }
        total
    };
    tree.terminals().map(of).collect()
}

/// The part of a tree from a node on as a game of its own, and the profile in it.
fn cut_out(tree: &ExtensiveForm, root: NodeId, profile: &BehaviorProfile) -> (ExtensiveForm, BehaviorProfile) {
    let mut cut = ExtensiveForm::builder(tree.players().keys().to_vec());
    let mut open = vec![(root, cut.root())];
    while let Some((node, slot)) = open.pop() {
        let next = match tree.node(node).kind {
            NodeKind::Terminal => {
                cut.payoffs(slot, tree.play_payoffs(node).to_vec()).unwrap();
                continue;
            }
            NodeKind::Decision(id) => {
                let infoset = tree.infoset(id);
                let player = tree.players().key(infoset.player.index());
                cut.decision(slot, player, &infoset.key, infoset.actions.labels().to_vec()).unwrap()
            }
            NodeKind::Chance(id) => {
                let chance = tree.chance_move(id);
                let events = chance.events.labels().iter().cloned().zip(chance.probabilities.iter().cloned());
                cut.chance(slot, "", events.collect::<Vec<_>>()).unwrap()
            }
        };
        open.extend(tree.node(node).children.iter().copied().zip(next));
    }
    let cut = cut.finish().unwrap();
    let row = |infoset: &foederis::game::Infoset| {
        profile.at(tree.find_infoset(infoset.player, &infoset.key).unwrap()).to_vec()
    };
    let rows = cut.infosets().iter().map(row).collect();
    (cut, BehaviorProfile(rows))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn expected_payoffs_agree_in_all_forms(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = small(&mut random);
        tree.perfect_recall().unwrap();
        let profile = random_behavior(&mut random, &tree);
        let expected = tree.expected_payoffs(&profile).unwrap();
        let values = tree.continuation_values(&profile).unwrap();
        prop_assert_eq!(values.at(tree.root()), &expected[..]);
        for reduced in [false, true] {
            if let Some(form) = strategic(&tree, reduced) {
                let mixed = form.mixed_of(&profile).unwrap();
                mixed.check(&form.game).unwrap();
                prop_assert_eq!(&form.game.expected_payoffs(&mixed).unwrap(), &expected);
            }
        }
        let sequence = tree.to_sequence().unwrap();
        let plans = sequence.realization_of(&profile).unwrap();
        prop_assert_eq!(&sequence.expected_payoffs(&plans).unwrap(), &expected);
        let back = sequence.behavior_of(&plans).unwrap();
        prop_assert_eq!(&tree.reach_probabilities(&back).unwrap(), &tree.reach_probabilities(&profile).unwrap());
        for (own, plan) in sequence.players.iter().zip(&plans) {
            let products = own.constraint_matrix().into_iter().map(|row| {
                row.iter().zip(plan).map(|(a, x)| a * x).sum::<Rational>()
            });
            let right: Vec<Rational> = (0..=own.infosets.len()).map(|i| Rational::from(i64::from(i == 0))).collect();
            prop_assert_eq!(products.collect::<Vec<_>>(), right);
        }
        match tree.to_agent(20_000) {
            Ok(agent) => {
                let payoffs = agent.expected_payoffs(&MixedProfile(profile.0.clone())).unwrap();
                let owners = tree.infosets().iter().map(|infoset| expected[infoset.player.index()].clone());
                prop_assert_eq!(payoffs, owners.collect::<Vec<_>>());
            }
            Err(Error::TooLarge { .. } | Error::Unsupported(_)) => {}
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
    }

    #[test]
    fn mixed_plans_and_their_behaviour_play_alike(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = small(&mut random);
        for reduced in [false, true] {
            let Some(form) = strategic(&tree, reduced) else { continue };
            let mixed = random_mixed(&mut random, &form.game);
            let behavior = form.behavior_of(&mixed).unwrap();
            behavior.check(&tree).unwrap();
            let reach = tree.reach_probabilities(&behavior).unwrap();
            let plays: Vec<Rational> = tree.terminals().map(|id| reach[id.index()].clone()).collect();
            prop_assert_eq!(plays, play_probabilities(&form, &mixed));
        }
    }

    #[test]
    fn reduced_plans_are_the_full_ones_without_what_cannot_matter(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = small(&mut random);
        let (Some(full), Some(reduced)) = (strategic(&tree, false), strategic(&tree, true)) else { return Ok(()) };
        for player in tree.player_ids() {
            let labels = reduced.game.strategies(player);
            prop_assert_eq!(labels.labels(), labels.keys());
            for plan in &full.plans[player.index()] {
                let covers = |small: &&Vec<Option<usize>>| {
                    small.iter().zip(plan).all(|(small, full)| small.is_none() || small == full)
                };
                prop_assert_eq!(reduced.plans[player.index()].iter().filter(covers).count(), 1);
            }
        }
    }

    #[test]
    fn regret_is_that_of_the_strategic_form(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = small(&mut random);
        let profile = random_behavior(&mut random, &tree);
        let Some(form) = strategic(&tree, true) else { return Ok(()) };
        let mixed = Profile::Mixed(form.mixed_of(&profile).unwrap());
        let behavior = Profile::Behavior(profile);
        prop_assert_eq!(
            regrets(&Game::from(&tree), &behavior).unwrap(),
            regrets(&Game::from(&form.game), &mixed).unwrap()
        );
    }

    #[test]
    fn a_subgames_regret_is_that_of_the_subgame_cut_out(seed in any::<u64>()) {
        let mut random = Random(seed);
        let hidden = random.below(2) == 0;
        let tree = random_tree(&mut random, &Shape { players: 2, depth: 5, chance: true, hidden, payoffs: 10 });
        let profile = random_behavior(&mut random, &tree);
        let found = subgame_regrets(&tree, &profile).unwrap();
        prop_assert_eq!(found.iter().map(|s| s.root).collect::<Vec<_>>(), tree.subgame_roots());
        for subgame in found {
            let (cut, part) = cut_out(&tree, subgame.root, &profile);
            prop_assert_eq!(subgame.regrets, regrets(&Game::from(cut), &Profile::Behavior(part)).unwrap());
        }
    }

    #[test]
    fn subgames_hold_their_information_sets(seed in any::<u64>()) {
        let mut random = Random(seed);
        let tree = small(&mut random);
        let inside = |root: NodeId, node: NodeId| root <= node && node < tree.node(root).end;
        let by_definition = |root: &NodeId| match tree.node(*root).kind {
            NodeKind::Terminal => *root == tree.root(),
            NodeKind::Decision(id) if tree.infoset(id).nodes.len() > 1 => *root == tree.root(),
            _ => tree.infosets().iter().all(|infoset| {
                let within = infoset.nodes.iter().filter(|node| inside(*root, **node)).count();
                within == 0 || within == infoset.nodes.len()
            }),
        };
        prop_assert_eq!(tree.subgame_roots(), tree.node_ids().filter(by_definition).collect::<Vec<_>>());
        let subgames = tree.subgames();
        for node in tree.node_ids() {
            let smallest = subgames.roots().iter().rposition(|root| inside(*root, node));
            prop_assert_eq!(Some(subgames.innermost(node)), smallest);
        }
    }

    #[test]
    fn hiding_ones_own_past_is_noticed(seed in any::<u64>()) {
        let mut random = Random(seed);
        let mut tree = ExtensiveForm::builder(["A", "B"]);
        let root = tree.root();
        let confused = random.below(2) as usize;
        let mut names = ["left", "right"];
        if random.below(2) == 0 {
            names = ["same", "same"];
        }
        for (slot, label) in tree.decision(root, "A", "first", ["l", "r"]).unwrap().into_iter().zip(names) {
            for end in tree.decision(slot, ["A", "B"][confused], label, ["x", "y"]).unwrap() {
                tree.payoffs(end, [0, 0]).unwrap();
            }
        }
        let tree = tree.finish().unwrap();
        prop_assert_eq!(tree.perfect_recall().is_err(), confused == 0 && names[0] == "same");
        prop_assert!(tree.perfect_recall_of(PlayerId(1)).is_ok());
    }
}
