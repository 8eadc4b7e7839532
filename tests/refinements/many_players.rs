//! Games of three players.

use super::random::Random;
use super::{certified, holding, table};
use foederis::game::Trembles;
use foederis::show::json;
use foederis::solve::Equilibrium;
use foederis::solve::{Answer, Refinement, Status};
use foederis::{Game, MixedProfile, NormalForm, Rational, proper, pure_nash, refinements, trembling_hand, verify};

/// A 2x2x2 game from payoffs in the order (0,0,0), (0,0,1), (0,1,0), ...
fn cube(names: [[&str; 2]; 3], payoffs: [[i64; 3]; 8]) -> Game {
    let mut builder = NormalForm::builder();
    for (player, names) in ["A", "B", "C"].into_iter().zip(names) {
        builder = builder.player(player, names);
    }
    let cell = |at: &[usize]| payoffs[at[0] * 4 + at[1] * 2 + at[2]].map(Rational::from).to_vec();
    builder.payoffs(cell).unwrap().into()
}

/// After van Damme 1991: D is not dominated, as it is best if both others err; but single errors come first.
#[test]
fn undominated_is_not_perfect() {
    let a = |at: [usize; 3]| match at {
        [0, 1, 1] => 0,
        [0, ..] => 1,
        [1, b, c] => i64::from(b == c),
        _ => unreachable!(),
    };
    let mut payoffs = [[0; 3]; 8];
    for (number, cell) in payoffs.iter_mut().enumerate() {
        let at = [number / 4, number / 2 % 2, number % 2];
        *cell = [a(at), 1 - at[1] as i64, 1 - at[2] as i64];
    }
    let game = cube([["U", "D"], ["L", "R"], ["W", "E"]], payoffs);
    let solution = pure_nash(&game, &Default::default()).unwrap();
    let found = refinements(&game, &solution, &Default::default()).unwrap();
    assert_eq!(solution.len(), 2);
    assert_eq!(holding(&found, Refinement::Undominated), [0, 1]);
    assert_eq!(holding(&found, Refinement::TremblingHand), [0]);
    let finding = found.finding(1, Refinement::TremblingHand).unwrap();
    assert_eq!(finding.answer, Answer::No);
    assert_eq!(finding.reason, "under any small mistakes of the others, A's U would be better for A");
    let perfect = trembling_hand(&game, &Default::default()).unwrap();
    assert_eq!(perfect.len(), 1);
    certified(&game, &perfect);
}

/// Selten's horse (1975, doi:10.1007/BF01766400) in strategic form: of its pure equilibria (D, c, L) is not perfect,
/// (C, c, R) is.
#[test]
fn seltens_horse() {
    let (dl, dr) = ([3, 3, 2], [0, 0, 0]);
    let cells = [dl, dr, dl, dr, [1, 1, 1], [1, 1, 1], [4, 4, 0], [0, 0, 1]];
    let game = cube([["D", "C"], ["c", "d"], ["L", "R"]], cells);
    let solution = pure_nash(&game, &Default::default()).unwrap();
    let found = refinements(&game, &solution, &Default::default()).unwrap();
    assert_eq!(solution.len(), 2);
    assert_eq!(found.finding(0, Refinement::TremblingHand).unwrap().answer, Answer::No);
    assert_eq!(
        found.finding(0, Refinement::TremblingHand).unwrap().reason,
        "under any small mistakes of the others, B's d would be better for B"
    );
    assert_eq!(found.finding(1, Refinement::TremblingHand).unwrap().answer, Answer::Yes);
}

/// The equilibria (C, c) of the horse are perfect with any mixture of the third player that gives L at most 1/4, the greatest
/// one included: there the second player is indifferent and the third one mixes, so that mistakes must be balanced.
#[test]
fn seltens_horse_mixed() {
    let (dl, dr) = ([3, 3, 2], [0, 0, 0]);
    let cells = [dl, dr, dl, dr, [1, 1, 1], [1, 1, 1], [4, 4, 0], [0, 0, 1]];
    let game = cube([["D", "C"], ["c", "d"], ["L", "R"]], cells);
    let perfect = trembling_hand(&game, &Default::default()).unwrap();
    // They are the ends of a continuum of three players, which is not looked into.
    assert!(matches!(&perfect.status, Status::Partial(why) if why.contains("continuum")), "{:?}", perfect.status);
    let thirds: Vec<&Rational> = perfect.equilibria.iter().map(|own| &own.profile.rows()[2][0]).collect();
    assert_eq!(thirds, [&Rational::new(1, 4).unwrap(), &Rational::ZERO]);
    certified(&game, &perfect);
    // The third player mixes only if the first one errs half as often as the second.
    for (first, second, holds) in [(1, 2, true), (2, 4, true), (1, 1, false), (1, 3, false), (0, 1, false)] {
        let level = [[first, 0], [0, second], [0, 4]].map(|row| row.map(Rational::from).to_vec()).to_vec();
        let trembles = Some(Trembles { levels: vec![level] });
        let changed = Equilibrium { trembles, ..perfect.equilibria[0].clone() };
        let report = verify(&game, &json::certificate(&game, perfect.concept, &changed).unwrap()).unwrap();
        assert_eq!(report.ok(), holds, "{first} {second} {report}");
    }
}

/// Two deviations, each unprofitable under some mistakes, cannot both be so: A needs B to err more often than C, and C
/// wants the opposite of B.
#[test]
fn deviations_that_refute_together() {
    // A at 0 rather than 1 gains r_B - 2 r_C; B gains r_C - 2 r_A; C gains r_A - 2 r_B: the sum is negative.
    let mut payoffs = [[0; 3]; 8];
    let gain = [[1usize, 2], [2, 0], [0, 1]];
    for (number, cell) in payoffs.iter_mut().enumerate() {
        let at = [number / 4, number / 2 % 2, number % 2];
        for player in 0..3 {
            let [good, bad] = gain[player];
            cell[player] = match (at[player], at[good], at[bad]) {
                (0, 1, 0) => 1,
                (0, 0, 1) => -2,
                _ => 0,
            };
        }
    }
    let game = cube([["a", "b"], ["a", "b"], ["a", "b"]], payoffs);
    let solution = pure_nash(&game, &Default::default()).unwrap();
    let found = refinements(&game, &solution, &Default::default()).unwrap();
    let first = solution.equilibria.iter().position(|e| e.payoffs.iter().all(Rational::is_zero)).unwrap();
    let finding = found.finding(first, Refinement::TremblingHand).unwrap();
    assert_eq!(finding.answer, Answer::No, "{}", finding.reason);
    assert!(finding.reason.contains("one of these deviations would pay: A's b, B's b, C's b"), "{}", finding.reason);
}

/// Three allies, two needed, all in mixed strategies: completely mixed and regular equilibria are perfect and proper.
#[test]
fn regular_equilibria_are_proper() {
    let mut payoffs = [[0; 3]; 8];
    for (number, cell) in payoffs.iter_mut().enumerate() {
        let supports = [number / 4, number / 2 % 2, number % 2].map(|choice| choice == 0);
        let success = supports.iter().filter(|supports| **supports).count() >= 2;
        for player in 0..3 {
            cell[player] = if success { 4 } else { 0 } - if supports[player] { 1 } else { 0 };
        }
    }
    let game = cube([["Support", "Abstain"]; 3], payoffs);
    let (solution, found) = table(&game);
    assert!(solution.complete() && solution.len() >= 5);
    for number in 0..solution.len() {
        for refinement in [Refinement::Undominated, Refinement::TremblingHand, Refinement::Proper] {
            let finding = found.finding(number, refinement).unwrap();
            assert_eq!(finding.answer, Answer::Yes, "{number} {} {}", refinement.name(), finding.reason);
        }
    }
    for solution in
        [trembling_hand(&game, &Default::default()).unwrap(), foederis::proper(&game, &Default::default()).unwrap()]
    {
        assert!(solution.complete(), "{:?}", solution.notes);
        certified(&game, &solution);
    }
}

/// Random games full of ties. What is found perfect or proper is certified; where an equilibrium is found not to be
/// perfect, somebody wants to deviate under each of many small mistakes, of very different sizes.
#[test]
fn random_games_with_ties() {
    let mut random = Random(3);
    let mut counts = [0; 3];
    for _ in 0..250 {
        let mut payoffs = [[0; 3]; 8];
        payoffs.iter_mut().flatten().for_each(|payoff| *payoff = random.below(3) as i64);
        let game = cube([["a", "b"]; 3], payoffs);
        let Game::Normal(form) = &game else { unreachable!() };
        let listed = trembling_hand(&game, &Default::default()).unwrap();
        certified(&game, &listed);
        certified(&game, &proper(&game, &Default::default()).unwrap());
        let solution = pure_nash(&game, &Default::default()).unwrap();
        let found = refinements(&game, &solution, &Default::default()).unwrap();
        for (number, equilibrium) in solution.equilibria.iter().enumerate() {
            let answer = found.finding(number, Refinement::TremblingHand).unwrap().answer;
            counts[[Answer::Yes, Answer::No, Answer::Undecided].iter().position(|known| *known == answer).unwrap()] +=
                1;
            let is_listed = listed.equilibria.iter().any(|other| other.profile == equilibrium.profile);
            assert_eq!(is_listed, answer == Answer::Yes, "{game:?} {equilibrium:?} {:?}", listed.status);
            if answer == Answer::No {
                for _ in 0..60 {
                    let moved = tremble(&mut random, equilibrium.profile.rows());
                    assert!(somebody_deviates(form, &moved, equilibrium.profile.rows()), "{game:?} {equilibrium:?}");
                }
            }
        }
    }
    assert!(counts[0] > 100 && counts[1] > 50, "{counts:?}");
    assert!(counts[2] * 20 < counts[0], "{counts:?}");
}

/// Everybody errs with a probability between a thousandth and a millionth of a millionth.
fn tremble(random: &mut Random, rows: &[Vec<Rational>]) -> MixedProfile {
    let row = |row: &Vec<Rational>| {
        let error = Rational::new(1 + random.below(9) as i64, 10i64.pow(4 + random.below(9) as u32)).unwrap();
        row.iter().map(|p| if p.is_zero() { error.clone() } else { Rational::ONE - &error }).collect()
    };
    MixedProfile(rows.iter().map(row).collect())
}

fn somebody_deviates(game: &NormalForm, moved: &MixedProfile, rows: &[Vec<Rational>]) -> bool {
    game.player_ids().any(|player| {
        let brings = game.deviation_payoffs(moved, player).unwrap();
        let played = rows[player.index()].iter().position(|p| !p.is_zero()).unwrap();
        brings.iter().any(|other| *other > brings[played])
    })
}
