//! [`Memo`]: what is worked out of a game once, and then kept with it.

use std::sync::OnceLock;

/// What follows from the rest of a game. It is no part of the game: all memos are equal, and a copy of the game, which may be
/// changed, begins with an empty one.
#[derive(Debug)]
pub(super) struct Memo<T>(OnceLock<T>);

impl<T> Memo<T> {
    /// What is kept, worked out unless it is known.
    pub(super) fn get_or(&self, work: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(work)
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo(OnceLock::new())
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        Memo::default()
    }
}

impl<T> PartialEq for Memo<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Memo<T> {}
