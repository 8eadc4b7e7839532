//! [`crisis_equilibria`]: every equilibrium of the crisis-signalling game with private information, proven.

mod folds;
mod isolate;
mod response;

pub use folds::{CrisisFold, CrisisFolds, crisis_folds};

use self::isolate::{Curve, isolate};
use self::response::Response;
use crate::error::Error;
use crate::number::{Interval, Rational};
use crate::solve::{Control, Status, Watch};

/// The crisis-signalling game: a challenge, resistance, and then a fight or not, each side with something that it alone knows.
///
/// # Definition
/// A challenges B or leaves the status quo (A has S_A). B concedes (A has V_A, B has C_B) or resists. A then fights (W_A + e, W_B + f)
/// or backs down (a + g, V_B). The errors e, f, g are independent standard normal; A knows e and g, B knows f, from the start. In an equilibrium B
/// resists with the probability pR, A challenges with pC, and a challenger who is resisted fights with pF, where
///
/// - pR = Φ((pF W_B + (1 - pF) V_B - C_B)/pF): B resists where f is above a threshold, given that its opponent fights with pF;
/// - A challenges where the better of W_A + e and a + g is above c = (S_A - (1 - pR) V_A)/pR, so pC = 1 - Φ(c - W_A)Φ(c - a);
/// - pF = P(W_A + e > c, W_A + e > a + g)/pC.
///
/// So an equilibrium is a fixed point x = T(x) of the threshold x, with pR = Φ(x).
///
/// # References
/// Lewis, J. B., & Schultz, K. A. (2003). Revealing preferences: empirical estimation of a crisis bargaining game with incomplete information.
/// Political Analysis 11. doi:10.1093/pan/mpg021
#[derive(Debug, Clone, PartialEq)]
pub struct CrisisGame {
    /// S_A: what the status quo brings A.
    pub s_a: Rational,
    /// V_A: what a concession brings A.
    pub v_a: Rational,
    /// C_B: what conceding brings B.
    pub c_b: Rational,
    /// W_A: what a fight brings A, without the error.
    pub w_a: Rational,
    /// W_B: what a fight brings B, without the error.
    pub w_b: Rational,
    /// a: what backing down brings A, without the error.
    pub a: Rational,
    /// V_B: what A's backing down brings B.
    pub v_b: Rational,
}

/// One equilibrium: intervals that hold the true values.
#[derive(Debug, Clone, PartialEq)]
pub struct CrisisEquilibrium {
    /// The threshold x, with pR = Φ(x).
    pub threshold: Interval,
    /// pR: how likely B resists a challenge.
    pub resist: Interval,
    /// pC: how likely A challenges.
    pub challenge: Interval,
    /// pF: how likely A fights once it is resisted.
    pub fight: Interval,
    /// How likely the outcomes are: status quo, concession, fight (A stands firm), A backs down.
    pub outcomes: [Interval; 4],
    /// The slope of the best response at the equilibrium: what a small error in pR becomes after both sides have responded.
    pub multiplier: Interval,
}

impl CrisisEquilibrium {
    /// Whether best responses to beliefs nearby come nearer: a multiplier below 1 in size. `None` where the bounds do not decide.
    pub fn stable(&self) -> Option<bool> {
        let Interval { lo, hi } = self.multiplier;
        if -1.0 < lo && hi < 1.0 {
            return Some(true);
        }
        (lo > 1.0 || hi < -1.0).then_some(false)
    }
}

/// What the search found.
#[derive(Debug, Clone, PartialEq)]
pub struct CrisisEquilibria {
    /// The equilibria, pR rising.
    pub equilibria: Vec<CrisisEquilibrium>,
    /// Values of pR where the search could not decide: there may be none there, one, or two next to each other.
    pub undecided: Vec<Interval>,
    /// Whether the search went to its end.
    pub status: Status,
    /// How many pieces of the line were looked at.
    pub pieces: usize,
}

impl CrisisEquilibria {
    /// Whether the list is proven to hold every equilibrium with pR above 1e-299.
    pub fn complete(&self) -> bool {
        self.status == Status::Complete
    }
}

/// How far apart utilities may be.
const WIDEST: f64 = 50.0;

/// Below this threshold pR is under 1e-299, and floats end.
pub(crate) const LOWEST: f64 = -37.0;

/// All equilibria of the crisis-signalling game.
///
/// # Definition
/// See [`CrisisGame`]. T is monotone: it rises where (V_B - C_B)(W_A - a)(S_A - V_A) > 0 and falls where this is negative, so several
/// equilibria are possible in the first case only. (A challenger's chance to fight, given that its better option is above c,
/// rises with c if W_A > a, because of two normal variables cut at c the one with the larger mean gets ever more likely to be the larger.)
///
/// # Arguments
/// `game`: utilities, in units of the standard deviation of an error. `control`: limits.
///
/// # Returns
/// The equilibria with bounds, and whether the list is proven to be complete.
///
/// The list can be empty: B's resistance may be below 1e-299, and where S_A > V_A, W_A < a and V_B < C_B there may be no equilibrium but the
/// limit in which nobody challenges and nobody would resist.
///
/// # Errors
/// [`Error::Unsupported`] where W_A and a are more than 50 apart, so that floats do not hold the probabilities.
///
/// # Complexity
/// The line of thresholds is cut into pieces, on each of which interval arithmetic shows that there is no fixed point, or just one (the slope
/// of T - x has one sign there). A few dozen pieces are enough unless two equilibria are next to each other.
///
/// # Example
/// ```
/// use foederis::Rational;
/// use foederis::solve::{CrisisGame, crisis_equilibria};
///
/// let number = |text: &str| text.parse::<Rational>().unwrap();
/// let game = CrisisGame {
///     s_a: number("0"), v_a: number("1"), c_b: number("0"), w_a: number("-1.9"),
///     w_b: number("-2.9"), a: number("-1.2"), v_b: number("1"),
/// };
/// let found = crisis_equilibria(&game, &Default::default())?;
/// assert!(found.complete());
/// let resist: Vec<f64> = found.equilibria.iter().map(|one| one.resist.middle()).collect();
/// assert_eq!(resist.iter().map(|p| format!("{p:.6}")).collect::<Vec<_>>(), ["0.251105", "0.594723", "0.813322"]);
/// # Ok::<(), foederis::Error>(())
/// ```
///
/// # References
/// Crisman-Cox, C., & Gibilisco, M. (2021). Estimating signaling games in international relations: problems and solutions. Political Science
/// Research and Methods 9. doi:10.1017/psrm.2019.58
///
/// Moore, R. E., Kearfott, R. B., & Cloud, M. J. (2009). Introduction to interval analysis. SIAM. doi:10.1137/1.9780898717716
pub fn crisis_equilibria(game: &CrisisGame, control: &Control) -> Result<CrisisEquilibria, Error> {
    let response = response_of(game)?;
    let mut watch = Watch::start(control);
    let found = match response.constant() {
        Some(threshold) => isolate::Isolated { roots: vec![threshold], undecided: Vec::new(), pieces: 1 },
        None => match response.range().intersection(Interval::new(LOWEST, f64::MAX / 4.0)) {
            Some(range) => isolate(&FixedPoints(&response), range, &mut watch),
            None => isolate::Isolated::default(),
        },
    };
    let mut equilibria: Vec<_> = found.roots.iter().map(|threshold| response.equilibrium(*threshold)).collect();
    let status = match watch.finish(&mut equilibria) {
        Status::Complete if !found.undecided.is_empty() => Status::Partial(
            "two equilibria are too near each other to tell, or a probability is too small for floats".into(),
        ),
        status => status,
    };
    let undecided = found.undecided.iter().map(|threshold| threshold.normal_cdf()).collect();
    Ok(CrisisEquilibria { equilibria, undecided, status, pieces: found.pieces })
}

fn response_of(game: &CrisisGame) -> Result<Response, Error> {
    let gap = (&game.w_a - &game.a).to_f64().abs();
    if gap > WIDEST {
        return Err(Error::Unsupported(format!(
            "W_A and a are {gap} apart, which makes probabilities too small for floats; the search takes up to {WIDEST}"
        )));
    }
    Ok(Response::new(game))
}

/// T(x) - x.
struct FixedPoints<'a>(&'a Response);

impl Curve for FixedPoints<'_> {
    /// A fixed point in a piece is also in its image.
    fn shrink(&self, x: Interval) -> Option<Interval> {
        let mut here = x;
        for _ in 0..40 {
            let next = here.intersection(self.0.value(here))?;
            let done = next.width() > 0.8 * here.width();
            here = next;
            if done {
                break;
            }
        }
        Some(here)
    }

    fn value(&self, x: Interval) -> Interval {
        self.0.value(x) - x
    }

    fn slope(&self, x: Interval) -> Interval {
        self.0.slope(x) - Interval::point(1.0)
    }
}
