//! Labels of information sets: moves of one player with one label cannot be told apart, wherever in a file they stand.

use foederis::{Error, Game, InputError, Model, NashOptions, PureNashOptions, Rational, nash, pure_nash};

fn read(text: &str) -> Model {
    Model::from_yaml(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn fault(text: &str) -> InputError {
    match Model::from_yaml(text) {
        Err(Error::Input(error)) => error,
        other => panic!("{other:?}\n{text}"),
    }
}

fn game(text: &str) -> Game {
    read(text).base().unwrap()
}

/// Each information set with the number of its nodes.
fn sets(text: &str) -> Vec<(String, usize)> {
    let game = game(text);
    let tree = game.tree("the test").unwrap();
    tree.infosets().iter().map(|set| (set.key.clone(), set.nodes.len())).collect()
}

fn named(sets: &[(&str, usize)]) -> Vec<(String, usize)> {
    sets.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

/// Chance decides which of two actions is right, and A does not see it: A gets 1/2, whatever it does.
const INLINE: &str = "
title: Blind
players: [A, B]
tree:
  chance:
    x: {probability: 1/2, player: A, information set: blind, actions: {L: [1, 0], R: [0, 0]}}
    y: {probability: 1/2, player: A, information set: blind, actions: {L: [0, 0], R: [1, 0]}}
";

const IN_PARTS: &str = "
title: Blind
players: [A, B]
tree:
  chance:
    x: {probability: 1/2, continue: px}
    y: {probability: 1/2, continue: py}
parts:
  px: {player: A, information set: blind, actions: {L: [1, 0], R: [0, 0]}}
  py: {player: A, information set: blind, actions: {L: [0, 0], R: [1, 0]}}
";

/// One part that follows twice.
const TWICE: &str = "
title: Blind
players: [A, B]
tree:
  chance:
    x: {probability: 1/2, payoffs: [1, 0], continue: guess}
    y: {probability: 1/2, payoffs: [2, 0], continue: guess}
parts:
  guess: {player: A, information set: blind, actions: {L: [1, 0], R: [0, 0]}}
";

#[test]
fn a_tree_in_parts_is_the_same_tree() {
    assert_eq!(sets(INLINE), named(&[("blind", 2)]));
    assert_eq!(game(IN_PARTS), game(INLINE));
    for solution in [
        nash(&game(IN_PARTS), &NashOptions::default()).unwrap(),
        pure_nash(&game(IN_PARTS), &PureNashOptions::default()).unwrap(),
    ] {
        let half = Rational::new(1, 2).unwrap();
        assert!(!solution.equilibria.is_empty());
        for equilibrium in &solution.equilibria {
            assert_eq!(equilibrium.payoffs[0].to_string(), half.to_string());
        }
    }
    assert_eq!(sets(TWICE), named(&[("blind", 2)]));
    let named_apart = IN_PARTS.replacen("set: blind", "set: clear", 1);
    assert_eq!(sets(&named_apart), named(&[("clear", 1), ("blind", 1)]));
}

#[test]
fn parts_are_written_and_read_back_as_the_same_game() {
    for text in [IN_PARTS, TWICE] {
        let model = read(text);
        assert_eq!(read(&model.to_yaml()).base(), model.base());
        assert_eq!(read(&model.to_json()).base(), model.base());
    }
}

#[test]
fn without_a_label_each_copy_is_its_own() {
    let text = TWICE.replace("information set: blind, ", "");
    assert_eq!(sets(&text), named(&[("after x", 1), ("after y", 1)]));
}

#[test]
fn labels_join_simultaneous_moves_and_what_follows_ends() {
    let at_once = "
title: A vote
players: [A, B]
tree:
  chance:
    x: {probability: 1/2, payoffs: [0, 0], continue: vote}
    y: {probability: 1/2, payoffs: [1, 1], continue: vote}
parts:
  vote:
    simultaneous: {actions: [Yes, No], information set: vote, rules: [{if: own = Yes, payoff: 1}]}
";
    assert_eq!(sets(at_once), named(&[("vote", 2), ("vote", 4)]));
    let after = "
title: After the guess
players: [A, B]
tree:
  continue: guess
  after:
    otherwise: {player: B, information set: blind, actions: {l: [1, 0], r: [0, 1]}}
parts:
  guess: {player: A, actions: {L: {payoffs: [0, 0]}, R: {payoffs: [1, 0]}}}
";
    assert_eq!(sets(after), named(&[("start", 1), ("blind", 2)]));
    assert_eq!(
        sets(&after.replace("information set: blind, ", "")),
        named(&[("start", 1), ("after L", 1), ("after R", 1)])
    );
}

#[test]
fn one_label_of_two_players_is_two_sets() {
    let text = "
title: Both hard
players: [A, B]
tree:
  player: A
  information set: hard
  actions:
    L: {player: B, information set: hard, actions: {l: [1, 0], r: [0, 1]}}
    R: [0, 0]
";
    assert_eq!(sets(text), named(&[("hard", 1), ("hard", 1)]));
}

#[test]
fn a_part_whose_label_would_make_a_player_forget_is_refused() {
    let text = "
title: Forgetful
players: [A]
tree:
  player: A
  actions:
    Left: {payoffs: [1], continue: again}
    Right: {payoffs: [0], continue: again}
parts:
  again:
    player: A
    information set: blind
    actions: {l: [0], r: [1]}
";
    let error = fault(text);
    assert_eq!(
        error.message,
        "the label 'blind' joins two moves of A, at Left and at Right, but A has moved or known differently before them \
         and would have to forget it"
    );
    assert!(error.help.unwrap().contains("leave the label out"));
    assert_eq!(error.place.map(|place| place.line), Some(12));
    assert_eq!(
        sets(&text.replace("    information set: blind\n", "")),
        named(&[("start", 1), ("after Left", 1), ("after Right", 1)])
    );
    // In one piece a game of imperfect recall can be written all the same; solvers that need recall say so.
    let inline = "
title: Forgetful
players: [A]
tree:
  player: A
  actions:
    Left: {player: A, information set: blind, actions: {l: [1], r: [2]}}
    Right: {player: A, information set: blind, actions: {l: [0], r: [1]}}
";
    assert!(game(inline).tree("the test").unwrap().perfect_recall().is_err());
}

#[test]
fn a_player_meets_a_joined_label_once_on_a_play() {
    let text = "
title: Absent-minded
players: [A]
tree: {player: A, information set: road, actions: {on: {continue: next}, off: [0]}}
parts:
  next: {player: A, information set: road, actions: {on: [4], off: [1]}}
";
    assert!(fault(text).message.contains("joins two moves of A, at the start and at on"));
}

#[test]
fn other_actions_are_told_with_both_lines() {
    let error = fault(&IN_PARTS.replace("L: [0, 0], R: [1, 0]", "L: [0, 0], S: [1, 0]"));
    assert_eq!(error.message, "A's information set 'blind' has the actions L, S here and L, R on line 9");
    assert_eq!(error.place.map(|place| place.line), Some(10));
}

#[test]
fn another_model_is_a_game_of_its_own_each_time() {
    let text = "
title: Two crises
players: [Azerbaijan, Armenia, Russia]
tree:
  chance:
    early: {probability: 1/2, continue: caucasus}
    late: {probability: 1/2, continue: caucasus}
";
    let sets = sets(text);
    assert!(sets.iter().all(|(_, nodes)| *nodes == 1), "{sets:?}");
    assert!(sets.iter().any(|(name, _)| name == "after refusal after early"), "{sets:?}");
}
