"""Exact game-theoretic analysis of alliance dilemmas.

When does an ally support, and when does it abstain? Games go in as payoff tables, trees or models with named
parameters; equilibria come out exactly, each with a certificate that an independent checker accepts.

>>> import foederis as fd
>>> game = fd.NormalForm.from_arrays(
...     [[2, 0], [3, 1]], [[2, 3], [0, 1]],
...     players=["Kyrgyzstan", "Tajikistan"],
...     strategies=[["Refrain", "Attack"], ["Refrain", "Attack"]],
... )
>>> game.payoff(["Attack", "Refrain"], "Kyrgyzstan")
Fraction(3, 1)
"""

from . import dilemmas
from ._core import (
    CancelToken,
    Certificate,
    Change,
    Check,
    Component,
    Deviation,
    Equilibrium,
    ExtensiveForm,
    Model,
    ModelBuilder,
    NormalForm,
    Parameter,
    Progress,
    Refinements,
    Report,
    Solution,
    Threat,
    TreeBuilder,
    WhyNot,
    __version__,
    model_schema,
    nash,
    number,
    parse,
    proper,
    pure_nash,
    rationalizable,
    read,
    refinements,
    subgame_perfect,
    trembling_hand,
    verify,
    why_not,
)
from .errors import FoederisError, InputError, InvalidError, TooLargeError, UnknownNameError, UnsupportedError

__all__ = [
    "CancelToken",
    "Certificate",
    "Change",
    "Check",
    "Component",
    "Deviation",
    "Equilibrium",
    "ExtensiveForm",
    "FoederisError",
    "InputError",
    "InvalidError",
    "Model",
    "ModelBuilder",
    "NormalForm",
    "Parameter",
    "Progress",
    "Refinements",
    "Report",
    "Solution",
    "Threat",
    "TooLargeError",
    "TreeBuilder",
    "UnknownNameError",
    "UnsupportedError",
    "WhyNot",
    "__version__",
    "dilemmas",
    "model_schema",
    "nash",
    "number",
    "parse",
    "proper",
    "pure_nash",
    "rationalizable",
    "read",
    "refinements",
    "subgame_perfect",
    "trembling_hand",
    "verify",
    "why_not",
]
