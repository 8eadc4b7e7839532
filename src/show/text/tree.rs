//! Trees as indented text.

use std::collections::BTreeMap;

use super::finish;
use crate::game::{BehaviorProfile, ExtensiveForm, InfosetId, NodeId, NodeKind};
use crate::number::Rational;
use crate::show::course::Course;
use crate::show::sketch::{Item, Sketch, What};
use crate::show::words::{Digits, clean, more, telling_label};

/// How many nodes are shown unless the caller says otherwise.
const MAX_NODES: usize = 200;

/// A tree as indented text, with everybody's payoffs at the end of each play.
pub fn tree(game: &ExtensiveForm) -> String {
    tree_with(game, None, MAX_NODES)
}

/// A tree as indented text, with a profile's choices marked, showing about `max_nodes` nodes.
///
/// `►` marks the course of play, `▻` a choice where play does not come; probabilities follow mixed choices.
pub fn tree_with(game: &ExtensiveForm, profile: Option<&BehaviorProfile>, max_nodes: usize) -> String {
    let profile = profile.filter(|profile| profile.check(game).is_ok());
    let course = profile.map(|profile| Course::new(game, profile));
    let sketch = Sketch::new(game, course.as_ref(), max_nodes);
    let drawing = Drawing { game, course, tags: tags(game, &sketch) };
    let mut lines = Vec::new();
    let title = clean(game.title());
    if !title.is_empty() {
        lines.extend([title, String::new()]);
    }
    let mut rails: Vec<String> = Vec::with_capacity(sketch.items.len());
    for (index, item) in sketch.items.iter().enumerate() {
        let rail = rail(&sketch, index, &rails);
        lines.push(drawing.line(&sketch, item, &rail));
        if let What::Folded(_, plays) = item.what {
            let blank = if item.parent.is_none() { "" } else { &rail.below };
            lines.push(format!("{blank}└─ {}", more(plays, "play", "plays")));
        }
        rails.push(rail.below);
    }
    lines.push(String::new());
    lines.extend(drawing.legend());
    finish(&lines)
}

/// The strokes before a line, and those before the lines below it.
struct Rail {
    here: String,
    below: String,
}

fn rail(sketch: &Sketch, index: usize, rails: &[String]) -> Rail {
    let Some((parent, _)) = sketch.items[index].parent else {
        return Rail { here: String::new(), below: String::new() };
    };
    let last = sketch.items[parent].children.last() == Some(&index);
    let above = &rails[parent];
    let (corner, below) = if last { ("└─", "   ") } else { ("├─", "│  ") };
    Rail { here: format!("{above}{corner}"), below: format!("{above}{below}") }
}

struct Drawing<'a> {
    game: &'a ExtensiveForm,
    course: Option<Course<'a>>,
    /// The letter of each information set that has several nodes in the sketch.
    tags: BTreeMap<InfosetId, String>,
}

/// Letters for the information sets that hold several of the nodes shown.
fn tags(game: &ExtensiveForm, sketch: &Sketch) -> BTreeMap<InfosetId, String> {
    let mut tags = BTreeMap::new();
    for item in &sketch.items {
        if let Some(node) = item.what.node()
            && let NodeKind::Decision(infoset) = game.node(node).kind
            && game.infoset(infoset).nodes.len() > 1
            && !tags.contains_key(&infoset)
        {
            tags.insert(infoset, letters(tags.len()));
        }
    }
    tags
}

/// A, B, ..., Z, AA, AB, ...
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (number % 26) as u8));
        match number / 26 {
            0 => break,
            rest => number = rest - 1,
        }
    }
    letters.iter().rev().collect()
}

impl Drawing<'_> {
    fn line(&self, sketch: &Sketch, item: &Item, rail: &Rail) -> String {
        let here = match item.what {
            What::More { branches, plays } => {
                return format!("{} {} ({plays} plays)", rail.here, more(branches, "branch", "branches"));
            }
            What::Node(node) | What::Folded(node, _) => self.describe(node),
        };
        let Some((parent, action)) = item.parent else { return here };
        let Some(before) = sketch.items[parent].what.node() else { return here };
        format!("{}{} {}: {here}", rail.here, self.mark(before, action), self.branch(before, action))
    }

    /// The mover, or the payoffs.
    fn describe(&self, node: NodeId) -> String {
        match self.game.node(node).kind {
            NodeKind::Terminal => {
                let payoffs: Vec<String> =
                    self.game.play_payoffs(node).iter().map(|payoff| Digits::Exact.compact(payoff)).collect();
                format!("({})", payoffs.join(", "))
            }
            NodeKind::Chance(chance) => match clean(&self.game.chance_move(chance).label) {
                label if label.is_empty() => "Chance".into(),
                label => format!("Chance “{label}”"),
            },
            NodeKind::Decision(id) => {
                let infoset = self.game.infoset(id);
                let player = clean(self.game.players().key(infoset.player.index()));
                let label = telling_label(self.game, infoset).map_or(String::new(), |label| format!(" “{label}”"));
                let tag = self.tags.get(&id).map_or(String::new(), |tag| format!(" [{tag}]"));
                format!("{player}{label}{tag}")
            }
        }
    }

    /// The action's name, with its probability where that says something.
    fn branch(&self, node: NodeId, action: usize) -> String {
        let name = self.game.actions(node).map_or(String::new(), |actions| clean(actions.key(action)));
        let probability = match self.game.node(node).kind {
            NodeKind::Chance(chance) => Some(&self.game.chance_move(chance).probabilities[action]),
            _ => self.course.as_ref().map(|course| course.probability(node, action)),
        };
        let telling = |probability: &&Rational| !probability.is_zero() && **probability != Rational::ONE;
        match probability.filter(telling) {
            Some(probability) => format!("{name} ({})", Digits::Exact.compact(probability)),
            None => name,
        }
    }

    fn mark(&self, node: NodeId, action: usize) -> &'static str {
        match &self.course {
            Some(course) if course.probability(node, action).is_zero() => " ",
            Some(course) if course.reaches(node) => "►",
            Some(_) => "▻",
            None => "",
        }
    }

    fn legend(&self) -> Vec<String> {
        let players: Vec<String> = self.game.players().keys().iter().map(|player| clean(player)).collect();
        let mut lines = vec![format!("Payoffs (utilities): {}.", players.join(", "))];
        if self.course.is_some() {
            lines.push("► course of play   ▻ choice where play does not come".into());
        }
        if !self.tags.is_empty() {
            lines.push("Nodes with the same letter in brackets cannot be told apart by the player who moves.".into());
        }
        lines
    }
}
