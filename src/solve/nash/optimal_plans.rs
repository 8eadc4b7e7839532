//! Constant-sum trees: the value and a pair of optimal realisation plans, by an exact linear program.

use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, PlayerSequences, Profile, SequenceForm};
use crate::number::{Rational, integer_scale};
use crate::solve::constant_sum::ConstantSum;
use crate::solve::control::{Control, Watch};
use crate::solve::guarantee::{sequence_gains, value};
use crate::solve::linear::{Answer, Optimum, Program};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// One equilibrium of a constant-sum tree of two players with perfect recall: optimal plans of both. `None` where payoffs
/// times chances have too large a common denominator for machine words.
///
/// # Definition
/// The first player's plan `x >= 0, Ex = e` maximises what the second player's best reply leaves: the largest `q_0` with
/// `F'q <= A'x`. The second player's optimal plan is the dual solution (von Stengel 1996, doi:10.1006/game.1996.0050; Koller,
/// Megiddo, von Stengel 1996, doi:10.1006/game.1996.0051). At each information set the weight of one action is what is left
/// of the others', and the second player's values `q` are those of one action plus its shortfall; so all equations are gone,
/// and a pure plan with a best reply is where the simplex method starts.
///
/// # Complexity
/// Each pivot takes as many operations as there are entries in a sparse program, which has a variable and a constraint for
/// each sequence; what floats find is proven exactly.
pub(super) fn optimal_plans(
    tree: &ExtensiveForm,
    sum: &ConstantSum,
    control: &Control,
) -> Result<Option<Solution>, Error> {
    let form = tree.to_sequence()?;
    let Some(start) = Start::new(&form) else { return Ok(None) };
    let mut watch = Watch::start(control);
    let method = "linear programming on the sequence form, exact";
    let mut solution = Solution::new(Concept::Nash, method, "one Nash equilibrium");
    let mut steps = 0;
    let answer = start.program.maximise(&mut watch, &mut steps);
    solution.counts.insert("pivots".into(), steps);
    match answer {
        Answer::Stopped => solution.status = watch.finish(&mut Vec::<Equilibrium>::new()),
        Answer::TooLarge => {
            let text = "floats do not settle the game, and it is too large to be pivoted exactly; use cfr";
            solution.status = Status::Partial(text.into());
        }
        Answer::Found(optimum) => {
            let plans = start.plans(&optimum);
            let value = value(&form, 0, &plans);
            solution.notes.push(format!("the value of the game for {} is {}", tree.players().key(0), short(&value)));
            let profile = Profile::Behavior(form.behavior_of(&plans)?);
            solution.equilibria.push(Equilibrium::exact(profile, sum.payoffs(value)));
            solution.status = Status::Complete;
        }
    }
    Ok(Some(solution))
}

/// A number in full, or twelve decimals of it where it is long.
fn short(value: &Rational) -> String {
    let exact = value.to_string();
    if exact.len() <= 40 { exact } else { format!("about {}", value.to_decimal(12)) }
}

/// Where the simplex method starts: a pure plan of the first player and the second player's best reply, in integers.
struct Start<'a> {
    form: &'a SequenceForm,
    program: Program,
    /// For each player, the action at each information set that takes what the others leave.
    chosen: [Vec<usize>; 2],
}

impl<'a> Start<'a> {
    fn new(form: &'a SequenceForm) -> Option<Start<'a>> {
        let payoffs = IntegerPayoffs::new(form)?;
        let even = even_plan(&form.players[1]);
        let first = best_actions(&form.players[0], sequence_gains(form, 0, &[Vec::new(), even]));
        let plan = pure_plan(&form.players[0], &first);
        let second = best_actions(&form.players[1], payoffs.gains(&plan).into_iter().map(|gain| -gain).collect());
        let chosen = [first, second];
        let program = Columns { form, payoffs: &payoffs, chosen: &chosen, rows: rows(form, &chosen) }.program(&plan)?;
        Some(Start { form, program, chosen })
    }

    /// Both players' plans, from weights of the actions that are not chosen at the start.
    fn plans(&self, optimum: &Optimum) -> [Vec<Rational>; 2] {
        let [first, second] = &self.form.players[..] else { unreachable!("the form has two players") };
        let duals = &optimum.duals[first.infosets.len()..];
        [completed(first, &self.chosen[0], &optimum.point), completed(second, &self.chosen[1], duals)]
    }
}

/// The plan in which the chosen actions take what the others, whose weights are given in order, leave.
fn completed(own: &PlayerSequences, chosen: &[usize], weights: &[Rational]) -> Vec<Rational> {
    let mut plan = vec![Rational::ONE; own.len()];
    let mut given = weights.iter();
    for set in 0..own.infosets.len() {
        for sequence in others(own, chosen, set) {
            plan[sequence] = given.next().cloned().unwrap_or_default();
        }
    }
    for (set, &best) in own.infosets.iter().zip(chosen) {
        let range = (set.first..set.first + set.actions).filter(|sequence| *sequence != best);
        let taken: Rational = range.map(|sequence| &plan[sequence]).sum();
        plan[best] = &plan[set.before] - &taken;
    }
    plan
}

/// The sequences of an information set but for the chosen one.
fn others(own: &PlayerSequences, chosen: &[usize], set: usize) -> impl Iterator<Item = usize> {
    let (best, set) = (chosen[set], own.infosets[set]);
    (set.first..set.first + set.actions).filter(move |sequence| *sequence != best)
}

/// The plan that chooses all actions alike.
pub(super) fn even_plan(own: &PlayerSequences) -> Vec<Rational> {
    let mut plan = vec![Rational::ONE; own.len()];
    for set in &own.infosets {
        let share = plan[set.before].checked_div(&(set.actions as i64).into()).unwrap_or_default();
        plan[set.first..set.first + set.actions].fill(share);
    }
    plan
}

/// For each information set the first sequence that gives most with the best continuation.
pub(super) fn best_actions<T: Ord + Clone + for<'a> std::ops::AddAssign<&'a T>>(
    own: &PlayerSequences,
    mut gains: Vec<T>,
) -> Vec<usize> {
    let mut best = vec![0; own.infosets.len()];
    // An information set stands after those that lead to it.
    for (number, set) in own.infosets.iter().enumerate().rev() {
        let better = |best: usize, other: usize| if gains[other] > gains[best] { other } else { best };
        best[number] = (set.first..set.first + set.actions).fold(set.first, better);
        let value = gains[best[number]].clone();
        gains[set.before] += &value;
    }
    best
}

/// The sequences that a pure plan plays.
fn pure_plan(own: &PlayerSequences, chosen: &[usize]) -> Vec<(usize, i128)> {
    let mut played = vec![false; own.len()];
    played[0] = true;
    for (set, best) in own.infosets.iter().zip(chosen) {
        played[*best] = played[set.before];
    }
    (0..own.len()).filter(|sequence| played[*sequence]).map(|sequence| (sequence, 1)).collect()
}

/// The first player's payoffs times a common factor: for each of the first player's sequences, the second player's and the
/// payoff at both.
struct IntegerPayoffs {
    by_sequence: Vec<Vec<(usize, i128)>>,
    second: usize,
}

impl IntegerPayoffs {
    fn new(form: &SequenceForm) -> Option<IntegerPayoffs> {
        let payoffs: Vec<Rational> = form.entries.iter().map(|entry| entry.payoffs[0].clone()).collect();
        let scale = integer_scale(&payoffs);
        let mut by_sequence = vec![Vec::new(); form.players[0].len()];
        for (entry, payoff) in form.entries.iter().zip(&payoffs).filter(|(_, payoff)| !payoff.is_zero()) {
            let whole: i64 = (payoff * &scale).numerator().try_into().ok()?;
            by_sequence[entry.sequences[0]].push((entry.sequences[1], i128::from(whole)));
        }
        Some(IntegerPayoffs { by_sequence, second: form.players[1].len() })
    }

    /// What each of the second player's sequences costs that player under a plan of the first, continuations left out.
    fn gains(&self, plan: &[(usize, i128)]) -> Vec<i128> {
        let mut gains = vec![0; self.second];
        for (sequence, weight) in plan {
            for (other, payoff) in &self.by_sequence[*sequence] {
                gains[*other] += weight * payoff;
            }
        }
        gains
    }
}

/// The row of each sequence's constraint: first those that the first player's chosen actions have no weight below 0, then
/// those that the second player's other actions are not better than the chosen ones.
fn rows(form: &SequenceForm, chosen: &[Vec<usize>; 2]) -> [Vec<Option<u32>>; 2] {
    let mut rows = [0, 1].map(|player| vec![None; form.players[player].len()]);
    let mut next = 0..;
    chosen[0].iter().for_each(|best| rows[0][*best] = next.next());
    let second = &form.players[1];
    (0..second.infosets.len()).flat_map(|set| others(second, &chosen[1], set)).for_each(|at| rows[1][at] = next.next());
    rows
}

/// The program's columns in the making.
struct Columns<'a> {
    form: &'a SequenceForm,
    payoffs: &'a IntegerPayoffs,
    chosen: &'a [Vec<usize>; 2],
    rows: [Vec<Option<u32>>; 2],
}

impl Columns<'_> {
    /// A column for each of the first player's actions that is not chosen at the start, and one for the shortfall of each
    /// of the second player's chosen ones.
    fn program(&self, start: &[(usize, i128)]) -> Option<Program> {
        let [first, second] = &self.form.players[..] else { return None };
        let mut columns = Vec::new();
        for set in 0..first.infosets.len() {
            for sequence in others(first, &self.chosen[0], set) {
                let mut change = self.continued(sequence, 1);
                change.extend(self.continued(self.chosen[0][set], -1));
                columns.push(self.of_change(&change, -1)?);
            }
        }
        columns.extend((0..second.infosets.len()).map(|set| self.of_shortfall(set)));
        let mut bounds = vec![0; self.rows.iter().flatten().flatten().count()];
        let (entries, _) = self.of_change(start, 1)?;
        entries.into_iter().for_each(|(row, entry)| bounds[row as usize] = entry);
        Some(Program::new(&columns, bounds))
    }

    /// A sequence and what the chosen actions make follow on it.
    fn continued(&self, sequence: usize, weight: i128) -> Vec<(usize, i128)> {
        let own = &self.form.players[0];
        let mut change = vec![(sequence, weight)];
        let mut reached = vec![false; own.len()];
        reached[sequence] = true;
        for (set, &best) in own.infosets.iter().zip(&self.chosen[0]) {
            if set.before >= sequence && reached[set.before] {
                reached[best] = true;
                change.push((best, weight));
            }
        }
        change
    }

    /// What a change of the first player's plan does to every constraint, times a sign, and to the value.
    fn of_change(&self, change: &[(usize, i128)], sign: i128) -> Option<(Vec<(u32, i64)>, i64)> {
        let mut column = Vec::new();
        let small = |entry: i128| i64::try_from(entry).ok().filter(|entry| entry.unsigned_abs() < 1 << 60);
        for (sequence, weight) in change {
            if let Some(row) = self.rows[0][*sequence] {
                column.push((row, small(sign * weight)?));
            }
        }
        let second = &self.form.players[1];
        let mut gains = self.payoffs.gains(change);
        for (number, set) in second.infosets.iter().enumerate().rev() {
            let value = gains[self.chosen[1][number]];
            for sequence in others(second, &self.chosen[1], number) {
                let entry = small(sign * (gains[sequence] - value))?;
                if let Some(row) = self.rows[1][sequence].filter(|_| entry != 0) {
                    column.push((row, entry));
                }
            }
            gains[set.before] += value;
        }
        Some((column, small(gains[0])?))
    }

    /// What happens when the value of an information set of the second player falls short of its chosen action's by 1.
    fn of_shortfall(&self, set: usize) -> (Vec<(u32, i64)>, i64) {
        let second = &self.form.players[1];
        let mut column = Vec::new();
        let mut set = set;
        loop {
            column.extend(others(second, &self.chosen[1], set).filter_map(|at| Some((self.rows[1][at]?, -1))));
            let before = second.infosets[set].before;
            if let Some(row) = self.rows[1][before] {
                column.push((row, 1));
                return (column, 0);
            }
            // The information set that the sequence is of, if it is not the empty one; sets stand in the order of sequences.
            match second.infosets.partition_point(|set| set.first <= before).checked_sub(1) {
                Some(parent) => set = parent,
                None => return (column, -1),
            }
        }
    }
}
