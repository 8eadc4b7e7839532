//! The fingerprint of a game: what a certificate is about.

use sha2::{Digest, Sha256};

use crate::game::{ExtensiveForm, Game, Labels, NodeKind, NormalForm, SymmetricGame};
use crate::number::Rational;

/// A fingerprint of a game's structure, names and payoffs: equal for equal games, whatever their titles, comments and
/// the labels of nodes and outcomes.
///
/// It is worked out once and kept with the game, as every certificate names it.
pub fn fingerprint(game: &Game) -> String {
    match game {
        Game::Normal(table) => table.fingerprint_or(|| Canonical::of(|hash| hash.normal(table))),
        Game::Extensive(tree) => tree.fingerprint_or(|| Canonical::of(|hash| hash.extensive(tree))),
    }
    .to_owned()
}

/// A fingerprint of a game of exchangeable players.
pub fn symmetric_fingerprint(game: &SymmetricGame) -> String {
    Canonical::of(|hash| hash.symmetric(game))
}

/// Feeds a hash such that different games give different bytes: every text and list goes in after its length.
struct Canonical(Sha256);

impl Canonical {
    /// The hash, as text, of what is fed to it.
    fn of(feed: impl FnOnce(&mut Self)) -> String {
        let mut hash = Canonical(Sha256::new());
        feed(&mut hash);
        let hex: String = hash.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha256:{hex}")
    }

    fn count(&mut self, value: usize) {
        self.0.update((value as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text);
    }

    fn labels(&mut self, labels: &Labels) {
        self.count(labels.len());
        labels.keys().iter().for_each(|key| self.text(key));
    }

    fn numbers(&mut self, numbers: &[Rational]) {
        self.count(numbers.len());
        numbers.iter().for_each(|number| self.text(&number.to_string()));
    }

    fn normal(&mut self, game: &NormalForm) {
        self.text("normal");
        self.labels(game.players());
        game.player_ids().for_each(|player| self.labels(game.strategies(player)));
        (0..game.num_profiles()).for_each(|number| self.numbers(game.payoffs_of(number)));
    }

    fn symmetric(&mut self, game: &SymmetricGame) {
        self.text("symmetric");
        self.count(game.groups().len());
        for (number, group) in game.groups().iter().enumerate() {
            self.text(&group.name);
            self.count(group.count);
            group.actions.iter().for_each(|action| self.text(action));
            game.table(number).iter().for_each(|cell| self.numbers(cell));
        }
    }

    fn extensive(&mut self, tree: &ExtensiveForm) {
        self.text("extensive");
        self.labels(tree.players());
        self.count(tree.infosets().len());
        for infoset in tree.infosets() {
            self.count(infoset.player.index());
            self.text(&infoset.key);
            self.labels(&infoset.actions);
        }
        self.count(tree.num_nodes());
        for id in tree.node_ids() {
            match tree.node(id).kind {
                NodeKind::Terminal => {
                    self.count(0);
                    self.numbers(tree.play_payoffs(id));
                }
                NodeKind::Decision(infoset) => {
                    self.count(1);
                    self.count(infoset.index());
                }
                NodeKind::Chance(chance) => {
                    self.count(2);
                    self.labels(&tree.chance_move(chance).events);
                    self.numbers(&tree.chance_move(chance).probabilities);
                }
            }
        }
    }
}
