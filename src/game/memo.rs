//! [`Memo`]: what is worked out of a game once, and then kept with it.

use std::sync::OnceLock;

/// A text that follows from the rest of a game. It is no part of the game: all memos are equal, and a copy of the game, which may be
/// changed, begins with an empty one.
#[derive(Debug, Default)]
pub(super) struct Memo(OnceLock<String>);

impl Memo {
    /// The text, worked out unless it is known.
    pub(super) fn get_or(&self, work: impl FnOnce() -> String) -> &str {
        self.0.get_or_init(work)
    }
}

impl Clone for Memo {
    fn clone(&self) -> Self {
        Memo::default()
    }
}

impl PartialEq for Memo {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Memo {}
