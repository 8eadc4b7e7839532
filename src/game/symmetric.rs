//! [`SymmetricGame`]: many players in few groups, each with two actions, whose payoffs depend on numbers only.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::number::Rational;

/// A group of players who are exchangeable: same actions, same payoffs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The group's name: "Small allies".
    pub name: String,
    /// How many players are in it.
    pub count: usize,
    /// The two actions; payoffs depend on how many take the first.
    pub actions: [String; 2],
}

/// A game in which a player's payoff depends on the own action and on how many players of each group take the group's
/// first action. It never lists the profiles, so that a hundred players are no difficulty.
///
/// # Example
/// ```
/// use foederis::SymmetricGame;
/// let game = SymmetricGame::threshold("Allies", 100, 60, 10.into(), 4.into())?;
/// assert_eq!(game.groups()[0].count, 100);
/// # Ok::<(), foederis::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Inner", into = "Inner")]
pub struct SymmetricGame(Arc<Inner>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Inner {
    groups: Vec<Group>,
    /// For each group, and each count of the others by group, the payoffs of the two actions.
    payoffs: Vec<Vec<[Rational; 2]>>,
}

/// Whatever is read is checked as what is built.
impl TryFrom<Inner> for SymmetricGame {
    type Error = Error;

    fn try_from(inner: Inner) -> Result<Self, Error> {
        check(&inner.groups)?;
        let size = |group| others(&inner.groups, group).iter().map(|count| count + 1).product();
        let sizes: Vec<usize> = (0..inner.groups.len()).map(size).collect();
        match inner.payoffs.iter().map(Vec::len).eq(sizes) {
            true => Ok(SymmetricGame(Arc::new(inner))),
            false => Err(Error::Invalid("there are not as many payoffs as numbers of players".into())),
        }
    }
}

impl From<SymmetricGame> for Inner {
    fn from(game: SymmetricGame) -> Inner {
        Inner::clone(&game.0)
    }
}

/// The most numbers of players that are told apart.
const MAX_CELLS: usize = 1_000_000;

impl Group {
    /// A group of players with two actions.
    pub fn new(name: impl Into<String>, count: usize, actions: [&str; 2]) -> Self {
        Group { name: name.into(), count, actions: actions.map(str::to_owned) }
    }
}

impl SymmetricGame {
    /// A game from its groups and a function for the payoffs (utilities).
    ///
    /// # Arguments
    /// `payoff(group, action, counts)` is the payoff of a player of a group who takes an action (0 for the first) when
    /// `counts` players of each group, this one included, take their first action.
    ///
    /// # Errors
    /// Without groups, with an empty group, with names that repeat, or when there are more than a million counts.
    pub fn new(groups: Vec<Group>, payoff: impl Fn(usize, usize, &[usize]) -> Rational) -> Result<Self, Error> {
        check(&groups)?;
        let mut payoffs = Vec::with_capacity(groups.len());
        for group in 0..groups.len() {
            let others = others(&groups, group);
            let size: usize = others.iter().map(|count| count + 1).product();
            let cell = |number: usize| {
                let counts = counts(&others, number);
                [0, 1].map(|action| {
                    let mut all = counts.clone();
                    all[group] += 1 - action;
                    payoff(group, action, &all)
                })
            };
            payoffs.push((0..size).map(cell).collect());
        }
        Ok(SymmetricGame(Arc::new(Inner { groups, payoffs })))
    }

    /// The threshold game: everybody gets the benefit if enough players support, and who supports pays the cost.
    ///
    /// # Errors
    /// When there are no players, or too many.
    pub fn threshold(
        name: &str,
        players: usize,
        needed: usize,
        benefit: Rational,
        cost: Rational,
    ) -> Result<Self, Error> {
        SymmetricGame::new(vec![Group::new(name, players, ["Support", "Abstain"])], |_, action, supporters| {
            let gain = if supporters[0] >= needed { benefit.clone() } else { Rational::ZERO };
            if action == 0 { gain - &cost } else { gain }
        })
    }

    /// The groups.
    pub fn groups(&self) -> &[Group] {
        &self.0.groups
    }

    /// For each group, how many others of each group a player of `group` faces.
    pub fn others(&self, group: usize) -> Vec<usize> {
        others(self.groups(), group)
    }

    /// The payoffs of a group's two actions when `counts` of the others take their first action.
    pub fn payoffs(&self, group: usize, counts: &[usize]) -> &[Rational; 2] {
        let place = |number: usize, (count, all): (&usize, &usize)| number * (all + 1) + count;
        &self.0.payoffs[group][counts.iter().zip(&self.others(group)).fold(0, place)]
    }

    /// The payoffs of a group's two actions, by the numbers of the others who take their first action, the last group's
    /// number running fastest.
    pub fn table(&self, group: usize) -> &[[Rational; 2]] {
        &self.0.payoffs[group]
    }

    /// What a group's two actions are worth when all players of each group take the first action with a probability.
    ///
    /// # Complexity
    /// The product of the groups' sizes.
    pub fn expected_payoffs(&self, group: usize, probabilities: &[Rational]) -> [Rational; 2] {
        let weights: Vec<(Vec<Rational>, Rational)> =
            self.others(group).iter().zip(probabilities).map(|(count, p)| whole_weights(*count, p)).collect();
        let total: Rational = weights.iter().map(|(_, total)| total.clone()).product();
        [0, 1].map(|action| {
            let mut sums: Vec<Rational> = self.table(group).iter().map(|cell| cell[action].clone()).collect();
            for (weights, _) in weights.iter().rev() {
                let sum = |line: &[Rational]| line.iter().zip(weights).map(|(x, w)| x * w).sum();
                sums = sums.chunks_exact(weights.len()).map(sum).collect();
            }
            sums.swap_remove(0) / &total
        })
    }
}

/// The probabilities of each number of successes in so many trials.
pub(crate) fn binomial(trials: usize, p: &Rational) -> Vec<Rational> {
    let (weights, total) = whole_weights(trials, p);
    weights.into_iter().map(|weight| weight / &total).collect()
}

/// The same, times a number that makes them whole, and that number: no common factors are looked for on the way.
fn whole_weights(trials: usize, p: &Rational) -> (Vec<Rational>, Rational) {
    let whole = |number| Rational::from_integers(number, 1.into());
    let (first, all) = (whole(p.numerator()), whole(p.denominator()));
    let powers = |base: &Rational| {
        let mut powers = vec![Rational::ONE];
        (0..trials).for_each(|k| powers.push(&powers[k] * base));
        powers
    };
    let (mut total, rest) = (Rational::ONE, powers(&(&all - &first)));
    (0..trials).for_each(|_| total = &total * &all);
    let (first, mut choices) = (powers(&first), Rational::ONE);
    let term = |k: usize| {
        let term = &choices * &(&first[k] * &rest[trials - k]);
        choices = &choices * &Rational::from((trials - k) as i64) / Rational::from(k as i64 + 1);
        term
    };
    ((0..=trials).map(term).collect(), total)
}

fn others(groups: &[Group], group: usize) -> Vec<usize> {
    groups.iter().enumerate().map(|(other, g)| g.count - usize::from(other == group)).collect()
}

/// The counts with a number, the last group's running fastest.
fn counts(all: &[usize], mut number: usize) -> Vec<usize> {
    let mut counts = vec![0; all.len()];
    for (count, most) in counts.iter_mut().zip(all).rev() {
        *count = number % (most + 1);
        number /= most + 1;
    }
    counts
}

fn check(groups: &[Group]) -> Result<(), Error> {
    if groups.is_empty() {
        return Err(Error::Invalid("give at least one group of players".into()));
    }
    if let Some(group) = groups.iter().find(|group| group.count == 0) {
        return Err(Error::Invalid(format!("the group '{}' has no players: give it one or more", group.name)));
    }
    let named = |group: &Group| !group.name.is_empty() && group.actions.iter().all(|action| !action.is_empty());
    if !groups.iter().all(named) || groups.iter().any(|group| group.actions[0] == group.actions[1]) {
        return Err(Error::Invalid("every group needs a name and two actions with different names".into()));
    }
    let repeats = |k: usize| groups[..k].iter().any(|other| other.name == groups[k].name);
    if let Some(k) = (0..groups.len()).find(|&k| repeats(k)) {
        return Err(Error::Invalid(format!("two groups have the name '{}': give each its own", groups[k].name)));
    }
    let cells = groups.iter().try_fold(1usize, |cells, group| cells.checked_mul(group.count.checked_add(1)?));
    if cells.is_none_or(|cells| cells > MAX_CELLS) {
        return Err(Error::Invalid(format!(
            "the groups can take their first action in more than {MAX_CELLS} different numbers: make groups smaller or fewer"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payoffs_count_the_player() {
        let game = SymmetricGame::threshold("Allies", 3, 2, 10.into(), 4.into()).unwrap();
        let cells: Vec<[i64; 2]> = (0..3).map(|k| game.payoffs(0, &[k]).clone().map(|x| x.to_f64() as i64)).collect();
        assert_eq!(cells, [[-4, 0], [6, 0], [6, 10]]);
        // One in two others supports: 1/4, 1/2, 1/4.
        let half = Rational::new(1, 2).unwrap();
        assert_eq!(game.expected_payoffs(0, &[half]), [Rational::new(7, 2).unwrap(), Rational::new(5, 2).unwrap()]);
    }

    #[test]
    fn mistakes_are_told() {
        assert!(SymmetricGame::new(Vec::new(), |_, _, _| Rational::ZERO).is_err());
        let group = |name: &str, count| Group::new(name, count, ["S", "A"]);
        for groups in [vec![group("X", 0)], vec![group("X", 2), group("X", 3)], vec![group("X", 2_000_000)]] {
            assert!(SymmetricGame::new(groups, |_, _, _| Rational::ZERO).is_err());
        }
    }
}
