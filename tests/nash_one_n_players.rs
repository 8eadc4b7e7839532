//! One equilibrium of tables of three and more players: proven, and quickly there for games whose full list is out of reach.

use foederis::solve::{Find, NashMethod};
use foederis::{Certificate, Concept, Game, NashOptions, NormalForm, Rational, nash, verify};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as i64 % limit
    }
}

fn random(shape: &[usize], limit: i64, dice: &mut Dice) -> Game {
    let mut builder = NormalForm::builder();
    for (player, &count) in shape.iter().enumerate() {
        builder = builder.player(format!("P{player}"), (0..count).map(|s| s.to_string()));
    }
    builder.payoffs(|_| shape.iter().map(|_| Rational::from(dice.roll(limit))).collect()).unwrap().into()
}

fn check(game: &Game, solution: &foederis::Solution) {
    let found = &solution.equilibria[0];
    let certificate = match found.error_bound {
        None => Certificate::new(game, Concept::Nash, &found.profile),
        Some(bound) => Certificate::with_error_bound(game, Concept::Nash, &found.profile, bound),
    };
    let report = verify(game, &certificate.unwrap()).unwrap();
    assert!(report.ok(), "{report}");
    assert!(found.error_bound.is_none_or(|bound| bound < 1e-8));
}

#[test]
fn every_answer_verifies() {
    let mut dice = Dice(1);
    let options = NashOptions { find: Find::One, ..NashOptions::default() };
    let mut by_path = 0;
    for shape in [&[2, 2, 2][..], &[3, 3, 3], &[2, 3, 2], &[2, 2, 2, 2], &[4, 4, 4], &[3, 3, 3, 3], &[2; 6]] {
        for limit in [3, 10, 1000] {
            for _ in 0..5 {
                let game = random(shape, limit, &mut dice);
                let solution = nash(&game, &options).unwrap();
                assert_eq!((solution.len(), solution.complete()), (1, true), "{shape:?} {limit}");
                by_path += usize::from(solution.method.contains("logit"));
                check(&game, &solution);
            }
        }
    }
    assert!(by_path > 80, "only {by_path} of 105 by path following");
}

#[test]
fn the_method_can_be_asked_for() {
    let mut dice = Dice(2);
    let options = NashOptions { find: Find::One, method: NashMethod::Logit, ..NashOptions::default() };
    for shape in [&[3, 4][..], &[2, 2, 2]] {
        let game = random(shape, 1000, &mut dice);
        let solution = nash(&game, &options).unwrap();
        assert!(solution.method.contains("logit"));
        check(&game, &solution);
    }
    let all = NashOptions { find: Find::All, ..options };
    assert!(nash(&random(&[2, 2, 2], 9, &mut dice), &all).unwrap_err().to_string().contains("finds one"));
}
