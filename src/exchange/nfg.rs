//! Gambit's `.nfg` files: games in normal form, with payoffs or with outcomes.
//!
//! The file begins with `NFG 1 R`, a title, the players, and the strategies: either names (a list of lists) or only
//! their counts. A comment may follow. Then come either the payoffs of every profile, or a list of outcomes and the
//! number of an outcome for every profile (0 for none). Profiles are listed with the first player's strategy running
//! fastest. Payoffs are utilities, read exactly; `0.1` is one tenth.

use super::tokens::{Token, Tokens, join, quote, quote_all};
use crate::error::Error;
use crate::game::{
    DEFAULT_MAX_PROFILES, Labels, NormalForm, NormalFormBuilder, Outcome, OutcomeId, OutcomeTable, PlayerId,
};
use crate::number::Rational;

const STRATEGIES: &str = "strategies are named, { { \"a\" \"b\" } { \"x\" \"y\" } }, or counted, { 2 2 }";

/// Reads the text of a `.nfg` file, of at most [`DEFAULT_MAX_PROFILES`] profiles.
///
/// # Errors
/// [`Error::Input`] with line and column when the text is not such a file; [`Error::TooLarge`].
///
/// # Example
/// ```
/// use foederis::exchange::nfg;
/// let game = nfg::read("NFG 1 R \"Chicken\" { \"A\" \"B\" } { 2 2 }  0 0 1/2 -1 -1 0.5 -1e1 -10")?;
/// assert_eq!(game.payoff(&[1, 0], game.player("A")?).to_string(), "1/2");
/// assert_eq!(nfg::read(&nfg::write(&game))?, game);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn read(text: &str) -> Result<NormalForm, Error> {
    read_within(text, DEFAULT_MAX_PROFILES)
}

/// Reads the text of a `.nfg` file, of at most so many profiles.
///
/// # Errors
/// As for [`read`].
pub fn read_within(text: &str, max_profiles: usize) -> Result<NormalForm, Error> {
    let mut tokens = Tokens::new(text)?;
    tokens.header("NFG", "1")?;
    let title = tokens.text("the title in quotes", "an empty title is \"\"")?;
    let players = tokens.players()?;
    let strategies = read_strategies(&mut tokens, &players)?;
    let table = Table::new(strategies.shape(), max_profiles)?;
    let comment = tokens.optional_text()?.unwrap_or_default();
    let game = NormalForm::builder().title(title).comment(comment).names_as_written().max_profiles(max_profiles);
    match tokens.current() {
        Token::Open => {
            read_outcomes(&mut tokens, &table, |outcomes| name(game, &players, strategies).outcomes(outcomes))
        }
        _ => {
            let payoffs = read_payoffs(&mut tokens, &table)?;
            let n = players.len();
            let cell = |profile: &[usize]| {
                let start = table.file_number(profile) * n;
                payoffs[start..start + n].to_vec()
            };
            name(game, &players, strategies).payoffs(cell)
        }
    }
}

/// The strategies as the file gives them.
enum Strategies {
    Named(Vec<Vec<String>>),
    Counted(Vec<usize>),
}

impl Strategies {
    fn shape(&self) -> Vec<usize> {
        match self {
            Strategies::Named(names) => names.iter().map(Vec::len).collect(),
            Strategies::Counted(counts) => counts.clone(),
        }
    }
}

fn read_strategies(tokens: &mut Tokens<'_>, players: &[String]) -> Result<Strategies, Error> {
    tokens.take(Token::Open, STRATEGIES)?;
    let strategies = if matches!(tokens.current(), Token::Number(_)) {
        Strategies::Counted(players.iter().map(|player| read_count(tokens, player)).collect::<Result<_, _>>()?)
    } else {
        Strategies::Named(players.iter().map(|player| read_names(tokens, player)).collect::<Result<_, _>>()?)
    };
    if *tokens.current() != Token::Close {
        return Err(tokens.expected("'}' after the strategies of the last player", STRATEGIES));
    }
    tokens.advance()?;
    Ok(strategies)
}

fn read_count(tokens: &mut Tokens<'_>, player: &str) -> Result<usize, Error> {
    let start = tokens.here();
    let count = tokens.integer(&format!("the number of strategies of player '{player}'"), STRATEGIES)?;
    usize::try_from(count).ok().filter(|count| *count > 0).ok_or_else(|| {
        tokens.fault(start, format!("player '{player}' has {count} strategies"), "every player needs at least one")
    })
}

fn read_names(tokens: &mut Tokens<'_>, player: &str) -> Result<Vec<String>, Error> {
    let start = tokens.here();
    if *tokens.current() != Token::Open {
        return Err(tokens.expected(&format!("'{{' before the strategies of player '{player}'"), STRATEGIES));
    }
    let names = tokens.texts(&format!("a strategy of player '{player}'"), STRATEGIES)?;
    if names.is_empty() {
        let message = format!("player '{player}' has no strategies");
        return Err(tokens.fault(start, message, "every player needs at least one"));
    }
    Ok(names)
}

/// How many profiles there are, and in which order the file lists them.
struct Table {
    shape: Vec<usize>,
    /// Distances between neighbouring strategies when the first player's runs fastest.
    strides: Vec<usize>,
    profiles: usize,
}

impl Table {
    fn new(shape: Vec<usize>, limit: usize) -> Result<Self, Error> {
        let mut strides = Vec::with_capacity(shape.len());
        let mut profiles = 1usize;
        for count in &shape {
            strides.push(profiles);
            profiles = profiles.checked_mul(*count).filter(|size| *size <= limit).ok_or_else(|| Error::TooLarge {
                what: format!("the payoff table of {} players", shape.len()),
                limit: format!("{limit} profiles"),
                option: "max_profiles",
            })?;
        }
        Ok(Table { shape, strides, profiles })
    }

    fn file_number(&self, profile: &[usize]) -> usize {
        profile.iter().zip(&self.strides).map(|(strategy, stride)| strategy * stride).sum()
    }

    fn describe(&self) -> String {
        let counts: Vec<String> = self.shape.iter().map(ToString::to_string).collect();
        format!("{} strategies make {} profiles", counts.join(" x "), self.profiles)
    }
}

/// The builder with players and strategies, which are made only now that the table is known to be there.
fn name(mut game: NormalFormBuilder, players: &[String], strategies: Strategies) -> NormalFormBuilder {
    let names = match strategies {
        Strategies::Named(names) => names,
        Strategies::Counted(counts) => {
            counts.into_iter().map(|count| Labels::numbered(count).labels().to_vec()).collect()
        }
    };
    for (player, names) in players.iter().zip(names) {
        game = game.player(player, names);
    }
    game
}

fn read_payoffs(tokens: &mut Tokens<'_>, table: &Table) -> Result<Vec<Rational>, Error> {
    let needed = table.profiles.saturating_mul(table.shape.len());
    let help = || format!("{}, so {needed} payoffs must be given", table.describe());
    let mut payoffs = Vec::new();
    while payoffs.len() < needed {
        let what = format_args!("payoff {} of {needed}", payoffs.len() + 1);
        if !matches!(tokens.current(), Token::Number(_)) {
            let what = if payoffs.is_empty() { "payoffs, or a list of outcomes".into() } else { what.to_string() };
            return Err(tokens.expected(&what, &help()));
        }
        payoffs.push(tokens.number("a payoff", "")?);
        tokens.skip_comma()?;
    }
    match tokens.current() {
        Token::End => Ok(payoffs),
        _ => Err(tokens.expected("the end of the file", &help())),
    }
}

fn read_outcomes(
    tokens: &mut Tokens<'_>,
    table: &Table,
    build: impl FnOnce(OutcomeTable) -> Result<NormalForm, Error>,
) -> Result<NormalForm, Error> {
    const HELP: &str = "outcomes are listed so: { { \"name\" 1, -1 } { \"name\" 0, 2 } }";
    tokens.take(Token::Open, HELP)?;
    let mut outcomes = Vec::new();
    while *tokens.current() == Token::Open {
        tokens.advance()?;
        let label = tokens.text("the outcome's name in quotes", HELP)?;
        tokens.skip_comma()?;
        outcomes.push(Outcome { label, payoffs: tokens.payoffs(table.shape.len())? });
        tokens.skip_comma()?;
    }
    if *tokens.current() != Token::Close {
        return Err(tokens.expected("'{' before another outcome, or '}' after the last", HELP));
    }
    tokens.advance()?;
    let numbers = read_outcome_numbers(tokens, table, outcomes.len())?;
    let by_profile = profiles(&table.shape).map(|profile| numbers[table.file_number(&profile)]).collect();
    build(OutcomeTable { outcomes, by_profile })
}

fn read_outcome_numbers(
    tokens: &mut Tokens<'_>,
    table: &Table,
    outcomes: usize,
) -> Result<Vec<Option<OutcomeId>>, Error> {
    let help = || format!("{}; give each the number of an outcome, or 0 for none", table.describe());
    let mut numbers = Vec::new();
    while numbers.len() < table.profiles {
        let start = tokens.here();
        let what = format!("the outcome of profile {} of {}", numbers.len() + 1, table.profiles);
        let number = tokens.integer(&what, &help())?;
        let known = usize::try_from(number).ok().filter(|number| *number <= outcomes);
        let Some(number) = known else {
            let message = format!("there is no outcome {number}; the file lists {outcomes}");
            return Err(tokens.fault(start, message, "number outcomes from 1 in the order of the list, 0 for none"));
        };
        numbers.push(number.checked_sub(1).map(OutcomeId::from));
        tokens.skip_comma()?;
    }
    match tokens.current() {
        Token::End => Ok(numbers),
        _ => Err(tokens.expected("the end of the file", &help())),
    }
}

/// All profiles, the last player's strategy running fastest.
fn profiles(shape: &[usize]) -> impl Iterator<Item = Vec<usize>> + '_ {
    let count: usize = shape.iter().product();
    (0..count).map(move |mut number| {
        let mut profile = vec![0; shape.len()];
        for (strategy, count) in profile.iter_mut().zip(shape).rev() {
            (*strategy, number) = (number % count, number / count);
        }
        profile
    })
}

/// The game as the text of a `.nfg` file: with outcomes if it was made with outcomes, else with payoffs.
pub fn write(game: &NormalForm) -> String {
    let mut text = format!("NFG 1 R {} {}\n\n{{", quote(game.title()), quote_all(game.players().labels()));
    for player in game.player_ids() {
        text += &format!(" {}\n", quote_all(game.strategies(player).labels()));
    }
    text += &format!("}}\n{}\n\n", quote(game.comment()));
    match game.outcomes() {
        Some(table) => write_outcomes(game, table, &mut text),
        None => write_payoffs(game, &mut text),
    }
    text
}

fn write_payoffs(game: &NormalForm, text: &mut String) {
    for number in file_order(game) {
        let payoffs: Vec<String> = game.payoffs_of(number).iter().map(ToString::to_string).collect();
        text.push_str(&payoffs.join(" "));
        text.push('\n');
    }
}

fn write_outcomes(game: &NormalForm, table: &OutcomeTable, text: &mut String) {
    text.push_str("{\n");
    for outcome in &table.outcomes {
        text.push_str(&format!("{{ {} {} }}\n", quote(&outcome.label), join(&outcome.payoffs)));
    }
    text.push_str("}\n");
    let row = game.strategies(PlayerId(0)).len();
    for (position, number) in file_order(game).enumerate() {
        let outcome = table.by_profile[number].map_or(0, |id| id.index() + 1);
        let end = if (position + 1) % row == 0 { '\n' } else { ' ' };
        text.push_str(&format!("{outcome}{end}"));
    }
}

/// The numbers of our profiles in the order of the file: the first player's strategy runs fastest.
fn file_order(game: &NormalForm) -> impl Iterator<Item = usize> + '_ {
    let shape = game.shape();
    (0..game.num_profiles()).map(move |mut number| {
        let digit = |player: usize| {
            let strategy = number % shape[player];
            number /= shape[player];
            strategy * game.stride(PlayerId::from(player))
        };
        (0..shape.len()).map(digit).sum()
    })
}
