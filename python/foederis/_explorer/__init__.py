"""The explorer: a model with a slider for each parameter; anywidget is imported only when one is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .._core import Model
    from .widget import Explorer

__all__ = ["explorer"]


def explorer(
    model: Model,
    *,
    concept: str | None = None,
    x: str | None = None,
    y: str | None = None,
    player: str | None = None,
    action: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> Explorer:
    """Show a model with a slider for each parameter; everything else follows as they move.

    What is shown: the tree with the equilibrium (or the table), its story, a map of the regimes in two parameters with
    a point to be moved, what it would take for a player to act otherwise, and the Python that gives the same. Works in
    JupyterLab and Jupyter Notebook 7, without a network. VS Code shows widgets of its kind too; there it was not tried.

    Parameters
    ----------
    model : Model
    concept : {"subgame_perfect", "sequential", "pure_nash", "nash"}, optional
        If not given: sequential equilibria for trees with private information, subgame-perfect ones for other trees,
        Nash equilibria for tables of two players, and pure ones for more.
    x, y : str, optional
        The parameters on the axes of the map. If not given, two that matter for what the levers are asked about.
    player, action : str, optional
        Whose choice of what the levers are asked about, such as ``player="Russia", action="Support"``.
    values : dict of str to number, optional
        Where to start instead of at the base.

    Returns
    -------
    Explorer
        A widget. Its `values` can be set from Python too; `game`, `solution`, `regimes` and `levers` are those of the
        moment.

    Raises
    ------
    ImportError
        When anywidget is not installed.
    UnknownNameError
        When a parameter, a player or an action is not in the model.

    Examples
    --------
    >>> import foederis as fd
    >>> explorer = fd.explorer(fd.dilemmas.caucasus(), x="w", y="e", player="Russia", action="Support")
    >>> explorer.account["outcome"]
    'Attack, Invoke, Abstain, Stay'
    >>> explorer.values = {"n": "1", "e": "6"}
    >>> explorer.account["outcome"]
    'Refrain'
    """
    try:
        from .widget import Explorer
    except ImportError as error:
        raise ImportError("anywidget is not installed; install it with: pip install 'foederis[explorer]'") from error
    return Explorer(model, concept=concept, x=x, y=y, player=player, action=action, values=values)
