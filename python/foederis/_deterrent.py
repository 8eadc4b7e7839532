"""What keeps a player on the path of an equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ._show import Sheet, Shown


@dataclass(frozen=True)
class Deterrent(Shown):
    """What keeps a player from an action that an equilibrium does not use on its path.

    The player would leave the path at an information set to which play comes. What others would then do decides what
    that brings; it deters as long as the player's best way to go on brings no more than staying does. All values are
    expected payoffs (utility) given that play has come to the information set: `Fraction`, or `float` where the
    equilibrium is irrational.

    Attributes
    ----------
    player : str
        Who would leave the path.
    infoset : str
        Where: the information set's name.
    action : str
        By which action.
    at_most : Fraction
        What staying on the path brings: what leaving it may bring at most.
    brings : Fraction
        What leaving it brings under this equilibrium, the player's own best later moves included.
    infosets : tuple of tuple
        The information sets of others that may then be met off the path, as ``(player, name)``. What is done there is
        free, as long as it brings the player at most `at_most`.

    Examples
    --------
    >>> import foederis as fd
    >>> e = fd.nash(fd.dilemmas.central_asia().at())[0]
    >>> [(d.player, d.action, d.at_most, d.brings) for d in e.deterrents]
    [('Kyrgyzstan', 'Propose', Fraction(-3, 1), Fraction(-16, 5))]
    """

    player: str
    infoset: str
    action: str
    at_most: Fraction | float
    brings: Fraction | float
    infosets: tuple[tuple[str, str], ...]

    def _sheet(self) -> Sheet:
        free = "; ".join(f"{player} at “{infoset}”" for player, infoset in self.infosets)
        lines = [f"Leaving brings {self.brings}, staying {self.at_most}."]
        lines += [f"As good is anything at which leaving brings no more, by {free}."] if free else []
        return Sheet(f"What keeps {self.player} from {self.action} at “{self.infoset}”", lines, [])
