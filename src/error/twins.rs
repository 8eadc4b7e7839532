//! Letters of other alphabets that look like Latin ones.

/// Cyrillic letters, and the Latin ones that they look like.
const CYRILLIC: [(&str, &str); 2] =
    [("авекмнорстухіјѕһԁ", "aBeKMHopcTyxijshd"), ("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")];

/// Greek letters, and the Latin ones that they look like.
const GREEK: [(&str, &str); 2] = [("ικνορυχ", "iKvopux"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")];

#[cfg(test)]
pub(super) fn tables() -> impl Iterator<Item = (&'static str, &'static str)> {
    CYRILLIC.into_iter().chain(GREEK)
}

/// The Latin letter that a letter looks like, and the alphabet that it is of.
fn twin(letter: char) -> Option<(char, &'static str)> {
    let tables = CYRILLIC.iter().map(|table| (table, "Cyrillic")).chain(GREEK.iter().map(|table| (table, "Greek")));
    tables
        .flat_map(|((own, latin), name)| own.chars().zip(latin.chars()).map(move |(own, latin)| (own, latin, name)))
        .find(|(own, ..)| *own == letter)
        .map(|(_, latin, name)| (latin, name))
}

/// A text with Latin letters in the place of those that look like them, all in lower case.
fn in_latin(text: &str) -> String {
    text.chars().map(|letter| twin(letter).map_or(letter, |(latin, _)| latin)).collect::<String>().to_lowercase()
}

/// Whether two different names look alike because of letters of other alphabets.
pub(super) fn look_alike(name: &str, known: &str) -> bool {
    name.to_lowercase() != known.to_lowercase() && in_latin(name) == in_latin(known)
}

/// Which letter of a name or of the known one is of another alphabet, in words.
pub(super) fn told_apart(name: &str, known: &str) -> String {
    let odd = |text: &str| text.chars().find_map(|letter| twin(letter).map(|(_, alphabet)| (letter, alphabet)));
    match (odd(name), odd(known)) {
        (Some((letter, alphabet)), _) => format!("the '{letter}' written here is a {alphabet} letter"),
        (None, Some((letter, alphabet))) => {
            format!("its '{letter}' is a {alphabet} letter, the one written here is not")
        }
        (None, None) => String::new(),
    }
}
