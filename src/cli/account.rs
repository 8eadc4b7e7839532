//! A whole account of a dilemma: the game, its equilibria, why other candidates fail, and the story.

use super::source::Source;
use crate::error::Error;
use crate::game::{Game, Profile, StrategicOptions};
use crate::model::Model;
use crate::show::story::{StoryOptions, story};
use crate::show::{View, html, text};
use crate::solve::{
    Control, Equilibrium, NashOptions, PureNashOptions, Solution, SubgamePerfectOptions, nash, pure_nash,
    subgame_perfect,
};
use crate::verify::{Certificate, verify, why_not};

/// How wide running text is.
const COLUMNS: usize = 100;

/// How many candidates are explained.
const CANDIDATES: usize = 6;

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
    /// What the verifier says of the first equilibrium.
    pub proof: String,
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
        let told = StoryOptions { illustrative: model.is_some_and(|model| !model.note().is_empty()), ..<_>::default() };
        let title = match source.settings() {
            Some(settings) => format!("{} ({settings})", game.title()),
            None => game.title().to_owned(),
        };
        Ok(Account {
            title,
            summary: model.map_or(String::new(), |model| model.summary().to_owned()),
            note: model.map_or(String::new(), |model| model.note().to_owned()),
            parameters: model.map_or(Ok(Vec::new()), |model| parameters(model, source))?,
            proof: first.map_or(Ok(String::new()), |first| proof(&game, &solution, first))?,
            failures: failures(&game, &solution)?,
            story: first.map_or(String::new(), |first| story(&game, first, &told)),
            game,
            solution,
        })
    }

    /// The account for the terminal.
    pub fn text(&self) -> String {
        let rule = "=".repeat(self.title.chars().count().min(COLUMNS));
        let mut parts = vec![format!("{}\n{rule}", self.title)];
        parts.extend((!self.summary.is_empty()).then(|| wrap(&self.summary, "")));
        parts.push(View::Game(&self.game).text());
        parts.push(text::solution(&self.game, &self.solution));
        parts.push(self.proof.clone());
        if !self.failures.is_empty() {
            parts.push("Why other candidates fail\n-------------------------".to_owned());
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
        body += &html::game(&self.game);
        body += &html::solution(&self.game, &self.solution);
        body += &html::paragraphs(&self.proof);
        if !self.failures.is_empty() {
            body += "<h3>Why other candidates fail</h3>";
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

/// What the verifier, which knows no solver, says of an equilibrium.
fn proof(game: &Game, solution: &Solution, equilibrium: &Equilibrium) -> Result<String, Error> {
    let certificate = Certificate::new(game, solution.concept, &equilibrium.profile)?;
    Ok(format!("Checked without the solver. {}", verify(game, &certificate)?))
}

/// Candidates that fail: on a tree other pure equilibria, one for each outcome; in a table other pure profiles.
fn failures(game: &Game, solution: &Solution) -> Result<Vec<(String, String)>, Error> {
    let accepted = |profile: &Profile| solution.equilibria.iter().any(|found| found.profile == *profile);
    let mut failures: Vec<(String, String)> = Vec::new();
    for (name, profile) in candidates(game)? {
        if failures.len() == CANDIDATES {
            break;
        }
        if accepted(&profile) || failures.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let answer = why_not(game, &profile)?;
        if !answer.ok() {
            failures.push((name, answer.to_string()));
        }
    }
    Ok(failures)
}

fn candidates(game: &Game) -> Result<Vec<(String, Profile)>, Error> {
    match game {
        Game::Normal(table) => {
            let named = |number: usize| {
                let choices = table.profile(number);
                let word = |(player, &choice): (crate::game::PlayerId, &usize)| table.strategies(player).key(choice);
                let name = table.player_ids().zip(&choices).map(word).collect::<Vec<_>>().join(", ");
                let profile = crate::game::MixedProfile::pure(&choices, &table.shape());
                (name, Profile::Mixed(profile))
            };
            Ok((0..table.num_profiles().min(64)).map(named).collect())
        }
        Game::Extensive(tree) => {
            let strategic = StrategicOptions { max_profiles: MAX_PROFILES, ..StrategicOptions::default() };
            let control = Control { max_equilibria: Some(MAX_PROFILES), ..Control::default() };
            let found = match pure_nash(game, &PureNashOptions { strategic, control }) {
                Err(Error::TooLarge { .. }) => return Ok(Vec::new()),
                found => found?,
            };
            let named = |equilibrium: Equilibrium| {
                let Profile::Behavior(profile) = &equilibrium.profile else { return None };
                let odds = tree.reach_probabilities(profile).ok()?;
                let ends = tree.terminals().filter(|end| !odds[end.index()].is_zero());
                let ends: Vec<String> = ends.map(|end| tree.path(end).join(", ")).collect();
                Some((format!("A Nash equilibrium that leads to {}", ends.join(" or ")), equilibrium.profile))
            };
            Ok(found.equilibria.into_iter().filter_map(named).collect())
        }
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
