//! The crisis-signalling game: proven equilibria against a dense search in floats, folds, and derivatives of its likelihoods.

use std::f64::consts::FRAC_1_SQRT_2;

use foederis::Rational;
use foederis::solve::{Control, CrisisGame, Watch, crisis_equilibria, crisis_folds};
use foederis::study::fit::{
    Belief, Crisis, FullLikelihood, Index, NestedOptions, Objective, PseudoLikelihood, Selection, Term, nested,
};

/// Utilities of small denominators, in the order S_A, V_A, C_B, W_A, W_B, a, V_B, in hundredths.
fn game(hundredths: [i64; 7]) -> CrisisGame {
    let [s_a, v_a, c_b, w_a, w_b, a, v_b] = hundredths.map(|value| Rational::from(value) / Rational::from(100));
    CrisisGame { s_a, v_a, c_b, w_a, w_b, a, v_b }
}

fn phi(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// ∫ φ(t)Φ(t + d) dt from s to infinity, by Simpson's rule with small steps.
fn above(s: f64, d: f64) -> f64 {
    let (low, steps) = (s.max(-12.0), 4000);
    let step = (14.0 - low) / f64::from(steps);
    let height = |t: f64| (-0.5 * t * t).exp() * 0.398_942_280_401_432_7 * phi(t + d);
    let term = |k: i32| {
        let weight = if k == 0 || k == steps { 1.0 } else { f64::from(2 + 2 * (k % 2)) };
        weight * height(low + f64::from(k) * step)
    };
    if low > 13.0 { 0.0 } else { (0..=steps).map(term).sum::<f64>() * step / 3.0 }
}

/// The best response to pR, straight from the definition, without the tricks of the library.
fn answer(u: [f64; 7], resist: f64) -> f64 {
    let [s_a, v_a, c_b, w_a, w_b, a, v_b] = u;
    let c = (s_a - (1.0 - resist) * v_a) / resist;
    let challenge = 1.0 - phi(c - w_a) * phi(c - a);
    let fight = above(c - w_a, w_a - a) / challenge;
    phi((fight * w_b + (1.0 - fight) * v_b - c_b) / fight)
}

#[test]
fn the_three_equilibria_of_the_published_example() {
    let found = crisis_equilibria(&game([0, 100, 0, -190, -290, -120, 100]), &Control::default()).unwrap();
    assert!(found.complete());
    let published = [(0.251105, 0.994789, 0.309695), (0.594723, 0.379868, 0.241563), (0.813322, 0.205452, 0.208759)];
    assert_eq!(found.equilibria.len(), 3);
    for (one, (resist, challenge, fight)) in found.equilibria.iter().zip(published) {
        assert!((one.resist.middle() - resist).abs() < 1e-6);
        assert!((one.challenge.middle() - challenge).abs() < 1e-6);
        assert!((one.fight.middle() - fight).abs() < 1e-6);
        assert!(one.resist.width() < 1e-12 && one.challenge.width() < 1e-11 && one.fight.width() < 1e-11);
        let sum: f64 = one.outcomes.iter().map(|outcome| outcome.middle()).sum();
        assert!((sum - 1.0).abs() < 1e-11);
    }
    let stable: Vec<_> = found.equilibria.iter().map(|one| one.stable()).collect();
    assert_eq!(stable, [Some(true), Some(false), Some(true)]);
}

#[test]
fn two_of_them_vanish_at_the_fold() {
    let folds = crisis_folds(&game([0, 100, 0, -190, 0, -120, 100]), &Control::default()).unwrap();
    assert!(folds.undecided.is_empty());
    for fold in &folds.folds {
        assert!(fold.w_b.width() < 1e-10, "{fold:?}");
        let near = |shift: f64| {
            let mut at = game([0, 100, 0, -190, 0, -120, 100]);
            at.w_b = Rational::from_f64_exact(fold.w_b.middle() + shift).unwrap();
            let found = crisis_equilibria(&at, &Control::default()).unwrap();
            assert!(found.complete(), "{shift} {found:?}");
            found.equilibria.len()
        };
        let (fewer, more) = if fold.below { (near(1e-6), near(-1e-6)) } else { (near(-1e-6), near(1e-6)) };
        assert_eq!(more, fewer + 2, "{fold:?}");
    }
    let places: Vec<f64> = folds.folds.iter().map(|fold| fold.w_b.middle()).collect();
    println!("folds at {places:?}");
    assert_eq!(folds.folds.iter().map(|fold| fold.below).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn finds_what_a_dense_search_finds() {
    let mut seed = 12345u64;
    let mut draw = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as f64 / f64::from(1u32 << 31)
    };
    let mut several = 0;
    for number in 0..40 {
        let wide = if number % 2 == 0 { 2.0 } else { 4.0 };
        let mut hundredths = [0i64; 7];
        for value in &mut hundredths {
            *value = ((draw() - 0.5) * 200.0 * wide).round() as i64;
        }
        if number % 4 == 0 {
            hundredths = [0, 100, 0, -190, -275 - number / 2, -120, 100];
        }
        let u = hundredths.map(|value| value as f64 / 100.0);
        let found = crisis_equilibria(&game(hundredths), &Control::default()).unwrap();
        if found.pieces > 100 {
            println!("{} pieces {u:?} {:?}", found.pieces, found.undecided.len());
        }
        assert!(found.complete(), "{u:?} {found:?}");
        for one in &found.equilibria {
            let resist = one.resist.middle();
            // The plain formulas lose their digits where a challenge is next to impossible.
            if resist > 1e-4 && resist < 1.0 - 1e-4 && one.challenge.lo > 1e-5 {
                assert!((answer(u, resist) - resist).abs() < 1e-7, "{u:?} {one:?}");
            }
        }
        several += usize::from(found.equilibria.len() > 1);
        let points: Vec<f64> = (1..400).map(|k| f64::from(k) / 400.0).collect();
        let gaps: Vec<f64> = points.iter().map(|p| answer(u, *p) - p).collect();
        let fine = gaps.iter().all(|gap| gap.is_finite());
        for (k, pair) in gaps.windows(2).enumerate() {
            let inside = |one: &foederis::solve::CrisisEquilibrium| {
                one.resist.hi >= points[k] - 1e-9 && one.resist.lo <= points[k + 1] + 1e-9
            };
            if fine && pair[0] * pair[1] < 0.0 {
                assert!(
                    found.equilibria.iter().any(inside),
                    "{u:?}: a root between {} and {}",
                    points[k],
                    points[k + 1]
                );
            }
        }
    }
    assert!(several > 3);
}

/// Rows with two covariates, counts that are not those of any equilibrium, and a coefficient in each utility but V_B.
fn crisis() -> (Crisis, Vec<f64>) {
    let term = |column, coefficient| Term { column, coefficient };
    let index = |terms: Vec<Term>| Index { terms, offset: None };
    let indices = [
        index(vec![term(1, 0)]),
        index(vec![term(0, 1)]),
        index(vec![term(2, 2)]),
        index(vec![term(0, 3), term(2, 4)]),
        index(vec![term(0, 5), term(1, 6)]),
        index(vec![term(0, 7)]),
        Index::default(),
    ];
    let rows = 30;
    let values = (0..rows).flat_map(|row| [1.0, (f64::from(row) * 0.7).sin(), (f64::from(row) * 1.3).cos()]).collect();
    let counts = (0..rows).map(|row| [20.0, f64::from(row % 4), f64::from(row % 3), f64::from(row % 2)]).collect();
    let at = vec![0.4, 0.9, -0.7, -1.2, 0.3, -0.4, 0.5, -0.8];
    (Crisis { indices, coefficients: 8, columns: 3, values, counts }, at)
}

fn check_derivatives(objective: &dyn Objective, at: &[f64]) {
    let control = Control::default();
    let evaluate = |at: &[f64]| objective.evaluate(at, &mut Watch::start(&control));
    let (here, step) = (evaluate(at), 1e-5);
    for i in 0..at.len() {
        let moved = |by: f64| {
            let mut there = at.to_vec();
            there[i] += by;
            evaluate(&there)
        };
        let (up, down) = (moved(step), moved(-step));
        let slope = (up.value - down.value) / (2.0 * step);
        assert!((slope - here.gradient[i]).abs() < 1e-5 * (1.0 + slope.abs()), "{i}: {slope} {}", here.gradient[i]);
        for j in 0..at.len() {
            let bend = (up.gradient[j] - down.gradient[j]) / (2.0 * step);
            assert!((bend - here.hessian[(i, j)]).abs() < 1e-4 * (1.0 + bend.abs()), "{i} {j}: {bend}");
        }
    }
}

#[test]
fn derivatives_go_through_the_equilibrium() {
    let (crisis, at) = crisis();
    crisis.check().unwrap();
    for selection in [Selection::MostLikely, Selection::Lowest, Selection::Highest] {
        check_derivatives(&FullLikelihood::new(&crisis, &selection), &at);
    }
    let beliefs = vec![Belief { threshold: 0.3, odds: -0.2 }; crisis.rows()];
    check_derivatives(&PseudoLikelihood::new(&crisis, &beliefs, &[]), &at);
}

#[test]
fn nested_ends_where_its_equations_hold() {
    let (crisis, at) = crisis();
    let beliefs = vec![Belief { threshold: 0.0, odds: 0.0 }; crisis.rows()];
    let options =
        NestedOptions { start: at, beliefs, weights: Vec::new(), max_rounds: 300, control: Control::default() };
    let found = nested(&crisis, &options).unwrap();
    println!("{} rounds, residual {:e}, slope {:e}", found.rounds, found.residual, found.stationarity.largest_slope);
    assert!(found.settled());
    assert!(found.evaluation.gradient.amax() < 1e-8);
    // The value is the log-likelihood of the equilibrium.
    let near = Selection::Nearest(found.beliefs.iter().map(|belief| belief.threshold).collect());
    let full = FullLikelihood::new(&crisis, &near);
    let control = Control::default();
    let value = full.evaluate(&found.at, &mut Watch::start(&control)).value;
    assert!((value - found.evaluation.value).abs() < 1e-8);
    // The matrix of the equations is the derivative of the gradient along equilibria.
    let step = 1e-5;
    for i in 0..8 {
        let moved = |by: f64| {
            let mut there = found.at.clone();
            there[i] += by;
            let thresholds = full.selected(&there, &mut Watch::start(&control));
            let start: Vec<Belief> = thresholds.iter().map(|x| Belief { threshold: *x, odds: 0.0 }).collect();
            let odds = PseudoLikelihood::new(&crisis, &start, &[]).answers(&there);
            let beliefs: Vec<Belief> =
                thresholds.iter().zip(odds).map(|(x, other)| Belief { threshold: *x, odds: other.odds }).collect();
            PseudoLikelihood::new(&crisis, &beliefs, &[]).evaluate(&there, &mut Watch::start(&control)).gradient
        };
        let column = (moved(step) - moved(-step)) / (2.0 * step);
        for j in 0..8 {
            assert!((column[j] - found.jacobian[(j, i)]).abs() < 1e-3 * (1.0 + column[j].abs()), "{i} {j}");
        }
    }
}
