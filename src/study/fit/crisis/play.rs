//! How the crisis-signalling game is played for given utilities: responses, equilibria, and the logarithms of the outcomes' probabilities.

use super::above::log_above;
use super::jet::Jet;

/// How many utilities there are: S_A, V_A, C_B, W_A, W_B, a, V_B.
pub const UTILITIES: usize = 7;

/// How many outcomes there are: status quo, concession, fight, backing down.
pub const OUTCOMES: usize = 4;

/// A's side of the game, given B's threshold.
pub(super) struct Stand<const D: usize> {
    /// log P(neither option is worth a challenge).
    pub stay: Jet<D>,
    /// log P(challenge, and fight if resisted).
    pub fight: Jet<D>,
    /// log P(challenge, and back down if resisted).
    pub yield_: Jet<D>,
}

impl<const D: usize> Stand<D> {
    /// log((1 - pF)/pF).
    pub fn odds(&self) -> Jet<D> {
        self.yield_ - self.fight
    }
}

/// What A does where B resists with the probability Φ(x).
pub(super) fn stand<const D: usize>(u: &[Jet<D>; UTILITIES], x: Jet<D>) -> Stand<D> {
    let [s_a, v_a, _, w_a, _, a, _] = *u;
    let bound = v_a + (s_a - v_a) * (-x.log_cdf()).exp();
    let (of_fight, of_yield, gap) = (bound - w_a, bound - a, w_a - a);
    Stand {
        stay: of_fight.log_cdf() + of_yield.log_cdf(),
        fight: log_above(of_fight, gap),
        yield_: log_above(of_yield, -gap),
    }
}

/// B's threshold where its opponent backs down rather than fights with odds of exp(l).
pub(super) fn reply<const D: usize>(u: &[Jet<D>; UTILITIES], odds: Jet<D>) -> Jet<D> {
    let [_, _, c_b, _, w_b, _, v_b] = *u;
    w_b - c_b + (v_b - c_b) * odds.exp()
}

/// The logarithms of the probabilities of the outcomes, where B resists with Φ(x).
pub(super) fn outcomes<const D: usize>(stand: &Stand<D>, x: Jet<D>) -> [Jet<D>; OUTCOMES] {
    let (resist, concede) = (x.log_cdf(), (-x).log_cdf());
    [stand.stay, Jet::log_sum(stand.fight, stand.yield_) + concede, resist + stand.fight, resist + stand.yield_]
}

/// The utilities of a row, as numbers that do not move.
pub(super) fn constants<const D: usize>(u: &[f64; UTILITIES]) -> [Jet<D>; UTILITIES] {
    u.map(Jet::constant)
}

/// T(x), the threshold that answers x.
fn respond<const D: usize>(u: &[Jet<D>; UTILITIES], x: Jet<D>) -> Jet<D> {
    reply(u, stand(u, x).odds())
}

/// T(x) and T'(x).
pub(super) fn response(u: &[f64; UTILITIES], x: f64) -> (f64, f64) {
    let found = respond(&constants(u), Jet::<1>::moving(x, 0));
    (found.value, found.gradient[0])
}

/// The equilibrium threshold near x as it moves with the utilities: two steps of Newton's method, of which the first makes the
/// gradient right and the second the Hessian.
pub(super) fn implicit<const D: usize>(u: &[Jet<D>; UTILITIES], values: &[f64; UTILITIES], x: f64) -> Jet<D> {
    let (_, slope) = response(values, x);
    let mut found = Jet::constant(x);
    for _ in 0..2 {
        found = found + (respond(u, found) - found).times(1.0 / (1.0 - slope));
    }
    found.value = x;
    found
}

/// The sign of T': see [`crisis_equilibria`](crate::solve::crisis_equilibria).
pub(super) fn slope_sign(u: &[f64; UTILITIES]) -> f64 {
    let [s_a, v_a, c_b, w_a, _, a, v_b] = *u;
    let sign = |x: f64| if x == 0.0 { 0.0 } else { x.signum() };
    sign(v_b - c_b) * sign(w_a - a) * sign(s_a - v_a)
}

/// The least and the most that thresholds are looked at. Where A prefers the status quo to a concession, its bound goes to infinity as x falls, and beyond
/// some 1e6 it challenges with a probability of 0.
fn ends(u: &[f64; UTILITIES]) -> (f64, f64) {
    let patience = u[0] - u[1];
    let low = if patience > 0.0 { -(2.0 * (1e6 / patience).max(2.0).ln()).sqrt() } else { -37.0 };
    (low, 1e6)
}

/// How many pieces the line between the least and the largest equilibrium is cut into where there are several.
const PIECES: usize = 96;

/// Every equilibrium threshold that is found in floats, rising.
///
/// Where T falls there is just one. Where it rises, best responses from below climb to the least and from above sink to the largest; if
/// these differ, the line between them is searched for changes of sign of T(x) - x, at its turning points too.
pub(super) fn equilibria(u: &[f64; UTILITIES]) -> Vec<f64> {
    if slope_sign(u) <= 0.0 {
        let (low, high) = ends(u);
        return root(u, low, high).into_iter().collect();
    }
    let (Some(least), Some(most)) = (extreme(u, -1.0), extreme(u, 1.0)) else { return Vec::new() };
    if most - least <= 1e-9 * (1.0 + least.abs()) {
        return vec![polished(u, 0.5 * (least + most))];
    }
    between(u, least, most)
}

/// The least (side -1) or the largest (side 1) equilibrium: best responses from the end of the line, which move one way only. They are
/// sped up by Newton's method where its step stays on the same side, which holds where T - x has not turned in between.
pub(super) fn extreme(u: &[f64; UTILITIES], side: f64) -> Option<f64> {
    let (low, high) = ends(u);
    let mut x = if side < 0.0 { low } else { high };
    for _ in 0..2000 {
        let (next, slope) = response(u, x);
        if !next.is_finite() {
            return None;
        }
        let next = next.clamp(low, high);
        let step = next - x;
        if step.abs() <= 1e-12 * (1.0 + x.abs()) || step * side > 0.0 {
            return Some(polished(u, x));
        }
        x = next;
        // Far into a slow stretch: Newton's step is taken as far as a response from there still moves the same way.
        if slope.abs() > 0.5 && slope < 1.0 {
            let jump = x + 0.5 * step * slope / (1.0 - slope);
            let (there, _) = response(u, jump);
            if (there - jump) * side < 0.0 && steady(u, x, jump, side) {
                x = jump;
            }
        }
    }
    Some(x)
}

/// Whether responses between two points all move towards the same side, as far as a few points tell.
fn steady(u: &[f64; UTILITIES], from: f64, to: f64, side: f64) -> bool {
    (1..4).all(|k| {
        let x = from + (to - from) * f64::from(k) / 4.0;
        (response(u, x).0 - x) * side < 0.0
    })
}

/// Newton's method from near an equilibrium.
fn polished(u: &[f64; UTILITIES], mut x: f64) -> f64 {
    let mut size = f64::INFINITY;
    for _ in 0..20 {
        let (value, slope) = response(u, x);
        let step = (value - x) / (1.0 - slope);
        if !step.is_finite() || step.abs() >= 0.5 * size || step.abs() > 1e-3 * (1.0 + x.abs()) {
            break;
        }
        x += step;
        size = step.abs();
    }
    x
}

/// The root of T(x) - x between two points with a change of sign: Newton's method that halves where it would leave them.
fn root(u: &[f64; UTILITIES], mut low: f64, mut high: f64) -> Option<f64> {
    let start = response(u, low).0 - low;
    let left = if start.is_nan() { 1.0 } else { start.signum() };
    let mut x = response(u, 0.0).0.clamp(low, high);
    if !x.is_finite() {
        x = 0.5 * (low + high);
    }
    for _ in 0..200 {
        let (value, slope) = response(u, x);
        let gap = value - x;
        if gap.is_nan() {
            return None;
        }
        if gap.signum() == left {
            low = x
        } else {
            high = x
        }
        let newton = x + gap / (1.0 - slope);
        if (newton - x).abs() <= 4e-16 * (1.0 + x.abs()) {
            break;
        }
        x = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
    }
    Some(polished(u, x))
}

/// Every equilibrium between the least and the largest.
fn between(u: &[f64; UTILITIES], least: f64, most: f64) -> Vec<f64> {
    let mut found = vec![least, most];
    let width = most - least;
    let point = |k: usize| {
        let x = least + width * k as f64 / PIECES as f64;
        let (value, slope) = response(u, x);
        (x, value - x, slope - 1.0)
    };
    let points: Vec<_> = (1..PIECES).map(point).collect();
    for pair in points.windows(2) {
        let ((a, left, rising), (b, right, falling)) = (pair[0], pair[1]);
        if left * right <= 0.0 {
            found.extend(root(u, a, b));
        } else if rising * falling < 0.0 && left * rising < 0.0 {
            // It comes nearer to 0 and turns: perhaps beyond.
            let turn = turning(u, a, b, rising);
            if (response(u, turn).0 - turn) * left < 0.0 {
                found.extend(root(u, a, turn));
                found.extend(root(u, turn, b));
            }
        }
    }
    found.sort_by(f64::total_cmp);
    found.dedup_by(|a, b| (*a - *b).abs() < 1e-8 * (1.0 + b.abs()));
    found
}

/// Where T' = 1 between two points.
fn turning(u: &[f64; UTILITIES], mut low: f64, mut high: f64, left: f64) -> f64 {
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if (response(u, middle).1 - 1.0) * left > 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
