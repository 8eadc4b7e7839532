//! Two calls, one reputation: the thresholds of the linked game.

mod dilemmas;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use dilemmas::{Plan, Random, at, model, perfect, rational};
use foederis::Rational;

const MEMBERS: [&str; 5] = ["Belarus", "Kazakhstan", "Armenia", "Kyrgyzstan", "Tajikistan"];

/// Russia's value of its own call after some moves, as a plan has it: 0 where it would rather not call.
fn value(plan: &Plan, after: &str) -> Rational {
    let supports = |member: &&str| plan[&format!("{member}: Russia's call after {after}")] == "Support";
    let with: Vec<usize> = (0..5).filter(|&i| supports(&MEMBERS[i])).collect();
    let worth = [1, 2, 1, 1, 1];
    let value = with.iter().map(|&i| worth[i]).sum::<i64>() - if with.len() < 3 { 5 } else { 0 };
    Rational::from(value.max(0))
}

#[test]
fn parts_are_united() {
    let model = model("credibility");
    assert_eq!(model.players().len(), 7);
    assert!(model.symbols_list().contains(&"k".to_owned()) && model.symbols_list().contains(&"E_Belarus".to_owned()));
    assert!(!model.symbols_list().iter().any(|symbol| symbol.starts_with("A_")), "A is bound to reliability");
    let game = model.base().unwrap();
    let tree = dilemmas::tree(&game);
    assert_eq!(tree.num_plays(), 5 * 33);
    let path = ["Attack", "Invoke", "Support", "Invoke", "Support", "Abstain", "Abstain", "Abstain", "Abstain"];
    let node = tree.find_node(&path).unwrap();
    let names = model.symbols_list();
    let play = tree.terminals().position(|terminal| terminal == node).unwrap();
    let payoffs: Vec<String> = model.payoffs()[play].iter().map(|payoff| payoff.to_text(names)).collect();
    assert_eq!(payoffs[0], "-d");
    assert_eq!(payoffs[1], "-8*rhoH - h");
    assert_eq!(payoffs[2], "s_Belarus - k - w - D");
    assert_eq!(payoffs[3], "-E_Belarus");
}

#[test]
fn reliability_decides() {
    let model = model("credibility");
    let supports = |rho: &str, kazakhstan: &str| -> Vec<bool> {
        let game = at(&model, &[("rhoH", rho), ("rhoL", "2/5")]);
        let after = "Attack, Invoke, Support";
        let plans = perfect(&game).into_iter().map(|(plan, _)| plan);
        let ready = plans.filter(|plan| {
            MEMBERS.iter().all(|member| {
                let choice = &plan[&format!("{member}: Russia's call after {after}")];
                if *member == "Kazakhstan" { choice == kazakhstan } else { choice == "Support" }
            })
        });
        ready.map(|plan| plan["Russia: after invocation"] == "Support").collect()
    };
    // All support, Kazakhstan by a hair: Lambda is 6, more than 5. Four support: Lambda is 4.
    let high = supports("3/4", "Support");
    assert!(!high.is_empty() && high.iter().all(|supports| *supports));
    let low = supports("1/2", "Abstain");
    assert!(!low.is_empty() && low.iter().all(|supports| !supports));
}

/// Russia supports Armenia iff k + w < r + e*[Armenia leaves] + V(rhoH) - V(rhoL).
fn threshold_holds(seed: u64) {
    let model = model("credibility");
    let mut random = Random::new(seed);
    let (mut both, mut ties) = ([0, 0], 0);
    for _ in 0..5_000 {
        let [k, w, r, e] = [(); 4].map(|()| random.small().abs());
        let n = [-1, 0, 1][random.below(3) as usize];
        // Off the members' own ties, of which there would be very many combinations.
        let rho = ["1/10", "2/5", "3/5", "4/5"].map(rational);
        let (low, high) = (random.below(4) as usize, random.below(4) as usize);
        let (low, high) = (low.min(high), low.max(high));
        let mut changes = vec![("k", k.clone()), ("w", w.clone()), ("r", r.clone()), ("e", e.clone())];
        changes.extend([("n", n.into()), ("rhoL", rho[low].clone()), ("rhoH", rho[high].clone())]);
        let mut seen: BTreeMap<(String, Ordering), Vec<bool>> = BTreeMap::new();
        for (plan, _) in perfect(&model.at(&changes).unwrap()) {
            let leaves = plan["Armenia: after refusal"].clone();
            let last = format!("Attack, Invoke, Abstain, {leaves}");
            let lambda = value(&plan, "Attack, Invoke, Support") - value(&plan, &last);
            let exit = if leaves == "Leave" { e.clone() } else { Rational::ZERO };
            let order = (&k + &w).cmp(&(&(&r + &exit) + &lambda));
            seen.entry((leaves, order)).or_default().push(plan["Russia: after invocation"] == "Support");
        }
        assert_eq!(seen.keys().any(|(leaves, _)| leaves == "Leave"), n >= 0);
        assert_eq!(seen.keys().any(|(leaves, _)| leaves == "Stay"), n <= 0);
        for ((_, order), supports) in seen {
            match order {
                Ordering::Less => assert!(supports.iter().all(|supports| *supports), "{changes:?}"),
                Ordering::Greater => assert!(supports.iter().all(|supports| !*supports), "{changes:?}"),
                Ordering::Equal => {
                    ties += 1;
                    assert!(supports.contains(&true) && supports.contains(&false), "{changes:?}");
                }
            }
            both[usize::from(supports[0])] += 1;
        }
    }
    assert!(both[0] > 500 && both[1] > 500 && ties > 50, "{both:?}, {ties}");
}

#[test]
fn threshold_holds_at_random_points() {
    threshold_holds(7);
}

#[test]
fn threshold_holds_at_more_random_points() {
    threshold_holds(9);
}
