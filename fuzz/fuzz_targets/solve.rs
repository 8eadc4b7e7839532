//! Games of any small payoffs: every equilibrium that a solver finds is confirmed without the solver.
#![no_main]

use foederis::solve::Control;
use foederis::{Certificate, Game, NashOptions, NormalForm, nash, pure_nash, verify};
use libfuzzer_sys::fuzz_target;

const SHAPES: [&[usize]; 7] = [&[2, 2], &[2, 3], &[3, 3], &[2, 4], &[4, 3], &[2, 2, 2], &[2, 2, 3]];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, payoffs)) = bytes.split_first() else { return };
    let shape = SHAPES[usize::from(first) % SHAPES.len()];
    let mut payoffs = payoffs.iter().map(|byte| i64::from(byte % 8)).chain(std::iter::repeat(0));
    let mut builder = NormalForm::builder();
    for (player, &count) in shape.iter().enumerate() {
        builder = builder.player(format!("P{player}"), (0..count).map(|own| format!("s{own}")));
    }
    let table = builder.payoffs(|_| payoffs.by_ref().take(shape.len()).map(Into::into).collect()).expect("a game");
    let game: Game = table.into();
    let control = Control { max_equilibria: Some(40), ..Control::default() };
    let options = NashOptions { control, ..NashOptions::default() };
    let mixed = nash(&game, &options).expect("a small game");
    for equilibrium in &mixed.equilibria {
        let certificate = Certificate::new(&game, mixed.concept, &equilibrium.profile).expect("a certificate");
        let text = serde_json::to_string(&certificate).expect("JSON");
        let again: Certificate = serde_json::from_str(&text).expect("the same");
        if equilibrium.error_bound.is_none() {
            assert!(verify(&game, &again).expect("a report").ok(), "{text}");
        }
    }
    // The pure ones are found by comparing; none of them may be missing.
    for pure in &pure_nash(&game, &Default::default()).expect("a small game").equilibria {
        let known = mixed.equilibria.iter().any(|own| own.profile == pure.profile);
        assert!(known || !mixed.complete() || !mixed.components.iter().all(|own| own.dimension == 0), "{:?}", pure.profile);
    }
});
