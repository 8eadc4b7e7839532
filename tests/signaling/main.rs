//! Refinements of signalling games: textbook games by hand, the dilemma of the Caucasus, trees that are and are not
//! signalling games, and comparison with a second method on random games with ties.

mod caucasus;
mod second_method;
mod structure;
#[path = "../support/mod.rs"]
mod support;
mod textbook;

use foederis::solve::SignalingCriterion;
use foederis::solve::signaling::MessageTest;
use foederis::{
    BehaviorProfile, ExtensiveForm, Profile, Rational, SignalingReport, Solution, nash, signaling_refinements,
};

/// A signalling game as tables: what sender and receiver get for each type, message and reply.
pub struct Table<'a> {
    pub types: &'a [(&'a str, Rational)],
    pub messages: &'a [&'a str],
    pub replies: &'a [&'a str],
    pub payoffs: &'a dyn Fn(usize, usize, usize) -> [Rational; 2],
}

impl Table<'_> {
    pub fn tree(&self) -> ExtensiveForm {
        let mut tree = ExtensiveForm::builder(["Sender", "Receiver"]);
        let start = tree.root();
        let types = tree.chance(start, "type", self.types.iter().cloned()).unwrap();
        for (t, (slot, (name, _))) in types.into_iter().zip(self.types).enumerate() {
            let next = tree.decision(slot, "Sender", name, self.messages.iter().copied()).unwrap();
            for (m, (slot, message)) in next.into_iter().zip(self.messages).enumerate() {
                let ends = tree.decision(slot, "Receiver", &format!("after {message}"), self.replies.iter().copied());
                for (r, end) in ends.unwrap().into_iter().enumerate() {
                    tree.payoffs(end, (self.payoffs)(t, m, r)).unwrap();
                }
            }
        }
        tree.finish().unwrap()
    }
}

pub fn ratio(num: i64, den: i64) -> Rational {
    Rational::new(num, den).unwrap()
}

pub fn judged(tree: &ExtensiveForm) -> (Solution, SignalingReport) {
    let solution = nash(&tree.clone().into(), &Default::default()).unwrap();
    let report = signaling_refinements(tree, &solution, &Default::default()).unwrap();
    assert_eq!(report.findings.len(), solution.len());
    (solution, report)
}

pub fn behavior(solution: &Solution, number: usize) -> &BehaviorProfile {
    match &solution.equilibria[number].profile {
        Profile::Behavior(profile) => profile,
        other => panic!("{other:?}"),
    }
}

/// The equilibria in which every information set of the sender takes a given action for sure.
pub fn sending(tree: &ExtensiveForm, solution: &Solution, actions: &[&str]) -> Vec<usize> {
    let sender = tree.players().find("player", tree.players().key(0)).unwrap();
    let infosets: Vec<_> = tree.infosets_of(sender.into()).collect();
    assert_eq!(infosets.len(), actions.len());
    let takes = |number: &usize| {
        infosets.iter().zip(actions).all(|(infoset, action)| {
            let place = tree.infoset(*infoset).actions.find("action", action).unwrap();
            behavior(solution, *number).at(*infoset)[place] == Rational::ONE
        })
    };
    (0..solution.len()).filter(takes).collect()
}

/// The criteria that an equilibrium fails, by key.
pub fn failed(report: &SignalingReport, number: usize) -> Vec<&'static str> {
    let fails = |criterion: &SignalingCriterion| report.passes(number, *criterion) == Some(false);
    SignalingCriterion::ALL.into_iter().filter(fails).map(SignalingCriterion::key).collect()
}

/// What a criterion says of a message.
pub fn test<'a>(
    report: &'a SignalingReport,
    number: usize,
    criterion: SignalingCriterion,
    message: &str,
) -> &'a MessageTest {
    let finding = report.finding(number, criterion).unwrap();
    finding.messages.iter().find(|test| test.message == message).unwrap()
}

pub fn ruled_out(test: &MessageTest) -> Vec<&str> {
    test.ruled_out.iter().map(|out| out.sender_type.as_str()).collect()
}
