//! Trees as tables: the strategic form and the agent form.

use std::cell::RefCell;

use foederis::game::{DEFAULT_MAX_PROFILES, StrategicOptions};
use foederis::solve::Watch;
use pyo3::prelude::*;

use crate::control::run;
use crate::error::OrRaise;
use crate::estimates::no_limits;
use crate::game::NormalForm;
use crate::tree::ExtensiveForm;

#[pymethods]
impl ExtensiveForm {
    /// The strategic form: everybody chooses a whole plan at once.
    ///
    /// Parameters
    /// ----------
    /// reduced : bool
    ///     Leave out actions at information sets that a plan's own earlier choices exclude.
    /// max_profiles : int, optional
    ///     The most profiles of plans; 16,777,216 if not given.
    ///
    /// Returns
    /// -------
    /// NormalForm
    ///     A strategy is named by its actions, in the order of the player's information sets, joined by "/".
    ///
    /// Raises
    /// ------
    /// TooLargeError
    ///     When there are more profiles.
    /// KeyboardInterrupt
    ///     On Ctrl-C.
    ///
    /// Notes
    /// -----
    /// The number of plans is the product of the numbers of actions, so that it grows exponentially with the number of
    /// information sets.
    #[pyo3(signature = (*, reduced=false, max_profiles=None))]
    fn to_strategic(&self, py: Python<'_>, reduced: bool, max_profiles: Option<usize>) -> PyResult<NormalForm> {
        let options = StrategicOptions { reduced, max_profiles: max_profiles.unwrap_or(DEFAULT_MAX_PROFILES) };
        let form = run(py, no_limits(), |control| {
            let watch = RefCell::new(Watch::start(&control));
            self.0.to_strategic_unless(&options, &|| watch.borrow_mut().must_stop(0))
        })?;
        Ok(NormalForm(form.game))
    }

    /// The agent form: every information set decides for itself, with the payoffs of its player.
    ///
    /// Parameters
    /// ----------
    /// max_profiles : int, optional
    ///     The most profiles; 16,777,216 if not given.
    ///
    /// Returns
    /// -------
    /// NormalForm
    ///     Its players are named "player: information set".
    ///
    /// Raises
    /// ------
    /// TooLargeError
    ///     When there are more profiles.
    ///
    /// References
    /// ----------
    /// Selten, R. (1975). Reexamination of the perfectness concept for equilibrium points in extensive games.
    /// International Journal of Game Theory 4. doi:10.1007/BF01766400
    #[pyo3(signature = (*, max_profiles=None))]
    fn to_agent(&self, py: Python<'_>, max_profiles: Option<usize>) -> PyResult<NormalForm> {
        let limit = max_profiles.unwrap_or(DEFAULT_MAX_PROFILES);
        py.detach(|| self.0.to_agent(limit)).map(NormalForm).or_raise()
    }
}
