//! Random games: the same answer from one thread and from two, byte for byte, and every equilibrium confirmed by another
//! process, which has nothing but the games and the certificates in a file.
//!
//! 60 games of each kind, or as many as the environment variable FOEDERIS_MANY_GAMES says. The first game of each kind goes
//! through the program `foederis verify`; of the rest, so many at a time go to one process.
#![cfg(feature = "cli")]

mod support;

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;

use foederis::exchange::json as games_json;
use foederis::show::json;
use foederis::solve::{Control, Solution};
use foederis::verify::verify_solution;
use foederis::{Error, Game, NashOptions, NormalForm, SubgamePerfectOptions, nash, subgame_perfect, write};
use support::{Random, Shape, random_tree};

/// How many games one process checks.
const BATCH: u64 = 500;

/// The variable by which the process that checks is told the file.
const FILE: &str = "FOEDERIS_MANY_GAMES_FILE";

fn games() -> u64 {
    std::env::var("FOEDERIS_MANY_GAMES").ok().and_then(|count| count.parse().ok()).unwrap_or(60)
}

fn threads(count: usize) -> Control {
    Control { threads: NonZeroUsize::new(count), ..Control::default() }
}

/// Solves with one thread and with two; the answers have to be the same to the last byte. Returns the solution as JSON.
fn solved(game: &Game, solve: impl Fn(&Game, Control) -> Result<Solution, Error>, seed: u64) -> (Solution, String) {
    let one = solve(game, threads(1)).unwrap();
    let two = solve(game, threads(2)).unwrap();
    assert_eq!(one, two, "seed {seed}: {game:?}");
    let [first, second] = [&one, &two].map(|solution| json::solution(game, solution).unwrap());
    assert!(first == second, "seed {seed}: the same solution is written in two ways: {game:?}");
    (one, first)
}

/// The program confirms what is in two files.
fn program_confirms(game: &Game, solution: &str, folder: &Path) {
    let (game_file, certificates) = (folder.join("game.json"), folder.join("solution.json"));
    write(game, &game_file).unwrap();
    std::fs::write(&certificates, solution).unwrap();
    let done =
        Command::new(env!("CARGO_BIN_EXE_foederis")).arg("verify").args([&game_file, &certificates]).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}\n{game:?}");
    assert!(said.contains("confirmed"), "{said}");
}

/// Games and solutions in a file, which another process confirms: two lines of JSON for each.
struct Batch {
    path: PathBuf,
    file: BufWriter<File>,
    count: u64,
    equilibria: u64,
}

impl Batch {
    fn new(folder: &Path) -> Batch {
        let path = folder.join("batch.jsonl");
        let file = BufWriter::new(File::create(&path).unwrap());
        Batch { path, file, count: 0, equilibria: 0 }
    }

    fn add(&mut self, game: &Game, solution: &Solution, text: &str) {
        for line in [games_json::write(game), text.to_owned()] {
            writeln!(self.file, "{}", serde_json::to_string(&line).unwrap()).unwrap();
        }
        self.count += 1;
        self.equilibria += solution.len() as u64;
    }

    /// Lets another process confirm all that is in the file. It has to say how many equilibria that were.
    fn confirmed(mut self) {
        self.file.flush().unwrap();
        let arguments = ["--exact", "another_process", "--ignored", "--nocapture"];
        let done =
            Command::new(std::env::current_exe().unwrap()).args(arguments).env(FILE, &self.path).output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&done.stderr));
        let expected = format!("{} games, {} certificates confirmed", self.count, self.equilibria);
        assert!(said.contains(&expected), "not '{expected}': {said}");
    }
}

/// What the other process does; by itself it is no test.
#[test]
#[ignore = "another process runs it, on a file of games and certificates"]
fn another_process() {
    let Ok(path) = std::env::var(FILE) else { return };
    let lines = BufReader::new(File::open(path).unwrap()).lines();
    let texts: Vec<String> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    let mut confirmed = 0;
    for pair in texts.chunks(2) {
        let game = games_json::read(&pair[0]).unwrap();
        let claim = json::claims(&pair[1]).unwrap();
        for report in verify_solution(&game, &claim).unwrap() {
            assert!(report.ok(), "{report}\n{}", pair[0]);
        }
        confirmed += claim.certificates().count();
    }
    println!("{} games, {confirmed} certificates confirmed", texts.len() / 2);
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("foederis-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Solves and confirms games by their seeds, a batch at a time.
fn all(name: &str, solution_of: impl Fn(u64) -> (Game, Solution, String)) {
    let folder = folder(name);
    for start in (0..games()).step_by(BATCH as usize) {
        let mut batch = Batch::new(&folder);
        for seed in start..(start + BATCH).min(games()) {
            let (game, solution, text) = solution_of(seed);
            if seed == 0 {
                program_confirms(&game, &text, &folder);
            }
            batch.add(&game, &solution, &text);
        }
        batch.confirmed();
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn tables() {
    let solve = |game: &Game, control| nash(game, &NashOptions { control, ..NashOptions::default() });
    all("tables", |seed| {
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
        let (solution, text) = solved(&game, solve, seed);
        (game, solution, text)
    });
}

#[test]
fn trees() {
    let solve = |game: &Game, control: Control| {
        let control = Control { max_equilibria: None, ..control };
        subgame_perfect(game, &SubgamePerfectOptions { control, ..SubgamePerfectOptions::default() })
    };
    all("trees", |seed| {
        let mut random = Random(1_000_000 + seed);
        let shape = Shape { players: 2, depth: 3, chance: seed % 2 == 0, hidden: seed % 3 == 0, payoffs: 9 };
        let game: Game = random_tree(&mut random, &shape).into();
        let (solution, text) = solved(&game, solve, seed);
        // All Nash equilibria of small trees, with their components.
        if game.tree("a tree").unwrap().num_nodes() < 16 {
            solved(&game, |game, control| nash(game, &NashOptions { control, ..NashOptions::default() }), seed);
        }
        (game, solution, text)
    });
}
