//! Names of nodes within their information set: by what tells them apart.

use std::collections::HashSet;

use super::extensive::ExtensiveForm;
use super::ids::InfosetId;

impl ExtensiveForm {
    /// A name for each node of an information set, unique within it, by what its player does not know.
    ///
    /// Labels are taken where every node of the set has its own. Else a node is named by the actions and events on the way
    /// to it that tell it from the others: "disloyal" and "loyal" where both were followed by the same actions. The only
    /// node of a set is named by the last step to it.
    pub fn node_names(&self, infoset: InfosetId) -> Vec<String> {
        let nodes = &self.infoset(infoset).nodes;
        let labels: Vec<String> = nodes.iter().map(|node| self.node(*node).label.trim().to_owned()).collect();
        if labels.iter().all(|label| !label.is_empty()) && distinct(&labels) {
            return labels;
        }
        let paths: Vec<Vec<&str>> = nodes.iter().map(|node| self.path(*node)).collect();
        if let [path] = &paths[..] {
            return vec![path.last().map_or("the start", |step| step).to_owned()];
        }
        let same_length = paths.iter().all(|path| path.len() == paths[0].len());
        let short = if same_length { by_columns(&paths) } else { by_middles(&paths) };
        if distinct(&short) && short.iter().all(|name| !name.is_empty()) {
            return short;
        }
        numbered(nodes.iter().map(|node| self.describe_path(*node)).collect())
    }
}

fn distinct(names: &[String]) -> bool {
    names.iter().collect::<HashSet<_>>().len() == names.len()
}

/// The steps at which paths of one length differ, without those that add nothing.
fn by_columns(paths: &[Vec<&str>]) -> Vec<String> {
    let differs = |&step: &usize| paths.iter().any(|path| path[step] != paths[0][step]);
    let mut steps: Vec<usize> = (0..paths[0].len()).filter(differs).collect();
    for position in (0..steps.len()).rev() {
        let mut fewer = steps.clone();
        fewer.remove(position);
        if distinct(&joined(paths, &fewer)) {
            steps = fewer;
        }
    }
    joined(paths, &steps)
}

fn joined(paths: &[Vec<&str>], steps: &[usize]) -> Vec<String> {
    let name = |path: &Vec<&str>| steps.iter().map(|&step| path[step]).collect::<Vec<_>>().join(", ");
    paths.iter().map(name).collect()
}

/// Paths of several lengths, without what all begin and end with.
fn by_middles(paths: &[Vec<&str>]) -> Vec<String> {
    let shortest = paths.iter().map(Vec::len).min().unwrap_or(0);
    let begins = |step: &usize| paths.iter().all(|path| path[*step] == paths[0][*step]);
    let first = (0..shortest).take_while(begins).count();
    let from_end = |path: &Vec<&str>, step: usize| path[path.len() - 1 - step].to_owned();
    let ends = |step: &usize| paths.iter().all(|path| from_end(path, *step) == from_end(&paths[0], *step));
    let last = (0..shortest - first).take_while(ends).count();
    paths.iter().map(|path| path[first..path.len() - last].join(", ")).collect()
}

/// Full paths; a number where two read alike.
fn numbered(mut names: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    for name in &mut names {
        let (plain, mut number) = (name.clone(), 1);
        while !seen.insert(name.clone()) {
            number += 1;
            *name = format!("{plain} ({number})");
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::{PlayerId, Slot};

    fn tree() -> ExtensiveForm {
        let mut tree = ExtensiveForm::builder(["A", "B", "C"]);
        let root = tree.root();
        let types = tree.chance(root, "", [("weak", 1), ("strong", 1)].map(|(name, _)| (name, half()))).unwrap();
        let mut ends: Vec<Slot> = Vec::new();
        for (slot, label) in types.into_iter().zip(["weak A", "strong A"]) {
            let moves = tree.decision(slot, "A", label, ["out", "in"]).unwrap();
            ends.push(moves[0]);
            let second = tree.decision(moves[1], "B", "B", ["l", "r"]).unwrap();
            ends.push(second[0]);
            ends.extend(tree.decision(second[1], "C", "C", ["x", "y"]).unwrap());
        }
        for end in ends {
            tree.payoffs(end, [0, 0, 0]).unwrap();
        }
        tree.finish().unwrap()
    }

    fn half() -> crate::number::Rational {
        crate::number::Rational::new(1, 2).unwrap()
    }

    #[test]
    fn nodes_are_named_by_what_their_player_does_not_know() {
        let game = tree();
        let names = |player: u32, key: &str| game.node_names(game.find_infoset(PlayerId(player), key).unwrap());
        assert_eq!(names(1, "B"), ["weak", "strong"]);
        assert_eq!(names(2, "C"), ["weak", "strong"]);
        assert_eq!(names(0, "weak A"), ["weak"]);
    }

    #[test]
    fn paths_of_several_lengths_lose_what_they_share() {
        let paths = vec![vec!["go", "D", "end"], vec!["go", "C", "d", "end"]];
        assert_eq!(by_middles(&paths), ["D", "C, d"]);
        assert_eq!(by_middles(&[vec!["a"], vec!["a", "b"]]), ["", "b"]);
        assert_eq!(numbered(vec!["x".into(), "x".into(), "x (2)".into()]), ["x", "x (2)", "x (2) (2)"]);
        let paths = vec![vec!["weak", "beer", "ask"], vec!["strong", "quiche", "ask"]];
        assert_eq!(by_columns(&paths), ["weak", "strong"]);
    }
}
