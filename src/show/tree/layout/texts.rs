//! The texts of a picture, with their widths.

use crate::game::{ExtensiveForm, NodeId, NodeKind};
use crate::number::Rational;
use crate::show::course::Course;
use crate::show::sketch::{Sketch, What};
use crate::show::tree::measure::{shorten, text_width};
use crate::show::tree::{BeliefRanges, TreeOptions};
use crate::show::words::{Digits, clean, more, telling_label};

/// The sizes of type: of actions and payoffs, of names, of notes.
pub(in crate::show::tree) const LABEL: f64 = 12.0;
pub(in crate::show::tree) const NAME: f64 = 11.5;
pub(in crate::show::tree) const NOTE: f64 = 10.5;

/// The widest that a label may be.
const WIDEST: f64 = 190.0;

/// The texts of all items.
pub(in crate::show::tree) struct Texts {
    pub(in crate::show::tree) items: Vec<ItemTexts>,
}

/// The texts of an item.
#[derive(Default)]
pub(in crate::show::tree) struct ItemTexts {
    /// The action that leads here.
    pub(in crate::show::tree) action: String,
    /// Its probability, where that says something.
    pub(in crate::show::tree) probability: Option<String>,
    /// The mover.
    pub(in crate::show::tree) name: String,
    /// The label of the information set or chance move.
    pub(in crate::show::tree) note: Option<String>,
    /// How probable the mover thinks this node, where it might be another: "belief 5/8".
    pub(in crate::show::tree) belief: Option<String>,
    /// The payoffs, player by player.
    pub(in crate::show::tree) payoffs: Vec<String>,
    /// "… 3 more plays".
    pub(in crate::show::tree) mark: Option<String>,
}

impl ItemTexts {
    /// The width of what stands on the branch.
    pub(super) fn branch_width(&self) -> f64 {
        let bold = 1.06;
        let probability = self.probability.as_ref().map_or(0.0, |text| 5.0 + text_width(text, LABEL));
        text_width(&self.action, LABEL) * bold + probability
    }

    /// The width of what stands below the node.
    pub(super) fn below_width(&self) -> f64 {
        let note = self.note.as_ref().map_or(0.0, |note| text_width(note, NOTE));
        let belief = self.belief.as_ref().map_or(0.0, |belief| text_width(belief, NOTE));
        f64::max(text_width(&self.name, NAME) * 1.08, f64::max(note, belief))
    }

    /// The width of what stands behind the node.
    pub(super) fn after_width(&self) -> f64 {
        let payoffs: f64 = self.payoffs.iter().map(|text| text_width(text, LABEL) * 1.08 + 9.0).sum();
        payoffs + self.mark.as_ref().map_or(0.0, |mark| text_width(mark, LABEL))
    }
}

impl Texts {
    pub(in crate::show::tree) fn new(
        game: &ExtensiveForm,
        sketch: &Sketch,
        course: Option<&Course>,
        beliefs: Option<&BeliefRanges>,
        options: &TreeOptions,
    ) -> Self {
        let mut seen = std::collections::HashSet::new();
        let item = |item: &crate::show::sketch::Item| {
            let mut texts = ItemTexts::default();
            if let Some((parent, action)) = item.parent
                && let Some(before) = sketch.items[parent].what.node()
            {
                branch(game, course, before, action, &mut texts);
            }
            match item.what {
                What::More { branches, plays } => {
                    texts = ItemTexts::default();
                    texts.mark = Some(format!("{} ({plays} plays)", more(branches, "branch", "branches")));
                }
                What::Node(node) => mover(game, node, options, &mut seen, &mut texts),
                What::Folded(node, plays) => {
                    mover(game, node, options, &mut seen, &mut texts);
                    texts.mark = Some(more(plays, "play", "plays"));
                }
            }
            texts.belief = item.what.node().and_then(|node| belief(game, node, beliefs?));
            texts
        };
        Texts { items: sketch.items.iter().map(item).collect() }
    }
}

fn branch(game: &ExtensiveForm, course: Option<&Course>, before: NodeId, action: usize, texts: &mut ItemTexts) {
    let name = game.actions(before).map_or(String::new(), |actions| clean(actions.key(action)));
    texts.action = shorten(&name, LABEL, WIDEST);
    let probability = match game.node(before).kind {
        NodeKind::Chance(chance) => Some(&game.chance_move(chance).probabilities[action]),
        _ => course
            .map(|course| course.probability(before, action))
            .filter(|probability| !probability.is_zero() && **probability != Rational::ONE),
    };
    texts.probability = probability.map(|probability| Digits::Exact.compact(probability));
}

/// "belief 5/8", or "belief 0 to 5/8" where several do.
fn belief(game: &ExtensiveForm, node: NodeId, beliefs: &BeliefRanges) -> Option<String> {
    let NodeKind::Decision(id) = game.node(node).kind else { return None };
    let nodes = &game.infoset(id).nodes;
    let place = nodes.iter().position(|own| *own == node).filter(|_| nodes.len() > 1)?;
    let (low, high) = beliefs.get(id.index())?.get(place)?;
    let (least, most) = (Digits::Exact.compact(low), Digits::Exact.compact(high));
    Some(if low == high { format!("belief {least}") } else { format!("belief {least} to {most}") })
}

fn mover(
    game: &ExtensiveForm,
    node: NodeId,
    options: &TreeOptions,
    seen: &mut std::collections::HashSet<crate::game::InfosetId>,
    texts: &mut ItemTexts,
) {
    let short = |text: String, size| shorten(&text, size, WIDEST);
    match game.node(node).kind {
        NodeKind::Terminal => {
            texts.payoffs = game.play_payoffs(node).iter().map(|payoff| Digits::Exact.compact(payoff)).collect();
        }
        NodeKind::Chance(chance) => {
            texts.name = "Chance".into();
            let label = clean(&game.chance_move(chance).label);
            let shown = options.labels && !label.is_empty() && label.to_lowercase() != "chance";
            texts.note = shown.then(|| short(label, NOTE));
        }
        NodeKind::Decision(id) => {
            let infoset = game.infoset(id);
            let player = clean(game.players().key(infoset.player.index()));
            let label = telling_label(game, infoset).filter(|_| options.labels && seen.insert(id));
            texts.note = label.map(|label| short(label, NOTE));
            texts.name = short(player, NAME);
        }
    }
}
