//! A whole account of a dilemma: the game, its equilibria, why the rest fail, and the story.

use super::source::Source;
use crate::error::Error;
use crate::game::{Game, MixedProfile, PlayerId, Profile, StrategicOptions};
use crate::model::Model;
use crate::show::story::story;
use crate::show::{View, html, json, text};
use crate::solve::{
    Control, Equilibrium, NashOptions, PureNashOptions, SequentialOptions, Solution, SubgamePerfectOptions, nash,
    pure_nash, sequential, subgame_perfect,
};
use crate::verify::{Check, Report, Threat, WhyNot, verify, why_not};

/// How wide running text is.
const COLUMNS: usize = 100;

/// How many candidates are explained.
const CANDIDATES: usize = 6;

/// How many candidates of one name are looked at.
const LOOKED_AT: usize = 100;

/// How many cells of a table are candidates.
const MAX_CELLS: usize = 64;

/// The most profiles of plans that are searched for candidates.
const MAX_PROFILES: usize = 1 << 16;

/// An account, in pieces.
pub struct Account {
    pub game: Game,
    pub solution: Solution,
    pub title: String,
    pub summary: String,
    pub note: String,
    /// Symbol, value, meaning and term of each parameter.
    pub parameters: Vec<Vec<String>>,
    /// What the verifier, which knows no solver, says of the first equilibrium; `None` if there is none.
    pub proof: Option<Report>,
    /// Profiles that fail, each with the reason.
    pub failures: Vec<(String, String)>,
    /// The story of the first equilibrium; empty if there is none.
    pub story: String,
}

impl Account {
    /// The account of a model at some values.
    pub fn new(source: &Source) -> Result<Account, Error> {
        let game = source.game.clone();
        let solution = main_solution(&game)?;
        let model = source.model.as_ref();
        let first = solution.equilibria.first();
        let title = match source.settings() {
            Some(settings) => format!("{} ({settings})", game.title()),
            None => game.title().to_owned(),
        };
        Ok(Account {
            title,
            summary: model.map_or(String::new(), |model| model.summary().to_owned()),
            note: model.map_or(String::new(), |model| model.note().to_owned()),
            parameters: model.map_or(Ok(Vec::new()), |model| parameters(model, source))?,
            proof: first.map(|first| proof(&game, &solution, first)).transpose()?,
            failures: failures(&game, &solution)?,
            story: first.map_or(String::new(), |first| story(&game, first, &Default::default())),
            game,
            solution,
        })
    }

    /// The account for the terminal.
    pub fn text(&self) -> String {
        let rule = "=".repeat(self.title.chars().count().min(COLUMNS));
        let mut parts = vec![format!("{}\n{rule}", self.title)];
        parts.extend((!self.summary.is_empty()).then(|| wrap(&self.summary, "")));
        parts.extend((!self.parameters.is_empty()).then(|| format!("Parameters\n{}", columns(&self.parameters))));
        let game = View::Game(&self.game).text();
        parts.push(game.strip_prefix(self.game.title()).unwrap_or(&game).trim_start_matches('\n').to_owned());
        parts.push(text::solution(&self.game, &self.solution));
        parts.extend(self.proof.as_ref().map(|report| format!("Checked without the solver. {report}")));
        if !self.failures.is_empty() {
            parts.push("Why the rest fail\n-----------------".to_owned());
            parts.extend(self.failures.iter().map(|(name, why)| format!("{name}\n{}", wrap(why, "  "))));
        }
        if !self.story.is_empty() {
            parts.push(format!("The story\n---------\n{}", wrap(&self.story, "")));
        }
        parts.extend((!self.note.is_empty()).then(|| wrap(&self.note, "")));
        let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty()).collect();
        parts.join("\n\n") + "\n"
    }

    /// The account as HTML, without its title.
    pub fn html(&self) -> String {
        let mut body = html::paragraphs(&self.summary);
        if !self.parameters.is_empty() {
            body += &html::table_of("Parameters", &["Symbol", "Value", "Meaning", "Term"], &self.parameters);
        }
        // The solution of a tree shows the tree itself.
        if self.solution.is_empty() || matches!(self.game, Game::Normal(_)) {
            body += &html::game(&self.game);
        }
        body += &html::solution(&self.game, &self.solution);
        body += &self.proof.as_ref().map_or(String::new(), proof_html);
        if !self.failures.is_empty() {
            body += "<h3>Why the rest fail</h3>";
        }
        for (name, why) in &self.failures {
            body += &html::paragraphs(&format!("{name}:\n{why}"));
        }
        if !self.story.is_empty() {
            body += "<h3>The story</h3>";
            body += &html::paragraphs(&self.story);
        }
        body + &html::paragraphs(&self.note)
    }
}

/// The concept that fits the form of the game.
fn main_solution(game: &Game) -> Result<Solution, Error> {
    match game {
        Game::Extensive(tree) if tree.has_private_information() => {
            let found = sequential(game, &SequentialOptions::default())?;
            if found.complete() { Ok(found) } else { subgame_perfect(game, &SubgamePerfectOptions::default()) }
        }
        Game::Extensive(_) => subgame_perfect(game, &SubgamePerfectOptions::default()),
        Game::Normal(table) if table.num_players() == 2 => nash(game, &NashOptions::default()),
        Game::Normal(_) => pure_nash(game, &PureNashOptions::default()),
    }
}

fn parameters(model: &Model, source: &Source) -> Result<Vec<Vec<String>>, Error> {
    let set: Vec<_> = source.set.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let point = model.point(&set)?;
    let row = |(parameter, value): (&crate::model::Parameter, &crate::number::Rational)| {
        vec![parameter.symbol.clone(), value.to_string(), parameter.meaning.clone(), parameter.term.clone()]
    };
    Ok(model.parameters().iter().zip(&point).map(row).collect())
}

fn proof(game: &Game, solution: &Solution, equilibrium: &Equilibrium) -> Result<Report, Error> {
    verify(game, &json::certificate(game, solution.concept, equilibrium)?)
}

fn proof_html(report: &Report) -> String {
    let verdict = if report.ok() { "confirmed" } else { "NOT confirmed" };
    let row = |check: &Check| {
        let result = if check.passed { "holds" } else { "FAILS" };
        vec![check.what.clone(), result.to_owned(), check.detail.clone()]
    };
    let rows: Vec<Vec<String>> = report.checks.iter().map(row).collect();
    html::table_of(&format!("Checked without the solver: {verdict}"), &["Check", "Result", "Numbers"], &rows)
}

/// Rows as lines: symbol, value, meaning and, in parentheses, the term.
fn columns(rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (symbols, values) = (width(0), width(1));
    let line = |row: &Vec<String>| {
        let term = if row[3].is_empty() { String::new() } else { format!(" ({})", row[3]) };
        let line = format!("  {:<symbols$}  {:>values$}  {}{term}", row[0], row[1], row[2]);
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Candidates that fail: on a tree pure equilibria with other outcomes, in a table other pure profiles. Of several with
/// one name the one with the plainest reason is taken.
fn failures(game: &Game, solution: &Solution) -> Result<Vec<(String, String)>, Error> {
    let accepted: Vec<String> = solution.equilibria.iter().filter_map(|found| name(game, &found.profile)).collect();
    let mut groups: Vec<(String, Vec<Profile>)> = Vec::new();
    for profile in candidates(game)? {
        let Some(name) = name(game, &profile).filter(|name| !accepted.contains(name)) else { continue };
        match groups.iter().position(|(known, _)| *known == name) {
            Some(position) => groups[position].1.push(profile),
            None if groups.len() < CANDIDATES => groups.push((name, vec![profile])),
            None => {}
        }
    }
    let mut failures = Vec::with_capacity(groups.len());
    for (name, profiles) in groups {
        let reasons = profiles.iter().take(LOOKED_AT).map(|profile| why_not(game, profile, &Default::default()));
        let reasons: Vec<WhyNot> = reasons.collect::<Result<_, _>>()?;
        let plainest = reasons.iter().filter(|reason| !reason.ok()).min_by_key(|reason| plainness(reason));
        failures.extend(plainest.map(|reason| (name, reason.to_string())));
    }
    Ok(failures)
}

/// Few threats are plain, and plainer if somebody's behaviour rests on each and nothing else would change with it.
fn plainness(reason: &WhyNot) -> (usize, usize) {
    let aside = |threat: &Threat| usize::from(threat.deterred.is_none()) + threat.given.len();
    let asides: usize = reason.threats.iter().map(aside).sum();
    (asides + reason.more_threats, reason.threats.len() + reason.deviations.len())
}

fn candidates(game: &Game) -> Result<Vec<Profile>, Error> {
    match game {
        Game::Normal(table) => {
            let pure = |number: usize| Profile::Mixed(MixedProfile::pure(&table.profile(number), &table.shape()));
            Ok((0..table.num_profiles().min(MAX_CELLS)).map(pure).collect())
        }
        Game::Extensive(_) => {
            let strategic = StrategicOptions { max_profiles: MAX_PROFILES, ..StrategicOptions::default() };
            let control = Control { max_equilibria: Some(MAX_PROFILES), ..Control::default() };
            let found = match pure_nash(game, &PureNashOptions { strategic, control }) {
                Err(Error::TooLarge { .. }) => return Ok(Vec::new()),
                found => found?,
            };
            Ok(found.equilibria.into_iter().map(|equilibrium| equilibrium.profile).collect())
        }
    }
}

/// What to call a profile by where it leads; `None` for mixed profiles of tables.
fn name(game: &Game, profile: &Profile) -> Option<String> {
    match (game, profile) {
        (Game::Normal(table), Profile::Mixed(mixed)) => {
            let choices = mixed.choices()?;
            let word = |(player, choice): (PlayerId, &usize)| table.strategies(player).key(*choice);
            Some(table.player_ids().zip(&choices).map(word).collect::<Vec<_>>().join(", "))
        }
        (Game::Extensive(tree), Profile::Behavior(behavior)) => {
            let odds = tree.reach_probabilities(behavior).ok()?;
            let ends = tree.terminals().filter(|end| !odds[end.index()].is_zero());
            let ends: Vec<String> = ends.map(|end| tree.path(end).join(", ")).collect();
            Some(format!("A Nash equilibrium that leads to {}", ends.join(" or ")))
        }
        _ => None,
    }
}

/// Breaks lines at spaces, and indents them.
fn wrap(text: &str, indent: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let own = &paragraph[..paragraph.len() - paragraph.trim_start().len()];
        let mut line = format!("{indent}{own}");
        let start = line.chars().count();
        for word in paragraph.split_whitespace() {
            if line.chars().count() > start && line.chars().count() + 1 + word.chars().count() > COLUMNS {
                lines.push(std::mem::replace(&mut line, format!("{indent}{own}")));
            }
            if line.chars().count() > start {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}
