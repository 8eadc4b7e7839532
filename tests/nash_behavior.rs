//! All Nash equilibria of trees of three and four players: behaviour against the strategic form.

mod support;

use std::time::Duration;

use foederis::game::{NodeKind, StrategicOptions};
use foederis::show::json::certificate;
use foederis::solve::Control;
use foederis::{BehaviorProfile, ExtensiveForm, Game, NashOptions, Profile, Rational, Solution, nash, verify};
use support::families::{behavior, is_listed, reached};
use support::{Random, Shape, random_tree};

fn within(seconds: u64) -> NashOptions {
    let control = Control { time_limit: Some(Duration::from_secs(seconds)), ..Default::default() };
    NashOptions { control, ..Default::default() }
}

/// The middle of what members span.
fn middle(solution: &Solution, members: &[usize]) -> Profile {
    let rows: Vec<&BehaviorProfile> = members.iter().map(|&m| behavior(&solution.equilibria[m].profile)).collect();
    let count = Rational::from(rows.len() as i64);
    let mean = |set: usize, action: usize| rows.iter().map(|own| &own.0[set][action]).sum::<Rational>() / &count;
    let sets = rows[0].0.iter().enumerate();
    Profile::Behavior(BehaviorProfile(sets.map(|(set, row)| (0..row.len()).map(|a| mean(set, a)).collect()).collect()))
}

/// Every equilibrium has a certificate that holds, and so does the middle of every family.
fn confirm(game: &Game, solution: &Solution) {
    for equilibrium in &solution.equilibria {
        let certificate = certificate(game, solution.concept, equilibrium).unwrap();
        assert!(verify(game, &certificate).unwrap().ok());
    }
    for members in solution.components.iter().flat_map(|component| &component.families) {
        let exact = members.iter().all(|&member| solution.equilibria[member].error_bound.is_none());
        let middle = middle(solution, members);
        assert!(!exact || foederis::verify::regret(game, &middle).unwrap().is_zero());
    }
}

/// A behaviour with the same path is an equilibrium just if it holds everybody who would leave the path to what staying brings.
fn deterrents_tell(random: &mut Random, game: &Game, solution: &Solution) {
    let Game::Extensive(tree) = game else { panic!("a tree") };
    for equilibrium in solution.equilibria.iter().filter(|equilibrium| equilibrium.error_bound.is_none()).take(8) {
        let own = behavior(&equilibrium.profile);
        let (reached, idle) = (reached(tree, own), tree.off_path(own).unwrap().idle);
        for round in 0..4 {
            let mut other = own.clone();
            let drawn = support::random_behavior(random, tree);
            for set in tree.infoset_ids().filter(|id| !reached[id.index()]) {
                // What is idle makes no difference; of the rest something is changed at times.
                if idle.contains(&set) || random.below(3) == 0 {
                    other.0[set.index()] = drawn.0[set.index()].clone();
                }
            }
            let off = tree.off_path(&other).unwrap();
            let holds = off.deterrents.iter().all(|own| own.brings <= own.at_most);
            let regret = foederis::verify::regret(game, &Profile::Behavior(other)).unwrap();
            assert_eq!(holds, regret.is_zero(), "round {round}: {:?}", off.deterrents);
        }
    }
}

/// Compares both ways; false where one of them leaves something out, or the strategic form is large.
fn compare(random: &mut Random, tree: &ExtensiveForm, max_profiles: usize) -> bool {
    let Ok(strategic) = tree.to_strategic(&StrategicOptions { reduced: true, max_profiles }) else { return false };
    let table = nash(&Game::Normal(strategic.game.clone()), &within(1)).unwrap();
    let game = Game::Extensive(tree.clone());
    let solution = nash(&game, &within(1)).unwrap();
    if !table.complete() || !solution.complete() || !solution.method.contains("behaviour") {
        return false;
    }
    confirm(&game, &solution);
    deterrents_tell(random, &game, &solution);
    let slack = Rational::new(1, 1_000_000_000).unwrap();
    for equilibrium in &table.equilibria {
        let Profile::Mixed(mixed) = &equilibrium.profile else { panic!("a table has mixtures") };
        let wanted = strategic.behavior_of(mixed).unwrap();
        assert!(is_listed(tree, &solution, &wanted, &slack), "{wanted:?} is missing");
    }
    // Of curved sets it is not known how they hang together.
    let curved = table.components.iter().any(|component| !component.curved.is_empty());
    if !curved && solution.notes.is_empty() {
        assert_eq!(solution.components.len(), table.components.len());
    }
    true
}

#[test]
fn random_trees_agree_with_their_strategic_form() {
    // A number, or a part such as 100..200.
    let asked = std::env::var("FOEDERIS_RANDOM_TREES").unwrap_or_else(|_| "40".to_owned());
    let (first, end) = asked.split_once("..").unwrap_or(("0", &asked));
    let (first, end): (u64, u64) = (first.parse().unwrap(), end.parse().unwrap());
    let count = end - first;
    let mut compared = 0;
    for seed in first..end {
        let shape = Shape {
            players: 3 + usize::from(seed % 5 == 0),
            depth: 2 + (seed % 3) as usize,
            chance: seed % 3 == 0,
            hidden: seed % 4 != 1,
            payoffs: [3, 1000][(seed / 4 % 2) as usize],
        };
        let mut random = Random(seed);
        let tree = random_tree(&mut random, &shape);
        if tree.num_players() < 3 {
            continue;
        }
        compared += u64::from(compare(&mut random, &tree, 48));
    }
    println!("compared {compared} of {count}");
    assert!(compared * 4 > count, "only {compared} of {count} trees were compared");
}

/// The same tree with one more player, who never moves.
fn watched(tree: &ExtensiveForm) -> Game {
    let names: Vec<String> = tree.players().keys().iter().cloned().chain(["Watcher".into()]).collect();
    let mut copy = ExtensiveForm::builder(names.clone());
    let mut open = vec![(tree.root(), copy.root())];
    while let Some((id, slot)) = open.pop() {
        let node = tree.node(id);
        let next = match node.kind {
            NodeKind::Terminal => {
                let payoffs = tree.play_payoffs(id).iter().cloned().chain([Rational::ZERO]);
                copy.payoffs(slot, payoffs.collect::<Vec<_>>()).unwrap();
                continue;
            }
            NodeKind::Decision(set) => {
                let infoset = tree.infoset(set);
                let actions = infoset.actions.keys().to_vec();
                copy.decision(slot, &names[infoset.player.index()], &infoset.key, actions).unwrap()
            }
            NodeKind::Chance(chance) => {
                let shares = &tree.chance_move(chance).probabilities;
                let events = shares.iter().enumerate().map(|(event, share)| (format!("e{event}"), share.clone()));
                copy.chance(slot, "", events.collect::<Vec<_>>()).unwrap()
            }
        };
        // Last in, first out: information sets are met in the order of the original.
        open.extend(node.children.iter().copied().zip(next).rev());
    }
    copy.finish().unwrap().into()
}

/// With a third player who never moves, the search on the path answers what the sequence form does for two.
#[test]
fn two_players_agree_with_the_sequence_form() {
    let asked = std::env::var("FOEDERIS_RANDOM_TREES").unwrap_or_else(|_| "60".to_owned());
    let (first, end) = asked.split_once("..").unwrap_or(("0", &asked));
    let (first, end): (u64, u64) = (first.parse().unwrap(), end.parse().unwrap());
    let mut compared = 0;
    for seed in first..end {
        let shape = Shape {
            players: 2,
            depth: 2 + (seed % 3) as usize,
            chance: seed % 3 == 0,
            hidden: seed % 4 != 1,
            payoffs: [3, 1000][(seed / 4 % 2) as usize],
        };
        let mut random = Random(seed ^ 0x5eed);
        let tree = random_tree(&mut random, &shape);
        let game = watched(&tree);
        let (two, three) = (nash(&tree.clone().into(), &within(2)).unwrap(), nash(&game, &within(2)).unwrap());
        if !two.complete() || !three.complete() || !three.method.contains("behaviour") {
            continue;
        }
        compared += 1;
        confirm(&game, &three);
        deterrents_tell(&mut random, &game, &three);
        let Game::Extensive(copy) = &game else { panic!("a tree") };
        for equilibrium in &two.equilibria {
            let wanted = behavior(&equilibrium.profile);
            assert!(is_listed(copy, &three, wanted, &Rational::ZERO), "seed {seed}: {wanted:?} is missing");
        }
        if three.notes.is_empty() {
            assert_eq!(two.components.len(), three.components.len(), "seed {seed}");
        }
    }
    println!("compared {compared} of {}", end - first);
    assert!(compared * 4 > (end - first) * 3, "only {compared} trees were compared");
}

/// The most that a player can be held to from each node on, where nothing is hidden: by hand, backwards.
fn held_to(tree: &ExtensiveForm, player: usize) -> Vec<Rational> {
    let mut least = vec![Rational::ZERO; tree.num_nodes()];
    for id in tree.node_ids().rev() {
        let node = tree.node(id);
        let values = || node.children.iter().map(|child| &least[child.index()]);
        let value = match node.kind {
            NodeKind::Terminal => tree.play_payoffs(id)[player].clone(),
            NodeKind::Decision(set) if tree.infoset(set).player.index() == player => values().max().unwrap().clone(),
            NodeKind::Decision(_) => values().min().unwrap().clone(),
            NodeKind::Chance(chance) => {
                values().zip(&tree.chance_move(chance).probabilities).map(|(value, share)| value * share).sum()
            }
        };
        least[id.index()] = value;
    }
    least
}

/// Without chance and hidden moves, a play is that of an equilibrium just if each player who would leave it can be held to no more; and
/// without ties there are no other equilibria than those with one play.
#[test]
fn outcomes_of_perfect_information_are_those_that_deter() {
    for seed in 0..60 {
        let shape =
            Shape { players: 3 + (seed % 2) as usize, depth: 5, chance: false, hidden: false, payoffs: 1 << 40 };
        let tree = random_tree(&mut Random(seed), &shape);
        let least: Vec<Vec<Rational>> = (0..tree.num_players()).map(|player| held_to(&tree, player)).collect();
        let stays = |end: &foederis::game::NodeId| {
            tree.steps(*end).iter().all(|(node, step)| {
                let NodeKind::Decision(set) = tree.node(*node).kind else { panic!("no chance") };
                let player = tree.infoset(set).player.index();
                let others = tree.node(*node).children.iter().enumerate().filter(|(action, _)| action != step);
                others
                    .map(|(_, child)| &least[player][child.index()])
                    .all(|most| *most <= tree.play_payoffs(*end)[player])
            })
        };
        let mut wanted: Vec<Vec<Rational>> =
            tree.terminals().filter(stays).map(|end| tree.play_payoffs(end).to_vec()).collect();
        let solution = nash(&tree.clone().into(), &NashOptions::default()).unwrap();
        assert!(solution.complete(), "seed {seed}: {:?}", solution.status);
        assert_eq!(solution.components.len(), wanted.len(), "seed {seed}");
        let mut found: Vec<Vec<Rational>> = solution.equilibria.iter().map(|own| own.payoffs.clone()).collect();
        found.sort();
        found.dedup();
        wanted.sort();
        assert_eq!(found, wanted, "seed {seed}");
    }
}
