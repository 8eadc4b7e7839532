//! What each command does.

use std::io::{Read, Write};
use std::path::Path;

use super::Failure;
use super::account::Account;
use super::args::{Command, ConceptName, Convert, Demo, Dilemma, Format, Manner, Verify};
use super::report;
use super::source::{Source, is_model, read_model};
use super::studies;
use super::sweep;
use crate::alliance;
use crate::error::{Error, InputError};
use crate::exchange;
use crate::game::{Game, StrategicOptions};
use crate::model::{Model, schema};
use crate::show::{View, json};
use crate::solve::{
    CfrOptions, Control, CorrelatedOptions, DominanceOptions, NashOptions, PureNashOptions, RefinementOptions,
    SequentialOptions, Solution, SubgamePerfectOptions, cfr, coarse_correlated, correlated, nash, perfect_bayesian,
    proper, pure_nash, rationalizable, sequential, subgame_perfect, trembling_hand, weak_perfect_bayesian,
};
use crate::verify::verify_solution;

/// Carries out a command and returns the exit code.
pub fn carry_out(command: &Command, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8, Failure> {
    match command {
        Command::Solve(task) => solve_and_show(&Source::read(&task.file, &task.choice, err)?, &task.manner, out)?,
        Command::Dilemma(task) => dilemma(task, out)?,
        Command::Regimes(task) => studies::carry_out(task, out, err)?,
        Command::Sweep(task) => sweep::carry_out(task, out, err)?,
        Command::Convert(task) => convert(task, err)?,
        Command::Verify(task) => return check(task, out, err),
        Command::Schema => writeln!(out, "{:#}", schema())?,
        Command::Demo(task) => demo(task, out)?,
    }
    Ok(0)
}

fn dilemma(task: &Dilemma, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(name) = &task.name else {
        return list(out);
    };
    solve_and_show(&Source::of_model(alliance::dilemma(name)?, &task.choice)?, &task.manner, out)
}

fn list(out: &mut dyn Write) -> Result<(), Failure> {
    for name in alliance::names() {
        let model = alliance::dilemma(name)?;
        writeln!(out, "{name:<27} {}", model.title())?;
        for (variant, _) in model.variants() {
            writeln!(out, "{:<27} --variant '{variant}'", "")?;
        }
    }
    Ok(())
}

/// A model is explained in full where nothing else is asked for; in other cases the solution is shown.
fn solve_and_show(source: &Source, manner: &Manner, out: &mut dyn Write) -> Result<(), Failure> {
    let account = (source.model.is_some() && manner.is_default()).then(|| Account::new(source)).transpose()?;
    match (account, manner.format) {
        (Some(account), Format::Text) => return Ok(write!(out, "{}", account.text())?),
        (Some(account), Format::Html) => return Ok(write!(out, "{}", report::page_of_account(&account))?),
        _ => {}
    }
    let solution = solve(&source.game, manner)?;
    let text = match manner.format {
        Format::Text => {
            let (game, found) = (View::Game(&source.game).text(), View::Solution(&source.game, &solution).text());
            let note = source.model.as_ref().map_or("", Model::note);
            [game.trim_end(), found.trim_end(), note].join("\n\n").trim_end().to_owned() + "\n"
        }
        Format::Json => json::solution(&source.game, &solution)? + "\n",
        Format::Html => report::page_of_solution(source, &solution),
        Format::Latex => View::Solution(&source.game, &solution).latex() + "\n",
    };
    Ok(out.write_all(text.as_bytes())?)
}

/// Solves a game by the concept chosen, or by the one that fits its form.
fn solve(game: &Game, manner: &Manner) -> Result<Solution, Error> {
    let concept = manner.concept.unwrap_or(match game {
        Game::Extensive(tree) if tree.has_private_information() => ConceptName::Sequential,
        Game::Extensive(_) => ConceptName::SubgamePerfect,
        Game::Normal(table) if table.num_players() == 2 => ConceptName::Nash,
        Game::Normal(_) => ConceptName::PureNash,
    });
    let control = Control {
        time_limit: manner.time_limit,
        memory_limit: manner.memory_limit,
        max_equilibria: manner.max_equilibria,
        ..Control::default()
    };
    let strategic = StrategicOptions { reduced: manner.reduced, ..StrategicOptions::default() };
    match concept {
        ConceptName::Rationalizable => {
            rationalizable(game, &DominanceOptions { control, ..DominanceOptions::default() })
        }
        ConceptName::PureNash => pure_nash(game, &PureNashOptions { strategic, control }),
        ConceptName::Nash => nash(game, &NashOptions { strategic, control, ..NashOptions::default() }),
        ConceptName::ApproximateNash => cfr(game, &CfrOptions { control, ..CfrOptions::default() }),
        ConceptName::Correlated => correlated(game, &CorrelatedOptions { control, ..CorrelatedOptions::default() }),
        ConceptName::CoarseCorrelated => {
            coarse_correlated(game, &CorrelatedOptions { control, ..CorrelatedOptions::default() })
        }
        ConceptName::SubgamePerfect => {
            let mut options = SubgamePerfectOptions { strategic, ..SubgamePerfectOptions::default() };
            (options.control.time_limit, options.control.memory_limit) = (control.time_limit, control.memory_limit);
            options.control.max_equilibria = control.max_equilibria.or(options.control.max_equilibria);
            subgame_perfect(game, &options)
        }
        ConceptName::Sequential => sequential(game, &with_beliefs(control)),
        ConceptName::PerfectBayesian => perfect_bayesian(game, &with_beliefs(control)),
        ConceptName::WeakPerfectBayesian => weak_perfect_bayesian(game, &with_beliefs(control)),
        ConceptName::TremblingHand => trembling_hand(game, &RefinementOptions { control, ..Default::default() }),
        ConceptName::Proper => proper(game, &RefinementOptions { control, ..Default::default() }),
    }
}

/// The limits asked for, or the usual ones.
fn with_beliefs(control: Control) -> SequentialOptions {
    let mut options = SequentialOptions::default();
    (options.control.time_limit, options.control.memory_limit) = (control.time_limit, control.memory_limit);
    options.control.max_equilibria = control.max_equilibria.or(options.control.max_equilibria);
    options
}

fn convert(task: &Convert, err: &mut dyn Write) -> Result<(), Failure> {
    if is_model(&task.output) {
        let plain = task.choice.set.is_empty() && !task.strategic && !task.reduced;
        if !(is_model(&task.input) && plain) {
            let text = "only a model can be written as .yaml, without --set; write a game as .json, .nfg or .efg";
            return Err(Error::Unsupported(text.into()).into());
        }
        let model = read_model(&task.input, err)?;
        let model = task.choice.variant.iter().try_fold(model, |model, name| model.variant(name))?;
        return write_file(&task.output, &model.to_yaml());
    }
    let mut game = Source::read(&task.input, &task.choice, err)?.game;
    if task.strategic || task.reduced {
        let options = StrategicOptions { reduced: task.reduced, ..StrategicOptions::default() };
        game = game.tree("the strategic form")?.to_strategic(&options)?.game.into();
    }
    Ok(exchange::write(&game, &task.output)?)
}

fn check(task: &Verify, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8, Failure> {
    let game = Source::read(&task.game, &task.choice, err)?.game;
    let claim = json::claims(&read_text(&task.certificate)?)?;
    let reports = verify_solution(&game, &claim)?;
    let mut code = 0;
    for report in reports {
        writeln!(out, "{report}")?;
        code |= u8::from(!report.ok());
    }
    if claim.certificates().next().is_none() && claim.whole.is_none() {
        writeln!(out, "There is nothing to check: the solution holds no certificate.")?;
    }
    Ok(code)
}

fn demo(task: &Demo, out: &mut dyn Write) -> Result<(), Failure> {
    let mut accounts = Vec::new();
    for name in ["caucasus", "central_asia"] {
        let model = alliance::dilemma(name)?;
        let source = Source { game: model.base()?, model: Some(model), set: Vec::new() };
        accounts.push(Account::new(&source)?);
    }
    for account in &accounts {
        writeln!(out, "{}", account.text())?;
    }
    if let Some(path) = &task.report {
        write_file(path, &report::page_of_accounts(&accounts))?;
        writeln!(out, "The report is in {}.", path.display())?;
    }
    Ok(())
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match path.to_str() {
        Some("-") => std::io::stdin().read_to_string(&mut text).map(drop),
        _ => std::fs::read_to_string(path).map(|read| text = read),
    };
    read.map_err(|error| InputError::new(format!("cannot read '{}': {error}", path.display())))
        .map_err(|error| Failure::Error(error.into()))?;
    Ok(text)
}

fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    let fault = |error| Error::Invalid(format!("cannot write '{}': {error}", path.display()));
    Ok(std::fs::write(path, text).map_err(fault)?)
}
