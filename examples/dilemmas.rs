//! When does Russia support Armenia? The model that ships with the library, at other parameters.
//!
//! Run it with `cargo run --example dilemmas`.

use foederis::alliance::dilemma;
use foederis::{Error, Game, Profile, Rational, subgame_perfect};

fn main() -> Result<(), Error> {
    let model = dilemma("caucasus")?;
    println!("{}\n{}\n", model.title(), model.note());
    println!("Russia's loss if Armenia leaves (e), Armenia's net value of leaving (n), and what follows:");
    for (e, n) in [(4, -1), (6, -1), (4, 1), (5, 1), (6, 1)] {
        let game = model.at(&[("e", e.into()), ("n", n.into())])?;
        let solution = subgame_perfect(&game, &Default::default())?;
        let answers: Vec<String> = solution.equilibria.iter().map(|found| answer(&game, &found.profile)).collect();
        println!("  e = {e}, n = {n:>2}: {}", answers.join(", or "));
    }
    Ok(())
}

/// What Russia would do if Armenia called, in a profile of pure plans.
fn answer(game: &Game, profile: &Profile) -> String {
    let (Game::Extensive(tree), Profile::Behavior(plans)) = (game, profile) else { return "no tree".into() };
    let russia = tree.infosets().iter().zip(&plans.0).find(|(infoset, _)| infoset.key == "after invocation");
    let Some((infoset, row)) = russia else { return "no such decision".into() };
    let chosen = row.iter().position(|probability| *probability == Rational::ONE);
    chosen.map_or_else(|| "mixes".into(), |action| format!("Russia would choose {}", infoset.actions.key(action)))
}
