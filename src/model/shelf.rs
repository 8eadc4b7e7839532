//! The model files that ship with the library.

/// Name and text of each model, in the order in which they are shown.
const MODELS: [(&str, &str); 15] = [
    ("caucasus", include_str!("../alliance/caucasus.yaml")),
    ("caucasus_private_loyalty", include_str!("../alliance/caucasus_private_loyalty.yaml")),
    ("caucasus_two_sided", include_str!("../alliance/caucasus_two_sided.yaml")),
    ("central_asia", include_str!("../alliance/central_asia.yaml")),
    ("border", include_str!("../alliance/border.yaml")),
    ("article_four", include_str!("../alliance/article_four.yaml")),
    ("credibility", include_str!("../alliance/credibility.yaml")),
    ("csto_reputation", include_str!("../alliance/csto_reputation.yaml")),
    ("alliance_security_dilemma", include_str!("../alliance/alliance_security_dilemma.yaml")),
    ("tripartite_crisis", include_str!("../alliance/tripartite_crisis.yaml")),
    ("unilateral_deterrence", include_str!("../alliance/unilateral_deterrence.yaml")),
    ("mutual_deterrence", include_str!("../alliance/mutual_deterrence.yaml")),
    ("extended_deterrence", include_str!("../alliance/extended_deterrence.yaml")),
    ("audience_costs", include_str!("../alliance/audience_costs.yaml")),
    ("tying_hands_sinking_costs", include_str!("../alliance/tying_hands_sinking_costs.yaml")),
];

/// The names.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    MODELS.iter().map(|(name, _)| *name)
}

/// The text of a model.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    MODELS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
