//! Logit equilibria: against the definition, by hand, and by what is known of them.

use std::time::Duration;

use foederis::solve::{Control, QuantalPoint};
use foederis::{
    Certificate, Concept, Game, LogitBranchOptions, LogitOptions, NormalForm, Profile, QuantalBranch, Rational, Status,
    logit, logit_branch, verify,
};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as i64 % limit
    }
}

fn game(shape: &[usize], mut payoff: impl FnMut(&[usize]) -> Vec<i64>) -> Game {
    let mut builder = NormalForm::builder();
    for (player, &count) in shape.iter().enumerate() {
        builder = builder.player(format!("P{player}"), (0..count).map(|s| s.to_string()));
    }
    builder.payoffs(|s| payoff(s).into_iter().map(Rational::from).collect()).unwrap().into()
}

fn bimatrix(a: &[i64; 4], b: &[i64; 4]) -> Game {
    game(&[2, 2], |s| vec![a[2 * s[0] + s[1]], b[2 * s[0] + s[1]]])
}

fn random(shape: &[usize], limit: i64, dice: &mut Dice) -> Game {
    game(shape, |_| shape.iter().map(|_| dice.roll(limit)).collect())
}

/// How far a profile is from the logit replies to it: computed cell by cell from the definition.
fn miss(game: &Game, precision: f64, rows: &[Vec<f64>]) -> f64 {
    let Game::Normal(table) = game else { panic!() };
    let mut most = 0.0f64;
    for player in table.player_ids() {
        let own = &rows[player.index()];
        let mut values = vec![0.0; own.len()];
        for number in 0..table.num_profiles() {
            let choices = table.profile(number);
            let others = choices.iter().enumerate().filter(|(other, _)| *other != player.index());
            let weight: f64 = others.map(|(other, &choice)| rows[other][choice]).product();
            values[choices[player.index()]] += weight * table.payoffs_of(number)[player.index()].to_f64();
        }
        let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = values.iter().map(|v| (precision * (v - best)).exp()).collect();
        let sum: f64 = weights.iter().sum();
        for (p, w) in own.iter().zip(weights) {
            most = most.max((p - w / sum).abs());
        }
    }
    most
}

fn rows(profile: &Profile) -> Vec<Vec<f64>> {
    profile.rows().iter().map(|row| row.iter().map(Rational::to_f64).collect()).collect()
}

fn at(game: &Game, precision: Rational) -> foederis::Solution {
    logit(game, &LogitOptions { precision, ..LogitOptions::default() }).unwrap()
}

fn branch(game: &Game) -> QuantalBranch {
    logit_branch(game, &LogitBranchOptions::default()).unwrap()
}

fn points(branch: &QuantalBranch) -> impl Iterator<Item = QuantalPoint> {
    (0..branch.len()).map(|k| branch.point(k).unwrap())
}

/// Every equilibrium solves the definition's equations, verifies, and does not verify when it is changed.
fn check(game: &Game, solution: &foederis::Solution) {
    for equilibrium in &solution.equilibria {
        let precision = equilibrium.precision.as_ref().unwrap();
        let bound = equilibrium.error_bound.unwrap();
        assert!(bound < 1e-10, "{bound}");
        let distance = miss(game, precision.to_f64(), &rows(&equilibrium.profile));
        assert!(distance < 1e-12 * (1.0 + 100.0 * precision.to_f64()), "{distance}");
        let certificate = Certificate::of_logit(game, precision, &equilibrium.profile, bound).unwrap();
        let read_back = Certificate::from_json(&certificate.to_json()).unwrap();
        let report = verify(game, &read_back).unwrap();
        assert!(report.ok(), "{report}");
    }
}

/// A seeker who is indifferent makes the evader mix evenly in the Nash equilibrium; with errors, a high stake matters.
#[test]
fn asymmetric_matching_pennies() {
    for stake in [1i64, 4, 9] {
        let pennies = bimatrix(&[stake, 0, 0, 1], &[0, 1, 1, 0]);
        for (num, den) in [(0, 1), (1, 10), (1, 1), (3, 1), (10, 1), (50, 1)] {
            let solution = at(&pennies, Rational::new(num, den).unwrap());
            // Its payoffs are a zero-sum game's up to positive factors, so that the logit equilibrium is unique.
            assert_eq!((solution.len(), solution.complete()), (1, true), "{}", solution.status.words());
            check(&pennies, &solution);
        }
        let up = at(&pennies, Rational::from(3)).equilibria[0].profile.rows()[0][0].to_f64();
        assert!(if stake == 1 { (up - 0.5).abs() < 1e-15 } else { up > 0.55 });
        // The Nash equilibrium is where it leads: the seeker goes to the high stake with stake / (stake + 1).
        let limit = branch(&pennies).limit.unwrap();
        assert_eq!(limit.profile.rows()[1][1], Rational::new(stake, stake + 1).unwrap());
        assert_eq!(limit.profile.rows()[0][0], Rational::new(1, 2).unwrap());
    }
}

#[test]
fn a_false_certificate_fails() {
    let pennies = bimatrix(&[9, 0, 0, 1], &[0, 1, 1, 0]);
    let solution = at(&pennies, Rational::from(2));
    let found = &solution.equilibria[0];
    let (profile, bound) = (&found.profile, found.error_bound.unwrap());
    let failing = |precision: i64, bound: f64| {
        let certificate = Certificate::of_logit(&pennies, &precision.into(), profile, bound).unwrap();
        !verify(&pennies, &certificate).unwrap().ok()
    };
    assert!(failing(3, bound), "another precision");
    assert!(failing(-2, bound), "a negative precision");
    assert!(failing(2, bound / 1e6), "too narrow a bound");
    assert!(!failing(2, bound));
    let mut bare = Certificate::of_logit(&pennies, &2.into(), profile, bound).unwrap();
    bare.precision = None;
    assert!(!verify(&pennies, &bare).unwrap().ok());
    assert!(Certificate::new(&pennies, Concept::Logit, profile).is_err());
    let nash = Certificate::with_error_bound(&pennies, Concept::Nash, profile, bound).unwrap();
    assert!(!verify(&pennies, &nash).unwrap().ok(), "it is no Nash equilibrium");
}

/// In a symmetric 2x2 game with two strict equilibria, both players lean to the best reply to uniform play: the branch goes
/// to the risk-dominant equilibrium, also where the other one pays more.
#[test]
fn the_risk_dominant_equilibrium_of_symmetric_coordination_is_the_limit() {
    let mut dice = Dice(3);
    let mut against_payoffs = 0;
    for _ in 0..300 {
        let [hunt, betrayed, defect, safe] = [0; 4].map(|_| dice.roll(12));
        if hunt <= defect || safe <= betrayed || hunt + betrayed == defect + safe {
            continue;
        }
        let stag = bimatrix(&[hunt, betrayed, defect, safe], &[hunt, defect, betrayed, safe]);
        let limit = branch(&stag).limit.unwrap();
        let chosen = usize::from(hunt + betrayed < defect + safe);
        assert!(
            limit.profile.rows().iter().all(|row| row[chosen] == Rational::ONE),
            "{hunt} {betrayed} {defect} {safe}"
        );
        against_payoffs += usize::from((chosen == 0) != (hunt > safe));
    }
    assert!(against_payoffs > 0);
}

/// Two equal equilibria: the branch stays between them, and the others leave it where the replies' slope is 1.
#[test]
fn a_symmetric_game_has_a_bifurcation() {
    let coordination = bimatrix(&[1, 0, 0, 1], &[1, 0, 0, 1]);
    let symmetric = branch(&coordination);
    assert_eq!((symmetric.bifurcations.len(), symmetric.turning_points.len()), (1, 0));
    assert!((symmetric.bifurcations[0].precision - 2.0).abs() < 1e-5, "{:?}", symmetric.bifurcations);
    let half = Rational::new(1, 2).unwrap();
    assert!(symmetric.limit.unwrap().profile.rows().iter().flatten().all(|p| *p == half));
    // A millionth more for one of them, and the branch bends towards it.
    let bent = bimatrix(&[1_000_001, 0, 0, 1_000_000], &[1_000_000, 0, 0, 1_000_000]);
    let bent = branch(&bent);
    assert!(bent.bifurcations.is_empty());
    assert!(bent.limit.unwrap().profile.rows().iter().all(|row| row[0] == Rational::ONE));
    let solution = at(&coordination, Rational::from(4));
    assert_eq!(solution.len(), 3);
    check(&coordination, &solution);
}

#[test]
fn every_point_of_a_branch_is_an_equilibrium() {
    let mut dice = Dice(11);
    for shape in [&[2, 2][..], &[3, 3], &[2, 4], &[2, 2, 2], &[3, 2, 3], &[2, 2, 2, 2], &[4, 1, 3]] {
        for limit in [3, 10, 1000] {
            for _ in 0..6 {
                let game = random(shape, limit, &mut dice);
                let branch = branch(&game);
                let scale = limit as f64;
                for point in points(&branch) {
                    let distance = miss(&game, point.precision, &point.probabilities);
                    // The map multiplies an error of the profile by up to the precision times the payoffs.
                    let magnified = 1.0 + point.precision * scale;
                    assert!(distance < 1e-10 * magnified, "{shape:?} {distance} {}", point.precision);
                }
                if let Some(limit) = &branch.limit {
                    let certificate = match limit.error_bound {
                        None => Certificate::new(&game, Concept::Nash, &limit.profile),
                        Some(bound) => Certificate::with_error_bound(&game, Concept::Nash, &limit.profile, bound),
                    };
                    assert!(verify(&game, &certificate.unwrap()).unwrap().ok());
                }
            }
        }
    }
}

/// Between two turning points the branch has three equilibria of one precision, all found and certified.
#[test]
fn folds_are_passed() {
    let mut dice = Dice(2);
    let mut folded = 0;
    for _ in 0..400 {
        let game = random(&[3, 3], 20, &mut dice);
        let branch = branch(&game);
        if branch.turning_points.len() < 2 {
            continue;
        }
        folded += 1;
        let [a, b] = [0, 1].map(|k| branch.turning_points[k].precision);
        let between = Rational::from_f64_exact((a + b) / 2.0).unwrap();
        let solution = at(&game, between);
        assert!(solution.len() >= 3, "{a} {b}");
        check(&game, &solution);
        for turn in &branch.turning_points {
            assert!(miss(&game, turn.precision, &turn.probabilities) < 1e-10);
        }
    }
    assert!(folded >= 3, "only {folded} games with turning points");
}

#[test]
fn equilibria_at_random_precisions() {
    let mut dice = Dice(5);
    for shape in [&[2, 2][..], &[3, 3], &[2, 2, 2], &[2, 3, 2], &[1, 3], &[2, 2, 2, 2]] {
        for precision in [(0, 1), (1, 7), (1, 1), (5, 2), (30, 1), (1000, 1)] {
            let game = random(shape, 8, &mut dice);
            let solution = at(&game, Rational::new(precision.0, precision.1).unwrap());
            assert!(!solution.is_empty() && solution.complete(), "{shape:?} {precision:?} {}", solution.status.words());
            check(&game, &solution);
        }
    }
}

#[test]
fn degenerate_games() {
    let nothing = game(&[2, 3, 2], |_| vec![0; 3]);
    let limit = branch(&nothing).limit.unwrap();
    assert_eq!(limit.profile.rows()[1], vec![Rational::new(1, 3).unwrap(); 3]);
    let solution = at(&nothing, Rational::from(1000));
    assert_eq!(solution.claim, "the only logit equilibrium at precision 1000");
    check(&nothing, &solution);
    let alone = game(&[4], |s| vec![[3, 7, 7, 1][s[0]]]);
    assert_eq!(branch(&alone).limit.unwrap().profile.rows()[0][1], Rational::new(1, 2).unwrap());
    check(&alone, &at(&alone, Rational::from(5)));
    let settled = game(&[1, 1], |_| vec![2, 5]);
    assert!(branch(&settled).limit.unwrap().is_pure());
    // Weakly dominated and duplicate strategies: nothing false is claimed.
    let mut dice = Dice(9);
    for _ in 0..150 {
        let game = random(&[3, 3], 2, &mut dice);
        let branch = branch(&game);
        if let (Some(limit), None) = (&branch.limit, branch.limit.as_ref().and_then(|limit| limit.error_bound)) {
            assert!(verify(&game, &Certificate::new(&game, Concept::Nash, &limit.profile).unwrap()).unwrap().ok());
        }
        check(&game, &at(&game, Rational::from(3)));
    }
}

#[test]
fn small_precisions_have_one_equilibrium_and_the_claim_says_so() {
    let pennies = bimatrix(&[9, 0, 0, 1], &[0, 1, 1, 0]);
    assert!(at(&pennies, Rational::new(1, 5).unwrap()).claim.starts_with("the only"));
    assert!(!at(&pennies, Rational::from(1)).claim.starts_with("the only"));
}

#[test]
fn limits_and_mistakes() {
    let pennies = bimatrix(&[9, 0, 0, 1], &[0, 1, 1, 0]);
    let control = |control: Control| LogitBranchOptions { control, ..LogitBranchOptions::default() };
    let short = logit_branch(&pennies, &control(Control { max_equilibria: Some(5), ..Control::default() })).unwrap();
    assert_eq!((short.status.clone(), short.limit.is_none()), (Status::Truncated, true));
    let stop = Control { time_limit: Some(Duration::ZERO), ..Control::default() };
    let options = LogitOptions { precision: Rational::from(3), control: stop, ..LogitOptions::default() };
    assert_eq!(logit(&pennies, &options).unwrap().status, Status::TimedOut);
    let to_three = LogitBranchOptions { max_precision: Some(Rational::from(3)), ..LogitBranchOptions::default() };
    let to_three = logit_branch(&pennies, &to_three).unwrap();
    assert!((to_three.precisions.last().unwrap() - 3.0).abs() < 1e-12 && to_three.limit.is_none());
    let negative = LogitOptions { precision: Rational::from(-1), ..LogitOptions::default() };
    assert!(logit(&pennies, &negative).unwrap_err().to_string().contains("0 or more"));
    for options in [(-1.0, 0.1), (1e-8, 0.0)] {
        let options = LogitBranchOptions { max_regret: options.0, max_change: options.1, ..Default::default() };
        assert!(logit_branch(&pennies, &options).unwrap_err().to_string().contains("positive"));
    }
}
