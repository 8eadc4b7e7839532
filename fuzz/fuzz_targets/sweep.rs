//! Models of any small payoffs in two parameters: at every point a sweep has what the solver has of the game there.
#![no_main]

#[allow(dead_code, reason = "other targets use the rest")]
mod confirm;
mod games;

use foederis::study::sweep::{PointState, Points, Sweep, SweepOptions, Values, sweep};
use foederis::{
    Concept, Equilibrium, Model, MoveTree, NashOptions, PureNashOptions, Rational, Solution, SubgamePerfectOptions,
    nash, pure_nash, subgame_perfect,
};
use games::Bytes;
use libfuzzer_sys::fuzz_target;

const PAYOFFS: [&str; 16] = [
    "0",
    "1",
    "a",
    "b",
    "a - b",
    "a + b",
    "a*b",
    "1/b",
    "a/3",
    "-a",
    "2*b - a",
    "a^2 - b",
    "1/(a - b)",
    "0.1*a",
    "b/7 - 1",
    "(a + 1)/(b^2 + 1)",
];

fn payoffs(bytes: &mut Bytes) -> [&'static str; 2] {
    [PAYOFFS[bytes.below(16)], PAYOFFS[bytes.below(16)]]
}

/// A table of two strategies each, or of two and three, or a tree of two stages.
fn model(bytes: &mut Bytes) -> (Model, Concept) {
    let builder = Model::builder("fuzz").players(["A", "B"]).parameter("a", 1).parameter("b", 2);
    let kind = bytes.next();
    let (builder, concept) = match kind % 4 {
        0 => (tree(builder, bytes), Concept::SubgamePerfect),
        1 => (table(builder, 3, bytes), Concept::Nash),
        2 => (table(builder, 2, bytes), Concept::PureNash),
        _ => (table(builder, 2, bytes), Concept::Nash),
    };
    (builder.build().expect("a model"), concept)
}

fn table(builder: foederis::ModelBuilder, columns: usize, bytes: &mut Bytes) -> foederis::ModelBuilder {
    let cells = (0..2 * columns).map(|cell| (["x", "y"][cell / columns], ["x", "y", "z"][cell % columns]));
    cells.fold(builder, |builder, (row, column)| builder.cell(&[row, column], payoffs(bytes)))
}

fn tree(builder: foederis::ModelBuilder, bytes: &mut Bytes) -> foederis::ModelBuilder {
    let mut tree = MoveTree::new();
    tree.decision(&[], "A", ["x", "y"]).expect("a path");
    for first in ["x", "y"] {
        tree.decision(&[first], "B", ["x", "y"]).expect("a path");
        for second in ["x", "y"] {
            tree.payoffs(&[first, second], payoffs(bytes)).expect("a path");
        }
    }
    builder.tree(tree)
}

/// Quarters, in which ties are many; decimals that are no floats; and floats of any digits.
fn value(bytes: &mut Bytes) -> f64 {
    match bytes.next() {
        byte @ 0..=127 => f64::from(byte % 32) / 4.0 - 4.0,
        byte @ 128..=191 => f64::from(byte) / 10.0 - 16.0,
        byte => {
            let digits = u32::from_le_bytes([bytes.next(), bytes.next(), bytes.next(), byte]);
            f64::from(digits as i32) / f64::from(1 + u32::from(bytes.next()))
        }
    }
}

fn solution(model: &Model, concept: Concept, values: &[(&str, Rational)]) -> Option<Solution> {
    let game = model.at(values).ok()?;
    let control = confirm::control(40);
    let found = match concept {
        Concept::SubgamePerfect => subgame_perfect(&game, &SubgamePerfectOptions { control, ..Default::default() }),
        Concept::PureNash => pure_nash(&game, &PureNashOptions { control, ..Default::default() }),
        _ => nash(&game, &NashOptions { control, ..Default::default() }),
    };
    Some(found.expect("a small game"))
}

/// Compares the row of a point with the first equilibrium of its game.
fn same(found: &Sweep, row: usize, wanted: &Equilibrium) {
    let used = wanted.profile.rows().iter().flatten().map(|probability| !probability.is_zero()).collect::<Vec<_>>();
    assert_eq!(found.answer(row).expect("an answer").support, used);
    for (player, payoff) in wanted.payoffs.iter().enumerate() {
        let (own, wanted) = (found.payoff(player, row).expect("a payoff"), payoff.to_f64());
        assert!((own - wanted).abs() <= found.payoff_error + 1e-15 * wanted.abs(), "{own} and {wanted}");
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Bytes::new(bytes);
    let (model, concept) = model(&mut bytes);
    let count = 1 + bytes.below(2);
    let mut column = || Values::Floats((0..count).map(|_| value(&mut bytes)).collect());
    let points = Points::rows([("a".to_owned(), column()), ("b".to_owned(), column())]).expect("points");
    let options = SweepOptions { concept: Some(concept), control: confirm::control(40), ..SweepOptions::default() };
    let found = sweep(&model, &points, &options).expect("a sweep");
    for point in 0..count {
        let values = [("a", points.value(0, point)), ("b", points.value(1, point))];
        let Some(wanted) = solution(&model, concept, &values) else {
            assert!(matches!(found.states[point], PointState::Outside | PointState::Undefined));
            continue;
        };
        assert_eq!((found.counts[point] as usize, found.complete[point]), (wanted.len(), wanted.complete()));
        if let Some(first) = wanted.equilibria.first() {
            same(&found, point, first);
        }
    }
});
