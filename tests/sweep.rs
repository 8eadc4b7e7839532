//! Sweeps: every point as the exact solvers have it, ties included, and the same answer whatever the way of working.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use foederis::game::{Concept, Profile};
use foederis::solve::{Control, Equilibrium, Solution, Status};
use foederis::study::sweep::{PointState, Points, SWEEP_BLOCK, Select, Sweep, SweepOptions, Values, sweep};
use foederis::{
    Error, Model, Rational, RegimesOptions, alliance, nash, pure_nash, regimes, sequential, subgame_perfect,
};

fn numbers(texts: &[&str]) -> Values {
    texts.iter().map(|text| text.parse::<Rational>().unwrap()).collect::<Vec<_>>().into()
}

fn grid(axes: &[(&str, Values)]) -> Points {
    Points::grid(axes.iter().map(|(name, values)| ((*name).to_owned(), values.clone()))).unwrap()
}

fn steps(from: f64, step: f64, count: usize) -> Values {
    (0..count).map(|i| ((from + step * i as f64) * 1e6).round() / 1e6).collect::<Vec<_>>().into()
}

fn solve(model: &Model, points: &Points, concept: Concept, point: usize) -> Option<Solution> {
    let names: Vec<&str> = points.names().collect();
    let values: Vec<(&str, Rational)> =
        names.iter().enumerate().map(|(number, name)| (*name, points.value(number, point))).collect();
    let game = match model.at(&values) {
        Ok(game) => game,
        Err(Error::Invalid(_)) => return None,
        Err(other) => panic!("{other}"),
    };
    let solution = match concept {
        Concept::SubgamePerfect => subgame_perfect(&game, &Default::default()),
        Concept::Sequential => sequential(&game, &Default::default()),
        Concept::PureNash => pure_nash(&game, &Default::default()),
        _ => nash(&game, &Default::default()),
    };
    Some(solution.unwrap())
}

fn used(equilibrium: &Equilibrium) -> Vec<bool> {
    equilibrium.profile.rows().iter().flatten().map(|probability| !probability.is_zero()).collect()
}

fn near(a: f64, b: f64, error: f64) -> bool {
    (a - b).abs() <= error + 1e-15 * b.abs()
}

/// Checks one row against an equilibrium.
fn same(found: &Sweep, row: usize, wanted: &Equilibrium) {
    let answer = found.answer(row).expect("an equilibrium is selected");
    assert_eq!(answer.support, used(wanted));
    for (player, payoff) in wanted.payoffs.iter().enumerate() {
        let slack = found.payoff_error + wanted.error_bound.unwrap_or(0.0) * 100.0;
        let own = found.payoff(player, row).unwrap();
        assert!(near(own, payoff.to_f64(), slack), "{own} and {payoff}");
    }
    let own = found.probabilities_of(row).unwrap();
    for (p, wanted) in own.iter().zip(wanted.profile.rows().iter().flatten()) {
        assert!(near(*p, wanted.to_f64(), 2e-10), "{p} and {wanted}");
    }
}

/// Sweeps with all equilibria and with the first, and compares each point with the solver.
fn compare(model: &Model, points: &Points, concept: Concept) -> Sweep {
    let options = SweepOptions { concept: Some(concept), ..SweepOptions::default() };
    let first = sweep(model, points, &options).unwrap();
    let all = sweep(model, points, &SweepOptions { select: Select::All, ..options }).unwrap();
    assert_eq!((first.len(), &first.counts, &first.states), (points.len(), &all.counts, &all.states));
    let offsets = all.offsets.clone().unwrap();
    for point in 0..points.len() {
        let Some(solution) = solve(model, points, concept, point) else {
            assert!(matches!(first.states[point], PointState::Outside | PointState::Undefined), "point {point}");
            assert!(first.answer(point).is_none() && first.payoffs[point].is_nan());
            continue;
        };
        assert_eq!(first.counts[point] as usize, solution.len(), "point {point}");
        assert_eq!(first.complete[point], solution.complete());
        assert_eq!(offsets[point + 1] - offsets[point], solution.len());
        if let Some(wanted) = solution.equilibria.first() {
            same(&first, point, wanted);
        }
        for (row, wanted) in (offsets[point]..offsets[point + 1]).zip(&solution.equilibria) {
            same(&all, row, wanted);
        }
    }
    first
}

fn share(found: &Sweep, state: PointState) -> f64 {
    found.states.iter().filter(|own| **own == state).count() as f64 / found.len() as f64
}

#[test]
fn thresholds_of_the_caucasus_are_exact() {
    // Russia supports if k + w < r + e; with k = 2 and r = 2 that is w < e, so that the diagonal is all ties.
    let model = alliance::dilemma("caucasus").unwrap().seen_from(&[("n", 1.into())]).unwrap();
    for values in [steps(0.0, 0.1, 41), steps(0.0, 1.0, 20), numbers(&["1/3", "2/3", "1", "7/3", "0.1", "3"])] {
        let points = grid(&[("w", values.clone()), ("e", values.clone())]);
        let found = compare(&model, &points, Concept::SubgamePerfect);
        for point in 0..points.len() {
            let (w, e) = (points.value(0, point), points.value(1, point));
            let outcome = &found.answer(point).unwrap().outcome;
            match w.cmp(&e) {
                std::cmp::Ordering::Less => assert_eq!(outcome, "Refrain"),
                std::cmp::Ordering::Greater => assert_eq!(outcome, "Attack, Invoke, Abstain, Leave"),
                std::cmp::Ordering::Equal => assert_eq!(found.counts[point], 2),
            }
        }
        assert_eq!(found.answers.len(), 2);
    }
    // A third of ten steps of 0.1 is no threshold; floats decide all but the ties, and the ends of ranges.
    let points = grid(&[("w", steps(0.0, 0.1, 41)), ("e", steps(0.0, 0.1, 41))]);
    let found = sweep(&model, &points, &SweepOptions::default()).unwrap();
    assert_eq!(found.states.iter().filter(|state| **state == PointState::Exact).count(), 41);
}

#[test]
fn every_dilemma_is_as_its_solver_has_it() {
    for name in alliance::names() {
        let model = alliance::dilemma(name).unwrap();
        let game = model.base().unwrap();
        let concept = match &game {
            foederis::Game::Normal(_) => Concept::Nash,
            foederis::Game::Extensive(tree) if tree.has_perfect_information() => Concept::SubgamePerfect,
            foederis::Game::Extensive(_) => continue,
        };
        for pair in model.parameters().windows(2) {
            let values = |base: &Rational| {
                let around =
                    ["-3", "-1/2", "0", "1/10", "1/2", "1"].map(|text| base + &text.parse::<Rational>().unwrap());
                Values::from(around.to_vec())
            };
            let points = grid(&[
                (pair[0].symbol.as_str(), values(&pair[0].base)),
                (pair[1].symbol.as_str(), values(&pair[1].base)),
            ]);
            match sweep(&model, &points, &SweepOptions::default()) {
                Ok(_) => drop(compare(&model, &points, concept)),
                // Where a condition on the others fails at the base there is nothing to compare.
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }
}

#[test]
fn trees_with_hidden_moves_go_to_the_solver() {
    let model = alliance::dilemma("caucasus_private_loyalty").unwrap();
    let points = grid(&[("delta", steps(0.0, 0.125, 9))]);
    let found = compare(&model, &points, Concept::Sequential);
    // The prior lies strictly between 0 and 1.
    assert_eq!((share(&found, PointState::Exact), share(&found, PointState::Outside)), (7.0 / 9.0, 2.0 / 9.0));
    assert!(!found.probabilities.is_empty());
}

const TABLE: &str = "
title: A table
players: [A, B]
parameters:
  a: {base: 1, range: any}
  b: {base: 1, range: b > -5}
assumptions: [a + b < 9]
table:
  x: {x: [a, 1/b], y: [0, b - a]}
  y: {x: [b/3, 1], y: [a*b, a^2]}
";

#[test]
fn tables_are_as_their_solvers_have_them() {
    let model = Model::from_yaml(TABLE).unwrap();
    for values in [steps(-2.0, 0.25, 21), steps(-6.0, 1.0, 15), numbers(&["1/3", "-1/7", "0", "2", "1", "3", "9/2"])] {
        let points = grid(&[("a", values.clone()), ("b", values)]);
        let found = compare(&model, &points, Concept::PureNash);
        assert!(share(&found, PointState::Floats) > 0.4 && share(&found, PointState::Undefined) > 0.0);
        let found = compare(&model, &points, Concept::Nash);
        assert!(share(&found, PointState::Floats) > 0.4);
        assert!(!found.probabilities.is_empty());
    }
}

/// Three players with two strategies each, and sizes from 2 x 3 to 4 x 4, with payoffs that are no decimals.
#[test]
fn kernels_take_rounded_payoffs() {
    for shape in [vec![2, 2, 2], vec![2, 3], vec![3, 3], vec![4, 4]] {
        let mut seed = 7u64;
        let mut dice = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % 19
        };
        fn cells(shape: &[usize], players: usize, dice: &mut impl FnMut() -> u64) -> String {
            let Some((&count, rest)) = shape.split_first() else {
                let own: Vec<String> =
                    (0..players).map(|_| format!("{}/7*s + {}*t/3 - {}", dice(), dice(), dice() / 3)).collect();
                return format!("[{}]", own.join(", "));
            };
            let rows: Vec<String> = (0..count).map(|own| format!("s{own}: {}", cells(rest, players, dice))).collect();
            format!("{{{}}}", rows.join(", "))
        }
        let players: Vec<String> = (0..shape.len()).map(|player| format!("P{player}")).collect();
        let table = cells(&shape, shape.len(), &mut dice);
        let text = format!("title: T\nplayers: [{}]\nparameters: {{s: 1, t: 1}}\ntable: {table}\n", players.join(", "));
        let model = Model::from_yaml(&text).unwrap();
        let points = grid(&[("s", steps(-1.0, 0.3, 8)), ("t", steps(-2.0, 0.7, 8))]);
        let found = compare(&model, &points, Concept::Nash);
        assert!(share(&found, PointState::Floats) > 0.8, "{shape:?}: {}", share(&found, PointState::Floats));
    }
}

const CHANCE: &str = "
title: Chance
players: [A, B]
parameters:
  p: {base: 1/2, range: any}
  v: {base: 1, range: any}
tree:
  player: A
  actions:
    In:
      chance:
        Good:
          probability: p
          player: B
          information set: good news
          actions: {Yield: [v, 0], Fight: [-1, v - 1]}
        Bad:
          probability: 1 - p
          player: B
          information set: bad news
          actions: {Yield: [1, -v], Fight: [-1/v, -1]}
    Out: [0, 1]
";

#[test]
fn chance_moves_are_averaged() {
    let model = Model::from_yaml(CHANCE).unwrap();
    let points = grid(&[("p", steps(-0.25, 0.125, 13)), ("v", steps(-1.0, 0.1, 31))]);
    let found = compare(&model, &points, Concept::SubgamePerfect);
    assert!(share(&found, PointState::Floats) > 0.4 && share(&found, PointState::Undefined) > 0.2);
}

#[test]
fn rules_select_as_they_say() {
    let text = "title: Stag hunt\nplayers: [A, B]\nparameters: {s: 3, h: 1}\n\
        table: {Stag: {Stag: [s, s + 1/3], Hare: [0, h]}, Hare: {Stag: [h, 0], Hare: [h, h]}}\n";
    let model = Model::from_yaml(text).unwrap();
    let points = grid(&[("s", steps(2.0, 0.25, 9))]);
    let with = |select: Select| {
        let options = SweepOptions { concept: Some(Concept::PureNash), select, ..SweepOptions::default() };
        sweep(&model, &points, &options).unwrap()
    };
    let plan = |select: Select| with(select).answer(3).map(|answer| answer.plan.clone());
    let (both_stag, both_hare) = (Some("A: Stag; B: Stag".to_owned()), Some("A: Hare; B: Hare".to_owned()));
    assert_eq!(plan(Select::First), both_stag);
    assert_eq!(plan(Select::PayoffDominant), both_stag);
    assert_eq!(plan(Select::Welfare), both_stag);
    assert_eq!(plan(Select::BestFor("B".into())), both_stag);
    assert_eq!(plan(Select::WorstFor("A".into())), both_hare);
    assert_eq!(plan(Select::Only), None);
    assert_eq!(with(Select::Only).counts, vec![2; 9]);
    let unknown = SweepOptions { select: Select::BestFor("C".into()), ..SweepOptions::default() };
    assert!(sweep(&model, &points, &unknown).unwrap_err().to_string().contains("there is no player 'C'"));
}

#[test]
fn answers_do_not_depend_on_threads_or_parts() {
    let caucasus = alliance::dilemma("caucasus").unwrap().seen_from(&[("n", 1.into())]).unwrap();
    let values = steps(0.0, 0.05, 101);
    let points = grid(&[("w", values.clone()), ("e", values)]);
    let table = Model::from_yaml(TABLE).unwrap();
    let cells = grid(&[("a", steps(-2.0, 0.25, 60)), ("b", steps(-3.0, 0.25, 40))]);
    for (model, points, concept) in [
        (&caucasus, &points, Concept::SubgamePerfect),
        (&table, &cells, Concept::Nash),
        (&table, &cells, Concept::PureNash),
    ] {
        for select in [Select::First, Select::All] {
            let with = |threads: usize| {
                let control = Control { threads: NonZeroUsize::new(threads), ..Control::default() };
                let options =
                    SweepOptions { concept: Some(concept), select: select.clone(), control, ..SweepOptions::default() };
                // Not-a-number is not equal to itself, so texts are compared.
                format!("{:?}", sweep(model, points, &options).unwrap())
            };
            let one = with(1);
            assert!(one == with(2) && one == with(3));
        }
        let options = SweepOptions { concept: Some(concept), ..SweepOptions::default() };
        let whole = sweep(model, points, &options).unwrap();
        // Parts may begin and end anywhere.
        for part in [SWEEP_BLOCK..points.len().min(2 * SWEEP_BLOCK + 17), 5..SWEEP_BLOCK - 3, 17..18, 1000..1100] {
            let found = sweep(model, points, &SweepOptions { part: Some(part.clone()), ..options.clone() }).unwrap();
            assert_eq!(found.counts, whole.counts[part.clone()]);
            assert_eq!(found.states, whole.states[part.clone()]);
            for (row, point) in part.enumerate() {
                assert_eq!(found.answer(row), whole.answer(point));
                let bits = |own: &Sweep, player, row| own.payoff(player, row).map(f64::to_bits);
                assert!((0..whole.players.len()).all(|own| bits(&found, own, row) == bits(&whole, own, point)));
            }
        }
    }
}

/// Found by fuzzing: two equilibria that differ in a probability by less than a float shows.
#[test]
fn the_first_equilibrium_does_not_hang_on_rounding() {
    let model = Model::from_yaml(
        "
title: Near
players: [A, B]
parameters: {a: 1, b: 2}
table:
  x: {x: [a, a - b], y: [a - b, a - b], z: [a - b, a - b]}
  y: {x: [a - b, 0], y: [0, 0], z: [(a + 1)/(b^2 + 1), 0]}
",
    )
    .unwrap();
    let points = grid(&[("a", numbers(&["-4"])), ("b", numbers(&["-234895873"]))]);
    let found = compare(&model, &points, Concept::Nash);
    assert_eq!((found.counts[0], found.states[0]), (7, PointState::Exact));
    // Where nothing is near, floats decide as before.
    let points = grid(&[("a", numbers(&["3"])), ("b", numbers(&["1", "2"]))]);
    compare(&model, &points, Concept::Nash);
}

#[test]
fn frames_are_a_row_a_game() {
    let model = alliance::dilemma("caucasus").unwrap();
    let rows = Points::rows([
        ("n".to_owned(), Values::from(vec![-1.0, 1.0, 1.0])),
        ("e".to_owned(), numbers(&["4", "6", "-1"])),
    ])
    .unwrap();
    let found = sweep(&model, &rows, &SweepOptions::default()).unwrap();
    assert_eq!(found.states, [PointState::Floats, PointState::Floats, PointState::Outside]);
    assert_eq!(found.answer(1).unwrap().outcome, "Refrain");
    assert_eq!(found.payoff(2, 0), Some(-2.0));
}

#[test]
fn a_stop_keeps_what_was_found() {
    let model = alliance::dilemma("caucasus_private_loyalty").unwrap();
    let points = grid(&[("delta", steps(0.0, 1e-5, 100_001))]);
    let control = Control { time_limit: Some(Duration::from_millis(50)), ..Control::default() };
    let found = sweep(&model, &points, &SweepOptions { control, ..SweepOptions::default() }).unwrap();
    assert_eq!(found.status, Status::TimedOut);
    assert!(share(&found, PointState::Open) > 0.5);
    // Whatever each thread was at when the time was over may lack some equilibria, and says so.
    let pairs = || found.complete.iter().zip(&found.states);
    assert!(pairs().all(|(complete, state)| !complete || *state == PointState::Exact));
    let cut = pairs().filter(|(complete, state)| !*complete && **state == PointState::Exact).count();
    assert!(cut <= std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get), "{cut}");
    // Where floats decide, too.
    let fast = alliance::dilemma("caucasus").unwrap();
    let grid = grid(&[("w", steps(0.0, 0.001, 5_000)), ("e", steps(0.0, 0.01, 100))]);
    let control = Control { time_limit: Some(Duration::ZERO), ..Control::default() };
    let found = sweep(&fast, &grid, &SweepOptions { control, ..SweepOptions::default() }).unwrap();
    assert_eq!((found.status.clone(), share(&found, PointState::Open)), (Status::TimedOut, 1.0));
    let control = Control { observer: Some(Arc::new(|_| false)), ..Control::default() };
    let found = sweep(&model, &points, &SweepOptions { control, ..SweepOptions::default() }).unwrap();
    assert_eq!(found.status, Status::Cancelled);
}

#[test]
fn mistakes_have_names() {
    let model = alliance::dilemma("caucasus").unwrap();
    let fault = |points: &Points, options: SweepOptions| sweep(&model, points, &options).unwrap_err().to_string();
    let points = grid(&[("x", steps(0.0, 1.0, 2))]);
    assert!(fault(&points, SweepOptions::default()).contains("there is no parameter 'x'"));
    let points = grid(&[("w", steps(0.0, 1.0, 2))]);
    let correlated = SweepOptions { concept: Some(Concept::Correlated), ..SweepOptions::default() };
    assert!(fault(&points, correlated).contains("a sweep cannot tabulate"));
    let part = SweepOptions { part: Some(1..9), ..SweepOptions::default() };
    assert!(fault(&points, part).contains("points 1 to 9 were asked for; there are 2"));
    let held = model.where_("t > c").unwrap();
    assert_eq!(
        sweep(&held, &grid(&[("t", steps(0.0, 1.0, 3))]), &SweepOptions::default()).unwrap().states[0],
        PointState::Outside
    );
}

#[test]
fn profiles_of_sweeps_are_those_of_games() {
    // A family of parameters moves as one.
    let model = alliance::dilemma("article_four").unwrap();
    let points = grid(&[("E", steps(0.0, 0.5, 9))]);
    let found = sweep(
        &model,
        &points,
        &SweepOptions { concept: Some(Concept::PureNash), select: Select::All, ..SweepOptions::default() },
    );
    let found = found.unwrap();
    let game = model.at(&[("E", 2.into())]).unwrap();
    let solution = pure_nash(&game, &Default::default()).unwrap();
    assert_eq!(found.counts[4] as usize, solution.len());
    assert!(solution.equilibria.iter().all(|own| matches!(own.profile, Profile::Mixed(_) | Profile::Behavior(_))));
}

/// At the base, x = 0, a payoff divides by zero.
const BASELESS: &str = "
title: no game at the base
players: [A, B]
parameters: {x: {base: 0}, q: {base: 1}}
tree:
  player: A
  actions:
    Go:
      player: B
      actions: {Left: [1/x - q, q], Right: [0, 2 - x]}
    Stay: [1/2, 0]
";

#[test]
fn a_base_at_which_the_game_fails_stops_no_study_of_other_points() {
    let model = Model::from_yaml(BASELESS).unwrap();
    let fault = model.base().unwrap_err().to_string();
    assert!(fault.contains("divides by zero at") && fault.contains("x = 0"), "{fault}");
    let points = grid(&[("x", steps(-1.0, 0.25, 13)), ("q", steps(0.0, 0.5, 7))]);
    let found = compare(&model, &points, Concept::SubgamePerfect);
    let undefined = found.states.iter().filter(|state| **state == PointState::Undefined).count();
    assert_eq!(undefined, 7);
    let over = RegimesOptions { over: Some(vec!["x".into(), "q".into()]), ..Default::default() };
    let check = regimes(&model, Concept::SubgamePerfect, &over).unwrap().check(200, 3).unwrap();
    assert_eq!(check.mismatches, []);
    let fixed = RegimesOptions { over: Some(vec!["q".into()]), ..Default::default() };
    let fault = regimes(&model, Concept::SubgamePerfect, &fixed).unwrap_err().to_string();
    assert!(fault.contains("divides by zero at the base"), "{fault}");
    // What fails at the base in force is an error, though there is a structure.
    let chance = Model::from_yaml(CHANCE).unwrap();
    assert!(chance.skeleton().is_ok());
    let fault = chance.seen_from(&[("p", 2.into())]).and_then(|model| model.skeleton()).unwrap_err().to_string();
    assert!(fault.contains('2') && fault.contains("p"), "{fault}");
}
