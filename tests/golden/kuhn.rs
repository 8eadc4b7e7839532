//! Kuhn's poker: three cards, one bet, value -1/18 for the first player (Kuhn 1950, A simplified two-person poker).

use foederis::game::StrategicOptions;
use foederis::{Control, ExtensiveForm, NashOptions, Rational, nash};

fn kuhn() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["First", "Second"]).title("Kuhn's poker");
    let deals: Vec<[usize; 2]> = (0..3).flat_map(|a| (0..3).filter(move |&b| b != a).map(move |b| [a, b])).collect();
    let sixth = Rational::new(1, 6).unwrap();
    let cards = ["Jack", "Queen", "King"];
    let events = deals.iter().map(|[a, b]| (format!("{} and {}", cards[*a], cards[*b]), sixth.clone()));
    let root = tree.root();
    let slots = tree.chance(root, "deal", events).unwrap();
    for (slot, [a, b]) in slots.into_iter().zip(deals) {
        let win = |stake: i64| if a > b { [stake, -stake] } else { [-stake, stake] };
        let first = tree.decision(slot, "First", cards[a], ["Bet", "Check"]).unwrap();
        let called =
            tree.decision(first[0], "Second", &format!("{} facing a bet", cards[b]), ["Call", "Fold"]).unwrap();
        tree.payoffs(called[0], win(2)).unwrap();
        tree.payoffs(called[1], [1, -1]).unwrap();
        let second =
            tree.decision(first[1], "Second", &format!("{} after a check", cards[b]), ["Bet", "Check"]).unwrap();
        tree.payoffs(second[1], win(1)).unwrap();
        let answered =
            tree.decision(second[0], "First", &format!("{} facing a bet", cards[a]), ["Call", "Fold"]).unwrap();
        tree.payoffs(answered[0], win(2)).unwrap();
        tree.payoffs(answered[1], [-1, 1]).unwrap();
    }
    tree.finish().unwrap()
}

/// One equilibrium is enough: in a zero-sum game all have the same value.
#[test]
fn its_value_is_minus_one_eighteenth() {
    let control = Control { max_equilibria: Some(1), ..Control::default() };
    let strategic = StrategicOptions { reduced: true, ..StrategicOptions::default() };
    let solution = nash(&kuhn().into(), &NashOptions { strategic, control }).unwrap();
    let value = Rational::new(1, 18).unwrap();
    assert_eq!(solution.equilibria[0].payoffs, [-&value, value]);
}
