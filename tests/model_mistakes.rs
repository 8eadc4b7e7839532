//! Mistakes in model files: each gives an error at its line and column that says what is wrong.

use foederis::{Error, Model};

/// The first lines of a sound model, to which a mistake is added.
const HEAD: &str = "title: A\nplayers: [Russia, Armenia]\nparameters: {w: 5, q: 1/2}\n";

struct Mistake {
    text: String,
    line: usize,
    column: usize,
    says: &'static str,
}

fn whole(text: &str, line: usize, column: usize, says: &'static str) -> Mistake {
    Mistake { text: text.to_owned(), line, column, says }
}

/// A mistake in what follows the head; lines count from there.
fn body(text: &str, line: usize, column: usize, says: &'static str) -> Mistake {
    Mistake { text: format!("{HEAD}{text}"), line: line + 3, column, says }
}

fn mistakes_in_the_document() -> Vec<Mistake> {
    vec![
        whole("", 0, 0, "the document is empty"),
        whole("just words", 1, 1, "a model is a mapping"),
        whole(
            "titel: A\nplayers: [R]\ntable: {x: [1]}",
            1,
            1,
            "there is no key in a model 'titel'; did you mean 'title'?",
        ),
        whole("players: [R]\ntable: {x: [1]}", 1, 1, "the model lacks 'title:'"),
        whole("title: A\ntitle: B", 2, 1, "'title' is given twice (it stands on line 1 already)"),
        whole("title: A\nplayers: [R]", 1, 1, "the model has no game (give a 'tree:', a 'table:' or 'simultaneous:')"),
        whole("title: A\nplayers: Russia\ntable: {x: [1]}", 2, 10, "'players' should be a list"),
        whole("title: A\nplayers: [R, R]\ntable: {x: [1]}", 2, 14, "the player 'R' is named twice"),
        whole("title: A\ntable: {x: [1]}", 2, 8, "a table needs 'players:'"),
        whole("title: A\ntree: {payoffs: {}}", 1, 1, "the model names no players"),
        whole("title: A\nplayers: [R]\ntree: [1\n", 3, 7, "this is not YAML"),
        whole("title: A\nplayers: &p [R]\ntable: {x: [1]}", 2, 13, "anchors and aliases"),
        body("tree: [1, 1]\ntable: {x: {y: [1, 1]}}\n", 2, 8, "the model gives tree and table (give one of them)"),
    ]
}

fn mistakes_in_parameters() -> Vec<Mistake> {
    let with = |parameters: &str| {
        format!("title: A\nplayers: [R, S]\nparameters:\n{parameters}\ntable: {{x: {{y: [1, 1]}}}}\n")
    };
    let case = |parameters: &str, line: usize, column: usize, says| whole(&with(parameters), line + 3, column, says);
    vec![
        case("  w: five", 1, 6, "'five' is not a number"),
        case("  w: 1/0", 1, 6, "'1/0' divides by zero"),
        case("  w:", 1, 3, "the parameter 'w' has no base value"),
        case("  2w: 1", 1, 3, "'2w' is no symbol"),
        case("  and: 1", 1, 3, "'and' has a meaning of its own"),
        case("  w: {base: 1, meaing: x}", 1, 16, "there is no key in a parameter 'meaing'; did you mean 'meaning'?"),
        case("  w: {meaning: cost}", 1, 6, "the parameter lacks 'base:'"),
        case("  w: {base: -1, range: w > 0}", 1, 13, "the base value -1 of 'w' is outside its range w > 0"),
        case("  w: {base: 1, range: v > 0}", 1, 23, "this is no range of 'w'"),
        case("  w: {base: 1, range: 2 < w < 1}", 1, 23, "no number lies in the range"),
        case("  w: {base: 1, range: w >}", 1, 26, "the expression stops too early"),
        case("  w: {base: 1, range: [1]}", 1, 23, "two ends"),
        case("  E: {R: 1, T: 2}", 1, 13, "there is no player 'T'"),
        case("  E: {R: 1}\n  E_R: 2", 2, 3, "the symbol 'E_R' stands for two parameters"),
        case("  w: 1\nassumptions: [w > 1]", 2, 15, "the base values break the assumption 'w > 1'"),
        case("  w: 1\nassumptions: [w > v]", 2, 19, "there is no parameter 'v'; there are: w"),
        case("  w: 1\nassumptions: [w > 0 or w < -1]", 2, 15, "joins comparisons with 'and' only"),
        case("  w: 1\nassumptions: [w]", 2, 15, "this is no condition"),
    ]
}

fn mistakes_in_trees() -> Vec<Mistake> {
    vec![
        body("tree: words\n", 1, 7, "'tree' should be a list"),
        body(
            "tree:\n  player: Rusia\n  actions: {a: [0, 0]}\n",
            2,
            11,
            "there is no player 'Rusia'; did you mean 'Russia'?",
        ),
        body(
            "tree:\n  player: Russia\n  action: {a: [0, 0]}\n",
            3,
            3,
            "there is no key in a move 'action'; did you mean 'actions'?",
        ),
        body("tree:\n  player: Russia\n", 2, 11, "'player' needs 'actions:' beside it"),
        body("tree:\n  actions: {a: [0, 0]}\n", 2, 12, "nobody is said to move here"),
        body("tree:\n  player: Russia\n  actions:\n    a: [0, 0]\n    a: [1, 1]\n", 5, 5, "'a' is given twice"),
        body(
            "tree:\n  player: Russia\n  actions:\n    a: [w]\n",
            4,
            8,
            "the payoff of Armenia is missing: 1 are given",
        ),
        body("tree:\n  player: Russia\n  actions:\n    a: [w, w, w]\n", 4, 8, "3 payoffs are given for 2 players"),
        body("tree:\n  player: Russia\n  actions:\n    a: [w - v, w]\n", 4, 13, "there is no parameter 'v'"),
        body("tree:\n  player: Russia\n  actions:\n    a: [w, \"w + (q\"]\n", 4, 17, "this bracket is never closed"),
        body(
            "tree:\n  player: Russia\n  actions:\n    a: [w, 2w]\n",
            4,
            13,
            "a multiplication sign is missing (write 2*w)",
        ),
        body("tree:\n  player: Russia\n  actions:\n    a: [w, w^q]\n", 4, 14, "an exponent must be a whole number"),
        body("tree:\n  player: Russia\n  actions:\n    a: [w, w/(q - q)]\n", 4, 13, "this divides by zero"),
        body(
            "tree:\n  player: Russia\n  actions:\n    a: {payoffs: {Russia: 1}}\n",
            4,
            8,
            "Armenia gets no payoff after a (write 0 if nothing",
        ),
        body("tree:\n  player: Russia\n  actions:\n    a:\n", 4, 6, "Russia gets no payoff after a"),
        body(
            "tree:\n  player: Russia\n  actions:\n    a: {payoffs: {Russia: 1, Armeni: 1}}\n",
            4,
            30,
            "did you mean 'Armenia'?",
        ),
        body(
            "tree:\n  player: Russia\n  chance: {a: {probability: 1}}\n  actions: {}\n",
            3,
            11,
            "a move cannot have 'player' and 'chance' together",
        ),
        body("tree:\n  chance:\n    a: [0, 0]\n", 3, 5, "the event 'a' lacks 'probability:'"),
        body(
            "tree:\n  chance:\n    a: {probability: q, payoffs: [0, 0]}\n    b: {probability: 1/3, payoffs: [0, 0]}\n",
            3,
            5,
            "the probabilities at the start are 1/2 + 1/3 = 5/6 at the base values (they must sum to 1)",
        ),
        body(
            "tree:\n  chance:\n    a: {probability: 2, payoffs: [0, 0]}\n    b: {probability: -1, payoffs: [0, 0]}\n",
            3,
            5,
            "the probability of 'b' at the start is -1",
        ),
        body(
            "tree:\n  player: Russia\n  actions:\n    a: {probability: 1, payoffs: [0, 0]}\n",
            4,
            22,
            "an action has no probability",
        ),
        body(
            "tree:\n  player: Russia\n  actions:\n    a: {player: Armenia, information set: s, actions: {x: [0, 0]}}\n    b: {player: Armenia, information set: s, actions: {y: [0, 0]}}\n",
            5,
            43,
            "Armenia's information set 's' has the actions y here and x on line 7",
        ),
        body("tree:\n  continue: caucasos\n", 2, 13, "there is no part or model 'caucasos'; did you mean 'caucasus'?"),
        body(
            "tree:\n  continue: p\nparts:\n  p: {continue: p}\n",
            4,
            17,
            "the part 'p' continues in itself without end",
        ),
        body("tree: {payoffs: [0, 0], after: {a: [1, 1]}}\n", 1, 32, "nothing is continued here"),
        body(
            "tree:\n  continue: p\n  after: {b: [1, 1]}\nparts:\n  p: {player: Russia, actions: {a: [0, 0]}}\n",
            3,
            11,
            "there is no end of the continued game 'b'; there are: a",
        ),
        body(
            "tree:\n  continue: border\n  with: {G: 1, bb: 2}\n",
            3,
            16,
            "there is no parameter of border 'bb'; there are: ",
        ),
        body("tree:\n  continue: border\n  with: {l: 1}\n", 2, 13, "breaks 1 > kappa"),
        body(
            "tree:\n  continue: caucasus\n",
            2,
            13,
            "'w' is a parameter of 'caucasus' and also another one of this model",
        ),
        body("tree:\n  continue: article_four\n  variant: treshold\n", 3, 12, "did you mean 'threshold'?"),
    ]
}

fn mistakes_in_tables_and_rules() -> Vec<Mistake> {
    let rules = |rule: &str| {
        format!("simultaneous:\n  actions: [Support, Abstain]\n  rules:\n    - {rule}\n    - {{payoff: 0}}\n")
    };
    let case = |rule: &str, column: usize, says| body(&rules(rule), 4, column, says);
    vec![
        body("table:\n  x: [0, 0]\n", 2, 6, "the strategies of Armenia should stand here"),
        body(
            "table:\n  x: {a: [0, 0], b: [0, 0]}\n  y: {a: [0, 0]}\n",
            3,
            6,
            "the strategy of Armenia 'b' is missing here",
        ),
        body(
            "table:\n  x: {a: [0, 0], b: [0, 0]}\n  y: {a: [0, 0], c: [0, 0]}\n",
            3,
            18,
            "there is no strategy of Armenia 'c'",
        ),
        body("table:\n  x: {a: {b: [0, 0]}}\n", 2, 10, "the payoffs of this cell should stand here"),
        body("table:\n  x: {a: {payoffs: {Russia: 1}}}\n", 2, 3, "Armenia gets no payoff after some choices"),
        body("simultaneous: {actions: [a, a], rules: []}\n", 1, 29, "the action 'a' of Russia is given twice"),
        body("simultaneous: {actions: [a]}\n", 1, 15, "the simultaneous lacks 'rules:'"),
        body("simultaneous: {players: [Russia, Russia], actions: [a], rules: []}\n", 1, 34, "Russia moves twice"),
        body(
            "simultaneous: {players: [Russia], actions: [a, b], rules: [{payoff: 1}]}\n",
            1,
            15,
            "Armenia gets no payoff after some choices",
        ),
        case("{if: own = Suport, payoff: 1}", 18, "there is no action of Russia 'Suport'; did you mean 'Support'?"),
        case("{if: count(Suport) > 1, payoff: 1}", 12, "there is no action 'Suport'"),
        case("{if: counts(Support) > 1, payoff: 1}", 12, "there is no function 'counts'; did you mean 'count'?"),
        case("{if: w > 1, payoff: 1}", 12, "cannot depend on parameters"),
        case("{if: own > Support, payoff: 1}", 12, "a choice is compared with an action"),
        case("{for: Rusia, payoff: 1}", 13, "there is no player 'Rusia'"),
        case("{payoff: w/count(Support)}", 17, "this divides by zero"),
        case("{payoff: E_i}", 16, "there is no parameter 'E_i'"),
        case("{payof: 1}", 8, "there is no key in a rule 'payof'; did you mean 'payoff'?"),
    ]
}

fn mistakes_in_names() -> Vec<Mistake> {
    let head = "title: A\nplayers: [Russia, Armenia]\nparameters: {c: {Russia: 1, Armenia: 2}, v: 1}\n";
    let case = |text: &str, line, column, says| whole(&format!("{head}{text}"), line, column, says);
    vec![
        case(
            "simultaneous: {actions: [a, b], rules: [{payoff: v - c}]}\n",
            4,
            54,
            "'c' is not one number: each player has its own (write \"c[i]\" for the player's own, or \"c[Russia]\" or \
             c_Russia for one player's)",
        ),
        case(
            "tree: {payoffs: [-c, v]}\n",
            4,
            19,
            "'c' is not one number: each player has its own (write \"c[Russia]\" or c_Russia)",
        ),
        case("tree: {payoffs: [k, v]}\n", 4, 18, "there is no parameter 'k'; there are: c_Russia, c_Armenia, v"),
        case(
            "tree: {payoffs: [v, ν]}\n",
            4,
            21,
            "did you mean 'v'? They look alike, but the 'ν' written here is a Greek",
        ),
        case("tree: {player: Аrmenia, actions: {a: [v, v]}}\n", 4, 16, "the 'А' written here is a Cyrillic letter"),
        case("tree: {payoffs: [v, -c[Armenia]]}\n", 4, 21, "put it in quotation marks: \"-c[Armenia]\""),
    ]
}

#[test]
fn in_names() {
    check(mistakes_in_names());
}

fn check(mistakes: Vec<Mistake>) {
    let wrong: Vec<String> = mistakes.iter().filter_map(|mistake| fault(mistake).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is not as it should be in the error that a mistake gives.
fn fault(mistake: &Mistake) -> Result<(), String> {
    let Mistake { text, line, column, says } = mistake;
    let error = match Model::from_yaml(text) {
        Err(Error::Input(error)) => error,
        Err(other) => return Err(format!("{text}gave an error without a place: {other}\n")),
        Ok(_) => return Err(format!("{text}was read\n")),
    };
    let place = error.place.map_or((0, 0), |place| (place.line, place.column));
    let sound = error.to_string().contains(says) && place == (*line, *column);
    if sound { Ok(()) } else { Err(format!("{text}gave: {error}\nnot: line {line}, column {column}: {says}\n")) }
}

#[test]
fn in_the_document() {
    check(mistakes_in_the_document());
}

#[test]
fn in_parameters() {
    check(mistakes_in_parameters());
}

#[test]
fn in_trees() {
    check(mistakes_in_trees());
}

#[test]
fn in_tables_and_rules() {
    check(mistakes_in_tables_and_rules());
}
