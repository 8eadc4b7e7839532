//! Limits, progress and stopping, shared by all solvers.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::memory::resident_memory;
use super::solution::Status;

/// What the caller wants to limit and to see while a solver runs.
#[derive(Clone, Default)]
pub struct Control {
    /// Stop after this time and return what was found. Default: no limit.
    pub time_limit: Option<Duration>,
    /// Stop once the whole process holds more than this many bytes of memory
    /// ([`resident_memory`](super::resident_memory)), and return what was found. It is looked at every 20 ms or so: what is
    /// allocated until then, and to put in order what was found, comes on top. Default: no limit.
    pub memory_limit: Option<u64>,
    /// Stop after this many equilibria. Default: no limit.
    pub max_equilibria: Option<usize>,
    /// Called every 20 ms or so with the progress, by any thread; returning `false` cancels. Default: nobody watches.
    pub observer: Option<Observer>,
    /// How many threads may work at once; the answer is the same for any number. Default: as many as the machine has.
    pub threads: Option<NonZeroUsize>,
}

impl Control {
    /// What is left for a second search, after one that started then.
    pub(crate) fn since(&self, start: Instant) -> Control {
        let time_limit = self.time_limit.map(|limit| limit.saturating_sub(start.elapsed()));
        Control { time_limit, ..self.clone() }
    }

    /// How many threads to use: one where only the first so many equilibria are asked for, as they should be the same
    /// ones whatever the machine.
    pub(crate) fn workers(&self) -> usize {
        if self.max_equilibria.is_some() {
            return 1;
        }
        self.threads.map_or_else(threads_of_machine, NonZeroUsize::get)
    }
}

/// How many threads the machine lets the process run at once, found out the first time: on Linux several files are read for it,
/// which takes longer than to solve a small game.
fn threads_of_machine() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| std::thread::available_parallelism().map_or(1, NonZeroUsize::get))
}

/// A function that watches a solver; it returns `false` to cancel.
pub type Observer = Arc<dyn Fn(&Progress) -> bool + Send + Sync>;

/// How far a solver has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: u64,
    /// Steps in all, where the solver knows.
    pub total: Option<u64>,
    /// Equilibria found.
    pub found: usize,
    /// Time since the start.
    pub elapsed: Duration,
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control")
            .field("time_limit", &self.time_limit)
            .field("memory_limit", &self.memory_limit)
            .field("max_equilibria", &self.max_equilibria)
            .field("observer", &self.observer.is_some())
            .field("threads", &self.threads)
            .finish()
    }
}

/// The clock that a solver asks in its loop: `if watch.must_stop(found) { break }`.
#[derive(Debug)]
pub struct Watch<'a> {
    control: &'a Control,
    start: Instant,
    last_look: Instant,
    steps: u64,
    /// How many of the steps the shared count has.
    told: u64,
    total: Option<u64>,
    stopped: Option<Status>,
    /// Since when what was found is only being described.
    describing: Option<Instant>,
    shared: Arc<Shared>,
}

/// Tells whether a search must stop, from places that have no watch.
#[derive(Clone, Default)]
pub struct Interrupt(Option<Arc<dyn Fn() -> bool + Send + Sync>>);

impl Interrupt {
    /// Whether to stop; never, if nothing interrupts.
    pub(crate) fn must_stop(&self) -> bool {
        self.0.as_ref().is_some_and(|ask| ask())
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Interrupt").field(&self.0.is_some()).finish()
    }
}

/// What the watches of one search have in common.
#[derive(Debug, Default)]
struct Shared {
    steps: AtomicU64,
    /// Why the search stops: [`TIMED_OUT`], [`CANCELLED`], [`FULL`], or 0.
    stop: AtomicU8,
}

const TIMED_OUT: u8 = 1;
const CANCELLED: u8 = 2;
const FULL: u8 = 3;

/// How often the observer is called, and memory is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How long what was found may be described after a search was told to stop; a tenth of a time limit, where that is more.
const PATIENCE: Duration = Duration::from_millis(40);

/// How many steps pass between two looks at the clock.
const CLOCK_EVERY: u64 = 64;

impl<'a> Watch<'a> {
    /// Starts the clock.
    pub fn start(control: &'a Control) -> Self {
        let now = Instant::now();
        let shared = Arc::default();
        let (stopped, describing) = (None, None);
        Watch { control, start: now, last_look: now, steps: 0, told: 0, total: None, stopped, describing, shared }
    }

    /// A watch for another thread of the same search: when one must stop, all must.
    pub fn fork(&self) -> Self {
        Watch { steps: 0, told: 0, stopped: self.stopped.clone(), shared: self.shared.clone(), ..*self }
    }

    /// A watch for a part of the same search that has other limits: when one must stop, all must.
    pub(crate) fn fork_with<'b>(&self, control: &'b Control) -> Watch<'b> {
        let (start, last_look, total) = (self.start, self.last_look, self.total);
        let (stopped, shared) = (self.stopped.clone(), self.shared.clone());
        Watch { control, start, last_look, steps: 0, told: 0, total, stopped, describing: None, shared }
    }

    /// Takes over the steps of another thread that has ended, and whether it had to stop.
    pub fn join(&mut self, other: Watch<'a>) {
        self.steps += other.steps;
        self.told += other.told;
        self.stopped = self.stopped.take().or(other.stopped);
    }

    /// The same question for places that have no watch. What it is told, the watch learns at its next look.
    pub(crate) fn interrupt(&self) -> Interrupt {
        let (limit, memory) = (self.control.time_limit, self.control.memory_limit);
        let observer = self.control.observer.clone();
        let (shared, start, last) = (self.shared.clone(), self.start, Mutex::new(self.start));
        let ask = move || {
            let (now, mut last) = (Instant::now(), last.lock().unwrap_or_else(PoisonError::into_inner));
            if limit.is_some_and(|limit| now - start >= limit) {
                shared.stop.store(TIMED_OUT, Ordering::Relaxed);
            } else if now - *last >= LOOK_EVERY {
                *last = now;
                let done = shared.steps.load(Ordering::Relaxed);
                let progress = Progress { done, total: None, found: 0, elapsed: now - start };
                if observer.as_ref().is_some_and(|observer| !observer(&progress)) {
                    shared.stop.store(CANCELLED, Ordering::Relaxed);
                } else if is_full(memory) {
                    shared.stop.store(FULL, Ordering::Relaxed);
                }
            }
            shared.stop.load(Ordering::Relaxed) != 0
        };
        Interrupt(Some(Arc::new(ask)))
    }

    /// What the caller wants.
    pub fn control(&self) -> &'a Control {
        self.control
    }

    /// Says how many steps there will be.
    pub fn expect(&mut self, total: u64) {
        self.total = Some(total);
    }

    /// Counts a short step, and tells whether to stop. Cheap enough for inner loops.
    pub fn must_stop(&mut self, found: usize) -> bool {
        self.steps += 1;
        if self.control.max_equilibria.is_some_and(|limit| found > limit) {
            self.stopped.get_or_insert(Status::Truncated);
        }
        if self.stopped.is_none() && self.steps.is_multiple_of(CLOCK_EVERY) {
            self.look(found);
        }
        self.stopped.is_some()
    }

    /// Counts many short steps that were done at once, and tells whether to stop.
    pub(crate) fn must_stop_after(&mut self, steps: u64, found: usize) -> bool {
        self.steps += steps.saturating_sub(1);
        self.must_stop_now(found)
    }

    /// Tells whether to stop, without counting a step.
    pub(crate) fn is_stopped(&mut self, found: usize) -> bool {
        if self.stopped.is_none() {
            self.look(found);
        }
        self.stopped.is_some()
    }

    /// Counts a long step (a millisecond or more), and tells whether to stop.
    pub fn must_stop_now(&mut self, found: usize) -> bool {
        if !self.must_stop(found) {
            self.look(found);
        }
        self.stopped.is_some()
    }

    /// Whether to give up describing what was found, too: where the search was told to stop, a little later.
    pub(crate) fn out_of_patience(&mut self) -> bool {
        if !self.must_stop_now(0) || self.stopped == Some(Status::Truncated) {
            return false;
        }
        let share = self.control.time_limit.filter(|_| self.stopped == Some(Status::TimedOut)).map(|limit| limit / 10);
        self.describing.get_or_insert_with(Instant::now).elapsed() > share.unwrap_or_default().max(PATIENCE)
    }

    /// Looks at the clock and lets the observer look, while other threads work.
    pub(super) fn keep_watch(&mut self) {
        if self.stopped.is_none() {
            self.look(0);
        }
    }

    fn look(&mut self, found: usize) {
        let now = Instant::now();
        let elapsed = now - self.start;
        if self.control.time_limit.is_some_and(|limit| elapsed >= limit) {
            self.shared.stop.store(TIMED_OUT, Ordering::Relaxed);
        } else if now - self.last_look >= LOOK_EVERY {
            self.last_look = now;
            if self.control.observer.as_ref().is_some_and(|observer| !observer(&self.progress(found, elapsed))) {
                self.shared.stop.store(CANCELLED, Ordering::Relaxed);
            } else if is_full(self.control.memory_limit) {
                self.shared.stop.store(FULL, Ordering::Relaxed);
            }
        }
        self.stopped = match self.shared.stop.load(Ordering::Relaxed) {
            0 => None,
            TIMED_OUT => Some(Status::TimedOut),
            FULL => Some(Status::MemoryLimit),
            _ => Some(Status::Cancelled),
        };
    }

    fn progress(&mut self, found: usize, elapsed: Duration) -> Progress {
        let new = self.steps - self.told;
        self.told = self.steps;
        let done = self.shared.steps.fetch_add(new, Ordering::Relaxed) + new;
        Progress { done, total: self.total, found, elapsed }
    }

    /// How many steps were counted.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Ends the search: drops what is over the limit on equilibria, and says how the search ended.
    pub fn finish<T>(&self, found: &mut Vec<T>) -> Status {
        match self.control.max_equilibria {
            Some(limit) if found.len() > limit => {
                found.truncate(limit);
                Status::Truncated
            }
            _ => self.stopped.clone().unwrap_or(Status::Complete),
        }
    }
}

/// Whether the process holds more than a limit.
fn is_full(limit: Option<u64>) -> bool {
    limit.is_some_and(|limit| resident_memory().is_some_and(|held| held > limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_for_each_reason() {
        let mut found: Vec<u8> = vec![0; 3];
        let limited = Control { max_equilibria: Some(2), ..Control::default() };
        let mut watch = Watch::start(&limited);
        assert!(!watch.must_stop(2) && watch.must_stop(3));
        assert_eq!((watch.finish(&mut found), found.len()), (Status::Truncated, 2));

        let timed = Control { time_limit: Some(Duration::ZERO), ..Control::default() };
        let mut watch = Watch::start(&timed);
        assert!(watch.must_stop_now(0));
        assert_eq!(watch.finish(&mut found), Status::TimedOut);

        let cancelled = Control { observer: Some(Arc::new(|_| false)), ..Control::default() };
        let mut watch = Watch::start(&cancelled);
        while !watch.must_stop(0) {}
        assert_eq!(watch.finish(&mut found), Status::Cancelled);
    }

    #[test]
    fn stops_where_memory_is_full() {
        let tight = Control { memory_limit: Some(1), ..Control::default() };
        let mut watch = Watch::start(&tight);
        let ask = watch.interrupt();
        while !watch.must_stop(0) {}
        assert_eq!(watch.finish::<u8>(&mut Vec::new()), Status::MemoryLimit);
        assert!(ask.must_stop());
        let wide = Control { memory_limit: Some(u64::MAX), ..Control::default() };
        let mut watch = Watch::start(&wide);
        std::thread::sleep(LOOK_EVERY);
        assert!(!watch.must_stop_now(0));
    }

    #[test]
    fn threads_stop_together() {
        let timed = Control { time_limit: Some(Duration::ZERO), ..Control::default() };
        let mut watch = Watch::start(&timed);
        let (mut first, mut second) = (watch.fork(), watch.fork());
        assert!(first.must_stop_now(0));
        while !second.must_stop(0) {}
        watch.join(first);
        watch.join(second);
        assert_eq!(watch.steps(), 1 + CLOCK_EVERY);
        assert_eq!(watch.finish::<u8>(&mut Vec::new()), Status::TimedOut);
    }
}
