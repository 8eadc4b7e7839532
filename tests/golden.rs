//! The golden catalogue: classic games, each with its source and the answer of the literature.

#[path = "golden/case.rs"]
mod case;
#[path = "golden/two_by_two.rs"]
mod two_by_two;

#[test]
fn two_by_two_games() {
    two_by_two::cases().iter().for_each(case::Case::check);
}
