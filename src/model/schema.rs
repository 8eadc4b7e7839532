//! The JSON Schema of model documents, written from the table that the reader checks against.

use serde_json::{Map, Value as Json, json};

use super::shape::{DOCUMENT, Definition, Record, Shape};

/// The JSON Schema (draft 2020-12) of a model document, for editors that complete and check while one types.
///
/// # Example
/// ```
/// let schema = foederis::model::schema();
/// assert_eq!(schema["properties"]["title"]["description"], "The title.");
/// ```
pub fn schema() -> Json {
    let mut definitions = Map::new();
    let mut schema = record(&DOCUMENT, &mut definitions);
    let forms: Vec<Json> = ["tree", "table", "simultaneous"].iter().map(|form| json!({ "required": [form] })).collect();
    if let Json::Object(object) = &mut schema {
        object.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        object.insert("title".into(), "foederis model".into());
        object.insert("oneOf".into(), forms.into());
        object.insert("$defs".into(), Json::Object(definitions));
    }
    schema
}

fn record(record: &'static Record, definitions: &mut Map<String, Json>) -> Json {
    let mut properties = Map::new();
    for field in record.fields {
        let mut value = shape(&field.shape, definitions);
        if let Json::Object(object) = &mut value {
            object.insert("description".into(), field.about.into());
        }
        // A key that is left empty counts as left out.
        let value = if field.required { value } else { optional(value) };
        properties.insert(field.key.into(), value);
    }
    let required: Vec<&str> = record.fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    json!({
        "type": "object", "description": record.about, "properties": properties, "required": required,
        "additionalProperties": false
    })
}

fn optional(value: Json) -> Json {
    match value.get("description").cloned() {
        Some(description) => json!({ "description": description, "anyOf": [value, { "type": "null" }] }),
        None => json!({ "anyOf": [value, { "type": "null" }] }),
    }
}

fn shape(shape_here: &'static Shape, definitions: &mut Map<String, Json>) -> Json {
    match shape_here {
        Shape::Text(what) => json!({ "type": ["string", "number"], "description": what }),
        Shape::List(item) => json!({ "type": "array", "items": shape(item, definitions) }),
        Shape::Named(_, value) => {
            json!({ "type": "object", "additionalProperties": optional(shape(value, definitions)) })
        }
        Shape::Record(inner) => defined(inner.name, definitions, |definitions| record(inner, definitions)),
        Shape::Either(shapes) => {
            let shapes: Vec<Json> = shapes.iter().map(|inner| shape(inner, definitions)).collect();
            json!({ "anyOf": shapes })
        }
        Shape::Defined(Definition { name, shape: inner }) => {
            defined(name, definitions, |definitions| shape(inner, definitions))
        }
    }
}

/// A reference to a definition, which is written when it is met for the first time.
fn defined(
    name: &str,
    definitions: &mut Map<String, Json>,
    write: impl FnOnce(&mut Map<String, Json>) -> Json,
) -> Json {
    if !definitions.contains_key(name) {
        definitions.insert(name.to_owned(), Json::Null);
        let value = write(definitions);
        definitions.insert(name.to_owned(), value);
    }
    json!({ "$ref": format!("#/$defs/{name}") })
}
