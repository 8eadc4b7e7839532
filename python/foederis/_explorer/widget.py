"""The widget: what the browser may change, and what follows from it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from .. import _core
from ..errors import FoederisError, UnknownNameError
from . import account as show
from .reproduce import code
from .sliders import slider

if TYPE_CHECKING:
    from .._core import Levers, Model, Regimes, Solution

_HERE = Path(__file__).parent
# Seconds that an answer may take while a slider moves.
_QUICK = 0.5


class Explorer(anywidget.AnyWidget, metaclass=traitlets.MetaHasTraits):
    """A model with a slider for each parameter; `foederis.explorer` makes one.

    Attributes
    ----------
    values : dict of str to str
        The parameters as they stand; what is left out when it is set goes to the base.
    axes : tuple of two str
        The parameters of the map.
    goal : tuple of two str
        The player and the action that the levers are asked about.
    shown : int
        Which of several equilibria is shown.
    account : dict
        What is said of the model at these values.
    map : dict
        The areas of the map.
    model, concept, game, solution, regimes, levers
        What it rests on. While the values break an assumption these are of the last values that did not.
    """

    _esm: Any = _HERE / "explorer.js"
    _css: Any = _HERE / "explorer.css"

    setup = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    axes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    goal = traitlets.List(traitlets.Unicode()).tag(sync=True)
    shown = traitlets.Int(0).tag(sync=True)
    account = traitlets.Dict().tag(sync=True)
    map = traitlets.Dict().tag(sync=True)

    game: show.Game
    solution: Solution
    regimes: Regimes | None
    levers: Levers | None

    def __init__(
        self,
        model: Model,
        *,
        concept: str | None = None,
        x: str | None = None,
        y: str | None = None,
        player: str | None = None,
        action: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        self.model = model
        self.game = model.at(values or {})
        self.concept: show._Concept = show.concept_named(concept, self.game)
        self.solution = show.solve(self.game, self.concept)
        self.regimes = self.levers = None
        self._quick = True
        self._sliders = {symbol: slider(parameter) for symbol, parameter in model.parameters.items()}
        self._goals = show.goals_of(self.game)
        self._mapped: tuple[Any, ...] | None = None
        goal = self._goal(player, action)
        super().__init__(
            setup=self._setup(), values=dict(values or {}), goal=list(goal), axes=self._first_axes(x, y, goal)
        )
        self._update()
        self.observe(self._changed, names=["values", "axes", "goal", "shown"])

    def __repr__(self) -> str:
        changed = [f"{symbol} = {text}" for symbol, text in self.values.items() if text != str(self._base(symbol))]
        return f"<Explorer of '{self.model.title}' at {', '.join(changed) or 'the base'}: {self.account['outcome']}>"

    def _base(self, symbol: str) -> Fraction:
        return self._sliders[symbol].base

    def _setup(self) -> dict[str, Any]:
        """What does not change."""
        return {
            "title": self.model.title,
            "note": self.model.note,
            "concept": self.concept.replace("_", "-"),
            "sliders": [slider.to_json() for slider in self._sliders.values()],
            "goals": [list(goal) for goal in self._goals],
        }

    def _goal(self, player: str | None, action: str | None) -> tuple[str, str]:
        """The goal asked for, or the first that fits what is said of it."""
        fitting = [g for g in self._goals if player in (None, g[0]) and action in (None, g[1])]
        if not fitting:
            known = [f"{one}: {other}" for one, other in self._goals]
            raise UnknownNameError(f"nobody fits player={player!r}, action={action!r}; there are {', '.join(known)}")
        return show.first_goal(fitting, self.solution)

    def _first_axes(self, x: str | None, y: str | None, goal: tuple[str, str]) -> list[str]:
        """The axes asked for, filled up with parameters that matter for the goal, then with any."""
        chosen = [name for name in (x, y) if name is not None]
        for name in chosen:
            self._known(name)
        for name in [*self._that_matter(goal), *self._sliders]:
            if len(chosen) < 2 and name not in chosen:
                chosen.insert(0 if y is not None and x is None else len(chosen), name)
        return chosen

    def _that_matter(self, goal: tuple[str, str]) -> list[str]:
        try:
            found = self._timed_levers(goal, {})
        except FoederisError:
            return []
        joint = list(found.joint.changes) if found.joint else []
        return joint + [symbol for symbol in found if not (found[symbol].up is found[symbol].down is None)]

    def _known(self, symbol: str) -> None:
        if symbol not in self._sliders:
            self.model.parameters[symbol]

    @traitlets.validate("values")
    def _full_values(self, proposal: Any) -> dict[str, str]:
        """Every parameter, as text: those not given are at their base."""
        given = proposal["value"]
        for symbol in given:
            self._known(symbol)
        return {symbol: str(given.get(symbol, slider.base)) for symbol, slider in self._sliders.items()}

    @traitlets.validate("axes")
    def _two_axes(self, proposal: Any) -> list[str]:
        axes: list[str] = proposal["value"]
        for symbol in axes:
            self._known(symbol)
        if len(self._sliders) > 1 and len(set(axes)) != 2:
            raise traitlets.TraitError("a map has two axes, which are two parameters")
        return axes

    @traitlets.validate("goal")
    def _known_goal(self, proposal: Any) -> list[str]:
        if tuple(proposal["value"]) not in self._goals:
            raise traitlets.TraitError(f"there is no {proposal['value']} among the goals {self._goals}")
        return list(proposal["value"])

    def _changed(self, change: Any) -> None:
        """Follow a change; another point has its own first equilibrium."""
        if change["name"] == "values" and self.shown != 0:
            self.shown = 0
            return
        self._update()

    def _update(self) -> None:
        try:
            values = self._numbers()
            game = self.model.at(values)
            solution = show.solve(game, self.concept)
        except FoederisError as error:
            self.account = {**self.account, "error": str(error), "here": None}
            return
        self.game, self.solution = game, solution
        self._draw_map(values)
        shown = min(max(self.shown, 0), max(len(solution) - 1, 0))
        self.account = {
            "error": "",
            **show.account(solution, shown),
            "shown": shown,
            "here": self._regime_here(values),
            "levers": self._levers(values),
            "code": self._code(values, shown),
        }

    def _numbers(self) -> dict[str, Fraction]:
        """The values as exact numbers."""
        return {symbol: _number(symbol, text) for symbol, text in self.values.items()}

    def _draw_map(self, values: dict[str, Fraction]) -> None:
        """A new map, if anything changed but the point on it."""
        if len(self.axes) < 2:
            return
        x, y = self.axes
        held = tuple((symbol, value) for symbol, value in values.items() if symbol not in self.axes)
        if self._mapped == (x, y, held):
            return
        try:
            self.regimes = show.regimes_of(self.model, self.concept, (x, y), values)
            self.map = show.map_of(self.regimes, self._sliders[x], self._sliders[y])
        except FoederisError as error:
            self.regimes = None
            self.map = {"x": x, "y": y, "areas": [], "complete": False, "error": str(error)}
        self._mapped = (x, y, held)

    def _regime_here(self, values: dict[str, Fraction]) -> str | None:
        """The name of the regime at the point; on a border there may be none."""
        if self.regimes is None:
            return None
        try:
            return show.name_of(self.regimes.at(**{symbol: values[symbol] for symbol in self.axes}))
        except FoederisError:
            return None

    def _levers(self, values: dict[str, Fraction]) -> dict[str, Any]:
        goal = (self.goal[0], self.goal[1])
        try:
            self.levers = self._timed_levers(goal, values)
        except FoederisError as error:
            self.levers = None
            return {"error": str(error)}
        narrow = (
            [] if self._quick else [f"Asked of {' and '.join(self.axes)} alone: all parameters would take too long."]
        )
        return {**show.levers_account(self.levers, goal, self._sliders), "narrow": narrow}

    def _timed_levers(self, goal: tuple[str, str], values: Mapping[str, Fraction]) -> Levers:
        """Levers of all parameters, as long as that is quick enough to follow a slider; else of those on the map."""
        if not self._quick:
            return show.levers_of(self.model, self.concept, goal, values, list(self.axes))
        start = time.monotonic()
        found = show.levers_of(self.model, self.concept, goal, values, None)
        self._quick = time.monotonic() - start < _QUICK
        return found if self._quick or not self.axes else self._timed_levers(goal, values)

    def _code(self, values: dict[str, Fraction], shown: int) -> str:
        changed = {symbol: str(value) for symbol, value in values.items() if value != self._sliders[symbol].base}
        axes = (self.axes[0], self.axes[1]) if self.regimes is not None else None
        return code(self.model, self.concept, changed, axes, (self.goal[0], self.goal[1]), shown)


def _number(symbol: str, text: str) -> Fraction:
    try:
        return _core.number(text)
    except FoederisError as error:
        raise type(error)(f"{symbol}: {error}") from None
