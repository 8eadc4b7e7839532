//! [`isolate`]: every root of a curve on a piece of the line, by branch and prune.

use crate::number::Interval;
use crate::solve::Watch;

/// A differentiable curve whose values and slopes are bounded on intervals.
pub(super) trait Curve {
    /// A smaller piece that holds the same roots; `None` where there are none.
    fn shrink(&self, x: Interval) -> Option<Interval>;
    /// The values on a piece.
    fn value(&self, x: Interval) -> Interval;
    /// The slopes on a piece.
    fn slope(&self, x: Interval) -> Interval;
}

/// The roots.
#[derive(Debug, Default)]
pub(super) struct Isolated {
    /// Pieces that hold exactly one root each, in order.
    pub roots: Vec<Interval>,
    /// Pieces about which nothing is proven.
    pub undecided: Vec<Interval>,
    /// How many pieces were looked at.
    pub pieces: usize,
}

/// After so many pieces the rest is left undecided.
const MOST_PIECES: usize = 20_000;

/// Pieces narrower than this, relative to 1 + |x|, are not cut any more.
const NARROWEST: f64 = 1e-8;

/// What is known of the roots on a piece where the curve is monotone.
enum Settled {
    None,
    One(Interval),
    Unknown,
}

/// Every root of the curve in `start`: pieces are dropped where the curve keeps a sign, settled where its slope does, and else halved.
pub(super) fn isolate(curve: &dyn Curve, start: Interval, watch: &mut Watch) -> Isolated {
    let mut found = Isolated::default();
    let mut open = vec![start];
    while let Some(piece) = open.pop() {
        found.pieces += 1;
        if watch.must_stop(found.roots.len()) {
            break;
        }
        if found.pieces > MOST_PIECES {
            found.undecided.push(piece);
            continue;
        }
        let Some(piece) = curve.shrink(piece) else { continue };
        if !holds_zero(curve.value(piece)) {
            continue;
        }
        match settle(curve, piece) {
            Settled::None => {}
            Settled::One(root) => add(&mut found.roots, root),
            Settled::Unknown if is_narrow(piece) => found.undecided.push(piece),
            Settled::Unknown => {
                let middle = piece.middle();
                open.extend([Interval::new(middle, piece.hi), Interval::new(piece.lo, middle)]);
            }
        }
    }
    found.roots.sort_by(|a, b| a.lo.total_cmp(&b.lo));
    found.undecided = joined(found.undecided);
    found
}

/// Pieces that touch, put together.
fn joined(mut pieces: Vec<Interval>) -> Vec<Interval> {
    pieces.sort_by(|a, b| a.lo.total_cmp(&b.lo));
    let mut found: Vec<Interval> = Vec::new();
    for piece in pieces {
        match found.last_mut() {
            Some(last) if last.hi >= piece.lo => *last = last.hull(piece),
            _ => found.push(piece),
        }
    }
    found
}

/// Whether 0 may be in the interval; bounds that are no numbers rule nothing out.
fn holds_zero(value: Interval) -> bool {
    !(value.lo > 0.0 || value.hi < 0.0)
}

fn is_narrow(piece: Interval) -> bool {
    !piece.width().is_finite() || piece.width() <= NARROWEST * (1.0 + piece.middle().abs())
}

/// Two pieces that touch hold the same root: each was found alone in a wider piece around it.
fn add(roots: &mut Vec<Interval>, root: Interval) {
    if roots.iter().all(|known| known.intersection(root).is_none()) {
        roots.push(root);
    }
}

/// Looks a little beyond both ends, so that a root at an end is seen, and compares the signs there.
fn settle(curve: &dyn Curve, piece: Interval) -> Settled {
    let mut margin = 0.01 * piece.width() + 1e-12 * (1.0 + piece.middle().abs());
    for _ in 0..8 {
        let wider = piece.widened(margin);
        if holds_zero(curve.slope(wider)) {
            return Settled::Unknown;
        }
        let ends = [wider.lo, wider.hi].map(|x| curve.value(Interval::point(x)));
        if ends.iter().all(|value| !holds_zero(*value)) {
            let same = (ends[0].lo > 0.0) == (ends[1].lo > 0.0);
            return if same { Settled::None } else { Settled::One(refine(curve, wider)) };
        }
        margin *= 4.0;
    }
    Settled::Unknown
}

/// Newton's method on intervals, with halving where it is slow. The piece holds one root, and the slope keeps its sign on it.
fn refine(curve: &dyn Curve, piece: Interval) -> Interval {
    let mut here = piece;
    let rising = curve.slope(piece).lo > 0.0;
    for _ in 0..200 {
        let middle = here.middle();
        let value = curve.value(Interval::point(middle));
        let slope = curve.slope(here);
        let steepness = if rising { slope } else { -slope };
        let step = value * Interval { lo: steepness.lo.max(0.0), hi: steepness.hi }.reciprocal();
        let newton = Interval::point(middle) + if rising { -step } else { step };
        let mut next = here.intersection(newton).unwrap_or(here);
        if next.width() > 0.5 * here.width() && !holds_zero(value) {
            // The root is right of the middle where the curve still has the sign of its left end.
            let right = (value.hi < 0.0) == rising;
            let half = if right { Interval::new(middle, here.hi) } else { Interval::new(here.lo, middle) };
            next = next.intersection(half).unwrap_or(half);
        }
        if next.width() > 0.95 * here.width() {
            return next;
        }
        here = next;
    }
    here
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::Control;

    /// (x - 1)(x - 2)(x - 2 - gap).
    struct Cubic {
        gap: f64,
    }

    impl Curve for Cubic {
        fn shrink(&self, x: Interval) -> Option<Interval> {
            Some(x)
        }

        fn value(&self, x: Interval) -> Interval {
            [1.0, 2.0, 2.0 + self.gap].iter().fold(Interval::point(1.0), |all, root| all * (x - Interval::point(*root)))
        }

        fn slope(&self, x: Interval) -> Interval {
            let [a, b, c] = [1.0, 2.0, 2.0 + self.gap].map(|root| x - Interval::point(root));
            a * b + a * c + b * c
        }
    }

    #[test]
    fn finds_every_root_and_says_what_it_cannot_tell() {
        let control = Control::default();
        let apart = isolate(&Cubic { gap: 0.5 }, Interval::new(-10.0, 10.0), &mut Watch::start(&control));
        assert!(apart.undecided.is_empty());
        assert_eq!(apart.roots.len(), 3);
        for (root, known) in apart.roots.iter().zip([1.0, 2.0, 2.5]) {
            assert!(root.lo <= known && known <= root.hi && root.width() < 1e-14, "{root:?}");
        }
        let double = isolate(&Cubic { gap: 0.0 }, Interval::new(-10.0, 10.0), &mut Watch::start(&control));
        assert_eq!(double.roots.len(), 1);
        assert!(double.undecided.iter().any(|piece| piece.lo <= 2.0 && 2.0 <= piece.hi));
    }

    #[test]
    fn a_root_at_an_end_is_found_once() {
        let control = Control::default();
        for start in [Interval::new(1.0, 1.7), Interval::new(0.0, 1.0), Interval::new(0.0, 2.0)] {
            let found = isolate(&Cubic { gap: 3.0 }, start, &mut Watch::start(&control));
            let ones = found.roots.iter().filter(|root| root.lo <= 1.0 && 1.0 <= root.hi).count();
            assert_eq!(ones, 1, "{start:?} {found:?}");
        }
    }
}
