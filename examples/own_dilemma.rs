//! A dilemma of one's own, built, solved, checked and told in Rust.
//!
//! Rival may blockade the harbour of Host; Patron, Host's ally, sends an escort or watches. Run it with
//! `cargo run --example own_dilemma`.

use foederis::show::{story, text};
use foederis::{Certificate, Error, ExtensiveForm, Game, pure_nash, subgame_perfect, verify, why_not};

fn main() -> Result<(), Error> {
    let game = blockade()?;
    println!("{}", text::game(&game));

    let solution = subgame_perfect(&game, &Default::default())?;
    println!("{}: {}", solution.claim, solution.len());
    for equilibrium in &solution.equilibria {
        println!("\n{}", story::story(&game, equilibrium, &Default::default()));

        // The certificate goes through text, as it would through a file; the checker knows nothing of the solver.
        let certificate = Certificate::new(&game, solution.concept, &equilibrium.profile)?;
        let report = verify(&game, &Certificate::from_json(&certificate.to_json())?)?;
        println!("\n{report}");
    }

    println!("\nOther Nash equilibria, and what they rest on:");
    for other in &pure_nash(&game, &Default::default())?.equilibria {
        let reason = why_not(&game, &other.profile, &Default::default())?;
        if !reason.ok() {
            println!("\n{}\n{reason}", text::equilibrium(&game, other));
        }
    }
    Ok(())
}

/// The tree, with payoffs to Rival, Patron and Host.
fn blockade() -> Result<Game, Error> {
    let mut tree = ExtensiveForm::builder(["Rival", "Patron", "Host"]).title("The blockade");
    let start = tree.root();
    let first = tree.decision(start, "Rival", "", ["Wait", "Blockade"])?;
    tree.payoffs(first[0], [0, 0, 0])?;
    let answer = tree.decision(first[1], "Patron", "after Blockade", ["Escort", "Watch"])?;
    tree.payoffs(answer[0], [-4, -4, -1])?;
    let alone = tree.decision(answer[1], "Host", "after Watch", ["Hold out", "Give in"])?;
    tree.payoffs(alone[0], [-1, -1, -5])?;
    tree.payoffs(alone[1], [3, -3, -3])?;
    Ok(tree.finish()?.into())
}
