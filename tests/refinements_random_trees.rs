//! Perfect equilibria of random trees against a second method: mistakes drawn at random, judged by the checker.

mod support;

use foederis::game::Trembles;
use foederis::show::json;
use foederis::solve::Equilibrium;
use foederis::verify::verify_solution;
use foederis::{
    BehaviorProfile, Concept, Control, ExtensiveForm, Game, Profile, Rational, RefinementOptions, Solution,
    trembling_hand, verify,
};
use support::{Random, Shape, random_tree};

/// How often something was seen.
#[derive(Debug, Default)]
struct Tally {
    complete: usize,
    listed: usize,
    mixed: usize,
    hits: usize,
}

/// Every perfect equilibrium that is found convinces the checker, from its certificate's text.
fn certified(game: &Game, solution: &Solution) {
    let text = json::solution(game, solution).unwrap();
    for report in verify_solution(game, &json::claims(&text).unwrap()).unwrap() {
        assert!(report.ok(), "{report}\n{text}");
    }
}

/// Draws pure profiles, and mistakes of orders 1 to 3; what the checker takes for perfect must be listed.
fn look_for_more(tree: &ExtensiveForm, found: &Solution, random: &mut Random) -> usize {
    let game = Game::from(tree.clone());
    let mut hits = 0;
    for _ in 0..60 {
        let choices: Vec<usize> =
            tree.infosets().iter().map(|infoset| random.below(infoset.actions.len() as u64) as usize).collect();
        let none = || tree.infosets().iter().map(|infoset| vec![Rational::ZERO; infoset.actions.len()]).collect();
        let mut levels: Vec<Vec<Vec<Rational>>> = (0..3).map(|_| none()).collect();
        for (place, infoset) in tree.infosets().iter().enumerate() {
            for action in (0..infoset.actions.len()).filter(|action| *action != choices[place]) {
                levels[random.below(3) as usize][place][action] = (1 + random.below(4) as i64).into();
            }
        }
        let profile = Profile::Behavior(BehaviorProfile::pure(tree, &choices));
        let payoffs = tree.expected_payoffs(&BehaviorProfile::pure(tree, &choices)).unwrap();
        let claim = Equilibrium { trembles: Some(Trembles { levels }), ..Equilibrium::exact(profile.clone(), payoffs) };
        let certificate = json::certificate(&game, Concept::ExtensiveFormPerfect, &claim).unwrap();
        if verify(&game, &certificate).unwrap().ok() {
            hits += 1;
            let listed = found.equilibria.iter().any(|own| own.profile == profile);
            assert!(listed || !found.complete(), "{} is missing", certificate.to_json());
        }
    }
    hits
}

fn study(seed: u64, games: usize, players: usize) -> Tally {
    let mut random = Random(seed);
    let mut tally = Tally::default();
    for _ in 0..games {
        let tree = random_tree(&mut random, &Shape { players, depth: 3, chance: true, hidden: true, payoffs: 4 });
        if tree.to_agent(4096).is_err() {
            continue;
        }
        let control = Control { time_limit: Some(std::time::Duration::from_secs(2)), ..Control::default() };
        let options = RefinementOptions { control, ..RefinementOptions::default() };
        let game = Game::from(tree.clone());
        let Ok(found) = trembling_hand(&game, &options) else { continue };
        certified(&game, &found);
        tally.complete += usize::from(found.complete());
        tally.listed += found.len();
        let mixes = |row: &Vec<Rational>| row.iter().filter(|weight| !weight.is_zero()).count() > 1;
        tally.mixed += found.equilibria.iter().filter(|own| own.profile.rows().iter().any(mixes)).count();
        tally.hits += look_for_more(&tree, &found, &mut random);
    }
    tally
}

#[test]
fn two_players() {
    let tally = study(21, 40, 2);
    assert!(tally.complete > 18 && tally.hits > 60 && tally.mixed > 5, "{tally:?}");
}

#[test]
fn three_players() {
    let tally = study(22, 40, 3);
    assert!(tally.complete > 18 && tally.hits > 60 && tally.mixed > 5, "{tally:?}");
}
