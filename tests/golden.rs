//! The golden catalogue: classic games, each with its source and the answer of the literature.

#[path = "golden/alliances.rs"]
mod alliances;
#[path = "golden/backward_induction.rs"]
mod backward_induction;
#[path = "golden/branch.rs"]
mod branch;
#[path = "golden/case.rs"]
mod case;
#[path = "golden/hidden_moves.rs"]
mod hidden_moves;
#[path = "golden/signals.rs"]
mod signals;
#[path = "golden/two_by_two.rs"]
mod two_by_two;

#[test]
fn two_by_two_games() {
    two_by_two::cases().iter().for_each(case::Case::check);
}

#[test]
fn trees_with_perfect_information() {
    backward_induction::cases().iter().for_each(case::Case::check);
}

#[test]
fn trees_of_international_relations() {
    alliances::cases().iter().for_each(case::Case::check);
}

#[test]
fn trees_with_hidden_moves() {
    hidden_moves::cases().iter().for_each(case::Case::check);
}

#[test]
fn trees_with_signals() {
    signals::cases().iter().for_each(case::Case::check);
}
