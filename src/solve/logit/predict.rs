//! Where the curve goes next: polynomials through the last tangents.

/// A point passed: tangent, and the length of the step that led there.
#[derive(Debug, Clone)]
pub(super) struct Passed {
    pub(super) tangent: Vec<f64>,
    /// The length of the step from here to the next point.
    pub(super) length: f64,
}

/// Predictions of first, second and third order, from the present point, its tangent, and the points passed before (the
/// last one first). The order chosen is the one that would have been best for the last step.
#[derive(Debug, Default)]
pub(super) struct Predictor {
    passed: Vec<Passed>,
    order: usize,
}

impl Predictor {
    /// Forgets the points passed, as after a bifurcation.
    pub(super) fn restart(&mut self) {
        self.passed.clear();
    }

    /// The order of the polynomial that is used for the next step.
    pub(super) fn order(&self) -> usize {
        self.order.clamp(1, self.passed.len() + 1)
    }

    /// The point after a step of length `h`.
    pub(super) fn predict(&self, point: &[f64], tangent: &[f64], h: f64) -> Vec<f64> {
        self.of_order(self.order(), point, tangent, h)
    }

    /// Integrates the polynomial through the tangents (an Adams-Bashforth step of varying length).
    fn of_order(&self, order: usize, point: &[f64], tangent: &[f64], h: f64) -> Vec<f64> {
        let component = |k: usize| {
            let mut sum = point[k] + h * tangent[k];
            if order >= 2 {
                let last = &self.passed[0];
                let slope = (tangent[k] - last.tangent[k]) / last.length;
                sum += h * h / 2.0 * slope;
                if order >= 3 {
                    let before = &self.passed[1];
                    let earlier = (last.tangent[k] - before.tangent[k]) / before.length;
                    let bend = (slope - earlier) / (last.length + before.length);
                    sum += h * h * (h / 3.0 + last.length / 2.0) * bend;
                }
            }
            sum
        };
        (0..point.len()).map(component).collect()
    }

    /// Takes note of a step from a point with a tangent to a new point.
    pub(super) fn learn(&mut self, point: &[f64], tangent: Vec<f64>, h: f64, landed: &[f64]) {
        let most = self.passed.len() + 1;
        let miss = |order: usize| -> f64 {
            let guess = self.of_order(order, point, &tangent, h);
            guess.iter().zip(landed).map(|(a, b)| (a - b).abs() / (1.0 + b.abs())).fold(0.0, f64::max)
        };
        let best = (1..=most).min_by(|&a, &b| miss(a).total_cmp(&miss(b))).unwrap_or(1);
        self.order = if best == most { 3 } else { best };
        let length = point.iter().zip(landed).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
        self.passed.insert(0, Passed { tangent, length });
        self.passed.truncate(2);
    }
}

/// The point at a part of the way between two points with tangents (cubic Hermite), and the direction there.
pub(super) fn between(a: (&[f64], &[f64]), b: (&[f64], &[f64]), part: f64) -> (Vec<f64>, Vec<f64>) {
    let length = a.0.iter().zip(b.0).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt();
    let s = part;
    let weights = [
        (1.0 + 2.0 * s) * (1.0 - s) * (1.0 - s),
        s * (1.0 - s) * (1.0 - s) * length,
        s * s * (3.0 - 2.0 * s),
        s * s * (s - 1.0) * length,
    ];
    let of = |k: usize| weights[0] * a.0[k] + weights[1] * a.1[k] + weights[2] * b.0[k] + weights[3] * b.1[k];
    let mut direction: Vec<f64> = a.1.iter().zip(b.1).map(|(x, y)| x * (1.0 - s) + y * s).collect();
    let norm = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
    direction.iter_mut().for_each(|x| *x /= norm);
    ((0..a.0.len()).map(of).collect(), direction)
}
