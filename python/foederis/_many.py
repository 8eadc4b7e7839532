"""The answer of `nash_many`: flat arrays over all games, and a view of each game."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from ._named import Named
from ._show import Sheet, Shown

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from ._core import NormalForm


#: How work ended that did not end by itself.
_ENDED = {
    "timed_out": ", stopped at time_limit",
    "truncated": ", stopped at memory_limit",
    "cancelled": ", cancelled",
}


class ManySolutions(Shown, Sequence["SolvedGame"]):
    """The equilibria of many games, in flat arrays; `nash_many` makes it.

    It behaves like a list of `SolvedGame`. The arrays hold all games together, so that no Python object is made for a
    game until it is asked for.

    Attributes
    ----------
    games : numpy.ndarray
        The payoffs that were given.
    players : list of str
        The players.
    strategies : Named
        Each player's strategies.
    offsets : numpy.ndarray
        The equilibria of game ``g`` are rows ``offsets[g]`` to ``offsets[g + 1] - 1`` of the next three.
    probabilities : numpy.ndarray
        One row for each equilibrium: the first player's probabilities, then the second's, and so on.
    payoffs : numpy.ndarray
        One row for each equilibrium: each player's expected payoff. It may be off by `error_bound`, times the number of
        all players' strategies, times the player's largest payoff without its sign.
    error_bound : numpy.ndarray
        For each equilibrium how far a probability may be from the true one; 0 for pure equilibria.
    complete : numpy.ndarray
        For each game whether all of its equilibria are there: every one, or where they form a continuum every extreme
        one.
    exact : numpy.ndarray
        For each game whether it was decided in exact arithmetic, and not by floats whose rounding was bounded.
    continuum : numpy.ndarray
        For each game whether its equilibria form a continuum, so that those listed are extreme points.
    status : str
        How the work ended: "complete", "timed_out", "truncated" (at memory_limit) or "cancelled". A game may be
        incomplete all the same, as `complete` then says.

    Examples
    --------
    >>> import numpy as np
    >>> import foederis as fd
    >>> solved = fd.nash_many(np.array([[[[2, 0], [0, 1]], [[1, 0], [0, 2]]]]))
    >>> solved
    <ManySolutions: 1 game of 2 players (2 x 2 strategies), 3 equilibria; complete for every game>
    >>> solved.probabilities[solved.offsets[0]:solved.offsets[1]].round(3)
    array([[1.   , 0.   , 1.   , 0.   ],
           [0.667, 0.333, 0.333, 0.667],
           [0.   , 1.   , 0.   , 1.   ]])
    """

    def __init__(
        self,
        *,
        games: npt.NDArray[Any],
        players: list[str],
        strategies: list[list[str]],
        offsets: npt.NDArray[np.int64],
        probabilities: npt.NDArray[np.float64],
        payoffs: npt.NDArray[np.float64],
        error_bound: npt.NDArray[np.float64],
        complete: npt.NDArray[np.bool_],
        exact: npt.NDArray[np.bool_],
        continuum: npt.NDArray[np.bool_],
        status: str,
    ) -> None:
        self.games = games
        self.players = players
        self.strategies = Named("player", dict(zip(players, strategies, strict=True)))
        self.offsets = offsets
        self.probabilities = probabilities
        self.payoffs = payoffs
        self.error_bound = error_bound
        self.complete = complete
        self.exact = exact
        self.continuum = continuum
        self.status = status

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many equilibria each game has."""
        import numpy as np

        return np.diff(self.offsets)

    def __len__(self) -> int:
        return len(self.complete)

    @overload
    def __getitem__(self, index: int) -> SolvedGame: ...
    @overload
    def __getitem__(self, index: slice) -> list[SolvedGame]: ...
    def __getitem__(self, index: int | slice) -> SolvedGame | list[SolvedGame]:
        """A game's equilibria, by its number counted from 0."""
        if isinstance(index, slice):
            return [SolvedGame(self, number) for number in range(*index.indices(len(self)))]
        number = index + len(self) if index < 0 else index
        if not 0 <= number < len(self):
            raise IndexError(f"there is no game {index}; there are {len(self)}, and the first is 0")
        return SolvedGame(self, int(number))

    def __iter__(self) -> Iterator[SolvedGame]:
        return (SolvedGame(self, number) for number in range(len(self)))

    def game(self, index: int) -> NormalForm:
        """A game with exact payoffs, for `nash` and `verify`.

        Parameters
        ----------
        index : int
            The game's number, counted from 0.

        Returns
        -------
        NormalForm

        Examples
        --------
        >>> import numpy as np
        >>> import foederis as fd
        >>> solved = fd.nash_many(np.array([[[[2, 0], [0, 1]], [[1, 0], [0, 2]]]]))
        >>> [len(component.equilibria) for component in fd.nash(solved.game(0)).components]
        [1, 1, 1]
        """
        return self[index].game

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """The tidy table as arrays: one row for each strategy of each player in each equilibrium.

        Returns
        -------
        dict of str to numpy.ndarray
            ``game`` and ``equilibrium`` (its number within the game), both counted from 0, ``player``, ``strategy``,
            ``probability``, the player's ``payoff``, and ``complete`` for the game.
        """
        import numpy as np

        codes = self._codes()
        names = np.array(self.players)[codes["player"]]
        strategies = np.array([name for own in self.strategies.values() for name in own])[codes["strategy"]]
        return {**codes, "player": names, "strategy": strategies}

    def _codes(self) -> dict[str, npt.NDArray[Any]]:
        import numpy as np

        sizes = [len(own) for own in self.strategies.values()]
        width, count = sum(sizes), len(self.probabilities)
        game = np.repeat(np.arange(len(self)), self.counts)
        player = np.repeat(np.arange(len(sizes)), sizes)
        return {
            "game": np.repeat(game, width),
            "equilibrium": np.repeat(np.arange(count) - self.offsets[game], width),
            "player": np.tile(player, count),
            "strategy": np.tile(np.arange(width), count),
            "probability": self.probabilities.reshape(-1),
            "payoff": self.payoffs[:, player].reshape(-1),
            "complete": np.repeat(self.complete[game], width),
        }

    def frame(self) -> pd.DataFrame:
        """The tidy table as a data frame; its columns are those of `columns`. Needs pandas.

        Returns
        -------
        pandas.DataFrame

        Examples
        --------
        >>> import numpy as np
        >>> import foederis as fd
        >>> solved = fd.nash_many(np.array([[[[3, 0], [5, 1]], [[3, 5], [0, 1]]]]), players=["Russia", "NATO"])
        >>> solved.frame()[["game", "player", "strategy", "probability", "payoff"]]
           game  player strategy  probability  payoff
        0     0  Russia        1          0.0     1.0
        1     0  Russia        2          1.0     1.0
        2     0    NATO        1          0.0     1.0
        3     0    NATO        2          1.0     1.0
        """
        from ._frames import many

        names = [name for own in self.strategies.values() for name in own]
        return many(self._codes(), self.players, names)

    def to_frame(self) -> pd.DataFrame:
        """The same as `frame`."""
        return self.frame()

    def summary(self) -> str:
        """What was solved and found, in one line.

        Returns
        -------
        str
        """
        shape = " x ".join(str(len(own)) for own in self.strategies.values())
        people = _count(len(self.players), "player", "players")
        games = _count(len(self), "game", "games")
        found = _count(len(self.probabilities), "equilibrium", "equilibria")
        text = f"{games} of {people} ({shape} strategies), {found}; {self._completeness()}"
        continua = int(self.continuum.sum())
        return text + (f"; extreme points of a continuum for {continua:,}" if continua else "")

    def _completeness(self) -> str:
        missing = len(self) - int(self.complete.sum())
        ended = _ENDED.get(self.status, "")
        return (f"not complete for {missing:,}" if missing else "complete for every game") + ended

    def __repr__(self) -> str:
        return f"<ManySolutions: {self.summary()}>"

    def _sheet(self) -> Sheet:
        import numpy as np

        numbers, games = np.unique(self.counts, return_counts=True)
        rows = [
            [str(number), f"{count:,}", f"{count / len(self):.1%}"]
            for number, count in zip(numbers.tolist(), games.tolist(), strict=True)
        ]
        players = ", ".join(self.players)
        return Sheet(self.summary(), [f"Players: {players}"], [("", ["Equilibria", "Games", "Share"], rows)])


class SolvedGame(Shown):
    """One game of `ManySolutions`: a view that makes its objects when they are asked for.

    Attributes
    ----------
    number : int
        The game's number, counted from 0.

    Examples
    --------
    >>> import numpy as np
    >>> import foederis as fd
    >>> solved = fd.nash_many(np.array([[[[3, 0], [5, 1]], [[3, 5], [0, 1]]]]), players=["Russia", "NATO"])
    >>> solved[0]
    <SolvedGame 0: 1 equilibrium, complete>
    >>> solved[0].profiles[0]["Russia"]["2"]
    1.0
    """

    def __init__(self, solutions: ManySolutions, number: int) -> None:
        self._all = solutions
        self.number = number

    @property
    def _rows(self) -> slice:
        return slice(int(self._all.offsets[self.number]), int(self._all.offsets[self.number + 1]))

    def __len__(self) -> int:
        rows = self._rows
        return int(rows.stop - rows.start)

    @property
    def game(self) -> NormalForm:
        """The game with exact payoffs."""
        from ._core import NormalForm

        players, strategies = self._all.players, list(self._all.strategies.values())
        return NormalForm.from_arrays(*self._all.games[self.number], players=players, strategies=strategies)

    @property
    def probabilities(self) -> npt.NDArray[np.float64]:
        """One row for each equilibrium: the first player's probabilities, then the second's, and so on."""
        return self._all.probabilities[self._rows]

    @property
    def profiles(self) -> list[Named[Named[float]]]:
        """Each equilibrium as a table: player, then strategy, to probability."""
        return [self._profile(iter(row)) for row in self.probabilities.tolist()]

    def _profile(self, row: Iterator[float]) -> Named[Named[float]]:
        strategies = self._all.strategies.items()
        return Named("player", {who: Named("strategy", {each: next(row) for each in own}) for who, own in strategies})

    @property
    def payoffs(self) -> list[Named[float]]:
        """Each player's expected payoff, for each equilibrium."""
        rows = self._all.payoffs[self._rows].tolist()
        return [Named("player", dict(zip(self._all.players, row, strict=True))) for row in rows]

    @property
    def error_bound(self) -> npt.NDArray[np.float64]:
        """For each equilibrium how far a probability may be from the true one."""
        return self._all.error_bound[self._rows]

    @property
    def complete(self) -> bool:
        """Whether all equilibria are there, or where they form a continuum all extreme ones."""
        return bool(self._all.complete[self.number])

    @property
    def exact(self) -> bool:
        """Whether the game was decided in exact arithmetic."""
        return bool(self._all.exact[self.number])

    @property
    def continuum(self) -> bool:
        """Whether the equilibria form a continuum, so that those listed are extreme points."""
        return bool(self._all.continuum[self.number])

    def to_frame(self) -> pd.DataFrame:
        """The game's equilibria as a data frame, in the form of `ManySolutions.frame`. Needs pandas.

        Returns
        -------
        pandas.DataFrame
        """
        from ._frames import many

        strategies = list(self._all.strategies.values())
        sizes = [len(own) for own in strategies]
        return many(self._codes(sizes), self._all.players, [name for own in strategies for name in own])

    def _codes(self, sizes: list[int]) -> dict[str, npt.NDArray[Any]]:
        import numpy as np

        width, count, player = sum(sizes), len(self), np.repeat(np.arange(len(sizes)), sizes)
        return {
            "game": np.full(width * count, self.number),
            "equilibrium": np.repeat(np.arange(count), width),
            "player": np.tile(player, count),
            "strategy": np.tile(np.arange(width), count),
            "probability": self.probabilities.reshape(-1),
            "payoff": self._all.payoffs[self._rows][:, player].reshape(-1),
            "complete": np.full(width * count, self.complete),
        }

    def _sheet(self) -> Sheet:
        strategies = self._all.strategies.items()
        rows = []
        for number, profile in enumerate(self.profiles, start=1):
            played = [
                " or ".join(_chance(name, profile[player][name]) for name in own if profile[player][name])
                for player, own in strategies
            ]
            payoffs = ", ".join(f"{payoff:.6g}" for payoff in self.payoffs[number - 1].values())
            rows.append([str(number), *played, payoffs])
        table = ("", ["No.", *self._all.players, "Payoffs"], rows)
        return Sheet(repr(self).strip("<>"), [], [table], ["Probabilities in floating point."] if rows else [])

    def __repr__(self) -> str:
        found = _count(len(self), "equilibrium", "equilibria")
        return f"<SolvedGame {self.number}: {found}, {'complete' if self.complete else 'not complete'}>"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _chance(name: str, probability: float) -> str:
    return name if probability == 1 else f"{name} {probability:.4g}"
