//! Stories.

use super::games::*;
use foederis::show::{StoryOptions, story};
use foederis::{Equilibrium, ExtensiveForm, Game, Rational, subgame_perfect};

fn tell(game: impl Into<Game>, equilibrium: &Equilibrium) -> Vec<String> {
    let text = story::story(&game.into(), equilibrium, &StoryOptions::default());
    text.lines().map(String::from).collect()
}

#[test]
fn the_caucasus_choice_by_choice() {
    let game = caucasus();
    let expected = [
        "Azerbaijan chooses Attack, because Armenia would then choose Invoke, Russia Abstain and Armenia Stay: \
         this gives Azerbaijan 2; Refrain would give it 0.",
        "After Attack, Armenia chooses Invoke, because Russia would then choose Abstain and Armenia Stay: \
         this gives Armenia -7/2 (-3.5); Accommodate would give it -4.",
        "After Invoke, Russia chooses Abstain, because Armenia would then choose Stay: this gives Russia -2; \
         Support would give it -7.",
        "After Abstain, Armenia chooses Stay, which gives it -7/2 (-3.5); Leave would give it -9/2 (-4.5).",
        "So the outcome is: Attack, Invoke, Abstain, Stay. Azerbaijan gets 2, Armenia -7/2 (-3.5) and Russia -2.",
    ];
    assert_eq!(tell(&game, &caucasus_equilibrium(&game)), expected);
}

#[test]
fn an_incredible_threat_is_named() {
    let game = caucasus();
    let told = tell(&game, &plan(&game, &["Refrain", "Invoke", "Support", "Stay"]));
    assert_eq!(
        told[0],
        "Azerbaijan chooses Refrain, which gives it 0; Attack would give it -4 (Armenia would then choose Invoke and \
         Russia Support). That is not credible: after Attack, Invoke, Russia would get -2 from Abstain but only -7 \
         from Support."
    );
}

#[test]
fn a_player_who_moves_twice_is_named_once() {
    let game = central_asia();
    let told = tell(&game, &central_asia_equilibrium(&game));
    assert!(
        told[1].contains("Back would give it -2 (Tajikistan would then choose Veto, then Attack and Kyrgyzstan Stay)")
    );
}

#[test]
fn mixing_rests_on_indifference_and_beliefs() {
    let told = tell(private_loyalty(), &private_loyalty_equilibrium());
    assert_eq!(
        told[0],
        "Chance draws first: Disloyal with probability 1/4 (0.25) and Loyal with probability 3/4 (0.75)."
    );
    assert!(told[2].contains("After Loyal, Armenia is indifferent between Invoke and Accommodate (each gives it 0)"));
    assert!(told[3].contains("Disloyal, Invoke with probability 5/8 (0.625), or Loyal, Invoke with probability 3/8"));
    assert!(told[3].contains("Russia is indifferent between Support and Abstain (each gives it -7) and so can mix"));
    assert!(told[4].ends_with("In expectation, Armenia gets 1/3 (≈0.3333) and Russia -14/5 (-2.8)."));
}

#[test]
fn simultaneous_moves_are_not_told_as_answers() {
    let game = article_four();
    let told = tell(&game, &plan(&game, &["Invoke", "Support", "Abstain", "Abstain", "Abstain", "Abstain"]));
    assert!(told[0].ends_with("Not would give it more, 0."), "{}", told[0]);
    assert!(told[1].contains("Belarus chooses Support, given that Kazakhstan chooses Abstain"), "{}", told[1]);
    assert!(told[1].ends_with("Abstain would give it -6."), "{}", told[1]);
}

#[test]
fn tables_are_told_player_by_player() {
    let told = tell(prisoners(), &mixed(&[&["0", "1"], &["0", "1"]], &["1", "1"]));
    assert_eq!(told[0], "Row chooses Defect, which gives it 1 when Column chooses Defect; Cooperate would give it 0.");
    assert_eq!(told[2], "Row gets 1 and Column 1.");
    let told = tell(pennies(), &mixed(&[&["1/2", "1/2"], &["1/2", "1/2"]], &["0", "0"]));
    assert!(told[0].starts_with("Even is indifferent between Heads and Tails (each gives it 0 given how Odd mixes)"));
    assert_eq!(told[2], "In expectation, Even gets 0 and Odd 0.");
}

#[test]
fn labels_that_are_not_plain_words_are_quoted() {
    let game = horse();
    let told = tell(&game, &plan(&game, &["Across", "Right", "across"]));
    assert!(told[0].starts_with("One chooses “Across”, because Two would then choose “across”"), "{}", told[0]);
}

#[test]
fn illustrative_numbers_are_named_when_asked() {
    let game = Game::from(prisoners());
    let equilibrium = mixed(&[&["0", "1"], &["0", "1"]], &["1", "1"]);
    let options = StoryOptions { illustrative: true, ..Default::default() };
    assert!(story::story(&game, &equilibrium, &options).ends_with(story::ILLUSTRATIVE));
    assert!(!story::story(&game, &equilibrium, &StoryOptions::default()).contains("illustrative"));
}

#[test]
fn a_place_is_told_by_all_of_its_steps_where_the_last_one_leads_elsewhere_too() {
    let half = |events: [&str; 2]| events.map(|event| (event.to_owned(), Rational::new(1, 2).unwrap()));
    let mut tree = ExtensiveForm::builder(["A"]);
    let first = tree.chance(tree.root(), "", half(["war", "peace"])).unwrap();
    let second = tree.chance(first[0], "", half(["war", "talks"])).unwrap();
    for (slot, label) in [(second[0], "twice"), (second[1], "then talks"), (first[1], "never")] {
        let ends = tree.decision(slot, "A", label, ["x", "y"]).unwrap();
        ends.into_iter().zip([1, 0]).for_each(|(end, payoff)| tree.payoffs(end, [payoff]).unwrap());
    }
    let game = Game::from(tree.finish().unwrap());
    let told = tell(game.clone(), &subgame_perfect(&game, &Default::default()).unwrap().equilibria[0]).join("\n");
    let told = told.replace(['“', '”'], "");
    assert!(told.contains("Chance draws first") && told.contains("Chance draws after war: "), "{told}");
    assert!(told.contains("After war, war, A chooses x") && !told.contains("After war, A chooses"), "{told}");
    assert!(told.contains("After talks, A chooses x"), "{told}");
}
