//! Sequential equilibria with irrational probabilities and beliefs, derived by hand.

mod support;

use foederis::show::json::certificate;
use foederis::{BehaviorProfile, Certificate, Concept, Equilibrium, Game, Profile, Rational, Solution};
use foederis::{nash, perfect_bayesian, sequential, verify, weak_perfect_bayesian};
use support::Random;
use support::paths::Build;

const ACTIONS: [&str; 2] = ["A", "B"];

fn behavior(equilibrium: &Equilibrium) -> &BehaviorProfile {
    match &equilibrium.profile {
        Profile::Behavior(profile) => profile,
        _ => panic!("a tree has behaviour"),
    }
}

/// The payoffs of 1, 2 and 3, each of whom gains from A: `y - z`, `x - z` and `2 x y - 1`, where the others use A with
/// probability `x`, `y`, `z`. All who mix are indifferent only if `x = y = z` and `x y = 1/2`.
fn trio(play: [&str; 3]) -> [i64; 3] {
    let [x, y, z] = play.map(|action| i64::from(action == "A"));
    [x * (y - z), y * (x - z), z * (2 * x * y - 1)]
}

/// The three move at once below a path.
fn add_trio(
    mut build: Build,
    path: &[&'static str],
    key: &str,
    end: impl Fn(Build, &[&'static str], [i64; 3]) -> Build,
) -> Build {
    let key = |player: &str| format!("{player}{key}");
    build = build.decide(path, "1", &key("one"), &ACTIONS);
    for first in ACTIONS {
        let path = [path, &[first]].concat();
        build = build.decide(&path, "2", &key("two"), &ACTIONS);
        for second in ACTIONS {
            let path = [&path[..], &[second]].concat();
            build = build.decide(&path, "3", &key("three"), &ACTIONS);
            for third in ACTIONS {
                let path = [&path[..], &[third]].concat();
                build = end(build, &path, trio([first, second, third]));
            }
        }
    }
    build
}

fn check(game: &Game, solution: &Solution) {
    for equilibrium in &solution.equilibria {
        let certificate = certificate(game, solution.concept, equilibrium).unwrap();
        let again = Certificate::from_json(&certificate.to_json()).unwrap();
        let report = verify(game, &again).unwrap();
        assert!(report.ok(), "{report:?}");
    }
}

fn near(value: &Rational, expected: f64) -> bool {
    (value.to_f64() - expected).abs() < 1e-12
}

/// A first or second action of the trio at the irrational equilibrium.
fn root() -> f64 {
    0.5f64.sqrt()
}

/// Of the combinations of supports only three have an equilibrium: if 3 uses A for sure, `2 x y >= 1`, so that 1 and 2 need
/// `y >= 1` and `x >= 1`; if 3 uses B for sure, whoever of 1 and 2 faces a positive probability of A uses A, so that both
/// use B or both A, and then 3 would use A; if 3 mixes, `x y = 1/2`, and neither of 1 and 2 can be sure.
#[test]
fn three_who_mix_at_once() {
    let build = add_trio(Build::new(&["1", "2", "3"]), &[], "", |build, path, payoffs| build.end(path, &payoffs));
    let game = build.finish();
    let solution = sequential(&game, &Default::default()).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    assert_eq!((solution.len(), solution.components.len()), (3, 3));
    let pure: Vec<&Equilibrium> = solution.equilibria.iter().filter(|own| own.is_pure()).collect();
    assert!(pure.len() == 2 && pure.iter().all(|own| own.error_bound.is_none() && own.regret.is_zero()));
    let mixed = solution.equilibria.iter().find(|own| !own.is_pure()).unwrap();
    assert!(mixed.error_bound.unwrap() < 1e-10);
    assert!(behavior(mixed).0.iter().all(|row| near(&row[0], root())));
    let beliefs = &mixed.beliefs.as_ref().unwrap().0;
    assert!(near(&beliefs[1][0], root()));
    let both = [0.5, root() - 0.5, root() - 0.5, 1.5 - 2f64.sqrt()];
    assert!(beliefs[2].iter().zip(both).all(|(belief, expected)| near(belief, expected)));
    check(&game, &solution);
    for other in [perfect_bayesian(&game, &Default::default()), weak_perfect_bayesian(&game, &Default::default())] {
        let other = other.unwrap();
        assert!(other.complete() && other.len() == 3, "{:?}", other.status);
        check(&game, &other);
    }
}

/// A fourth player stays out. What the others would do is one of the same three, and so is what they believe.
#[test]
fn three_who_mix_where_play_never_comes() {
    let build =
        Build::new(&["1", "2", "3", "4"]).decide(&[], "4", "start", &["out", "in"]).end(&["out"], &[0, 0, 0, 0]);
    let build = add_trio(build, &["in"], "", |build, path, [a, b, c]| build.end(path, &[a, b, c, -1]));
    let game = build.finish();
    let solution = sequential(&game, &Default::default()).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    assert_eq!(solution.len(), 3);
    assert!(solution.equilibria.iter().all(|own| behavior(own).0[0][0] == Rational::ONE));
    assert_eq!(solution.equilibria.iter().filter(|own| own.error_bound.is_some()).count(), 1);
    check(&game, &solution);
}

/// After the trio has moved unseen, 4 may leave it, or go left or right, which 5 cannot tell apart.
///
/// By the belief `m` that 4 went left, 5 gains `m - (1 - m) z` from T. Left is worth `2 q - 1` to 4 and right -1, where 5 uses T with
/// probability `q`; out is worth 0. So 4 goes out, with `q <= 1/2`, or left, with `q = 1`. If out, then `m = z / (1 + z)` where 5
/// mixes and at most that where not. At the irrational equilibrium of the trio this is the square root of 2, less 1.
fn departure() -> Game {
    let build = Build::new(&["1", "2", "3", "4", "5"]);
    let ways = ["out", "left", "right"];
    let build = add_trio(build, &[], "", |mut build, path, [a, b, c]| {
        build = build.decide(path, "4", "four", &ways).end(&[path, &["out"]].concat(), &[a, b, c, 0, 0]);
        let third = i64::from(path[2] == "A");
        for way in &ways[1..] {
            let path = [path, &[way]].concat();
            build = build.decide(&path, "5", "five", &["T", "U"]);
            let (mine, theirs) = if *way == "left" { ([1, -1], 1) } else { ([-1, -1], -third) };
            build = build.end(&[&path[..], &["T"]].concat(), &[a, b, c, mine[0], theirs]);
            build = build.end(&[&path[..], &["U"]].concat(), &[a, b, c, mine[1], 0]);
        }
        build
    });
    build.finish()
}

#[test]
fn beliefs_between_irrational_bounds() {
    let game = departure();
    let solution = sequential(&game, &Default::default()).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    let set = |name: &str| match &game {
        Game::Extensive(tree) => tree.infosets().iter().position(|set| set.key == name).unwrap(),
        Game::Normal(_) => panic!("it is a tree"),
    };
    let (three, four, five) = (set("three"), set("four"), set("five"));
    let irrational: Vec<&Equilibrium> = solution.equilibria.iter().filter(|own| own.error_bound.is_some()).collect();
    assert!(irrational.iter().all(|own| near(&behavior(own).0[three][0], root())));
    // The probability of left among the nodes of 5, which come in pairs.
    let left = |row: &[Rational]| -> f64 { row.iter().step_by(2).sum::<Rational>().to_f64() };
    let mut found = Vec::new();
    for own in &irrational {
        let rows = &behavior(own).0;
        let beliefs = match own.belief_sets.iter().find(|set| set.infosets[0].index() == five) {
            Some(set) => set.vertices.iter().map(|vertex| left(&vertex[0])).collect(),
            None => vec![left(&own.beliefs.as_ref().unwrap().0[five])],
        };
        let (least, most) = (beliefs.iter().copied().fold(2.0, f64::min), beliefs.iter().copied().fold(-1.0, f64::max));
        found.push([rows[four][0].to_f64(), rows[five][0].to_f64(), least, most]);
    }
    let bound = 2f64.sqrt() - 1.0;
    let expected = [[0.0, 1.0, 1.0, 1.0], [1.0, 0.0, 0.0, bound], [1.0, 0.5, bound, bound]];
    let close = |a: &[f64; 4], b: &[f64; 4]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12);
    // Where 5 uses U for sure by the largest belief that allows it, the segment to the mixture begins: listed or contained.
    let mut others = found.iter().filter(|own| !expected.iter().any(|other| close(own, other)));
    assert!(others.all(|own| close(own, &[1.0, 0.0, bound, bound])), "{found:?}");
    assert!(expected.iter().all(|own| found.iter().any(|other| close(own, other))), "{found:?}");
    check(&game, &solution);
}

/// Where nobody moves, there is one equilibrium, and nothing to believe.
#[test]
fn nobody_moves() {
    let half = Rational::new(1, 2).unwrap();
    let build = Build::new(&["1", "2", "3"]).chance(&[], &[("s", half.clone()), ("t", half)]);
    let game = build.end(&["s"], &[1, 2, 3]).end(&["t"], &[3, 2, 1]).finish();
    for solution in [sequential(&game, &Default::default()), nash(&game, &Default::default())] {
        let solution = solution.unwrap();
        assert!(solution.complete() && solution.len() == 1);
        check(&game, &solution);
    }
}

/// What is off by more than the stated bound is refused, and so is a wrong belief.
#[test]
fn false_bounds_are_refused() {
    let build = add_trio(Build::new(&["1", "2", "3"]), &[], "", |build, path, payoffs| build.end(path, &payoffs));
    let game = build.finish();
    let solution = sequential(&game, &Default::default()).unwrap();
    let mixed = solution.equilibria.iter().find(|own| own.error_bound.is_some()).unwrap();
    let accepted = |equilibrium: &Equilibrium| {
        let certificate = certificate(&game, Concept::Sequential, equilibrium).unwrap();
        verify(&game, &certificate).unwrap().ok()
    };
    assert!(accepted(mixed));
    let moved = Rational::new(1, 1_000_000_000).unwrap();
    let mut other = mixed.clone();
    if let Profile::Behavior(profile) = &mut other.profile {
        profile.0[0][0] += &moved;
        profile.0[0][1] -= &moved;
    }
    assert!(!accepted(&other));
    other.error_bound = Some(1e-8);
    assert!(accepted(&other));
    let mut other = mixed.clone();
    let beliefs = &mut other.beliefs.as_mut().unwrap().0[1];
    beliefs[0] += &moved;
    beliefs[1] -= &moved;
    assert!(!accepted(&other));
}

/// What a player gains from the first action for each choice of the other two, at random.
struct Gains([[i64; 4]; 3]);

impl Gains {
    fn random(seed: u64) -> Self {
        let mut random = Random(seed);
        Gains([0; 3].map(|_| [0; 4].map(|_| random.below(19) as i64 - 9)))
    }

    /// The payoffs at a play, where 0 is the first action.
    fn payoffs(&self, play: [usize; 3]) -> [i64; 3] {
        let others =
            |player: usize| -> usize { (0..3).filter(|own| *own != player).fold(0, |at, own| 2 * at + play[own]) };
        [0, 1, 2].map(|player| if play[player] == 0 { self.0[player][others(player)] } else { 0 })
    }

    /// What each gains, where the first actions have given probabilities.
    fn at(&self, point: [f64; 3]) -> [f64; 3] {
        [0, 1, 2].map(|player| {
            let others: Vec<f64> = (0..3).filter(|own| *own != player).map(|own| point[own]).collect();
            let share = |bit: usize, place: usize| if bit == 0 { others[place] } else { 1.0 - others[place] };
            (0..4).map(|at| self.0[player][at] as f64 * share(at / 2, 0) * share(at % 2, 1)).sum()
        })
    }

    fn game(&self) -> Game {
        let mut build = Build::new(&["1", "2", "3"]).decide(&[], "1", "one", &ACTIONS);
        for (a, first) in ACTIONS.into_iter().enumerate() {
            build = build.decide(&[first], "2", "two", &ACTIONS);
            for (b, second) in ACTIONS.into_iter().enumerate() {
                build = build.decide(&[first, second], "3", "three", &ACTIONS);
                for (c, third) in ACTIONS.into_iter().enumerate() {
                    build = build.end(&[first, second, third], &self.payoffs([a, b, c]));
                }
            }
        }
        build.finish()
    }

    /// Points inside where nobody gains, by Newton's method from a grid.
    fn mixed(&self) -> Vec<[f64; 3]> {
        let mut found: Vec<[f64; 3]> = Vec::new();
        for start in 0..343 {
            let mut point = [start % 7, start / 7 % 7, start / 49].map(|step| (f64::from(step) + 0.5) / 7.0);
            for _ in 0..60 {
                let values = self.at(point);
                let mut slopes = [[0.0; 3]; 3];
                for other in 0..3 {
                    let (mut up, mut down) = (point, point);
                    (up[other], down[other]) = (1.0, 0.0);
                    let (up, down) = (self.at(up), self.at(down));
                    (0..3).for_each(|own| slopes[own][other] = up[own] - down[own]);
                }
                let det = |m: [[f64; 3]; 3]| -> f64 {
                    (0..3)
                        .map(|k| {
                            m[0][k] * (m[1][(k + 1) % 3] * m[2][(k + 2) % 3] - m[1][(k + 2) % 3] * m[2][(k + 1) % 3])
                        })
                        .sum()
                };
                let whole = det(slopes);
                if whole.abs() < 1e-9 {
                    break;
                }
                let step = |column: usize| {
                    let mut replaced = slopes;
                    (0..3).for_each(|row| replaced[row][column] = values[row]);
                    det(replaced) / whole
                };
                let steps = [step(0), step(1), step(2)];
                (0..3).for_each(|own| point[own] -= steps[own]);
            }
            let settled = self.at(point).iter().all(|gain| gain.abs() < 1e-12)
                && point.iter().all(|x| *x > 1e-9 && *x < 1.0 - 1e-9);
            let new = !found.iter().any(|other| (0..3).all(|own| (other[own] - point[own]).abs() < 1e-7));
            if settled && new {
                found.push(point);
            }
        }
        found
    }
}

/// Where all move at once, sequential equilibria are the Nash equilibria of the table; and those in which all three mix are what
/// Newton's method finds from a grid.
#[test]
fn three_at_once_by_other_means() {
    let (mut irrational, mut mixed) = (0, 0);
    for seed in 0..60 {
        let gains = Gains::random(seed);
        let game = gains.game();
        let solution = sequential(&game, &Default::default()).unwrap();
        let Game::Extensive(tree) = &game else { panic!("it is a tree") };
        let table =
            nash(&Game::Normal(tree.to_strategic(&Default::default()).unwrap().game), &Default::default()).unwrap();
        assert!(solution.complete() && table.complete(), "{seed}: {:?}", solution.status);
        assert_eq!((solution.len(), solution.components.len()), (table.len(), table.components.len()), "{seed}");
        check(&game, &solution);
        let first = |own: &Equilibrium| -> Vec<f64> { behavior(own).0.iter().map(|row| row[0].to_f64()).collect() };
        let inside: Vec<Vec<f64>> =
            solution.equilibria.iter().map(first).filter(|point| point.iter().all(|x| *x > 0.0 && *x < 1.0)).collect();
        let expected = gains.mixed();
        assert_eq!(inside.len(), expected.len(), "{seed}: {expected:?}");
        for point in expected {
            assert!(inside.iter().any(|own| (0..3).all(|place| (own[place] - point[place]).abs() < 1e-7)), "{seed}");
        }
        mixed += inside.len();
        irrational += solution.equilibria.iter().filter(|own| own.error_bound.is_some()).count();
    }
    assert!(irrational >= 8 && mixed >= irrational, "{irrational} {mixed}");
}
