//! Small trees: what `sequential`, `subgame_perfect` and `nash` find is confirmed without them, and one lies within the other.
#![no_main]

mod confirm;
mod games;

use foederis::{
    Certificate, Concept, Error, Game, NashOptions, SequentialOptions, Solution, SubgamePerfectOptions, nash,
    sequential, subgame_perfect, verify,
};
use libfuzzer_sys::fuzz_target;

/// What a concept refines holds of each of its equilibria.
fn all_are(game: &Game, solution: &Solution, concept: Concept) {
    for equilibrium in solution.equilibria.iter().filter(|own| own.error_bound.is_none()) {
        let claim = Certificate::new(game, concept, &equilibrium.profile).expect("a certificate");
        assert!(verify(game, &claim).expect("a report").ok(), "{}", claim.to_json());
    }
}

/// A solution, or nothing where the solver says that the game is none for it.
fn solved(found: Result<Solution, Error>) -> Option<Solution> {
    match found {
        Ok(solution) => Some(solution),
        Err(Error::Unsupported(_)) => None,
        Err(other) => panic!("{other}"),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = games::Bytes::new(bytes);
    let game = games::tree(&mut bytes);
    let control = confirm::control(20);
    if let Some(found) = solved(sequential(&game, &SequentialOptions { control: control.clone() })) {
        confirm::all(&game, &found);
        all_are(&game, &found, Concept::SubgamePerfect);
        assert!(!found.complete() || !found.is_empty(), "every game has a sequential equilibrium");
    }
    let options = SubgamePerfectOptions { control: control.clone(), ..SubgamePerfectOptions::default() };
    if let Some(found) = solved(subgame_perfect(&game, &options)) {
        confirm::all(&game, &found);
        all_are(&game, &found, Concept::Nash);
    }
    let options = NashOptions { control, ..NashOptions::default() };
    if let Some(found) = solved(nash(&game, &options)) {
        confirm::all(&game, &found);
    }
});
