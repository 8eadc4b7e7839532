//! A tree written as one expression.

use foederis::game::{Slot, TreeBuilder};
use foederis::{ExtensiveForm, Game, Rational};

/// A tree from some move on.
#[derive(Clone)]
pub enum Branch {
    End(Vec<Rational>),
    Move { player: String, infoset: String, actions: Vec<(String, Branch)> },
    Chance(Vec<(String, Rational, Branch)>),
}

pub fn number(text: &str) -> Rational {
    text.parse().expect("a number")
}

/// Payoffs in whole numbers.
pub fn end<const N: usize>(payoffs: [i64; N]) -> Branch {
    Branch::End(payoffs.map(Rational::from).to_vec())
}

/// Payoffs as text, for fractions.
pub fn ends<const N: usize>(payoffs: [&str; N]) -> Branch {
    Branch::End(payoffs.map(number).to_vec())
}

/// A move that the player knows for what it is.
pub fn by<const N: usize>(player: &str, actions: [(&str, Branch); N]) -> Branch {
    hidden(player, "", actions)
}

/// A move in an information set: moves of one player with one name cannot be told apart.
pub fn hidden<const N: usize>(player: &str, infoset: &str, actions: [(&str, Branch); N]) -> Branch {
    let actions = actions.map(|(name, branch)| (name.to_owned(), branch)).to_vec();
    Branch::Move { player: player.to_owned(), infoset: infoset.to_owned(), actions }
}

/// A move of chance: events, their probabilities, what follows.
pub fn chance<const N: usize>(events: [(&str, &str, Branch); N]) -> Branch {
    Branch::Chance(events.map(|(name, probability, branch)| (name.to_owned(), number(probability), branch)).to_vec())
}

pub fn tree<const N: usize>(title: &str, players: [&str; N], start: Branch) -> ExtensiveForm {
    let mut builder = ExtensiveForm::builder(players).title(title);
    let root = builder.root();
    plant(&mut builder, root, start);
    builder.finish().unwrap()
}

pub fn game<const N: usize>(title: &str, players: [&str; N], start: Branch) -> Game {
    tree(title, players, start).into()
}

fn plant(builder: &mut TreeBuilder, slot: Slot, branch: Branch) {
    match branch {
        Branch::End(payoffs) => builder.payoffs(slot, payoffs).unwrap(),
        Branch::Move { player, infoset, actions } => {
            let (names, branches): (Vec<String>, Vec<Branch>) = actions.into_iter().unzip();
            let slots = builder.decision(slot, &player, &infoset, names).unwrap();
            slots.into_iter().zip(branches).for_each(|(slot, branch)| plant(builder, slot, branch));
        }
        Branch::Chance(events) => {
            let named = events.iter().map(|(name, probability, _)| (name.clone(), probability.clone()));
            let slots = builder.chance(slot, "", named).unwrap();
            slots.into_iter().zip(events).for_each(|(slot, (_, _, branch))| plant(builder, slot, branch));
        }
    }
}
