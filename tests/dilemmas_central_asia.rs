//! The expulsion clause: reference answers, and its thresholds against the solver at random points.

mod dilemmas;

use dilemmas::{Ledger, Plan, Random, Values, at, model, path, perfect, rational, tree};
use foederis::{Model, Rational};

const MINUS_ONE: &str = "consensus minus one";

/// Changes from the base, and what follows: path and payoffs.
type Case<'a> = (&'a Model, &'a [(&'a str, &'a str)], &'a [&'a str], [&'a str; 3]);

#[test]
fn reference_answers() {
    let base = model("central_asia");
    let minus_one = base.variant(MINUS_ONE).unwrap();
    let cases: [Case<'_>; 4] = [
        (&base, &[], &["Propose", "Decline", "Attack", "Stay"], ["-29/10", "3/2", "-3/2"]),
        (&base, &[("u", "-1/2")], &["Propose", "Back", "Veto", "Attack", "Stay"], ["-29/10", "1", "-1"]),
        (&base, &[("p", "2"), ("y", "1")], &["Propose", "Back", "Accept", "Refrain"], ["-1/5", "0", "-1"]),
        (&minus_one, &[("y", "1")], &["Propose", "Back", "Refrain"], ["-1/5", "0", "-1"]),
    ];
    for (model, changes, expected_path, payoffs) in cases {
        let game = at(model, changes);
        let found = perfect(&game);
        assert_eq!(found.len(), 1, "{changes:?}");
        assert_eq!(path(tree(&game), &found[0].0), expected_path, "{changes:?}");
        assert_eq!(found[0].1, payoffs.map(rational), "{changes:?}");
    }
}

/// The border's part of Russia's payoff, without and with the clause.
struct Border {
    attack: bool,
    russia: Rational,
    tajikistan: Rational,
    kyrgyzstan: Rational,
}

/// The border without the clause, as a plan has it after some moves; enters the decisions into the ledger.
fn without(v: &Values<'_>, plan: &Plan, after: &str, ledger: &mut Ledger) -> Border {
    let zero = Rational::ZERO;
    let (attack_at, leave_at) = match after {
        "Hold" => ("Tajikistan: after Hold", "Kyrgyzstan: after Hold, Attack"),
        "Decline" => ("Tajikistan: after Decline", "Kyrgyzstan: after Propose, Decline, Attack"),
        _ => ("Tajikistan: after Veto", "Kyrgyzstan: after Propose, Back, Veto, Attack"),
    };
    let leaves = plan[leave_at] == "Leave";
    ledger.enter(leave_at.into(), v.get("nK").cmp(&zero), "Stay", "Leave", &plan[leave_at]);
    let gain = v.get("tt") - v.get("c");
    let attack = plan[attack_at] == "Attack";
    ledger.enter(attack_at.into(), zero.cmp(&gain), "Attack", "Refrain", &plan[attack_at]);
    border(v, attack, gain, leaves, zero)
}

fn border(v: &Values<'_>, attack: bool, gain: Rational, leaves: bool, extra: Rational) -> Border {
    let zero = Rational::ZERO;
    if !attack {
        return Border { attack, russia: zero.clone(), tajikistan: zero.clone(), kyrgyzstan: zero };
    }
    let (left, lost) = if leaves { (v.get("nK"), v.get("zK")) } else { (zero.clone(), zero) };
    Border { attack, russia: -v.get("rK") - lost - extra, tajikistan: gain, kyrgyzstan: left - v.get("l") }
}

/// The border with the clause. Credible iff zT < rE + zK*[leaves]; it deters iff it is credible and b > G.
fn with_clause(v: &Values<'_>, plan: &Plan, sets: [&str; 3], ledger: &mut Ledger) -> (Border, bool) {
    let zero = Rational::ZERO;
    let [attack_at, expel_at, leave_at] = sets;
    let leave = plan[leave_at].as_str();
    ledger.enter(leave_at.into(), v.get("nK").cmp(&zero), "Stay", "Leave", leave);
    let lost = if leave == "Leave" { v.get("zK") } else { zero.clone() };
    let credible = v.get("zT").cmp(&(v.get("rE") + lost));
    let expel = plan[expel_at].as_str();
    ledger.enter(format!("{expel_at} if {leave}"), credible, "Expel", "Keep", expel);
    let gain = v.get("tt") - v.get("c");
    let gain = if expel == "Expel" { gain - v.get("b") } else { gain };
    let attack = plan[attack_at].as_str();
    ledger.enter(format!("{attack_at} if {leave}, {expel}"), zero.cmp(&gain), "Attack", "Refrain", attack);
    let border = if expel == "Expel" && attack == "Attack" {
        let russia = -v.get("rK") - v.get("zT");
        Border { attack: true, russia, tajikistan: gain, kyrgyzstan: -v.get("l") }
    } else {
        border(v, attack == "Attack", gain, leave == "Leave", v.get("rE"))
    };
    (border, expel == "Expel")
}

/// Tajikistan accepts iff p > G under a clause that deters, p > b under one that is credible only, p > 0 otherwise.
fn vote(v: &Values<'_>, plan: &Plan, clause: &Border, expels: bool, ledger: &mut Ledger) -> bool {
    let gain = v.get("tt") - v.get("c");
    let threshold = match (clause.attack, expels) {
        (false, _) => gain,
        (true, true) => v.get("b"),
        (true, false) => Rational::ZERO,
    };
    let order = threshold.cmp(&v.get("p"));
    let light = format!("vote if attack {}, expel {expels}", clause.attack);
    ledger.enter(light, order, "Accept", "Veto", &plan["Tajikistan: vote"]);
    plan["Tajikistan: vote"] == "Accept"
}

fn check(v: &Values<'_>, plan: &Plan, has_vote: bool, ledger: &mut Ledger) {
    let hold = without(v, plan, "Hold", ledger);
    let decline = without(v, plan, "Decline", ledger);
    let sets = if has_vote {
        ["Tajikistan: after Accept", "Russia: after the attack", "Kyrgyzstan: after Keep"]
    } else {
        ["Tajikistan: after Back", "Russia: after the attack", "Kyrgyzstan: after Keep"]
    };
    let (clause, expels) = with_clause(v, plan, sets, ledger);
    let (mut russia, mut kyrgyzstan) = (clause.russia.clone() - v.get("y"), clause.kyrgyzstan.clone());
    if has_vote {
        let veto = without(v, plan, "Veto", ledger);
        assert_eq!(clause.tajikistan.clone() > veto.tajikistan.clone() - v.get("p"), vote_is_better(v, &clause, &veto));
        if !vote(v, plan, &clause, expels, ledger) {
            (russia, kyrgyzstan) = (veto.russia - v.get("u"), veto.kyrgyzstan + v.get("q"));
        }
    }
    let back = &plan["Russia: after the proposal"];
    let light = format!("back if {russia} or {}", decline.russia);
    ledger.enter(light, decline.russia.cmp(&russia), "Back", "Decline", back);
    let proposed = if back == "Back" { kyrgyzstan } else { decline.kyrgyzstan + v.get("q") } - v.get("f");
    let light = format!("propose if {proposed} or {}", hold.kyrgyzstan);
    ledger.enter(light, hold.kyrgyzstan.cmp(&proposed), "Propose", "Hold", &plan["Kyrgyzstan: start"]);
}

fn vote_is_better(v: &Values<'_>, clause: &Border, veto: &Border) -> bool {
    v.get("p") > veto.tajikistan.clone() - clause.tajikistan.clone()
}

fn thresholds(model: &Model, has_vote: bool, seed: u64) {
    let mut random = Random::new(seed);
    let (mut ties, mut done) = (0, 0);
    while done < 10_000 {
        let point = random.point(model);
        let v = Values(model, &point);
        // The printed thresholds are for an attack that pays.
        if v.get("tt") <= v.get("c") {
            continue;
        }
        done += 1;
        let game = model.game_at(&point).unwrap();
        let mut ledger = Ledger::default();
        for (plan, _) in perfect(&game) {
            check(&v, &plan, has_vote, &mut ledger);
        }
        ties += ledger.settle(&point);
    }
    assert!(ties > 1_000, "ties must occur to be tested; there were {ties}");
}

#[test]
fn thresholds_hold_at_random_points() {
    thresholds(&model("central_asia"), true, 2);
}

#[test]
fn thresholds_hold_without_a_veto() {
    thresholds(&model("central_asia").variant(MINUS_ONE).unwrap(), false, 3);
}
