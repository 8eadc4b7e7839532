"""Comparisons of estimated models: likelihood ratio, Vuong, Clarke."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from .._show import Sheet, Shown
from ..errors import InvalidError
from ._formula import scipy
from ._nested import why_not_nested
from ._seen import refuse_other_data

if TYPE_CHECKING:
    from ._base import Estimates


@dataclass(frozen=True)
class Comparison(Shown):
    """A test that compares two models.

    Attributes
    ----------
    test : str
        Which test.
    statistic : float
        Its statistic; for Vuong's and Clarke's test, above the neutral value (0, and half the observations) speaks for
        the first model.
    pvalue : float
        The p-value, two-sided for Vuong's and Clarke's test.
    df : int or None
        Degrees of freedom, for the likelihood-ratio test.
    favours : str
        In words, at the level of 5%.
    """

    test: str
    statistic: float
    pvalue: float
    df: int | None
    favours: str

    def __str__(self) -> str:
        free = "" if self.df is None else f", {self.df} degrees of freedom"
        return f"{self.test}: {self.statistic:.4f}{free}, p = {self.pvalue:.4f}; {self.favours}"

    def _sheet(self) -> Sheet:
        free = "" if self.df is None else str(self.df)
        row = [self.test, f"{self.statistic:.4f}", free, f"{self.pvalue:.4f}", self.favours]
        heads = ["Test", "Statistic", "Degrees of freedom", "p", "At the level of 5 %"]
        return Sheet("Comparison of models", [], [("", heads, [row])])


def likelihood_ratio(one: Estimates, other: Estimates, nested: bool | None) -> Comparison:
    """The likelihood-ratio test of nested models; `nested` is what the caller knows of that."""
    chi2 = scipy("stats").chi2

    refuse_other_data(one, other)
    small, large = sorted((one, other), key=lambda result: result.df_model)
    df = large.df_model - small.df_model
    if df == 0:
        raise InvalidError("both models have as many coefficients; they are not nested. Use vuong or clarke")
    why = why_not_nested(small, large) if nested is None else None
    if why is not None:
        raise InvalidError(why)
    if nested is False:
        raise InvalidError("the models are said not to be nested; use vuong or clarke")
    statistic = 2 * (large.llf - small.llf)
    if statistic < -1e-6:
        raise InvalidError(
            "the model with fewer coefficients fits better, so the models are not nested, or one is not at its maximum"
        )
    pvalue = float(chi2.sf(max(statistic, 0.0), df))
    favours = "the larger model fits better" if pvalue < 0.05 else "the smaller model is not rejected"
    return Comparison("likelihood ratio", max(statistic, 0.0), pvalue, df, favours)


def _warn_of_nested(first: Estimates, second: Estimates) -> None:
    if why_not_nested(first, second) is None or why_not_nested(second, first) is None:
        warnings.warn(
            "one model is the other with coefficients left out; this test is for models that are not nested, and "
            "lr_test for these",
            stacklevel=4,
        )


def vuong(first: Estimates, second: Estimates, *, correction: Literal["none", "aic", "bic"] = "bic") -> Comparison:
    """Vuong's test of two models that are not nested; of nested ones there is a warning: `lr_test` is for these.

    With m_r the difference of the two log-likelihoods of observation r and c the correction for the numbers of
    coefficients, the statistic is (Σ m_r - c)/(√n s), s the standard deviation of m; it is standard normal where both
    models are equally far from the truth.

    Parameters
    ----------
    first, second : Results
        Two models of the same observations: rows count as often as their weights say, and crises as often as outcomes
        were observed.
    correction : {"none", "aic", "bic"}
        What is taken off for each coefficient that the first model has more: nothing, 1, or log(n)/2.

    Returns
    -------
    Comparison

    Raises
    ------
    InvalidError
        When rows, outcomes or weights of the two models differ.

    References
    ----------
    Vuong, Q. H. (1989). Likelihood ratio tests for model selection and non-nested hypotheses. Econometrica 57.
    doi:10.2307/1912557
    """
    norm = scipy("stats").norm

    difference, weights = _difference(first, second, correction)
    count = weights.sum()
    mean = float(difference @ weights) / count
    spread = math.sqrt(float((difference - mean) ** 2 @ weights) / count)
    if spread <= 1e-12 * float(np.abs(difference).max()):
        raise InvalidError("both models give every row the same likelihood; there is nothing to compare")
    statistic = math.sqrt(count) * mean / spread
    pvalue = 2 * float(norm.sf(abs(statistic)))
    return Comparison("Vuong", statistic, pvalue, None, _favours(statistic, pvalue))


def clarke(first: Estimates, second: Estimates, *, correction: Literal["none", "aic", "bic"] = "bic") -> Comparison:
    """Clarke's sign test of two models that are not nested; of nested ones there is a warning: `lr_test` is for these.

    The statistic is the number of observations that the first model gives the larger (corrected) log-likelihood; where
    both models are equally good it is binomial with probability 1/2.

    Parameters
    ----------
    first, second : Results
        Two models of the same observations: rows count as often as their weights say, and crises as often as outcomes
        were observed.
    correction : {"none", "aic", "bic"}
        What is taken off for each coefficient that the first model has more, spread over the observations: nothing, 1,
        or log(n)/2.

    Returns
    -------
    Comparison

    Raises
    ------
    InvalidError
        When rows, outcomes or weights of the two models differ.

    References
    ----------
    Clarke, K. A. (2007). A simple distribution-free test for nonnested model selection. Political Analysis 15.
    doi:10.1093/pan/mpm004
    """
    binomtest = scipy("stats").binomtest

    difference, weights = _difference(first, second, correction)
    wins, count = float(weights[difference > 0].sum()), float(weights.sum())
    pvalue = float(binomtest(round(wins), round(count), 0.5).pvalue)
    return Comparison("Clarke", wins, pvalue, None, _favours(wins - count / 2, pvalue))


def _favours(sign: float, pvalue: float) -> str:
    if pvalue >= 0.05:
        return "neither model is better at the level of 5%"
    return "the first model is better" if sign > 0 else "the second model is better"


def _difference(
    first: Estimates, second: Estimates, correction: Literal["none", "aic", "bic"]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By how much the first model is better at each observation, corrected, and how often each counts."""
    refuse_other_data(first, second)
    _warn_of_nested(first, second)
    ones, weights = first._observations()
    others, _ = second._observations()
    return ones - others - _correction(first, second, correction) / weights.sum(), weights


def _correction(first: Estimates, second: Estimates, kind: Literal["none", "aic", "bic"]) -> float:
    more = first.df_model - second.df_model
    factors = {"none": 0.0, "aic": 1.0, "bic": math.log(first.nobs) / 2}
    if kind not in factors:
        raise InvalidError(f"{kind!r} is no correction; take none, aic or bic")
    return more * factors[kind]
