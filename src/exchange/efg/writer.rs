//! Writing `.efg` files.

use super::super::tokens::{join, quote, quote_all};
use crate::game::{ChanceMove, ExtensiveForm, InfosetId, Node, NodeKind};

/// The game as the text of a `.efg` file. Information sets, chance moves and outcomes are described at every node.
pub fn write(game: &ExtensiveForm) -> String {
    let numbers = infoset_numbers(game);
    let players = quote_all(game.players().labels());
    let mut text = format!("EFG 2 R {} {players}\n{}\n\n", quote(game.title()), quote(game.comment()));
    for node in game.nodes() {
        match node.kind {
            NodeKind::Terminal => text += &format!("t {}", quote(&node.label)),
            NodeKind::Decision(id) => text += &format!("p {} {}", quote(&node.label), decision(game, id, &numbers)),
            NodeKind::Chance(id) => {
                let events = chance(game.chance_move(id));
                text += &format!("c {} {} {events}", quote(&node.label), id.index() + 1);
            }
        }
        text += &format!(" {}\n", outcome(game, node));
    }
    text
}

/// The number of each information set among those of its player, from 1.
fn infoset_numbers(game: &ExtensiveForm) -> Vec<usize> {
    let mut counts = vec![0; game.num_players()];
    let mut number = |player: usize| {
        counts[player] += 1;
        counts[player]
    };
    game.infosets().iter().map(|infoset| number(infoset.player.index())).collect()
}

fn decision(game: &ExtensiveForm, id: InfosetId, numbers: &[usize]) -> String {
    let infoset = game.infoset(id);
    let (label, actions) = (quote(&infoset.label), quote_all(infoset.actions.labels()));
    format!("{} {} {label} {actions}", infoset.player.index() + 1, numbers[id.index()])
}

fn chance(chance: &ChanceMove) -> String {
    let events = chance.events.labels().iter().zip(&chance.probabilities);
    let events: Vec<String> = events.map(|(event, probability)| format!("{} {probability}", quote(event))).collect();
    format!("{} {{ {} }}", quote(&chance.label), events.join(" "))
}

fn outcome(game: &ExtensiveForm, node: &Node) -> String {
    match node.outcome {
        None => "0".into(),
        Some(id) => {
            let outcome = &game.outcomes()[id.index()];
            format!("{} {} {{ {} }}", id.index() + 1, quote(&outcome.label), join(&outcome.payoffs))
        }
    }
}
