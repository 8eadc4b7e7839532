//! Nash equilibria of games of three and more players: known answers, oddness, and witnesses of completeness.

use foederis::{Equilibrium, Game, MixedProfile, NashOptions, NormalForm, Profile, Rational, Solution, nash};

fn allies(count: usize, payoff: impl Fn(bool, usize) -> Rational) -> Game {
    let mut builder = NormalForm::builder();
    for ally in 0..count {
        builder = builder.player(format!("Ally {}", ally + 1), ["Support", "Abstain"]);
    }
    let cell = |profile: &[usize]| {
        let supporters = profile.iter().filter(|choice| **choice == 0).count();
        profile.iter().map(|choice| payoff(*choice == 0, supporters)).collect()
    };
    builder.payoffs(cell).unwrap().into()
}

/// Everybody gets `benefit` if `needed` support; a supporter pays `cost`.
fn threshold(count: usize, needed: usize, benefit: i64, cost: i64) -> Game {
    allies(count, |supports, supporters| {
        Rational::from(if supporters >= needed { benefit } else { 0 } - if supports { cost } else { 0 })
    })
}

fn solve(game: &Game) -> Solution {
    nash(game, &NashOptions::default()).unwrap()
}

fn profiles<'a>(solution: &'a Solution) -> Vec<&'a MixedProfile> {
    let mixed = |equilibrium: &'a Equilibrium| match &equilibrium.profile {
        Profile::Mixed(profile) => profile,
        _ => unreachable!("a payoff table has mixed profiles"),
    };
    solution.equilibria.iter().map(mixed).collect()
}

/// The probabilities of support in equilibria in which all support with the same probability, strictly mixed.
fn symmetric(solution: &Solution) -> Vec<f64> {
    let even = |profile: &&MixedProfile| {
        let first = profile.0[0][0].to_f64();
        first > 0.0 && first < 1.0 && profile.0.iter().all(|row| (row[0].to_f64() - first).abs() < 1e-9)
    };
    let mut found: Vec<f64> = profiles(solution).into_iter().filter(even).map(|p| p.0[0][0].to_f64()).collect();
    found.sort_by(f64::total_cmp);
    found
}

/// Every equilibrium's regret is 0, or as small as its error bound allows.
fn check(solution: &Solution) {
    for equilibrium in &solution.equilibria {
        match equilibrium.error_bound {
            None => assert!(equilibrium.regret.is_zero()),
            Some(bound) => {
                assert!(bound < 1e-9 && equilibrium.regret.to_f64() < 1e-8, "{bound} {}", equilibrium.regret)
            }
        }
    }
}

#[test]
fn volunteers() {
    // Diekmann (1985): the symmetric equilibrium abstains with (cost/benefit)^(1/(n-1)); here (1/8)^(1/3) = 1/2, exactly.
    let solution = solve(&threshold(4, 1, 8, 1));
    check(&solution);
    assert!(solution.complete(), "{:?}", solution.status);
    assert_eq!(symmetric(&solution), [0.5]);
    // Any two or three of them can also mix among themselves while the rest abstain: 4 pure, 6 + 4 + 1 mixed.
    assert_eq!(solution.len(), 4 + 6 + 4 + 1);
}

#[test]
fn threshold_of_three_among_five() {
    // v = 4, cost 1, three of five needed: nobody, ten coalitions of three, and two symmetric mixed equilibria.
    let solution = solve(&threshold(5, 3, 4, 1));
    check(&solution);
    assert!(solution.complete(), "{:?}", solution.status);
    assert_eq!(solution.equilibria.iter().filter(|equilibrium| equilibrium.is_pure()).count(), 11);
    let mixed = symmetric(&solution);
    assert!((mixed[0] - 0.2858135).abs() < 1e-7 && (mixed[1] - 0.7141865).abs() < 1e-7 && mixed.len() == 2);
}

#[test]
fn shared_punishment_among_four() {
    // A budget of 8 is split among abstainers; support costs 4: abstention solves 8 (1 - (1-p)^4) / (4 p) = 4.
    let game = allies(
        4,
        |supports, supporters| {
            if supports { Rational::from(-4) } else { Rational::new(-8, 4 - supporters as i64).unwrap() }
        },
    );
    let solution = solve(&game);
    check(&solution);
    let mixed = symmetric(&solution);
    assert!(mixed.iter().any(|support| (1.0 - support - 0.456_310_987_3).abs() < 1e-9), "{mixed:?}");
}

/// The count of a published solver falls one short: it loses the symmetric equilibrium at 0.218078.
#[test]
fn four_allies_two_needed() {
    let solution = solve(&threshold(4, 2, 10, 4));
    check(&solution);
    assert!(solution.complete(), "{:?}", solution.status);
    assert_eq!(solution.len(), 29);
    assert!(symmetric(&solution).iter().any(|support| (support - 0.218_078).abs() < 1e-6));
}

#[test]
fn generic_games_have_an_odd_number() {
    let mut seed = 11u64;
    let mut roll = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as i64 % 2_000_003 - 1_000_001
    };
    for shape in [vec![2, 2, 2], vec![2, 3, 2], vec![2, 2, 2, 2], vec![3, 3, 3]] {
        for round in 0..60 {
            let mut builder = NormalForm::builder();
            for (player, count) in shape.iter().enumerate() {
                builder = builder.player(player.to_string(), (0..*count).map(|s| s.to_string()));
            }
            let game = builder.payoffs(|_| shape.iter().map(|_| roll().into()).collect()).unwrap();
            let solution = solve(&game.into());
            check(&solution);
            assert!(solution.complete(), "{shape:?} {round}: {:?}", solution.status);
            assert!(solution.len() % 2 == 1, "{shape:?} {round}: {} equilibria", solution.len());
        }
    }
}

/// Three strategies of the second player tie where the others play pure, and the fourth does not: no equilibrium.
#[test]
fn a_tie_at_a_corner_does_not_stay_open() {
    let payoffs: [&[i64]; 3] = [
        &[81, 64, 27, 78, 99, 5, 61, 9, 82, 28, 2, 15, 90, 6, 86, 80, 92, 56, 95, 53, 38, 13, 95, 97],
        &[23, 84, 29, 86, 94, 91, 22, 17, 93, 40, 49, 40, 3, 60, 57, 59, 99, 97, 14, 95, 94, 72, 70, 53],
        &[37, 91, 99, 11, 28, 12, 50, 25, 10, 10, 31, 79, 93, 19, 43, 23, 96, 2, 0, 38, 44, 15, 99, 76],
    ];
    let names = |count: usize| (1..=count).map(|number| number.to_string()).collect::<Vec<_>>();
    let builder = NormalForm::builder().player("A", names(3)).player("B", names(4)).player("C", names(2));
    let solution = solve(&builder.table(&payoffs).unwrap().into());
    check(&solution);
    assert!(solution.complete(), "{:?}", solution.status);
    assert!(solution.len() % 2 == 1);
}

#[test]
fn a_game_without_stakes_is_one_component() {
    let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["x", "y"]).player("C", ["x", "y"]);
    let game = game.payoffs(|_| vec![Rational::ZERO; 3]).unwrap();
    let solution = solve(&game.into());
    assert!(solution.complete() && solution.len() == 8);
    let shape: Vec<_> = solution.components.iter().map(|c| (c.dimension, c.members.len(), c.subsets.len())).collect();
    assert_eq!(shape, [(3, 8, 1)]);
}

/// A is indifferent everywhere; B and C play matching pennies whatever A does.
#[test]
fn one_player_is_always_indifferent() {
    let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["x", "y"]).player("C", ["x", "y"]);
    let cell = |profile: &[usize]| {
        let win = if profile[1] == profile[2] { 1 } else { -1 };
        vec![Rational::ZERO, Rational::from(win), Rational::from(-win)]
    };
    let solution = solve(&game.payoffs(cell).unwrap().into());
    assert!(solution.complete(), "{:?}", solution.status);
    let shape: Vec<_> = solution.components.iter().map(|c| (c.dimension, c.members.len())).collect();
    assert_eq!(shape, [(1, 2)]);
}

/// A is indifferent everywhere, and the others' conditions hang together with A's mixture: whatever is listed is exact.
#[test]
fn what_is_listed_beside_a_curve_is_exact() {
    let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["x", "y"]).player("C", ["x", "y"]);
    let cell = |profile: &[usize]| {
        let alike = |a: usize, b: usize| Rational::from(i64::from(profile[a] == profile[b]));
        vec![Rational::ZERO, alike(1, 2) - alike(1, 0), alike(0, 1) - alike(2, 1)]
    };
    let solution = solve(&game.payoffs(cell).unwrap().into());
    check(&solution);
    for equilibrium in &solution.equilibria {
        assert!(equilibrium.regret.is_zero());
    }
}

/// A has the same payoff from both strategies wherever B and C support; B tolerates up to 2/3 of y, C up to 1/2.
#[test]
fn one_player_mixes_alone() {
    let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["S", "N"]).player("C", ["S", "N"]);
    let cell = |profile: &[usize]| {
        let third = |n| Rational::new(n, 3).unwrap();
        let (y, b, c) = (profile[0] == 1, profile[1] == 1, profile[2] == 1);
        let a = if b || c { Rational::from(i64::from(!y)) } else { Rational::ONE };
        let from_b = if b { if y { third(1) } else { -third(2) } } else { Rational::ZERO };
        let from_c = if c { Rational::from(if y { 1 } else { -1 }) } else { Rational::ZERO };
        vec![a, from_b, from_c]
    };
    let solution = solve(&game.payoffs(cell).unwrap().into());
    let segment = solution.components.iter().find(|component| component.dimension == 1).expect("a segment");
    let ends: Vec<String> = segment.members.iter().map(|&m| profiles(&solution)[m].0[0][0].to_string()).collect();
    assert_eq!(ends, ["1", "1/2"]);
    assert_eq!(segment.subsets.len(), 1);
}
