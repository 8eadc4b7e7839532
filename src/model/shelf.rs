//! The model files that ship with the library.

/// Name and text of each model, in the order in which they are shown.
const MODELS: [(&str, &str); 7] = [
    ("caucasus", include_str!("../alliance/caucasus.yaml")),
    ("caucasus_private_loyalty", include_str!("../alliance/caucasus_private_loyalty.yaml")),
    ("central_asia", include_str!("../alliance/central_asia.yaml")),
    ("border", include_str!("../alliance/border.yaml")),
    ("article_four", include_str!("../alliance/article_four.yaml")),
    ("credibility", include_str!("../alliance/credibility.yaml")),
    ("alliance_security_dilemma", include_str!("../alliance/alliance_security_dilemma.yaml")),
];

/// The names.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    MODELS.iter().map(|(name, _)| *name)
}

/// The text of a model.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    MODELS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
