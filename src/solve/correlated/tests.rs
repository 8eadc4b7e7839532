//! Programs against a second method, and basic games.

use super::*;

fn game(shape: &[usize], payoffs: impl FnMut() -> i64) -> Game {
    let mut payoffs = payoffs;
    let names = |count: usize| (0..count).map(|i| i.to_string()).collect::<Vec<_>>();
    let mut builder = NormalForm::builder();
    for (player, count) in shape.iter().enumerate() {
        builder = builder.player(format!("P{player}"), names(*count));
    }
    builder.payoffs(|_| (0..shape.len()).map(|_| payoffs().into()).collect()).unwrap().into()
}

fn dice(seed: u64) -> impl FnMut(i64) -> i64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |sides| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as i64 % sides
    }
}

/// How often the guess is proven: nearly always, but it must not be taken for granted.
#[test]
fn guess_and_pivoting_agree() {
    let (mut proven, mut all) = (0, 0);
    for seed in 0..300 {
        let mut roll = dice(seed);
        let shape: Vec<usize> = (0..2 + roll(2)).map(|_| 1 + roll(3) as usize).collect();
        let sides = [2, 3, 5, 1000][roll(4) as usize];
        let game = game(&shape, || roll(sides));
        let table = game.table_of_plans(1000).unwrap();
        for coarse in [false, true] {
            let program = Program::new(&table, coarse);
            let values = Objective::Welfare.values(&game, &table).unwrap();
            let integers = Integers::new(values.iter());
            let value = |vertex: &Vertex| -> Rational {
                vertex.draws.iter().map(|(profile, weight)| weight * &values[*profile]).sum()
            };
            let pivoting::Outcome::Found(whole) = pivoting::pivoting(&program, &integers, || false) else { panic!() };
            let solver = Solver { table: &table, program };
            let control = Control::default();
            let guessed = solver.guessed(&integers, &mut Watch::start(&control)).unwrap();
            all += 1;
            if let Some(guessed) = guessed {
                proven += 1;
                assert_eq!(value(&guessed), value(&whole), "seed {seed}");
            }
        }
    }
    assert!(proven * 100 >= all * 99, "{proven} of {all}");
}
