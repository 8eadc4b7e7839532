//! The parser of expressions and conditions, with any bytes: what it reads means the same when written and read again.
#![no_main]

use foederis::Rational;
use foederis::model::expression::{Condition, Names, compile};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 4] = ["a", "b", "x", "E_Belarus"];

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let point: Vec<Rational> = ["2", "-1/3", "5/7", "11"].iter().map(|value| value.parse().unwrap()).collect();
    if let Ok(function) = compile(text, &Names(&NAMES)) {
        let written = function.to_text(&NAMES);
        // What is written out can be longer than what is read.
        if let Ok(again) = compile(&written, &Names(&NAMES)) {
            assert_eq!(again.evaluate(&point), function.evaluate(&point), "{text} as {written}");
        }
    }
    if let Ok(condition) = Condition::parse(text, &Names(&NAMES)) {
        let written = condition.to_text(&NAMES);
        if let Ok(again) = Condition::parse(&written, &Names(&NAMES)) {
            assert_eq!(again.holds(&point), condition.holds(&point), "{text} as {written}");
        }
    }
});
