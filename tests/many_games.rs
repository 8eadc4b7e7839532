//! Random games: the same answer from one thread and from two, and every equilibrium confirmed by another process, which has
//! nothing but the game and the certificates in their files.
//!
//! 60 games of each kind, or as many as the environment variable FOEDERIS_MANY_GAMES says.
#![cfg(feature = "cli")]

mod support;

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;

use foederis::show::json;
use foederis::solve::{Control, Solution};
use foederis::{Error, Game, NashOptions, NormalForm, SubgamePerfectOptions, nash, subgame_perfect, write};
use support::{Random, Shape, random_tree};

fn games() -> u64 {
    std::env::var("FOEDERIS_MANY_GAMES").ok().and_then(|count| count.parse().ok()).unwrap_or(60)
}

fn threads(count: usize) -> Control {
    Control { threads: NonZeroUsize::new(count), ..Control::default() }
}

/// Solves with one thread and with two; the answers have to be the same to the last detail.
fn solved(game: &Game, solve: impl Fn(&Game, Control) -> Result<Solution, Error>, seed: u64) -> Solution {
    let one = solve(game, threads(1)).unwrap();
    let two = solve(game, threads(2)).unwrap();
    assert_eq!(one, two, "seed {seed}: {game:?}");
    one
}

/// Writes the game and the solution to files, and lets the program check what is in them.
fn confirmed(game: &Game, solution: &Solution, folder: &Path, seed: u64) {
    let (game_file, certificates) = (folder.join("game.json"), folder.join("solution.json"));
    write(game, &game_file).unwrap();
    std::fs::write(&certificates, json::solution(game, solution).unwrap()).unwrap();
    let done =
        Command::new(env!("CARGO_BIN_EXE_foederis")).arg("verify").args([&game_file, &certificates]).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "seed {seed}: {said}\n{game:?}");
    assert!(said.len() > 20 || solution.is_empty(), "seed {seed}: {said}");
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("foederis-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn tables() {
    let folder = folder("tables");
    let solve = |game: &Game, control| nash(game, &NashOptions { control, ..NashOptions::default() });
    for seed in 0..games() {
        let mut random = Random(seed);
        let shapes: [&[usize]; 7] = [&[2, 2], &[3, 3], &[4, 4], &[5, 3], &[6, 6], &[2, 2, 2], &[2, 2, 3]];
        let shape = shapes[random.below(7) as usize];
        let mut builder = NormalForm::builder();
        for (player, &count) in shape.iter().enumerate() {
            builder = builder.player(format!("P{player}"), (0..count).map(|own| format!("s{own}")));
        }
        // Few different payoffs make ties, many make none.
        let most = [3, 10, 1000][random.below(3) as usize];
        let table = builder.payoffs(|_| shape.iter().map(|_| (random.below(most) as i64).into()).collect()).unwrap();
        let game = table.into();
        let solution = solved(&game, solve, seed);
        confirmed(&game, &solution, &folder, seed);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn trees() {
    let folder = folder("trees");
    let solve = |game: &Game, control: Control| {
        let control = Control { max_equilibria: None, ..control };
        subgame_perfect(game, &SubgamePerfectOptions { control, ..SubgamePerfectOptions::default() })
    };
    for seed in 0..games() {
        let mut random = Random(1_000_000 + seed);
        let shape = Shape { players: 2, depth: 3, chance: seed % 2 == 0, hidden: seed % 3 == 0, payoffs: 9 };
        let game: Game = random_tree(&mut random, &shape).into();
        let solution = solved(&game, solve, seed);
        confirmed(&game, &solution, &folder, seed);
        // All Nash equilibria of small trees, with their components.
        if game.tree("a tree").unwrap().num_nodes() < 16 {
            solved(&game, |game, control| nash(game, &NashOptions { control, ..NashOptions::default() }), seed);
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}
