//! Special points between two points of a curve: a precision that is asked for, and turning points.

use super::curve::{Curve, Landing};
use super::predict::between;

/// The most bisections.
const HALVINGS: usize = 40;

/// The point of a given precision between two points of a curve, if it lies between theirs.
pub(super) fn at_precision(curve: &mut Curve, a: &Landing, b: &Landing, precision: f64) -> Option<Landing> {
    let free = curve.free();
    let mut up = vec![0.0; free + 1];
    up[free] = 1.0;
    let (mut a, mut b) = (a.clone(), b.clone());
    for _ in 0..HALVINGS {
        let height = |part: f64| between((&a.point, &a.tangent), (&b.point, &b.tangent), part).0[free] - precision;
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if height(middle) * height(0.0) > 0.0 { low = middle } else { high = middle }
        }
        let (mut guess, _) = between((&a.point, &a.tangent), (&b.point, &b.tangent), (low + high) / 2.0);
        guess[free] = precision;
        if let Some(found) = curve.land(guess, &up) {
            return Some(found);
        }
        let (guess, direction) = between((&a.point, &a.tangent), (&b.point, &b.tangent), 0.5);
        let middle = curve.land(guess, &direction)?;
        let below = |landing: &Landing| landing.point[free] < precision;
        if below(&middle) == below(&a) { a = middle } else { b = middle }
    }
    None
}

/// The point between two where the precision is largest or least.
pub(super) fn turning_point(curve: &mut Curve, a: &Landing, b: &Landing) -> Option<Landing> {
    let free = curve.free();
    let (mut a, mut b) = (a.clone(), b.clone());
    for _ in 0..HALVINGS {
        let (rise, fall) = (a.tangent[free], b.tangent[free]);
        // The secant, kept away from the ends so that both sides shrink.
        let part = (rise / (rise - fall)).clamp(0.05, 0.95);
        let (guess, direction) = between((&a.point, &a.tangent), (&b.point, &b.tangent), part);
        let found = curve.land(guess, &direction)?;
        if found.tangent[free].abs() < 1e-9 {
            return Some(found);
        }
        if (found.tangent[free] > 0.0) == (rise > 0.0) { a = found } else { b = found }
    }
    Some(a)
}
