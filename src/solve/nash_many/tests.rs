//! Against the exact solver, game by game.

use super::*;
use crate::game::Profile;
use crate::random::Random;
use crate::solve::nash::nash_normal;

fn len(shape: &[usize]) -> usize {
    shape.iter().product::<usize>() * shape.len()
}

/// Solves the games in both ways and compares.
fn compare<'a>(shape: &[usize], payoffs: impl Into<PayoffArray<'a>>) -> ManySolutions {
    let games = GameArray::new(shape, payoffs).unwrap();
    let solved = nash_many(&games, &NashManyOptions::default()).unwrap();
    assert_eq!(solved.len(), games.len());
    for number in 0..games.len() {
        compare_game(&games, &solved, number);
    }
    solved
}

fn compare_game(games: &GameArray, solved: &ManySolutions, number: usize) {
    let game = games.game(number).unwrap();
    let exact = nash_normal(&game, &Control::default()).unwrap();
    let own = solved.of_game(number);
    // The exact solver leaves some near ties of three players open that the closed form decides.
    assert!(solved.complete[number] || !exact.complete(), "game {number}: {game:?}");
    if exact.complete() {
        assert_eq!(own.len(), exact.len(), "game {number}: {game:?}\n{exact:?}");
        let continuum = exact.components.iter().any(|component| component.dimension > 0);
        assert_eq!(solved.continuum[number], continuum, "game {number}: {game:?}");
    }
    let mut matched = vec![false; own.len()];
    for equilibrium in &exact.equilibria {
        let Profile::Mixed(profile) = &equilibrium.profile else { panic!("a table has mixed profiles") };
        let wanted: Vec<f64> = profile.0.iter().flatten().map(|p| p.to_f64()).collect();
        let slack = equilibrium.error_bound.unwrap_or(0.0);
        let near = |number: usize| {
            let bound = solved.error_bound[number] + slack;
            solved.profile(number).iter().zip(&wanted).all(|(p, q)| (p - q).abs() <= bound)
        };
        // Two equilibria may be so close that floats do not tell them apart.
        let free = |number: &usize| near(*number) && !matched[number - own.start];
        let place = own.clone().find(free).unwrap_or_else(|| panic!("game {number}: {game:?}\n{wanted:?} is missing"));
        matched[place - own.start] = true;
        compare_payoffs(
            games,
            solved,
            place,
            &equilibrium.payoffs.iter().map(|p| p.to_f64()).collect::<Vec<_>>(),
            slack,
            number,
        );
    }
}

fn compare_payoffs(games: &GameArray, solved: &ManySolutions, place: usize, wanted: &[f64], slack: f64, number: usize) {
    let mut scratch = Vec::new();
    let Some(payoffs) = games.floats(number, &mut scratch) else { return };
    let strategies: usize = games.shape().iter().sum();
    let own = payoffs.chunks_exact(payoffs.len() / wanted.len());
    for ((found, wanted), own) in solved.payoffs_of(place).iter().zip(wanted).zip(own) {
        let largest = own.iter().fold(0.0, |most: f64, payoff| most.max(payoff.abs()));
        let bound = (solved.error_bound[place] + slack) * strategies as f64 * largest + f64::MIN_POSITIVE;
        assert!((found - wanted).abs() <= bound * 1.001, "{found} is not {wanted}");
    }
}

const SHAPES: [&[usize]; 10] =
    [&[2, 2], &[3, 3], &[4, 4], &[2, 3], &[3, 2], &[2, 4], &[4, 3], &[1, 3], &[2, 2, 2], &[4, 1]];

#[test]
fn continuous_payoffs_need_no_exact_solver() {
    let mut dice = Random(1);
    for shape in SHAPES {
        let payoffs: Vec<f64> = (0..300 * len(shape)).map(|_| dice.unit() * 2.0 - 1.0).collect();
        let solved = compare(shape, &payoffs[..]);
        let exact = solved.exact.iter().filter(|exact| **exact).count();
        assert!(exact <= 1, "{exact} of 300 games of shape {shape:?} went to the exact solver");
        // A game without ties has an odd number of equilibria.
        assert!((0..300).all(|game| solved.of_game(game).len() % 2 == 1));
    }
}

#[test]
fn ties_are_decided_exactly() {
    let mut dice = Random(2);
    for shape in SHAPES {
        for bound in [2, 4] {
            let payoffs: Vec<i64> = (0..300 * len(shape)).map(|_| dice.below(bound) as i64).collect();
            compare(shape, &payoffs[..]);
            // The same as tenths, which floats do not hold.
            let tenths: Vec<f64> = payoffs.iter().map(|&payoff| payoff as f64 / 10.0 + 0.3).collect();
            compare(shape, &tenths[..]);
        }
    }
}

#[test]
fn near_ties_and_scales_are_decided_rightly() {
    let mut dice = Random(3);
    let tiny = [0.0, f64::EPSILON, 1e-13, 1e-9, 1e-300, 5e-324];
    let scales = [1.0, 1e-300, 1e300, 1e15, 1e-9, 3e-310];
    for shape in SHAPES {
        for scale in scales {
            let payoff =
                |dice: &mut Random| (dice.below(3) as f64 + tiny[dice.below(tiny.len() as u64) as usize]) * scale;
            let payoffs: Vec<f64> = (0..30 * len(shape)).map(|_| payoff(&mut dice)).collect();
            compare(shape, &payoffs[..]);
        }
        let mixed: Vec<f64> =
            (0..60 * len(shape)).map(|_| dice.unit() * scales[dice.below(scales.len() as u64) as usize]).collect();
        compare(shape, &mixed[..]);
    }
}

#[test]
fn other_shapes_go_to_the_exact_solver() {
    let mut dice = Random(4);
    for shape in [&[5, 5][..], &[3, 2, 2], &[2, 2, 2, 2], &[3], &[1, 1], &[2, 1, 2]] {
        let payoffs: Vec<i64> = (0..8 * len(shape)).map(|_| dice.below(50) as i64).collect();
        compare(shape, &payoffs[..]);
    }
}

#[test]
fn large_integers_stay_exact() {
    // As floats, these payoffs would tie.
    let big = 1i64 << 60;
    let solved = compare(&[2, 2], &[big, 0, big + 1, 0, 1, 0, 0, 1][..]);
    assert!(solved.exact[0]);
}

#[test]
fn mistakes_are_named() {
    let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
    let (players, strategies) = (names(&["Russia", "Armenia"]), vec![names(&["S", "A"]); 2]);
    let mut payoffs = [0.0; 24];
    payoffs[22] = f64::NAN;
    let error = GameArray::with_names(&[2, 2], &players, &strategies, &payoffs[..]).unwrap_err().to_string();
    assert_eq!(error, "in game 2 (the first is game 0) a payoff of Armenia is NaN; payoffs must be finite");
    assert!(GameArray::new(&[2, 2], &payoffs[..15]).is_err());
    assert!(GameArray::new(&[], &payoffs[..2]).is_err());
    assert!(GameArray::with_names(&[2, 3], &players, &strategies, &payoffs[..12]).is_err());
    assert!(GameArray::new(&[2, 2], &payoffs[..8]).unwrap().game(1).is_err());
}
