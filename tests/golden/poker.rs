//! Poker with two cards and one bet.

use foederis::Model;

use super::case::{Case, Expected};

const POKER: &str = "
title: Stripped-down poker
players: [Dealer, Caller]
tree:
  chance:
    king:
      probability: 1/2
      player: Dealer
      information set: king
      actions:
        Fold: [-1, 1]
        Bet:
          player: Caller
          information set: bet
          actions: {Call: [2, -2], Fold: [1, -1]}
    queen:
      probability: 1/2
      player: Dealer
      information set: queen
      actions:
        Fold: [-1, 1]
        Bet:
          player: Caller
          information set: bet
          actions: {Call: [-2, 2], Fold: [1, -1]}
";

pub fn case() -> Case {
    Case {
        name: "Stripped-down poker",
        source: "Reiley, Urbancic and Walker 2008, doi:10.3200/JECE.39.4.323-341",
        game: Model::from_yaml(POKER).and_then(|model| model.base()).unwrap(),
        expected: vec![Expected::Payoffs(&[&["1/3", "-1/3"]])],
    }
}
