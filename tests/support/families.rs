//! Whether a solution of a tree contains an equilibrium: on the path, and off it as far as it lists what is done there.

use foederis::game::NodeKind;
use foederis::{BehaviorProfile, ExtensiveForm, Profile, Rational, Solution};

/// Whether a behaviour is within a family, up to a slack for irrational ones.
pub fn is_listed(tree: &ExtensiveForm, solution: &Solution, wanted: &BehaviorProfile, slack: &Rational) -> bool {
    let mut families = solution.components.iter().flat_map(|component| &component.families);
    families.any(|members| spans(tree, solution, members, wanted, slack))
}

pub fn behavior(profile: &Profile) -> &BehaviorProfile {
    match profile {
        Profile::Behavior(profile) => profile,
        _ => panic!("a tree has behaviour"),
    }
}

/// Whether a behaviour is within what a family's members span at each information set to which play comes; elsewhere too, where what
/// matters there is listed.
fn spans(
    tree: &ExtensiveForm,
    solution: &Solution,
    members: &[usize],
    wanted: &BehaviorProfile,
    slack: &Rational,
) -> bool {
    let rows: Vec<&BehaviorProfile> = members.iter().map(|&m| behavior(&solution.equilibria[m].profile)).collect();
    let open = members.iter().any(|&member| solution.equilibria[member].others_off_path);
    let idle = tree.off_path(wanted).unwrap().idle;
    let reached = reached(tree, wanted);
    let matters = |set: &usize| reached[*set] || !open && !idle.iter().any(|id| id.index() == *set);
    wanted.0.iter().enumerate().filter(|(set, _)| matters(set)).all(|(set, row)| {
        row.iter().enumerate().all(|(action, probability)| {
            let own = || rows.iter().map(|profile| &profile.0[set][action]);
            let (least, most) = (own().min().unwrap(), own().max().unwrap());
            *probability >= least - slack && *probability <= most + slack
        })
    })
}

/// To which information sets play comes.
pub fn reached(tree: &ExtensiveForm, profile: &BehaviorProfile) -> Vec<bool> {
    let mut reached = vec![false; tree.infosets().len()];
    let mut comes = vec![true; tree.num_nodes()];
    for id in tree.node_ids() {
        let node = tree.node(id);
        if let Some((parent, step)) = node.parent {
            let taken = match tree.node(parent).kind {
                NodeKind::Decision(set) => !profile.at(set)[step].is_zero(),
                NodeKind::Chance(chance) => !tree.chance_move(chance).probabilities[step].is_zero(),
                NodeKind::Terminal => false,
            };
            comes[id.index()] = comes[parent.index()] && taken;
        }
        if let (NodeKind::Decision(set), true) = (node.kind, comes[id.index()]) {
            reached[set.index()] = true;
        }
    }
    reached
}
