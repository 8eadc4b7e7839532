//! What the tests of the dilemmas share: random points, plans by name, and the ledger of thresholds.
#![allow(dead_code, reason = "each test file uses its part")]

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use foederis::game::NodeKind;
use foederis::{ExtensiveForm, Game, Model, Profile, Rational, alliance, subgame_perfect};

/// An action for each information set, by "player: information set".
pub type Plan = BTreeMap<String, String>;

pub fn rational(text: &str) -> Rational {
    text.parse().unwrap()
}

pub fn model(name: &str) -> Model {
    alliance::dilemma(name).unwrap()
}

/// The base with some values changed.
pub fn at(model: &Model, changes: &[(&str, &str)]) -> Game {
    let changes: Vec<(&str, Rational)> = changes.iter().map(|(name, value)| (*name, rational(value))).collect();
    model.at(&changes).unwrap()
}

pub fn tree(game: &Game) -> &ExtensiveForm {
    game.tree("the test").unwrap()
}

/// The plan of a pure profile.
pub fn plan(tree: &ExtensiveForm, profile: &Profile) -> Plan {
    let rows = profile.rows();
    let entry = |(infoset, row): (&foederis::game::Infoset, &Vec<Rational>)| {
        let action = row.iter().position(|probability| *probability == Rational::ONE);
        let action = action.map_or("mixed", |action| infoset.actions.key(action));
        (format!("{}: {}", tree.players().key(infoset.player.index()), infoset.key), action.to_owned())
    };
    tree.infosets().iter().zip(rows).map(entry).collect()
}

/// The plans of all subgame-perfect equilibria, with the payoffs.
pub fn perfect(game: &Game) -> Vec<(Plan, Vec<Rational>)> {
    let solution = subgame_perfect(game, &Default::default()).unwrap();
    let tree = tree(game);
    solution.equilibria.iter().map(|e| (plan(tree, &e.profile), e.payoffs.clone())).collect()
}

/// The actions along the play of a plan; chance is not met.
pub fn path(tree: &ExtensiveForm, plan: &Plan) -> Vec<String> {
    let mut node = tree.root();
    let mut path = Vec::new();
    while let NodeKind::Decision(id) = tree.node(node).kind {
        let infoset = tree.infoset(id);
        let key = format!("{}: {}", tree.players().key(infoset.player.index()), infoset.key);
        let action = infoset.actions.find("action", &plan[&key]).unwrap();
        path.push(plan[&key].clone());
        node = tree.node(node).children[action];
    }
    path
}

/// Numbers that repeat from run to run (xorshift).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % limit
    }

    /// A small number, so that ties occur: quarters, halves and wholes from -5 to 5.
    pub fn small(&mut self) -> Rational {
        let den = [1, 1, 2, 2, 4][self.below(5) as usize];
        Rational::new(self.below(10 * den as u64 + 1) as i64 - 5 * den, den).unwrap()
    }

    /// A point within the ranges and assumptions of a model.
    pub fn point(&mut self, model: &Model) -> Vec<Rational> {
        loop {
            let point: Vec<Rational> = model.parameters().iter().map(|parameter| self.within(parameter)).collect();
            if model.check(&point).is_ok() {
                return point;
            }
        }
    }

    fn within(&mut self, parameter: &foederis::Parameter) -> Rational {
        let unit = parameter.range.high.is_some();
        loop {
            let value = self.small();
            let value = if unit { &value.abs() / &5.into() } else { value };
            if parameter.range.contains(&value) {
                return value;
            }
        }
    }
}

/// Values of a point by symbol.
pub struct Values<'a>(pub &'a Model, pub &'a [Rational]);

impl Values<'_> {
    pub fn get(&self, symbol: &str) -> Rational {
        let index = self.0.symbols_list().iter().position(|known| known == symbol).unwrap();
        self.1[index].clone()
    }
}

/// What a threshold says, and what equilibria do, decision by decision.
///
/// A decision is compared in the light of what follows in the same equilibrium. After all equilibria are entered, what
/// was chosen must be exactly what the threshold says: at a tie both actions, and each in some equilibrium.
#[derive(Default)]
pub struct Ledger {
    entries: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>,
}

impl Ledger {
    /// Enters a choice: `first` is right where `order` is less, `second` where it is greater, both where it is equal.
    pub fn enter(&mut self, decision: String, order: Ordering, first: &str, second: &str, chosen: &str) {
        let expected: BTreeSet<String> = match order {
            Ordering::Less => [first.to_owned()].into(),
            Ordering::Greater => [second.to_owned()].into(),
            Ordering::Equal => [first.to_owned(), second.to_owned()].into(),
        };
        let entry = self.entries.entry(decision).or_insert_with(|| (expected.clone(), BTreeSet::new()));
        assert_eq!(entry.0, expected, "one decision in one light has one threshold");
        entry.1.insert(chosen.to_owned());
    }

    /// Compares; returns how many decisions were tied.
    pub fn settle(self, point: &dyn std::fmt::Debug) -> usize {
        let mut ties = 0;
        for (decision, (expected, chosen)) in self.entries {
            assert_eq!(expected, chosen, "{decision} at {point:?}");
            ties += usize::from(expected.len() == 2);
        }
        ties
    }
}
