//! Games of three players who are alike. The answers follow from one condition each, given beside the game.

use super::case::{Case, Expected};
use super::many_players::club;

pub fn cases() -> Vec<Case> {
    let case = |name, source, game, expected| Case { name, source, game, expected };
    vec![
        // A first answer is best where the others' probabilities of it sum to 1 or more.
        case(
            "Majority of three",
            "Schelling 1978, Micromotives and Macrobehavior, chapter 7, for the family; equilibria by hand",
            club(3, ["Left", "Right"], |left, lefts| i64::from(left == (lefts >= 2))),
            vec![
                Expected::Nash(&[&["1 0", "1 0", "1 0"], &["0 1", "0 1", "0 1"], &["1/2 1/2", "1/2 1/2", "1/2 1/2"]]),
                Expected::Shape { extreme: 3, dimensions: &[0, 0, 0] },
            ],
        ),
        // Pure equilibria: two on one side. The third player is indifferent, so they are joined by segments.
        case(
            "Minority of three",
            "Challet and Zhang 1997, Emergence of cooperation and organization in an evolutionary game, Physica A 246",
            club(3, ["Left", "Right"], |left, lefts| i64::from(if left { lefts == 1 } else { lefts == 2 })),
            vec![
                Expected::Pure(&[
                    &["Left", "Left", "Right"],
                    &["Left", "Right", "Left"],
                    &["Right", "Left", "Left"],
                    &["Right", "Right", "Left"],
                    &["Right", "Left", "Right"],
                    &["Left", "Right", "Right"],
                ]),
                Expected::Shape { extreme: 7, dimensions: &[1, 0] },
            ],
        ),
        // A supporter must be pivotal with probability 3/8: 2p(1-p) among equals, 1-p beside a sure supporter.
        case(
            "Three allies, two of them needed, benefit 8 and cost 3",
            "Palfrey and Rosenthal 1984, Participation and the provision of discrete public goods; solved by hand",
            club(3, ["Support", "Abstain"], |supports, count| 8 * i64::from(count >= 2) - 3 * i64::from(supports)),
            vec![Expected::Nash(&[
                &["0 1", "0 1", "0 1"],
                &["1 0", "1 0", "0 1"],
                &["1 0", "0 1", "1 0"],
                &["0 1", "1 0", "1 0"],
                &["1 0", "5/8 3/8", "5/8 3/8"],
                &["5/8 3/8", "1 0", "5/8 3/8"],
                &["5/8 3/8", "5/8 3/8", "1 0"],
                &["1/4 3/4", "1/4 3/4", "1/4 3/4"],
                &["3/4 1/4", "3/4 1/4", "3/4 1/4"],
            ])],
        ),
        // Each waits with the square root of cost over benefit, which is 1/2.
        case(
            "Volunteer's dilemma of three, benefit 2, cost 1",
            "Diekmann 1985, doi:10.1177/0022002785029004003: each waits with probability (cost/benefit)^(1/(n-1))",
            club(3, ["Help", "Wait"], |helps, helpers| 2 * i64::from(helpers > 0) - i64::from(helps)),
            vec![
                Expected::Irrational(&[1.0 - std::f64::consts::FRAC_1_SQRT_2; 3]),
                Expected::Shape { extreme: 7, dimensions: &[0; 7] },
            ],
        ),
        // Going pays where both others go with probability below 1/2.
        case(
            "A bar with room for two of three, mixed",
            "Arthur 1994, Inductive reasoning and bounded rationality, American Economic Review 84(2); solved by hand",
            club(3, ["Go", "Stay"], |goes, there| i64::from(goes) * if there <= 2 { 1 } else { -1 }),
            vec![
                Expected::Irrational(&[std::f64::consts::FRAC_1_SQRT_2; 3]),
                Expected::Shape { extreme: 7, dimensions: &[0; 7] },
            ],
        ),
    ]
}
