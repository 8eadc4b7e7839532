//! Trees, through the reduced strategic form.

use super::{certified, holding};
use foederis::solve::Refinement;
use foederis::{alliance, nash, pure_nash, refinements, subgame_perfect, trembling_hand};

/// The Caucasus dilemma: threats that nobody would carry out are weakly dominated plans.
#[test]
fn the_caucasus_dilemma() {
    let game = alliance::dilemma("caucasus").unwrap().base().unwrap();
    let perfect = trembling_hand(&game, &Default::default()).unwrap();
    assert!(perfect.claim.ends_with("as behaviour"));
    // Threats aside, few plans are left, and the answer is complete where that of `nash` need not be.
    assert_eq!((perfect.len(), perfect.complete()), (1, true), "{:?}", perfect.status);
    certified(&game, &perfect);
    let credible = subgame_perfect(&game, &Default::default()).unwrap();
    assert!(perfect.equilibria.iter().any(|e| e.payoffs == credible.equilibria[0].payoffs));
    // The subgame-perfect equilibrium is perfect in the strategic form, too, and so it is in the table.
    let found = refinements(&game, &credible, &Default::default()).unwrap();
    assert_eq!(holding(&found, Refinement::TremblingHand), [0]);
    let pure = pure_nash(&game, &Default::default()).unwrap();
    let found = refinements(&game, &pure, &Default::default()).unwrap();
    let incredible: Vec<usize> = (0..pure.len()).filter(|&e| pure.equilibria[e].payoffs[0] == 0.into()).collect();
    assert!(!incredible.is_empty());
    for number in incredible {
        let finding = found.finding(number, Refinement::TremblingHand).unwrap();
        assert_eq!(finding.answer, foederis::solve::Answer::No, "{}", finding.reason);
        assert!(finding.reason.contains("is weakly dominated by"), "{}", finding.reason);
    }
    assert!(nash(&game, &Default::default()).unwrap().len() >= pure.len());
}
