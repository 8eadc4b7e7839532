//! Lemke's algorithm on the sequence form: one equilibrium of a two-player tree, however many plans it has.

use super::lemke_howson::exact::leaving;
use super::optimal_plans::{best_actions, even_plan};
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, PlayerSequences, Profile, SequenceForm};
use crate::number::{Rational, Tableau};
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// One Nash equilibrium of a tree of two players with perfect recall; `None` where the path ends without one, which
/// theory excludes.
///
/// # Definition
/// Realisation plans `x >= 0, Ex = e` and `y >= 0, Fy = f` with payoffs `x'Ay` and `x'By` are an equilibrium if there are
/// `p` and `q` with `r = E'p - Ay >= 0`, `s = F'q - B'x >= 0`, and `x'r = y's = 0` (Koller, Megiddo, von Stengel 1996,
/// doi:10.1006/game.1996.0051). The path begins where everybody chooses all actions alike: it follows equilibria of the
/// game in which that behaviour is mixed in with weight `1 - z`, until `z = 1` (von Stengel, van den Elzen, Talman 2002,
/// doi:10.1111/1468-0262.00300). Ties are broken lexicographically.
///
/// # Complexity
/// Each pivot takes as many operations as the product of the tree's numbers of sequences; the path may be long.
pub(super) fn lemke(tree: &ExtensiveForm, control: &Control) -> Result<Option<Solution>, Error> {
    let form = tree.to_sequence()?;
    let mut watch = Watch::start(control);
    let mut solution = Solution::new(Concept::Nash, "Lemke on the sequence form, exact", "one Nash equilibrium");
    let mut system = System::new(&form);
    let end = system.follow(&mut watch);
    solution.counts.insert("pivots".into(), system.pivots);
    match end {
        End::Ray => return Ok(None),
        End::Stopped => solution.status = watch.finish(&mut Vec::<Equilibrium>::new()),
        End::Reached => {
            let profile = form.behavior_of(&[system.plan(0), system.plan(1)])?;
            let payoffs = tree.expected_payoffs(&profile)?;
            solution.equilibria.push(Equilibrium::exact(Profile::Behavior(profile), payoffs));
            solution.status = Status::Complete;
        }
    }
    Ok(Some(solution))
}

enum End {
    Reached,
    Stopped,
    /// The entering variable grows without end.
    Ray,
}

/// The complementarity system. Its variables by number: `x`, `y`, `r`, `s`, then `z` and `1 - z`, then those that are
/// eliminated before the start.
struct System<'a> {
    form: &'a SequenceForm,
    tableau: Tableau,
    /// The basis at the start.
    first: Vec<u32>,
    pivots: u64,
}

impl<'a> System<'a> {
    fn new(form: &'a SequenceForm) -> Self {
        let start = Rows::new(form);
        let tableau = start.tableau();
        System { form, first: tableau.basic().to_vec(), tableau, pivots: 0 }
    }

    /// How many sequences both players have.
    fn sequences(&self) -> u32 {
        self.form.players.iter().map(|own| own.len() as u32).sum()
    }

    fn follow(&mut self, watch: &mut Watch) -> End {
        let sequences = self.sequences();
        let (z, rest) = (2 * sequences, 2 * sequences + 1);
        let mut entering = z;
        loop {
            if watch.must_stop_now(0) {
                return End::Stopped;
            }
            let column = self.tableau.nonbasic().iter().position(|&variable| variable == entering);
            let Some((column, row)) = column.and_then(|column| Some((column, self.leaving(column)?))) else {
                return End::Ray;
            };
            let left = self.tableau.basic()[row];
            self.tableau.pivot(row, column);
            self.pivots += 1;
            if left == rest {
                return End::Reached;
            }
            entering = if left < sequences { left + sequences } else { left - sequences };
        }
    }

    /// The row that leaves; `1 - z` does so wherever it can, as that is the end.
    fn leaving(&self, column: usize) -> Option<usize> {
        let row = leaving(&self.tableau, column, &self.first)?;
        let rest = self.tableau.basic().iter().position(|&variable| variable == 2 * self.sequences() + 1)?;
        let constants = self.tableau.columns();
        let tied = self.tableau.sign(rest, column) > 0
            && self.tableau.compare_ratios((rest, row), constants, column) == std::cmp::Ordering::Equal;
        Some(if tied { rest } else { row })
    }

    /// A player's realisation plan at the tableau's point.
    fn plan(&self, player: usize) -> Vec<Rational> {
        let before: usize = self.form.players[..player].iter().map(PlayerSequences::len).sum();
        let mut plan = vec![Rational::ZERO; self.form.players[player].len()];
        for (row, &variable) in self.tableau.basic().iter().enumerate() {
            if let Some(weight) = (variable as usize).checked_sub(before).and_then(|own| plan.get_mut(own)) {
                *weight = self.tableau.value(row);
            }
        }
        plan
    }
}

/// The equations of the system, before those that hold with equality are solved for.
struct Rows<'a> {
    form: &'a SequenceForm,
    /// For each player, each information set's first best action against the other's starting plan, the empty sequence
    /// first.
    best: [Vec<usize>; 2],
    /// For each player, what each sequence gives against the other's starting plan.
    gains: [Vec<Rational>; 2],
}

impl<'a> Rows<'a> {
    fn new(form: &'a SequenceForm) -> Self {
        let plans = [0, 1].map(|player| even_plan(&form.players[player]));
        let gains = [0, 1].map(|player| {
            let mut gains = vec![Rational::ZERO; form.players[player].len()];
            for entry in &form.entries {
                let weight = &plans[1 - player][entry.sequences[1 - player]];
                gains[entry.sequences[player]] += weight * &entry.payoffs[player];
            }
            gains
        });
        let best = [0, 1].map(|player| {
            // The empty sequence, then each information set's.
            let chosen = best_actions(&form.players[player], gains[player].clone());
            std::iter::once(0).chain(chosen).collect()
        });
        Rows { form, best, gains }
    }

    /// The tableau at `z = 0`, with the free variables and the equations' slack variables gone.
    fn tableau(&self) -> Tableau {
        let sizes = [0, 1].map(|player: usize| self.form.players[player].len());
        let sets = [0, 1].map(|player: usize| self.form.players[player].infosets.len() + 1);
        let (sequences, equations) = (sizes[0] + sizes[1], sets[0] + sets[1]);
        let (z, multiplier) = (sequences, sequences + 1);
        let width = multiplier + equations + 1;
        let mut rows = vec![vec![Rational::ZERO; width]; equations + sequences + 1];
        let (mut sequence, mut equation) = (0, 0);
        for player in 0..2 {
            let own = &self.form.players[player];
            for (number, constraint) in own.constraints().into_iter().enumerate() {
                for (position, coefficient) in constraint {
                    let coefficient = Rational::from(i32::from(coefficient));
                    rows[equations + sequence + position][multiplier + equation + number] = -coefficient.clone();
                    rows[equation + number][sequence + position] = coefficient;
                }
            }
            rows[equation][z] = -Rational::ONE;
            for (position, gain) in self.gains[player].iter().enumerate() {
                rows[equations + sequence + position][z] = -gain.clone();
                rows[equations + sequence + position][width - 1] = -gain.clone();
            }
            sequence += sizes[player];
            equation += sets[player];
        }
        for entry in &self.form.entries {
            let [mine, theirs] = [entry.sequences[0], sizes[0] + entry.sequences[1]];
            rows[equations + mine][theirs] += &entry.payoffs[0];
            rows[equations + theirs][mine] += &entry.payoffs[1];
        }
        let last = rows.len() - 1;
        rows[last][z] = Rational::ONE;
        rows[last][width - 1] = Rational::ONE;
        self.eliminated(&rows, sequences as u32, equations as u32)
    }

    /// Solves the equations for the best actions' weights, and the best actions' inequalities for the free variables.
    fn eliminated(&self, rows: &[Vec<Rational>], sequences: u32, equations: u32) -> Tableau {
        let (slack, multiplier) = (2 * sequences + 2, 2 * sequences + 2 + equations);
        let basic = (slack..slack + equations).chain(sequences..2 * sequences).chain([2 * sequences + 1]).collect();
        let nonbasic = (0..sequences).chain([2 * sequences]).chain(multiplier..multiplier + equations).collect();
        let (mut tableau, _) = Tableau::new(rows, basic, nonbasic);
        let second = self.form.players[0].len();
        let best = self.best[0].iter().copied().chain(self.best[1].iter().map(|sequence| second + sequence));
        for (number, sequence) in (0u32..).zip(best.map(|sequence| sequence as u32)) {
            exchange(&mut tableau, slack + number, sequence);
            drop_nonbasic(&mut tableau, slack + number);
            exchange(&mut tableau, sequences + sequence, multiplier + number);
        }
        for number in 0..equations {
            if let Some(row) = tableau.basic().iter().position(|&variable| variable == multiplier + number) {
                tableau.drop_row(row);
            }
        }
        tableau
    }
}

/// Makes a basic variable nonbasic and another one basic in its place.
fn exchange(tableau: &mut Tableau, basic: u32, nonbasic: u32) {
    let row = tableau.basic().iter().position(|&variable| variable == basic);
    let column = tableau.nonbasic().iter().position(|&variable| variable == nonbasic);
    if let (Some(row), Some(column)) = (row, column) {
        tableau.pivot(row, column);
    }
}

fn drop_nonbasic(tableau: &mut Tableau, variable: u32) {
    if let Some(column) = tableau.nonbasic().iter().position(|&nonbasic| nonbasic == variable) {
        tableau.drop_column(column);
    }
}
