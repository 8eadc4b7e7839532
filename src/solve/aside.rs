//! [`free_aside`]: gives memory back without letting anybody wait for it.

use std::thread;

/// Frees a value on a thread of its own.
///
/// A search that was stopped may hold millions of small pieces, which take longer to free than a caller who pressed Ctrl-C
/// should wait. Where no thread can be started the value is freed at once.
///
/// # Example
/// ```
/// foederis::solve::free_aside(vec![String::from("a piece"); 1000]);
/// ```
pub fn free_aside<T: Send + 'static>(value: T) {
    let free = move || drop(value);
    // The thread is not waited for; if it cannot be started, the closure is dropped here with what it holds.
    drop(thread::Builder::new().name("free".into()).spawn(free));
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Weak};
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_given_is_freed() {
        let value = Arc::new(vec![1; 10]);
        let seen: Weak<_> = Arc::downgrade(&value);
        free_aside(value);
        for _ in 0..1000 {
            if seen.upgrade().is_none() {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the value is still there");
    }
}
