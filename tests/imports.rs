//! Imports run one way: each room of the core uses only the rooms it may.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may use besides itself and the errors.
const RULES: [(&str, &[&str]); 8] = [
    ("number", &[]),
    ("game", &["number"]),
    ("model", &["number", "game"]),
    ("verify", &["number", "game"]),
    ("solve", &["number", "game"]),
    ("exchange", &["number", "game", "model"]),
    ("study", &["number", "game", "model", "solve", "verify"]),
    ("alliance", &["number", "game", "model", "solve", "verify", "study"]),
];

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(source_files(&path)),
            false if path.extension().is_some_and(|ending| ending == "rs") => files.push(path),
            false => {}
        }
    }
    files
}

/// What `crate::` is followed by anywhere in a text, comments left out.
fn rooms_used(text: &str) -> Vec<(usize, String)> {
    let mut rooms = Vec::new();
    for (line, code) in text.lines().enumerate().map(|(line, text)| (line + 1, text.split("//").next().unwrap_or(""))) {
        for after in code.split("crate::").skip(1) {
            match after.strip_prefix('{') {
                None => rooms.push((line, first_word(after))),
                Some(list) => rooms.extend(list.split(',').map(|item| (line, first_word(item.trim())))),
            }
        }
    }
    rooms
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The rooms that a file uses against the rules.
fn faults(room: &str, allowed: &[&str], text: &str) -> Vec<String> {
    let known: Vec<&str> = RULES.iter().map(|(room, _)| *room).chain(["show", "cli", "error"]).collect();
    let bad = |used: &str| used != room && used != "error" && !allowed.contains(&used);
    let used = rooms_used(text).into_iter().filter(|(_, used)| known.contains(&used.as_str()) && bad(used));
    used.map(|(line, used)| format!("line {line} uses {used}")).collect()
}

#[test]
fn rooms_import_one_way() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for (room, allowed) in RULES {
        let folder = source.join(room);
        let mut files = if folder.is_dir() { source_files(&folder) } else { Vec::new() };
        files.extend(Some(source.join(format!("{room}.rs"))).filter(|file| file.is_file()));
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let faults = faults(room, allowed, &text);
            assert!(faults.is_empty(), "{}: {}", file.display(), faults.join("; "));
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} files were found");
}

#[test]
fn the_core_knows_no_python_and_no_unsafe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in source_files(&root.join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("pyo3"), "{} speaks of pyo3", file.display());
    }
    assert!(fs::read_to_string(root.join("src/lib.rs")).unwrap().contains("#![forbid(unsafe_code)]"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("pyo3"));
}

#[test]
fn the_rules_would_notice() {
    assert_eq!(faults("verify", &["number", "game"], "use crate::solve::nash;"), ["line 1 uses solve"]);
    assert_eq!(faults("game", &["number"], "\nuse crate::{error::Error, verify::Report};"), ["line 2 uses verify"]);
    assert_eq!(faults("number", &[], "let x = crate::game::Game;"), ["line 1 uses game"]);
    assert!(faults("solve", &["number", "game"], "use crate::{game::Game, solve::nash}; // crate::verify").is_empty());
}
