//! The games of these tests, with equilibria written down by hand.

use foederis::{BehaviorProfile, Equilibrium, ExtensiveForm, MixedProfile, NormalForm, Profile, Rational};

pub fn number(text: &str) -> Rational {
    text.parse().unwrap()
}

fn numbers(texts: &[&str]) -> Vec<Rational> {
    texts.iter().map(|text| number(text)).collect()
}

/// A payoff table of two players.
pub fn table(title: &str, players: [&str; 2], rows: &[&str], columns: &[&str], cells: [&[i64]; 2]) -> NormalForm {
    let builder = NormalForm::builder().title(title).player(players[0], rows.iter().copied());
    builder.player(players[1], columns.iter().copied()).table(&cells).unwrap()
}

pub fn prisoners() -> NormalForm {
    let moves = ["Cooperate", "Defect"];
    table("Prisoner's Dilemma", ["Row", "Column"], &moves, &moves, [&[2, 0, 3, 1], &[2, 3, 0, 1]])
}

pub fn pennies() -> NormalForm {
    let sides = ["Heads", "Tails"];
    table("Matching pennies", ["Even", "Odd"], &sides, &sides, [&[1, -1, -1, 1], &[-1, 1, 1, -1]])
}

/// Three players who each may pay 1 for a good worth 3 to all.
pub fn volunteers() -> NormalForm {
    let mut builder = NormalForm::builder().title("Volunteers");
    for player in ["Ann", "Bob", "Cem"] {
        builder = builder.player(player, ["Help", "Wait"]);
    }
    let pay = |profile: &[usize]| {
        let good = if profile.contains(&0) { 3 } else { 0 };
        profile.iter().map(|&choice| Rational::from(good - i64::from(choice == 0))).collect()
    };
    builder.payoffs(pay).unwrap()
}

/// Attack, invocation, support and exit, with the base numbers.
pub fn caucasus() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["Azerbaijan", "Armenia", "Russia"]).title("The Caucasus dilemma");
    let root = tree.root();
    let attack = tree.decision(root, "Azerbaijan", "start", ["Attack", "Refrain"]).unwrap();
    let call = tree.decision(attack[0], "Armenia", "attacked", ["Invoke", "Accommodate"]).unwrap();
    let help = tree.decision(call[0], "Russia", "called", ["Support", "Abstain"]).unwrap();
    let exit = tree.decision(help[1], "Armenia", "refused", ["Stay", "Leave"]).unwrap();
    tree.payoffs(attack[1], [0, 0, 0]).unwrap();
    tree.payoffs(call[1], [2, -4, 0]).unwrap();
    tree.payoffs(help[0], [-4, -2, -7]).unwrap();
    tree.payoffs(exit[0], numbers(&["2", "-7/2", "-2"])).unwrap();
    tree.payoffs(exit[1], numbers(&["2", "-9/2", "-6"])).unwrap();
    tree.finish().unwrap()
}

/// A border clash of two members, with a motion to allow expulsion.
pub fn central_asia() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["Kyrgyzstan", "Tajikistan", "Russia"]).title("The Central Asian dilemma");
    let root = tree.root();
    let motion = tree.decision(root, "Kyrgyzstan", "", ["Propose", "Hold"]).unwrap();
    let backing = tree.decision(motion[0], "Russia", "", ["Back", "Decline"]).unwrap();
    let vote = tree.decision(backing[0], "Tajikistan", "vote", ["Accept", "Veto"]).unwrap();
    let ends = [(vote[0], true), (vote[1], false), (backing[1], false), (motion[1], false)];
    let parts = [["-1/5", "0", "-2"], ["1/10", "-1/2", "-1/2"], ["1/10", "0", "0"], ["0", "0", "0"]];
    for ((slot, clause), part) in ends.into_iter().zip(parts) {
        let pay = |border: [&str; 3]| -> Vec<Rational> {
            border.iter().zip(&part).map(|(a, b)| number(a) + number(b)).collect()
        };
        let clash = tree.decision(slot, "Tajikistan", "", ["Attack", "Refrain"]).unwrap();
        tree.payoffs(clash[1], pay(["0", "0", "0"])).unwrap();
        let (mut next, mut cost) = (clash[0], "-3/2");
        if clause {
            let sanction = tree.decision(next, "Russia", "", ["Expel", "Keep"]).unwrap();
            tree.payoffs(sanction[0], pay(["-3", "-3/2", "-7/2"])).unwrap();
            (next, cost) = (sanction[1], "-9/2");
        }
        let exit = tree.decision(next, "Kyrgyzstan", "", ["Stay", "Leave"]).unwrap();
        tree.payoffs(exit[0], pay(["-3", "3/2", cost])).unwrap();
        let left = (number(cost) - number("2")).to_string();
        tree.payoffs(exit[1], pay(["-4", "3/2", &left])).unwrap();
    }
    tree.finish().unwrap()
}

/// Russia calls five members, who answer at the same time.
pub fn article_four() -> ExtensiveForm {
    let members = [
        ("Belarus", 2, 6, 1),
        ("Kazakhstan", 6, 3, 2),
        ("Armenia", 4, 3, 1),
        ("Kyrgyzstan", 4, 3, 1),
        ("Tajikistan", 4, 3, 1),
    ];
    let players = ["Russia"].into_iter().chain(members.map(|member| member.0));
    let mut tree = ExtensiveForm::builder(players).title("Russia invokes Article 4");
    let root = tree.root();
    let call = tree.decision(root, "Russia", "", ["Invoke", "Not"]).unwrap();
    tree.payoffs(call[1], [0; 6]).unwrap();
    let mut slots = vec![(call[0], Vec::new())];
    for (name, ..) in members {
        let mut next = Vec::new();
        for (slot, answers) in slots {
            let ends = tree.decision(slot, name, "called", ["Support", "Abstain"]).unwrap();
            next.extend(
                ends.into_iter()
                    .zip([true, false])
                    .map(|(end, answer)| (end, [answers.clone(), vec![answer]].concat())),
            );
        }
        slots = next;
    }
    for (slot, answers) in slots {
        let count = answers.iter().filter(|answer| **answer).count();
        let gains: i64 = answers.iter().zip(members).filter(|(answer, _)| **answer).map(|(_, member)| member.3).sum();
        let mut payoffs = vec![gains - if count < 3 { 5 } else { 0 }];
        payoffs.extend(answers.iter().zip(members).map(|(answer, member)| if *answer { -member.1 } else { -member.2 }));
        tree.payoffs(slot, payoffs).unwrap();
    }
    tree.finish().unwrap()
}

/// Armenia's loyalty is private; Russia decides without knowing it.
pub fn private_loyalty() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["Armenia", "Russia"]).title("Private loyalty");
    let root = tree.root();
    let types = tree.chance(root, "loyalty", [("Disloyal", number("1/4")), ("Loyal", number("3/4"))]).unwrap();
    let (yes, no) = ([["2", "-7"], ["2", "-7"]], [["1", "-10"], ["-1", "-2"]]);
    for (index, label) in ["disloyal", "loyal"].into_iter().enumerate() {
        let call = tree.decision(types[index], "Armenia", label, ["Invoke", "Accommodate"]).unwrap();
        let help = tree.decision(call[0], "Russia", "called", ["Support", "Abstain"]).unwrap();
        tree.payoffs(call[1], [0, 0]).unwrap();
        tree.payoffs(help[0], numbers(&yes[index])).unwrap();
        tree.payoffs(help[1], numbers(&no[index])).unwrap();
    }
    tree.finish().unwrap()
}

/// The mixed equilibrium of [`private_loyalty`].
pub fn private_loyalty_equilibrium() -> Equilibrium {
    let rows = [&["1", "0"][..], &["1/3", "2/3"], &["1/5", "4/5"]];
    let profile = BehaviorProfile(rows.iter().map(|row| numbers(row)).collect());
    Equilibrium::exact(Profile::Behavior(profile), numbers(&["1/3", "-14/5"]))
}

/// Selten's horse: the third player cannot tell who stopped.
pub fn horse() -> ExtensiveForm {
    let mut tree = ExtensiveForm::builder(["One", "Two", "Three"]).title("Selten's horse");
    let root = tree.root();
    let first = tree.decision(root, "One", "", ["Down", "Across"]).unwrap();
    let second = tree.decision(first[1], "Two", "", ["down", "across"]).unwrap();
    tree.payoffs(second[1], [1, 1, 1]).unwrap();
    for (slot, payoffs) in [(first[0], [[3, 3, 2], [0, 0, 0]]), (second[0], [[4, 4, 0], [0, 0, 1]])] {
        let ends = tree.decision(slot, "Three", "asked", ["Left", "Right"]).unwrap();
        ends.into_iter().zip(payoffs).for_each(|(end, payoffs)| tree.payoffs(end, payoffs).unwrap());
    }
    tree.finish().unwrap()
}

/// A pure equilibrium: an action for each information set, in the order of play.
pub fn plan(tree: &ExtensiveForm, actions: &[&str]) -> Equilibrium {
    let position =
        |(infoset, action): (&foederis::game::Infoset, &&str)| infoset.actions.find("action", action).unwrap();
    let choices: Vec<usize> = tree.infosets().iter().zip(actions).map(position).collect();
    assert_eq!(choices.len(), tree.infosets().len());
    let profile = BehaviorProfile::pure(tree, &choices);
    let mut node = tree.root();
    while let foederis::game::NodeKind::Decision(infoset) = tree.node(node).kind {
        node = tree.node(node).children[choices[infoset.index()]];
    }
    Equilibrium::exact(Profile::Behavior(profile), tree.play_payoffs(node).to_vec())
}

pub fn mixed(rows: &[&[&str]], payoffs: &[&str]) -> Equilibrium {
    let profile = MixedProfile(rows.iter().map(|row| numbers(row)).collect());
    Equilibrium::exact(Profile::Mixed(profile), numbers(payoffs))
}

pub fn behavior(equilibrium: &Equilibrium) -> &BehaviorProfile {
    match &equilibrium.profile {
        Profile::Behavior(profile) => profile,
        _ => panic!("a profile of a table"),
    }
}

/// The subgame-perfect equilibrium of [`caucasus`].
pub fn caucasus_equilibrium(tree: &ExtensiveForm) -> Equilibrium {
    plan(tree, &["Attack", "Invoke", "Abstain", "Stay"])
}

/// The subgame-perfect equilibrium of [`central_asia`].
pub fn central_asia_equilibrium(tree: &ExtensiveForm) -> Equilibrium {
    let actions = [
        "Propose", "Decline", "Veto", "Refrain", "Expel", "Stay", "Attack", "Stay", "Attack", "Stay", "Attack", "Stay",
    ];
    plan(tree, &actions)
}
