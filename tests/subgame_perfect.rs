//! Backward induction against brute force, on trees full of ties, and on trees that are large.

use std::collections::BTreeSet;

use foederis::game::{NodeId, NodeKind};
use foederis::{
    BehaviorProfile, Control, ExtensiveForm, Game, Profile, Rational, Status, SubgamePerfectOptions, subgame_perfect,
};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % sides) as usize
    }
}

/// A random tree of perfect information with at most `decisions` moves of players, small payoffs and some chance.
fn random_tree(dice: &mut Dice, decisions: usize) -> ExtensiveForm {
    let names = ["A", "B", "C"];
    let mut tree = ExtensiveForm::builder(names);
    let mut open = vec![tree.root()];
    for _ in 0..decisions {
        let slot = open.swap_remove(dice.roll(open.len() as u64));
        if dice.roll(5) == 0 {
            let third = Rational::new(1, 3).unwrap();
            open.extend(tree.chance(slot, "", [("up", third.clone()), ("down", Rational::ONE - third)]).unwrap());
        } else {
            let actions = ["l", "m", "r"];
            open.extend(
                tree.decision(slot, names[dice.roll(3)], "", actions.into_iter().take(2 + dice.roll(2))).unwrap(),
            );
        }
    }
    for slot in open {
        tree.payoffs(slot, [dice.roll(3) as i64, dice.roll(3) as i64, dice.roll(3) as i64]).unwrap();
    }
    tree.finish().unwrap()
}

/// Everybody's payoffs from a node on, if everybody follows the choices.
fn value(tree: &ExtensiveForm, node: NodeId, choices: &[usize]) -> Vec<Rational> {
    let children = &tree.node(node).children;
    match tree.node(node).kind {
        NodeKind::Terminal => tree.play_payoffs(node).to_vec(),
        NodeKind::Decision(infoset) => value(tree, children[choices[infoset.index()]], choices),
        NodeKind::Chance(chance) => {
            let mut sum = vec![Rational::ZERO; tree.num_players()];
            for (child, probability) in children.iter().zip(&tree.chance_move(chance).probabilities) {
                sum.iter_mut().zip(value(tree, *child, choices)).for_each(|(sum, value)| *sum += value * probability);
            }
            sum
        }
    }
}

/// Whether no single change of an action pays at the node where it is made (the one-shot deviation principle).
fn is_perfect(tree: &ExtensiveForm, choices: &[usize]) -> bool {
    tree.infosets().iter().enumerate().all(|(index, infoset)| {
        let now = &value(tree, infoset.nodes[0], choices)[infoset.player.index()];
        (0..infoset.actions.len()).all(|action| {
            let mut changed = choices.to_vec();
            changed[index] = action;
            &value(tree, infoset.nodes[0], &changed)[infoset.player.index()] <= now
        })
    })
}

fn brute_force(tree: &ExtensiveForm) -> BTreeSet<Vec<usize>> {
    let shape: Vec<usize> = tree.infosets().iter().map(|infoset| infoset.actions.len()).collect();
    let total: usize = shape.iter().product();
    let profile = |mut number: usize| {
        let digit = |size: &usize| {
            let digit = number % size;
            number /= size;
            digit
        };
        shape.iter().map(digit).collect::<Vec<usize>>()
    };
    (0..total).map(profile).filter(|choices| is_perfect(tree, choices)).collect()
}

fn choices(profile: &Profile) -> Vec<usize> {
    match profile {
        Profile::Behavior(behavior) => behavior.choices().expect("a pure profile"),
        _ => unreachable!("trees have behaviour profiles"),
    }
}

#[test]
fn all_of_them_and_only_they() {
    let mut dice = Dice(1922);
    let mut with_ties = 0;
    for _ in 0..1_000 {
        let decisions = 1 + dice.roll(7);
        let tree = random_tree(&mut dice, decisions);
        let solution = subgame_perfect(&Game::from(&tree), &SubgamePerfectOptions::default()).unwrap();
        let ours: Vec<Vec<usize>> =
            solution.equilibria.iter().map(|equilibrium| choices(&equilibrium.profile)).collect();
        let distinct: BTreeSet<Vec<usize>> = ours.iter().cloned().collect();
        assert_eq!(distinct.len(), ours.len(), "no equilibrium twice");
        assert_eq!(distinct, brute_force(&tree));
        for equilibrium in &solution.equilibria {
            assert_eq!(equilibrium.payoffs, value(&tree, tree.root(), &choices(&equilibrium.profile)));
        }
        assert!(solution.complete());
        with_ties += usize::from(ours.len() > 1);
    }
    assert!(with_ties > 300, "the games must be full of ties, and {with_ties} are");
}

#[test]
fn a_hundred_thousand_moves_deep_and_wide() {
    let mut deep = ExtensiveForm::builder(["A", "B"]);
    let mut slot = deep.root();
    for step in 0..100_000i64 {
        let next = deep.decision(slot, ["A", "B"][step as usize % 2], "", ["stop", "go"]).unwrap();
        deep.payoffs(next[0], [step + 2 * (1 - step % 2), step + 2 * (step % 2)]).unwrap();
        slot = next[1];
    }
    deep.payoffs(slot, [100_000, 100_000]).unwrap();
    let tree = deep.finish().unwrap();
    let solution = subgame_perfect(&tree.into(), &SubgamePerfectOptions::default()).unwrap();
    assert_eq!((solution.len(), &solution.equilibria[0].payoffs[..]), (1, &[2.into(), 0.into()][..]));

    let mut wide = ExtensiveForm::builder(["A", "B"]);
    let mut open = vec![wide.root()];
    for level in 0..16 {
        let slots: Vec<_> = std::mem::take(&mut open);
        for slot in slots {
            open.extend(wide.decision(slot, ["A", "B"][level % 2], "", ["l", "r"]).unwrap());
        }
    }
    for (number, slot) in open.into_iter().enumerate() {
        wide.payoffs(slot, [number as i64, (number as i64 * 7919) % 65_537]).unwrap();
    }
    let tree = wide.finish().unwrap();
    assert_eq!(tree.num_nodes(), (1 << 17) - 1);
    let solution = subgame_perfect(&tree.into(), &SubgamePerfectOptions::default()).unwrap();
    assert!(solution.complete() && solution.len() == 1);
}

#[test]
fn ties_without_end_are_cut_at_the_limit() {
    let mut tree = ExtensiveForm::builder(["A"]);
    let mut open = vec![tree.root()];
    for _ in 0..10 {
        let slots: Vec<_> = std::mem::take(&mut open);
        for slot in slots {
            open.extend(tree.decision(slot, "A", "", ["l", "r"]).unwrap());
        }
    }
    for slot in open {
        tree.payoffs(slot, [0]).unwrap();
    }
    let control = Control { max_equilibria: Some(50), ..Control::default() };
    let options = SubgamePerfectOptions { control, ..SubgamePerfectOptions::default() };
    let solution = subgame_perfect(&tree.finish().unwrap().into(), &options).unwrap();
    assert_eq!((solution.len(), solution.status), (50, Status::Truncated));
    let distinct: BTreeSet<&BehaviorProfile> = solution
        .equilibria
        .iter()
        .filter_map(|equilibrium| match &equilibrium.profile {
            Profile::Behavior(profile) => Some(profile),
            _ => None,
        })
        .collect();
    assert_eq!(distinct.len(), 50);
}

/// Entry, then a battle of the sexes at the same time: three equilibria in the subgame, of which the mixed one gives
/// the entrant 2/3, less than the 1 of staying out.
#[test]
fn simultaneous_moves_in_a_subgame() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let start = tree.root();
    let first = tree.decision(start, "A", "entry", ["In", "Out"]).unwrap();
    tree.payoffs(first[1], [1, 5]).unwrap();
    let second = tree.decision(first[0], "A", "battle", ["Own", "Other"]).unwrap();
    for (slot, payoffs) in second.into_iter().zip([[[2, 1], [0, 0]], [[0, 0], [1, 2]]]) {
        let last = tree.decision(slot, "B", "battle", ["A's", "B's"]).unwrap();
        last.into_iter().zip(payoffs).for_each(|(slot, payoffs)| tree.payoffs(slot, payoffs).unwrap());
    }
    let solution = subgame_perfect(&tree.finish().unwrap().into(), &SubgamePerfectOptions::default()).unwrap();
    let mut payoffs: Vec<String> = solution.equilibria.iter().map(|e| format!("{:?}", e.payoffs)).collect();
    // Where the subgame gives A exactly 1, entering and staying out are both perfect.
    payoffs.sort();
    assert_eq!(payoffs, ["[1, 2]", "[1, 5]", "[1, 5]", "[2, 1]"]);
    assert!(solution.complete());
}

/// Alternating offers of a pie of 4 in whole numbers, three rounds, each round worth half of the one before.
fn alternating_offers() -> Game {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let mut open = vec![(tree.root(), 0)];
    while let Some((slot, round)) = open.pop() {
        if round == 3 {
            tree.payoffs(slot, [0, 0]).unwrap();
            continue;
        }
        let names = if round % 2 == 0 { ["A", "B"] } else { ["B", "A"] };
        let offers = tree.decision(slot, names[0], "", (0..=4).map(|keeps| keeps.to_string())).unwrap();
        for (keeps, offer) in offers.into_iter().enumerate() {
            let replies = tree.decision(offer, names[1], "", ["Yes", "No"]).unwrap();
            let share = |part: usize| Rational::new(part as i64, 1 << round).unwrap();
            let mut payoffs = [share(keeps), share(4 - keeps)];
            if round % 2 == 1 {
                payoffs.reverse();
            }
            tree.payoffs(replies[0], payoffs).unwrap();
            open.push((replies[1], round + 1));
        }
    }
    tree.finish().unwrap().into()
}

#[test]
fn under_a_limit_different_payoffs_take_turns() {
    let game = alternating_offers();
    let solved = |limit: usize| {
        let control = Control { max_equilibria: Some(limit), ..Control::default() };
        subgame_perfect(&game, &SubgamePerfectOptions { control, ..Default::default() }).unwrap()
    };
    let payoffs = |limit: usize| {
        let solution = solved(limit);
        assert_eq!((solution.len(), solution.status), (limit, Status::Truncated));
        solution.equilibria.into_iter().map(|equilibrium| equilibrium.payoffs).collect::<BTreeSet<_>>()
    };
    // By hand: in the last round A has 1 or 3/4, so that B gives A half of the pie (or, if A refuses that, 3/4 of it) in the second, and
    // has 1 or 1/2. So in the first round B accepts 1, or refuses it where indifferent: then A gives 2.
    let few = payoffs(10);
    assert!(few.contains(&[3.into(), 1.into()][..]) && few.contains(&[2.into(), 2.into()][..]), "{few:?}");
    assert_eq!(payoffs(500), few);
}

#[test]
fn what_an_own_earlier_move_excludes_may_be_anything() {
    // A waits or enters; B moves without seeing it, and then A, who knows what A did, moves again.
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    let first = tree.root();
    let first = tree.decision(first, "A", "first", ["Wait", "Enter"]).unwrap();
    let after_wait = tree.decision(first[0], "B", "hidden", ["l", "r"]).unwrap();
    let after_enter = tree.decision(first[1], "B", "hidden", ["l", "r"]).unwrap();
    for (slot, payoffs) in after_wait.into_iter().zip([[3, 1], [3, 0]]) {
        tree.payoffs(slot, payoffs).unwrap();
    }
    for (slot, payoffs) in after_enter.into_iter().zip([[[1, 1], [0, 0]], [[1, 0], [0, 1]]]) {
        let ends = tree.decision(slot, "A", "again", ["x", "y"]).unwrap();
        ends.into_iter().zip(payoffs).for_each(|(end, payoffs)| tree.payoffs(end, payoffs).unwrap());
    }
    let game: Game = tree.finish().unwrap().into();
    let solution = subgame_perfect(&game, &Default::default()).unwrap();
    let found: BTreeSet<Vec<usize>> =
        solution.equilibria.iter().map(|equilibrium| choices(&equilibrium.profile)).collect();
    // A waits, B replies l; at the set that A's own waiting excludes, x and y.
    assert_eq!(found, BTreeSet::from([vec![0, 0, 0], vec![0, 0, 1]]));
}

#[test]
fn a_tree_without_a_move_has_its_payoffs() {
    let mut tree = ExtensiveForm::builder(["A", "B"]);
    tree.payoffs(tree.root(), [-2, 1]).unwrap();
    let solution = subgame_perfect(&tree.finish().unwrap().into(), &Default::default()).unwrap();
    assert!(solution.complete());
    assert_eq!(solution.equilibria[0].payoffs, [Rational::from(-2), Rational::from(1)]);
}
