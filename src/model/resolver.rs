//! Where the models come from that a `continue:` names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::shelf;
use crate::error::{Error, InputError};

/// Finds the text of a model by the name that stands after `continue:`.
///
/// Models that ship with the library are found after those of the resolver; they need none.
pub trait Resolver {
    /// The text of the model, or `None` where there is none of this name.
    ///
    /// # Errors
    /// When the model is there but cannot be had.
    fn find(&self, name: &str) -> Result<Option<String>, Error>;

    /// The names there are, for suggestions.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    /// The folder that they are in, if they are files.
    fn folder(&self) -> Option<&Path> {
        None
    }
}

/// No models but those that ship with the library.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shipped;

impl Resolver for Shipped {
    fn find(&self, _name: &str) -> Result<Option<String>, Error> {
        Ok(None)
    }
}

/// Documents given by name.
#[derive(Debug, Clone, Default)]
pub struct Documents(pub BTreeMap<String, String>);

impl Resolver for Documents {
    fn find(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(self.0.get(name).cloned())
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

/// The model files of one folder. Nothing outside the folder is read, whatever a file says.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The files `name.yaml` and `name.yml` of a folder.
    pub fn new(path: impl Into<PathBuf>) -> Folder {
        Folder(path.into())
    }

    /// The path of a file that really lies in the folder, links followed; `None` where there is no such file.
    fn inside(&self, file: &str) -> Option<Result<PathBuf, Error>> {
        let folder = self.0.canonicalize().ok()?;
        let path = folder.join(file).canonicalize().ok().filter(|path| path.is_file())?;
        let leaves = || {
            let text =
                format!("'{file}' is a link to another folder; only files in this one are read, so copy it here");
            Error::Invalid(text)
        };
        Some(if path.parent() == Some(folder.as_path()) { Ok(path) } else { Err(leaves()) })
    }
}

impl Resolver for Folder {
    fn find(&self, name: &str) -> Result<Option<String>, Error> {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
        if !name.chars().all(plain) || name.starts_with('.') {
            return Ok(None);
        }
        let files = [name.to_owned(), format!("{name}.yaml"), format!("{name}.yml")];
        let written = files.iter().filter(|file| file.ends_with(".yaml") || file.ends_with(".yml"));
        written.filter_map(|file| self.inside(file)).next().map(|path| read_text(&path?)).transpose()
    }

    fn names(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(&self.0) else { return Vec::new() };
        let paths = files.filter_map(|file| Some(file.ok()?.path()));
        let models = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml"));
        models.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
    }

    fn folder(&self) -> Option<&Path> {
        Some(&self.0)
    }
}

/// Reads a file, with an error that names it.
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let bytes = std::fs::read(path).map_err(|error| Error::Invalid(format!("cannot read {name}: {error}")))?;
    let text = InputError::text_of(&bytes).map_err(|mut error| {
        error.message = error.message.replacen("the file", &name, 1);
        error
    })?;
    Ok(text.to_owned())
}

/// The text of a model, from the resolver or from those that ship with the library.
pub(crate) fn find(resolver: &dyn Resolver, name: &str) -> Result<Option<String>, Error> {
    Ok(resolver.find(name)?.or_else(|| shelf::text(name).map(str::to_owned)))
}
