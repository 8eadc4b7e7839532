//! Maps of regimes as pictures (SVG).

use std::fmt::Write;

use super::words::Pen;
use crate::error::Error;
use crate::game::Game;
use crate::show::escape::xml;
use crate::study::regimes::{Area, MapOptions, RegimeMap, Regimes};

/// The plot's own size and its place in the picture.
const SIZE: (f64, f64) = (420.0, 340.0);
const ORIGIN: (f64, f64) = (64.0, 24.0);

/// Colours that people with colour-blindness tell apart (Okabe and Ito 2008), lightened, in a fixed order.
const COLOURS: [&str; 8] = ["#9fd3f2", "#f7cf7b", "#8fd6bd", "#f2b28c", "#e3b3d3", "#f7f0a3", "#a9c4e0", "#d0d0d0"];

/// The map of two parameters as a picture: each regime an area with its number, the base a dot, the regimes in words below.
///
/// # Errors
/// As [`Regimes::map`].
pub fn map_svg(regimes: &Regimes, x: &str, y: &str, options: &MapOptions) -> Result<String, Error> {
    let map = regimes.map(x, y, options)?;
    let game = regimes.model.skeleton()?;
    let height = ORIGIN.1 + SIZE.1 + 56.0 + 18.0 * map.areas.len() as f64;
    let width = ORIGIN.0 + SIZE.0 + 220.0;
    let title = format!("Regimes of {} in {x} and {y}", regimes.model.title());
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        xml(&title)
    );
    for (number, area) in map.areas.iter().enumerate() {
        let _ = writeln!(svg, "{}", shape(&map, area, COLOURS[number % COLOURS.len()]));
    }
    axes(&mut svg, &map, [x, y]);
    for (number, area) in map.areas.iter().enumerate() {
        let (cx, cy) = place(&map, area.centre);
        let _ = writeln!(
            svg,
            "<text x=\"{cx:.1}\" y=\"{cy:.1}\" text-anchor=\"middle\" dominant-baseline=\"middle\" font-weight=\"600\" \
             fill=\"#1a1a1a\">{}</text>",
            area.number(number, regimes.cells.len())
        );
    }
    base(&mut svg, &map);
    legend(&mut svg, regimes, &game, &map);
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// A point of the plane in the picture.
fn place(map: &RegimeMap, (x, y): (f64, f64)) -> (f64, f64) {
    let share = |value: f64, (low, high): (f64, f64)| (value - low) / (high - low);
    (ORIGIN.0 + SIZE.0 * share(x, map.ranges[0]), ORIGIN.1 + SIZE.1 * (1.0 - share(y, map.ranges[1])))
}

fn shape(map: &RegimeMap, area: &Area, colour: &str) -> String {
    let mut path = String::new();
    for piece in &area.pieces {
        let corners = piece.map(|corner| place(map, corner));
        for (index, (x, y)) in corners.iter().enumerate() {
            let _ = write!(path, "{}{x:.2} {y:.2}", if index == 0 { "M" } else { "L" });
        }
        path.push('Z');
    }
    // A hair of stroke in the same colour closes the seams between strips.
    format!("<path d=\"{path}\" fill=\"{colour}\" stroke=\"{colour}\" stroke-width=\"0.6\"/>")
}

fn axes(svg: &mut String, map: &RegimeMap, names: [&str; 2]) {
    let (left, top, right, bottom) = (ORIGIN.0, ORIGIN.1, ORIGIN.0 + SIZE.0, ORIGIN.1 + SIZE.1);
    let _ = writeln!(
        svg,
        "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#333333\"/>",
        SIZE.0, SIZE.1
    );
    for step in 0..=4 {
        let share = f64::from(step) / 4.0;
        let value = |(low, high): (f64, f64)| short(low + share * (high - low));
        let (x, y) = (left + share * SIZE.0, bottom - share * SIZE.1);
        let _ = writeln!(
            svg,
            "<path d=\"M{x} {bottom}v5M{left} {y}h-5\" stroke=\"#333333\"/>\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" fill=\"#333333\">{}</text>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#333333\">{}</text>",
            bottom + 18.0,
            value(map.ranges[0]),
            left - 8.0,
            y + 4.0,
            value(map.ranges[1])
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"600\" fill=\"#1a1a1a\">{}</text>\
         <text x=\"16\" y=\"{}\" text-anchor=\"middle\" font-weight=\"600\" fill=\"#1a1a1a\">{}</text>",
        (left + right) / 2.0,
        bottom + 36.0,
        xml(names[0]),
        (top + bottom) / 2.0,
        xml(names[1])
    );
}

fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn base(svg: &mut String, map: &RegimeMap) {
    let inside = |value: f64, (low, high): (f64, f64)| (low..=high).contains(&value);
    if inside(map.base.0, map.ranges[0]) && inside(map.base.1, map.ranges[1]) {
        let (x, y) = place(map, map.base);
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\" fill=\"#1a1a1a\" stroke=\"#ffffff\"><title>the base</title></circle>\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#1a1a1a\">base</text>",
            x + 8.0,
            y - 6.0
        );
    }
}

fn legend(svg: &mut String, regimes: &Regimes, game: &Game, map: &RegimeMap) {
    let pen = Pen::new(regimes, false);
    for (number, area) in map.areas.iter().enumerate() {
        let y = ORIGIN.1 + SIZE.1 + 60.0 + 18.0 * number as f64;
        let words = |&index: &usize| {
            let equilibrium = &regimes.equilibria[index];
            pen.plays(game, equilibrium).unwrap_or_else(|| pen.strategies(game, equilibrium))
        };
        let mut each: Vec<String> = area.equilibria.iter().map(words).collect();
        each.dedup();
        let text = if each.is_empty() { "none".to_owned() } else { each.join("  |  ") };
        let text: String =
            if text.chars().count() > 100 { text.chars().take(99).chain(['…']).collect() } else { text };
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{}\" stroke=\"#333333\"/>\
             <text x=\"{}\" y=\"{}\" fill=\"#1a1a1a\">{}: {}</text>",
            ORIGIN.0,
            y - 10.0,
            COLOURS[number % COLOURS.len()],
            ORIGIN.0 + 20.0,
            y,
            area.number(number, regimes.cells.len()),
            xml(&text)
        );
    }
}
