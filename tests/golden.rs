//! The golden catalogue: classic games, each with its source and the answer of the literature.

#[path = "golden/backward_induction.rs"]
mod backward_induction;
#[path = "golden/branch.rs"]
mod branch;
#[path = "golden/case.rs"]
mod case;
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
