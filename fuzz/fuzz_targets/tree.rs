//! Small trees: what `sequential`, `subgame_perfect` or `nash` finds is confirmed without them, as are the concepts that it refines.
#![no_main]

mod confirm;
mod games;

use foederis::solve::Control;
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

fn by_sequential(game: &Game, control: Control) {
    let Some(found) = solved(sequential(game, &SequentialOptions { control })) else { return };
    confirm::all(game, &found);
    all_are(game, &found, Concept::SubgamePerfect);
    assert!(!found.complete() || !found.is_empty(), "every game has a sequential equilibrium");
}

fn by_subgame_perfect(game: &Game, control: Control) {
    let options = SubgamePerfectOptions { control, ..SubgamePerfectOptions::default() };
    let Some(found) = solved(subgame_perfect(game, &options)) else { return };
    confirm::all(game, &found);
    all_are(game, &found, Concept::Nash);
}

fn by_nash(game: &Game, control: Control) {
    let options = NashOptions { control, ..NashOptions::default() };
    let Some(found) = solved(nash(game, &options)) else { return };
    confirm::all(game, &found);
    assert!(!found.complete() || !found.is_empty(), "every game has an equilibrium");
}

// One solver an input, drawn by all of its bytes: so that what takes one of them long does not hold up the others.
fuzz_target!(|bytes: &[u8]| {
    let mut bytes = games::Bytes::new(bytes);
    let solve = [by_sequential, by_subgame_perfect, by_nash][usize::from(bytes.turn() % 3)];
    solve(&games::tree(&mut bytes), confirm::control(20));
});
