//! All Nash equilibria of trees of three and four players: behaviour against the strategic form.

mod support;

use std::time::Duration;

use foederis::game::{NodeKind, StrategicOptions};
use foederis::show::json::certificate;
use foederis::solve::Control;
use foederis::{BehaviorProfile, ExtensiveForm, Game, NashOptions, Profile, Rational, Solution, nash, verify};
use support::{Random, Shape, random_tree};

fn within(seconds: u64) -> NashOptions {
    let control = Control { time_limit: Some(Duration::from_secs(seconds)), ..Default::default() };
    NashOptions { control, ..Default::default() }
}

/// Whether the player's own earlier actions exclude that play comes to an information set.
fn excluded(tree: &ExtensiveForm, behavior: &BehaviorProfile, set: usize) -> bool {
    let infoset = &tree.infosets()[set];
    tree.steps(infoset.nodes[0]).iter().any(|(node, action)| match tree.node(*node).kind {
        NodeKind::Decision(id) => {
            tree.infoset(id).player == infoset.player && behavior.0[id.index()][*action].is_zero()
        }
        _ => false,
    })
}

fn behavior(profile: &Profile) -> &BehaviorProfile {
    match profile {
        Profile::Behavior(profile) => profile,
        _ => panic!("a tree has behaviour"),
    }
}

/// Whether a behaviour is within what a family's members span at each information set.
fn spans(
    tree: &ExtensiveForm,
    solution: &Solution,
    members: &[usize],
    wanted: &BehaviorProfile,
    slack: &Rational,
) -> bool {
    let rows: Vec<&BehaviorProfile> = members.iter().map(|&m| behavior(&solution.equilibria[m].profile)).collect();
    let matters = |set: &usize| !excluded(tree, wanted, *set);
    wanted.0.iter().enumerate().filter(|(set, _)| matters(set)).all(|(set, row)| {
        row.iter().enumerate().all(|(action, probability)| {
            let own = || rows.iter().map(|profile| &profile.0[set][action]);
            let (least, most) = (own().min().unwrap(), own().max().unwrap());
            *probability >= least - slack && *probability <= most + slack
        })
    })
}

/// The middle of what members span.
fn middle(solution: &Solution, members: &[usize]) -> Profile {
    let rows: Vec<&BehaviorProfile> = members.iter().map(|&m| behavior(&solution.equilibria[m].profile)).collect();
    let count = Rational::from(rows.len() as i64);
    let mean = |set: usize, action: usize| rows.iter().map(|own| &own.0[set][action]).sum::<Rational>() / &count;
    let sets = rows[0].0.iter().enumerate();
    Profile::Behavior(BehaviorProfile(sets.map(|(set, row)| (0..row.len()).map(|a| mean(set, a)).collect()).collect()))
}

/// Compares both ways; false where one of them leaves something out, or the strategic form is large.
fn compare(tree: &ExtensiveForm, max_profiles: usize) -> bool {
    let Ok(strategic) = tree.to_strategic(&StrategicOptions { reduced: true, max_profiles }) else { return false };
    let table = nash(&Game::Normal(strategic.game.clone()), &within(1)).unwrap();
    let game = Game::Extensive(tree.clone());
    let solution = nash(&game, &within(1)).unwrap();
    if !table.complete() || !solution.complete() || !solution.method.contains("behaviour") {
        return false;
    }
    if table.components.iter().any(|component| !component.curved.is_empty()) {
        return false;
    }
    for equilibrium in &solution.equilibria {
        let certificate = certificate(&game, solution.concept, equilibrium).unwrap();
        assert!(verify(&game, &certificate).unwrap().ok());
    }
    let families: Vec<&Vec<usize>> = solution.components.iter().flat_map(|component| &component.families).collect();
    for members in &families {
        let exact = members.iter().all(|&member| solution.equilibria[member].error_bound.is_none());
        let middle = middle(&solution, members);
        assert!(!exact || foederis::verify::regret(&game, &middle).unwrap().is_zero());
    }
    let slack = Rational::new(1, 1_000_000_000).unwrap();
    for equilibrium in &table.equilibria {
        let Profile::Mixed(mixed) = &equilibrium.profile else { panic!("a table has mixtures") };
        let wanted = strategic.behavior_of(mixed).unwrap();
        let found = families.iter().any(|members| spans(tree, &solution, members, &wanted, &slack));
        assert!(found, "{wanted:?} is missing");
    }
    assert_eq!(solution.components.len(), table.components.len());
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
        let tree = random_tree(&mut Random(seed), &shape);
        if tree.num_players() < 3 {
            continue;
        }
        compared += u64::from(compare(&tree, 48));
    }
    println!("compared {compared} of {count}");
    assert!(compared * 4 > count, "only {compared} of {count} trees were compared");
}
