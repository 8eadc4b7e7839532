//! Trees written down path by path, and textbook games made so.

use foederis::game::{Slot, TreeBuilder};
use foederis::{ExtensiveForm, Game, Rational};

fn ratio(num: i64, den: i64) -> Rational {
    Rational::new(num, den).unwrap()
}

/// A tree of paths with payoffs, the moves being written down in order: `(path, player, information set, actions)`.
pub struct Build {
    tree: TreeBuilder,
    open: Vec<(Vec<&'static str>, Slot)>,
}

impl Build {
    pub fn new(players: &[&str]) -> Self {
        let tree = ExtensiveForm::builder(players.iter().copied());
        let root = tree.root();
        Build { tree, open: vec![(Vec::new(), root)] }
    }

    fn take(&mut self, path: &[&'static str]) -> Slot {
        let at = self.open.iter().position(|(own, _)| own == path).expect("the path is open");
        self.open.swap_remove(at).1
    }

    fn add(&mut self, path: &[&'static str], names: &[&'static str], slots: Vec<Slot>) {
        for (name, slot) in names.iter().zip(slots) {
            self.open.push(([path, &[*name]].concat(), slot));
        }
    }

    pub fn chance(mut self, path: &[&'static str], events: &[(&'static str, Rational)]) -> Self {
        let slot = self.take(path);
        let slots = self.tree.chance(slot, "", events.iter().cloned()).unwrap();
        let names: Vec<&str> = events.iter().map(|(name, _)| *name).collect();
        self.add(path, &names, slots);
        self
    }

    pub fn decide(mut self, path: &[&'static str], player: &str, key: &str, actions: &[&'static str]) -> Self {
        let slot = self.take(path);
        let slots = self.tree.decision(slot, player, key, actions.iter().copied()).unwrap();
        self.add(path, actions, slots);
        self
    }

    pub fn end(mut self, path: &[&'static str], payoffs: &[i64]) -> Self {
        let slot = self.take(path);
        self.tree.payoffs(slot, payoffs.iter().copied()).unwrap();
        self
    }

    pub fn finish(self) -> Game {
        self.tree.finish().unwrap().into()
    }
}

/// Selten's horse (1975, figure 1): players 1, 2, 3 with actions L/R; of its two kinds of Nash equilibria one is sequential.
pub fn horse() -> Game {
    Build::new(&["1", "2", "3"])
        .decide(&[], "1", "one", &["D", "C"])
        .decide(&["C"], "2", "two", &["d", "c"])
        .end(&["C", "c"], &[1, 1, 1])
        .decide(&["D"], "3", "three", &["L", "R"])
        .end(&["D", "L"], &[3, 3, 2])
        .end(&["D", "R"], &[0, 0, 0])
        .decide(&["C", "d"], "3", "three", &["L", "R"])
        .end(&["C", "d", "L"], &[4, 4, 0])
        .end(&["C", "d", "R"], &[0, 0, 1])
        .finish()
}

/// Beer or quiche (Cho and Kreps 1987): types wimp 1/10, surly 9/10.
pub fn beer_quiche() -> Game {
    let mut build = Build::new(&["Sender", "Receiver"]).chance(&[], &[("wimp", ratio(1, 10)), ("surly", ratio(9, 10))]);
    for (kind, likes) in [("wimp", "quiche"), ("surly", "beer")] {
        build = build.decide(&[kind], "Sender", kind, &["beer", "quiche"]);
        for meal in ["beer", "quiche"] {
            build = build.decide(&[kind, meal], "Receiver", meal, &["duel", "no duel"]);
            for (answer, spared) in [("duel", 0), ("no duel", 2)] {
                let right = (kind == "wimp") == (answer == "duel");
                let sender = spared + i64::from(meal == likes);
                build = build.end(&[kind, meal, answer], &[sender, i64::from(right)]);
            }
        }
    }
    build.finish()
}
