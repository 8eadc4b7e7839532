//! `why_not` on trees with hidden moves against the solver of sequential equilibria, and its reasons against random beliefs.

mod support;

use foederis::game::{Infoset, NodeId, NodeKind};
use foederis::verify::{Demand, Unmet, Verdict, subgame_regrets};
use foederis::{
    BehaviorProfile, Beliefs, Concept, Control, ExtensiveForm, Game, NashOptions, Profile, PureNashOptions, Rational,
    SequentialOptions, Solution, WhyNotOptions, nash, perfect_bayesian, pure_nash, sequential, weak_perfect_bayesian,
    why_not,
};
use support::{Random, Shape, random_tree};

/// Beliefs from trembles drawn at random: an unused action has probability `strength * epsilon^order`, for small `epsilon`.
fn drawn(tree: &ExtensiveForm, profile: &BehaviorProfile, random: &mut Random) -> Beliefs {
    let orders: Vec<Vec<(u64, Rational)>> = profile
        .0
        .iter()
        .map(|row| {
            let order = |x: &Rational| match x.is_zero() {
                true => (1 + random.below(3), Rational::from(1 + random.below(6) as i64)),
                false => (0, x.clone()),
            };
            row.iter().map(order).collect()
        })
        .collect();
    let weight = |node: NodeId| {
        let mut weight = (0, Rational::ONE);
        for (at, action) in tree.steps(node) {
            match tree.node(at).kind {
                NodeKind::Decision(infoset) => {
                    let (order, strength) = &orders[infoset.index()][action];
                    weight.0 += order;
                    weight.1 *= strength;
                }
                NodeKind::Chance(id) => weight.1 *= &tree.chance_move(id).probabilities[action],
                NodeKind::Terminal => {}
            }
        }
        weight
    };
    let row = |infoset: &Infoset| {
        let weights: Vec<(u64, Rational)> = infoset.nodes.iter().map(|node| weight(*node)).collect();
        let least = weights.iter().filter(|own| !own.1.is_zero()).map(|own| own.0).min().unwrap_or(0);
        let kept = weights.iter().map(|own| if own.0 == least { own.1.clone() } else { Rational::ZERO });
        let kept: Vec<Rational> = kept.collect();
        let total: Rational = kept.iter().sum();
        kept.iter().map(|x| x / &total).collect()
    };
    Beliefs(tree.infosets().iter().map(row).collect())
}

fn find<'a>(tree: &'a ExtensiveForm, demand: &Demand) -> (usize, &'a Infoset) {
    let player = tree.player(&demand.player).unwrap();
    let id = tree.find_infoset(player, &demand.infoset).unwrap();
    (id.index(), tree.infoset(id))
}

/// What each action brings more than the profile, by a belief.
fn gains(tree: &ExtensiveForm, profile: &BehaviorProfile, infoset: &Infoset, belief: &[Rational]) -> Vec<Rational> {
    let values = tree.continuation_values(profile).unwrap();
    let gain = |action: usize| {
        let nodes = infoset.nodes.iter().zip(belief);
        let at = |(node, x): (&NodeId, &Rational)| {
            let next = values.of(tree.node(*node).children[action], infoset.player);
            x * &(next - values.of(*node, infoset.player))
        };
        nodes.map(at).sum()
    };
    (0..infoset.actions.len()).map(gain).collect()
}

/// A reason is checked against beliefs from trembles, and what it says of beliefs needed against any beliefs.
fn check_reason(tree: &ExtensiveForm, profile: &BehaviorProfile, unmet: &Unmet, random: &mut Random) {
    for _ in 0..40 {
        let beliefs = drawn(tree, profile, random);
        let mut met = 0;
        for demand in &unmet.demands {
            let (number, infoset) = find(tree, demand);
            let best = gains(tree, profile, infoset, &beliefs.0[number]).into_iter().max().unwrap();
            met += usize::from(!best.is_positive());
            assert!(best >= demand.gain(), "{unmet}");
            for (range, x) in demand.allowed.iter().zip(&beliefs.0[number]) {
                assert!(range.low <= *x && *x <= range.high, "{unmet}");
            }
        }
        assert!(met < unmet.demands.len(), "{unmet}: {beliefs:?}");
    }
    for demand in &unmet.demands {
        let (_, infoset) = find(tree, demand);
        for _ in 0..40 {
            let belief = random.distribution(infoset.nodes.len(), true);
            let fine = gains(tree, profile, infoset, &belief).iter().all(|gain| !gain.is_positive());
            let within = |(range, x): (&foederis::verify::NodeRange, &Rational)| range.low <= *x && *x <= range.high;
            if fine && belief.len() == demand.allowed.len() {
                // Where chance never goes, nothing is needed.
                assert!(demand.needed.iter().zip(&belief).all(within) || has_impossible(tree, infoset), "{unmet}");
                assert!(!demand.needed.is_empty() || has_impossible(tree, infoset), "{unmet}");
            }
        }
        if let ([first, _], false) = (&demand.needed[..], has_impossible(tree, infoset)) {
            for x in [&first.low, &first.high] {
                let belief = [x.clone(), Rational::ONE - x];
                assert!(gains(tree, profile, infoset, &belief).iter().all(|gain| !gain.is_positive()), "{unmet}");
            }
        }
    }
}

fn has_impossible(tree: &ExtensiveForm, infoset: &Infoset) -> bool {
    infoset.nodes.iter().any(|node| {
        tree.steps(*node).into_iter().any(|(at, action)| match tree.node(at).kind {
            NodeKind::Chance(id) => tree.chance_move(id).probabilities[action].is_zero(),
            _ => false,
        })
    })
}

/// Whether a profile may be among the equilibria of a solution: a pure one is only if it is listed.
fn is_listed(solution: &Solution, profile: &Profile) -> bool {
    if solution.equilibria.iter().any(|own| own.profile == *profile) {
        return true;
    }
    let within = |family: &Vec<usize>| {
        profile.rows().iter().enumerate().all(|(at, row)| {
            (0..row.len()).all(|action| {
                let values = || family.iter().map(|member| &solution.equilibria[*member].profile.rows()[at][action]);
                values().min().unwrap() <= &row[action] && &row[action] <= values().max().unwrap()
            })
        })
    };
    !profile.is_pure() && solution.components.iter().flat_map(|component| &component.families).any(within)
}

#[derive(Debug, Default)]
struct Tally {
    trees: usize,
    supported: usize,
    threats: usize,
    alone: usize,
    together: usize,
    undecided: usize,
    wider: usize,
}

fn options() -> SequentialOptions {
    let time_limit = Some(std::time::Duration::from_secs(5));
    SequentialOptions { control: Control { time_limit, max_equilibria: Some(20_000), ..Control::default() } }
}

fn candidates(game: &Game) -> Vec<Profile> {
    let few = Control { max_equilibria: Some(60), time_limit: options().control.time_limit, ..Control::default() };
    let pure = pure_nash(game, &PureNashOptions { control: few.clone(), ..Default::default() }).unwrap();
    let mixed = nash(game, &NashOptions { control: few, ..Default::default() });
    let mixed = mixed.map(|found| found.equilibria).unwrap_or_default();
    let exact = mixed.into_iter().filter(|own| own.error_bound.is_none());
    let profiles = pure.equilibria.into_iter().take(40).chain(exact.take(20)).map(|own| own.profile);
    profiles.filter(|profile| matches!(profile, Profile::Behavior(_))).collect()
}

fn study(seed: u64, rounds: usize, players: usize, tally: &mut Tally) {
    let mut random = Random(seed);
    let shape = Shape { players, depth: 3, chance: true, hidden: true, payoffs: 4 };
    while tally.trees < rounds {
        let tree = random_tree(&mut random, &shape);
        let cells: usize = tree.infosets().iter().map(|infoset| infoset.actions.len()).sum();
        if tree.has_perfect_information() || !(4..=14).contains(&cells) {
            continue;
        }
        let game = Game::from(tree.clone());
        let Ok(solution) = sequential(&game, &options()) else { continue };
        if !solution.complete() {
            continue;
        }
        tally.trees += 1;
        for profile in candidates(&game) {
            let Profile::Behavior(behavior) = &profile else { continue };
            let answer = why_not(&game, &profile, &Default::default()).unwrap();
            let listed = is_listed(&solution, &profile);
            match answer.verdict {
                Verdict::Supported(Concept::Sequential) => {
                    assert!(listed, "{answer}\n{profile:?}");
                    tally.supported += 1;
                }
                // Rounded equilibria are none.
                Verdict::SubgamePerfect | Verdict::Nash => panic!("{answer}"),
                Verdict::Undecided(_) => tally.undecided += 1,
                Verdict::NotNash => assert!(!profile.is_pure(), "{answer}"),
                Verdict::NotSubgamePerfect => {
                    let regrets = subgame_regrets(&tree, behavior).unwrap();
                    assert!(regrets.iter().any(|own| own.regrets.iter().any(|regret| regret.gain().is_positive())));
                    assert!(!solution.equilibria.iter().any(|own| own.profile == profile));
                    tally.threats += 1;
                }
                Verdict::Unsupported(Concept::Sequential) => {
                    assert!(!solution.equilibria.iter().any(|own| own.profile == profile), "{answer}\n{profile:?}");
                    assert!(!answer.unmet.is_empty());
                    for unmet in &answer.unmet {
                        check_reason(&tree, behavior, unmet, &mut random);
                        let several = unmet.demands.len() > 1;
                        tally.alone += usize::from(!several);
                        tally.together += usize::from(several);
                    }
                }
                other => panic!("{other:?}"),
            }
            wider(&game, &profile, tally);
        }
    }
}

/// The same for the concepts that allow more beliefs.
fn wider(game: &Game, profile: &Profile, tally: &mut Tally) {
    for (concept, solution) in [
        (Concept::PerfectBayesian, perfect_bayesian(game, &options())),
        (Concept::WeakPerfectBayesian, weak_perfect_bayesian(game, &options())),
    ] {
        let Ok(solution) = solution else { continue };
        let answer = why_not(game, profile, &WhyNotOptions::of(concept)).unwrap();
        if !solution.complete() || answer.verdict == Verdict::NotNash {
            continue;
        }
        assert!(!matches!(answer.verdict, Verdict::Undecided(_)));
        let listed = solution.equilibria.iter().any(|own| own.profile == *profile);
        assert!(answer.ok() || !listed, "{concept:?}: {answer}\n{profile:?}");
        assert!(!answer.ok() || is_listed(&solution, profile), "{concept:?}: {answer}\n{profile:?}");
        tally.wider += 1;
    }
}

/// How many trees are tried.
fn rounds(usual: usize) -> usize {
    std::env::var("FOEDERIS_RANDOM_TREES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn two_players() {
    let mut tally = Tally::default();
    study(21, rounds(30), 2, &mut tally);
    assert!(tally.supported > 20 && tally.alone > 2 && tally.threats > 2, "{tally:?}");
    assert_eq!(tally.undecided, 0, "{tally:?}");
    println!("{tally:?}");
}

#[test]
fn three_players() {
    let mut tally = Tally::default();
    study(22, rounds(15), 3, &mut tally);
    assert!(tally.supported > 10 && tally.threats > 2, "{tally:?}");
    assert_eq!(tally.undecided, 0, "{tally:?}");
    println!("{tally:?}");
}
