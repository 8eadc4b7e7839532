//! The same answers by other ways, on random two-player games full of ties.
//!
//! - Dominance: a mixed strategy is added to the game as a pure one, and iterated weak dominance looks at it.
//! - Perfection: in a game in which every strategy must be played with a small probability, every equilibrium is near a
//!   perfect one, and none is near an equilibrium that is not perfect.
//! - Properness: if players choose among the orders in which their mistakes become rarer (Myerson's proof of existence), an
//!   equilibrium is near a proper one.

use super::random::Random;
use super::{certified, game, table};
use foederis::solve::{Answer, Refinement};
use foederis::{
    DominanceOptions, Game, MixedProfile, NormalForm, Rational, nash, proper, rationalizable, trembling_hand,
};

impl Random {
    pub(super) fn matrix(&mut self, size: usize, values: u64) -> Vec<i64> {
        (0..size).map(|_| self.below(values) as i64).collect()
    }
}

pub(super) type Matrix = Vec<Vec<Rational>>;

pub(super) fn matrix(rows: usize, flat: &[i64]) -> Matrix {
    flat.chunks(flat.len() / rows).map(|row| row.iter().map(|&entry| entry.into()).collect()).collect()
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let cell = |row: &Vec<Rational>, k: usize| row.iter().zip(b).map(|(entry, other)| entry * &other[k]).sum();
    a.iter().map(|row| (0..b[0].len()).map(|k| cell(row, k)).collect()).collect()
}

fn transposed(a: &Matrix) -> Matrix {
    (0..a[0].len()).map(|k| a.iter().map(|row| row[k].clone()).collect()).collect()
}

fn from_matrices(a: &Matrix, b: &Matrix) -> Game {
    let names = |count: usize| (0..count).map(|k| k.to_string());
    let builder = NormalForm::builder().player("Row", names(a.len())).player("Column", names(a[0].len()));
    builder.payoffs(|at| vec![a[at[0]][at[1]].clone(), b[at[0]][at[1]].clone()]).unwrap().into()
}

/// Whether the uniform mixture of some rows is weakly dominated: it is added as a row, and looked at in the first round.
fn is_dominated(payoffs: &Matrix, support: &[usize]) -> bool {
    let share = Rational::new(1, support.len() as i64).unwrap();
    let mean = |k: usize| support.iter().map(|&row| &payoffs[row][k] * &share).sum();
    let mut wider = payoffs.clone();
    wider.push((0..payoffs[0].len()).map(mean).collect());
    let zero = vec![vec![Rational::ZERO; wider[0].len()]; wider.len()];
    let options = DominanceOptions { weak: true, ..DominanceOptions::default() };
    let record = rationalizable(&from_matrices(&wider, &zero), &options).unwrap().elimination.unwrap();
    record
        .rounds
        .first()
        .is_some_and(|round| round.iter().any(|gone| gone.player.index() == 0 && gone.strategy == payoffs.len()))
}

fn support(row: &[Rational], least: &Rational) -> Vec<usize> {
    (0..row.len()).filter(|&k| row[k] > *least).collect()
}

/// Equilibria of the game in which each player's pure strategies are the rows of a matrix of mixed ones.
pub(super) fn induced(a: &Matrix, b: &Matrix, left: &Matrix, right: &Matrix) -> Vec<[Vec<Rational>; 2]> {
    let through = |payoffs: &Matrix| product(&product(left, payoffs), &transposed(right));
    let solution = nash(&from_matrices(&through(a), &through(b)), &Default::default()).unwrap();
    assert!(solution.complete());
    let real = |weights: &Vec<Rational>, mixed: &Matrix| product(&vec![weights.clone()], mixed).remove(0);
    let found = solution.equilibria.iter().map(|equilibrium| {
        let rows = equilibrium.profile.rows();
        [real(&rows[0], left), real(&rows[1], right)]
    });
    found.collect()
}

/// Play of each pure strategy with a small random minimum for all of them.
fn perturbed(random: &mut Random, count: usize) -> Matrix {
    let least: Vec<Rational> =
        (0..count).map(|_| Rational::new(1 + random.below(9) as i64, 10_000_000).unwrap()).collect();
    let rest = Rational::ONE - least.iter().sum::<Rational>();
    let row =
        |chosen: usize| (0..count).map(|k| if k == chosen { &least[k] + &rest } else { least[k].clone() }).collect();
    (0..count).map(row).collect()
}

/// Every order of the strategies, each with a fraction of the probability of the one before.
pub(super) fn permuted(count: usize, fraction: &Rational) -> Matrix {
    let weights: Vec<Rational> = (0..count as i32).map(|k| fraction.pow(k).unwrap()).collect();
    let total: Rational = weights.iter().sum();
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..count {
        let longer = |order: &Vec<usize>| {
            let free = (0..count).filter(|k| !order.contains(k)).collect::<Vec<_>>();
            free.into_iter().map(|k| [&order[..], &[k]].concat()).collect::<Vec<_>>()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    orders.iter().map(|order| order.iter().map(|&place| &weights[place] / &total).collect()).collect()
}

fn distance(a: &[Vec<Rational>], b: &[Vec<Rational>]) -> Rational {
    let apart = a.iter().flatten().zip(b.iter().flatten()).map(|(a, b)| (a - b).abs());
    apart.max().unwrap_or_default()
}

#[test]
fn undominated_is_perfect_by_two_ways() {
    let mut random = Random(7);
    let mut counts = [0; 2];
    for round in 0..400 {
        let (rows, columns) = (2 + round % 3, 2 + round / 3 % 3);
        let values = 2 + random.below(2);
        let (a, b) = (random.matrix(rows * columns, values), random.matrix(rows * columns, values));
        let game = game(rows, columns, &a, &b);
        let (a, b) = (matrix(rows, &a), transposed(&matrix(rows, &b)));
        let (solution, found) = table(&game);
        for (number, equilibrium) in solution.equilibria.iter().enumerate() {
            let used = |player: usize| support(&equilibrium.profile.rows()[player], &Rational::ZERO);
            let expected = !is_dominated(&a, &used(0)) && !is_dominated(&b, &used(1));
            let finding = found.finding(number, Refinement::TremblingHand).unwrap();
            assert_eq!(finding.holds(), expected, "{} {game:?} {equilibrium:?}", finding.reason);
            counts[usize::from(expected)] += 1;
        }
        certified(&game, &trembling_hand(&game, &Default::default()).unwrap());
        certified(&game, &proper(&game, &Default::default()).unwrap());
    }
    assert!(counts[0] > 300 && counts[1] > 300, "{counts:?}");
}

#[test]
fn equilibria_of_perturbed_games_are_near_perfect_ones() {
    let mut random = Random(11);
    let (near, tiny) = (Rational::new(1, 1000).unwrap(), Rational::new(1, 100_000).unwrap());
    let mut refuted = 0;
    for round in 0..150 {
        let (rows, columns) = (2 + round % 2, 2 + round / 2 % 2);
        let (a, b) = (random.matrix(rows * columns, 3), random.matrix(rows * columns, 3));
        let game = game(rows, columns, &a, &b);
        let (a, b) = (matrix(rows, &a), matrix(rows, &b));
        let found = induced(&a, &b, &perturbed(&mut random, rows), &perturbed(&mut random, columns));
        for [x, y] in &found {
            assert!(!is_dominated(&a, &support(x, &tiny)), "{game:?} {x:?}");
            assert!(!is_dominated(&transposed(&b), &support(y, &tiny)), "{game:?} {y:?}");
        }
        let (solution, table) = table(&game);
        for (number, equilibrium) in solution.equilibria.iter().enumerate() {
            if table.finding(number, Refinement::TremblingHand).unwrap().answer == Answer::No {
                refuted += 1;
                let away = found.iter().all(|profile| distance(profile, equilibrium.profile.rows()) > near);
                assert!(away, "{game:?} {equilibrium:?}");
            }
        }
    }
    assert!(refuted > 100, "{refuted}");
}

#[test]
fn equilibria_in_orders_of_mistakes_are_near_proper_ones() {
    let mut random = Random(13);
    let (mut compared, mut finer) = (0, 0);
    for round in 0..200 {
        let (rows, columns) = if round % 4 == 0 { (3, 3) } else { (3, 2) };
        let (a, b) = (random.matrix(rows * columns, 3), random.matrix(rows * columns, 3));
        let game = game(rows, columns, &a, &b);
        let (solution, table) = table(&game);
        let answer = |number: usize, refinement| table.finding(number, refinement).unwrap().answer;
        for number in 0..solution.len() {
            assert_ne!(answer(number, Refinement::Proper), Answer::Undecided);
        }
        if solution.components.iter().any(|component| component.dimension > 0) {
            continue;
        }
        let fraction = Rational::new(1, 100_000).unwrap();
        let (a, b) = (matrix(rows, &a), matrix(rows, &b));
        let found = induced(&a, &b, &permuted(rows, &fraction), &permuted(columns, &fraction));
        assert!(!found.is_empty());
        for profile in &found {
            let apart = |number: &usize| distance(profile, solution.equilibria[*number].profile.rows());
            let nearest = (0..solution.len()).min_by_key(apart).unwrap();
            assert!(apart(&nearest) < Rational::new(1, 100).unwrap());
            assert_eq!(answer(nearest, Refinement::Proper), Answer::Yes, "{game:?} {profile:?}");
            compared += 1;
        }
        let perfect = (0..solution.len()).filter(|&number| answer(number, Refinement::TremblingHand) == Answer::Yes);
        finer += perfect.filter(|&number| answer(number, Refinement::Proper) == Answer::No).count();
    }
    assert!(compared > 50 && finer > 0, "{compared} {finer}");
}

#[test]
fn profiles_near_an_equilibrium_are_not_taken_for_one() {
    let game = game(2, 2, &[1, 0, 0, 1], &[1, 0, 0, 1]);
    let mut solution = nash(&game, &Default::default()).unwrap();
    let off = vec![vec![Rational::new(1, 3).unwrap(), Rational::new(2, 3).unwrap()]; 2];
    solution.equilibria[0].profile = foederis::Profile::Mixed(MixedProfile(off));
    let error = foederis::refinements(&game, &solution, &Default::default()).unwrap_err();
    assert!(error.to_string().contains("profile 1 of the solution is not a Nash equilibrium"), "{error}");
}
