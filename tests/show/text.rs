//! Plain text.

use super::games::*;
use foederis::show::{TableOptions, View, text};
use foederis::{Concept, Control, Equilibrium, ExtensiveForm, Game, NashOptions, NormalForm, Solution, Status};

/// Compares without the first line break, which only keeps the expected text readable.
fn same(shown: &str, expected: &str) {
    assert_eq!(shown, expected.strip_prefix('\n').unwrap());
}

#[test]
fn a_table_of_two_players() {
    same(
        &text::table(&prisoners()),
        "
Prisoner's Dilemma

          │ Column
Row       │ Cooperate  Defect
──────────┼────────────────────
Cooperate │  2,  2      0,  3*
Defect    │  3*, 0     [1*, 1*]

Payoffs (utilities): Row, Column.
* best response   [ ] Nash equilibrium in pure strategies
",
    );
}

#[test]
fn a_table_for_each_choice_of_the_third_player() {
    let shown = text::table(&volunteers());
    assert!(shown.contains("Cem: Help\n     │ Bob") && shown.contains("Cem: Wait\n     │ Bob"));
    assert_eq!(shown.matches("*]").count(), 3);
}

#[test]
fn one_player_chooses_alone() {
    let game = NormalForm::builder().player("Russia", ["Support", "Abstain"]).table(&[&[-7, -2]]).unwrap();
    let shown = text::table(&game);
    assert!(shown.contains("Russia  │ payoff") && shown.contains("Abstain │ [-2*]"), "{shown}");
}

#[test]
fn large_tables_are_cut_and_say_so() {
    let names = |count: usize| (0..count).map(|i| format!("s{i}"));
    let mut builder = NormalForm::builder();
    for count in [30, 20, 3] {
        builder = builder.player(format!("P{count}"), names(count));
    }
    let game = builder.payoffs(|profile| vec![foederis::Rational::from(profile[0] as i64); 3]).unwrap();
    let options = TableOptions { max_rows: 4, max_columns: 3, max_tables: 2 };
    let shown = text::payoffs(&game, None, options);
    for words in ["… 26 more rows", "… 17 more columns", "… 1 more table"] {
        assert!(shown.contains(words), "{words}");
    }
    assert!(shown.lines().count() < 25);
}

#[test]
fn only_the_equilibria_of_the_solution_are_marked() {
    let game = table("", ["A", "B"], &["x", "y"], &["l", "r"], [&[1, 0, 0, 1], &[1, 0, 0, 1]]);
    let mut solution = Solution::new(Concept::PureNash, "by hand", "one of them");
    solution.equilibria.push(mixed(&[&["0", "1"], &["0", "1"]], &["1", "1"]));
    let shown = text::payoffs(&game, Some(&solution), TableOptions::default());
    assert_eq!(shown.matches("*]").count(), 1);
    assert_eq!(text::table(&game).matches("*]").count(), 2);
}

#[test]
fn a_tree_with_the_course_of_play() {
    let game = caucasus();
    let equilibrium = caucasus_equilibrium(&game);
    same(
        &text::tree_with(&game, Some(behavior(&equilibrium)), 100),
        "
The Caucasus dilemma

Azerbaijan
├─► Attack: Armenia “attacked”
│  ├─► Invoke: Russia “called”
│  │  ├─  Support: (-4, -2, -7)
│  │  └─► Abstain: Armenia “refused”
│  │     ├─► Stay: (2, -7/2, -2)
│  │     └─  Leave: (2, -9/2, -6)
│  └─  Accommodate: (2, -4, 0)
└─  Refrain: (0, 0, 0)

Payoffs (utilities): Azerbaijan, Armenia, Russia.
► course of play   ▻ choice where play does not come
",
    );
}

#[test]
fn a_tree_shows_chance_mixing_and_what_cannot_be_told_apart() {
    let (game, equilibrium) = (private_loyalty(), private_loyalty_equilibrium());
    let shown = text::tree_with(&game, Some(behavior(&equilibrium)), 100);
    for words in
        ["Disloyal (1/4): Armenia", "Invoke (1/5): Russia “called” [A]", "► Support (1/3): (2, -7)", "same letter"]
    {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    let plain = text::tree(&game);
    assert!(!plain.contains('►') && plain.contains("├─ Invoke: Russia “called” [A]"));
}

#[test]
fn large_trees_are_folded() {
    let shown = text::tree_with(&article_four(), None, 12);
    assert!(shown.contains("more plays") && shown.lines().count() < 25, "{shown}");
}

#[test]
fn equilibria_with_one_outcome_stand_together() {
    let tree = caucasus();
    let mut solution = Solution::new(Concept::PureNash, "by hand", "every Nash equilibrium in pure strategies");
    for actions in [
        ["Attack", "Invoke", "Abstain", "Stay"],
        ["Refrain", "Invoke", "Support", "Stay"],
        ["Refrain", "Invoke", "Support", "Leave"],
    ] {
        solution.equilibria.push(plan(&tree, &actions));
    }
    let game = Game::from(&tree);
    same(
        &text::solution(&game, &solution),
        "
Pure Nash equilibria of The Caucasus dilemma
Found: 3 pure Nash equilibria with 2 outcomes; complete.
Method: by hand (exact arithmetic).
Complete: every Nash equilibrium in pure strategies.

Outcome: Attack, Invoke, Abstain, Stay
  Payoffs: Azerbaijan 2, Armenia -7/2 (-3.5), Russia -2
  Equilibrium 1
    Azerbaijan: Attack at the start
    Armenia: Invoke at “attacked”; Stay at “refused”
    Russia: Abstain at “called”

Outcome: Refrain
  Payoffs: Azerbaijan 0, Armenia 0, Russia 0
  Equilibrium 2
    Azerbaijan: Refrain at the start
    Armenia: (off the path: Invoke at “attacked”; Stay at “refused”)
    Russia: (off the path: Support at “called”)
  Equilibrium 3
    Azerbaijan: Refrain at the start
    Armenia: (off the path: Invoke at “attacked”; Leave at “refused”)
    Russia: (off the path: Support at “called”)
",
    );
    let summary = text::summary(&game, &solution);
    assert_eq!(summary, "The Caucasus dilemma: 3 pure Nash equilibria with 2 outcomes; complete");
}

#[test]
fn a_continuum_is_described_by_its_ends() {
    let game = Game::from(table("", ["A", "B"], &["T", "B"], &["L", "R"], [&[-3, 3, -3, 5], &[2, 7, 4, 2]]));
    let solution = foederis::nash(&game, &NashOptions::default()).unwrap();
    let shown = text::solution(&game, &solution);
    assert!(shown.contains("a continuum of dimension 1"), "{shown}");
    assert!(shown.contains("any mixture of") && shown.contains("(2/7 T + 5/7 B)"), "{shown}");
}

#[test]
fn elimination_is_told_round_by_round() {
    let game = Game::from(prisoners());
    let shown = text::solution(&game, &foederis::rationalizable(&game, &Default::default()).unwrap());
    assert!(shown.contains("Row's Cooperate is strictly dominated by Defect"), "{shown}");
    assert!(shown.contains("Row: Defect (1 strategy)"), "{shown}");
}

#[test]
fn an_unfinished_search_says_so() {
    let game = Game::from(prisoners());
    let mut solution = Solution::new(Concept::Nash, "search", "every Nash equilibrium");
    solution.status = Status::TimedOut;
    let shown = text::solution(&game, &solution);
    assert!(shown.contains("no Nash equilibrium; stopped at time_limit"), "{shown}");
    assert!(shown.contains("Not complete: stopped at time_limit; the list may lack some of: every Nash"), "{shown}");
}

#[test]
fn near_numbers_say_that_they_are_near() {
    let game = Game::from(pennies());
    let equilibrium = Equilibrium {
        error_bound: Some(1e-12),
        ..mixed(&[&["4563109873/10000000000", "5436890127/10000000000"], &["1", "0"]], &["0", "0"])
    };
    let shown = View::Equilibrium(&game, &equilibrium).text();
    assert!(shown.contains("Heads ≈0.456311") && shown.contains("within 1.0e-12"), "{shown}");
}

#[test]
fn many_equilibria_are_cut_and_say_so() {
    let names: Vec<String> = (0..6).map(|i| format!("s{i}")).collect();
    let game = NormalForm::builder().player("A", names.clone()).player("B", names);
    let game = Game::from(game.table(&[&[0; 36], &[0; 36]]).unwrap());
    let options = foederis::PureNashOptions { control: Control::default(), ..Default::default() };
    let solution = foederis::pure_nash(&game, &options).unwrap();
    assert_eq!(solution.len(), 36);
    assert!(text::solution(&game, &solution).contains("… 16 more equilibria"));
}

#[test]
fn a_long_tree_is_shown_without_deep_recursion() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let mut slot = tree.root();
    for step in 0..30_000 {
        let next = tree.decision(slot, ["A", "B"][step % 2], "", ["Take", "Pass"]).unwrap();
        tree.payoffs(next[0], [1, 0]).unwrap();
        slot = next[1];
    }
    tree.payoffs(slot, [0, 0]).unwrap();
    let game = tree.finish().unwrap();
    let equilibrium = plan(&game, &vec!["Pass"; 30_000]);
    let shown = text::tree_with(&game, Some(behavior(&equilibrium)), 60);
    assert!(shown.contains("more plays") && shown.lines().count() < 80);
    let game = Game::from(game);
    assert!(View::Equilibrium(&game, &equilibrium).text().contains("more choices"));
}
