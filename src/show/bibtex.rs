//! The sources of a model as BibTeX.

use std::collections::HashSet;
use std::fmt::Write;

use super::escape::latex;
use super::words::clean;
use crate::model::Model;

/// The works that the models of the library rest on, each after lines that say what a source must say to mean it.
const WORKS: &str = include_str!("../alliance/works.bib");

/// The sources of a model and of its parameters as entries for BibTeX, each work once.
///
/// Works that the models of the library rest on come with all that is known of them. Any other source that names a year
/// becomes a `@misc` entry whose note is the source as written, with its DOI or address where there is one. What names no
/// year is no work, and is kept as a comment.
///
/// # Example
/// ```
/// let model = foederis::alliance::dilemma("caucasus")?;
/// let bib = foederis::show::bibtex::bibtex(&model);
/// assert!(bib.contains("@article{snyder1984,") && bib.contains("@misc{aiia2022,"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn bibtex(model: &Model) -> String {
    let mut entries: Vec<String> = Vec::new();
    let mut keys = HashSet::new();
    for clause in clauses(model) {
        let found = known(&clause);
        let new = if found.is_empty() { vec![own(&clause, &mut keys)] } else { found };
        for entry in new {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }
    entries.sort_by_key(|entry| entry.starts_with('%'));
    entries.iter().map(|entry| format!("{entry}\n\n")).collect::<String>().trim_end().to_owned() + "\n"
}

/// What is said of sources, piece by piece, each once.
fn clauses(model: &Model) -> Vec<String> {
    let of_parameters = model.parameters().iter().map(|parameter| parameter.source.as_str());
    let pieces = std::iter::once(model.source()).chain(of_parameters).flat_map(|source| source.split(';'));
    let mut seen = HashSet::new();
    pieces.map(|piece| clean(piece.trim())).filter(|piece| !piece.is_empty() && seen.insert(piece.clone())).collect()
}

/// The entries of the library's works that a source means.
fn known(clause: &str) -> Vec<String> {
    WORKS.split("\n\n").filter(|block| means(clause, block)).map(entry).collect()
}

/// Whether a source says everything that one of the lines before an entry asks for.
fn means(clause: &str, block: &str) -> bool {
    let mut cues = block.lines().filter_map(|line| line.strip_prefix("% known by: "));
    cues.any(|cue| cue.split(" | ").all(|part| clause.contains(part)))
}

fn entry(block: &str) -> String {
    block.lines().filter(|line| !line.starts_with('%')).collect::<Vec<_>>().join("\n")
}

/// An entry for a source that the library does not know; a comment where it names no year.
fn own(clause: &str, keys: &mut HashSet<String>) -> String {
    let Some(year) = year(clause) else { return format!("% {}", clause.replace('@', "(at)")) };
    let stem: String = first_name(clause).to_lowercase() + &year;
    let key =
        (0..).map(|number| format!("{stem}{}", suffix(number))).find(|key| !keys.contains(key)).unwrap_or_default();
    keys.insert(key.clone());
    let mut text = format!("@misc{{{key},\n  note = {{{}}},\n  year = {{{year}}}", field(clause));
    let words =
        || clause.split(|c: char| c.is_whitespace() || "()<>,".contains(c)).map(|word| word.trim_end_matches('.'));
    if let Some(doi) = words().find_map(|word| word.split_once("10.").filter(|(before, _)| is_doi(before))) {
        let _ = write!(text, ",\n  doi = {{10.{}}}", field(doi.1));
    } else if let Some(address) = words().find(|word| word.starts_with("http://") || word.starts_with("https://")) {
        let _ = write!(text, ",\n  url = {{{}}}", address.replace(['{', '}', '\\'], ""));
    }
    text + "\n}"
}

/// Whether what stands before "10." makes it a DOI.
fn is_doi(before: &str) -> bool {
    before == "doi:" || before.ends_with("doi.org/")
}

/// The last number of four digits that can be a year.
fn year(clause: &str) -> Option<String> {
    let mut numbers = clause.split(|c: char| !c.is_alphanumeric());
    let is_year = |word: &&str| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1500..2100).contains(&year));
    numbers.rfind(is_year).map(str::to_owned)
}

/// The first word of at least three letters, as a key takes it.
fn first_name(clause: &str) -> String {
    let ascii = |word: &str| word.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    clause.split(|c: char| !c.is_alphabetic()).map(ascii).find(|word| word.len() > 2).unwrap_or("source".into())
}

fn suffix(number: usize) -> String {
    if number == 0 { String::new() } else { format!("-{}", number + 1) }
}

/// Text of a field: BibTeX counts braces even where LaTeX reads them as signs.
fn field(text: &str) -> String {
    latex(text).replace("\\{", "\\textbraceleft{}").replace("\\}", "\\textbraceright{}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_source(source: &str) -> String {
        let text = format!("{{title: t, players: [A], source: {source:?}, table: {{x: [1]}}}}");
        bibtex(&Model::from_yaml(&text).unwrap())
    }

    #[test]
    fn works_of_the_library_are_known() {
        let shown = with_source("After Zagare and Kilgour 2000, and Kilgour and Zagare 1994; Snyder 1984 for the term");
        let keys: Vec<&str> = shown.lines().filter_map(|line| line.strip_prefix('@')).collect();
        assert_eq!(keys, ["article{kilgour1994,", "book{zagare2000,", "article{snyder1984,"]);
    }

    #[test]
    fn other_sources_are_kept_as_written() {
        let shown = with_source("Walt (1987), The Origins of Alliances {50%}; talks with an @ expert; Walt 1987, p. 3");
        assert!(
            shown.contains("@misc{walt1987,\n  note = {Walt (1987), The Origins of Alliances \\textbraceleft{}50\\%")
        );
        assert!(shown.contains("@misc{walt1987-2,") && shown.ends_with("% talks with an (at) expert\n"), "{shown}");
        assert!(with_source("X 2001, doi:10.1234/abc").contains("doi = {10.1234/abc}"));
    }

    #[test]
    fn every_model_of_the_library_has_its_works() {
        for name in crate::alliance::names() {
            let shown = bibtex(&crate::alliance::dilemma(name).unwrap());
            assert!(shown.contains('@') && !shown.contains("note = "), "{name}: {shown}");
        }
    }
}
