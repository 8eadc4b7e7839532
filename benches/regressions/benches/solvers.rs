//! The solvers, one thread each: `cargo bench -p foederis-benches`.

use std::num::NonZeroUsize;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use foederis::{Control, Game, GameArray, NashManyOptions, NashOptions, nash, nash_many, pure_nash};
use foederis_benches::{batch, coordination, random, threshold};

fn one_thread() -> Control {
    Control { threads: NonZeroUsize::new(1), ..Control::default() }
}

fn all_equilibria(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, game: &Game) {
    let options = NashOptions { control: one_thread(), ..NashOptions::default() };
    group.bench_function(name, |bencher| bencher.iter(|| nash(game, &options).expect("the game can be solved")));
}

fn two_players(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nash, two players");
    for size in [6, 8, 10] {
        all_equilibria(&mut group, &format!("random {size} x {size}"), &random(&[size, size], 100, size as u64));
    }
    for size in [5, 7] {
        let game = random(&[size, size], 2, size as u64);
        all_equilibria(&mut group, &format!("payoffs 0 and 1, {size} x {size}"), &game);
    }
    all_equilibria(&mut group, "coordination 8 x 8", &coordination(8));
}

fn more_players(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nash, more players");
    all_equilibria(&mut group, "random 2 x 2 x 2", &random(&[2; 3], 100, 1));
    all_equilibria(&mut group, "random 2 x 2 x 2 x 2", &random(&[2; 4], 100, 2));
    all_equilibria(&mut group, "random 3 x 3 x 3", &random(&[3; 3], 100, 3));
    all_equilibria(&mut group, "threshold, 4 allies, 2 needed", &threshold(4, 2));
}

fn pure(criterion: &mut Criterion) {
    let game = random(&[2; 12], 100, 4);
    criterion.bench_function("pure_nash, random, 12 players x 2", |bencher| {
        bencher.iter(|| pure_nash(&game, &Default::default()).expect("the game can be solved"));
    });
}

fn many(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nash_many, 1,000 games");
    group.throughput(Throughput::Elements(1000));
    let shapes: [(&str, &[usize], bool); 6] = [
        ("random 2 x 2", &[2, 2], false),
        ("payoffs 1 to 4, 2 x 2", &[2, 2], true),
        ("random 3 x 3", &[3, 3], false),
        ("payoffs 1 to 4, 3 x 3", &[3, 3], true),
        ("random 4 x 4", &[4, 4], false),
        ("random 2 x 2 x 2", &[2, 2, 2], false),
    ];
    let options = NashManyOptions { control: one_thread() };
    for (name, shape, whole) in shapes {
        let payoffs = batch(shape, whole, 5);
        let games = GameArray::new(shape, &payoffs[..]).expect("the payoffs are those of games");
        group.bench_function(name, |bencher| bencher.iter(|| nash_many(&games, &options).expect("they can be solved")));
    }
}

criterion_group!(benches, two_players, more_players, pure, many);
criterion_main!(benches);
