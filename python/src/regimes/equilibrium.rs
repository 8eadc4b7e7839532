//! Equilibria of regimes, and the comparisons that they rest on.

use std::sync::Arc;

use foederis::game::Game;
use foederis::show::regimes as show;
use foederis::show::sheet::Sheet;
use foederis::study::regimes::{
    Direction, ParametricEquilibrium as CoreEquilibrium, Requirement as CoreRequirement, Statics,
};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::{Deserialize, Serialize};

use super::Shared;
use crate::keep::{Kept, kept};
use crate::shown::{OnSheet, shown};

/// An equilibrium whose probabilities are functions of the parameters.
#[pyclass(frozen, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct ParametricEquilibrium {
    pub(super) shared: Arc<Shared>,
    pub(super) index: usize,
}

impl ParametricEquilibrium {
    fn core(&self) -> &CoreEquilibrium {
        &self.shared.core.equilibria[self.index]
    }

    fn row<'py>(&self, py: Python<'py>, labels: &[String], row: usize) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (label, probability) in labels.iter().zip(&self.core().profile[row]) {
            dict.set_item(label, self.shared.function(probability, self.core()))?;
        }
        Ok(dict)
    }

    fn signs<'py>(&self, py: Python<'py>, statics: &Statics) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (variable, direction) in &statics.directions {
            let sign = match direction {
                Direction::Up => "+",
                Direction::Down => "-",
                Direction::Still => "0",
                Direction::Open => "?",
            };
            dict.set_item(&self.shared.symbols()[usize::from(variable.0)], sign)?;
        }
        Ok(dict)
    }
}

#[pymethods]
impl ParametricEquilibrium {
    /// Where it exists, without what follows from the rest.
    #[getter]
    fn conditions(&self) -> Vec<String> {
        self.core().conditions().iter().map(|condition| condition.to_text(self.shared.symbols())).collect()
    }

    /// For tables: the probability of each strategy as a formula, by player and strategy; for trees an empty table.
    #[getter]
    fn profile<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        if let Game::Normal(table) = &self.shared.game {
            for player in table.player_ids() {
                let row = self.row(py, table.strategies(player).labels(), player.index())?;
                dict.set_item(table.players().label(player.index()), row)?;
            }
        }
        Ok(dict)
    }

    /// For trees: the probability of each action as a formula, by player, information set and action.
    #[getter]
    fn behavior<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        if let Game::Extensive(tree) = &self.shared.game {
            for player in tree.player_ids() {
                let sets = PyDict::new(py);
                for id in tree.infosets_of(player) {
                    let infoset = tree.infoset(id);
                    sets.set_item(&infoset.key, self.row(py, infoset.actions.labels(), id.index())?)?;
                }
                dict.set_item(tree.players().label(player.index()), sets)?;
            }
        }
        Ok(dict)
    }

    /// For the concept "sequential": how likely each node is once its information set is reached, as a formula, by information
    /// set and node; for others an empty table.
    #[getter]
    fn beliefs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let Game::Extensive(tree) = &self.shared.game else { return Ok(dict) };
        for (id, row) in tree.infoset_ids().zip(&self.core().beliefs) {
            let own = PyDict::new(py);
            for (node, belief) in tree.node_names(id).iter().zip(row) {
                own.set_item(node, self.shared.function(belief, self.core()))?;
            }
            dict.set_item(&tree.infoset(id).key, own)?;
        }
        Ok(dict)
    }

    /// For pure equilibria of trees: the action at each information set, by player.
    #[getter]
    fn plan<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let (Game::Extensive(tree), Some(choices)) = (&self.shared.game, self.core().choices()) else {
            return Ok(None);
        };
        let dict = PyDict::new(py);
        for player in tree.player_ids() {
            let sets = PyDict::new(py);
            for id in tree.infosets_of(player) {
                let infoset = tree.infoset(id);
                sets.set_item(&infoset.key, infoset.actions.label(choices[id.index()]))?;
            }
            dict.set_item(tree.players().label(player.index()), sets)?;
        }
        Ok(Some(dict))
    }

    /// For pure equilibria of trees: the actions along the play; of each play where chance moves.
    #[getter]
    fn paths(&self) -> Vec<Vec<String>> {
        show::paths(&self.shared.game, self.core())
    }

    /// Everybody's expected payoffs (utilities) as formulas.
    #[getter]
    fn payoffs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (player, payoff) in self.shared.game.players().labels().iter().zip(&self.core().payoffs) {
            dict.set_item(player, self.shared.function(payoff, self.core()))?;
        }
        Ok(dict)
    }

    /// The comparisons that it rests on: a list of `Requirement`.
    #[getter]
    fn requirements(&self) -> Vec<Requirement> {
        let shared = &self.shared;
        let requirement = |core: &CoreRequirement| Requirement {
            player: shared.game.players().label(core.player).to_owned(),
            information_set: core.place.clone(),
            chosen: core.chosen.clone(),
            alternative: core.alternative.clone(),
            better: shared.function(&core.better, self.core()),
            worse: shared.function(&core.worse, self.core()),
            condition: core.constraint.to_text(shared.symbols()),
            needed: core.needed,
        };
        self.core().requirements.iter().map(requirement).collect()
    }

    /// How each player's payoff moves with each parameter, where the equilibrium exists: "+", "-", "0", or "?" where it goes
    /// both ways or is not decided. Signs are proven.
    #[getter]
    fn payoff_statics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let all = self.shared.core.payoff_statics(self.index);
        for (player, statics) in self.shared.game.players().labels().iter().zip(&all) {
            dict.set_item(player, self.signs(py, statics)?)?;
        }
        Ok(dict)
    }

    /// For tables: how the probability of each strategy moves with each parameter, by player and strategy, as in
    /// `payoff_statics`; for trees an empty table.
    #[getter]
    fn probability_statics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let Game::Normal(table) = &self.shared.game else { return Ok(dict) };
        for (player, row) in table.player_ids().zip(self.shared.core.probability_statics(self.index)) {
            let own = PyDict::new(py);
            for (strategy, statics) in table.strategies(player).labels().iter().zip(&row) {
                own.set_item(strategy, self.signs(py, statics)?)?;
            }
            dict.set_item(table.players().label(player.index()), own)?;
        }
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        format!("<ParametricEquilibrium: {}>", show::equilibrium(&self.shared.core, &self.shared.game, self.core()))
    }
}

impl OnSheet for ParametricEquilibrium {
    fn sheet(&self) -> PyResult<Sheet> {
        Ok(show::parts::parametric_equilibrium(&self.shared.core, &self.shared.game, self.core()))
    }
}

shown!(ParametricEquilibrium);

impl Kept for ParametricEquilibrium {
    const KIND: &str = "parametric_equilibrium";

    fn is_whole(&self) -> bool {
        self.index < self.shared.core.equilibria.len()
    }
}

kept!(ParametricEquilibrium);

/// A comparison that an equilibrium rests on.
#[pyclass(frozen, get_all, module = "foederis")]
#[derive(Clone, Serialize, Deserialize)]
pub struct Requirement {
    /// Whose comparison it is.
    player: String,
    /// On a tree, the information set; otherwise empty.
    information_set: String,
    /// What the player does.
    chosen: String,
    /// What the player could do instead; empty where a probability must not be negative.
    alternative: String,
    /// The payoff (utility) of what is done, as a formula.
    better: String,
    /// The payoff (utility) of the alternative.
    worse: String,
    /// The inequality.
    condition: String,
    /// Whether it does not follow from the others.
    needed: bool,
}

#[pymethods]
impl Requirement {
    fn __repr__(&self) -> String {
        let Requirement { player, chosen, alternative, condition, .. } = self;
        format!("<Requirement: {player}, {chosen} rather than {alternative}: {condition}>")
    }
}

impl OnSheet for Requirement {
    fn sheet(&self) -> PyResult<Sheet> {
        let Requirement { player, information_set, chosen, alternative, better, worse, condition, .. } = self;
        let cells = [player, information_set, chosen, better, alternative, worse, condition].map(Clone::clone);
        let headings = ["Player", "Where", "Does", "Which gives", "Instead", "Which would give", "Condition"];
        Ok(Sheet::new("A comparison").table("", &headings, vec![cells.to_vec()]))
    }
}

shown!(Requirement);

impl Kept for Requirement {
    const KIND: &str = "requirement";
}

kept!(Requirement);
