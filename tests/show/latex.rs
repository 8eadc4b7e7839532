//! LaTeX.

use super::games::*;
use foederis::show::{TableOptions, TreeOptions, View, latex, tree};
use foederis::{ExtensiveForm, Game, NashOptions, NormalForm};

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

#[test]
fn a_table_that_is_too_wide_is_parted() {
    let names = |count: usize| (0..count).map(|own| format!("strategy {own}")).collect::<Vec<_>>();
    let builder = NormalForm::builder().player("A", names(2)).player("B", names(20));
    let game = builder.payoffs(|profile| vec![(profile[1] as i64 * 1000).into(); 2]).unwrap();
    let shown = latex::payoffs(&game, None, TableOptions { max_columns: 20, ..TableOptions::default() });
    let parts: Vec<&str> = shown.split("\\begin{tabular}").skip(1).collect();
    assert!(parts.len() > 2, "{shown}");
    // Each part has the rows' names and the players, and every column stands in one part.
    assert!(parts.iter().all(|part| part.contains("\nstrategy 0 & ") && part.contains("}{c}{B}")), "{shown}");
    assert!((0..20).all(|own| shown.matches(&format!(" & strategy {own}")).count() >= 1), "{shown}");
    assert_eq!(shown.matches("19000").count(), 4, "two rows, two players: {shown}");
}

#[test]
fn long_names_break() {
    let name = "what is done at some length by those who have much to say about it".to_owned();
    let builder = NormalForm::builder().player("A", [name.clone(), "y".into()]).player("B", [name, "r".into()]);
    let game: Game = builder.table(&[&[1, 0, 0, 1], &[0, 1, 1, 0]]).unwrap().into();
    let shown = View::Game(&game).latex();
    assert!(shown.contains("p{0.300\\linewidth}") && shown.contains("\\tabularnewline"), "{shown}");
    assert!(!shown.contains(r" \\ "), "{shown}");
}

#[test]
fn regimes_are_a_table() {
    let model = foederis::alliance::dilemma("caucasus").unwrap();
    let found = foederis::regimes(&model, foederis::Concept::SubgamePerfect, &Default::default()).unwrap();
    let shown = foederis::show::regimes::latex(&found).unwrap();
    assert_eq!(shown.matches("play: ").count(), found.cells.len(), "{shown}");
    assert_eq!(shown.matches("\\begin{").count(), shown.matches("\\end{").count());
    assert!(shown.contains("\\tabularnewline"), "{shown}");
}
