//! Which strategies may be used together: supports, pruned by conditional dominance.

use super::symmetry::Symmetry;
use super::table::Table;
use crate::solve::roots::MARGIN;

/// The strategies that each player uses, in order.
pub(super) type Supports = Vec<Vec<usize>>;

/// Calls `visit` for every combination of supports in which no strategy used is dominated by another of the player's,
/// given what the others use (Porter, Nudelman, Shoham 2008, doi:10.1016/j.geb.2006.03.015). Small supports come first
/// for each player. Of exchangeable players, a later one's support never comes before an earlier one's. `visit` returns
/// false to stop.
pub(super) fn each(table: &Table, symmetry: &Symmetry, visit: &mut impl FnMut(&Supports) -> bool) {
    let options: Vec<Supports> = table.shape.iter().map(|&count| subsets(count)).collect();
    let mut chosen: Supports = table.shape.iter().map(|&count| (0..count).collect()).collect();
    extend(table, symmetry, &options, 0, &mut chosen, visit);
}

/// All non-empty sets of strategies, small ones first.
fn subsets(count: usize) -> Supports {
    let members = |mask: u32| (0..count).filter(|&k| mask >> k & 1 == 1).collect::<Vec<_>>();
    let mut subsets: Supports = (1..1u32 << count).map(members).collect();
    subsets.sort_by_key(Vec::len);
    subsets
}

/// Chooses the support of one player after the other; those not yet chosen count as everything.
fn extend(
    table: &Table,
    symmetry: &Symmetry,
    options: &[Supports],
    player: usize,
    chosen: &mut Supports,
    visit: &mut impl FnMut(&Supports) -> bool,
) -> bool {
    let Some(supports) = options.get(player) else { return visit(chosen) };
    let all = std::mem::take(&mut chosen[player]);
    let mut go_on = true;
    let before = symmetry.before(player).map(|before| &chosen[before]);
    let first = before.and_then(|before| supports.iter().position(|support| support == before)).unwrap_or(0);
    for support in &supports[first..] {
        chosen[player].clone_from(support);
        // A choice restricts what the others face, so earlier players are looked at again.
        if (0..=player).all(|earlier| undominated(table, earlier, chosen)) {
            go_on = extend(table, symmetry, options, player + 1, chosen, visit);
            if !go_on {
                break;
            }
        }
    }
    chosen[player] = all;
    go_on
}

/// Whether none of a player's used strategies is surely worse than another strategy against all that the others use.
fn undominated(table: &Table, player: usize, chosen: &Supports) -> bool {
    let against = opponents(table, player, chosen);
    let dominated = |used: usize| {
        (0..table.shape[player]).any(|other| {
            other != used && against.iter().all(|&number| table.gain(player, number, other, used) > MARGIN)
        })
    };
    !chosen[player].iter().any(|&used| dominated(used))
}

/// Replaces each number by those from it to the strategies of one more player.
pub(super) fn spread(numbers: &mut Vec<usize>, support: &[usize], stride: usize) {
    if let [only] = *support {
        numbers.iter_mut().for_each(|number| *number += only * stride);
        return;
    }
    let mut all = Vec::with_capacity(numbers.len() * support.len());
    numbers.iter().for_each(|number| all.extend(support.iter().map(|strategy| number + strategy * stride)));
    *numbers = all;
}

/// The numbers of the profiles that the others' supports allow, the player's own strategy being the first.
pub(super) fn opponents(table: &Table, player: usize, chosen: &Supports) -> Vec<usize> {
    let mut numbers = vec![0];
    for (other, support) in chosen.iter().enumerate().filter(|(other, _)| *other != player) {
        spread(&mut numbers, support, table.stride(other));
    }
    numbers
}
