//! Sequential equilibria of random trees against a second method: trembles drawn at random.

mod support;

use foederis::game::{NodeId, NodeKind};
use foederis::{
    BehaviorProfile, Beliefs, Certificate, Concept, Control, ExtensiveForm, Game, Profile, Rational, SequentialOptions,
    Solution, perfect_bayesian, sequential, verify, weak_perfect_bayesian,
};
use support::{Random, Shape, random_tree};

fn number(value: i64) -> Rational {
    Rational::from(value)
}

/// Limits of Bayes' rule when each unused action `a` has probability `strength * epsilon^order`, for small `epsilon`.
struct Trembles<'a> {
    tree: &'a ExtensiveForm,
    choices: &'a [usize],
    orders: Vec<Vec<(i64, Rational)>>,
}

impl<'a> Trembles<'a> {
    fn random(tree: &'a ExtensiveForm, choices: &'a [usize], random: &mut Random) -> Self {
        let tremble = |used: bool, random: &mut Random| match used {
            true => (0, Rational::ONE),
            false => (1 + random.below(3) as i64, number(1 + random.below(4) as i64)),
        };
        let row = |(infoset, choice): (&foederis::game::Infoset, &usize), random: &mut Random| {
            (0..infoset.actions.len()).map(|action| tremble(action == *choice, random)).collect()
        };
        let orders = tree.infosets().iter().zip(choices).map(|pair| row(pair, random)).collect();
        Trembles { tree, choices, orders }
    }

    /// The order of magnitude and the strength of a node; `None` where chance never goes.
    fn weight(&self, node: NodeId) -> Option<(i64, Rational)> {
        let mut weight = (0, Rational::ONE);
        for (at, action) in self.tree.steps(node) {
            match self.tree.node(at).kind {
                NodeKind::Decision(infoset) => {
                    let (order, strength) = &self.orders[infoset.index()][action];
                    weight.0 += order;
                    weight.1 *= strength;
                }
                NodeKind::Chance(id) => weight.1 *= &self.tree.chance_move(id).probabilities[action],
                NodeKind::Terminal => {}
            }
        }
        (!weight.1.is_zero()).then_some(weight)
    }

    fn beliefs(&self) -> Beliefs {
        let row = |infoset: &foederis::game::Infoset| {
            let weights: Vec<Option<(i64, Rational)>> = infoset.nodes.iter().map(|node| self.weight(*node)).collect();
            let least = weights.iter().flatten().map(|(order, _)| *order).min().unwrap_or(0);
            let strength = |weight: &Option<(i64, Rational)>| match weight {
                Some((order, strength)) if *order == least => strength.clone(),
                _ => Rational::ZERO,
            };
            let row: Vec<Rational> = weights.iter().map(strength).collect();
            let total: Rational = row.iter().sum();
            row.iter().map(|value| value / &total).collect()
        };
        Beliefs(self.tree.infosets().iter().map(row).collect())
    }

    /// Whether every choice is a best reply by the limits of the beliefs.
    fn rational(&self, beliefs: &Beliefs) -> bool {
        let profile = BehaviorProfile::pure(self.tree, self.choices);
        let values = self.tree.continuation_values(&profile).unwrap();
        self.tree.infosets().iter().zip(self.choices).zip(&beliefs.0).all(|((infoset, choice), row)| {
            let value = |action: usize| -> Rational {
                let nodes = infoset.nodes.iter().zip(row);
                nodes
                    .map(|(node, belief)| belief * values.of(self.tree.node(*node).children[action], infoset.player))
                    .sum()
            };
            let own = value(*choice);
            (0..infoset.actions.len()).all(|action| value(action) <= own)
        })
    }
}

fn options() -> SequentialOptions {
    let time_limit = Some(std::time::Duration::from_secs(5));
    SequentialOptions { control: Control { time_limit, max_equilibria: Some(20_000), ..Control::default() } }
}

/// Whether beliefs are among those that the solution holds for a pure profile, by a necessary condition: each probability is
/// within its range. Beliefs that several information sets share are listed by their corners, one equilibrium for each.
fn holds(solution: &Solution, profile: &BehaviorProfile, beliefs: &Beliefs) -> bool {
    let same: Vec<_> = solution.equilibria.iter().filter(|e| e.profile == Profile::Behavior(profile.clone())).collect();
    !same.is_empty()
        && (0..beliefs.0.len()).all(|at| {
            (0..beliefs.0[at].len()).all(|node| {
                let ranges: Vec<_> = same.iter().map(|equilibrium| range(equilibrium, at, node)).collect();
                let (low, high) = (ranges.iter().map(|own| &own.0).min(), ranges.iter().map(|own| &own.1).max());
                low <= Some(&beliefs.0[at][node]) && Some(&beliefs.0[at][node]) <= high
            })
        })
}

/// Between what an equilibrium's belief at a node lies.
fn range(equilibrium: &foederis::Equilibrium, at: usize, node: usize) -> (Rational, Rational) {
    let own = equilibrium.beliefs.as_ref().unwrap().0[at][node].clone();
    match equilibrium.belief_sets.iter().find(|set| set.infosets.iter().any(|id| id.index() == at)) {
        None => (own.clone(), own),
        Some(set) => {
            let place = set.infosets.iter().position(|id| id.index() == at).unwrap();
            set.ranges()[place][node].clone()
        }
    }
}

/// What random trees come to: how many were solved completely, and how many checks were made.
#[derive(Debug, Default)]
struct Tally {
    complete: usize,
    incomplete: usize,
    hits: usize,
}

fn study(seed: u64, rounds: usize, shape: &Shape) -> Tally {
    let mut random = Random(seed);
    let mut tally = Tally::default();
    for round in 0..rounds {
        let tree = random_tree(&mut random, shape);
        let cells: usize = tree.infosets().iter().map(|infoset| infoset.actions.len()).sum();
        let game = Game::from(tree.clone());
        if cells == 0 || cells > 16 {
            continue;
        }
        let Ok(solution) = sequential(&game, &options()) else { continue };
        check_members(&game, &solution, &mut random, round);
        match solution.complete() {
            true => tally.complete += 1,
            false => {
                tally.incomplete += 1;
                continue;
            }
        }
        assert!(!solution.is_empty(), "round {round}: every game has a sequential equilibrium");
        for wider in [perfect_bayesian(&game, &options()).unwrap(), weak_perfect_bayesian(&game, &options()).unwrap()] {
            assert!(!wider.complete() || !wider.is_empty(), "round {round}");
            check_members(&game, &wider, &mut random, round);
        }
        tally.hits += look_for_more(&tree, &solution, &mut random, round);
    }
    tally
}

/// Every equilibrium listed, and mixtures within families, are Nash equilibria at least.
fn check_members(game: &Game, solution: &Solution, random: &mut Random, round: usize) {
    let nash = |profile: &Profile| {
        let certificate = Certificate::new(game, Concept::Nash, profile).unwrap();
        assert!(verify(game, &certificate).unwrap().ok(), "round {round}: {profile:?}");
    };
    solution.equilibria.iter().take(30).for_each(|equilibrium| nash(&equilibrium.profile));
    for family in solution.components.iter().flat_map(|component| &component.families) {
        let weights = random.distribution(family.len(), false);
        let mut mixed: Vec<Vec<Rational>> = Vec::new();
        for (member, weight) in family.iter().zip(&weights) {
            let rows = solution.equilibria[*member].profile.rows();
            mixed.resize_with(rows.len(), Vec::new);
            for (sum, row) in mixed.iter_mut().zip(rows) {
                sum.resize(row.len(), Rational::ZERO);
                sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * x);
            }
        }
        nash(&Profile::Behavior(BehaviorProfile(mixed)));
    }
}

/// Draws pure profiles with trembles; whatever is in equilibrium must be listed, with these beliefs.
fn look_for_more(tree: &ExtensiveForm, solution: &Solution, random: &mut Random, round: usize) -> usize {
    let mut hits = 0;
    for _ in 0..200 {
        let choices: Vec<usize> =
            tree.infosets().iter().map(|infoset| random.below(infoset.actions.len() as u64) as usize).collect();
        let trembles = Trembles::random(tree, &choices, random);
        let beliefs = trembles.beliefs();
        if trembles.rational(&beliefs) {
            hits += 1;
            let profile = BehaviorProfile::pure(tree, &choices);
            assert!(holds(solution, &profile, &beliefs), "round {round}: {choices:?} with {beliefs:?} is missing");
        }
    }
    hits
}

#[test]
fn two_players() {
    let tally = study(11, 250, &Shape { players: 2, depth: 3, chance: true, hidden: true, payoffs: 4 });
    assert!(tally.hits > 500, "{tally:?}");
    assert!(tally.complete > 10 * tally.incomplete, "{tally:?}");
}

#[test]
fn three_players() {
    let tally = study(12, 250, &Shape { players: 3, depth: 3, chance: true, hidden: true, payoffs: 4 });
    assert!(tally.hits > 500, "{tally:?}");
    assert!(tally.complete > 10 * tally.incomplete, "{tally:?}");
}
