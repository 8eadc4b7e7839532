//! Colours that colour-blind readers can tell apart, for light and dark themes.

use std::fmt::Write;

/// A colour on light and on dark ground. Both reach a contrast of 4.5 with their ground.
struct Pair {
    light: &'static str,
    dark: &'static str,
}

/// After the palette of Okabe and Ito, darkened for text on white and lightened for text on black.
const PLAYERS: [Pair; 8] = [
    Pair { light: "#0067a5", dark: "#5ab8f0" },
    Pair { light: "#b84300", dark: "#ff9050" },
    Pair { light: "#00735a", dark: "#2fcfa2" },
    Pair { light: "#a33f7d", dark: "#eba0cd" },
    Pair { light: "#7a5b00", dark: "#e8c547" },
    Pair { light: "#5b4fb0", dark: "#b3a8ff" },
    Pair { light: "#5a5f66", dark: "#b8bec7" },
    Pair { light: "#9c2f2f", dark: "#ff9a9a" },
];

/// The ground, ink, soft ink and faint lines.
const GROUND: Pair = Pair { light: "#ffffff", dark: "#16191f" };
const INK: Pair = Pair { light: "#1d2129", dark: "#e8eaee" };
const SOFT: Pair = Pair { light: "#59606b", dark: "#a5adba" };
const FAINT: Pair = Pair { light: "#b4bac4", dark: "#565e6b" };

/// A player's colour on paper, as six hexadecimal digits.
pub(super) fn print_colour(player: usize) -> String {
    PLAYERS[player % PLAYERS.len()].light.trim_start_matches('#').to_uppercase()
}

/// The class of a player's colour.
pub(crate) fn player_class(player: usize) -> String {
    format!("fd-p{}", player % PLAYERS.len())
}

/// The colour rules of pictures, under a scope such as `.fd-tree`, for both themes.
///
/// The reader's system decides, unless a notebook or a page says otherwise (JupyterLab, VS Code, Sphinx).
pub(crate) fn rules(scope: &str, players: usize) -> String {
    let light = themed(scope, players, |pair| pair.light);
    let dark = themed(scope, players, |pair| pair.dark);
    let mut css = light.join("\n");
    let _ = write!(css, "\n@media (prefers-color-scheme: dark) {{\n{}\n}}", dark.join("\n"));
    for (theme, rules) in [
        ("[data-jp-theme-light=\"true\"]", &light),
        ("body.vscode-light", &light),
        ("html[data-theme=\"light\"]", &light),
        ("[data-jp-theme-light=\"false\"]", &dark),
        ("body.vscode-dark", &dark),
        ("html[data-theme=\"dark\"]", &dark),
    ] {
        rules.iter().for_each(|rule| {
            let _ = write!(css, "\n{theme} {rule}");
        });
    }
    css
}

/// One rule a line, for one theme.
fn themed(scope: &str, players: usize, pick: impl Fn(&Pair) -> &'static str) -> Vec<String> {
    let mut rules = vec![
        format!("{scope} .fd-ground {{ fill: {}; }}", pick(&GROUND)),
        format!("{scope} .fd-ink {{ fill: {}; }}", pick(&INK)),
        format!("{scope} .fd-soft {{ fill: {}; }}", pick(&SOFT)),
        format!("{scope} .fd-line {{ stroke: {}; }}", pick(&SOFT)),
        format!("{scope} .fd-faint {{ stroke: {}; }}", pick(&FAINT)),
        format!("{scope} .fd-hold {{ stroke: {}; }}", pick(&GROUND)),
        format!("{scope} .fd-inkline {{ stroke: {}; }}", pick(&INK)),
    ];
    for (number, pair) in PLAYERS.iter().enumerate().take(players) {
        let colour = pick(pair);
        rules.push(format!("{scope} .fd-p{number} {{ fill: {colour}; }}"));
        rules.push(format!("{scope} .fd-s{number} {{ stroke: {colour}; }}"));
    }
    rules
}

/// The class of a line in a player's colour.
pub(super) fn line_class(player: usize) -> String {
    format!("fd-s{}", player % PLAYERS.len())
}

/// The colours of the ground, ink, soft ink, faint lines and players as custom properties, for HTML.
pub(crate) fn properties(dark: bool) -> String {
    let pick = |pair: &Pair| if dark { pair.dark } else { pair.light };
    let mut css = String::new();
    for (name, pair) in [("ground", &GROUND), ("ink", &INK), ("soft", &SOFT), ("faint", &FAINT)] {
        let _ = write!(css, "--fd-{name}: {}; ", pick(pair));
    }
    for (number, pair) in PLAYERS.iter().enumerate() {
        let _ = write!(css, "--fd-p{number}: {}; ", pick(pair));
    }
    css.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_colour_has_contrast() {
        for pair in PLAYERS.iter().chain([&INK, &SOFT]) {
            assert!(contrast(pair.light, GROUND.light) >= 4.5, "{}", pair.light);
            assert!(contrast(pair.dark, GROUND.dark) >= 4.5, "{}", pair.dark);
        }
    }
}
