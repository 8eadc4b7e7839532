//! The golden catalogue: classic games, each with its source and the answer of the literature.

#[path = "golden/case.rs"]
mod case;
#[path = "golden/kuhn.rs"]
mod kuhn;
#[path = "golden/larger.rs"]
mod larger;
#[path = "golden/many_players.rs"]
mod many_players;
#[path = "golden/trees.rs"]
mod trees;
#[path = "golden/two_by_two.rs"]
mod two_by_two;

fn check(cases: &[case::Case]) {
    cases.iter().for_each(case::Case::check);
}

#[test]
fn two_by_two_games() {
    check(&two_by_two::cases());
}

#[test]
fn larger_tables() {
    check(&larger::cases());
}

#[test]
fn games_of_many_players() {
    check(&many_players::cases());
}

#[test]
fn trees_in_order_of_play() {
    check(&trees::cases());
}
