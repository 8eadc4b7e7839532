//! Bindings of foederis for Python: thin, frozen wrappers around the core, one file for each of its rooms.
#![forbid(unsafe_code)]

mod arrays;
mod beliefs;
mod builder;
mod cli;
mod coalition;
mod component;
mod control;
mod correlated;
mod crisis;
mod equilibrium;
mod error;
mod estimates;
mod exchange;
mod fit;
mod fit_crisis;
mod formula;
mod game;
mod keep;
mod lemke_howson;
mod levers;
mod model;
mod model_builder;
mod names;
mod nash_many;
mod number;
mod off_path;
mod parameter;
mod pickle;
mod profile;
mod quantal;
mod ranges;
mod refine;
mod regimes;
mod sequential;
mod shown;
mod signaling;
mod solution;
mod solve;
mod sweep;
mod symmetric;
mod tree;
mod tree_forms;
mod unmet;
mod verdicts;
mod verify;
mod why_not;

use pyo3::prelude::*;

/// The compiled half of foederis; import `foederis` instead.
// Every class is frozen and every object of the core is shared between threads, which the compiler checks: so the module does not
// need Python's global lock. That is PyO3's default too; here it is said.
#[pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    use super::builder::TreeBuilder;
    #[pymodule_export]
    use super::cli::run_cli;
    #[pymodule_export]
    use super::coalition::Coalition;
    #[pymodule_export]
    use super::component::{Component, CurvedSet};
    #[pymodule_export]
    use super::control::{CancelToken, Progress};
    #[pymodule_export]
    use super::correlated::{coarse_correlated, correlated, correlated_ranges};
    #[pymodule_export]
    use super::crisis::{CrisisEquilibria, CrisisEquilibrium, CrisisFold, crisis_equilibria, crisis_folds};
    #[pymodule_export]
    use super::equilibrium::Equilibrium;
    #[pymodule_export]
    use super::estimates::Maximum;
    #[pymodule_export]
    use super::exchange::{_game_from_json, parse, read};
    #[pymodule_export]
    use super::fit::{_linear_payoffs, _plays, Likelihood, Ultimatum};
    #[pymodule_export]
    use super::fit_crisis::{Crisis, Nested};
    #[pymodule_export]
    use super::game::NormalForm;
    #[pymodule_export]
    use super::keep::_object_from_json;
    #[pymodule_export]
    use super::lemke_howson::{LemkeHowson, LemkeHowsonPath, lemke_howson};
    #[pymodule_export]
    use super::levers::{JointChange, Lever, Levers, levers};
    #[pymodule_export]
    use super::model::{_dilemma, _model, _model_from_yaml, Model, model_schema};
    #[pymodule_export]
    use super::model_builder::ModelBuilder;
    #[pymodule_export]
    use super::nash_many::nash_many;
    #[pymodule_export]
    use super::number::number;
    #[pymodule_export]
    use super::parameter::Parameter;
    #[pymodule_export]
    use super::pickle::{_equilibrium_from_json, _solution_from_json};
    #[pymodule_export]
    use super::quantal::{QuantalBranch, QuantalPoint, logit, logit_branch};
    #[pymodule_export]
    use super::ranges::{_ranges_from_json, Range, Ranges};
    #[pymodule_export]
    use super::refine::{Refinements, proper, refinements, trembling_hand};
    #[pymodule_export]
    use super::regimes::{
        Boundary, Cell, Interval, ParametricEquilibrium, Proposition, Regimes, RegimesCheck, Requirement, Share,
        regimes,
    };
    #[pymodule_export]
    use super::sequential::{perfect_bayesian, sequential, weak_perfect_bayesian};
    #[pymodule_export]
    use super::shown::_sheet;
    #[pymodule_export]
    use super::signaling::{SignalingReport, signaling_refinements};
    #[pymodule_export]
    use super::solution::Solution;
    #[pymodule_export]
    use super::solve::{cfr, nash, pure_nash, rationalizable, subgame_perfect};
    #[pymodule_export]
    use super::sweep::{_Points, _sweep, _sweep_block};
    #[pymodule_export]
    use super::symmetric::{SymmetricEquilibrium, SymmetricGame, SymmetricSolution, symmetric_nash};
    #[pymodule_export]
    use super::tree::ExtensiveForm;
    #[pymodule_export]
    use super::unmet::{Demand, Unmet};
    #[pymodule_export]
    use super::verify::{_certificate_from_json, Certificate, Check, Report, verify};
    #[pymodule_export]
    use super::why_not::{Change, Deviation, Threat, WhyNot, why_not};

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
