//! Rankings with ties.

/// All rankings with ties (ordered partitions) of some items: lists of blocks, the first block holding all of `first`.
///
/// At most `limit` of them; `None` if there are more.
pub(super) fn rankings(items: &[usize], first: &[usize], limit: usize) -> Option<Vec<Vec<Vec<usize>>>> {
    let free: Vec<usize> = items.iter().copied().filter(|item| !first.contains(item)).collect();
    if first.is_empty() {
        return open_rankings(&free, limit);
    }
    let mut found = Vec::new();
    for (with, rest) in splits(&free)? {
        let head = [first, &with].concat();
        for tail in open_rankings(&rest, limit)? {
            found.push([vec![head.clone()], tail].concat());
        }
        if found.len() > limit {
            return None;
        }
    }
    Some(found)
}

fn open_rankings(items: &[usize], limit: usize) -> Option<Vec<Vec<Vec<usize>>>> {
    if items.is_empty() {
        return Some(vec![Vec::new()]);
    }
    let mut found = Vec::new();
    for (head, rest) in splits(items)?.into_iter().filter(|(head, _)| !head.is_empty()) {
        for tail in open_rankings(&rest, limit)? {
            found.push([vec![head.clone()], tail].concat());
        }
        if found.len() > limit {
            return None;
        }
    }
    Some(found)
}

/// Every way to take some of the items; `None` for more than 12.
fn splits(items: &[usize]) -> Option<Vec<(Vec<usize>, Vec<usize>)>> {
    if items.len() > 12 {
        return None;
    }
    let pick = |mask: usize, taken: bool| {
        items.iter().enumerate().filter(|(k, _)| (mask >> k & 1 == 1) == taken).map(|(_, item)| *item).collect()
    };
    Some((0..1usize << items.len()).map(|mask| (pick(mask, true), pick(mask, false))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_the_ordered_bell_numbers() {
        let count = |n: usize| rankings(&(0..n).collect::<Vec<_>>(), &[], 10_000).unwrap().len();
        assert_eq!([0, 1, 2, 3, 4, 5].map(count), [1, 1, 3, 13, 75, 541]);
        assert!(rankings(&[0, 1, 2, 3, 4], &[], 540).is_none());
        let led = rankings(&[0, 1, 2], &[1], 100).unwrap();
        assert_eq!(led.len(), 6);
        assert!(led.iter().all(|blocks| blocks[0].contains(&1)));
    }
}
