//! Whatever the bytes, the reader answers with a model or an error: it never panics, and it does not run away.

use std::sync::LazyLock;

use foederis::{Model, alliance};
use proptest::prelude::*;

/// Reads a text; a model that was read can be used.
fn read(text: &str) {
    if let Ok(model) = Model::from_yaml(text) {
        let _ = model.base();
        let back = Model::from_yaml(&model.to_yaml()).unwrap_or_else(|error| panic!("{error}\n{}", model.to_yaml()));
        assert_eq!(back, model);
    }
}

static SOURCES: LazyLock<Vec<String>> =
    LazyLock::new(|| alliance::names().map(|name| alliance::dilemma(name).unwrap().to_yaml()).collect());

/// Pieces that mean something to the reader, so that mutations go deep.
const PIECES: [&str; 24] = [
    "player:",
    "actions:",
    "chance:",
    "probability:",
    "payoffs:",
    "continue: caucasus",
    "after:",
    "with:",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "\n",
    "- ",
    "E[i]",
    "count(Support)",
    "1/0",
    "^999",
    "**",
    "(",
    "\u{feff}",
    "'",
    "&a *a",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)) {
        read(&format!("title: A\nplayers: [A, B]\ntree: {}", pieces.concat()));
    }

    #[test]
    fn mutated_models(which in 0usize..7, cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, 0usize..25), 1..4)) {
        let mut text: Vec<char> = SOURCES[which].chars().collect();
        for (start, length, piece) in cuts {
            let start = start.index(text.len() + 1);
            let end = (start + length).min(text.len());
            let piece = PIECES.get(piece).copied().unwrap_or_default();
            text.splice(start..end, piece.chars());
        }
        read(&text.into_iter().collect::<String>());
    }
}

/// Each of these was slow or is the sort of thing that is sent to break readers; each is refused, and says why.
#[test]
fn what_is_meant_to_break_readers_is_refused() {
    let with = |rest: &str| format!("title: A\nplayers: [A]\n{rest}");
    let list = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(", ");
    let laughs: String = (1..9).map(|i| format!("a{i}: &a{i} [{}]\n", list(9, &|_| format!("*a{}", i - 1)))).collect();
    for (text, part) in [
        (with(&format!("a0: &a0 lol\n{laughs}tree: [0]\n")), "anchors and aliases"),
        (with("parameters: {<<: {a: 1}}\ntree: [0]\n"), "'<<' is no symbol"),
        (with("parameters: {a: 1, a: 2}\ntree: [0]\n"), "'a' is given twice"),
        (with("tree: [1e999999999]\n"), "over the limit of 10000"),
        (with(&format!("tree: ['{}']\n", "9".repeat(100_000))), "over the limit of 10000"),
        (with(&format!("parameters: {{a: {}}}\ntree: [a]\n", "9".repeat(100_000))), "over the limit of 10000"),
        (with("parameters: {a: 9}\ntree: ['((a + 1)^1000)^1000']\n"), "too large"),
        // Found by fuzzing: within all bounds for long, with coefficients of thousands of bits.
        (
            with("parameters: {b: 9}\ntree: ['((b/13 - (b/7 + 26.1023^4)^2 - 26)^2 + (b/15 + 26.1023^4)^2)^262']\n"),
            "too large",
        ),
        ("title: A\0\nplayers: [A]\ntree: [0]\n".to_owned(), "not YAML"),
        ("title: A\nplayers: [\"A\\0\"]\ntree: [0]\n".to_owned(), "a NUL character"),
        ("title: \u{feff}\u{feff}\u{1}\n".to_owned(), "not YAML"),
        (
            with(&format!("parameters: {{{}}}\ntree: [0]\n", list(200_000, &|i| format!("a{i}: 1")))),
            "more than 1000 parameters",
        ),
        (
            format!("title: A\nplayers: [{}]\ntree: [0]\n", list(200_000, &|i| format!("p{i}"))),
            "more than 1000 players",
        ),
        (with(&format!("tree: [{}]\n", list(500_000, &|_| "0".to_owned()))), "500000 payoffs are given for 1 players"),
        ("x".repeat((4 << 20) + 1), "the limit is 4194304"),
    ] {
        let error = Model::from_yaml(&text).unwrap_err().to_string();
        assert!(error.contains(part), "{part}: {}", error.chars().take(300).collect::<String>());
    }
}

#[test]
fn one_move_may_have_thousands_of_actions() {
    let actions = (0..50_000).map(|i| format!("a{i}: [{i}]")).collect::<Vec<_>>().join(", ");
    let model =
        Model::from_yaml(&format!("title: A\nplayers: [A]\ntree: {{player: A, actions: {{{actions}}}}}\n")).unwrap();
    let solution = foederis::subgame_perfect(&model.base().unwrap(), &Default::default()).unwrap();
    assert_eq!(solution.equilibria[0].payoffs, [49_999.into()]);
}

#[test]
fn deep_and_long_documents() {
    let chain = |levels: usize| {
        let open: String = (0..levels).map(|_| "{player: A, actions: {a: ").collect();
        format!("title: A\nplayers: [A]\ntree: {open}[0]{}\n", "}}".repeat(levels))
    };
    assert!(Model::from_yaml(&chain(90)).is_ok());
    for levels in [150, 10_000] {
        let error = Model::from_yaml(&chain(levels)).unwrap_err().to_string();
        assert!(error.contains("nesting"), "{error}");
    }
    let parts: String = (0..20_000).map(|i| format!("  p{i}: {{continue: p{}}}\n", i + 1)).collect();
    let error =
        Model::from_yaml(&format!("title: A\nplayers: [A]\ntree: {{continue: p0}}\nparts:\n{parts}")).unwrap_err();
    assert!(error.to_string().contains("over the limit"), "{error}");
    let many: String = (0..2_000).map(|i| format!("  a{i}: 1\n")).collect();
    let error = Model::from_yaml(&format!("title: A\nplayers: [A]\nparameters:\n{many}tree: [0]\n")).unwrap_err();
    assert!(error.to_string().contains("more than 1000 parameters"), "{error}");
    let players: Vec<String> = (0..40).map(|i| format!("P{i}")).collect();
    let text = format!(
        "title: A\nplayers: [{}]\nsimultaneous: {{actions: [a, b], rules: [{{payoff: 0}}]}}\n",
        players.join(", ")
    );
    assert!(Model::from_yaml(&text).unwrap_err().to_string().contains("more than 20000 ways"));
}
