//! Tables of any small payoffs: every equilibrium that a solver finds is confirmed without the solver.
#![no_main]

mod confirm;
mod games;

use foederis::{NashOptions, PureNashOptions, nash, pure_nash};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let game = games::table(&mut games::Bytes::new(bytes));
    let control = confirm::control(40);
    let mixed = nash(&game, &NashOptions { control: control.clone(), ..NashOptions::default() }).expect("a small game");
    confirm::all(&game, &mixed);
    // The pure ones are found by comparing; none of them may be missing.
    let isolated = mixed.complete() && mixed.components.iter().all(|own| own.dimension == 0);
    let pure = pure_nash(&game, &PureNashOptions { control, ..PureNashOptions::default() }).expect("a small game");
    for pure in pure.equilibria.iter().filter(|_| isolated) {
        assert!(mixed.equilibria.iter().any(|own| own.profile == pure.profile), "{:?} is missing", pure.profile);
    }
    assert!(!mixed.complete() || !mixed.is_empty(), "every game has an equilibrium");
});
