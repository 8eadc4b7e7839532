//! The readers and writers on small files written by hand, each feature of the formats once.

use foederis::exchange::{Format, efg, json, nfg, read_bytes, read_text, write_text};
use foederis::game::{NodeId, NodeKind, Outcome, OutcomeId, OutcomeTable, PlayerId};
use foederis::{Error, ExtensiveForm, Game, NormalForm, Rational};

fn ratio(text: &str) -> Rational {
    text.parse().unwrap()
}

fn ratios(list: &[&str]) -> Vec<Rational> {
    list.iter().map(|text| ratio(text)).collect()
}

/// The game comes back from every format that holds it, and from serde.
fn survives(game: impl Into<Game>) {
    let game: Game = game.into();
    let own = if matches!(game, Game::Normal(_)) { Format::Nfg } else { Format::Efg };
    for format in [own, Format::Json] {
        let text = write_text(&game, format).unwrap();
        assert_eq!(read_text(&text, format).as_ref(), Ok(&game), "{text}");
    }
    let value = serde_json::to_value(&game).unwrap();
    assert_eq!(serde_json::from_value::<Game>(value).unwrap(), game);
}

#[test]
fn payoffs_run_fastest_by_the_first_player() {
    let text =
        "NFG 1 R \"Two by three\" { \"Row\" \"Column\" } { 2 3 }\n 11 -11  21 -21  12 -12  22 -22  13 -13  23 -23";
    let game = nfg::read(text).unwrap();
    assert_eq!(game.title(), "Two by three");
    assert_eq!(game.strategies(PlayerId(1)).keys(), ["1", "2", "3"]);
    for row in 0..2 {
        for column in 0..3 {
            let value = Rational::from(10 * (row as i64 + 1) + column as i64 + 1);
            assert_eq!(game.payoff(&[row, column], PlayerId(0)), &value);
            assert_eq!(game.payoff(&[row, column], PlayerId(1)), &-value);
        }
    }
    assert_eq!(game.outcomes(), None);
    survives(game);
}

#[test]
fn three_players_with_named_strategies() {
    let text = "NFG 1 D \"\" { \"A\" \"B\" \"C\" }\n{ { \"a1\" \"a2\" } { \"b1\" } { \"c1\" \"c2\" \"c3\" } }\n\"Six profiles.\"\n
        1 0 0\n 2 0 0\n 3 0 0\n 4 0 0\n 5 0 0\n 6 0 0\n";
    let game = nfg::read(text).unwrap();
    let first = |a: usize, c: usize| game.payoff(&[a, 0, c], PlayerId(0)).clone();
    assert_eq!(
        [first(0, 0), first(1, 0), first(0, 1), first(1, 1), first(0, 2), first(1, 2)],
        [
            Rational::from(1),
            Rational::from(2),
            Rational::from(3),
            Rational::from(4),
            Rational::from(5),
            Rational::from(6),
        ]
    );
    let expected = NormalForm::builder()
        .comment("Six profiles.")
        .player("A", ["a1", "a2"])
        .player("B", ["b1"])
        .player("C", ["c1", "c2", "c3"])
        .table(&[&[1, 3, 5, 2, 4, 6], &[0; 6], &[0; 6]]);
    assert_eq!(Ok(&game), expected.as_ref());
    survives(game);
}

#[test]
fn every_kind_of_number_is_exact() {
    let numbers = "7 -7 +7 007 1/3 -22/7 0.1 .5 -.5 5. 1e3 1E-3 -2.5e+2 123456789012345678901234567890 1/1000000007";
    let text = format!("NFG 1 R \"Numbers\" {{ \"A\" }} {{ 15 }} {numbers}");
    let game = nfg::read(&text).unwrap();
    let expected = [
        "7",
        "-7",
        "7",
        "7",
        "1/3",
        "-22/7",
        "1/10",
        "1/2",
        "-1/2",
        "5",
        "1000",
        "1/1000",
        "-250",
        "123456789012345678901234567890",
        "1/1000000007",
    ];
    for (number, expected) in expected.into_iter().enumerate() {
        assert_eq!(game.payoffs_of(number)[0].to_string(), expected);
    }
    survives(game);
}

#[test]
fn outcomes_of_a_table_are_kept() {
    let text = r#"NFG 1 R "Outcomes" { "A" "B" } { { "u" "d" } { "l" "r" } }
        { { "peace" 1, 1/2 } { "" 0 0 } { "never" 9, 9 } { "nothing" } }
        1 0 2 4"#;
    let game = nfg::read(text).unwrap();
    let outcome = |label: &str, payoffs: &[&str]| Outcome { label: label.into(), payoffs: ratios(payoffs) };
    let outcomes = vec![
        outcome("peace", &["1", "1/2"]),
        outcome("", &["0", "0"]),
        outcome("never", &["9", "9"]),
        outcome("nothing", &["0", "0"]),
    ];
    // By our profiles (u l), (u r), (d l), (d r), where the file has (u l), (d l), (u r), (d r).
    let by_profile = vec![Some(OutcomeId(0)), Some(OutcomeId(1)), None, Some(OutcomeId(3))];
    assert_eq!(game.outcomes(), Some(&OutcomeTable { outcomes, by_profile }));
    assert_eq!(game.payoffs_of(0), ratios(&["1", "1/2"]));
    assert_eq!(game.payoffs_of(2), ratios(&["0", "0"]));
    survives(game);
}

#[test]
fn a_table_of_no_outcomes() {
    let game = nfg::read("NFG 1 R \"\" { \"A\" } { 2 } { } 0 0").unwrap();
    assert_eq!(game.outcomes().map(|table| table.outcomes.len()), Some(0));
    survives(game);
}

#[test]
fn layout_does_not_matter() {
    let plain = nfg::read("NFG 1 R \"T\" { \"A\" \"B\" } { { \"x\" \"y\" } { \"z\" } } \"c\" 1 2 3 4").unwrap();
    for text in [
        "NFG 1 R\"T\"{\"A\"\"B\"}{{\"x\"\"y\"}{\"z\"}}\"c\"1 2 3 4",
        "\u{feff}NFG\r\n1\tR\r\n\"T\"\r\n{ \"A\"\r\n\"B\" }\r\n{ { \"x\" \"y\" }\r\n{ \"z\" }\r\n}\r\n\"c\"\r\n\r\n1 2\r\n3 4\r\n\r\n",
        "  NFG 1 R \"T\" { \"A\" \"B\" } { { \"x\" \"y\" } { \"z\" } } \"c\"\n1, 2,\n3, 4",
    ] {
        assert_eq!(nfg::read(text).as_ref(), Ok(&plain), "{text}");
    }
}

#[test]
fn labels_keep_every_character() {
    let labels = [
        "",
        "",
        "x",
        "x",
        " x ",
        "\"",
        "\\",
        "\\\"",
        "a\\b",
        "\\\\",
        "two\nlines",
        "Türkiye",
        "Հայաստան",
        "🕊",
        "{",
        "a, b",
    ];
    let game = NormalForm::builder()
        .title("a \"title\" \\")
        .comment("two\r\nlines, \"quoted\"")
        .player("", labels)
        .player("", ["\t"])
        .names_as_written()
        .table(&[&[1; 16], &[2; 16]])
        .unwrap();
    survives(game);
    let mut tree = ExtensiveForm::builder(["", "\"", ""]).title("\\").comment("\"").names_as_written();
    let root = tree.root();
    tree.label(root, "the \"root\"");
    let odd = foederis::game::Labels::new(labels);
    let infoset = tree.add_infoset(PlayerId(2), "\\\"", odd.clone());
    let sixteenth = vec![ratio("1/16"); 16];
    let ends = tree.place(root, infoset).unwrap();
    let chance = tree.add_chance("\"", odd, sixteenth).unwrap();
    tree.place_chance(ends[3], chance).unwrap();
    let outcome = tree.add_outcome("\\", Vec::new()).unwrap();
    tree.place_outcome(ends[4], outcome).unwrap();
    survives(tree.finish().unwrap());
}

const TREE: &str = r#"EFG 2 R "Everything" { "Ally" "Rival" }
"A comment."

c "the world" 7 "nature" { "war" 1/3 "peace" .5 "lull" 1/6 } 0
p "first" 1 3 "call" { "Support" "Abstain" } 10 "cost of arms" { -1 0 }
p "" 2 1 "strike" { "Go" "Stay" } 0
t "end" 4 "A" { 2, -1/2 }
t "" 0
t "" 4
p "second" 1 3 0
p "" 2 1 "strike" { "Go" "Stay" } 4 "A" { 2.0, -0.5 }
t "" 12 "B" { 1e1 0 }
t "" 10
c "" 7 0
t "" 0
t "" 0
t "" 12 "B" { 10, 0 }
p "" 2 3 "" { "only" } 0
t "" 4
"#;

#[test]
fn a_tree_with_everything() {
    let game = efg::read(TREE).unwrap();
    assert_eq!((game.title(), game.comment()), ("Everything", "A comment."));
    assert_eq!((game.num_nodes(), game.num_plays()), (16, 9));

    let nature = &game.chance_moves()[0];
    assert_eq!(game.chance_moves().len(), 1);
    assert_eq!((nature.label.as_str(), nature.events.labels().join(" ")), ("nature", "war peace lull".to_owned()));
    assert_eq!(nature.probabilities, ratios(&["1/3", "1/2", "1/6"]));
    assert_eq!(nature.nodes, [NodeId(0), NodeId(10)]);

    let sets: Vec<(u32, &str, Vec<u32>)> = game
        .infosets()
        .iter()
        .map(|set| (set.player.0, set.label.as_str(), set.nodes.iter().map(|id| id.0).collect()))
        .collect();
    assert_eq!(sets, [(0, "call", vec![1, 6]), (1, "strike", vec![2, 7]), (1, "", vec![14])]);

    let outcomes: Vec<(&str, Vec<Rational>)> =
        game.outcomes().iter().map(|outcome| (outcome.label.as_str(), outcome.payoffs.clone())).collect();
    let expected = [("cost of arms", ["-1", "0"]), ("A", ["2", "-1/2"]), ("B", ["10", "0"])];
    assert_eq!(outcomes, expected.map(|(label, payoffs)| (label, ratios(&payoffs))));

    let label = |id: u32| game.node(NodeId(id)).label.as_str();
    assert_eq!([label(0), label(1), label(3), label(6)], ["the world", "first", "end", "second"]);
    // Along a play, payoffs add up.
    let play = |path: &[&str]| game.play_payoffs(game.find_node(path).unwrap()).to_vec();
    assert_eq!(play(&["war", "Support", "Go"]), ratios(&["1", "-1/2"]));
    assert_eq!(play(&["war", "Support", "Stay"]), ratios(&["-1", "0"]));
    assert_eq!(play(&["peace", "Support", "Go"]), ratios(&["12", "-1/2"]));
    assert_eq!(play(&["peace", "Abstain", "peace"]), ratios(&["0", "0"]));
    survives(game);
}

#[test]
fn a_written_tree_reads_like_this() {
    let game = efg::read(TREE).unwrap();
    let written = efg::write(&game);
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], r#"EFG 2 R "Everything" { "Ally" "Rival" }"#);
    assert_eq!(lines[3], r#"c "the world" 1 "nature" { "war" 1/3 "peace" 1/2 "lull" 1/6 } 0"#);
    assert_eq!(lines[4], r#"p "first" 1 1 "call" { "Support" "Abstain" } 1 "cost of arms" { -1, 0 }"#);
    assert_eq!(lines[6], r#"t "end" 2 "A" { 2, -1/2 }"#);
    assert_eq!(lines[7], r#"t "" 0"#);
    assert_eq!(lines[18], r#"t "" 2 "A" { 2, -1/2 }"#);
}

#[test]
fn a_tree_may_be_one_node_or_lack_moves() {
    let game = efg::read("EFG 2 R \"\" { \"A\" } t \"\" 1 \"all\" { 5 }").unwrap();
    assert_eq!(game.play_payoffs(game.root()), [Rational::from(5)]);
    survives(game);
    survives(efg::read("EFG 2 D \"\" { \"A\" \"B\" } \"\" t \"over\" 0").unwrap());
}

#[test]
fn a_player_may_meet_the_same_information_set_twice_in_a_play() {
    let text = "EFG 2 R \"Absent-minded driver\" { \"Driver\" }
        p \"\" 1 1 \"junction\" { \"exit\" \"on\" } 0  t \"\" 1 \"\" { 0 }
        p \"\" 1 1 0  t \"\" 2 \"\" { 4 }  t \"\" 3 \"\" { 1 }";
    let game = efg::read(text).unwrap();
    assert_eq!(game.infosets()[0].nodes, [NodeId(0), NodeId(2)]);
    survives(game);
}

#[test]
fn deep_trees_need_no_stack() {
    let depth = 100_000;
    let mut text = String::from("EFG 2 R \"Deep\" { \"A\" \"B\" }\n");
    for move_number in 0..depth {
        text += &format!("p \"\" {} {move_number} \"\" {{ \"stop\" \"go\" }} 0\nt \"\" 0\n", move_number % 2 + 1);
    }
    text += "t \"\" 1 \"end\" { 1 2 }";
    let game = efg::read(&text).unwrap();
    assert_eq!(game.num_nodes(), 2 * depth + 1);
    let last = game.node(NodeId(2 * depth as u32));
    assert_eq!(last.kind, NodeKind::Terminal);
    assert_eq!(game.play_payoffs(NodeId(2 * depth as u32)), ratios(&["1", "2"]));
    survives(game);
}

#[test]
fn huge_counts_are_refused_at_once() {
    let table = "NFG 1 R \"\" { \"A\" \"B\" } { 1000000000 10000000 } 1 2";
    assert!(matches!(nfg::read(table), Err(Error::TooLarge { option: "max_profiles", .. })));
    let overflow = "NFG 1 R \"\" { \"A\" \"B\" \"C\" } { 9223372036854775807 9223372036854775807 9 } 1";
    assert!(matches!(nfg::read(overflow), Err(Error::TooLarge { .. })));
    assert!(matches!(nfg::read_within("NFG 1 R \"\" { \"A\" } { 3 } 1 2 3", 2), Err(Error::TooLarge { .. })));
    let tree = "EFG 2 R \"\" { \"A\" } p \"\" 1 1 \"\" { \"x\" \"y\" } 0 t \"\" 0 t \"\" 0";
    assert!(matches!(efg::read_within(tree, 2), Err(Error::TooLarge { option: "max_nodes", .. })));
    assert!(efg::read_within(tree, 3).is_ok());
}

#[test]
fn documents_of_many_profiles_must_list_them() {
    let message = |players: usize| {
        let player = r#"{"name": "", "strategies": ["x", "y"]}"#;
        let players = vec![player; players].join(", ");
        let text =
            format!(r#"{{"format": "foederis-game/1", "kind": "normal", "players": [{players}], "payoffs": []}}"#);
        json::read(&text).unwrap_err().to_string()
    };
    assert!(message(40).contains("make 1099511627776 profiles"), "{}", message(40));
    assert!(message(64).contains("more profiles than any table can list"), "{}", message(64));
}

#[test]
fn a_short_file_cannot_ask_for_many_nodes() {
    let actions = "\"\"".repeat(5_000);
    let moves = "p\"\"1 1 0 ".repeat(2_000);
    let text = format!("EFG 2 R \"\" {{ \"A\" }} p \"\" 1 1 \"\" {{ {actions} }} 0 {moves}");
    let message = efg::read(&text).unwrap_err().to_string();
    assert!(message.contains("the file ends before the tree does"), "{message}");
}

#[test]
fn json_is_laid_out_for_people() {
    let game = nfg::read("NFG 1 R \"Tiny\" { \"A\" \"B\" } { { \"x\" \"y\" } { \"z\" } } 1 1/3 0.5 -4").unwrap();
    let expected = r#"{
  "format": "foederis-game/1",
  "kind": "normal",
  "title": "Tiny",
  "comment": "",
  "players": [
    {"name": "A", "strategies": ["x", "y"]},
    {"name": "B", "strategies": ["z"]}
  ],
  "payoffs": [
    [1, "1/3"],
    ["1/2", -4]
  ]
}
"#;
    assert_eq!(json::write(&game.into()), expected);
    let tree = efg::read("EFG 2 R \"Tiny\" { \"A\" } p \"n\" 1 1 \"s\" { \"x\" } 0 t \"\" 1 \"o\" { 2 }").unwrap();
    let expected = r#"{
  "format": "foederis-game/1",
  "kind": "extensive",
  "title": "Tiny",
  "comment": "",
  "players": [
    {"name": "A"}
  ],
  "information_sets": [
    {"player": "A", "label": "s", "actions": ["x"]}
  ],
  "chance": [],
  "outcomes": [
    {"label": "o", "payoffs": [2]}
  ],
  "nodes": [
    {"label": "n", "information_set": 0},
    {"outcome": 0}
  ]
}
"#;
    assert_eq!(json::write(&tree.into()), expected);
}

#[test]
fn json_numbers_may_be_decimals() {
    let text = r#"{"kind": "normal", "players": [{"name": "A", "strategies": ["x", "y", "z"]}],
        "payoffs": [[0.1], ["0.30"], [1e2]], "format": "foederis-game/1"}"#;
    let Game::Normal(game) = json::read(text).unwrap() else { panic!("a table was written") };
    assert_eq!(game.payoffs_of(0), [ratio("1/10")]);
    assert_eq!(game.payoffs_of(1), [ratio("3/10")]);
    assert_eq!(game.payoffs_of(2), [ratio("100")]);
}

#[test]
fn serde_tells_the_forms_apart() {
    let table = nfg::read("NFG 1 R \"\" { \"A\" } { 1 } 3").unwrap();
    let tree = efg::read("EFG 2 R \"\" { \"A\" } t \"\" 0").unwrap();
    let (table_text, tree_text) = (serde_json::to_string(&table).unwrap(), serde_json::to_string(&tree).unwrap());
    assert_eq!(serde_json::from_str::<NormalForm>(&table_text).unwrap(), table);
    assert_eq!(serde_json::from_str::<ExtensiveForm>(&tree_text).unwrap(), tree);
    assert!(serde_json::from_str::<NormalForm>(&tree_text).unwrap_err().to_string().contains("a tree"));
    assert!(serde_json::from_str::<ExtensiveForm>(&table_text).unwrap_err().to_string().contains("a payoff table"));
}

#[test]
fn outcomes_that_no_node_uses_are_dropped_and_others_put_in_order() {
    let build = |order: [usize; 2]| {
        let mut tree = ExtensiveForm::builder(["A"]);
        let root = tree.root();
        let ends = tree.decision(root, "A", "", ["x", "y"]).unwrap();
        tree.add_outcome("unused", ratios(&["1"])).unwrap();
        for end in order {
            let outcome = tree.add_outcome(["first", "second"][end], ratios(&["2"])).unwrap();
            tree.place_outcome(ends[end], outcome).unwrap();
        }
        tree.finish().unwrap()
    };
    assert_eq!(build([0, 1]), build([1, 0]));
    let labels: Vec<String> = build([1, 0]).outcomes().iter().map(|outcome| outcome.label.clone()).collect();
    assert_eq!(labels, ["first", "second"]);
    survives(build([1, 0]));
}

#[test]
fn each_form_goes_to_its_own_format() {
    let table = Game::from(nfg::read("NFG 1 R \"\" { \"A\" } { 1 } 3").unwrap());
    let tree = Game::from(efg::read("EFG 2 R \"\" { \"A\" } t \"\" 0").unwrap());
    let message = |result: Result<String, Error>| result.unwrap_err().to_string();
    assert!(message(write_text(&table, Format::Efg)).contains(".nfg"));
    assert!(message(write_text(&tree, Format::Nfg)).contains(".efg"));
}

#[test]
fn files_are_told_by_their_suffix() {
    let folder = std::env::temp_dir().join(format!("foederis-exchange-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let game = Game::from(nfg::read("NFG 1 R \"Kept\" { \"A\" } { 2 } 3 1/7").unwrap());
    for name in ["game.nfg", "game.json", "game.NFG"] {
        let path = folder.join(name);
        foederis::write(&game, &path).unwrap();
        assert_eq!(foederis::read(&path).as_ref(), Ok(&game));
    }
    let message = |path: &str| foederis::read(folder.join(path)).unwrap_err().to_string();
    assert!(message("missing.nfg").contains("missing.nfg"));
    assert!(message("game.txt").contains("game.txt"));
    assert!(message("game.txt").contains(".nfg, .efg"));
    assert!(message("game").contains("suffix"));
    assert!(foederis::write(&game, folder.join("none").join("game.nfg")).unwrap_err().to_string().contains("game.nfg"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn other_encodings_are_named() {
    let error = |bytes: &[u8]| read_bytes(bytes, Format::Nfg).unwrap_err().to_string();
    let latin = error(b"NFG 1 R \"T\xfcrkiye\" { \"A\" } { 1 } 1");
    assert!(latin.starts_with("line 1, column 11:") && latin.contains("UTF-8"), "{latin}");
    let wide: Vec<u8> = "NFG 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(error(&wide).starts_with("line 1, column 2: the file holds a NUL"), "{}", error(&wide));
    assert!(error(b"\xff\xfeN\0").contains("UTF-8"));
}
