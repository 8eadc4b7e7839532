//! [`RoundedGames`]: one game after the other, with payoffs that were computed and may be off by a known amount.

use super::Kernel;
use super::outcome::ManySolutions;
use crate::game::NormalForm;

/// Solves tables of one shape by the kernels behind [`nash_many`](super::nash_many).
pub(crate) struct RoundedGames {
    kernel: Kernel,
    found: ManySolutions,
}

/// The equilibria of one game.
pub(crate) struct Rounded<'a> {
    found: &'a ManySolutions,
}

impl RoundedGames {
    /// For games like this one; `None` where there is no kernel for the shape.
    pub(crate) fn like(game: &NormalForm) -> Option<Self> {
        let kernel = match Kernel::new(&game.shape()) {
            Kernel::None => return None,
            kernel => kernel,
        };
        let strategies: Vec<_> = game.player_ids().map(|player| game.strategies(player).clone()).collect();
        Some(RoundedGames { kernel, found: ManySolutions::new(game.players(), &strategies) })
    }

    /// Every equilibrium of a game (of a continuum the extreme ones); `None` where it takes exact arithmetic to tell. The payoffs lie player by player, each
    /// player's off by at most `off`; with 0, each is its shortest decimal.
    pub(crate) fn solve(&mut self, payoffs: &[f64], off: &[f64]) -> Option<Rounded<'_>> {
        self.found.clear();
        let remarks = self.kernel.solve(payoffs, off, &mut self.found)?;
        remarks.complete.then_some(Rounded { found: &self.found })
    }
}

impl Rounded<'_> {
    pub(crate) fn len(&self) -> usize {
        self.found.num_equilibria()
    }

    /// Whether the equilibria are surely in the order of exact probabilities: by the first that differs, the largest first. With
    /// `short`, payoffs are so short that probabilities are equal where their floats are.
    pub(crate) fn is_in_order(&self, short: bool) -> bool {
        (1..self.len()).all(|number| self.is_surely_before(number - 1, number, short))
    }

    fn is_surely_before(&self, one: usize, two: usize, short: bool) -> bool {
        let ((first, _, error), (second, _, other)) = (self.equilibrium(one), self.equilibrium(two));
        for (p, q) in first.iter().zip(second) {
            if (p - q).abs() > error + other {
                return p > q;
            }
            // What is not played is exactly 0, and what is played alone exactly 1.
            if p != q || !(short || *p == 0.0 || *p == 1.0) {
                return false;
            }
        }
        false
    }

    /// The probabilities, one player after the other; payoffs; and how far each probability may be off.
    pub(crate) fn equilibrium(&self, number: usize) -> (&[f64], &[f64], f64) {
        (self.found.profile(number), self.found.payoffs_of(number), self.found.error_bound[number])
    }
}
