//! LaTeX.

use super::games::*;
use foederis::show::View;
use foederis::{Game, NashOptions};

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
