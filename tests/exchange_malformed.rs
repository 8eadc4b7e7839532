//! Malformed files: each gives an error at the place marked with `§`, in words that say what is wrong.

use foederis::exchange::{Format, read_text};
use foederis::{Error, Place};

/// A text with its fault marked, and a phrase of the message.
type Case = (&'static str, &'static str);

fn check(format: Format, cases: &[Case]) {
    let failures: Vec<String> = cases.iter().filter_map(|(marked, phrase)| fault(format, (marked, phrase))).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// What is wrong with the error for a case, if anything is.
fn fault(format: Format, (marked, phrase): (&str, &str)) -> Option<String> {
    let offset = marked.find('§').expect("every case marks its fault");
    let text = marked.replacen('§', "", 1);
    let expected = Place::of_offset(&text, offset);
    match read_text(&text, format) {
        Err(Error::Input(error)) if error.place == Some(expected) && error.to_string().contains(phrase) => None,
        Err(error) => Some(format!("{marked}\n  {error}\n  expected {expected:?} and '{phrase}'")),
        Ok(_) => Some(format!("{marked}\n  was read")),
    }
}

#[test]
fn tables() {
    check(
        Format::Nfg,
        &[
            ("§", "expected the word 'NFG', and found the end of the file"),
            ("§EFG 2 R \"\" { \"A\" } t \"\" 0", "expected the word 'NFG', and found the word 'EFG'"),
            ("§{ 2 2 }", "the file begins with: NFG 1 R"),
            ("NFG §2 R \"\" { \"A\" } { 1 } 1", "expected the number 1, and found the number 2"),
            ("NFG 1 §\"\" { \"A\" } { 1 } 1", "the letter R"),
            ("NFG 1 R §Chicken { \"A\" } { 1 } 1", "expected the title in quotes, and found the word 'Chicken'"),
            ("NFG 1 R §{ \"A\" } { 1 } 1", "the title in quotes"),
            ("NFG 1 R \n  §\"Chicken { ", "the quoted text that begins here does not end"),
            ("NFG 1 R \"T\" §\"A\" \"B\" { 2 2 }", "expected '{', and found the text \"A\""),
            ("NFG 1 R \"T\" { \"A\"§, \"B\" } { 2 2 } 1", "a player's name in quotes, or '}'"),
            ("NFG 1 R \"T\" { §Russia Armenia } { 2 2 }", "found the word 'Russia'"),
            ("NFG 1 R \"T\" §{ } { } ", "the game has no players"),
            ("NFG 1 R \"T\" { \"A\" \"B\"§ ", "found the end of the file"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } §2 2", "strategies are named"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { 2 §} 1 2", "the number of strategies of player 'B'"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { 2 2 §2 } 1 2", "'}' after the strategies of the last player"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { 2 §0 }", "player 'B' has 0 strategies"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { §-2 2 }", "player 'A' has -2 strategies"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { §1.5 2 }", "a whole number"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { §99999999999999999999 2 }", "a whole number"),
            ("NFG 1 R \"T\" { \"A\" } { { \"x\" §y } } 1 1", "a strategy of player 'A' in quotes"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { { \"x\" } §} 1", "before the strategies of player 'B'"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { { \"x\" } §{ } } 1", "player 'B' has no strategies"),
            ("NFG 1 R \"T\" { \"A\" } { { \"x\" } §{ \"y\" } } 1", "'}' after the strategies of the last player"),
            ("NFG 1 R \"T\" { \"A\" } { 2 }§\n", "expected payoffs, or a list of outcomes"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } §Payoffs 1 2", "found the word 'Payoffs'"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { 2 2 }\n1 2 3 4\n5 6 7§\n\n", "expected payoff 8 of 8"),
            ("NFG 1 R \"T\" { \"A\" \"B\" } { 2 2 }\n1 2 3§", "2 x 2 strategies make 4 profiles, so 8 payoffs"),
            ("NFG 1 R \"T\" { \"A\" } { 2 }\n1 2\n§3", "expected the end of the file, and found the number 3"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } 1 §2.5.1", "'2.5.1' is not a number"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } 1 §1/0", "'1/0' divides by zero"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } 1 §--1", "'--1' is not a number"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } 1 §x", "expected payoff 2 of 2, and found the word 'x'"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } 1 §1e99999999", "is over the limit of"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } 1 §\"2\"", "found the text \"2\""),
            ("NFG 1 R \"T\" { \"A\" } { 1 } { { §win 1 } } 1", "the outcome's name in quotes"),
            (
                "NFG 1 R \"T\" { \"A\" \"B\" } { 1 1 } { { \"win\" §1 } } 1",
                "gives 1 payoffs where the game has 2 players",
            ),
            ("NFG 1 R \"T\" { \"A\" } { 1 } { { \"win\" §1, 2 } } 1", "gives 2 payoffs where the game has 1 players"),
            ("NFG 1 R \"T\" { \"A\" } { 1 } { { \"win\" 1 §{ \"x\" 2 } } 1", "expected a payoff or '}', and found '{'"),
            ("NFG 1 R \"T\" { \"A\" } { 1 } { { \"win\" 1 } §1", "or '}' after the last"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } { { \"win\" 1 } } 1 §2", "there is no outcome 2; the file lists 1"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } { { \"win\" 1 } } §-1 1", "there is no outcome -1"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } { { \"win\" 1 } } 1§", "the outcome of profile 2 of 2"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } { { \"win\" 1 } } 1 1 §0", "expected the end of the file"),
            ("NFG 1 R \"T\" { \"A\" } { 2 } { { \"win\" 1 } } 1 §1/1", "a whole number"),
            ("NFG 1 R \"T§\0\" { \"A\" } { 1 } 1", "NUL character"),
            ("NFG 1 R \"T\" { \"A\" } { 1 } 1§\0", "NUL character"),
        ],
    );
}

#[test]
fn trees() {
    check(
        Format::Efg,
        &[
            ("§  \n", "expected the word 'EFG'"),
            ("§NFG 1 R \"\" { \"A\" } { 1 } 1", "the file begins with: EFG 2 R"),
            ("EFG §1 R \"\" { \"A\" } t \"\" 0", "expected the number 2"),
            ("EFG 2 R \"\" §t \"\" 0", "the players stand in braces"),
            ("EFG 2 R \"\" §{ } t \"\" 0", "the game has no players"),
            ("EFG 2 R \"\" { \"A\" } \"comment\"§", "the file ends before the tree does; 1 more node must follow"),
            ("EFG 2 R \"\" { \"A\" }\n§x \"\" 0", "expected a node, and found the word 'x'"),
            ("EFG 2 R \"\" { \"A\" } \"comment\" §\"more\" t \"\" 0", "expected a node"),
            ("EFG 2 R \"\" { \"A\" } t §0", "the node's label in quotes"),
            ("EFG 2 R \"\" { \"A\" } t \"\"§", "the number of the outcome"),
            ("EFG 2 R \"\" { \"A\" } t \"\" §1", "outcome 1 is not described yet"),
            ("EFG 2 R \"\" { \"A\" } t \"\" 0 §\"none\" { 1 }", "outcome 0 stands for no outcome"),
            ("EFG 2 R \"\" { \"A\" \"B\" } t \"\" 1 \"x\" { §1 }", "gives 1 payoffs where the game has 2 players"),
            ("EFG 2 R \"\" { \"A\" } t \"\" 1 \"x\" { 1 §y }", "expected a payoff or '}'"),
            ("EFG 2 R \"\" { \"A\" } t \"\" 1 \"x\" { 1§ ", "found the end of the file"),
            ("EFG 2 R \"\" { \"A\" } t \"\" 1 \"x\" { 1,§5.2.3 }", "is not a number"),
            (
                "EFG 2 R \"\" { \"A\" } t \"\" 1 \"x\" { 1 }\n§t \"\" 0",
                "the end of the file, since the tree is complete",
            ),
            ("EFG 2 R \"\" { \"A\" } p \"\" §2 1 \"\" { \"x\" } 0 t \"\" 0", "there is no player 2; the file names 1"),
            ("EFG 2 R \"\" { \"A\" } p \"\" §0 1 \"\" { \"x\" } 0 t \"\" 0", "there is no player 0"),
            ("EFG 2 R \"\" { \"A\" } p \"\" §\"A\" 1 \"\" { \"x\" } 0", "the number of the player who moves"),
            ("EFG 2 R \"\" { \"A\" } p \"\" 1 §\"\" { \"x\" } 0", "the number of the information set"),
            ("EFG 2 R \"\" { \"A\" } p \"\" 1 §2 0", "information set 2 of player 'A' is not described yet"),
            ("EFG 2 R \"\" { \"A\" } p \"\" 1 1 §\"\" { } 0", "information set 1 of player 'A' has no actions"),
            ("EFG 2 R \"\" { \"A\" } p \"\" 1 1 \"\" §0", "expected '{'"),
            ("EFG 2 R \"\" { \"A\" } p \"\" 1 1 \"\" { \"x\" §1/2 } 0", "an action in quotes"),
            ("EFG 2 R \"\" { \"A\" }\np \"\" 1 1 \"\" { \"x\" \"y\" } 0\nt \"\" 0§\n\n", "1 more node must follow"),
            (
                "EFG 2 R \"\" { \"A\" } p \"\" 1 1 \"\" { \"x\" } 0\np \"\" 1 1 §\"\" { \"x\" \"y\" } 0\nt \"\" 0 t \"\" 0",
                "has the actions x where it first appears, and x, y here",
            ),
            (
                "EFG 2 R \"\" { \"A\" } p \"\" 1 1 \"one\" { \"x\" } 0\np \"\" 1 1 §\"two\" { \"x\" } 0\nt \"\" 0",
                "is called 'one' where it first appears, and 'two' here",
            ),
            (
                "EFG 2 R \"\" { \"A\" } p \"\" 1 1 \"\" { \"x\" } 3 \"o\" { 1 }\nt \"\" 3 \"o\" §{ 2 }",
                "outcome 3 has the payoffs 1 where it first appears, and 2 here",
            ),
            (
                "EFG 2 R \"\" { \"A\" } p \"\" 1 1 \"\" { \"x\" } 3 \"o\" { 1 }\nt \"\" 3 §\"q\" { 1 }",
                "outcome 3 is called 'o' where it first appears, and 'q' here",
            ),
            ("EFG 2 R \"\" { \"A\" } c \"\" §\"x\" { \"a\" 1 } 0", "the number of the chance move"),
            ("EFG 2 R \"\" { \"A\" } c \"\" §1 0", "chance move 1 is not described yet"),
            ("EFG 2 R \"\" { \"A\" } c \"\" 1 \"\" §{ } 0", "chance move 1 has no events"),
            ("EFG 2 R \"\" { \"A\" } c \"\" 1 \"\" { \"a\" §\"b\" } 0", "the probability of event 'a'"),
            ("EFG 2 R \"\" { \"A\" } c \"\" 1 \"\" { \"a\" 1/2 §1/2 } 0", "expected '}'"),
            (
                "EFG 2 R \"\" { \"A\" } c \"\" 1 \"\" §{ \"a\" 1/2 \"b\" 1/3 } 0",
                "at this move are 1/2 + 1/3 (they must sum to 1, not to 5/6)",
            ),
            ("EFG 2 R \"\" { \"A\" } c \"\" 1 \"\" §{ \"a\" -1/2 \"b\" 3/2 } 0", "not below 0"),
            (
                "EFG 2 R \"\" { \"A\" } c \"\" 1 \"\" { \"a\" 1 } 0\nc \"\" 1 \"\" §{ \"b\" 1 } 0\nt \"\" 0",
                "chance move 1 has other events or probabilities here",
            ),
            (
                "EFG 2 R \"\" { \"A\" } c \"\" 1 \"\" { \"a\" 1 } 0\nc \"\" 1 §\"n\" { \"a\" 1 } 0\nt \"\" 0",
                "chance move 1 is called '' where it first appears, and 'n' here",
            ),
            ("EFG 2 R \"\" { \"A\" } p \"\" 1 1 \"\" { \"x\" } §t \"\" 0", "the number of the outcome"),
            ("EFG 2 R \"\" { \"A\" } p \"\" 1 1 §\"x { } 0", "the quoted text that begins here does not end"),
            ("EFG 2 R \"\" { \"A\" } t \"\" §-1", "outcome -1 is not described yet"),
            ("EFG 2 R \"\" { \"A\" } t \"§\0\" 0", "NUL character"),
        ],
    );
}

/// A document of each form up to the part that is at fault, which follows.
const NORMAL: &str = "{\"format\": \"foederis-game/1\", \"kind\": \"normal\",\n";
const EXTENSIVE: &str = "{\"format\": \"foederis-game/1\", \"kind\": \"extensive\",\n";

fn check_documents(start: &str, cases: &[Case]) {
    let whole: Vec<(String, &'static str)> =
        cases.iter().map(|(rest, phrase)| (format!("{start}{rest}"), *phrase)).collect();
    let failures: Vec<String> = whole.iter().filter_map(|(text, phrase)| fault(Format::Json, (text, phrase))).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn documents() {
    check(
        Format::Json,
        &[
            ("§", "EOF while parsing"),
            ("§NFG 1 R", "expected value"),
            ("[§]", "expected a game document"),
            (
                "§{\"format\": \"foederis-game/1\", \"kind\": \"extensive\", \"players\": [{\"name\": \"A\"}]}",
                "the document has no 'nodes'",
            ),
            (
                "§{\"format\": \"foederis-game/1\", \"kind\": \"normal\", \"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}]}",
                "no 'payoffs' or 'outcomes'",
            ),
            ("{\"format\": \"foederis-game/1\"§}", "missing field `kind`"),
            (
                "{\"format\": §\"foederis-game/9\", \"kind\": \"normal\", \"players\": []}",
                "this version reads 'foederis-game/1'",
            ),
            (
                "{\"format\": \"foederis-game/1\", \"kind\": \"cooperative§\", \"players\": []}",
                "unknown variant `cooperative`",
            ),
            ("{\"format\": \"foederis-game/1\", \"kind\": \"normal\", \"player§\": []}", "unknown field `player`"),
            ("{\"format\": \"foederis-game/1\", \"kind\": \"normal\", \"players\": §5}", "invalid type: integer `5`"),
            ("{\"format\": \"foederis-game/1\",\n \"kind\": \"normal\"\n §\"players\": []}", "expected `,` or `}`"),
        ],
    );
}

#[test]
fn documents_of_tables() {
    check_documents(
        NORMAL,
        &[
            ("\"players\": §[], \"payoffs\": []}", "the game has no players"),
            ("\"players\": [§{\"name\": \"A\"}], \"payoffs\": [[1]]}", "player 'A' has no strategies"),
            ("\"players\": [§{\"name\": \"A\", \"strategies\": []}], \"payoffs\": []}", "player 'A' has no strategies"),
            ("\"players\": [{\"name\": \"A\", \"strategies\": [§1]}], \"payoffs\": []}", "expected a string"),
            ("\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"payoffs\": §[]}", "'payoffs' has 0 entries"),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"payoffs\": [§[1, 2]]}",
                "2 payoffs are given for 1 players",
            ),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\", \"y\"]}], \"payoffs\": [[1],\n§[]]}",
                "0 payoffs are given for 1",
            ),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"payoffs\": [[\"one§\"]]}",
                "'one' is not a number",
            ),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"payoffs\": [[\"1/0§\"]]}",
                "divides by zero",
            ),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"nodes\": §[], \"payoffs\": [[1]]}",
                "has no 'nodes'",
            ),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"outcomes\": §[], \"payoffs\": [[1]]}",
                "has no 'outcomes'",
            ),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"outcomes\": [], \"profiles\": [§0]}",
                "there is no outcome 0",
            ),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"outcomes\": [], \"profiles\": §[]}",
                "'profiles' has 0 entries",
            ),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": [\"x\"]}], \"outcomes\": [{\"label\": \"w\", \"payoffs\": §[1, 2]}], \"profiles\": [0]}",
                "outcome 'w' has 2 payoffs for 1 players",
            ),
        ],
    );
}

#[test]
fn documents_of_trees() {
    check_documents(
        EXTENSIVE,
        &[
            ("\"players\": §[], \"nodes\": []}", "the game has no players"),
            ("\"players\": [{\"name\": \"A\"}], \"nodes\": §[]}", "the tree needs 1 more nodes"),
            ("\"players\": [{\"name\": \"A\"}], \"nodes\": [{}, §{}]}", "the tree is complete after 1 nodes"),
            ("\"players\": [{\"name\": \"A\"}], \"payoffs\": §[], \"nodes\": [{}]}", "has no 'payoffs'"),
            (
                "\"players\": [{\"name\": \"A\", \"strategies\": §[\"x\"]}], \"nodes\": [{}]}",
                "give actions to information sets",
            ),
            ("\"players\": [{\"name\": \"A\"}], \"nodes\": [{\"outcome\": §0}]}", "node 0 names outcome 0"),
            (
                "\"players\": [{\"name\": \"A\"}], \"nodes\": [{\"information_set\": §1}]}",
                "node 0 names information set 1",
            ),
            ("\"players\": [{\"name\": \"A\"}], \"nodes\": [{\"chance\": -§1}]}", "invalid value: integer `-1`"),
            (
                "\"players\": [{\"name\": \"Russia\"}],\n\"information_sets\": [{\"player\": §\"Rusia\", \"actions\": [\"x\"]}], \"nodes\": [{}]}",
                "did you mean 'Russia'?",
            ),
            (
                "\"players\": [{\"name\": \"A\"}], \"information_sets\": [{\"player\": \"A\", \"actions\": §[]}], \"nodes\": [{}]}",
                "has no actions",
            ),
            ("\"players\": [{\"name\": \"A\"}], \"chance\": [{\"events\": §[]}], \"nodes\": [{}]}", "has no events"),
            (
                "\"players\": [{\"name\": \"A\"}], \"chance\": [{\"label\": \"n\", \"events\": §[{\"probability\": 0.5}]}], \"nodes\": [{}]}",
                "chance at 'n' are 1/2 (they must sum to 1, not to 1/2)",
            ),
            (
                "\"players\": [{\"name\": \"A\"}], \"outcomes\": [{\"payoffs\": [1]}, {\"label\": \"o\", \"payoffs\": §[1, 2]}], \"nodes\": [{}]}",
                "outcome 'o' has 2 payoffs",
            ),
            (
                "\"players\": [{\"name\": \"A\"}], \"information_sets\": [{\"player\": \"A\", \"actions\": [\"x\", \"y\"]}], \"nodes\": [\n§{\"label\": \"n\", \"information_set\": 0}, {}]}",
                "node 0 ('n') has 2 actions, and too few nodes follow",
            ),
            (
                "\"players\": [{\"name\": \"A\"}], \"information_sets\": [{\"player\": \"A\", \"actions\": [\"x\"]}], \"chance\": [{\"events\": [{\"probability\": 1}]}],\n\"nodes\": [§{\"information_set\": 0, \"chance\": 0}, {}]}",
                "both a player's move and chance's",
            ),
            ("\"players\": [{\"name\": \"A\"}], \"nodes\": [{\"parent§\": 0}]}", "unknown field `parent`"),
        ],
    );
}
