//! A whole search for complementary faces, on all threads.

use super::complementary::{Node, Search};
use crate::solve::control::Watch;
use crate::solve::parallel::in_parallel;

/// After how many more nodes threads are worth their start.
const PATIENCE: u64 = 256;

/// How many open nodes are made before the work is split.
const WIDTH: usize = 64;

/// Into how many parts the work is then split.
const PARTS: usize = 32;

/// Goes through a search, and returns what was found and how many nodes were seen.
///
/// `add` puts what a pair of faces holds to what a thread has found, and returns how much that is by now; `merge` puts
/// together what two have found. The nodes do not depend on the number of threads.
pub(super) fn explore<F: Send>(
    mut search: Search,
    watch: &mut Watch,
    new: impl Fn() -> F + Sync,
    add: impl Fn(&mut F, &Node, &mut Watch) -> usize + Sync,
    merge: impl Fn(&mut F, F),
) -> (F, u64) {
    let mut found = new();
    let mut tell = |node: &Node, watch: &mut Watch| add(&mut found, node, watch);
    search.run_for(search.worth_learning(), watch, &mut tell);
    if !search.is_done() && !watch.must_stop_now(0) {
        search.learn(watch);
        search.run_for(search.nodes + PATIENCE, watch, &mut tell);
    }
    if search.is_done() || watch.control().workers() == 1 {
        search.run(watch, &mut tell);
        return (found, search.nodes);
    }
    search.widen(WIDTH, watch, &mut tell);
    let mut nodes = search.nodes;
    let parts = in_parallel(&search.deal(PARTS), watch, |part, watch| {
        let (mut part, mut found) = (part.clone(), new());
        part.run(watch, &mut |node, watch| add(&mut found, node, watch));
        (found, part.nodes)
    });
    for (part, count) in parts {
        merge(&mut found, part);
        nodes += count;
    }
    (found, nodes)
}
