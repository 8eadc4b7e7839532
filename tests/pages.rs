//! What the pages say is what the program does: every model in them reads, and every output in them is real.
//!
//! A comment before a block of code says what the block is. `<!-- file: PATH -->`: that file. `<!-- run: foederis … -->`:
//! what the command prints; `<!-- part of: foederis … -->`: passages of it, with `…` between those that do not follow each
//! other. `<!-- error -->`: a model with a mistake, and `<!-- message -->`: what is said of it. Any other `yaml` block is a
//! model without mistakes. `UPDATE_PAGES=1 cargo test --test pages` writes all but passages anew.
#![cfg(feature = "cli")]

use std::fs;
use std::path::{Path, PathBuf};

use foederis::Model;

/// A fenced block, and the comment that stands before it.
struct Block {
    page: PathBuf,
    line: usize,
    comment: String,
    language: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|file| file.unwrap().path());
    let mut pages: Vec<PathBuf> = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// The blocks of a page in order.
fn blocks(page: &Path) -> Vec<Block> {
    let (text, mut found, mut comment) = (fs::read_to_string(page).unwrap(), Vec::new(), String::new());
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            let text = body.iter().map(|line| format!("{line}\n")).collect();
            let (page, comment) = (page.to_owned(), std::mem::take(&mut comment));
            found.push(Block { page, line: number + 1, comment, language: language.to_owned(), text });
        } else if let Some(rest) = line.strip_prefix("<!-- ") {
            comment = rest.trim_end_matches(" -->").to_owned();
        }
    }
    found
}

/// What a command prints.
fn output(command: &str) -> String {
    std::env::set_current_dir(root()).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = foederis::cli::run(command.split_whitespace(), &mut out, &mut err);
    assert_eq!(code, 0, "{command}: {}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// What a block should say, if its comment tells; `before` is the block before it.
fn wanted(block: &Block, before: Option<&Block>) -> Option<String> {
    if let Some(path) = block.comment.strip_prefix("file: ") {
        return Some(fs::read_to_string(root().join(path)).unwrap());
    }
    if let Some(command) = block.comment.strip_prefix("run: ") {
        return Some(output(command));
    }
    (block.comment == "message").then(|| {
        let error = Model::from_yaml(&before.expect("a message follows a mistake").text).unwrap_err();
        format!("{error}\n")
    })
}

/// The page with every block as it should be.
fn renewed(page: &Path) -> String {
    let (mut text, found) = (fs::read_to_string(page).unwrap(), blocks(page));
    for (index, block) in found.iter().enumerate().rev() {
        let before = index.checked_sub(1).map(|index| &found[index]);
        if let Some(wanted) = wanted(block, before) {
            let mut lines: Vec<&str> = text.lines().collect();
            let body: Vec<&str> = wanted.trim_end().lines().collect();
            lines.splice(block.line..block.line + block.text.lines().count(), body);
            text = lines.join("\n") + "\n";
        }
    }
    text
}

#[test]
fn outputs_are_what_the_program_prints() {
    for page in pages() {
        let renewed = renewed(&page);
        if std::env::var_os("UPDATE_PAGES").is_some() {
            fs::write(&page, &renewed).unwrap();
        }
        let name = page.display();
        for (written, real) in fs::read_to_string(&page).unwrap().lines().zip(renewed.lines()) {
            assert_eq!(
                written.trim_end(),
                real.trim_end(),
                "in {name}; UPDATE_PAGES=1 cargo test --test pages renews it"
            );
        }
        assert_eq!(fs::read_to_string(&page).unwrap().lines().count(), renewed.lines().count(), "in {name}");
    }
}

#[test]
fn passages_occur_in_what_the_program_prints() {
    let mut passages = 0;
    for block in pages().iter().flat_map(|page| blocks(page)) {
        if let Some(command) = block.comment.strip_prefix("part of: ") {
            let real = output(command);
            for passage in block.text.split("…\n") {
                let passage = passage.trim_matches('\n');
                let place = format!("{}, line {}", block.page.display(), block.line);
                assert!(!passage.is_empty() && real.contains(passage), "{place}: {command} does not print\n{passage}");
                passages += 1;
            }
        }
    }
    assert!(passages > 0);
}

#[test]
fn models_read() {
    let mut models = 0;
    for block in pages().iter().flat_map(|page| blocks(page)) {
        if block.language != "yaml" {
            continue;
        }
        models += 1;
        let place = format!("{}, line {}", block.page.display(), block.line);
        match Model::from_yaml(&block.text) {
            Ok(model) => {
                assert_ne!(block.comment, "error", "{place}: there is no mistake");
                model.base().unwrap_or_else(|error| panic!("{place}: {error}"));
                for (variant, _) in model.variants() {
                    model
                        .variant(variant)
                        .and_then(|model| model.base())
                        .unwrap_or_else(|error| panic!("{place}: {error}"));
                }
            }
            Err(error) => assert_eq!(block.comment, "error", "{place}: {error}"),
        }
    }
    assert!(models >= 8, "only {models} models were found in the pages");
}

/// Pages link to files that are there.
#[test]
fn links_lead_somewhere() {
    for page in pages().into_iter().chain(["CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root().join(name))) {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !link.starts_with("http") && !link.starts_with('#') {
                let target = page.parent().unwrap().join(link.split('#').next().unwrap());
                assert!(target.exists(), "{}: there is no {link}", page.display());
            }
        }
    }
}
