//! Trees, through the reduced strategic form.

use std::collections::BTreeSet;

use super::paths::{Build, beer_quiche, horse};
use super::{certified, holding};
use foederis::solve::Refinement;
use foederis::{
    Concept, Rational, RefinementOptions, TrembleForm, alliance, nash, proper, pure_nash, refinements, sequential,
    subgame_perfect, trembling_hand,
};

fn strategic() -> RefinementOptions {
    RefinementOptions { form: TrembleForm::Strategic, ..RefinementOptions::default() }
}

/// The Caucasus dilemma: threats that nobody would carry out are weakly dominated plans.
#[test]
fn the_caucasus_dilemma() {
    let game = alliance::dilemma("caucasus").unwrap().base().unwrap();
    let perfect = trembling_hand(&game, &strategic()).unwrap();
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
    // The list of all equilibria has one for each way to play, of those with the same path.
    let all = nash(&game, &Default::default()).unwrap();
    let listed: BTreeSet<_> = all.equilibria.iter().map(|e| e.payoffs.clone()).collect();
    assert!(all.complete() && pure.equilibria.iter().all(|e| listed.contains(&e.payoffs)));
}

/// Perfect equilibria of the agent form are sequential and verified; a threat behind which two mistakes stand is no more.
#[test]
fn every_information_set_trembles_for_itself() {
    for (game, count) in [(horse(), 1), (beer_quiche(), 2)] {
        let perfect = trembling_hand(&game, &Default::default()).unwrap();
        assert_eq!(perfect.concept, Concept::ExtensiveFormPerfect);
        certified(&game, &perfect);
        let credible = sequential(&game, &Default::default()).unwrap();
        let outcomes: BTreeSet<_> = perfect.equilibria.iter().map(|e| e.payoffs.clone()).collect();
        assert_eq!(outcomes.len(), count, "{:?}", perfect.notes);
        for equilibrium in &perfect.equilibria {
            assert!(credible.equilibria.iter().any(|other| other.profile == equilibrium.profile));
        }
    }
}

fn moves_twice() -> foederis::Game {
    Build::new(&["Russia", "Armenia"])
        .decide(&[], "Russia", "first", &["Down", "Across"])
        .end(&["Down"], &[2, 2])
        .decide(&["Across"], "Armenia", "reply", &["Stop", "Go"])
        .end(&["Across", "Stop"], &[1, 1])
        .decide(&["Across", "Go"], "Russia", "second", &["Bad", "Good"])
        .end(&["Across", "Go", "Bad"], &[0, 0])
        .end(&["Across", "Go", "Good"], &[3, 3])
        .finish()
}

/// Selten's point about the two forms: a player who moves twice, and whose second move is a mistake after a mistake. In the
/// strategic form Down, whatever would come after Across, is undominated where mistakes at the end are as likely as not; each
/// move for itself, the later one is best played, and Across is better.
#[test]
fn the_forms_differ_where_a_player_moves_twice() {
    let game = moves_twice();
    let agents = trembling_hand(&game, &Default::default()).unwrap();
    let plans = trembling_hand(&game, &strategic()).unwrap();
    certified(&game, &agents);
    certified(&game, &plans);
    let best: Vec<Rational> = vec![3.into(), 3.into()];
    assert!(agents.complete() && agents.equilibria.iter().all(|e| e.payoffs == best), "{:?}", agents.status);
    // (Down, Stop): if Russia's mistakes are Across and Bad more often than Across and Good, Armenia does well to stop.
    assert!(plans.equilibria.iter().any(|e| e.payoffs == [2.into(), 2.into()]));
}

/// A proper equilibrium of the plans induces a sequential one of the tree (van Damme 1984), where a perfect one need not: the
/// mistake of going Across and then being Bad is costlier than that of going Across and being Good, and so much rarer, and
/// Armenia goes on.
#[test]
fn proper_plans_lead_to_sequential_play() {
    let twice = moves_twice();
    let found = proper(&twice, &Default::default()).unwrap();
    certified(&twice, &found);
    assert_eq!((found.len(), found.complete()), (1, true), "{:?}", found.status);
    assert_eq!(found.equilibria[0].payoffs, [Rational::from(3), Rational::from(3)]);
    for game in [twice, horse(), beer_quiche()] {
        let found = proper(&game, &Default::default()).unwrap();
        let credible = sequential(&game, &Default::default()).unwrap();
        assert!(credible.complete() && !(found.is_empty() && found.complete()));
        for equilibrium in &found.equilibria {
            assert!(credible.equilibria.iter().any(|other| other.payoffs == equilibrium.payoffs), "{equilibrium:?}");
        }
    }
}
