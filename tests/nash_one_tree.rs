//! One equilibrium of trees, and the value of constant-sum games.

#[path = "support/poker.rs"]
mod poker;
mod support;

use std::collections::BTreeSet;

use foederis::{
    Certificate, Concept, Find, Game, NashMethod, NashOptions, NormalForm, Rational, Solution, nash, verify,
};
use poker::kuhn;
use support::{Random, Shape, random_tree};

fn one(game: &Game, method: NashMethod) -> Solution {
    nash(game, &NashOptions { find: Find::One, method, ..Default::default() }).unwrap()
}

fn confirm(game: &Game, solution: &Solution) {
    assert!(solution.complete() && solution.len() == 1, "{:?}", solution.status);
    let certificate = Certificate::new(game, Concept::Nash, &solution.equilibria[0].profile).unwrap();
    assert!(verify(game, &certificate).unwrap().ok());
    assert!(solution.equilibria[0].regret.is_zero());
}

#[test]
fn random_trees_are_solved_and_certified() {
    for seed in 0..1500u64 {
        let mut random = Random(seed);
        let shape = Shape {
            players: 2,
            depth: 2 + (seed % 4) as usize,
            chance: seed % 3 != 0,
            hidden: seed % 2 == 0,
            payoffs: [2, 4, 1000][(seed % 3) as usize],
        };
        let game: Game = random_tree(&mut random, &shape).into();
        let found = one(&game, NashMethod::Lemke);
        assert!(found.method.contains("sequence form"));
        confirm(&game, &found);
    }
}

/// The value of the game with three cards is -1/18 (Kuhn 1950).
#[test]
fn poker_has_its_value() {
    let game: Game = kuhn(3).into();
    let found = one(&game, NashMethod::Auto);
    confirm(&game, &found);
    assert_eq!(found.equilibria[0].payoffs, [Rational::new(-1, 18).unwrap(), Rational::new(1, 18).unwrap()]);
    for cards in [4, 5, 6] {
        let game: Game = kuhn(cards).into();
        confirm(&game, &one(&game, NashMethod::Lemke));
    }
}

/// The strategic form of this tree has 4^12 plans a player: only the sequence form is small.
#[test]
fn trees_with_too_many_plans() {
    let game: Game = kuhn(12).into();
    confirm(&game, &one(&game, NashMethod::Auto));
}

fn table(shape: [usize; 2], payoffs: impl Fn(usize, usize) -> [Rational; 2]) -> Game {
    let names = |count: usize| (1..=count).map(|i| i.to_string());
    let builder = NormalForm::builder().player("A", names(shape[0])).player("B", names(shape[1]));
    builder.payoffs(|s| payoffs(s[0], s[1]).to_vec()).unwrap().into()
}

#[test]
fn the_value_of_constant_sum_games() {
    for seed in 0..300u64 {
        let mut random = Random(seed);
        let shape = [1 + random.below(5) as usize, 1 + random.below(5) as usize];
        let payoffs: Vec<i64> = (0..shape[0] * shape[1]).map(|_| random.below(7) as i64 - 3).collect();
        let (factor, constant) = (1 + random.below(3) as i64, random.below(5) as i64);
        let game = table(shape, |i, j| {
            let payoff = payoffs[i * shape[1] + j];
            [payoff.into(), (constant - factor * payoff).into()]
        });
        let found = one(&game, NashMethod::LinearProgramming);
        confirm(&game, &found);
        let all = nash(&game, &NashOptions::default()).unwrap();
        assert_eq!(found.equilibria[0].payoffs, all.equilibria[0].payoffs, "seed {seed}");
        assert_eq!((all.components.len(), all.components[0].index), (1, Some(1)));
        assert!(all.method.starts_with("linear programming"));
        // A dominated strategy breaks the constant sum and changes no equilibrium, so that enumeration answers.
        let other = table([shape[0] + 1, shape[1]], |i, j| {
            if i == shape[0] {
                return [-100, (j * j) as i64].map(Rational::from);
            }
            let payoff = payoffs[i * shape[1] + j];
            [payoff.into(), (constant - factor * payoff).into()]
        });
        let enumerated = nash(&other, &NashOptions::default()).unwrap();
        assert!(shape[1] == 1 || enumerated.method.starts_with("branch"), "{}", enumerated.method);
        let rows = |solution: &Solution, rows: usize| -> BTreeSet<Vec<Vec<Rational>>> {
            let cut = |row: &Vec<Rational>| row[..row.len().min(rows)].to_vec();
            let cut = |e: &foederis::Equilibrium| vec![cut(&e.profile.rows()[0]), e.profile.rows()[1].clone()];
            solution.equilibria.iter().map(cut).collect()
        };
        assert_eq!(rows(&all, shape[0]), rows(&enumerated, shape[0]), "seed {seed}");
        assert!(all.equilibria.iter().any(|other| other.profile == found.equilibria[0].profile));
    }
}

/// Trees of three and four players: seen moves by backward induction, hidden ones by a path or by the first that enumeration meets.
#[test]
fn trees_of_many_players_have_one() {
    let mut by_path = 0;
    for seed in 0..120u64 {
        let shape = Shape {
            players: 3 + (seed % 2) as usize,
            depth: 3 + usize::from(seed % 5 == 0),
            chance: seed % 3 != 0,
            hidden: seed % 4 != 0,
            payoffs: [2, 4, 1000][(seed % 3) as usize],
        };
        let tree = random_tree(&mut Random(seed), &shape);
        let seen = tree.has_perfect_information();
        let game: Game = tree.into();
        let found = one(&game, NashMethod::Auto);
        assert_eq!((found.len(), found.complete()), (1, true), "seed {seed}: {:?}", found.status);
        assert_eq!(found.method == "backward induction", seen);
        by_path += usize::from(found.method.contains("logit"));
        let first = &found.equilibria[0];
        let certificate = match first.error_bound {
            None => Certificate::new(&game, Concept::Nash, &first.profile),
            Some(bound) => Certificate::with_error_bound(&game, Concept::Nash, &first.profile, bound),
        };
        assert!(verify(&game, &certificate.unwrap()).unwrap().ok(), "seed {seed}");
        if shape.depth == 3 {
            let enumerated = one(&game, NashMethod::Enumeration);
            assert_eq!(enumerated.len(), 1, "seed {seed}: {:?}", enumerated.status);
        }
    }
    assert!(by_path > 15, "only {by_path} by path following");
}

/// Colonel Blotto with five troops on three fields: 21 plans each, and a value of 0 by symmetry.
#[test]
fn blotto_has_value_zero() {
    let plans: Vec<[i64; 3]> = (0..=5).flat_map(|a| (0..=5 - a).map(move |b| [a, b, 5 - a - b])).collect();
    let won = |i: usize, j: usize| (0..3).map(|field| (plans[i][field] - plans[j][field]).signum()).sum::<i64>();
    let game = table([plans.len(), plans.len()], |i, j| [won(i, j).into(), (-won(i, j)).into()]);
    for method in [NashMethod::LinearProgramming, NashMethod::LemkeHowson, NashMethod::Auto] {
        let found = one(&game, method);
        confirm(&game, &found);
        assert!(found.equilibria[0].payoffs[0].is_zero());
    }
}

#[test]
fn methods_that_do_not_fit_say_what_does() {
    let battle = table([2, 2], |i, j| [i64::from(i == j).into(), i64::from(i == j).into()]);
    let refusal = |game: &Game, find, method| {
        nash(game, &NashOptions { find, method, ..Default::default() }).unwrap_err().to_string()
    };
    assert!(refusal(&battle, Find::One, NashMethod::LinearProgramming).contains("constant-sum"));
    assert!(refusal(&battle, Find::One, NashMethod::Lemke).contains("tree of two players"));
    assert!(refusal(&battle, Find::All, NashMethod::Lemke).contains("look for one"));
    let tree: Game = kuhn(3).into();
    assert!(refusal(&tree, Find::One, NashMethod::LemkeHowson).contains("to_strategic"));
}
