//! The alliance security dilemma: the rule of expected costs comes out of the linked game.

mod dilemmas;

use dilemmas::{Ledger, Plan, Random, Values, at, model, perfect};

const ALLIES: [&str; 2] = ["Patron", "Client"];

/// The stance of an ally after given choices in the alliance game.
fn stance<'p>(plan: &'p Plan, ally: &str, choices: [&str; 2]) -> &'p str {
    &plan[&format!("{ally}: adversary game after {}, {}", choices[0], choices[1])]
}

#[test]
fn at_the_base_the_client_supports_and_the_patron_withholds() {
    let found = perfect(&at(&model("alliance_security_dilemma"), &[]));
    assert_eq!(found.len(), 1);
    let plan = &found[0].0;
    assert_eq!(
        (plan["Patron: alliance game"].as_str(), plan["Client: alliance game"].as_str()),
        ("Withhold", "Support")
    );
    // Support emboldens: the supported Patron stands firm, the Client does not.
    assert_eq!(stance(plan, "Patron", ["Withhold", "Support"]), "Stand firm");
    assert_eq!(stance(plan, "Client", ["Withhold", "Support"]), "Conciliate");
    assert_eq!(stance(plan, "Client", ["Support", "Support"]), "Stand firm");
}

/// Stand firm iff phi*(W - g*[supported]) < beta*Y; Support iff P(entrapment)*C < P(abandonment)*V.
#[test]
fn thresholds_hold_at_random_points() {
    let model = model("alliance_security_dilemma");
    let mut random = Random::new(8);
    let mut done = 0;
    let mut supported = [0, 0];
    while done < 10_000 {
        let point = random.point(&model);
        let v = Values(&model, &point);
        let get = |symbol: &str| v.get(symbol);
        let adversary = get("beta") * get("Y");
        let firm = [get("phi") * get("W"), get("phi") * (get("W") - get("g"))].map(|cost| cost.cmp(&adversary));
        // Allies indifferent between stances coordinate in many ways; the rule speaks of the others.
        if firm.iter().any(|order| order.is_eq()) {
            continue;
        }
        done += 1;
        let mut ledger = Ledger::default();
        for (plan, _) in perfect(&model.game_at(&point).unwrap()) {
            for (me, ally) in ALLIES.into_iter().enumerate() {
                for choices in
                    [["Support", "Support"], ["Support", "Withhold"], ["Withhold", "Support"], ["Withhold"; 2]]
                {
                    let backed = choices[1 - me] == "Support";
                    let chosen = stance(&plan, ally, choices);
                    let light = format!("{ally} after {choices:?}");
                    ledger.enter(light, firm[usize::from(backed)], "Stand firm", "Conciliate", chosen);
                }
                let own = |symbol: &str| get(&format!("{symbol}_{ally}"));
                let mut entrapment = own("m");
                if firm[1].is_lt() {
                    entrapment += get("x");
                }
                let mut abandonment = own("a");
                if firm[0].is_gt() {
                    abandonment += get("z");
                }
                let order = (entrapment * own("C")).cmp(&(abandonment * own("V")));
                let chosen = &plan[&format!("{ally}: alliance game")];
                ledger.enter(format!("{ally} in the alliance game"), order, "Support", "Withhold", chosen);
                supported[usize::from(order.is_lt())] += 1;
            }
        }
        ledger.settle(&point);
    }
    assert!(supported[0] > 1_000 && supported[1] > 1_000, "{supported:?}");
}
