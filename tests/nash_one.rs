//! One equilibrium: by pure comparison, by Lemke-Howson, and always among all of them.

mod support;

use foederis::{
    Certificate, Concept, Control, Find, Game, LemkeHowsonOptions, NashMethod, NashOptions, NormalForm, PathStart,
    Rational, Solution, lemke_howson, nash, verify,
};
use support::Random;

fn table(shape: [usize; 2], mut payoff: impl FnMut(usize, usize, usize) -> Rational) -> Game {
    let names = |count: usize| (1..=count).map(|i| i.to_string());
    let builder = NormalForm::builder().player("A", names(shape[0])).player("B", names(shape[1]));
    builder.payoffs(|s| vec![payoff(0, s[0], s[1]), payoff(1, s[0], s[1])]).unwrap().into()
}

fn random(seed: u64, shape: [usize; 2], bound: u64) -> Game {
    let mut random = Random(seed);
    table(shape, |_, _, _| (random.below(bound) as i64).into())
}

fn one(game: &Game, method: NashMethod) -> Solution {
    nash(game, &NashOptions { find: Find::One, method, ..Default::default() }).unwrap()
}

fn every_path(game: &Game) -> foederis::LemkeHowson {
    lemke_howson(game, &LemkeHowsonOptions { start: PathStart::All, ..Default::default() }).unwrap()
}

/// Whether an equilibrium is a mixture within a component of all equilibria: each player's part must be an equilibrium
/// strategy, which the certificate settles.
fn confirmed(game: &Game, solution: &Solution) -> bool {
    solution.equilibria.iter().all(|found| {
        let certificate = Certificate::new(game, Concept::Nash, &found.profile).unwrap();
        verify(game, &certificate).unwrap().ok() && found.regret.is_zero()
    })
}

#[test]
fn found_among_all_of_small_games() {
    for round in 0..3000u64 {
        let shape = [1 + (round % 5) as usize, 1 + (round / 5 % 5) as usize];
        let bound = [2, 3, 5, 100][(round % 4) as usize];
        let game = random(round, shape, bound);
        let all = nash(&game, &NashOptions::default()).unwrap();
        let known = |solution: &Solution| {
            solution.equilibria.iter().all(|found| all.equilibria.iter().any(|other| other.profile == found.profile))
        };
        let paths = every_path(&game);
        assert!(paths.solution.complete() && known(&paths.solution), "round {round}: paths lead elsewhere");
        assert_eq!(paths.paths.len(), shape[0] + shape[1]);
        for method in [NashMethod::Auto, NashMethod::LemkeHowson, NashMethod::Enumeration] {
            let found = one(&game, method);
            assert!(found.complete() && found.len() == 1 && known(&found), "round {round}: {}", method.name());
        }
    }
}

/// Paths pair up the equilibria of a generic game, so that their number is odd, and every label's path ends at an
/// equilibrium of index +1.
#[test]
fn paths_end_at_equilibria_of_index_one() {
    for seed in 0..200 {
        let game = random(seed, [5, 4], 1_000_003);
        let all = nash(&game, &NashOptions::default()).unwrap();
        assert_eq!(all.len() % 2, 1);
        for found in &every_path(&game).solution.equilibria {
            let same = all.equilibria.iter().find(|other| other.profile == found.profile);
            assert_eq!(same.unwrap().index, Some(1), "seed {seed}");
        }
    }
}

/// Coordination on one of n: the path of each strategy leads to the equilibrium in which both play it.
#[test]
fn coordination_takes_two_pivots() {
    let game = table([4, 4], |_, i, j| i64::from(i == j).into());
    let found = every_path(&game);
    assert_eq!(found.solution.len(), 4);
    for (number, path) in found.paths.iter().enumerate() {
        assert_eq!((path.pivots.len(), path.equilibrium), (2, number % 4));
        assert_eq!(path.start.strategy, (number % 4 + 1).to_string());
    }
}

/// An example whose path can be followed by hand: matching pennies with unequal stakes.
#[test]
fn a_path_step_by_step() {
    let builder = NormalForm::builder().player("Attacker", ["North", "South"]).player("Defender", ["North", "South"]);
    let game: Game = builder.table(&[&[0, 3, 2, 0], &[0, -3, -2, 0]]).unwrap().into();
    let start = PathStart::Strategy { player: "Attacker".into(), strategy: "North".into() };
    let found = lemke_howson(&game, &LemkeHowsonOptions { start, ..Default::default() }).unwrap();
    let words: Vec<String> = found.paths[0]
        .pivots
        .iter()
        .map(|pivot| format!("{}: {}, {}", pivot.player, pivot.entered_words(), pivot.left_words()))
        .collect();
    assert_eq!(
        words,
        [
            "Attacker: Attacker plays North, North becomes best for Defender",
            "Defender: Defender plays North, South becomes best for Attacker",
            "Attacker: Attacker plays South, South becomes best for Defender",
            "Defender: Defender plays South, North becomes best for Attacker",
        ]
    );
    assert_eq!(found.solution.equilibria[0].payoffs[0].to_string(), "6/5");
}

#[test]
fn large_games_are_certified() {
    for (seed, shape, bound) in
        [(1, [40, 60], 1000), (2, [60, 60], 2), (3, [80, 80], 2), (4, [30, 30], 3), (5, [100, 100], 1_000_000)]
    {
        let game = random(seed, shape, bound);
        for method in [NashMethod::Auto, NashMethod::LemkeHowson] {
            let found = one(&game, method);
            assert!(found.complete() && found.len() == 1 && confirmed(&game, &found), "seed {seed}");
        }
    }
    let identity = table([60, 60], |_, i, j| i64::from(i == j).into());
    assert!(confirmed(&identity, &one(&identity, NashMethod::LemkeHowson)));
}

/// Payoffs that floats cannot tell apart: the proof is exact all the same.
#[test]
fn floats_may_guide_but_do_not_decide() {
    for seed in 0..20 {
        let mut random = Random(seed);
        let game = table([12, 12], |_, _, _| {
            Rational::from(1i64 << 60) + Rational::new(random.below(1000) as i64, 1_000_000).unwrap()
        });
        let found = one(&game, NashMethod::LemkeHowson);
        assert!(found.len() == 1 && confirmed(&game, &found), "seed {seed}");
    }
}

#[test]
fn what_does_not_fit_is_said() {
    let three: Game = NormalForm::builder()
        .player("A", ["x", "y"])
        .player("B", ["x", "y"])
        .player("C", ["x", "y"])
        .table(&[&[0; 8], &[0; 8], &[0; 8]])
        .unwrap()
        .into();
    let message = lemke_howson(&three, &Default::default()).unwrap_err().to_string();
    assert!(message.contains("two players") && message.contains("use nash"), "{message}");
    let pair = random(1, [2, 2], 5);
    let options = NashOptions { method: NashMethod::LemkeHowson, ..Default::default() };
    assert!(nash(&pair, &options).unwrap_err().to_string().contains("look for one"));
    let start = PathStart::Strategy { player: "A".into(), strategy: "7".into() };
    let message = lemke_howson(&pair, &LemkeHowsonOptions { start, ..Default::default() }).unwrap_err().to_string();
    assert!(message.contains("strategy of A '7'"), "{message}");
}

#[test]
fn paths_are_shown() {
    let builder = NormalForm::builder().player("A & B", ["<Stag>", "Hare"]).player("C", ["<Stag>", "Hare"]);
    let game: Game = builder.table(&[&[3, 0, 2, 1], &[3, 2, 0, 1]]).unwrap().into();
    let found = every_path(&game);
    let text = foederis::show::paths::text(&game, &found);
    assert!(text.starts_with("Lemke-Howson: 4 paths to 2 equilibria."), "{text}");
    assert!(
        text.contains("From A & B's <Stag>: 2 pivots to equilibrium 1\n  1. A & B plays <Stag>; <Stag> becomes best")
    );
    let html = format!("<div>{}</div>", foederis::show::paths::html(&game, &found));
    let document = roxmltree::Document::parse(&html).unwrap();
    let captions = document.descendants().filter(|node| node.has_tag_name("caption"));
    let own = captions.filter(|node| node.text().is_some_and(|text| text.starts_with("From "))).count();
    assert_eq!(own, 4);
}

#[test]
fn a_time_limit_is_a_status() {
    let control = Control { time_limit: Some(std::time::Duration::ZERO), ..Control::default() };
    let game = random(1, [8, 8], 100);
    let found = lemke_howson(&game, &LemkeHowsonOptions { start: PathStart::All, control }).unwrap();
    assert!(!found.solution.complete() && found.paths.is_empty());
}
