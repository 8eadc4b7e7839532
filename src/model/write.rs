//! Writes [`Node`]s as YAML and as JSON.

use serde_json::Value as Json;

use super::node::{Node, Value};

/// The widest list or mapping that is written on one line.
const WIDTH: usize = 100;

/// Writes a document that reads back the same.
pub(crate) fn to_yaml(node: &Node) -> String {
    let mut text = String::new();
    block(node, 0, &mut text);
    text.trim_start_matches('\n').to_owned()
}

/// Writes what follows `key:` or stands at the top.
fn block(node: &Node, indent: usize, text: &mut String) {
    let margin = "  ".repeat(indent);
    if let Some(inline) =
        inline(node).filter(|line| indent > 0 && (node.is_flat() || line.len() + 2 * indent < WIDTH / 2))
    {
        text.push_str(&format!(" {inline}\n"));
        return;
    }
    text.push('\n');
    for (key, value) in node.entries() {
        text.push_str(&format!("{margin}{}:", quoted(key.as_text().unwrap_or_default())));
        block(value, indent + 1, text);
    }
    for item in node.items() {
        text.push_str(&format!("{margin}-"));
        item_block(item, indent + 1, text);
    }
}

/// Writes what follows a dash; mappings begin on the same line.
fn item_block(node: &Node, indent: usize, text: &mut String) {
    let mut inner = String::new();
    block(node, indent, &mut inner);
    let margin = "  ".repeat(indent);
    match inner.strip_prefix(&format!("\n{margin}")) {
        Some(rest) => text.push_str(&format!(" {rest}")),
        None => text.push_str(&inner),
    }
}

/// The node on one line, unless it is deep or long.
fn inline(node: &Node) -> Option<String> {
    let line = match &node.value {
        Value::Nothing => String::new(),
        Value::Text(text) => quoted(text),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(inline_item).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Map(entries) => {
            let entry =
                |(key, value): &(Node, Node)| Some(format!("{}: {}", quoted(key.as_text()?), inline_item(value)?));
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries?.join(", "))
        }
    };
    Some(line)
}

fn inline_item(node: &Node) -> Option<String> {
    match &node.value {
        Value::Nothing => Some("null".to_owned()),
        _ => inline(node),
    }
}

impl Node {
    /// Whether the node is a text, a list of texts, or empty.
    fn is_flat(&self) -> bool {
        let is_text = |node: &Node| matches!(node.value, Value::Text(_));
        match &self.value {
            Value::Nothing | Value::Text(_) => true,
            Value::List(items) => items.iter().all(is_text),
            Value::Map(entries) => entries.is_empty(),
        }
    }
}

/// A text, in quotes where YAML would read something else.
fn quoted(text: &str) -> String {
    let first = text.chars().next();
    let safe_start = first.is_some_and(|c| c.is_alphanumeric() || c == '(' || c == '_')
        || (first == Some('-') && text.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '('));
    let safe = |c: char| c.is_alphanumeric() || " _-+*/^().<>=;'".contains(c);
    let special = matches!(text, "null" | "~") || text.ends_with(' ') || text.ends_with(':');
    if safe_start && text.chars().all(safe) && !special {
        return text.to_owned();
    }
    // JSON's escapes are YAML's too; characters that YAML would fold are escaped.
    json_text(text).chars().map(|c| if is_plain(c) { c.to_string() } else { escape(c) }).collect()
}

fn is_plain(c: char) -> bool {
    (' '..='~').contains(&c) || c.is_alphanumeric()
}

fn escape(c: char) -> String {
    format!("\\U{:08X}", u32::from(c))
}

/// The document as JSON, with keys in their order: whole numbers that JSON holds exactly are numbers, all else is text.
pub(crate) fn to_json(node: &Node) -> String {
    match &node.value {
        Value::Nothing => "null".to_owned(),
        Value::Text(text) => match text.parse::<i64>() {
            Ok(number) if number.to_string() == *text && number.unsigned_abs() < 1 << 53 => text.clone(),
            _ => json_text(text),
        },
        Value::List(items) => format!("[{}]", items.iter().map(to_json).collect::<Vec<_>>().join(", ")),
        Value::Map(_) => {
            let entries = node.named().map(|(key, value)| format!("{}: {}", json_text(key), to_json(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn json_text(text: &str) -> String {
    Json::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::yaml::parse;
    use super::*;
    use proptest::prelude::*;

    fn node() -> impl Strategy<Value = Node> {
        let text = prop_oneof!["[a-z0-9 +*/.-]{0,6}", "\\PC{0,5}", "[\\s:#'\"\\\\-]{0,4}", Just("null".to_owned())];
        let leaf = prop_oneof![text.clone().prop_map(Node::text), Just(Node::default())];
        leaf.prop_recursive(4, 24, 4, move |inner| {
            let lists = prop::collection::vec(inner.clone(), 0..4).prop_map(Node::list);
            let maps = prop::collection::btree_map(text.clone(), inner, 0..4).prop_map(|entries| {
                let mut map = Node::map();
                entries.into_iter().for_each(|(key, value)| map.set(&key, value));
                map
            });
            prop_oneof![lists, maps]
        })
    }

    proptest! {
        #[test]
        fn reads_back_the_same(inner in node()) {
            let mut document = Node::map();
            document.set("title", inner);
            let text = to_yaml(&document);
            let back = parse(&text);
            prop_assert_eq!(back.as_ref().ok(), Some(&document), "{}", text);
            let json = parse(&to_json(&document));
            prop_assert_eq!(json.ok(), Some(document));
        }
    }
}
