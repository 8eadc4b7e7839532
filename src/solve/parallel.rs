//! [`in_parallel`]: independent jobs on several threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::control::Watch;

/// Does every job and returns the results in the order of the jobs, whatever the number of threads.
///
/// Each thread takes the next job when it is free, and has a fork of the watch; a job that finds that it must stop
/// returns what it has. One thread does all where one is allowed, or one job given.
pub(crate) fn in_parallel<J: Sync, R: Send>(
    jobs: &[J],
    watch: &mut Watch,
    work: impl Fn(&J, &mut Watch) -> R + Sync,
) -> Vec<R> {
    let workers = watch.control().workers().min(jobs.len());
    if workers <= 1 {
        return jobs.iter().map(|job| work(job, watch)).collect();
    }
    let (next, busy) = (AtomicUsize::new(0), AtomicUsize::new(workers - 1));
    let results: Vec<Mutex<Option<R>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
    let worker = |mut watch| {
        while let Some((job, result)) = at(jobs, &results, next.fetch_add(1, Ordering::Relaxed)) {
            let found = work(job, &mut watch);
            *result.lock().expect("nobody else has this result") = Some(found);
        }
        watch
    };
    let caller = thread::current();
    let helper = |watch| {
        let watch = worker(watch);
        busy.fetch_sub(1, Ordering::Relaxed);
        caller.unpark();
        watch
    };
    let done = thread::scope(|scope| {
        let threads: Vec<_> = (1..workers)
            .map(|_| {
                let watch = watch.fork();
                scope.spawn(|| helper(watch))
            })
            .collect();
        // The calling thread works too, and then keeps watch: Python tells its main thread alone of Ctrl-C.
        let mut own = worker(watch.fork());
        while busy.load(Ordering::Relaxed) > 0 && threads.iter().any(|thread| !thread.is_finished()) {
            thread::park_timeout(Duration::from_millis(5));
            own.keep_watch();
        }
        let others = threads.into_iter().map(|thread| thread.join());
        others.chain([Ok(own)]).collect::<Vec<_>>()
    });
    for result in done {
        match result {
            Ok(other) => watch.join(other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
    let take = |result: Mutex<Option<R>>| result.into_inner().ok().flatten().expect("every job was done");
    results.into_iter().map(take).collect()
}

fn at<'a, J, R>(jobs: &'a [J], results: &'a [R], number: usize) -> Option<(&'a J, &'a R)> {
    jobs.get(number).zip(results.get(number))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::solve::control::Control;

    #[test]
    fn results_keep_their_order() {
        let jobs: Vec<u64> = (0..100).collect();
        for threads in [1, 2, 7] {
            let control = Control { threads: NonZeroUsize::new(threads), ..Control::default() };
            let mut watch = Watch::start(&control);
            let squares = in_parallel(&jobs, &mut watch, |job, watch| {
                watch.must_stop(0);
                job * job
            });
            assert_eq!(squares, jobs.iter().map(|job| job * job).collect::<Vec<_>>());
            assert_eq!(watch.steps(), 100);
        }
    }
}
