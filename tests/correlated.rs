//! Correlated and coarse correlated equilibria: known games, a second method, proofs, and the dilemmas.

mod support;

use foederis::game::{Choice, CorrelatedProfile, Draw, PlayerId, Sense};
use foederis::show::{View, json, ranges, story};
use foederis::solve::{Range, RangeOptions, Ranges};
use foederis::verify::{Verdict, verify_solution};
use foederis::{
    Certificate, CorrelatedOptions, Equilibrium, Game, NormalForm, Objective, Profile, Rational, Solution, alliance,
    coarse_correlated, correlated, correlated_ranges, nash, verify, why_not,
};
use support::Random;

fn number(text: &str) -> Rational {
    text.parse().unwrap()
}

fn two(a: &[i64], b: &[i64]) -> Game {
    let names = ["Yield", "Insist"];
    NormalForm::builder().title("Chicken").player("A", names).player("B", names).table(&[a, b]).unwrap().into()
}

/// Aumann's example.
fn chicken() -> Game {
    two(&[6, 2, 7, 0], &[6, 7, 2, 0])
}

fn by(objective: Objective, sense: Sense) -> CorrelatedOptions {
    CorrelatedOptions { objective, sense, ..CorrelatedOptions::default() }
}

/// The only equilibrium of a solution, confirmed without the solver, also through a file.
fn confirmed(game: &Game, solution: &Solution) -> Equilibrium {
    assert!(solution.complete() && solution.len() == 1);
    let text = json::solution(game, solution).unwrap();
    for report in verify_solution(game, &json::claims(&text).unwrap()).unwrap() {
        assert!(report.ok(), "{report}");
    }
    solution.equilibria[0].clone()
}

fn value(equilibrium: &Equilibrium) -> &Rational {
    &equilibrium.optimum.as_ref().unwrap().value
}

fn ends(range: Option<&Range>) -> [Rational; 2] {
    range.unwrap().ends()
}

/// Every end of every range is confirmed.
fn all_ranges(game: &Game, coarse: bool) -> Ranges {
    let ranges = correlated_ranges(game, &RangeOptions { coarse, ..RangeOptions::default() }).unwrap();
    for end in ranges.ranges.iter().flat_map(|range| [&range.low, &range.high]) {
        let report = verify(game, &json::certificate(game, ranges.concept, end).unwrap()).unwrap();
        assert!(report.ok(), "{report}");
    }
    ranges
}

#[test]
fn chicken_as_aumann_has_it() {
    let game = chicken();
    let best = confirmed(&game, &correlated(&game, &CorrelatedOptions::default()).unwrap());
    assert_eq!(best.payoffs, [number("21/4"), number("21/4")]);
    let Profile::Correlated(profile) = &best.profile else { panic!("a joint distribution") };
    let draws: Vec<(Vec<usize>, String)> =
        profile.draws.iter().map(|draw| (draw.strategies.clone(), draw.probability.to_string())).collect();
    let half_and_quarters = [(vec![0, 0], "1/2"), (vec![0, 1], "1/4"), (vec![1, 0], "1/4")];
    assert_eq!(draws, half_and_quarters.map(|(profile, odds)| (profile, odds.to_string())));
    let found = all_ranges(&game, false);
    assert_eq!(ends(found.payoff("A")), [2.into(), 7.into()]);
    assert_eq!(ends(found.probability(&Choice::new("B", "Insist"))), [0.into(), 1.into()]);
}

#[test]
fn matching_pennies_has_only_one() {
    let game = two(&[1, -1, -1, 1], &[-1, 1, 1, -1]);
    for coarse in [false, true] {
        let found = all_ranges(&game, coarse);
        assert_eq!(ends(found.payoff("A")), [0.into(), 0.into()]);
        assert_eq!(ends(found.probability(&Choice::new("A", "Yield"))), [number("1/2"), number("1/2")]);
    }
}

#[test]
fn what_is_strictly_dominated_is_never_recommended() {
    let game = alliance::dilemma("border").unwrap().base().unwrap();
    let found = all_ranges(&game, false);
    assert_eq!(ends(found.probability(&Choice::new("Kyrgyzstan", "Attack"))), [1.into(), 1.into()]);
    assert_eq!(ends(found.payoff("Tajikistan")), [(-2).into(), (-2).into()]);
    assert_eq!(ends(all_ranges(&game, true).payoff("Tajikistan")), [(-2).into(), (-2).into()]);
}

/// Rock, paper, scissors with a loss of 3 for a draw: following a mediator who never lets them draw is a coarse
/// correlated equilibrium, and payoffs of 0 are better than the -1 of the only Nash equilibrium.
#[test]
fn coarse_is_larger() {
    let names = ["Rock", "Paper", "Scissors"];
    let payoffs = [-3, -1, 1, 1, -3, -1, -1, 1, -3];
    let transposed = [-3, 1, -1, -1, -3, 1, 1, -1, -3];
    let game: Game =
        NormalForm::builder().player("A", names).player("B", names).table(&[&payoffs, &transposed]).unwrap().into();
    let coarse = confirmed(&game, &coarse_correlated(&game, &CorrelatedOptions::default()).unwrap());
    assert_eq!(*value(&coarse), Rational::ZERO);
    let fine = confirmed(&game, &correlated(&game, &CorrelatedOptions::default()).unwrap());
    assert!(value(&fine) <= value(&coarse));
    assert_eq!(why_not(&game, &coarse.profile, &Default::default()).unwrap().verdict, Verdict::CoarseCorrelated);
}

#[test]
fn products_of_nash_equilibria_are_correlated_equilibria() {
    let mut random = Random(5);
    for _ in 0..40 {
        let shape = [1 + random.below(3) as usize, 1 + random.below(3) as usize];
        let game = random_game(&mut random, &shape, 5);
        let best = confirmed(&game, &correlated(&game, &CorrelatedOptions::default()).unwrap());
        for equilibrium in nash(&game, &Default::default()).unwrap().equilibria {
            let product = product(&equilibrium.profile);
            assert!(why_not(&game, &Profile::Correlated(product.clone()), &Default::default()).unwrap().ok());
            let coarse = CorrelatedProfile { coarse: true, ..product };
            assert!(why_not(&game, &Profile::Correlated(coarse), &Default::default()).unwrap().ok());
            assert!(equilibrium.payoffs.iter().sum::<Rational>() <= *value(&best));
        }
    }
}

fn product(profile: &Profile) -> CorrelatedProfile {
    let rows = profile.rows();
    let mut draws = Vec::new();
    for (a, first) in rows[0].iter().enumerate() {
        for (b, second) in rows[1].iter().enumerate() {
            draws.push(Draw { strategies: vec![a, b], probability: first * second });
        }
    }
    draws.retain(|draw| !draw.probability.is_zero());
    CorrelatedProfile { coarse: false, draws }
}

fn random_game(random: &mut Random, shape: &[usize], sides: u64) -> Game {
    let mut builder = NormalForm::builder();
    for (player, count) in shape.iter().enumerate() {
        builder = builder.player(format!("P{player}"), (0..*count).map(|i| i.to_string()));
    }
    builder.payoffs(|_| shape.iter().map(|_| Rational::from(random.below(sides) as i64)).collect()).unwrap().into()
}

/// The largest value over all vertices of the polytope of a 2x2 game, found by solving every choice of constraints that
/// may bind.
fn best_vertex(game: &NormalForm, weights: &[Rational]) -> Rational {
    let mut constraints: Vec<Vec<Rational>> = (0..4).map(|cell| (0..4).map(|i| unit(i == cell)).collect()).collect();
    for player in game.player_ids() {
        for told in 0..2 {
            let loss = |cell: usize| {
                let profile = game.profile(cell);
                if profile[player.index()] != told {
                    return Rational::ZERO;
                }
                let other = game.profile_number(&swapped(&profile, player));
                &game.payoffs_of(cell)[player.index()] - &game.payoffs_of(other)[player.index()]
            };
            constraints.push((0..4).map(loss).collect());
        }
    }
    let mut best: Option<Rational> = None;
    for chosen in 0u32..1 << constraints.len() {
        if chosen.count_ones() != 3 {
            continue;
        }
        let binding = (0..constraints.len()).filter(|i| chosen >> i & 1 == 1).map(|i| constraints[i].clone());
        let Some(point) = solve(binding.collect()) else { continue };
        if constraints.iter().all(|row| !dot(row, &point).is_negative()) {
            let value = dot(weights, &point);
            best = Some(best.map_or(value.clone(), |best| best.max(value)));
        }
    }
    best.unwrap()
}

fn unit(one: bool) -> Rational {
    if one { Rational::ONE } else { Rational::ZERO }
}

fn swapped(profile: &[usize], player: PlayerId) -> Vec<usize> {
    let mut profile = profile.to_vec();
    profile[player.index()] = 1 - profile[player.index()];
    profile
}

fn dot(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The only point with sum 1 at which three rows are 0.
fn solve(mut rows: Vec<Vec<Rational>>) -> Option<Vec<Rational>> {
    rows.push(vec![Rational::ONE; 4]);
    for (index, row) in rows.iter_mut().enumerate() {
        row.push(unit(index == 3));
    }
    for column in 0..4 {
        let pivot = (column..4).find(|row| !rows[*row][column].is_zero())?;
        rows.swap(column, pivot);
        let own = rows[column].clone();
        for row in (0..4).filter(|row| *row != column) {
            let factor = rows[row][column].checked_div(&own[column])?;
            rows[row] = rows[row].iter().zip(&own).map(|(cell, own)| cell - &(&factor * own)).collect();
        }
    }
    (0..4).map(|i| rows[i][4].checked_div(&rows[i][i])).collect()
}

#[test]
fn as_good_as_the_best_of_all_vertices() {
    let mut random = Random(17);
    for round in 0..150 {
        let game = random_game(&mut random, &[2, 2], [2, 3, 5, 100][round % 4]);
        let Game::Normal(table) = &game else { unreachable!() };
        let weights: Vec<Rational> = (0..4).map(|_| Rational::from(random.below(9) as i64 - 4)).collect();
        let options = by(Objective::Weights(weights.clone()), Sense::Maximise);
        let best = confirmed(&game, &correlated(&game, &options).unwrap());
        assert_eq!(*value(&best), best_vertex(table, &weights), "round {round}");
        let least =
            confirmed(&game, &correlated(&game, &by(Objective::Weights(weights.clone()), Sense::Minimise)).unwrap());
        let negated: Vec<Rational> = weights.iter().map(|weight| -weight).collect();
        assert_eq!(-value(&least), best_vertex(table, &negated), "round {round}");
    }
}

/// Weak duality is the second method: a value that is reached and a bound that equals it leave no room.
#[test]
fn random_and_degenerate_games_are_proven() {
    let mut random = Random(23);
    for round in 0..60 {
        let shapes: [&[usize]; 5] = [&[2, 2, 2], &[3, 3], &[4, 2, 2], &[1, 4], &[2, 2, 2, 2]];
        let game = random_game(&mut random, shapes[round % 5], [2, 3, 7, 1_000_000][round / 5 % 4]);
        for coarse in [false, true] {
            let solve = if coarse { coarse_correlated } else { correlated };
            let objectives = [Objective::Welfare, Objective::Payoff("P1".into()), Objective::None];
            for (objective, sense) in objectives.into_iter().zip([Sense::Maximise, Sense::Minimise, Sense::Maximise]) {
                confirmed(&game, &solve(&game, &by(objective, sense)).unwrap());
            }
        }
    }
}

#[test]
fn false_claims_are_refused() {
    let game = chicken();
    let solution = correlated(&game, &CorrelatedOptions::default()).unwrap();
    let good = json::certificate(&game, solution.concept, &solution.equilibria[0]).unwrap();
    let refused = |change: &dyn Fn(&mut Certificate)| {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(!verify(&game, &bad).unwrap().ok());
    };
    refused(&|bad| bad.concept = foederis::Concept::CoarseCorrelated);
    refused(&|bad| bad.concept = foederis::Concept::Nash);
    refused(&|bad| bad.optimum.as_mut().unwrap().value = 11.into());
    refused(&|bad| bad.optimum.as_mut().unwrap().multipliers.clear());
    refused(&|bad| bad.optimum.as_mut().unwrap().multipliers[0].weight = (-1).into());
    refused(&|bad| bad.optimum.as_mut().unwrap().multipliers[0].recommended = None);
    refused(&|bad| bad.optimum.as_mut().unwrap().multipliers[0].player = "C".into());
    refused(&|bad| bad.optimum.as_mut().unwrap().objective = Objective::Payoff("A".into()));
    refused(&|bad| bad.error_bound = Some(1e-9));
    // A better draw, which nobody would obey.
    let draws = vec![Draw { strategies: vec![0, 0], probability: Rational::ONE }];
    let greedy = Profile::Correlated(CorrelatedProfile { coarse: false, draws });
    assert!(!verify(&game, &Certificate::new(&game, solution.concept, &greedy).unwrap()).unwrap().ok());
    assert!(Certificate::new(&game, foederis::Concept::Nash, &greedy).is_err());
}

#[test]
fn disobedience_is_explained() {
    let game = chicken();
    let draw = |strategies: [usize; 2]| Draw { strategies: strategies.to_vec(), probability: number("1/2") };
    let profile = CorrelatedProfile { coarse: false, draws: vec![draw([0, 0]), draw([1, 1])] };
    let answer = why_not(&game, &Profile::Correlated(profile.clone()), &Default::default()).unwrap();
    assert_eq!((answer.verdict, answer.deviations.len()), (Verdict::NotCorrelated, 4));
    assert_eq!((answer.deviations[0].gain(), answer.deviations[0].changes[0].from.as_str()), (1.into(), "Insist"));
    let text = answer.to_string();
    assert!(
        text.contains("A gains 1 by choosing Yield instead of Insist when that is recommended: 4 instead of 3."),
        "{text}"
    );
    let coarse =
        why_not(&game, &Profile::Correlated(CorrelatedProfile { coarse: true, ..profile }), &Default::default())
            .unwrap()
            .to_string();
    assert!(coarse.contains("A gains 1 by choosing Yield instead of what is recommended"), "{coarse}");
}

#[test]
fn displays_show_the_draw() {
    let game = chicken();
    let solution = correlated(&game, &CorrelatedOptions::default()).unwrap();
    let view = View::Solution(&game, &solution);
    let text = view.text();
    assert!(text.contains("A       B       Probability  Payoffs"), "{text}");
    assert!(text.contains("Yield   Yield   1/2 (0.5)    6, 6"), "{text}");
    assert!(text.contains("the sum of payoffs: 21/2 (10.5)"), "{text}");
    assert!(view.html().contains("<td>Yield</td><td>Yield</td><td>1/2 (0.5)</td>"));
    assert!(view.latex().contains("Yield & Yield & "));
    let told = story::story(&game, &solution.equilibria[0], &Default::default());
    assert!(told.contains("Told Insist, A expects 7 from it; Yield would give it 6."), "{told}");
    assert!(told.contains("Told Yield, A expects 14/3 (≈4.6667) from it; Insist would give it the same"), "{told}");
    let found = correlated_ranges(&game, &RangeOptions::default()).unwrap();
    assert!(
        ranges::text(&game, &found).contains("The payoff of A                        2      7"),
        "{}",
        ranges::text(&game, &found)
    );
    assert!(ranges::html(&game, &found).contains("<td>7</td>"));
}

/// Whoever is called would only support if it is worth it, so in the base case Russia never calls.
#[test]
fn nobody_calls_under_article_four() {
    let game = alliance::dilemma("article_four").unwrap().base().unwrap();
    let found = all_ranges(&game, false);
    let choice = |player: &str, infoset: &str, action: &str| Choice {
        player: player.into(),
        infoset: Some(infoset.into()),
        action: action.into(),
    };
    assert_eq!(ends(found.probability(&choice("Russia", "start", "Invoke"))), [0.into(), 0.into()]);
    assert_eq!(ends(found.probability(&choice("Kazakhstan", "Russia's call", "Support"))), [0.into(), 0.into()]);
    assert_eq!(ends(found.payoff("Russia")), [0.into(), 0.into()]);
}

/// With a threshold of three, correlation lets the supporters believe that they may be pivotal.
#[test]
fn three_supporters_or_none() {
    let game = alliance::dilemma("article_four").unwrap().variant("threshold").unwrap().base().unwrap();
    let supports = |player: &str| Objective::Event(vec![Choice::new(player, "Support")]);
    let most = confirmed(&game, &correlated(&game, &by(supports("Kazakhstan"), Sense::Maximise)).unwrap());
    let least = confirmed(&game, &correlated(&game, &by(supports("Kazakhstan"), Sense::Minimise)).unwrap());
    assert_eq!((value(&least), value(&most)), (&Rational::ZERO, &Rational::ONE));
    let russia =
        confirmed(&game, &correlated(&game, &by(Objective::Payoff("Russia".into()), Sense::Maximise)).unwrap());
    assert!(*value(&russia) > 4.into(), "{}", value(&russia));
    let both = Objective::Event(vec![Choice::new("Kazakhstan", "Support"), Choice::new("Russia", "Not")]);
    let never = confirmed(&game, &correlated(&game, &by(both, Sense::Maximise)).unwrap());
    assert_eq!(*value(&never), Rational::ZERO);
}

/// With expulsion sure, the border game is a stag hunt: both may refrain, or attack.
#[test]
fn the_border_is_open() {
    let game = alliance::dilemma("border").unwrap().at(&[("pi", 1.into())]).unwrap();
    let found = all_ranges(&game, false);
    assert_eq!(ends(found.probability(&Choice::new("Kyrgyzstan", "Refrain"))), [0.into(), 1.into()]);
    assert_eq!(ends(found.payoff("Kyrgyzstan"))[1], Rational::ZERO);
}

#[test]
fn mistakes_are_named() {
    let game = chicken();
    let message = |objective| correlated(&game, &by(objective, Sense::Maximise)).unwrap_err().to_string();
    assert!(message(Objective::Payoff("C".into())).contains("no player 'C'"));
    assert!(message(Objective::Event(vec![Choice::new("A", "Yeild")])).contains("did you mean 'Yield'"));
    assert!(message(Objective::Weights(vec![Rational::ONE])).contains("4 profiles"));
    let tree = alliance::dilemma("article_four").unwrap().base().unwrap();
    let event = |action: &str| Objective::Event(vec![Choice::new("Belarus", action)]);
    let error = correlated(&tree, &by(event("Suport"), Sense::Maximise)).unwrap_err().to_string();
    assert!(error.contains("did you mean 'Support'"), "{error}");
    let small = CorrelatedOptions { max_profiles: 63, ..CorrelatedOptions::default() };
    assert!(correlated(&tree, &small).unwrap_err().to_string().contains("max_profiles"));
}
