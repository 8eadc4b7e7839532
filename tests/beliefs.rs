//! Solvers of sequential rationality against the checker, which derives everything by its own means.

mod support;

use foederis::{
    Concept, Control, Game, Rational, SequentialOptions, Solution, alliance, perfect_bayesian, sequential,
    weak_perfect_bayesian,
};
use foederis::{show::json, verify};
use support::{Random, Shape, random_tree};

fn confirmed(game: &Game, solution: &Solution) {
    for equilibrium in solution.equilibria.iter().filter(|equilibrium| equilibrium.error_bound.is_none()) {
        let certificate = json::certificate(game, solution.concept, equilibrium).unwrap();
        let report = verify(game, &certificate).unwrap();
        assert!(report.ok(), "{report}");
    }
}

/// A random number that repeats.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, most: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) % most) as i64
    }

    fn ratio(&mut self) -> Rational {
        Rational::new(1 + self.roll(12), 1 + self.roll(4)).unwrap()
    }
}

#[test]
fn hidden_loyalty_at_random_points() {
    let model = alliance::dilemma("caucasus_private_loyalty").unwrap();
    let mut dice = Dice(7);
    let mut found = 0;
    for _ in 0..25 {
        let delta = Rational::new(1 + dice.roll(9), 11).unwrap();
        let yd = if dice.roll(3) == 0 { -dice.ratio() } else { dice.ratio() };
        let point = [
            ("g", dice.ratio()),
            ("yD", yd),
            ("zL", dice.ratio()),
            ("K", dice.ratio()),
            ("r", dice.ratio()),
            ("e", dice.ratio()),
            ("delta", delta),
        ];
        let game = model.at(&point).unwrap();
        for solution in [
            sequential(&game, &Default::default()).unwrap(),
            perfect_bayesian(&game, &Default::default()).unwrap(),
            weak_perfect_bayesian(&game, &Default::default()).unwrap(),
        ] {
            found += solution.len();
            confirmed(&game, &solution);
        }
    }
    assert!(found >= 75, "{found}");
}

#[test]
fn beliefs_that_support_nothing_fail() {
    let model = alliance::dilemma("caucasus_private_loyalty").unwrap();
    let game = model.base().unwrap();
    let solution = sequential(&game, &Default::default()).unwrap();
    assert_eq!(solution.concept, Concept::Sequential);
    let mut wrong = 0;
    for equilibrium in &solution.equilibria {
        let Some(beliefs) = &equilibrium.beliefs else { continue };
        for infoset in 0..beliefs.0.len() {
            if beliefs.0[infoset].len() == 2 {
                let mut other = equilibrium.clone();
                other.belief_sets.clear();
                other.beliefs.as_mut().unwrap().0[infoset].swap(0, 1);
                let changed = other.beliefs != equilibrium.beliefs;
                let certificate = json::certificate(&game, solution.concept, &other).unwrap();
                assert!(!changed || !verify(&game, &certificate).unwrap().ok());
                wrong += usize::from(changed);
            }
        }
    }
    assert!(wrong > 0);
}

/// Random trees with hidden moves, ties and chance: whatever the solvers find, the checker confirms.
#[test]
fn random_trees() {
    let mut random = Random(3);
    let (mut found, mut sets) = (0, 0);
    for round in 0..150 {
        let shape = Shape { players: 2 + round % 2, depth: 3, chance: true, hidden: true, payoffs: 4 };
        let game = Game::from(random_tree(&mut random, &shape));
        for solver in [sequential, perfect_bayesian, weak_perfect_bayesian] {
            let options = SequentialOptions {
                control: Control {
                    time_limit: Some(std::time::Duration::from_secs(2)),
                    max_equilibria: Some(200),
                    ..Control::default()
                },
            };
            let Ok(mut solution) = solver(&game, &options) else { continue };
            solution.equilibria.truncate(20);
            found += solution.len();
            sets += solution.equilibria.iter().filter(|equilibrium| !equilibrium.belief_sets.is_empty()).count();
            confirmed(&game, &solution);
        }
    }
    assert!(found > 500 && sets > 50, "{found} {sets}");
}
