//! Labels: as the user wrote them, and the unique keys by which everything is looked up.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::error::{Error, UnknownName};

/// A list of labels with unique keys.
///
/// Files of other programs may repeat labels or leave them empty. The label is kept as written; the key is the label if
/// that is free, `label#2` for its second use, and the position (counted from 1) where the label is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Labels {
    labels: Vec<String>,
    keys: Vec<String>,
}

impl Labels {
    /// Derives the keys of labels as written.
    pub fn new(labels: impl IntoIterator<Item: Into<String>>) -> Self {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        let written: HashSet<&str> = labels.iter().map(String::as_str).collect();
        if written.len() == labels.len() && labels.iter().all(|label| !label.is_empty() && label.trim() == label) {
            return Labels { keys: labels.clone(), labels };
        }
        let mut taken: HashSet<String> = HashSet::new();
        let mut uses: HashMap<String, usize> = HashMap::new();
        let mut keys = Vec::with_capacity(labels.len());
        for (position, label) in labels.iter().enumerate() {
            let key = free_key(label, position, &written, &taken, &mut uses);
            taken.insert(key.clone());
            keys.push(key);
        }
        Labels { labels, keys }
    }

    /// Labels that a user gives: unique and not empty. `kind` names them in the error ("strategies of Russia").
    pub fn unique(kind: &str, labels: impl IntoIterator<Item: Into<String>>) -> Result<Self, Error> {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        let mut seen = HashSet::new();
        for label in &labels {
            if label.trim().is_empty() {
                return Err(Error::Invalid(format!("the {kind} include an empty name; give each a name")));
            }
            if !seen.insert(label) {
                return Err(Error::Invalid(format!("the {kind} include '{label}' twice; give each its own name")));
            }
        }
        Ok(Labels { keys: labels.clone(), labels })
    }

    /// The labels `1`, `2`, ...
    pub fn numbered(count: usize) -> Self {
        Self::new((1..=count).map(|i| i.to_string()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The label as written.
    pub fn label(&self, position: usize) -> &str {
        &self.labels[position]
    }

    /// The unique key.
    pub fn key(&self, position: usize) -> &str {
        &self.keys[position]
    }

    /// All labels as written.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// All keys.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// The position of a key; `kind` names it in the error ("strategy of Russia").
    pub fn find(&self, kind: &str, key: &str) -> Result<usize, Error> {
        let position = self.keys.iter().position(|known| known == key);
        position.ok_or_else(|| UnknownName::new(kind, key, &self.keys).into())
    }
}

/// `uses` remembers the last number tried for each label, so that many equal labels do not start over each time.
impl From<Vec<String>> for Labels {
    fn from(labels: Vec<String>) -> Self {
        Labels::new(labels)
    }
}

impl From<Labels> for Vec<String> {
    fn from(labels: Labels) -> Self {
        labels.labels
    }
}

fn free_key(
    label: &str,
    position: usize,
    written: &HashSet<&str>,
    taken: &HashSet<String>,
    uses: &mut HashMap<String, usize>,
) -> String {
    let label = label.trim();
    let base = if label.is_empty() { (position + 1).to_string() } else { label.to_owned() };
    if !taken.contains(&base) && (!label.is_empty() || !written.contains(base.as_str())) {
        return base;
    }
    let last = uses.entry(base.clone()).or_insert(1);
    loop {
        *last += 1;
        let key = format!("{base}#{last}");
        if !taken.contains(&key) && !written.contains(key.as_str()) {
            return key;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_labels_kept() {
        let labels = Labels::new(["a", "", "a", "2", "a#2", ""]);
        assert_eq!(labels.labels(), ["a", "", "a", "2", "a#2", ""]);
        assert_eq!(labels.keys(), ["a", "2#2", "a#3", "2", "a#2", "6"]);
    }

    #[test]
    fn many_equal_labels_take_no_longer_than_others() {
        let labels = Labels::new(vec!["a"; 100_000]);
        assert_eq!(labels.key(99_999), "a#100000");
    }

    #[test]
    fn users_labels_must_differ() {
        assert!(Labels::unique("strategies of Russia", ["Support", "Support"]).is_err());
        assert!(Labels::unique("strategies of Russia", ["Support", " "]).is_err());
    }

    #[test]
    fn a_slip_is_answered_with_a_suggestion() {
        let error = Labels::new(["Support", "Abstain"]).find("strategy of Russia", "Suport").unwrap_err();
        assert_eq!(error.to_string(), "there is no strategy of Russia 'Suport'; did you mean 'Support'?");
    }
}
