//! The user's text, made safe for each format.

use super::words::clean;

/// Text for HTML, XML and SVG, in content and in quoted attributes.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Text for LaTeX, outside mathematics.
pub(crate) fn latex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => escaped.extend(['\\', c]),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            '|' => escaped.push_str("\\textbar{}"),
            '"' => escaped.push_str("\\textquotedbl{}"),
            '`' => escaped.push_str("\\textasciigrave{}"),
            '“' => escaped.push_str("``"),
            '”' => escaped.push_str("''"),
            '…' => escaped.push_str("\\ldots{}"),
            '×' => escaped.push_str("\\(\\times\\)"),
            '·' => escaped.push_str("\\(\\cdot\\)"),
            '≤' => escaped.push_str("\\(\\leq\\)"),
            '−' => escaped.push_str("\\(-\\)"),
            '≈' => escaped.push_str("\\(\\approx\\)"),
            // After a line break these would begin an argument of it.
            '[' | ']' | '*' => escaped.extend(['{', c, '}']),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_text() {
        assert_eq!(xml("<script a=\"&'\">\n"), "&lt;script a=&quot;&amp;&#39;&quot;&gt;");
        assert_eq!(latex("$_%#{}&"), "\\$\\_\\%\\#\\{\\}\\&");
        assert_eq!(latex("\\^~[Türkiye]"), "\\textbackslash{}\\textasciicircum{}\\textasciitilde{}{[}Türkiye{]}");
    }
}
