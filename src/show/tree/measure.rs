//! How wide a text is, near enough to keep labels apart.

use unicode_width::UnicodeWidthChar;

/// The width of a text in a plain sans-serif type of a given size, a little on the safe side.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(char_width).sum::<f64>() * size
}

/// The width of a character in units of the type's size; between Helvetica's and DejaVu's.
fn char_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.27,
        ' ' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '[' | ']' | '/' | '-' | 'I' => 0.34,
        'f' | 't' | 'r' => 0.38,
        'm' | 'w' => 0.88,
        'M' | 'W' | '@' | '%' => 0.98,
        'A'..='Z' | '&' => 0.72,
        _ if c.is_ascii() => 0.6,
        _ => match c.width() {
            Some(0) | None => 0.1,
            Some(1) => 0.68,
            Some(_) => 1.1,
        },
    }
}

/// A text cut to a width, with dots for what is cut.
pub(super) fn shorten(text: &str, size: f64, limit: f64) -> String {
    if text_width(text, size) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if text_width(&kept, size) + 1.8 * size > limit {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}
