//! What the colours and lines mean, below the tree.

use std::fmt::Write;

use super::draw::Scene;
use super::layout::{LABEL, MARGIN};
use super::measure::{shorten, text_width};
use super::palette::player_class;
use crate::game::NodeKind;
use crate::show::escape::xml;
use crate::show::words::clean;

/// The height of a line of the legend.
const LINE: f64 = 20.0;

/// An entry: a sign drawn around the origin, and its meaning.
struct Entry {
    sign: String,
    text: String,
    sign_width: f64,
}

/// The legend for a picture of a given width that begins at a height, and the height that it takes.
pub(super) fn legend(scene: &Scene, width: f64, top: f64) -> (String, f64) {
    let mut svg = String::new();
    let (mut x, mut y) = (MARGIN, top + LINE / 2.0);
    for entry in entries(scene) {
        let text = shorten(&entry.text, LABEL, width - 3.0 * MARGIN - entry.sign_width);
        let room = entry.sign_width + text_width(&text, LABEL) + 18.0;
        if x > MARGIN && x + room > width - MARGIN / 2.0 {
            (x, y) = (MARGIN, y + LINE);
        }
        let _ = write!(svg, r#"<g transform="translate({x:.1} {y:.1})">{}"#, entry.sign);
        let _ = writeln!(svg, r#"<text class="fd-soft" x="{:.1}" y="4">{}</text></g>"#, entry.sign_width, xml(&text));
        x += room;
    }
    (svg, y + LINE - top)
}

fn entries(scene: &Scene) -> Vec<Entry> {
    let mut entries: Vec<Entry> = scene.game.players().keys().iter().enumerate().map(player).collect();
    if scene.game.nodes().iter().any(|node| matches!(node.kind, NodeKind::Chance(_))) {
        let sign = r#"<polygon class="fd-soft" points="5,-6 11,0 5,6 -1,0"/>"#.into();
        entries.push(Entry { sign, text: "Chance".into(), sign_width: 16.0 });
    }
    if scene.course.is_some() {
        entries.push(line("fd-w3 fd-inkline", "equilibrium path"));
        entries.push(line("fd-w2 fd-inkline", "choice off the path"));
    }
    if !scene.layout.ties.is_empty() {
        entries.push(line("fd-tie fd-inkline", "cannot be told apart"));
    }
    if scene.texts.items.iter().any(|item| item.belief.is_some()) {
        let text = "belief: how probable the mover thinks the node".into();
        entries.push(Entry { sign: String::new(), text, sign_width: 0.0 });
    }
    let order = if scene.game.num_players() > 1 { "payoffs in the players' order" } else { "payoffs at the ends" };
    entries.push(Entry { sign: String::new(), text: order.into(), sign_width: 0.0 });
    entries
}

fn player((player, name): (usize, &String)) -> Entry {
    let sign = format!(r#"<circle class="{}" cx="5" cy="0" r="5.5"/>"#, player_class(player));
    Entry { sign, text: clean(name), sign_width: 15.0 }
}

fn line(class: &str, text: &str) -> Entry {
    Entry { sign: format!(r#"<path class="{class}" d="M1 0 H23"/>"#), text: text.into(), sign_width: 30.0 }
}
