"""Figures for papers, notebooks and slides, drawn with matplotlib.

Every function returns matplotlib's axes and draws on those given as ``ax``. Colours can be told apart by people with
colour-blindness, lines are labelled where they end, and ``size`` sets figure and type for a column or a page of a
journal, or for a slide. `save` writes SVG, PDF and PNG. matplotlib is imported when the first figure is drawn; the
extra ``foederis[plot]`` installs it.

References
----------
Okabe, M., and K. Ito (2008). Color universal design: how to make figures and presentations that are friendly to
colorblind people.
"""

from ._beliefs import beliefs
from ._curves import payoffs, probabilities
from ._quantal import quantal
from ._regimes import regime_map
from ._responses import best_responses
from ._style import COLOURS, SIZES, save
from ._support import support

__all__ = [
    "COLOURS",
    "SIZES",
    "beliefs",
    "best_responses",
    "payoffs",
    "probabilities",
    "quantal",
    "regime_map",
    "save",
    "support",
]
