"""Estimation: from data to the payoffs of a game."""

from __future__ import annotations

from ._compare import Comparison, clarke, vuong
from ._crisis import fit_crisis, simulate_crisis
from ._crisis_results import CrisisResults
from ._estimate import fit
from ._profile import Profile
from ._quantal import LogitFit, fit_logit
from ._results import Results
from ._simulate import simulate
from ._studies import Power, Recovery, StudyInterrupted, power, recovery
from ._ultimatum import UltimatumResults, fit_ultimatum

__all__ = [
    "Comparison",
    "CrisisResults",
    "LogitFit",
    "Power",
    "Profile",
    "Recovery",
    "Results",
    "StudyInterrupted",
    "UltimatumResults",
    "clarke",
    "fit",
    "fit_crisis",
    "fit_logit",
    "fit_ultimatum",
    "power",
    "recovery",
    "simulate",
    "simulate_crisis",
    "vuong",
]
