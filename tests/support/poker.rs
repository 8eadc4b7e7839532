//! Poker in small: Kuhn's with any number of cards, and Leduc hold'em.
#![allow(dead_code)]

use foederis::game::{Slot, TreeBuilder};
use foederis::{ExtensiveForm, Rational};

/// Poker after Kuhn (1950) with any number of cards: each player antes 1, may bet 1, and may call or fold.
pub fn kuhn(cards: usize) -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["First", "Second"]);
    let root = tree.root();
    let deals: Vec<(usize, usize)> =
        (0..cards).flat_map(|a| (0..cards).filter(move |b| *b != a).map(move |b| (a, b))).collect();
    let share = Rational::new(1, deals.len() as i64).unwrap();
    let events: Vec<(String, Rational)> = deals.iter().map(|(a, b)| (format!("{a} {b}"), share.clone())).collect();
    for ((a, b), deal) in deals.into_iter().zip(tree.chance(root, "deal", events).unwrap()) {
        let won = |stake: i64| if a > b { vec![stake, -stake] } else { vec![-stake, stake] };
        let first = tree.decision(deal, "First", &format!("first {a}"), ["check", "bet"]).unwrap();
        let checked = tree.decision(first[0], "Second", &format!("second {b} checked"), ["check", "bet"]).unwrap();
        tree.payoffs(checked[0], won(1)).unwrap();
        let raised = tree.decision(checked[1], "First", &format!("first {a} raised"), ["fold", "call"]).unwrap();
        tree.payoffs(raised[0], vec![-1, 1]).unwrap();
        tree.payoffs(raised[1], won(2)).unwrap();
        let bet = tree.decision(first[1], "Second", &format!("second {b} bet"), ["fold", "call"]).unwrap();
        tree.payoffs(bet[0], vec![1, -1]).unwrap();
        tree.payoffs(bet[1], won(2)).unwrap();
    }
    tree.finish().unwrap()
}

/// Leduc hold'em (Southey, Bowling, Larson, Piccione, Burch, Billings, Rayner 2005, Bayes' bluff): two suits of three
/// ranks. Each player antes 1 and gets a card; there is a round of betting, a card is laid open, and there is another
/// round. Bets and raises are of 2 in the first round and of 4 in the second, at most two of them in a round, and the first
/// player begins both. At the showdown a pair with the open card wins, else the higher rank; equal ranks share the pot.
pub fn leduc() -> ExtensiveForm {
    hold_em(3, 2)
}

/// Leduc hold'em with other numbers of ranks and suits.
pub fn hold_em(ranks: usize, suits: usize) -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(PLAYERS).title("Leduc hold'em");
    let root = tree.root();
    let mut table = Table { cards: ranks * suits, suits, tree: &mut tree };
    for (first, slot) in table.deal(root, &[]) {
        for (second, slot) in table.deal(slot, &[first]) {
            let hand = Hand { cards: [first, second], open: None, paid: [1, 1], mover: 0, raises: 0, checked: false };
            table.play(slot, &hand, "");
        }
    }
    tree.finish().unwrap()
}

const PLAYERS: [&str; 2] = ["First", "Second"];

struct Table<'a> {
    cards: usize,
    suits: usize,
    tree: &'a mut TreeBuilder,
}

#[derive(Clone)]
struct Hand {
    cards: [usize; 2],
    open: Option<usize>,
    paid: [i64; 2],
    mover: usize,
    /// In this round.
    raises: usize,
    /// Whether the other player has just checked.
    checked: bool,
}

impl Table<'_> {
    fn name(&self, card: usize) -> String {
        let rank = ["J", "Q", "K", "A"]
            .get(card / self.suits)
            .map_or_else(|| (card / self.suits).to_string(), |name| name.to_string());
        format!("{rank}{}", ["s", "h", "d", "c"][card % self.suits])
    }

    /// One of the cards that are left.
    fn deal(&mut self, slot: Slot, gone: &[usize]) -> Vec<(usize, Slot)> {
        let left: Vec<usize> = (0..self.cards).filter(|card| !gone.contains(card)).collect();
        let share = Rational::new(1, left.len() as i64).unwrap();
        let events: Vec<(String, Rational)> = left.iter().map(|card| (self.name(*card), share.clone())).collect();
        left.into_iter().zip(self.tree.chance(slot, "", events).unwrap()).collect()
    }

    fn play(&mut self, slot: Slot, hand: &Hand, history: &str) {
        let (mover, other) = (hand.mover, 1 - hand.mover);
        let owing = hand.paid[other] - hand.paid[mover];
        let mut actions = if owing > 0 { vec!["fold", "call"] } else { vec!["check"] };
        if hand.raises < 2 {
            actions.push(if owing > 0 { "raise" } else { "bet" });
        }
        let open = hand.open.map_or(String::new(), |card| self.name(card));
        let known = format!("{} {open} {history}", self.name(hand.cards[mover]));
        let slots = self.tree.decision(slot, PLAYERS[mover], known.trim(), actions.clone()).unwrap();
        for (action, slot) in actions.into_iter().zip(slots) {
            let history = format!("{history}{}", &action[..1]);
            let mut next = Hand { mover: other, checked: false, ..hand.clone() };
            match action {
                "fold" => self.end(slot, if mover == 0 { -hand.paid[0] } else { hand.paid[1] }),
                "bet" | "raise" => {
                    next.paid[mover] = hand.paid[other] + if hand.open.is_some() { 4 } else { 2 };
                    next.raises += 1;
                    self.play(slot, &next, &history);
                }
                "check" if !hand.checked => self.play(slot, &Hand { checked: true, ..next }, &history),
                _ => {
                    next.paid[mover] = hand.paid[other];
                    self.round_over(slot, &next, &history);
                }
            }
        }
    }

    fn round_over(&mut self, slot: Slot, hand: &Hand, history: &str) {
        if hand.open.is_some() {
            return self.showdown(slot, hand);
        }
        for (card, slot) in self.deal(slot, &hand.cards) {
            let next = Hand { open: Some(card), mover: 0, raises: 0, checked: false, ..hand.clone() };
            self.play(slot, &next, &format!("{history}/"));
        }
    }

    fn showdown(&mut self, slot: Slot, hand: &Hand) {
        let rank = |card: usize| card / self.suits;
        let [one, two] = hand.cards.map(rank);
        let strength = |own: usize| (Some(own) == hand.open.map(rank), own);
        self.end(slot, hand.paid[0] * (strength(one).cmp(&strength(two)) as i64));
    }

    fn end(&mut self, slot: Slot, won: i64) {
        self.tree.payoffs(slot, [won, -won]).unwrap();
    }
}
