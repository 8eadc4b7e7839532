"""From formulas and a frame to columns, indices and utilities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .._core import ExtensiveForm, Model, _linear_payoffs
from ..errors import InvalidError
from ._formula import Part, indexed, split, stacked
from ._frame import listed
from ._layout import Layout, unknown
from ._nested import Payoffs

if TYPE_CHECKING:
    import pandas as pd


class Game:
    """A tree whose utilities are linear in indices: what formulas and game say together."""

    def __init__(
        self,
        game: ExtensiveForm | Model,
        formula: object,
        known: Mapping[str, Any],
        scale: str | Mapping[str, str] | None,
        outcome: str | Sequence[str] | None,
    ) -> None:
        self.parts: list[Part] = []
        # Frames that were made of arrays have columns called by numbers; `Frame` calls them by texts.
        self.outcome: str | Sequence[str] | None = (
            outcome if outcome is None or isinstance(outcome, str) else listed(outcome)
        )
        if isinstance(game, Model):
            self._from_model(game, formula, known)
        elif known:
            raise InvalidError(
                "known= is for the parameters of a model; a tree's payoffs are known where no formula is given"
            )
        else:
            self._from_tree(game, formula)
        self.scales: list[int | None] = [None] * len(self.tree.players)
        self._add_scales(scale)

    def _from_tree(self, tree: ExtensiveForm, formula: object) -> None:
        self.tree, self.layout = tree, Layout(tree)
        players = tree.players
        self.utilities: list[list[tuple[float, list[tuple[int, float]]]]] = [
            [(float(payoffs[player]), []) for player in players] for _, payoffs in tree.plays()
        ]
        for play, player, text in self._formulas_of_tree(formula):
            if text != "0":
                self.parts.append(Part(f"u({player}, {self.layout.names[play]})", text))
            weights = [(len(self.parts) - 1, 1.0)] if text != "0" else []
            self.utilities[play][players.index(player)] = (0.0, weights)

    def _formulas_of_tree(self, formula: object) -> list[tuple[int, str, str]]:
        if isinstance(formula, Mapping):
            found = []
            for key, text in formula.items():
                if not (isinstance(key, tuple) and len(key) == 2):
                    raise InvalidError(f"{key!r} is no utility; write (player, outcome): formula")
                player, name = key
                if player not in self.tree.players:
                    raise unknown(f"there is no player {player!r}", player, self.tree.players)
                found.append((self.layout.play(name), str(player), str(text).strip()))
            return found
        if not isinstance(formula, str):
            raise InvalidError(
                "for a tree, give a formula 'outcome ~ ... | ...' or a mapping (player, outcome): formula"
            )
        sides = split(formula, "~")
        if len(sides) != 2:
            raise InvalidError(f"'{formula}' is no formula; write outcome ~ {' | '.join(self.order())}")
        if sides[0]:
            self._set_outcome([word.strip() for word in sides[0].split("+")])
        texts, free = split(sides[1], "|"), self.layout.free_utilities()
        if len(texts) != len(free):
            raise InvalidError(
                f"the formula has {len(texts)} parts; the tree takes {len(free)}: {' | '.join(self.order())}"
            )
        return [(play, player, text or "0") for (play, player), text in zip(free, texts, strict=True)]

    def order(self) -> list[str]:
        """What the parts of a formula with ``|`` stand for."""
        return [f"u({player}, {self.layout.names[play]})" for play, player in self.layout.free_utilities()]

    def _set_outcome(self, columns: list[str]) -> None:
        given: str | list[str] = columns[0] if len(columns) == 1 else columns
        if self.outcome is not None and self.outcome != given:
            raise InvalidError("the outcome stands in the formula and in outcome=; give it once")
        self.outcome = given

    def _from_model(self, model: Model, formula: object, known: Mapping[str, Any]) -> None:
        formulas = self._formulas_of_model(formula)
        columns = {symbol: value for symbol, value in known.items() if isinstance(value, str) and not _number(value)}
        both = set(formulas) & set(known)
        if both:
            raise InvalidError(f"{sorted(both)[0]} has a formula and a known value; give one of them")
        numbers = {symbol: value for symbol, value in known.items() if symbol not in columns}
        symbols = [*formulas, *columns]
        self.tree, payoffs = _linear_payoffs(model, symbols, numbers)
        self.layout = Layout(self.tree)
        for symbol, text in formulas.items():
            self.parts.append(Part(symbol, text))
        for symbol, column in columns.items():
            self.parts.append(Part.known(symbol, column))
        self.utilities = [
            [(constant, [(place, slope) for place, slope in enumerate(slopes) if slope]) for constant, slopes in play]
            for play in payoffs
        ]
        for place, symbol in enumerate(symbols):
            if all(place != used for play in self.utilities for _, weights in play for used, _ in weights):
                raise InvalidError(f"{symbol} is in no payoff; leave it out")

    def _formulas_of_model(self, formula: object) -> dict[str, str]:
        if isinstance(formula, Mapping):
            return {str(symbol): str(text).strip() for symbol, text in formula.items()}
        lines = [formula] if isinstance(formula, str) else formula
        if not isinstance(lines, Iterable):
            raise InvalidError("for a model, give formulas 'parameter ~ ...' or a mapping parameter: formula")
        found = {}
        for line in lines:
            sides = split(str(line), "~")
            if len(sides) != 2 or not sides[0] or "|" in str(line):
                raise InvalidError(f"'{line}' is no formula of a parameter; write 'reputation ~ polity + trade'")
            found[sides[0]] = sides[1]
        return found

    def _add_scales(self, scale: str | Mapping[str, str] | None) -> None:
        if scale is None:
            return
        players = self.tree.players
        if isinstance(scale, str):
            self.parts.append(Part("log(sigma)", scale))
            self.scales = [len(self.parts) - 1] * len(players)
            return
        for player, text in scale.items():
            if player not in players:
                raise unknown(f"there is no player {player!r}", player, players)
            self.parts.append(Part(f"log(sigma of {player})", text))
            self.scales[players.index(player)] = len(self.parts) - 1

    def covariates(self, data: pd.DataFrame) -> NDArray[np.float64]:
        """The covariates of all parts, side by side."""
        return stacked(self.parts, data)

    def payoffs(self) -> Payoffs:
        """What utilities are apart from their indices."""
        utilities = [utility for play in self.utilities for utility in play]
        weights = {part.name: np.zeros(len(utilities)) for part in self.parts}
        for row, (_, summands) in enumerate(utilities):
            for place, weight in summands:
                weights[self.parts[place].name][row] += weight
        return Payoffs(np.array([constant for constant, _ in utilities]), weights)

    def compiled(self) -> dict[str, Any]:
        """Coefficients, indices, utilities and scales, as the core takes them; after `covariates`."""
        coefficients, indices = indexed(self.parts)
        return {"coefficients": coefficients, "indices": indices, "utilities": self.utilities, "scales": self.scales}


def _number(text: str) -> bool:
    try:
        from .._core import number

        number(text)
    except ValueError:
        return False
    return True
