//! Tables of three and more players.

use foederis::{Game, NormalForm, Rational};

use super::case::{Case, Expected};

/// Players who each say yes or no; payoffs depend on the own answer and on how many say yes.
pub fn club(players: usize, answers: [&str; 2], payoff: impl Fn(bool, i64) -> i64) -> Game {
    let mut builder = NormalForm::builder();
    for player in 1..=players {
        builder = builder.player(format!("Player {player}"), answers);
    }
    let cell = |profile: &[usize]| {
        let yes = profile.iter().filter(|&&answer| answer == 0).count() as i64;
        profile.iter().map(|&answer| Rational::from(payoff(answer == 0, yes))).collect()
    };
    builder.payoffs(cell).unwrap().into()
}

/// Each wins by matching the next player, the last one by not matching the first.
fn pennies() -> Game {
    let names = ["Heads", "Tails"];
    let builder = NormalForm::builder().player("A", names).player("B", names).player("C", names);
    let win = |yes: bool| Rational::from(if yes { 1 } else { -1 });
    builder.payoffs(|s| vec![win(s[0] == s[1]), win(s[1] == s[2]), win(s[2] != s[0])]).unwrap().into()
}

pub fn cases() -> Vec<Case> {
    let case = |name, source, game, expected| Case { name, source, game, expected };
    vec![
        case(
            "Volunteer's dilemma of three, benefit 4, cost 1",
            "Diekmann 1985, doi:10.1177/0022002785029004003: each waits with probability (cost/benefit)^(1/(n-1)) = 1/2",
            club(3, ["Help", "Wait"], |helps, helpers| 4 * i64::from(helpers > 0) - i64::from(helps)),
            vec![Expected::Nash(&[
                &["1 0", "0 1", "0 1"],
                &["0 1", "1 0", "0 1"],
                &["0 1", "0 1", "1 0"],
                &["3/4 1/4", "3/4 1/4", "0 1"],
                &["3/4 1/4", "0 1", "3/4 1/4"],
                &["0 1", "3/4 1/4", "3/4 1/4"],
                &["1/2 1/2", "1/2 1/2", "1/2 1/2"],
            ])],
        ),
        case(
            "Matching pennies of three",
            "Jordan 1993, doi:10.1006/game.1993.1022",
            pennies(),
            vec![Expected::Nash(&[&["1/2 1/2", "1/2 1/2", "1/2 1/2"]]), Expected::Pure(&[])],
        ),
        case(
            "Public good, half of each contribution comes back",
            "Olson 1965, The Logic of Collective Action",
            club(3, ["Give", "Keep"], |gives, givers| 2 * givers - 3 * i64::from(gives)),
            vec![Expected::Survivors(&[&["Keep"], &["Keep"], &["Keep"]]), Expected::Nash(&[&["0 1", "0 1", "0 1"]])],
        ),
        case(
            "Four allies, two of them needed, benefit 10 and cost 4",
            "Palfrey and Rosenthal 1984, doi:10.1016/0047-2727(84)90023-9, for the family; 29 by exhaustive certified search",
            club(4, ["Support", "Abstain"], |supports, count| 10 * i64::from(count >= 2) - 4 * i64::from(supports)),
            vec![Expected::Shape { extreme: 29, dimensions: &[0; 29] }],
        ),
        case(
            "A bar with room for two of three",
            "Arthur 1994, American Economic Review 84(2)",
            club(3, ["Go", "Stay"], |goes, there| {
                if !goes {
                    0
                } else if there <= 2 {
                    1
                } else {
                    -1
                }
            }),
            vec![Expected::Pure(&[&["Go", "Go", "Stay"], &["Go", "Stay", "Go"], &["Stay", "Go", "Go"]])],
        ),
    ]
}
