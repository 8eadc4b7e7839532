//! The same picture for papers: TikZ.

use std::fmt::Write;

use super::draw::{Scene, Weight, owner, weight};
use super::layout::Tie;
use super::palette::print_colour;
use crate::game::{NodeId, NodeKind};
use crate::show::escape::latex;
use crate::show::sketch::What;

/// How long a unit of the layout is on paper, in points, across and down.
const ACROSS: f64 = 0.6;
const DOWN: f64 = 0.62;

/// The line width of a usual page in points; wider pictures are made smaller to fit it.
const PAGE: f64 = 345.0;

/// A tree as a `tikzpicture`, for a document that loads the package `tikz`.
pub(super) fn picture(scene: &Scene) -> String {
    let wide = scene.layout.width * ACROSS > PAGE;
    let mut tikz = String::from("% needs \\usepackage[T1]{fontenc} and \\usepackage{tikz}\n");
    if wide {
        tikz.push_str("\\resizebox{\\linewidth}{!}{%\n");
    }
    let _ = writeln!(tikz, "\\begin{{tikzpicture}}[x={ACROSS}pt, y=-{DOWN}pt, font=\\footnotesize, line cap=round]");
    (0..scene.game.num_players()).for_each(|player| {
        let _ = writeln!(tikz, "\\definecolor{{fdplayer{player}}}{{HTML}}{{{}}}", print_colour(player));
    });
    branches(&mut tikz, scene);
    scene.layout.ties.iter().for_each(|tie| draw_tie(&mut tikz, scene, tie));
    (0..scene.sketch.items.len()).for_each(|index| item(&mut tikz, scene, index));
    tikz.push_str("\\end{tikzpicture}");
    tikz.push_str(if wide { "%\n}\n" } else { "\n" });
    tikz
}

/// All branches, the heavy ones on top.
fn branches(tikz: &mut String, scene: &Scene) {
    let mut order: Vec<(Weight, usize)> =
        (0..scene.sketch.items.len()).map(|index| (weight(scene, index), index)).collect();
    order.sort();
    for (weight, index) in order {
        let Some(run) = scene.layout.run(scene.game, &scene.sketch, index) else { continue };
        let (from, to, bend) = (run.from, run.to, run.bend);
        let middle = f64::midpoint(from.x, bend);
        let style = branch_style(scene, index, weight);
        let _ = writeln!(
            tikz,
            "\\draw[{style}] ({:.1},{:.1}) .. controls ({middle:.1},{:.1}) and ({middle:.1},{:.1}) .. ({bend:.1},{:.1}) -- ({:.1},{:.1});",
            from.x, from.y, from.y, to.y, to.y, to.x, to.y
        );
    }
}

fn branch_style(scene: &Scene, index: usize, weight: Weight) -> String {
    let node = scene.sketch.items[index].parent.and_then(|(parent, _)| scene.sketch.items[parent].what.node());
    let colour = node.and_then(|node| owner(scene.game, node)).map_or("black".into(), colour);
    let style = match weight {
        Weight::Idle => "black!40, line width=0.4pt".into(),
        Weight::Plain => "black!75, line width=0.5pt".into(),
        Weight::Planned => format!("{colour}, line width=1pt"),
        Weight::Played => format!("{colour}, line width=2pt"),
    };
    let folded = matches!(scene.sketch.items[index].what, What::More { .. });
    if folded { format!("{style}, dotted") } else { style }
}

fn colour(player: usize) -> String {
    format!("fdplayer{player}")
}

fn draw_tie(tikz: &mut String, scene: &Scene, tie: &Tie) {
    let player = scene.game.infoset(tie.infoset).player.index();
    for pair in tie.items.windows(2) {
        let (a, b) = (scene.layout.spots[pair[0]], scene.layout.spots[pair[1]]);
        let _ = write!(tikz, "\\draw[{}, dashed, line width=0.8pt] ({:.1},{:.1}) ", colour(player), a.x, a.y);
        if tie.offset == 0.0 || (a.x - b.x).abs() > 0.05 {
            let _ = writeln!(tikz, "-- ({:.1},{:.1});", b.x, b.y);
        } else {
            let side = a.x + tie.offset;
            let _ = writeln!(
                tikz,
                "[rounded corners=3pt] -- ({side:.1},{:.1}) -- ({side:.1},{:.1}) -- ({:.1},{:.1});",
                a.y, b.y, b.x, b.y
            );
        }
    }
}

fn item(tikz: &mut String, scene: &Scene, index: usize) {
    branch_label(tikz, scene, index);
    if let Some(node) = scene.sketch.items[index].what.node() {
        match scene.game.node(node).kind {
            NodeKind::Terminal => payoffs(tikz, scene, index, node),
            _ => inner(tikz, scene, index, node),
        }
    }
    if let Some(mark) = &scene.texts.items[index].mark {
        let (x, y) = (scene.layout.text_at[index], scene.layout.spots[index].y);
        text(tikz, "anchor=west, inner sep=0pt, black!70", (x, y), &latex(mark));
    }
}

fn text(tikz: &mut String, style: &str, (x, y): (f64, f64), content: &str) {
    let _ = writeln!(tikz, "\\node[{style}] at ({x:.1},{y:.1}) {{{content}}};");
}

fn branch_label(tikz: &mut String, scene: &Scene, index: usize) {
    let texts = &scene.texts.items[index];
    let Some(run) = scene.layout.run(scene.game, &scene.sketch, index) else { return };
    if texts.action.is_empty() {
        return;
    }
    let ink = if weight(scene, index) == Weight::Idle { ", black!60" } else { "" };
    let probability = texts.probability.as_ref().map_or(String::new(), |number| format!(" ({})", value(number)));
    let content = latex(&texts.action) + &probability;
    text(tikz, &format!("anchor=base west, inner sep=0pt{ink}"), (run.bend, run.to.y - 5.5), &content);
}

fn payoffs(tikz: &mut String, scene: &Scene, index: usize, node: NodeId) {
    let own = |(player, payoff): (usize, &String)| format!("\\textcolor{{{}}}{{{}}}", colour(player), value(payoff));
    let shown: Vec<String> = scene.texts.items[index].payoffs.iter().enumerate().map(own).collect();
    let reached = scene.course.as_ref().is_some_and(|course| course.reaches(node));
    let frame = if reached { "draw=black!60, inner sep=1.5pt" } else { "inner sep=1.5pt" };
    let at = (scene.layout.text_at[index] - 3.0, scene.layout.spots[index].y);
    text(tikz, &format!("anchor=west, {frame}"), at, &shown.join(", "));
}

fn inner(tikz: &mut String, scene: &Scene, index: usize, node: NodeId) {
    let (spot, texts) = (scene.layout.spots[index], &scene.texts.items[index]);
    let owner = owner(scene.game, node);
    let ink = owner.map_or("black!60".into(), colour);
    let (x, y, r) = (spot.x, spot.y, 2.6);
    let _ = match owner {
        Some(_) => writeln!(tikz, "\\fill[{ink}] ({x:.1},{y:.1}) circle[radius={r}pt];"),
        None => writeln!(
            tikz,
            "\\fill[{ink}] ({x:.1},{y:.1}) +(-{r}pt,0pt) -- +(0pt,{r}pt) -- +({r}pt,0pt) -- +(0pt,-{r}pt) -- cycle;"
        ),
    };
    let mut lines = vec![format!("\\textbf{{{}}}", latex(&texts.name))];
    lines.extend(texts.note.as_ref().map(|note| format!("\\textit{{{}}}", latex(note))));
    for (line, content) in lines.iter().enumerate() {
        let size = if line == 0 { "" } else { ", font=\\scriptsize, black!70" };
        let colour = if line == 0 { format!(", {ink}") } else { String::new() };
        text(tikz, &format!("anchor=base east, inner sep=0pt{colour}{size}"), (x - 4.0, below(y, line)), content);
    }
    if let Some(belief) = &texts.belief {
        let at = (x - 4.0, below(y, lines.len()));
        text(tikz, "anchor=base east, inner sep=0pt, font=\\scriptsize", at, &latex(belief));
    }
}

/// The height of a line of text below a node.
fn below(y: f64, line: usize) -> f64 {
    y + 17.0 + 13.0 * line as f64
}

/// A number in mathematics, so that its sign is a minus; anything else as text.
fn value(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_ascii_digit() || "-./".contains(c));
    if plain { format!("${text}$") } else { latex(text) }
}
