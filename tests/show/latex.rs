//! LaTeX.

use super::games::*;
use foederis::show::{TreeOptions, View, tree};
use foederis::{ExtensiveForm, Game, NashOptions};

#[test]
fn a_payoff_table() {
    let shown = View::Game(&prisoners().into()).latex();
    let expected = r"\begin{tabular}{lcc}
 & \multicolumn{2}{c}{Column} \\
Row & Cooperate & Defect \\
\hline
Cooperate & \(2,\; 2\) & \(0,\; \underline{3}\) \\
Defect & \(\underline{3},\; 0\) & \fbox{\(\underline{1},\; \underline{1}\)} \\
\end{tabular}
";
    assert_eq!(shown, expected);
}

#[test]
fn numbers_are_fractions() {
    let shown = View::Game(&caucasus().into()).latex();
    assert!(shown.contains(r"Attack, Invoke, Abstain, Stay & \(2\) & \(-\frac{7}{2}\) & \(-2\) \\"), "{shown}");
}

#[test]
fn braces_and_environments_match() {
    let table = Game::from(pennies());
    let nash = foederis::nash(&table, &NashOptions::default()).unwrap();
    let tree = Game::from(private_loyalty());
    for shown in [
        View::Solution(&table, &nash).latex(),
        View::Game(&Game::from(volunteers())).latex(),
        View::Equilibrium(&tree, &private_loyalty_equilibrium()).latex(),
    ] {
        assert_eq!(shown.matches("\\begin{").count(), shown.matches("\\end{").count());
        assert_eq!(shown.matches('{').count(), shown.matches('}').count());
    }
    assert!(View::Solution(&table, &nash).latex().contains(r"Heads \(\frac{1}{2}\) or Tails \(\frac{1}{2}\)"));
}

#[test]
fn a_tree_is_a_picture() {
    let game = private_loyalty();
    let shown = tree::equilibrium_tikz(&game, &private_loyalty_equilibrium(), &TreeOptions::default());
    assert_eq!(shown.matches('{').count(), shown.matches('}').count());
    assert_eq!(shown.matches("\\begin{").count(), shown.matches("\\end{").count());
    assert_eq!(shown.matches("\\fill[").count(), game.num_nodes() - game.num_plays());
    assert_eq!(shown.matches("dashed").count(), 1, "one information set has two nodes");
    assert_eq!(shown.matches(".. controls").count(), game.num_nodes() - 1);
    assert!(shown.contains("line width=2pt") && shown.contains("($1/3$)"), "{shown}");
    assert!(!tree::tikz(&game, None, &TreeOptions::default()).contains("line width=2pt"));
}

#[test]
fn labels_of_pictures_are_escaped() {
    let mut builder = ExtensiveForm::builder(["R&D_50%"]).title("{$}");
    let root = builder.root();
    let ends = builder.decision(root, "R&D_50%", "\\input{x}", ["#1", "~^[a]"]).unwrap();
    for end in ends {
        builder.payoffs(end, [-1]).unwrap();
    }
    let shown = tree::tikz(&builder.finish().unwrap(), None, &TreeOptions::default());
    for text in [r"R\&D\_50\%", r"\textbackslash{}input\{x\}", r"\#1", r"\textasciitilde{}\textasciicircum{}{[}a{]}"] {
        assert!(shown.contains(text), "{text} is not in {shown}");
    }
    assert!(shown.contains("{$-1$}"));
}
