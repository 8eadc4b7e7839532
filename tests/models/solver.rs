//! The closed forms against `sequential`: all equilibria at random points.

use std::collections::BTreeSet;

use foederis::solve::Equilibrium;
use foederis::{
    BehaviorProfile, ExtensiveForm, Game, Model, Profile, Rational, SignalingCriterion, Solution, sequential,
    signaling_refinements,
};

use crate::dilemmas::{Random, Values, model, tree};
use crate::regimes::{Regime, one, zero};
use crate::{crises, deterrence, loyalty, signals};

fn solve(game: &Game) -> Solution {
    sequential(game, &Default::default()).unwrap()
}

fn behavior(equilibrium: &Equilibrium) -> &BehaviorProfile {
    match &equilibrium.profile {
        Profile::Behavior(profile) => profile,
        _ => panic!("a tree has behaviour"),
    }
}

/// A point off the boundaries: small numbers, each moved by a little of its own.
fn generic(random: &mut Random, model: &Model) -> Vec<Rational> {
    loop {
        let point: Vec<Rational> = random.point(model);
        let mut moved = || Rational::new(random.below(9_000) as i64 - 4_500, 100_003).unwrap();
        let point: Vec<Rational> = point.iter().map(|value| value + &moved()).collect();
        if model.check(&point).is_ok() {
            return point;
        }
    }
}

/// At points off the boundaries the payoffs of all sequential equilibria are those of the regimes that hold.
fn same_payoffs(model: &Model, count: usize, regimes: impl Fn(&Values) -> Vec<Regime>) {
    let (mut random, mut complete) = (Random::new(4), 0);
    for _ in 0..count {
        let point = generic(&mut random, model);
        let game = model.game_at(&point).unwrap();
        let solution = solve(&game);
        complete += usize::from(solution.complete());
        let found: BTreeSet<Vec<Rational>> = solution.equilibria.iter().map(|e| e.payoffs.clone()).collect();
        let holding = regimes(&Values(model, &point)).into_iter().filter(|regime| regime.holds);
        let payoffs = |regime: Regime| {
            let profile = regime.claim.unwrap().profile(tree(&game));
            tree(&game).expected_payoffs(&profile).unwrap()
        };
        let claimed: BTreeSet<Vec<Rational>> = holding.map(payoffs).collect();
        // Where the solver says that it may lack some, those that it has must be right.
        assert!(found.is_subset(&claimed), "{} at {point:?}", model.title());
        assert!(!solution.complete() || found == claimed, "{} at {point:?}", model.title());
    }
    println!("{}: complete at {complete} of {count} points", model.title());
    assert!(2 * complete >= count, "{} was solved in full at {complete} of {count} points", model.title());
}

#[test]
fn nothing_else_in_caucasus_two_sided() {
    same_payoffs(&model("caucasus_two_sided"), 60, |v| loyalty::regimes(v, Some(v.get("sigma"))));
}

#[test]
fn nothing_else_in_csto_reputation() {
    same_payoffs(&model("csto_reputation"), 60, crises::reputation);
}

#[test]
fn nothing_else_in_tripartite_crisis() {
    same_payoffs(&model("tripartite_crisis"), 30, crises::tripartite);
}

#[test]
fn nothing_else_in_unilateral_deterrence() {
    same_payoffs(&model("unilateral_deterrence"), 30, deterrence::unilateral);
}

#[test]
fn nothing_else_in_mutual_deterrence() {
    same_payoffs(&model("mutual_deterrence"), 30, deterrence::mutual);
}

#[test]
fn nothing_else_in_extended_deterrence() {
    same_payoffs(&model("extended_deterrence"), 60, deterrence::extended);
}

#[test]
fn nothing_else_in_audience_costs() {
    same_payoffs(&model("audience_costs"), 30, crises::audience);
}

#[test]
fn nothing_else_in_tying_hands() {
    same_payoffs(&model("tying_hands_sinking_costs"), 30, signals::tying);
}

#[test]
fn nothing_else_in_sinking_costs() {
    let model = model("tying_hands_sinking_costs").variant("sinking costs").unwrap();
    same_payoffs(&model, 30, signals::sinking);
}

/// The closed form of `caucasus_private_loyalty` at a point, boundaries included.
struct Loyalty {
    delta: Rational,
    threshold: Rational,
    g: Rational,
    yd: Rational,
    lost: Rational,
}

impl Loyalty {
    fn new(v: &Values) -> Loyalty {
        let threshold = &(&v.get("K") - &v.get("r")) / &v.get("e");
        Loyalty { delta: v.get("delta"), threshold, g: v.get("g"), yd: v.get("yD"), lost: -v.get("zL") }
    }

    /// The beliefs in a disloyal Armenia under which Russia does best to support with probability `s`, if there are any.
    fn beliefs(&self, s: &Rational) -> Option<(Rational, Rational)> {
        let low = if *s > zero() { self.threshold.clone().max(zero()) } else { zero() };
        let high = if *s < one() { self.threshold.clone().min(one()) } else { one() };
        (low <= high).then_some((low, high))
    }

    /// Russia's belief by Bayes' rule, if anybody asks.
    fn bayes(&self, d: &Rational, l: &Rational) -> Option<Rational> {
        let (disloyal, loyal) = (&self.delta * d, &(&one() - &self.delta) * l);
        let all = &disloyal + &loyal;
        (all > zero()).then(|| &disloyal / &all)
    }

    /// Whether it is right for a type to ask with probability `p`.
    fn right(&self, p: &Rational, refused: &Rational, s: &Rational) -> bool {
        let worth = &(&self.g * s) + &(refused * &(&one() - s));
        (*p == zero() || worth >= zero()) && (*p == one() || worth <= zero())
    }

    /// Whether a profile is a sequential equilibrium: the probabilities of asking, and of support.
    fn holds(&self, [d, l, s]: &[Rational; 3]) -> bool {
        let answered = self.beliefs(s).is_some_and(|(low, high)| match self.bayes(d, l) {
            Some(belief) => low <= belief && belief <= high,
            None => true,
        });
        answered && self.right(d, &self.yd, s) && self.right(l, &self.lost, s)
    }

    /// Every profile of which each probability is 0, 1, or one that makes somebody indifferent.
    fn candidates(&self) -> Vec<[Rational; 3]> {
        let indifferent = |refused: &Rational| -refused / &(&self.g - refused);
        let odds = |prior: &Rational, m: &Rational| &(prior * &(&one() - m)) / &(&(&one() - prior) * m);
        let inside = |m: &Rational| *m > zero() && *m < one();
        let (mut ds, mut ls) = (vec![zero(), one()], vec![zero(), one()]);
        if inside(&self.threshold) {
            ls.push(odds(&self.delta, &self.threshold));
            ds.push(odds(&(&one() - &self.delta), &(&one() - &self.threshold)));
        }
        let mut ss = vec![zero(), one(), indifferent(&self.lost)];
        if self.yd < zero() {
            ss.push(indifferent(&self.yd));
        }
        let unit = |p: &Rational| *p >= zero() && *p <= one();
        let all = ds.iter().flat_map(|d| ls.iter().flat_map(|l| ss.iter().map(|s| [d.clone(), l.clone(), s.clone()])));
        let mut all: Vec<_> = all.filter(|profile| profile.iter().all(unit)).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// The probabilities of asking, and of support.
fn probabilities(tree: &ExtensiveForm, equilibrium: &Equilibrium) -> [Rational; 3] {
    [("Armenia", "disloyal"), ("Armenia", "loyal"), ("Russia", "after invocation")].map(|(player, set)| {
        let set = tree.find_infoset(tree.player(player).unwrap(), set).unwrap();
        behavior(equilibrium).at(set)[0].clone()
    })
}

/// Whether a profile lies between the extreme equilibria of one family.
fn between(solution: &Solution, extreme: &[[Rational; 3]], profile: &[Rational; 3]) -> bool {
    let within = |family: &Vec<usize>| {
        (0..3).all(|place| {
            let values = || family.iter().map(|member| &extreme[*member][place]);
            values().min().unwrap() <= &profile[place] && &profile[place] <= values().max().unwrap()
        })
    };
    extreme.contains(profile) || solution.components.iter().flat_map(|c| &c.families).any(within)
}

/// Compares everything at a point; says whether some set of equilibria was a continuum.
fn compare_loyalty(model: &Model, point: &[Rational]) -> bool {
    let game = model.game_at(point).unwrap();
    let (closed, solution) = (Loyalty::new(&Values(model, point)), solve(&game));
    assert!(solution.complete(), "{:?} at {point:?}", solution.status);
    let extreme: Vec<[Rational; 3]> = solution.equilibria.iter().map(|e| probabilities(tree(&game), e)).collect();
    let russia = tree(&game).player("Russia").unwrap();
    let set = tree(&game).find_infoset(russia, "after invocation").unwrap();
    for (found, equilibrium) in extreme.iter().zip(&solution.equilibria) {
        assert!(closed.holds(found), "{found:?} is none at {point:?}");
        let (low, high) = match closed.bayes(&found[0], &found[1]) {
            Some(belief) => (belief.clone(), belief),
            None => closed.beliefs(&found[2]).unwrap(),
        };
        let at = equilibrium.belief_sets.iter().find(|beliefs| beliefs.infosets.contains(&set));
        let range = match at {
            Some(beliefs) => beliefs.ranges()[0][0].clone(),
            None => {
                let belief = equilibrium.beliefs.as_ref().unwrap().at(set)[0].clone();
                (belief.clone(), belief)
            }
        };
        assert_eq!(range, (low, high), "beliefs with {found:?} at {point:?}");
    }
    for candidate in closed.candidates() {
        let listed = between(&solution, &extreme, &candidate);
        assert!(listed || !closed.holds(&candidate), "{candidate:?} is missing at {point:?}");
    }
    verdicts(&closed, tree(&game), &solution, &extreme);
    solution.components.iter().any(|component| component.dimension > 0)
}

/// The settlement passes the intuitive criterion. It fails D1 where Russia would support if it took who asks for disloyal,
/// and the disloyal gain from more answers than the loyal. What is not a settlement passes both.
fn verdicts(closed: &Loyalty, tree: &ExtensiveForm, solution: &Solution, extreme: &[[Rational; 3]]) {
    let report = signaling_refinements(tree, solution, &Default::default()).unwrap();
    for (number, [d, l, _]) in extreme.iter().enumerate() {
        let settled = *d == zero() && *l == zero();
        let fails = settled && closed.threshold < one() && closed.yd > closed.lost;
        assert_eq!(report.passes(number, SignalingCriterion::Intuitive), Some(true));
        assert_eq!(report.passes(number, SignalingCriterion::D1), Some(!fails), "{:?}", extreme[number]);
    }
}

/// Points with small numbers, so that boundaries are met often; says how many continua there were.
fn all_regimes(count: usize) -> usize {
    let model = model("caucasus_private_loyalty");
    let mut random = Random::new(2022);
    (0..count).filter(|_| compare_loyalty(&model, &random.point(&model))).count()
}

#[test]
fn all_regimes_of_private_loyalty_at_ten_thousand_points() {
    assert!(all_regimes(10_000) > 500, "boundaries have to be met");
}
