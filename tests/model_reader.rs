//! Model files and builders: everything the format can say, and that all ways of saying it agree.

use std::collections::BTreeMap;

use foederis::model::{Documents, schema};
use foederis::{Error, Game, Model, MoveTree, Parameter, Rational, Simultaneous, alliance};
use serde_json::Value;

fn read(text: &str) -> Model {
    Model::from_yaml(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Everybody's payoffs as text, outcome by outcome.
fn payoffs(model: &Model) -> Vec<Vec<String>> {
    let text = |row: &Vec<foederis::RationalFunction>| row.iter().map(|p| p.to_text(model.symbols_list())).collect();
    model.payoffs().iter().map(text).collect()
}

#[test]
fn payoffs_stand_in_the_order_of_the_game() {
    for name in alliance::names() {
        let model = alliance::dilemma(name).unwrap();
        let point = model.base_values();
        let value = |row: &Vec<foederis::RationalFunction>| -> Vec<Rational> {
            row.iter().map(|payoff| payoff.evaluate(&point).unwrap()).collect()
        };
        let expected: Vec<Vec<Rational>> = model.payoffs().iter().map(value).collect();
        let found: Vec<Vec<Rational>> = match model.skeleton().unwrap() {
            Game::Extensive(tree) => tree.terminals().map(|end| tree.play_payoffs(end).to_vec()).collect(),
            Game::Normal(game) => (0..game.num_profiles()).map(|number| game.payoffs_of(number).to_vec()).collect(),
        };
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn dilemmas_say_what_is_to_be_known() {
    let names: Vec<&str> = alliance::names().collect();
    assert_eq!(names.len(), 15);
    for name in names {
        let model = alliance::dilemma(name).unwrap();
        assert!(!model.title().is_empty() && !model.summary().is_empty() && !model.source().is_empty(), "{name}");
        assert!(model.note().contains("illustrative"), "{name}");
        assert!(model.base().unwrap().comment().contains("illustrative"), "{name}");
        for Parameter { symbol, meaning, argument, term, source, .. } in model.parameters() {
            let complete = [meaning, argument, term, source].iter().all(|text| !text.is_empty());
            assert!(complete, "{name}: {symbol}");
        }
    }
    let unknown = alliance::dilemma("caucasos").unwrap_err().to_string();
    assert_eq!(unknown, "there is no dilemma 'caucasos'; did you mean 'caucasus'?");
}

#[test]
fn files_read_back_the_same() {
    for name in alliance::names() {
        let model = alliance::dilemma(name).unwrap();
        let variants: Vec<String> = model.variants().map(|(name, _)| name.to_owned()).collect();
        let variants = variants.iter().map(|name| model.variant(name).unwrap());
        for model in [model.clone()].into_iter().chain(variants) {
            let yaml = read(&model.to_yaml());
            let json = read(&model.to_json());
            for back in [yaml, json] {
                assert_eq!(back, model, "{name}");
                assert_eq!(back.payoffs(), model.payoffs(), "{name}");
                assert_eq!(back.base(), model.base(), "{name}");
            }
        }
    }
}

/// Whether a document keeps to a schema, for the words that our schema uses; any other word is a fault of the test.
fn keeps_to(schema: &Value, root: &Value, document: &Value) -> bool {
    let all = |(word, rule): (&String, &Value)| match word.as_str() {
        "$schema" | "$defs" | "title" | "description" => true,
        "$ref" => keeps_to(root.pointer(&rule.as_str().unwrap()[1..]).unwrap(), root, document),
        "type" => {
            let kinds = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
            kinds.iter().any(|kind| kind == kind_of(document))
        }
        "anyOf" => rule.as_array().unwrap().iter().any(|one| keeps_to(one, root, document)),
        "oneOf" => rule.as_array().unwrap().iter().filter(|one| keeps_to(one, root, document)).count() == 1,
        "items" => document.as_array().is_none_or(|items| items.iter().all(|item| keeps_to(rule, root, item))),
        "required" => {
            let has = |key: &Value| document.get(key.as_str().unwrap()).is_some();
            !document.is_object() || rule.as_array().unwrap().iter().all(has)
        }
        "properties" => document.as_object().is_none_or(|entries| {
            entries.iter().all(|(key, value)| rule.get(key).is_none_or(|one| keeps_to(one, root, value)))
        }),
        "additionalProperties" => document.as_object().is_none_or(|entries| {
            let known = |key: &str| schema.get("properties").is_some_and(|properties| properties.get(key).is_some());
            entries.iter().filter(|(key, _)| !known(key)).all(|(_, value)| match rule {
                Value::Bool(allowed) => *allowed,
                rule => keeps_to(rule, root, value),
            })
        }),
        other => panic!("the schema uses '{other}'"),
    };
    schema.as_object().unwrap().iter().all(all)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn dilemmas_keep_to_the_schema() {
    let schema = schema();
    for name in alliance::names() {
        let document = serde_json::from_str(&alliance::dilemma(name).unwrap().to_json()).unwrap();
        assert!(keeps_to(&schema, &schema, &document), "{name}");
    }
    for wrong in [
        r#"{"title": "A"}"#,
        r#"{"title": "A", "titel": "B", "tree": []}"#,
        r#"{"title": "A", "tree": {"plyer": "R"}}"#,
        r#"{"title": "A", "tree": [], "table": []}"#,
        r#"{"title": "A", "tree": {"simultaneous": {"actions": ["a"], "rules": [{"payof": 1}]}}}"#,
    ] {
        assert!(!keeps_to(&schema, &schema, &serde_json::from_str(wrong).unwrap()), "{wrong}");
        assert!(Model::from_yaml(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn values_are_checked_by_name() {
    let model = alliance::dilemma("border").unwrap();
    let say = |changes: &[(&str, &str)]| {
        let changes: Vec<(&str, Rational)> =
            changes.iter().map(|(name, value)| (*name, value.parse().unwrap())).collect();
        model.at(&changes).unwrap_err().to_string()
    };
    assert_eq!(say(&[("kapa", "1")]), "there is no parameter 'kapa'; did you mean 'kappa'?");
    assert_eq!(say(&[("pi", "3/2")]), "pi = 3/2 is outside its range 0 <= pi <= 1");
    assert_eq!(say(&[("l", "1")]), "the assumption 'l > kappa' does not hold at l = 1, kappa = 2");
    assert!(model.at(&[("pi", Rational::ONE)]).is_ok());
}

#[test]
fn a_family_is_set_at_once_or_one_by_one() {
    let model = alliance::dilemma("article_four").unwrap();
    let all = model.point(&[("E", 1.into())]).unwrap();
    let one = model.point(&[("E_Belarus", 1.into())]).unwrap();
    assert_eq!(all.iter().filter(|value| **value == Rational::ONE).count(), 5 + 4);
    assert_eq!(one[0], Rational::ONE);
    assert_eq!(one[1], model.base_values()[1]);
}

#[test]
fn failures_at_a_point_name_place_and_values() {
    let text = "
title: Fractions
players: [A, B]
parameters: {d: 1/2, p: 1/2, q: 1/2}
tree:
  chance:
    Up: {probability: p, payoffs: [1/(1 - d), 0]}
    Down: {probability: q, payoffs: [0, 0]}
";
    let model = read(text);
    let say = |name, value: i64| model.at(&[(name, value.into())]).unwrap_err();
    assert_eq!(say("d", 1), Error::Invalid("the payoff of A after Up divides by zero at d = 1".into()));
    let sum = "the probabilities of chance at the start are 1/2, 1 at p = 1/2, q = 1; \
               they must not be negative and must sum to 1";
    assert_eq!(say("q", 1), Error::Invalid(sum.into()));
    let half = model.at(&[("p", "1/4".parse().unwrap()), ("q", "3/4".parse().unwrap())]).unwrap();
    let tree = half.tree("the test").unwrap();
    assert_eq!(tree.chance_moves()[0].probabilities[1].to_string(), "3/4");
}

#[test]
fn a_condition_may_be_added() {
    let model = alliance::dilemma("article_four").unwrap().where_("D > 4").unwrap();
    assert!(model.at(&[("D", 4.into())]).unwrap_err().to_string().contains("'D > 4' does not hold at D = 4"));
    assert!(model.variant("threshold").unwrap().at(&[("D", 4.into())]).is_err());
    assert_eq!(read(&model.to_yaml()), model);
    assert!(matches!(model.where_("D > 5"), Err(Error::Invalid(_))));
    let Err(Error::Input(error)) = model.where_("D > F") else { panic!("F is no parameter") };
    assert_eq!(error.place.unwrap().column, 5);
}

const GUARD: &str = "
title: Guard
players: [Guard]
parameters: {cost: {base: 1, range: cost >= 0}, gain: 2}
tree:
  player: Guard
  information set: post
  actions: {Wake: [gain - cost], Sleep: [0]}
";

#[test]
fn models_continue_in_others() {
    let outer = "
title: Thief and guard
players: [Thief]
parameters: {loot: 3}
tree:
  player: Thief
  actions:
    Go:
      payoffs: [1]
      continue: guard
      with: {cost: loot/2}
      after:
        Wake: {payoffs: {Thief: -loot}}
    Wait:
      payoffs: [0]
      continue: guard
      with: {cost: 0}
";
    let library = Documents(BTreeMap::from([("guard".to_owned(), GUARD.to_owned())]));
    let model = Model::from_yaml_with(outer, &library).unwrap();
    assert_eq!(model.players(), ["Thief", "Guard"]);
    assert_eq!(model.symbols_list(), ["loot", "gain"]);
    assert_eq!(payoffs(&model), [["1 - loot", "gain - 1/2*loot"], ["1", "0"], ["0", "gain"], ["0", "0"]]);
    let assumed: Vec<&str> = model.assumptions().iter().map(|assumption| assumption.text.as_str()).collect();
    assert_eq!(assumed, ["1/2*loot >= 0"]);
    assert!(model.at(&[("loot", (-1).into())]).is_err());
    let game = model.base().unwrap();
    let keys: Vec<&str> = game.tree("the test").unwrap().infosets().iter().map(|set| set.key.as_str()).collect();
    assert_eq!(keys, ["start", "post after Go", "post after Wait"]);
}

#[test]
fn endless_continuations_are_refused() {
    let again = "title: A\nplayers: [A]\ntree: {payoffs: [0], continue: again}\n";
    let library = Documents(BTreeMap::from([("again".to_owned(), again.to_owned())]));
    let error = Model::from_yaml_with(again, &library).unwrap_err().to_string();
    assert!(error.contains("continues without end"), "{error}");
    let chain = (0..60).map(|i| format!("  p{i}: {{continue: p{}}}\n", i + 1)).collect::<String>();
    let long = format!("title: A\nplayers: [A]\ntree: {{continue: p0}}\nparts:\n{chain}  p60: [0]\n");
    assert!(Model::from_yaml(&long).is_ok());
    let double: String = (0..60)
        .map(|i| format!("  p{i}: {{player: A, actions: {{l: {{continue: p{0}}}, r: {{continue: p{0}}}}}}}\n", i + 1))
        .collect();
    let wide = format!("title: A\nplayers: [A]\ntree: {{continue: p0}}\nparts:\n{double}  p60: [0]\n");
    assert!(Model::from_yaml(&wide).unwrap_err().to_string().contains("over the limit"));
}

#[test]
fn files_continue_in_their_own_folder_only() {
    let folder = std::env::temp_dir().join(format!("foederis-model-{}", std::process::id()));
    let inner = folder.join("models");
    std::fs::create_dir_all(&inner).unwrap();
    std::fs::write(inner.join("guard.yaml"), GUARD).unwrap();
    std::fs::write(folder.join("secret.yaml"), GUARD).unwrap();
    let outer = |name: &str| format!("title: A\nplayers: [Guard]\ntree: {{payoffs: [0], continue: \"{name}\"}}\n");
    let path = inner.join("outer.yaml");
    for (name, reads) in
        [("guard", true), ("guard.yaml", true), ("../secret", false), ("secret", false), ("/etc/passwd", false)]
    {
        std::fs::write(&path, outer(name)).unwrap();
        assert_eq!(Model::read(&path).is_ok(), reads, "{name}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.join("secret.yaml"), inner.join("link.yaml")).unwrap();
        std::fs::write(&path, outer("link")).unwrap();
        let fault = Model::read(&path).unwrap_err().to_string();
        assert!(fault.contains("'link.yaml' is a link to another folder"), "{fault}");
    }
    std::fs::write(&path, b"title: A\nplayers: [\xe9]\n").unwrap();
    let fault = Model::read(&path).unwrap_err().to_string();
    let expected = "line 2, column 11: outer.yaml is not UTF-8 text from here on (save it as UTF-8 text)";
    assert_eq!(fault, expected);
    let missing = Model::read(inner.join("none.yaml")).unwrap_err().to_string();
    assert!(missing.starts_with("cannot read none.yaml"), "{missing}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn simultaneous_moves_are_moves_that_cannot_see_each_other() {
    let text = "
title: Three neighbours
players: [A, B, C]
parameters: {v: {A: 1, others: 2}, c: 1}
simultaneous:
  actions: [Help, Watch]
  rules:
    - {if: count(Help) >= 2 or (own = Help and not A = Watch), payoff: v_i}
    - {for: each, if: own is Help, payoff: -c/count(Help)}
    - {for: [A, C], payoff: \"sum(v, Watch)\"}
";
    let table = read(text);
    assert_eq!(payoffs(&table)[0], ["v_A - 1/3*c", "v_B - 1/3*c", "v_C - 1/3*c"]);
    assert_eq!(payoffs(&table)[3], ["v_A + v_B + v_C - c", "0", "v_B + v_C"]);
    assert_eq!(payoffs(&table)[5], ["v_A + v_C", "-c", "v_A + v_C"]);
    let nested = text.replace("\nsimultaneous:", "\ntree:\n  simultaneous:").replace("\n  actions", "\n    actions");
    let nested = nested.replace("\n  rules:", "\n    rules:").replace("\n    - ", "\n      - ");
    let tree = read(&nested);
    assert_eq!(payoffs(&tree), payoffs(&table));
    let game = tree.base().unwrap();
    let tree = game.tree("the test").unwrap();
    let sizes: Vec<usize> = tree.infosets().iter().map(|set| set.nodes.len()).collect();
    assert_eq!(sizes, [1, 2, 4]);
}

#[test]
fn players_who_only_watch_a_simultaneous_move_are_paid() {
    let text = "
title: One chooses
players: [Watcher, Chooser]
simultaneous:
  players: [Chooser]
  actions: [Left, Right]
  rules: [{for: Watcher, if: Chooser = Left, payoff: 1}, {payoff: 2}]
";
    assert_eq!(payoffs(&read(text)), [["1", "2"], ["0", "2"]]);
}

#[test]
fn payoffs_add_up_along_a_play() {
    let text = "
title: Sums
players: [A, B]
parameters: {x: 1, y: 2}
tree:
  payoffs: {A: x}
  player: A
  actions:
    l: {payoffs: {B: y}}
    r: [y, x]
";
    assert_eq!(payoffs(&read(text)), [["x", "y"], ["x + y", "x"]]);
}

#[test]
fn a_builder_makes_the_same_model() {
    let mut tree = MoveTree::new();
    tree.decision(&[], "Azerbaijan", ["Refrain", "Attack"]).unwrap();
    tree.payoffs(&["Refrain"], ["0", "0", "0"]).unwrap();
    tree.decision(&["Attack"], "Armenia", ["Accommodate", "Invoke"]).unwrap();
    tree.information_set(&["Attack"], "after attack").unwrap();
    tree.payoffs(&["Attack", "Accommodate"], ["t - c", "-l", "0"]).unwrap();
    tree.decision(&["Attack", "Invoke"], "Russia", ["Support", "Abstain"]).unwrap();
    tree.information_set(&["Attack", "Invoke"], "after invocation").unwrap();
    tree.payoffs(&["Attack", "Invoke", "Support"], ["-d", "-h", "-k - w"]).unwrap();
    let refused = ["Attack", "Invoke", "Abstain"];
    tree.decision(&refused, "Armenia", ["Stay", "Leave"]).unwrap();
    tree.information_set(&refused, "after refusal").unwrap();
    tree.payoffs(&["Attack", "Invoke", "Abstain", "Stay"], ["t - c", "-l + q", "-r"]).unwrap();
    tree.payoffs(&["Attack", "Invoke", "Abstain", "Leave"], ["t - c", "-l + q + n", "-r - e"]).unwrap();
    let unknown = tree.payoffs(&["Atack"], ["0"]).unwrap_err().to_string();
    assert_eq!(unknown, "there is no action 'Atack'; did you mean 'Attack'?");
    assert!(tree.payoffs(&["Refrain", "more"], ["0"]).unwrap_err().to_string().contains("no move after 'Refrain'"));

    let original = alliance::dilemma("caucasus").unwrap();
    let start = Model::builder(original.title()).summary(original.summary()).note(original.note());
    let start = start.players(["Azerbaijan", "Armenia", "Russia"]);
    let builder = original.parameters().iter().fold(start, |builder, parameter| builder.parameter_in_full(parameter));
    let model = builder.tree(tree).build().unwrap();
    assert_eq!(model.parameters(), original.parameters());
    assert_eq!(model.payoffs(), original.payoffs());
    assert_eq!(model.base(), original.base());
    assert_eq!(read(&model.to_yaml()), model);
}

#[test]
fn builders_say_all_that_files_say() {
    let rules = Simultaneous::new(["A", "B"], ["x", "y"]).information_set("vote").rule("each", "own = x", "v[i]");
    let rules = rules.rule("each", "", "bonus");
    let mut tree = MoveTree::new();
    tree.chance(&[], &[("Rain", "p"), ("Sun", "1 - p")]).unwrap();
    tree.simultaneous(&["Rain"], rules.clone()).unwrap();
    tree.continue_with(&["Sun"], "guard", &[("cost", "bonus")]).unwrap();
    tree.payoffs(&["Sun", "Sleep"], ["1", "1"]).unwrap();
    tree.payoffs_of(&["Sun"], &[("A", "0"), ("B", "bonus"), ("C", "0")]).unwrap();
    tree.payoffs_of(&["Rain"], &[("C", "0")]).unwrap();
    let start = || {
        Model::builder("All")
            .players(["A", "B", "C"])
            .parameter("p", Rational::new(1, 3).unwrap())
            .parameter("bonus", 1)
            .parameter_by_player("v", &[("A", 1.into()), ("B", 2.into())])
    };
    let mut quiet = MoveTree::new();
    quiet.payoffs(&[], ["0", "0", "0"]).unwrap();
    let library = Documents(BTreeMap::from([(
        "guard".to_owned(),
        GUARD.replace("[Guard]", "[A]").replace("player: Guard", "player: A"),
    )]));
    let model = start()
        .assume("0 < p < 1")
        .tree(tree.clone())
        .variant("quiet", "Nothing happens", Model::builder("").tree(quiet))
        .build_with(&library);
    // Three payoffs are due in the list above; two are given.
    assert!(model.unwrap_err().to_string().contains("the payoff of C is missing"));
    tree.payoffs(&["Sun", "Sleep"], ["1", "1", "1"]).unwrap();
    let mut quiet = MoveTree::new();
    quiet.payoffs(&[], ["0", "0", "0"]).unwrap();
    let model = start()
        .assume("0 < p < 1")
        .tree(tree)
        .variant("quiet", "Nothing happens", Model::builder("").tree(quiet))
        .build_with(&library)
        .unwrap();
    assert_eq!(payoffs(&model)[0], ["bonus + v_A", "bonus + v_B", "0"]);
    assert_eq!(payoffs(&model)[4], ["gain - bonus", "bonus", "0"]);
    assert_eq!(payoffs(&model)[5], ["1", "bonus + 1", "1"]);
    assert_eq!(payoffs(&model.variant("quiet").unwrap()), [["0", "0", "0"]]);
    assert_eq!(Model::from_yaml_with(&model.to_yaml(), &library).unwrap(), model);
    let table =
        Model::builder("Table").players(["A", "B"]).parameter("w", 1).cell(&["x", "y"], ["w", "0"]).build().unwrap();
    assert_eq!(payoffs(&table), [["w", "0"]]);
    let one = Model::builder("One")
        .players(["A", "B"])
        .parameter("bonus", 1)
        .parameter_by_player("v", &[("A", 1.into()), ("B", 1.into())]);
    assert_eq!(payoffs(&one.simultaneous(rules).build().unwrap())[3], ["bonus", "bonus"]);
}
