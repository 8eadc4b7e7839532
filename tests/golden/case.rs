//! One type for every test case of the catalogue: a game, where it comes from, a solver, the sourced answer.

use std::collections::BTreeSet;

use foederis::solve::Elimination;
use foederis::{
    Certificate, Concept, Equilibrium, Game, Profile, Rational, Solution, nash, pure_nash, rationalizable,
    subgame_perfect, verify,
};

/// A textbook game with its answer.
pub struct Case {
    /// The game's usual name.
    pub name: &'static str,
    /// Author, year and title or DOI.
    pub source: &'static str,
    pub game: Game,
    pub expected: Vec<Expected>,
}

/// What the literature says.
pub enum Expected {
    /// All Nash equilibria (extreme ones where they form continua): rows of probabilities, players in order.
    Nash(&'static [&'static [&'static str]]),
    /// How many extreme Nash equilibria, components, and the dimension of each component, largest first.
    Shape { extreme: usize, dimensions: &'static [usize] },
    /// How many extreme Nash equilibria.
    Extreme(usize),
    /// An equilibrium with irrational probabilities: everybody's probability of the first strategy, to 12 decimals.
    Irrational(&'static [f64]),
    /// All pure Nash equilibria of a table, by strategy names.
    Pure(&'static [&'static [&'static str]]),
    /// How many pure Nash equilibria in full plans a tree has.
    PurePlans(usize),
    /// What survives iterated strict dominance, by strategy names.
    Survivors(&'static [&'static [&'static str]]),
    /// Everybody's payoffs in every subgame-perfect equilibrium, without repetition.
    Perfect(&'static [&'static [&'static str]]),
    /// Everybody's payoffs in every Nash equilibrium, without repetition.
    Payoffs(&'static [&'static [&'static str]]),
}

fn numbers(row: &[&str]) -> Vec<Rational> {
    row.iter().map(|text| text.parse().expect("a number")).collect()
}

/// Rows written as "1/2 1/2" become lists of numbers.
fn rows(profile: &[&str]) -> Vec<Vec<Rational>> {
    profile.iter().map(|row| numbers(&row.split_whitespace().collect::<Vec<_>>())).collect()
}

fn payoffs(solution: &Solution) -> BTreeSet<Vec<Rational>> {
    solution.equilibria.iter().map(|equilibrium| equilibrium.payoffs.clone()).collect()
}

fn names(game: &Game, profile: &Profile) -> Vec<String> {
    let Game::Normal(table) = game else { panic!("names are those of a table's strategies") };
    let chosen = |row: &Vec<Rational>| row.iter().position(|p| !p.is_zero()).expect("a strategy is played");
    let name = |(player, row)| table.strategies(foederis::game::PlayerId::from(player)).key(chosen(row)).to_owned();
    profile.rows().iter().enumerate().map(name).collect()
}

impl Case {
    /// Solves, compares with every answer, and has every equilibrium verified from its certificate.
    pub fn check(&self) {
        for expected in &self.expected {
            self.check_one(expected);
        }
    }

    fn check_one(&self, expected: &Expected) {
        let place = format!("{} ({})", self.name, self.source);
        match expected {
            Expected::Nash(profiles) => {
                let ours: BTreeSet<Vec<Vec<Rational>>> =
                    self.nash().equilibria.iter().map(|equilibrium| equilibrium.profile.rows().to_vec()).collect();
                assert_eq!(ours, profiles.iter().map(|profile| rows(profile)).collect(), "{place}");
            }
            Expected::Shape { extreme, dimensions } => {
                let solution = self.nash();
                let mut found: Vec<usize> = solution.components.iter().map(|component| component.dimension).collect();
                found.sort_by(|a, b| b.cmp(a));
                assert_eq!((solution.len(), &found[..]), (*extreme, *dimensions), "{place}");
            }
            Expected::Extreme(count) => assert_eq!(self.nash().len(), *count, "{place}"),
            Expected::Irrational(firsts) => {
                let near = |equilibrium: &&Equilibrium| {
                    let rows = equilibrium.profile.rows().iter().zip(*firsts);
                    equilibrium.error_bound.is_some_and(|bound| {
                        bound < 1e-10
                            && rows.map(|(row, first)| (row[0].to_f64() - first).abs()).all(|gap| gap <= bound)
                    })
                };
                assert_eq!(self.nash().equilibria.iter().filter(near).count(), 1, "{place}");
            }
            Expected::Pure(profiles) => {
                let solution = self.verified(pure_nash(&self.game, &Default::default()).unwrap(), Concept::PureNash);
                let ours: BTreeSet<Vec<String>> =
                    solution.equilibria.iter().map(|equilibrium| names(&self.game, &equilibrium.profile)).collect();
                let theirs = profiles.iter().map(|profile| profile.iter().map(ToString::to_string).collect()).collect();
                assert_eq!(ours, theirs, "{place}");
            }
            Expected::PurePlans(count) => {
                let solution = self.verified(pure_nash(&self.game, &Default::default()).unwrap(), Concept::PureNash);
                assert_eq!(solution.len(), *count, "{place}");
            }
            Expected::Survivors(survivors) => {
                let record = rationalizable(&self.game, &Default::default()).unwrap().elimination.unwrap();
                assert_eq!(kept(&record), *survivors, "{place}");
            }
            Expected::Perfect(list) => {
                let solution = subgame_perfect(&self.game, &Default::default()).unwrap();
                let solution = self.verified(solution, Concept::SubgamePerfect);
                assert_eq!(payoffs(&solution), list.iter().map(|row| numbers(row)).collect(), "{place}");
            }
            Expected::Payoffs(list) => {
                assert_eq!(payoffs(&self.nash()), list.iter().map(|row| numbers(row)).collect(), "{place}");
            }
        }
    }

    fn nash(&self) -> Solution {
        let solution = nash(&self.game, &Default::default()).unwrap();
        assert!(solution.complete(), "{}: {:?}", self.name, solution.status);
        self.verified(solution, Concept::Nash)
    }

    fn verified(&self, solution: Solution, concept: Concept) -> Solution {
        for equilibrium in &solution.equilibria {
            let certificate = match equilibrium.error_bound {
                None => Certificate::new(&self.game, concept, &equilibrium.profile),
                Some(bound) => Certificate::with_error_bound(&self.game, concept, &equilibrium.profile, bound),
            }
            .unwrap();
            let certificate = Certificate::from_json(&certificate.to_json()).unwrap();
            let report = verify(&self.game, &certificate).unwrap();
            assert!(report.ok(), "{}: {report}", self.name);
        }
        solution
    }
}

fn kept(record: &Elimination) -> Vec<Vec<&str>> {
    let survivors = record.survivors.iter().zip(&record.strategies);
    survivors.map(|(kept, labels)| kept.iter().map(|&k| labels.key(k)).collect()).collect()
}
