//! Other starting points, and damped Newton's method at a fixed precision.

use super::curve::Curve;

/// The most steps from one start.
const STEPS: usize = 60;

/// The shortest part of a step of Newton's method that is tried.
const SHORTEST: f64 = 1e-3;

/// Some flat profiles: half of them pure, spread over all, the rest drawn at random, the same in every run.
pub(super) fn profiles(shape: &[usize], count: usize) -> Vec<Vec<f64>> {
    let all = shape.iter().try_fold(1usize, |product, &own| product.checked_mul(own)).unwrap_or(usize::MAX);
    let pure = all.min(count.div_ceil(2));
    let mut starts: Vec<Vec<f64>> = (0..pure).map(|k| vertex(shape, (all / pure).saturating_mul(k))).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    while starts.len() < count {
        starts.push(shape.iter().flat_map(|&own| drawn(own, &mut state)).collect());
    }
    starts
}

fn vertex(shape: &[usize], number: usize) -> Vec<f64> {
    let mut rest = number;
    let mut row = |&own: &usize| {
        let chosen = rest % own;
        rest /= own;
        (0..own).map(move |strategy| f64::from(u8::from(strategy == chosen)))
    };
    shape.iter().flat_map(|own| row(own).collect::<Vec<f64>>()).collect()
}

/// A point of the simplex, uniformly at random.
fn drawn(own: usize, state: &mut u64) -> Vec<f64> {
    let mut uniform = || {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        ((*state >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    };
    let weights: Vec<f64> = (0..own).map(|_| -uniform().ln()).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|w| w / sum).collect()
}

/// The log-odds of a solution of a scaled precision, from the replies to a profile.
pub(super) fn descend(curve: &mut Curve, start: &[f64], precision: f64) -> Option<Vec<f64>> {
    let free = curve.free();
    let mut up = vec![0.0; free + 1];
    up[free] = 1.0;
    let mut point = curve.replies(start, precision);
    let (mut step, mut miss) = curve.newton(&point, &up)?;
    for _ in 0..STEPS {
        if miss < 1e-3
            && let Some(landing) = curve.land(point.clone(), &up)
        {
            return Some(landing.point[..free].to_vec());
        }
        let mut part = 1.0;
        loop {
            let next: Vec<f64> = point.iter().zip(&step).map(|(x, d)| x + part * d).collect();
            match curve.newton(&next, &up) {
                Some((ahead, better)) if better < (1.0 - 0.25 * part) * miss => {
                    (point, step, miss) = (next, ahead, better);
                    break;
                }
                _ if part < SHORTEST => return None,
                _ => part *= 0.5,
            }
        }
    }
    None
}
