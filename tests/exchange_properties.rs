//! Random games come back from every format; random and damaged files are refused in an orderly way or read.

use foederis::exchange::{Format, read_bytes, read_text, write_text};
use foederis::game::{Labels, Outcome, OutcomeId, OutcomeTable, PlayerId, Slot, TreeBuilder};
use foederis::{Error, ExtensiveForm, Game, NormalForm, Rational};
use proptest::collection::vec;
use proptest::prelude::*;

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["", " ", "a", "b", "Support", "a#2", "2", "\\", "\"", "\\\"", "{ }", "t \"\" 0", "é\n"])
            .prop_map(str::to_owned),
        1 => "[^\\x00]{0,6}",
    ]
}

fn payoff() -> impl Strategy<Value = Rational> {
    prop_oneof![
        (-3i64..4).prop_map(Rational::from),
        (any::<i64>(), 1i64..100).prop_map(|(num, den)| Rational::new(num, den).unwrap()),
        (any::<i64>(), any::<i64>()).prop_map(|(a, b)| Rational::from(a) * Rational::from(b)),
    ]
}

/// Tables of one to four players; with outcomes if `shared`.
fn table() -> impl Strategy<Value = Game> {
    let shape = vec(1usize..4, 1..5);
    (shape, any::<bool>(), any::<u64>()).prop_flat_map(|(shape, shared, _)| {
        let (n, size) = (shape.len(), shape.iter().product::<usize>());
        let names = vec(label(), n);
        let strategies: Vec<_> = shape.iter().map(|count| vec(label(), *count)).collect();
        let outcomes = vec((label(), vec(payoff(), n)), 0..4);
        let cells = vec(vec(payoff(), n), size);
        let numbers = vec(0usize..4, size);
        (label(), label(), names, strategies, outcomes, cells, numbers).prop_map(
            move |(title, comment, names, strategies, outcomes, cells, numbers)| {
                let mut game = NormalForm::builder().title(title).comment(comment).names_as_written();
                for (name, strategies) in names.into_iter().zip(strategies) {
                    game = game.player(name, strategies);
                }
                if !shared {
                    let mut cells = cells.into_iter();
                    return game.payoffs(|_| cells.next().unwrap()).unwrap().into();
                }
                let number =
                    |number: usize| number.checked_sub(1).filter(|id| *id < outcomes.len()).map(OutcomeId::from);
                let by_profile = numbers.into_iter().map(number).collect();
                let outcomes =
                    outcomes.iter().map(|(label, payoffs)| Outcome { label: label.clone(), payoffs: payoffs.clone() });
                game.outcomes(OutcomeTable { outcomes: outcomes.collect(), by_profile }).unwrap().into()
            },
        )
    })
}

/// What a random tree is grown from.
#[derive(Debug, Clone)]
struct Seeds {
    title: String,
    players: Vec<String>,
    infosets: Vec<(usize, String, Vec<String>)>,
    chance: Vec<(String, Vec<(String, u8)>)>,
    outcomes: Vec<(String, Vec<Rational>)>,
    /// For each step: which open end grows, into what, its label and its outcome.
    steps: Vec<(usize, usize, String, usize)>,
}

fn seeds() -> impl Strategy<Value = Seeds> {
    let infosets = vec((0usize..4, label(), vec(label(), 1..4)), 1..5);
    let chance = vec((label(), vec((label(), 1u8..5), 1..4)), 1..3);
    let outcomes = vec((label(), vec(payoff(), 0..4)), 0..5);
    let steps = vec((0usize..100, 0usize..8, label(), 0usize..7), 0..25);
    (label(), vec(label(), 1..4), infosets, chance, outcomes, steps).prop_map(
        |(title, players, infosets, chance, outcomes, steps)| Seeds {
            title,
            players,
            infosets,
            chance,
            outcomes,
            steps,
        },
    )
}

fn grow(seeds: &Seeds) -> ExtensiveForm {
    let n = seeds.players.len();
    let mut tree = ExtensiveForm::builder(&seeds.players).title(&seeds.title).comment("").names_as_written();
    let infosets: Vec<_> = seeds
        .infosets
        .iter()
        .map(|(player, label, actions)| tree.add_infoset(PlayerId::from(player % n), label, Labels::new(actions)))
        .collect();
    let chance: Vec<_> = seeds.chance.iter().map(|(label, events)| add_chance(&mut tree, label, events)).collect();
    let outcomes: Vec<_> = seeds
        .outcomes
        .iter()
        .map(|(label, payoffs)| {
            let payoffs = if payoffs.len() < n { Vec::new() } else { payoffs[..n].to_vec() };
            tree.add_outcome(label, payoffs).unwrap()
        })
        .collect();
    let mut open: Vec<Slot> = vec![tree.root()];
    for (which, kind, label, outcome) in &seeds.steps {
        if open.is_empty() {
            break;
        }
        let slot = open.swap_remove(which % open.len());
        tree.label(slot, label);
        if let Some(outcome) = outcomes.get(*outcome) {
            tree.place_outcome(slot, *outcome).unwrap();
        }
        match kind {
            0 => {}
            1 | 2 => open.extend(tree.place_chance(slot, chance[kind % chance.len()]).unwrap()),
            _ => open.extend(tree.place(slot, infosets[kind % infosets.len()]).unwrap()),
        }
    }
    tree.finish().unwrap()
}

fn add_chance(tree: &mut TreeBuilder, label: &str, events: &[(String, u8)]) -> foederis::game::ChanceId {
    let total: i64 = events.iter().map(|(_, weight)| i64::from(*weight)).sum();
    let probabilities = events.iter().map(|(_, weight)| Rational::new(i64::from(*weight), total).unwrap()).collect();
    tree.add_chance(label, Labels::new(events.iter().map(|(label, _)| label.as_str())), probabilities).unwrap()
}

fn tree() -> impl Strategy<Value = Game> {
    seeds().prop_map(|seeds| grow(&seeds).into())
}

fn game() -> impl Strategy<Value = Game> {
    prop_oneof![table(), tree()]
}

fn own_format(game: &Game) -> Format {
    match game {
        Game::Normal(_) => Format::Nfg,
        Game::Extensive(_) => Format::Efg,
    }
}

/// Whatever a reader makes of the bytes, it is an error with a place or a game that comes back from every format.
fn orderly(bytes: &[u8]) -> Result<(), TestCaseError> {
    for format in Format::ALL {
        match read_bytes(bytes, format) {
            Ok(game) => comes_back(&game)?,
            Err(Error::Input(error)) => {
                prop_assert!(!error.message.is_empty());
                let place = error.place.expect("errors of readers have a place");
                let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
                prop_assert!((1..=lines).contains(&place.line), "{:?}: {:?}", format, error);
            }
            Err(Error::TooLarge { .. }) => {}
            Err(other) => prop_assert!(false, "{:?}: {:?}", format, other),
        }
    }
    Ok(())
}

fn comes_back(game: &Game) -> Result<(), TestCaseError> {
    for format in [own_format(game), Format::Json] {
        let text = write_text(game, format).unwrap();
        let back = read_text(&text, format);
        prop_assert_eq!(back.as_ref(), Ok(game), "{}", text);
    }
    let value: Game = serde_json::from_str(&serde_json::to_string(game).unwrap()).unwrap();
    prop_assert_eq!(&value, game);
    Ok(())
}

/// Words of the formats, so that random texts get somewhere.
fn words() -> impl Strategy<Value = String> {
    let words = [
        "NFG 1 R \"\" { \"A\" \"B\" } ",
        "EFG 2 R \"\" { \"A\" \"B\" } ",
        "{ 2 2 } ",
        "p \"\" 1 1 ",
        "t \"\" 0 ",
        "c \"\" 1 \"\" ",
        "{ \"x\" 1/2 \"y\" 1/2 } ",
        "{ \"x\" \"y\" } ",
        "{ ",
        "} ",
        "\"x\" ",
        "1 ",
        "0 ",
        "-1/2 ",
        ", ",
        "\n",
        "99999999999 ",
        "{\"format\":\"foederis-game/1\",",
        "\"kind\":\"normal\",",
        "\"nodes\":[",
        "{\"information_set\":0}",
        "]",
        "null",
    ];
    vec(prop::sample::select(words.to_vec()), 0..40).prop_map(|words| words.concat())
}

/// A damage to a text: at a place, so many bytes are replaced by others.
fn damage() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let insert = prop_oneof![
        vec(any::<u8>(), 0..3),
        prop::sample::select(vec!["\"", "{", "}", ",", " ", "0", "9", "-", "/", "\\", "[", "]", "null", "e9"])
            .prop_map(|text| text.as_bytes().to_vec()),
    ];
    (any::<prop::sample::Index>(), 0usize..4, insert)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn games_come_back(game in game()) {
        comes_back(&game)?;
    }

    #[test]
    fn random_bytes_are_handled(bytes in vec(any::<u8>(), 0..200)) {
        orderly(&bytes)?;
        orderly(String::from_utf8_lossy(&bytes).as_bytes())?;
    }

    #[test]
    fn random_words_are_handled(text in words()) {
        orderly(text.as_bytes())?;
    }

    #[test]
    fn damaged_files_are_handled(game in game(), json in any::<bool>(), damages in vec(damage(), 1..4)) {
        let format = if json { Format::Json } else { own_format(&game) };
        let mut bytes = write_text(&game, format).unwrap().into_bytes();
        for (place, length, insert) in damages {
            let start = place.index(bytes.len() + 1);
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, insert);
        }
        orderly(&bytes)?;
    }
}
