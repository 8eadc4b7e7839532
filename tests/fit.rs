//! Estimation: derivatives against differences, probabilities against formulas worked by hand, maxima against known ones.

use std::num::NonZeroUsize;
use std::time::Duration;

use foederis::solve::{Control, Status, Watch};
use foederis::study::fit::{
    EstimateOptions, Index, Information, Likelihood, Link, Objective, Observations, Resampled, Specification,
    SpecificationParts, Term, Utility, bootstrap, estimate, estimate_screened, known_utilities, unidentified,
};
use foederis::{ExtensiveForm, Rational};
use nalgebra::DVector;
use proptest::prelude::*;

/// Two moves, three outcomes: Out ends it, after In the second player chooses Left or Right.
fn two_moves() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["First", "Second"]);
    let start = tree.root();
    let first = tree.decision(start, "First", "start", ["Out", "In"]).unwrap();
    let second = tree.decision(first[1], "Second", "after In", ["Left", "Right"]).unwrap();
    for slot in [first[0], second[0], second[1]] {
        tree.payoffs(slot, [0, 0]).unwrap();
    }
    tree.finish().unwrap()
}

/// Three players, a chance move and a choice among three actions; nobody moves twice on a play.
fn larger() -> ExtensiveForm {
    let third = |text: &str| text.parse::<Rational>().unwrap();
    let mut tree = ExtensiveForm::builder(["A", "B", "C"]);
    let start = tree.root();
    let a = tree.decision(start, "A", "start", ["x", "y", "z"]).unwrap();
    let b = tree.decision(a[1], "B", "after y", ["l", "r"]).unwrap();
    let luck = tree.chance(a[2], "luck", [("good", third("1/3")), ("bad", third("2/3"))]).unwrap();
    let c = tree.decision(b[0], "C", "after l", ["s", "t", "u"]).unwrap();
    let d = tree.decision(luck[0], "B", "lucky", ["l", "r"]).unwrap();
    for slot in [a[0], b[1], c[0], c[1], c[2], d[0], d[1], luck[1]] {
        tree.payoffs(slot, [0, 0, 0]).unwrap();
    }
    tree.finish().unwrap()
}

/// Every utility is an index of its own in one covariate and a constant; sigma of the first player depends on the covariate.
fn saturated(tree: ExtensiveForm, link: Link, information: Information) -> Specification {
    let (mut coefficients, mut indices) = (Vec::new(), Vec::new());
    let mut index = |name: String, columns: &[usize]| {
        let terms = columns.iter().map(|column| {
            coefficients.push(format!("{name}:{column}"));
            Term { column: *column, coefficient: coefficients.len() - 1 }
        });
        indices.push(Index { terms: terms.collect(), offset: None });
        indices.len() - 1
    };
    let mut utilities = Vec::new();
    for play in 0..tree.num_plays() {
        let one = |player| Utility { constant: 0.1 * f64::from(player), weights: Vec::new() };
        let mut row: Vec<Utility> = (0..tree.num_players() as u32).map(one).collect();
        for (player, utility) in row.iter_mut().enumerate() {
            utility.weights.push((index(format!("{play}.{player}"), &[0, 1]), 0.7));
        }
        utilities.push(row);
    }
    let mut scales = vec![None; tree.num_players()];
    scales[0] = Some(index("sigma".into(), &[1]));
    let parts = SpecificationParts { tree, link, information, coefficients, indices, utilities, scales };
    Specification::new(parts).unwrap()
}

/// Rows with a constant and a covariate; every play is observed, and the last class holds the first and last plays.
fn rows(spec: &Specification, covariates: &[f64]) -> Observations {
    let plays = spec.tree().num_plays();
    let mut classes: Vec<Vec<usize>> = (0..plays).map(|play| vec![play]).collect();
    classes.push(vec![0, plays - 1]);
    Observations {
        columns: 2,
        values: covariates.iter().flat_map(|x| [1.0, *x]).collect(),
        outcomes: (0..covariates.len()).map(|row| row % classes.len()).collect(),
        classes,
        weights: (0..covariates.len()).map(|row| 1.0 + (row % 3) as f64).collect(),
    }
}

const KINDS: [(Link, Information); 3] =
    [(Link::Logit, Information::Agent), (Link::Probit, Information::Agent), (Link::Probit, Information::Private)];

fn evaluate(likelihood: &Likelihood, at: &[f64]) -> foederis::study::fit::Evaluation {
    let control = Control { threads: NonZeroUsize::new(1), ..Control::default() };
    likelihood.evaluate(at, &mut Watch::start(&control))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn derivatives_match_differences(
        seed in prop::collection::vec(-1.0f64..1.0, 64),
        covariates in prop::collection::vec(-2.0f64..2.0, 9),
        kind in 0..3usize,
        small: bool,
    ) {
        let (link, information) = KINDS[kind];
        let spec = saturated(if small { two_moves() } else { larger() }, link, information);
        let data = rows(&spec, &covariates);
        let likelihood = Likelihood::new(&spec, &data).unwrap();
        let size = spec.num_coefficients();
        let at: Vec<f64> = (0..size).map(|place| seed[place % seed.len()]).collect();
        let here = evaluate(&likelihood, &at);
        let control = Control::default();
        let mut watch = Watch::start(&control);
        approx::assert_relative_eq!(likelihood.value(&at, &mut watch), here.value, max_relative = 1e-12);
        let scores = likelihood.scores(&at, &mut watch);
        for place in 0..size {
            let sum: f64 = (0..data.len()).map(|row| data.weights[row] * scores[row * size + place]).sum();
            approx::assert_relative_eq!(here.gradient[place], sum, max_relative = 1e-9, epsilon = 1e-9);
        }
        for number in 0..3 {
            // Along a direction that mixes all coefficients.
            let way: Vec<f64> = (0..size).map(|place| seed[(7 * place + 13 * number + 5) % seed.len()]).collect();
            let shifted = |by: f64| {
                let there: Vec<f64> = at.iter().zip(&way).map(|(at, way)| at + by * way).collect();
                evaluate(&likelihood, &there)
            };
            let (left, right) = (shifted(-1e-5), shifted(1e-5));
            let slope: f64 = way.iter().zip(&here.gradient).map(|(way, slope)| way * slope).sum();
            approx::assert_relative_eq!(slope, (right.value - left.value) / 2e-5, max_relative = 1e-6, epsilon = 1e-6);
            for place in 0..size {
                let bend: f64 = way.iter().enumerate().map(|(other, way)| way * here.hessian[(place, other)]).sum();
                let change = (right.gradient[place] - left.gradient[place]) / 2e-5;
                approx::assert_relative_eq!(bend, change, max_relative = 1e-5, epsilon = 1e-5);
            }
        }
    }

    #[test]
    fn probabilities_sum_to_one_and_slopes_to_nothing(
        seed in prop::collection::vec(-3.0f64..3.0, 64),
        kind in 0..3usize,
    ) {
        let (link, information) = KINDS[kind];
        let spec = saturated(larger(), link, information);
        let mut data = rows(&spec, &[0.3, -1.2]);
        data.classes.pop();
        data.outcomes = vec![0, 0];
        data.weights.clear();
        let likelihood = Likelihood::new(&spec, &data).unwrap();
        let size = spec.num_coefficients();
        let at: Vec<f64> = (0..size).map(|place| seed[place % seed.len()]).collect();
        let control = Control::default();
        let (values, slopes) = likelihood.probabilities(&at, &mut Watch::start(&control));
        let plays = spec.tree().num_plays();
        for row in 0..2 {
            let sum: f64 = values[row * plays..(row + 1) * plays].iter().sum();
            approx::assert_relative_eq!(sum, 1.0, max_relative = 1e-8);
            for place in 0..size {
                let sum: f64 = (0..plays).map(|play| slopes[(row * plays + play) * size + place]).sum();
                approx::assert_relative_eq!(sum, 0.0, epsilon = 1e-7);
            }
        }
    }
}

/// Φ by the series of erf, which shares nothing with the library.
fn normal_cdf(x: f64) -> f64 {
    let mut term = x;
    let mut sum = x;
    for n in 1..200 {
        term *= -x * x / (2.0 * f64::from(n));
        sum += term / f64::from(2 * n + 1);
    }
    0.5 + sum / (2.0 * std::f64::consts::PI).sqrt()
}

/// The two-move game with one covariate-free constant for each utility that matters.
fn constants(link: Link, information: Information, scaled: bool) -> Specification {
    let tree = two_moves();
    let mut utilities = known_utilities(&tree);
    let mut coefficients = Vec::new();
    let mut indices = Vec::new();
    for (play, player) in [(0, 0), (1, 0), (2, 0), (2, 1)] {
        utilities[play][player].weights.push((indices.len(), 1.0));
        indices.push(Index { terms: vec![Term { column: 0, coefficient: coefficients.len() }], offset: None });
        coefficients.push(format!("u{player}.{play}"));
    }
    let mut scales = vec![None, None];
    if scaled {
        scales = vec![Some(indices.len()); 2];
        indices.push(Index { terms: vec![Term { column: 0, coefficient: coefficients.len() }], offset: None });
        coefficients.push("log(sigma)".into());
    }
    let parts = SpecificationParts { tree, link, information, coefficients, indices, utilities, scales };
    Specification::new(parts).unwrap()
}

fn single(outcome: usize) -> Observations {
    Observations {
        columns: 1,
        values: vec![1.0],
        classes: vec![vec![0], vec![1], vec![2]],
        outcomes: vec![outcome],
        weights: Vec::new(),
    }
}

#[test]
fn probabilities_are_those_of_the_formulas() {
    let (out, left, right, second) = (0.4, -0.3, 0.9, 0.6);
    let at = [out, left, right, second];
    let logistic = |x: f64| 1.0 / (1.0 + (-x / 2f64.sqrt()).exp());
    for (link, information) in KINDS {
        let spec = constants(link, information, false);
        let p4 = match link {
            Link::Logit => logistic(second),
            Link::Probit => normal_cdf(second / 2f64.sqrt()),
        };
        let gain = (1.0 - p4) * left + p4 * right - out;
        let p2 = match (link, information) {
            (Link::Logit, _) => logistic(gain),
            (_, Information::Agent) => normal_cdf(gain / 2f64.sqrt()),
            (_, Information::Private) => normal_cdf(gain / (1.0 + p4 * p4 + (1.0 - p4).powi(2)).sqrt()),
        };
        for (outcome, expected) in [1.0 - p2, p2 * (1.0 - p4), p2 * p4].into_iter().enumerate() {
            let data = single(outcome);
            let value = evaluate(&Likelihood::new(&spec, &data).unwrap(), &at).value;
            approx::assert_relative_eq!(value.exp(), expected, max_relative = 1e-12);
        }
    }
}

#[test]
fn constants_that_are_only_compared_are_named() {
    let spec = constants(Link::Probit, Information::Agent, false);
    let data = Observations { outcomes: vec![0], ..single(0) };
    let control = Control::default();
    let points = [vec![0.3, -0.2, 0.8, 0.5]];
    let found = unidentified(&spec, &data, &points, &mut Watch::start(&control)).unwrap();
    // One row: two probabilities for four constants. The constants of the first player may move together, whatever else.
    assert_eq!(found.len(), 2);
    let named = |place: usize| found.iter().any(|direction| direction.weights.iter().any(|(at, _)| *at == place));
    assert!(named(0) && named(1) && named(2) && !named(3));
}

/// Rows with a covariate, and outcomes with the frequencies that the coefficients make on average.
fn grouped(spec: &Specification, at: &[f64]) -> Observations {
    let covariates: Vec<f64> = (0..60).map(|row| -1.5 + 0.05 * f64::from(row)).collect();
    let mut data = rows(spec, &covariates);
    data.classes.pop();
    data.outcomes = vec![0; covariates.len()];
    data.weights.clear();
    let control = Control::default();
    let (odds, _) = Likelihood::new(spec, &data).unwrap().probabilities(at, &mut Watch::start(&control));
    let classes = data.classes.len();
    let repeated = covariates.iter().flat_map(|x| (0..classes).flat_map(|_| [1.0, *x])).collect();
    let outcomes = (0..covariates.len() * classes).map(|place| place % classes).collect();
    Observations { values: repeated, outcomes, weights: odds, ..data }
}

/// Second player: a constant and a covariate at Right; first player: a covariate at Out, constants after In.
fn identified(link: Link, information: Information) -> Specification {
    let tree = two_moves();
    let mut utilities = known_utilities(&tree);
    let (mut coefficients, mut indices) = (Vec::new(), Vec::new());
    for (play, player, columns) in [(0, 0, vec![1]), (1, 0, vec![0]), (2, 0, vec![0]), (2, 1, vec![0, 1])] {
        utilities[play][player].weights.push((indices.len(), 1.0));
        let first = coefficients.len();
        let terms =
            columns.iter().enumerate().map(|(number, column)| Term { column: *column, coefficient: first + number });
        indices.push(Index { terms: terms.collect(), offset: None });
        coefficients.extend(columns.iter().map(|column| format!("u{player}.{play}:{column}")));
    }
    let parts =
        SpecificationParts { tree, link, information, coefficients, indices, utilities, scales: vec![None, None] };
    Specification::new(parts).unwrap()
}

#[test]
fn frequencies_give_their_coefficients_back() {
    let truth = [0.8, -1.1, 0.7, 0.4, -0.9];
    for (link, information) in KINDS {
        let spec = identified(link, information);
        let data = grouped(&spec, &truth);
        let likelihood = Likelihood::new(&spec, &data).unwrap();
        let starts = vec![vec![0.0; 5], vec![1.5, -1.0, 0.5, -2.0, 1.0], vec![-1.0; 5]];
        let one = Control { threads: NonZeroUsize::new(1), ..Control::default() };
        let options = EstimateOptions { starts: starts.clone(), control: one, ..EstimateOptions::default() };
        let found = estimate(&likelihood, &options).unwrap();
        let best = &found.maxima[0];
        assert!(best.stationarity.holds() && best.stationarity.largest_slope < 1e-11, "{:?}", best.stationarity);
        for (estimate, truth) in best.at.iter().zip(truth) {
            approx::assert_relative_eq!(*estimate, truth, max_relative = 1e-8);
        }
        let three = Control { threads: NonZeroUsize::new(3), ..Control::default() };
        let again = estimate(&likelihood, &EstimateOptions { starts, control: three, ..EstimateOptions::default() });
        assert_eq!(again.unwrap().maxima[0].at, best.at, "threads change the result");
    }
}

#[test]
fn replicates_with_the_sample_itself_give_the_estimates_again() {
    let truth = [0.8, -1.1, 0.7, 0.4, -0.9];
    let spec = identified(Link::Probit, Information::Private);
    let data = grouped(&spec, &truth);
    let likelihood = Likelihood::new(&spec, &data).unwrap();
    let options = EstimateOptions { starts: vec![truth.to_vec()], ..EstimateOptions::default() };
    let other: Vec<f64> =
        data.weights.iter().enumerate().map(|(row, weight)| weight * (1.0 + (row % 2) as f64)).collect();
    let (found, _) = bootstrap(&likelihood, &[data.weights.clone(), other], &options).unwrap();
    let first = found[0].as_ref().unwrap();
    first.iter().zip(truth).for_each(|(a, b)| approx::assert_relative_eq!(*a, b, max_relative = 1e-8));
    assert!(found[1].as_ref().unwrap().iter().zip(first).any(|(a, b)| (a - b).abs() > 1e-3));
}

/// Nearly every row ends with the first outcome.
fn lopsided(spec: &Specification) -> Observations {
    let covariates: Vec<f64> = (0..4000).map(|row| (f64::from(row) * 0.37).sin() * 1.5).collect();
    let mut data = rows(spec, &covariates);
    data.classes.pop();
    data.weights.clear();
    data.outcomes = (0..4000).map(|row| if row % 40 == 7 { 1 + (row / 40) % 2 } else { 0 }).collect();
    data
}

#[test]
fn the_rows_of_a_first_climb_stand_for_all() {
    // Of the rows with the common outcome, a part is enough to begin with.
    let spec = identified(Link::Probit, Information::Private);
    let data = lopsided(&spec);
    let likelihood = Likelihood::new(&spec, &data).unwrap();
    let thin = likelihood.thinned().expect("most rows are alike");
    assert!(thin.iter().filter(|weight| **weight > 0.0).count() < 1000);
    for class in 0..3 {
        let rows = || (0..4000).filter(|row| data.outcomes[*row] == class);
        assert_eq!(rows().map(|row| thin[row]).sum::<f64>(), rows().count() as f64, "each row is stood for once");
    }
    // Few rows are climbed as they are.
    let few = grouped(&spec, &[0.8, -1.1, 0.7, 0.4, -0.9]);
    assert!(Likelihood::new(&spec, &few).unwrap().thinned().is_none());
}

#[test]
fn rows_that_do_not_count_are_left_aside() {
    let spec = identified(Link::Probit, Information::Private);
    let data = lopsided(&spec);
    let likelihood = Likelihood::new(&spec, &data).unwrap();
    let thin = likelihood.thinned().unwrap();
    let (control, at) = (Control::default(), [0.8, -1.1, 0.7, 0.4, -0.9]);
    let few = likelihood.reweighted(&thin).evaluate(&at, &mut Watch::start(&control));
    let weighted = Observations { weights: thin, ..data.clone() };
    let all = evaluate(&Likelihood::new(&spec, &weighted).unwrap(), &at);
    approx::assert_relative_eq!(few.value, all.value, max_relative = 1e-12);
    approx::assert_relative_eq!(few.gradient, all.gradient, max_relative = 1e-10);
    approx::assert_relative_eq!(few.hessian, all.hessian, max_relative = 1e-10);
}

#[test]
fn rows_that_are_alike_are_worked_once() {
    let spec = identified(Link::Probit, Information::Private);
    let kinds: Vec<(f64, usize)> = [-1.0, -0.2, 0.3, 0.9].into_iter().flat_map(|x| [(x, 0), (x, 1), (x, 2)]).collect();
    let kind = |row: usize| (row * row + row / 7) % 12;
    let of_kinds = |numbers: &[usize], weights: Vec<f64>| {
        let covariates: Vec<f64> = numbers.iter().map(|number| kinds[*number].0).collect();
        let mut data = rows(&spec, &covariates);
        data.classes.pop();
        data.outcomes = numbers.iter().map(|number| kinds[*number].1).collect();
        Observations { weights, ..data }
    };
    let every: Vec<usize> = (0..1500).map(kind).collect();
    let data = of_kinds(&every, Vec::new());
    let likelihood = Likelihood::new(&spec, &data).unwrap();
    assert!(likelihood.thinned().is_none(), "there is nothing to leave out");
    let (control, at) = (Control::default(), [0.8, -1.1, 0.7, 0.4, -0.9]);
    let weighings: [fn(usize) -> f64; 2] = [|_| 1.0, |row| (row % 5) as f64];
    for weight in weighings {
        let mut sums = vec![0.0; 12];
        every.iter().enumerate().for_each(|(row, kind)| sums[*kind] += weight(row));
        let once = of_kinds(&(0..12).collect::<Vec<_>>(), sums);
        let once = evaluate(&Likelihood::new(&spec, &once).unwrap(), &at);
        let weights: Vec<f64> = (0..1500).map(weight).collect();
        let packed = likelihood.reweighted(&weights).evaluate(&at, &mut Watch::start(&control));
        approx::assert_relative_eq!(packed.value, once.value, max_relative = 1e-12);
        approx::assert_relative_eq!(packed.gradient, once.gradient, max_relative = 1e-10);
        approx::assert_relative_eq!(packed.hessian, once.hessian, max_relative = 1e-10);
    }
    let whole = evaluate(&likelihood, &at);
    approx::assert_relative_eq!(whole.value, likelihood.value(&at, &mut Watch::start(&control)), max_relative = 1e-12);
    let points = vec![at.to_vec(), vec![0.3, 0.2, -0.5, 0.1, 0.6]];
    assert!(unidentified(&spec, &data, &points, &mut Watch::start(&control)).unwrap().is_empty());
}

#[test]
fn rows_that_tell_most_stand_for_the_others() {
    let spec = identified(Link::Probit, Information::Private);
    let data = lopsided(&spec);
    let likelihood = Likelihood::new(&spec, &data).unwrap();
    let control = Control::default();
    let best = |of: &dyn Objective| estimate(of, &EstimateOptions::default()).unwrap().maxima.swap_remove(0);
    let whole = best(&likelihood);
    let fine = likelihood.focused(&whole.at, &mut Watch::start(&control)).expect("there are many rows");
    assert!(fine.iter().filter(|weight| **weight > 0.0).count() < 1000);
    // The weights stand for all rows, and where they are at a maximum is not far from where all are.
    approx::assert_relative_eq!(fine.iter().sum::<f64>(), 4000.0, max_relative = 0.1);
    let near = best(&*likelihood.reweighted(&fine));
    let gap = DVector::from_vec(near.at) - DVector::from_vec(whole.at);
    let distance = -gap.dot(&(&whole.evaluation.hessian * &gap));
    assert!(distance > 0.0 && distance < 1.0, "{distance} squared standard errors");
    // Few rows are not worth a choice.
    let few = grouped(&spec, &[0.8, -1.1, 0.7, 0.4, -0.9]);
    let few = Likelihood::new(&spec, &few).unwrap();
    assert!(few.focused(&[0.8, -1.1, 0.7, 0.4, -0.9], &mut Watch::start(&control)).is_none());
}

#[test]
fn one_clock_runs_through_both_stages() {
    let spec = identified(Link::Probit, Information::Private);
    let data = lopsided(&spec);
    let likelihood = Likelihood::new(&spec, &data).unwrap();
    let starts: Vec<Vec<f64>> = (0..8).map(|start| vec![0.1 * f64::from(start); 5]).collect();
    let control = Control { time_limit: Some(Duration::ZERO), ..Control::default() };
    let options = EstimateOptions { starts: starts.clone(), control, ..EstimateOptions::default() };
    let stopped = estimate_screened(&likelihood, &likelihood.thinned().unwrap(), &options).unwrap();
    assert_eq!(stopped.status, Status::TimedOut);
    assert!(stopped.maxima.len() == 1 && !stopped.maxima[0].stationarity.holds());
    let options = EstimateOptions { starts, ..EstimateOptions::default() };
    let whole = estimate_screened(&likelihood, &likelihood.thinned().unwrap(), &options).unwrap();
    assert_eq!(whole.status, Status::Complete);
    assert!(whole.maxima[0].evaluation.value > stopped.maxima[0].evaluation.value);
}

#[test]
fn a_second_move_with_private_information_is_refused() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let start = tree.root();
    let a = tree.decision(start, "A", "start", ["Out", "In"]).unwrap();
    let b = tree.decision(a[1], "B", "after In", ["Out", "In"]).unwrap();
    let c = tree.decision(b[1], "A", "again", ["Out", "In"]).unwrap();
    for slot in [a[0], b[0], c[0], c[1]] {
        tree.payoffs(slot, [0, 0]).unwrap();
    }
    let tree = tree.finish().unwrap();
    let parts = |link, information| SpecificationParts {
        utilities: known_utilities(&tree),
        tree: tree.clone(),
        link,
        information,
        coefficients: Vec::new(),
        indices: Vec::new(),
        scales: vec![None, None],
    };
    let refused = Specification::new(parts(Link::Probit, Information::Private)).unwrap_err().to_string();
    assert!(refused.contains("A moves twice on the play In, In, Out"), "{refused}");
    assert!(Specification::new(parts(Link::Logit, Information::Private)).is_err());
    assert!(Specification::new(parts(Link::Probit, Information::Agent)).is_ok());
}
