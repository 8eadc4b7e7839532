"""The first stage of nested pseudo-likelihood: how likely B is to resist and A to fight, without a game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidError
from ._formula import scipy
from ._frame import Frame

#: How much a row's own frequency counts against that of all rows, in observations.
_DRAW = 2.0

#: The ridge on coefficients of standardised covariates.
_RIDGE = 1.0


@dataclass(frozen=True)
class Stage:
    """Beliefs before there is a game.

    Attributes
    ----------
    name : str
        Where they come from.
    beliefs : array of shape (rows, 2)
        The threshold with pR = Phi(threshold), and log((1 - pF)/pF).
    """

    name: str
    beliefs: NDArray[np.float64]

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """The thresholds alone."""
        return np.ascontiguousarray(self.beliefs[:, 0])


def first_stage(first: Any, frame: Frame, covariates: NDArray[np.float64], counts: NDArray[np.float64]) -> Stage:
    """Beliefs from frequencies, logistic regressions, or what was given."""
    _, cd, sf, bd = counts.T
    if isinstance(first, tuple):
        if len(first) != 2:
            raise InvalidError("give two probabilities for the first stage: (pR, pF)")
        pair = [_given(one, frame) for one in first]
        name = "as given"
    elif first == "frequencies":
        pair = [_shrunk(sf + bd, cd + sf + bd), _shrunk(sf, sf + bd)]
        name = "frequencies"
    elif first == "logit":
        pair = [_logit(covariates, sf + bd, cd + sf + bd), _logit(covariates, sf, sf + bd)]
        name = "logistic regressions"
    else:
        raise InvalidError(f"{first!r} is no first stage; take logit, frequencies, or two columns (pR, pF)")
    resist, fight = pair
    return Stage(
        name, np.ascontiguousarray(np.column_stack([scipy("special").ndtri(resist), np.log((1 - fight) / fight)]))
    )


def _given(one: Any, frame: Frame) -> NDArray[np.float64]:
    values = frame.data[one].to_numpy(dtype=float) if isinstance(one, str) else np.asarray(one, dtype=float)
    if len(values) == frame.total and len(values) != len(frame.data):
        values = values[frame.kept]
    if len(values) != len(frame.data):
        raise InvalidError(f"the first stage has {len(values)} values for {len(frame.data)} rows")
    if not ((values > 0) & (values < 1)).all():
        raise InvalidError("the first stage holds values that are not between 0 and 1")
    return values


def _shrunk(hits: NDArray[np.float64], trials: NDArray[np.float64]) -> NDArray[np.float64]:
    overall = (hits.sum() + 0.5) / (trials.sum() + 1.0)
    return np.asarray((hits + _DRAW * overall) / (trials + _DRAW))


def _logit(
    covariates: NDArray[np.float64], hits: NDArray[np.float64], trials: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fitted probabilities of a logistic regression with a ridge, by Newton's method."""
    spread = covariates.std(axis=0)
    columns = np.unique(
        ((covariates - covariates.mean(axis=0)) / np.where(spread > 0, spread, 1.0))[:, spread > 0], axis=1
    )
    x = np.column_stack([np.ones(len(covariates)), columns])
    ridge = _RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 1e-3
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        step = np.linalg.solve((x.T * (trials * p * (1 - p))) @ x + ridge, x.T @ (hits - trials * p) - ridge @ beta)
        beta += step
        if np.abs(step).max() < 1e-10:
            break
    return np.clip(1 / (1 + np.exp(-np.clip(x @ beta, -30, 30))), 1e-3, 1 - 1e-3)
