//! The command `regimes`.

use std::io::Write;
use std::path::Path;

use super::Failure;
use super::args::{RegimeConcept, RegimesFormat, RegimesTask};
use super::source::{is_model, read_model};
use crate::alliance;
use crate::error::Error;
use crate::game::{Concept, Game};
use crate::model::Model;
use crate::show::html::{self, Section};
use crate::show::regimes as show;
use crate::solve::Control;
use crate::study::regimes::{MapOptions, RegimesOptions, regimes};

/// Finds and shows the regimes of a model; writes a map where one is asked for.
pub fn carry_out(task: &RegimesTask, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), Failure> {
    let model = model(&task.model, task.variant.as_deref(), err)?;
    let concept = match task.concept {
        Some(RegimeConcept::SubgamePerfect) => Concept::SubgamePerfect,
        Some(RegimeConcept::Sequential) => Concept::Sequential,
        Some(RegimeConcept::PureNash) => Concept::PureNash,
        Some(RegimeConcept::Nash) => Concept::Nash,
        None => fitting(&model.skeleton()?),
    };
    let control = Control { time_limit: task.time_limit, memory_limit: task.memory_limit, ..Control::default() };
    let over = (!task.over.is_empty()).then(|| task.over.clone());
    let found = regimes(&model, concept, &RegimesOptions { over, control })?;
    let text = match task.format {
        RegimesFormat::Latex => show::proposition_latex(&found)?,
        RegimesFormat::Text if task.latex => show::proposition_latex(&found)?,
        RegimesFormat::Text if task.proposition => show::proposition_text(&found)?,
        RegimesFormat::Text => show::text(&found)?,
        RegimesFormat::Json => found.certificate()?.to_json() + "\n",
        RegimesFormat::Html => html::page(found.model.title(), &[Section::new("", show::html(&found)?)]),
    };
    out.write_all(text.as_bytes())?;
    if let Some(path) = &task.svg {
        let [x, y] = &task.over[..] else {
            let text = "a map has two axes; name two parameters, such as --over w,e".to_owned();
            return Err(Error::Invalid(text).into());
        };
        std::fs::write(path, show::map_svg(&found, x, y, &MapOptions::default())?)?;
    }
    Ok(())
}

/// A model file, or a dilemma by name.
pub fn model(name: &str, variant: Option<&str>, err: &mut dyn Write) -> Result<Model, Error> {
    let path = Path::new(name);
    let model = if is_model(path) { read_model(path, err)? } else { alliance::dilemma(name)? };
    variant.into_iter().try_fold(model, |model, name| model.variant(name))
}

fn fitting(game: &Game) -> Concept {
    match game {
        Game::Extensive(_) => Concept::SubgamePerfect,
        Game::Normal(table) if table.num_players() == 2 => Concept::Nash,
        Game::Normal(_) => Concept::PureNash,
    }
}
