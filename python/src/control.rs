//! Limits, progress, Ctrl-C and cancelling, for every solver in the same way.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use foederis::Control;
use foederis::show::sheet::Sheet;
use foederis::solve::free_aside;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString};
use serde::{Deserialize, Serialize};

use crate::error::{OrRaise, invalid};
use crate::keep::{Kept, kept};
use crate::shown::{OnSheet, shown};

/// Stops solvers from another thread.
///
/// A solver that was given the token as ``cancel=`` stops within a tenth of a second of `cancel`, and returns what it
/// had found with the status ``"cancelled"``.
///
/// Examples
/// --------
/// >>> import foederis as fd
/// >>> token = fd.CancelToken()
/// >>> token.cancel()
/// >>> token.cancelled
/// True
#[pyclass(frozen, module = "foederis")]
#[derive(Default)]
pub struct CancelToken(Arc<AtomicBool>);

#[pymethods]
impl CancelToken {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Asks every solver that holds the token to stop; it cannot be taken back.
    fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether `cancel` was called.
    #[getter]
    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err(
            "a CancelToken belongs to the process that made it; make another one where it is needed",
        ))
    }

    fn __repr__(&self) -> String {
        format!("<CancelToken: {}>", if self.cancelled() { "cancelled" } else { "not cancelled" })
    }
}

/// How far a solver has come; what a ``progress=`` function is called with.
#[pyclass(frozen, get_all, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Progress {
    /// Steps done.
    done: u64,
    /// Steps in all, where the solver knows; else None.
    total: Option<u64>,
    /// Equilibria found.
    found: usize,
    /// Seconds since the start.
    elapsed: f64,
}

#[pymethods]
impl Progress {
    #[new]
    #[pyo3(signature = (done, total, found, elapsed))]
    fn new(done: u64, total: Option<u64>, found: usize, elapsed: f64) -> Self {
        Progress { done, total, found, elapsed }
    }

    fn __repr__(&self) -> String {
        let of = self.total.map_or(String::new(), |total| format!(" of {total}"));
        format!("<Progress: {}{of} steps, {} found, {:.1} s>", self.done, self.found, self.elapsed)
    }
}

impl OnSheet for Progress {
    fn sheet(&self) -> PyResult<Sheet> {
        let of = self.total.map_or("unknown".to_owned(), |total| total.to_string());
        let row = vec![self.done.to_string(), of, self.found.to_string(), format!("{:.1} s", self.elapsed)];
        Ok(Sheet::new("Progress").table("", &["Done", "Of", "Found", "Elapsed"], vec![row]))
    }
}

shown!(Progress);

impl Kept for Progress {
    const KIND: &str = "progress";
}

kept!(Progress);

/// The options that every solver takes.
pub struct Limits<'py> {
    pub time_limit: Option<f64>,
    pub memory_limit: Option<Memory>,
    pub max_equilibria: Option<AtMost>,
    pub progress: Option<Bound<'py, PyAny>>,
    pub cancel: Option<Bound<'py, CancelToken>>,
}

/// Runs a solver with the GIL released, watched for Ctrl-C, progress and cancelling.
pub fn run<'py, T: Send + 'static>(
    py: Python<'py>,
    limits: Limits<'py>,
    solve: impl FnOnce(Control) -> Result<T, foederis::Error> + Send,
) -> PyResult<T> {
    match run_keeping(py, limits, solve)? {
        (found, Some(error)) => {
            free_aside(found);
            Err(error)
        }
        (found, None) => Ok(found),
    }
}

/// The same, but what was found is kept also where Ctrl-C or the progress function raised an exception.
pub fn run_keeping<'py, T: Send>(
    py: Python<'py>,
    limits: Limits<'py>,
    solve: impl FnOnce(Control) -> Result<T, foederis::Error> + Send,
) -> PyResult<(T, Option<PyErr>)> {
    let raised: Arc<Mutex<Option<PyErr>>> = Arc::default();
    let watcher = limits.progress.map(|progress| watcher(py, progress)).transpose()?.flatten();
    let observer = observer(raised.clone(), watcher.as_ref().map(|watcher| watcher.clone().unbind()), limits.cancel);
    let control = Control {
        time_limit: limits.time_limit.map(seconds).transpose()?,
        memory_limit: limits.memory_limit.map(|memory| memory.0),
        max_equilibria: limits.max_equilibria.map(|limit| limit.0),
        observer: Some(observer),
        ..Control::default()
    };
    let result = py.detach(|| solve(control));
    if let Some(close) = watcher.and_then(|watcher| watcher.getattr_opt("close").transpose()).transpose()? {
        close.call0()?;
    }
    let raised = raised.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (result.or_raise(), raised) {
        (Ok(found), raised) => Ok((found, raised)),
        (Err(_), Some(error)) | (Err(error), None) => Err(error),
    }
}

fn observer(
    raised: Arc<Mutex<Option<PyErr>>>,
    watcher: Option<Py<PyAny>>,
    cancel: Option<Bound<'_, CancelToken>>,
) -> foederis::solve::Observer {
    let cancelled = cancel.map(|token| token.get().0.clone());
    // Python tells of Ctrl-C once; a solver that works in several stages asks again in the next one.
    let stopped = AtomicBool::new(false);
    Arc::new(move |progress| {
        if stopped.load(Ordering::Relaxed) || cancelled.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return false;
        }
        let watched = Python::try_attach(|py| {
            py.check_signals()?;
            watcher.as_ref().map_or(Ok(true), |watcher| tell(py, watcher, progress))
        });
        let go_on = watched.unwrap_or(Ok(false)).unwrap_or_else(|error| {
            raised.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            false
        });
        if !go_on {
            stopped.store(true, Ordering::Relaxed);
        }
        go_on
    })
}

/// Calls the progress function; `False` from it cancels.
fn tell(py: Python<'_>, watcher: &Py<PyAny>, progress: &foederis::solve::Progress) -> PyResult<bool> {
    let foederis::solve::Progress { done, total, found, elapsed } = *progress;
    let answer = watcher.call1(py, (Progress { done, total, found, elapsed: elapsed.as_secs_f64() },))?;
    Ok(!answer.bind(py).is(PyBool::new(py, false)))
}

/// The progress function: the caller's own, or a bar for `True`.
fn watcher<'py>(py: Python<'py>, progress: Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    if let Ok(flag) = progress.cast::<PyBool>() {
        let bar = || py.import("foederis._progress")?.getattr("Bar")?.call0();
        return flag.is_true().then(bar).transpose();
    }
    if progress.is_callable() {
        return Ok(Some(progress));
    }
    Err(invalid("progress must be True, False, or a function of one argument"))
}

/// An amount of memory: a number of bytes, or a text such as "2GB".
pub struct Memory(u64);

impl<'py> FromPyObject<'_, 'py> for Memory {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if foederis::solve::resident_memory().is_none() {
            return Err(invalid("this system does not tell how much memory the process holds; leave memory_limit out"));
        }
        let amount = match value.cast::<PyString>() {
            Ok(text) => foederis::solve::bytes(text.to_str()?).map_err(invalid)?,
            Err(_) => value.extract::<u64>().map_err(|_| {
                invalid("memory_limit is a number of bytes, or a text such as \"2GB\"; write one of them")
            })?,
        };
        Ok(Memory(amount))
    }
}

/// How many threads may work, from 1 on; where it is not given, as many as the machine has cores.
#[derive(Clone, Copy)]
pub struct Threads(pub NonZeroUsize);

impl<'py> FromPyObject<'_, 'py> for Threads {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        from_one_on("threads", &value).map(Threads)
    }
}

/// The number of equilibria after which a solver stops, from 1 on.
#[derive(Clone, Copy)]
pub struct AtMost(pub usize);

impl<'py> FromPyObject<'_, 'py> for AtMost {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        from_one_on("max_equilibria", &value).map(|limit| AtMost(limit.get()))
    }
}

/// A whole number from 1 on, for an option of a name.
fn from_one_on(option: &str, value: &Bound<'_, PyAny>) -> PyResult<NonZeroUsize> {
    let whole = value.call_method0("__index__").map_err(|_| {
        let kind = value.get_type().name().map_or_else(|_| "object".into(), |name| name.to_string());
        PyTypeError::new_err(format!("{option} is a whole number of at least 1, not {kind}"))
    })?;
    if whole.lt(1)? {
        return Err(invalid(format!("{option} is {whole}; give at least 1, or leave it out")));
    }
    let number = whole.extract::<usize>().ok().and_then(NonZeroUsize::new);
    number.ok_or_else(|| invalid(format!("{option} is {whole}, which is too large; leave it out")))
}

fn seconds(limit: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(limit)
        .map_err(|_| invalid(format!("time_limit is {limit}; give a number of seconds that is not below 0")))
}
