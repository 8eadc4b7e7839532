//! Two-player games of the literature.

use super::{certified, game, holding, table};
use foederis::solve::{Answer, Refinement};
use foederis::{Concept, Game, alliance, nash, proper, trembling_hand};

/// Myerson 1978, doi:10.1007/BF01753236: (r1, c1) is proper, (r2, c2) perfect and not proper, (r3, c3) not perfect.
fn myerson() -> Game {
    let payoffs = [1, 0, -9, 0, 0, -7, -9, -7, -7];
    game(3, 3, &payoffs, &payoffs)
}

#[test]
fn myerson_perfect_is_not_proper() {
    let game = myerson();
    let (solution, found) = table(&game);
    assert_eq!(solution.len(), 3);
    assert_eq!(holding(&found, Refinement::Strict), [0]);
    assert_eq!(holding(&found, Refinement::Undominated), [0, 1]);
    assert_eq!(holding(&found, Refinement::TremblingHand), [0, 1]);
    assert_eq!(holding(&found, Refinement::Proper), [0]);
    assert_eq!(found.finding(1, Refinement::Proper).unwrap().answer, Answer::No);
    let reason = &found.finding(2, Refinement::TremblingHand).unwrap().reason;
    assert_eq!(reason, "Row's r3 is weakly dominated by r2");
    for (solution, count) in [(trembling_hand(&game, &Default::default()), 2), (proper(&game, &Default::default()), 1)]
    {
        let solution = solution.unwrap();
        assert_eq!((solution.len(), solution.complete()), (count, true));
        certified(&game, &solution);
    }
}

/// Without the dominated third strategies, (r2, c2) is not even perfect: perfection depends on what nobody plays.
#[test]
fn dominated_strategies_matter() {
    let game = game(2, 2, &[1, 0, 0, 0], &[1, 0, 0, 0]);
    let (_, found) = table(&game);
    assert_eq!(holding(&found, Refinement::TremblingHand), [0]);
}

/// Harsanyi and Selten 1988: both hunting stag pays more, both hunting hare risks less.
#[test]
fn stag_hunt() {
    let (solution, found) = table(&game(2, 2, &[4, 0, 3, 3], &[4, 3, 0, 3]));
    assert_eq!(solution.len(), 3);
    assert_eq!(holding(&found, Refinement::PayoffDominant), [0]);
    assert_eq!(holding(&found, Refinement::RiskDominant), [2]);
    assert_eq!(holding(&found, Refinement::Strict), [0, 2]);
    assert_eq!(holding(&found, Refinement::Proper), [0, 1, 2]);
    let reason = &found.finding(2, Refinement::RiskDominant).unwrap().reason;
    assert_eq!(reason, "the product of losses from deviating is larger, against equilibrium 1: 9 over 1");
}

/// A third strategy that is never a best reply to the two changes nothing; one that is leaves the question open.
#[test]
fn risk_dominance_in_larger_games() {
    let closed = game(3, 3, &[4, 0, 0, 3, 3, 0, -9, -9, 0], &[4, 3, -9, 0, 3, -9, 0, 0, -8]);
    let (solution, found) = table(&closed);
    let hare = solution.equilibria.iter().position(|e| e.is_pure() && e.payoffs == [3.into(), 3.into()]).unwrap();
    assert!(found.holds(hare, Refinement::RiskDominant));
    // Against an even mixture of both, the third row is best.
    let open = game(3, 2, &[4, 0, 0, 4, 3, 3], &[4, 0, 0, 4, 0, 0]);
    let (solution, found) = table(&open);
    let strict: Vec<usize> = holding(&found, Refinement::Strict);
    assert_eq!((strict.len(), solution.complete()), (2, true));
    assert!(strict.iter().all(|&e| found.finding(e, Refinement::RiskDominant).unwrap().answer == Answer::Undecided));
}

/// Selten 1978: to fight entry is weakly dominated, so that only (enter, yield) is perfect.
#[test]
fn entry_deterrence() {
    let game = game(2, 2, &[-1, 1, 0, 0], &[0, 1, 2, 2]);
    let nash = nash(&game, &Default::default()).unwrap();
    assert_eq!((nash.len(), nash.components.len()), (3, 2));
    let solution = trembling_hand(&game, &Default::default()).unwrap();
    assert_eq!(solution.len(), 1);
    assert_eq!(solution.components.len(), 1);
    assert_eq!(solution.equilibria[0].payoffs, [1.into(), 1.into()]);
    certified(&game, &solution);
}

/// Row's payoffs do not depend on anything, so Row may do as it likes as long as c1 stays best: but c2 is as good only
/// at r2, so that c1 is undominated and the whole segment is perfect.
#[test]
fn a_continuum_that_is_perfect_in_part() {
    let game = game(3, 2, &[0, 0, 0, 0, 0, 0], &[1, 0, 1, 1, 0, 0]);
    let solution = trembling_hand(&game, &Default::default()).unwrap();
    // c2 is weakly dominated by c1; against c1 every mixture of Row is fine.
    assert_eq!((solution.len(), solution.components.len()), (3, 1));
    assert_eq!((solution.components[0].dimension, solution.components[0].subsets.len()), (2, 1));
    assert!(solution.complete());
    certified(&game, &solution);
}

/// Each of Row's first two strategies is undominated, but their mixture is dominated by the third: two extreme perfect
/// equilibria of one component of equilibria, and no perfect one between them.
#[test]
fn a_mixture_of_undominated_strategies_can_be_dominated() {
    let a = [2, 2, 0, 2, 0, 2, 2, 2, 2];
    let game = game(3, 3, &[&a[..6], &[2, 2, 2]].concat(), &[1, 0, 0, 1, 0, 0, 1, 0, 0]);
    let (solution, found) = table(&game);
    assert_eq!(holding(&found, Refinement::TremblingHand).len(), 1, "the third row dominates both");
    assert_eq!(solution.components.len(), 1);
    // Now the third row is only better than the mixture.
    let a = [3, 4, 0, 3, 0, 4, 3, 3, 3];
    let game = super::game(3, 3, &a, &[1, 0, 0, 1, 0, 0, 1, 0, 0]);
    let (solution, found) = table(&game);
    assert_eq!((solution.len(), solution.components.len(), solution.components[0].dimension), (3, 1, 2));
    assert_eq!(holding(&found, Refinement::Undominated), [0, 1, 2]);
    let perfect = trembling_hand(&game, &Default::default()).unwrap();
    // Row may mix each with the third, but not the first two.
    assert_eq!(perfect.components.len(), 1);
    let subsets = &perfect.components[0].subsets;
    assert_eq!((subsets.len(), perfect.components[0].dimension), (2, 1));
    assert!(subsets.iter().all(|subset| subset.vertices[0].len() == 2));
    certified(&game, &perfect);
}

/// The border game: a Prisoner's Dilemma without the risk of expulsion, a stag hunt with enough of it.
#[test]
fn the_border_dilemma() {
    let model = alliance::dilemma("border").unwrap();
    let (solution, found) = table(&model.base().unwrap());
    assert_eq!(solution.len(), 1);
    for refinement in Refinement::ALL {
        assert!(found.holds(0, refinement), "{}", refinement.name());
    }
    let (solution, found) = table(&model.at(&[("pi", foederis::Rational::new(3, 4).unwrap())]).unwrap());
    assert_eq!(solution.len(), 3);
    // Refraining loses 3/4 by a deviation, attacking 1.
    assert_eq!(holding(&found, Refinement::PayoffDominant), [0]);
    assert_eq!(holding(&found, Refinement::RiskDominant), [2]);
    assert_eq!(holding(&found, Refinement::QuasiStrict), [0, 1, 2]);
    // At the threshold itself, to attack weakly dominates to refrain.
    let (_, found) = table(&model.at(&[("pi", foederis::Rational::new(1, 2).unwrap())]).unwrap());
    let reason = &found.finding(0, Refinement::TremblingHand).unwrap().reason;
    assert_eq!(reason, "Kyrgyzstan's Refrain is weakly dominated by Attack");
    assert_eq!(holding(&found, Refinement::TremblingHand), [1]);
}

#[test]
fn concepts_have_names() {
    assert_eq!(Concept::TremblingHand.function(), "trembling_hand");
    assert_eq!(Concept::Proper.name(), "proper equilibrium");
}
