"""The classical trees of strategic estimation, ready for `foederis.fit`.

Each function builds an `ExtensiveForm` with payoffs of 0; names of players, actions and outcomes can be chosen. The
numbers in the names are those of the players who move, from the first move on.

Examples
--------
>>> import foederis as fd
>>> tree = fd.trees.crisis_12(["Challenger", "Defender"], outcomes=["status quo", "concession", "war"])
>>> print(tree)
Two moves, three outcomes
<BLANKLINE>
Challenger
├─ L: (0, 0)
└─ R: Defender
   ├─ L: (0, 0)
   └─ R: (0, 0)
<BLANKLINE>
Payoffs (utilities): Challenger, Defender.
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Sequence

from ._core import ExtensiveForm
from .errors import InvalidError

__all__ = ["crisis_12", "crisis_122", "crisis_123"]


def crisis_12(
    players: Sequence[str] = ("1", "2"),
    *,
    outcomes: Sequence[str] = ("L", "RL", "RR"),
    actions: Sequence[Sequence[str]] = (("L", "R"), ("L", "R")),
) -> ExtensiveForm:
    """Two players, two moves, three outcomes: the first ends it or passes on to the second.

    Parameters
    ----------
    players : sequence of str
        The two players.
    outcomes : sequence of str
        Names of the outcomes L, RL and RR, as they stand in the data.
    actions : sequence of sequences of str
        The two actions at each move, the first of the first move ending the game.

    Returns
    -------
    ExtensiveForm

    Examples
    --------
    >>> import foederis as fd
    >>> fd.trees.crisis_12().num_plays
    3

    References
    ----------
    Signorino, C. S. (1999). Strategic interaction and the statistical analysis of international conflict. American
    Political Science Review 93. doi:10.2307/2585396
    """
    _check(players, 2, outcomes, 3, actions, 2)
    (stop, go), (left, right) = actions
    b = ExtensiveForm.build(players=list(players), title="Two moves, three outcomes")
    b.move([], players[0], [stop, go])
    b.end([stop], [0, 0], label=outcomes[0])
    b.move([go], players[1], [left, right])
    b.end([go, left], [0, 0], label=outcomes[1])
    b.end([go, right], [0, 0], label=outcomes[2])
    return b.finish()


def crisis_122(
    players: Sequence[str] = ("1", "2"),
    *,
    outcomes: Sequence[str] = ("LL", "LR", "RL", "RR"),
    actions: Sequence[Sequence[str]] = (("L", "R"), ("L", "R"), ("L", "R")),
) -> ExtensiveForm:
    """Two players, four outcomes: the second answers either move of the first.

    Parameters
    ----------
    players : sequence of str
        The two players.
    outcomes : sequence of str
        Names of the outcomes LL, LR, RL and RR, as they stand in the data.
    actions : sequence of sequences of str
        The two actions at each of the three moves: the first player's, and the second's after the one and the other.

    Returns
    -------
    ExtensiveForm

    Examples
    --------
    >>> import foederis as fd
    >>> fd.trees.crisis_122().num_plays
    4
    """
    _check(players, 2, outcomes, 4, actions, 3)
    b = ExtensiveForm.build(players=list(players), title="Two moves, four outcomes")
    b.move([], players[0], list(actions[0]))
    for first, answers, names in zip(actions[0], actions[1:], (outcomes[:2], outcomes[2:]), strict=True):
        b.move([first], players[1], list(answers))
        for answer, name in zip(answers, names, strict=True):
            b.end([first, answer], [0, 0], label=name)
    return b.finish()


def crisis_123(
    players: Sequence[str] = ("1", "2", "3"),
    *,
    outcomes: Sequence[str] = ("L", "RL", "RRL", "RRR"),
    actions: Sequence[Sequence[str]] = (("L", "R"), ("L", "R"), ("L", "R")),
) -> ExtensiveForm:
    """Three players in a row, four outcomes: each ends the game or passes on to the next.

    Parameters
    ----------
    players : sequence of str
        The three players.
    outcomes : sequence of str
        Names of the outcomes L, RL, RRL and RRR, as they stand in the data.
    actions : sequence of sequences of str
        The two actions at each of the three moves; the first ends the game.

    Returns
    -------
    ExtensiveForm

    Examples
    --------
    >>> import foederis as fd
    >>> fd.trees.crisis_123().num_plays
    4
    """
    _check(players, 3, outcomes, 4, actions, 3)
    b = ExtensiveForm.build(players=list(players), title="Three moves, four outcomes")
    path: list[str] = []
    for player, (stop, go), name in zip(players, actions, outcomes, strict=False):
        b.move(path, player, [stop, go])
        b.end([*path, stop], [0, 0, 0], label=name)
        path = [*path, go]
    b.end(path, [0, 0, 0], label=outcomes[3])
    return b.finish()


def _check(
    players: Sequence[str], p: int, outcomes: Sequence[str], o: int, actions: Sequence[Sequence[str]], a: int
) -> None:
    if len(players) != p or len(outcomes) != o or len(actions) != a or any(len(pair) != 2 for pair in actions):
        raise InvalidError(f"give {p} players, {o} outcomes and {a} pairs of actions")
