"""Equilibria along one parameter, solved exactly at many points, closer where they change."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .. import _core
from .._ranges import bounds
from ..errors import InvalidError, UnknownNameError

if TYPE_CHECKING:
    from .._core import Equilibrium, Model

Concept: TypeAlias = (
    Literal["subgame_perfect"]
    | Literal["sequential"]
    | Literal["perfect_bayesian"]
    | Literal["pure_nash"]
    | Literal["nash"]
)
Kind: TypeAlias = tuple[Any, ...]

_SOLVERS: dict[str, Callable[[Any], Any]] = {
    "subgame_perfect": _core.subgame_perfect,
    "sequential": _core.sequential,
    "perfect_bayesian": _core.perfect_bayesian,
    "pure_nash": _core.pure_nash,
    "nash": _core.nash,
}

#: How many points a parameter is given, if the caller names none.
POINTS = 80

#: How often the gap at a change is halved.
HALVINGS = 9


@dataclass(frozen=True)
class Point:
    """A value of the parameter, and the equilibria there by their kind."""

    value: Fraction
    kinds: Mapping[Kind, list[Equilibrium]]


@dataclass(frozen=True)
class Sweep:
    """The equilibria of a model along a parameter."""

    parameter: str
    points: list[Point]
    #: Values of the parameter at which the kinds of equilibria change.
    changes: list[float]

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of equilibria, in the order in which they appear."""
        return list(dict.fromkeys(kind for point in self.points for kind in point.kinds))

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the axis, with some room around a single value."""
        low, high = float(self.points[0].value), float(self.points[-1].value)
        return (low, high) if low < high else (low - 0.5, high + 0.5)

    @property
    def lasting(self) -> list[Kind]:
        """The kinds that exist at more than a single value; ties are left out."""
        counts = {kind: sum(kind in point.kinds for point in self.points) for kind in self.kinds}
        return [kind for kind, count in counts.items() if count > 1 or len(self.points) == 1]

    def runs(self, kind: Kind, value: Callable[[Equilibrium], Any]) -> list[list[tuple[float, Any]]]:
        """Give the curves of a kind of equilibria: neighbouring points are joined, jumps and gaps are not."""
        runs: list[list[tuple[float, Any]]] = []
        open_runs: list[list[tuple[float, Any]]] = []
        for point in self.points:
            values = sorted({value(equilibrium) for equilibrium in point.kinds.get(kind, [])})
            if len(values) != len(open_runs):
                open_runs = [[] for _ in values]
                runs += open_runs
            for run, own in zip(open_runs, values, strict=True):
                run.append((float(point.value), own))
        return runs


def sweep(
    model: Model,
    parameter: str,
    values: Iterable[Any] | None,
    at: Mapping[str, Any] | None,
    concept: Concept | None,
    *,
    choices: Callable[[Equilibrium], Kind] | None = None,
    pure: bool = False,
) -> Sweep:
    """Solve a model at values of a parameter, and where the kinds of equilibria change find the place.

    A kind is told by `choices`, or by what may be played if that is not given. With `pure`, the usual concepts are
    those of pure strategies.
    """
    # numpy comes with it, which `import foederis` alone shall not need.
    from .._sweep.space import values as read

    solver = _Solver(model, parameter, dict(at or {}), concept, choices or kind_of, pure)
    places = (
        sorted({_core.number(value) for value in read(parameter, values)})
        if values is not None
        else default_values(model, parameter)
    )
    points = [point for point in map(solver, places) if point is not None]
    if not points:
        raise InvalidError(f"the model has no game at any of these values of '{parameter}'; give others as `values`")
    closer, changes = _refined(solver, points)
    solver.warn(closer)
    return Sweep(parameter, closer, changes)


class _Solver:
    """Solves the model at a value of the parameter; None where the value is not admissible."""

    def __init__(
        self,
        model: Model,
        parameter: str,
        at: dict[str, Any],
        concept: Concept | None,
        kind: Callable[[Equilibrium], Kind],
        pure: bool,
    ) -> None:
        self.model, self.parameter, self.at = model, parameter, at
        self.concept, self.kind, self.pure = concept, kind, pure
        self.incomplete: set[Fraction] = set()
        if concept is not None and concept not in _SOLVERS:
            raise InvalidError(f"'{concept}' is no concept of figures; take one of {', '.join(_SOLVERS)}")

    def __call__(self, value: Fraction) -> Point | None:
        try:
            game = self.model.at({**self.at, self.parameter: value})
        except InvalidError:
            return None
        solution = _SOLVERS[self.concept or default_concept(game, self.pure)](game)
        if not solution.complete:
            self.incomplete.add(value)
        kinds: dict[Kind, list[Any]] = {}
        for equilibrium in solution:
            kinds.setdefault(self.kind(equilibrium), []).append(equilibrium)
        return Point(value, kinds)

    def warn(self, points: Sequence[Point]) -> None:
        """Say where the solver did not find everything, but for single values, which are ties."""
        for before, after in itertools.pairwise(points):
            if {before.value, after.value} <= self.incomplete:
                text = f"from {self.parameter} = {float(before.value):g} on some equilibria may be missing"
                warnings.warn(text, stacklevel=4)
                return


def default_concept(game: Any, pure: bool = False) -> Concept:
    """Give the usual concept: Nash of tables; of trees subgame-perfect, or where moves are hidden sequential."""
    if not hasattr(game, "infosets"):
        return "pure_nash" if pure else "nash"
    return "subgame_perfect" if pure or game.has_perfect_information else "sequential"


def kind_of(equilibrium: Equilibrium) -> Kind:
    """Give what stays the same while an equilibrium moves with the parameter: what may be played."""
    if hasattr(equilibrium.game, "infosets"):
        return tuple(sorted(equilibrium.outcomes))
    return tuple((player, tuple(own)) for player, own in equilibrium.support.items())


def kind_words(kind: Kind) -> str:
    """Say a kind in words."""
    if all(len(part) == 2 and isinstance(part[1], tuple) for part in kind):
        return "; ".join(f"{player}: {' or '.join(own)}" for player, own in kind)
    return " / ".join(", ".join(path) for path in kind)


def default_values(model: Model, parameter: str) -> list[Fraction]:
    """Give values over the parameter's range; where it has no end, around the base."""
    known = next((own for symbol, own in model.parameters.items() if symbol.startswith(f"{parameter}_")), None)
    known = known if known is not None and parameter not in model.parameters else model.parameters[parameter]
    room = 2 * max(abs(known.base), Fraction(1))
    low, high = known.base - room, known.base + room
    for bound, below in bounds(known.range, known.symbol):
        low, high = (max(low, bound), high) if below else (low, min(high, bound))
    return [low + (high - low) * step / POINTS for step in range(POINTS + 1)]


def _refined(solver: _Solver, points: Sequence[Point]) -> tuple[list[Point], list[float]]:
    """Add points around each change; a change is where it was narrowed down to."""
    closer, changes = [points[0]], []
    for before, after in itertools.pairwise(points):
        if set(before.kinds) != set(after.kinds):
            left, right = _narrowed(solver, before, after)
            changes.append((left.value + right.value) / 2)
            closer += [point for point in (left, right) if point not in (before, after)]
        closer.append(after)
    room = (points[-1].value - points[0].value) / 1000
    apart = [change for number, change in enumerate(changes) if number == 0 or change - changes[number - 1] > room]
    return closer, [float(change) for change in apart]


def _narrowed(solver: _Solver, left: Point, right: Point) -> tuple[Point, Point]:
    """Halve the gap in which the kinds change, from the left."""
    for _ in range(HALVINGS):
        middle = solver((left.value + right.value) / 2)
        if middle is None:
            break
        if set(middle.kinds) == set(left.kinds):
            left = middle
        else:
            right = middle
    return left, right


def check_name(kind: str, name: str, known: Iterable[str]) -> None:
    """Raise an error that lists the names there are, where a name is none of them."""
    names = list(known)
    if name not in names:
        raise UnknownNameError(f"there is no {kind} '{name}'; there are: {', '.join(names)}", name, names, None)
