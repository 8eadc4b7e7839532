//! The golden catalogue: classic games, each with its source and the answer of the literature.

#[path = "golden/alliances.rs"]
mod alliances;
#[path = "golden/backward_induction.rs"]
mod backward_induction;
#[path = "golden/branch.rs"]
mod branch;
#[path = "support/poker.rs"]
mod builders;
#[path = "golden/case.rs"]
mod case;
#[path = "golden/disputed.rs"]
mod disputed;
#[path = "golden/hidden_moves.rs"]
mod hidden_moves;
#[path = "golden/kuhn_family.rs"]
mod kuhn_family;
#[path = "golden/larger.rs"]
mod larger;
#[path = "golden/many_players.rs"]
mod many_players;
#[path = "golden/memory.rs"]
mod memory;
#[path = "golden/poker.rs"]
mod poker;
#[path = "golden/signals.rs"]
mod signals;
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
fn games_on_which_programs_disagree() {
    check(&disputed::cases());
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
fn trees_with_perfect_information() {
    check(&backward_induction::cases());
}

#[test]
fn trees_of_international_relations() {
    check(&alliances::cases());
}

#[test]
fn trees_with_hidden_moves() {
    check(&hidden_moves::cases());
}

#[test]
fn trees_with_signals() {
    check(&signals::cases());
}

#[test]
fn equilibria_of_kuhn_poker() {
    kuhn_family::check();
}

#[test]
fn values_of_poker() {
    poker::kuhn_value();
    poker::leduc_value();
}

#[test]
fn players_who_forget() {
    memory::absent_minded_driver();
    memory::forgotten_move();
}

#[path = "golden/components.rs"]
mod components;
#[path = "golden/groups.rs"]
mod groups;
#[path = "golden/published.rs"]
mod published;

#[test]
fn games_with_printed_equilibria() {
    check(&published::cases());
}

#[test]
fn degenerate_tables() {
    check(&components::cases());
}

#[test]
fn groups_of_three() {
    check(&groups::cases());
}
