//! The picture itself.

use std::fmt::Write;

use super::TreeOptions;
use super::layout::{LABEL, Layout, MARGIN, NAME, NOTE, Texts, Tie};
use super::legend::legend;
use super::palette::{line_class, player_class, rules};
use crate::game::{ExtensiveForm, NodeId, NodeKind};
use crate::show::course::Course;
use crate::show::escape::xml;
use crate::show::sketch::{Sketch, What};
use crate::show::words::{clean, count, list};

/// The radius of a node.
const RADIUS: f64 = 6.0;

/// A picture wider than this is not made smaller to fit the page; the page scrolls.
const SHRINKS: f64 = 1300.0;

/// Everything that is drawn.
pub(super) struct Scene<'a> {
    pub(super) game: &'a ExtensiveForm,
    pub(super) course: Option<Course<'a>>,
    pub(super) sketch: Sketch,
    pub(super) texts: Texts,
    pub(super) layout: Layout,
    pub(super) options: &'a TreeOptions,
}

/// How much weight a branch has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Not taken.
    Idle,
    /// No profile is shown.
    Plain,
    /// Planned where play does not come.
    Planned,
    /// On the course of play.
    Played,
}

/// The whole document.
pub(super) fn document(scene: &Scene) -> String {
    let title = clean(scene.game.title());
    let show_title = scene.options.title && !title.is_empty();
    let head = if show_title { 24.0 } else { 0.0 };
    let title_width = if show_title { super::measure::text_width(&title, 14.5) + 2.0 * MARGIN } else { 0.0 };
    let width = scene.layout.width.max(title_width.min(760.0)).max(if scene.options.legend { 600.0 } else { 200.0 });
    let (legend, legend_height) =
        if scene.options.legend { legend(scene, width, head + scene.layout.height) } else { (String::new(), 0.0) };
    let height = head + scene.layout.height + legend_height;
    let mut svg = String::new();
    open(&mut svg, scene, width, height);
    if show_title {
        let shown = super::measure::shorten(&title, 14.5, width - 2.0 * MARGIN);
        let _ = writeln!(svg, r#"<text class="fd-ink fd-head" x="{MARGIN}" y="26">{}</text>"#, xml(&shown));
    }
    let _ = writeln!(svg, r#"<g transform="translate(0 {head})">"#);
    branches(&mut svg, scene);
    scene.layout.ties.iter().for_each(|tie| draw_tie(&mut svg, scene, tie));
    (0..scene.sketch.items.len()).for_each(|index| item(&mut svg, scene, index));
    let _ = write!(svg, "</g>\n{legend}</svg>\n");
    svg
}

fn open(svg: &mut String, scene: &Scene, width: f64, height: f64) {
    let shrink = if width <= SHRINKS { "max-width: 100%; height: auto;" } else { "max-width: none;" };
    let (name, description) = describe(scene);
    let _ = write!(svg, r#"<svg xmlns="http://www.w3.org/2000/svg" class="fd-tree" role="img" aria-label="{name}" "#);
    let _ = writeln!(
        svg,
        r#"width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}" style="{shrink}">"#
    );
    let _ = writeln!(svg, "<title>{name}</title>\n<desc>{description}</desc>");
    let _ = writeln!(svg, "<style>{}\n{}</style>", shapes(), rules(".fd-tree", scene.game.num_players()));
    let _ = writeln!(svg, r#"<rect class="fd-ground" width="100%" height="100%" rx="6"/>"#);
}

/// The rules that do not depend on the theme.
fn shapes() -> String {
    format!(
        ".fd-tree text {{ font-family: Helvetica, Arial, 'Liberation Sans', sans-serif; font-size: {LABEL}px; }}
.fd-tree .fd-head {{ font-size: 14.5px; font-weight: 600; }}
.fd-tree .fd-name {{ font-size: {NAME}px; font-weight: 600; text-anchor: end; }}
.fd-tree .fd-note {{ font-size: {NOTE}px; font-style: italic; text-anchor: end; }}
.fd-tree .fd-belief {{ font-size: {NOTE}px; text-anchor: end; }}
.fd-tree .fd-strong {{ font-weight: 600; }}
.fd-tree path {{ fill: none; stroke-linecap: round; stroke-linejoin: round; }}
.fd-tree .fd-w0 {{ stroke-width: 1.3; }}
.fd-tree .fd-w1 {{ stroke-width: 1.5; }}
.fd-tree .fd-w2 {{ stroke-width: 2.2; }}
.fd-tree .fd-w3 {{ stroke-width: 4; }}
.fd-tree .fd-tie {{ stroke-width: 1.8; stroke-dasharray: 2 5; }}
.fd-tree .fd-node {{ stroke-width: 1.5; }}"
    )
}

/// The picture's name and what is on it, for readers who do not see it.
fn describe(scene: &Scene) -> (String, String) {
    let title = clean(scene.game.title());
    let name = if title.is_empty() { "A game tree".into() } else { format!("Game tree of {title}") };
    let players: Vec<String> = scene.game.players().keys().iter().map(|player| clean(player)).collect();
    let plays = count(scene.game.num_plays(), "play", "plays");
    let mut description = format!("Players: {}. {plays}.", list(&players));
    if let Some(course) = &scene.course {
        let outcome = crate::show::account::outcome_words(course, crate::show::words::Digits::Exact);
        description.push_str(&format!(" The course of play shown: {outcome}."));
    }
    (xml(&name), xml(&description))
}

/// All branches, the heavy ones on top.
fn branches(svg: &mut String, scene: &Scene) {
    let mut order: Vec<(Weight, usize)> =
        (0..scene.sketch.items.len()).map(|index| (weight(scene, index), index)).collect();
    order.sort();
    for (weight, index) in order {
        let Some(run) = scene.layout.run(scene.game, &scene.sketch, index) else { continue };
        let (from, to, bend) = (run.from, run.to, run.bend);
        let middle = f64::midpoint(from.x, bend);
        let mut path = format!("M{:.1} {:.1}", from.x, from.y);
        if (from.y - to.y).abs() > 0.05 {
            let _ = write!(path, " C{middle:.1} {:.1} {middle:.1} {:.1} {bend:.1} {:.1}", from.y, to.y, to.y);
        }
        let _ = write!(path, " H{:.1}", to.x);
        let class = branch_class(scene, index, weight);
        let folded = matches!(scene.sketch.items[index].what, What::More { .. });
        let dots = if folded { r#" stroke-dasharray="1 5""# } else { "" };
        let _ = writeln!(svg, r#"<path class="{class}"{dots} d="{path}"/>"#);
    }
}

pub(super) fn weight(scene: &Scene, index: usize) -> Weight {
    let (Some((parent, action)), Some(course)) = (scene.sketch.items[index].parent, &scene.course) else {
        return Weight::Plain;
    };
    match scene.sketch.items[parent].what.node() {
        Some(_) if matches!(scene.sketch.items[index].what, What::More { .. }) => Weight::Idle,
        Some(node) if course.probability(node, action).is_zero() => Weight::Idle,
        Some(node) if course.reaches(node) => Weight::Played,
        Some(_) => Weight::Planned,
        None => Weight::Plain,
    }
}

fn branch_class(scene: &Scene, index: usize, weight: Weight) -> String {
    let node = scene.sketch.items[index].parent.and_then(|(parent, _)| scene.sketch.items[parent].what.node());
    let colour = node.and_then(|node| owner(scene.game, node)).map(line_class);
    match weight {
        Weight::Idle => "fd-w0 fd-faint".into(),
        Weight::Plain => "fd-w1 fd-line".into(),
        Weight::Planned => format!("fd-w2 {}", colour.unwrap_or("fd-line".into())),
        Weight::Played => format!("fd-w3 {}", colour.unwrap_or("fd-line".into())),
    }
}

/// The position of the player who moves at a node.
pub(super) fn owner(game: &ExtensiveForm, node: NodeId) -> Option<usize> {
    match game.node(node).kind {
        NodeKind::Decision(infoset) => Some(game.infoset(infoset).player.index()),
        _ => None,
    }
}

fn draw_tie(svg: &mut String, scene: &Scene, tie: &Tie) {
    let infoset = scene.game.infoset(tie.infoset);
    let class = line_class(infoset.player.index());
    let mut path = String::new();
    for pair in tie.items.windows(2) {
        let (a, b) = (scene.layout.spots[pair[0]], scene.layout.spots[pair[1]]);
        if (a.x - b.x).abs() > 0.05 {
            let (middle, bow) = (f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
            let _ = write!(path, "M{:.1} {:.1} Q{middle:.1} {bow:.1} {:.1} {:.1} ", a.x, a.y, b.x, b.y);
        } else if tie.offset == 0.0 {
            let _ = write!(path, "M{:.1} {:.1} V{:.1} ", a.x, a.y, b.y);
        } else {
            let (side, turn) = (a.x + tie.offset, tie.offset.min((b.y - a.y) / 2.0));
            let _ = write!(path, "M{:.1} {:.1} Q{side:.1} {:.1} {side:.1} {:.1} ", a.x, a.y, a.y, a.y + turn);
            let _ = write!(path, "V{:.1} Q{side:.1} {:.1} {:.1} {:.1} ", b.y - turn, b.y, b.x, b.y);
        }
    }
    let player = xml(scene.game.players().key(infoset.player.index()));
    let _ = writeln!(
        svg,
        r#"<path class="fd-tie {class}" d="{}"><title>{player} cannot tell these apart</title></path>"#,
        path.trim_end()
    );
}

fn item(svg: &mut String, scene: &Scene, index: usize) {
    branch_label(svg, scene, index);
    if let Some(node) = scene.sketch.items[index].what.node() {
        match scene.game.node(node).kind {
            NodeKind::Terminal => payoffs(svg, scene, index),
            _ => inner(svg, scene, index, node),
        }
    }
    if let Some(mark) = &scene.texts.items[index].mark {
        let (x, y) = (scene.layout.text_at[index], scene.layout.spots[index].y + 4.0);
        let _ = writeln!(svg, r#"<text class="fd-soft" x="{x:.1}" y="{y:.1}">{}</text>"#, xml(mark));
    }
}

fn branch_label(svg: &mut String, scene: &Scene, index: usize) {
    let texts = &scene.texts.items[index];
    let Some(run) = scene.layout.run(scene.game, &scene.sketch, index) else { return };
    if texts.action.is_empty() {
        return;
    }
    let class = match weight(scene, index) {
        Weight::Played => "fd-ink fd-strong",
        Weight::Plain | Weight::Planned => "fd-ink",
        Weight::Idle => "fd-soft",
    };
    let probability = texts
        .probability
        .as_ref()
        .map_or(String::new(), |probability| format!(r#" <tspan class="fd-soft" dx="2">{}</tspan>"#, xml(probability)));
    let (x, y, action) = (run.bend + 1.0, run.to.y - 6.0, xml(&texts.action));
    let _ = writeln!(svg, r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{action}{probability}</text>"#);
}

fn payoffs(svg: &mut String, scene: &Scene, index: usize) {
    let texts = &scene.texts.items[index];
    let reached = scene.sketch.items[index].what.node().zip(scene.course.as_ref());
    let strong = if reached.is_some_and(|(node, course)| course.reaches(node)) { " fd-strong" } else { "" };
    let (x, y) = (scene.layout.text_at[index], scene.layout.spots[index].y + 4.0);
    let _ = write!(svg, r#"<text class="fd-soft{strong}" x="{x:.1}" y="{y:.1}">"#);
    let last = texts.payoffs.len().saturating_sub(1);
    for (player, payoff) in texts.payoffs.iter().enumerate() {
        let comma = if player < last { ", " } else { "" };
        let _ = write!(svg, r#"<tspan class="{}">{}</tspan>{comma}"#, player_class(player), xml(payoff));
    }
    svg.push_str("</text>\n");
}

fn inner(svg: &mut String, scene: &Scene, index: usize, node: NodeId) {
    let (spot, texts) = (scene.layout.spots[index], &scene.texts.items[index]);
    let owner = owner(scene.game, node);
    let colour = owner.map_or("fd-soft".into(), player_class);
    let tip = tip(scene.game, node, &texts.name);
    let (x, y) = (spot.x, spot.y);
    if owner.is_some() {
        let _ = write!(svg, r#"<circle class="fd-node fd-hold {colour}" cx="{x:.1}" cy="{y:.1}" r="{RADIUS}">"#);
        let _ = writeln!(svg, "<title>{tip}</title></circle>");
    } else {
        let r = RADIUS + 1.5;
        let corners = format!("{x:.1},{:.1} {:.1},{y:.1} {x:.1},{:.1} {:.1},{y:.1}", y - r, x + r, y + r, x - r);
        let _ = write!(svg, r#"<polygon class="fd-node fd-hold {colour}" points="{corners}">"#);
        let _ = writeln!(svg, "<title>{tip}</title></polygon>");
    }
    let (end, name) = (x - 4.0, xml(&texts.name));
    let _ = writeln!(svg, r#"<text class="fd-name {colour}" x="{end:.1}" y="{:.1}">{name}</text>"#, y + 16.0);
    if let Some(note) = &texts.note {
        let _ = writeln!(svg, r#"<text class="fd-note fd-soft" x="{end:.1}" y="{:.1}">{}</text>"#, y + 28.0, xml(note));
    }
    if let Some(belief) = &texts.belief {
        let y = y + if texts.note.is_some() { 40.0 } else { 28.0 };
        let _ = writeln!(svg, r#"<text class="fd-belief fd-ink" x="{end:.1}" y="{y:.1}">{}</text>"#, xml(belief));
    }
}

/// What a node is, in words.
fn tip(game: &ExtensiveForm, node: NodeId, name: &str) -> String {
    let path: Vec<String> = game.path(node).into_iter().map(clean).collect();
    let when = if path.is_empty() { "at the start".into() } else { format!("after {}", path.join(", ")) };
    xml(&format!("{name} moves {when}"))
}
