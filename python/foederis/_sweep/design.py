"""Designs: points that fill a box of parameters evenly, by a recorded seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .._show import Sheet, Shown
from ..errors import InvalidError
from ._extras import pandas, scipy_stats

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

Method: TypeAlias = Literal["latin_hypercube"] | Literal["sobol"]


@dataclass(frozen=True, eq=False)
class Design(Shown):
    """Points in a box of parameters; `design` makes it, and `sweep` takes it.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    points : numpy.ndarray
        One row for each point, one column for each parameter.
    bounds : tuple of (float, float)
        The box: the least and the greatest value of each parameter.
    method : str
        "latin_hypercube" or "sobol".
    seed : int
        The seed: the same seed gives the same points.
    """

    names: tuple[str, ...]
    points: npt.NDArray[np.float64]
    bounds: tuple[tuple[float, float], ...]
    method: str
    seed: int

    def __len__(self) -> int:
        return len(self.points)

    def __repr__(self) -> str:
        return f"<Design: {len(self)} points in {', '.join(self.names)}; {self.method}, seed {self.seed}>"

    def to_frame(self) -> pd.DataFrame:
        """The points as a data frame: a row for each, a column for each parameter. Needs pandas.

        Returns
        -------
        pandas.DataFrame
        """
        return pandas().DataFrame(self.points, columns=list(self.names))  # type: ignore[no-any-return]

    def _sheet(self) -> Sheet:
        rows = [[name, f"{low:g}", f"{high:g}"] for name, (low, high) in zip(self.names, self.bounds, strict=True)]
        title = f"{len(self):,} points; {self.method.replace('_', ' ')}, seed {self.seed}"
        return Sheet(title, [], [("", ["Parameter", "Least", "Greatest"], rows)])

    def origin(self) -> dict[str, Any]:
        """Give what an attribute of a result should say."""
        box = ", ".join(
            f"{name} in [{low:g}, {high:g}]" for name, (low, high) in zip(self.names, self.bounds, strict=True)
        )
        return {"design": self.method, "design_box": box, "seed": self.seed}


def design(
    box: Mapping[str, tuple[float, float]],
    n: int,
    *,
    method: Method = "latin_hypercube",
    seed: int = 0,
) -> Design:
    """Points that fill a box of parameters evenly.

    Parameters
    ----------
    box : dict of str to (low, high)
        The least and the greatest value of each parameter, in the model's own units.
    n : int
        How many points. A Sobol sequence is best balanced if this is a power of two.
    method : {"latin_hypercube", "sobol"}
        A Latin hypercube has one point in each of ``n`` slices of every parameter; a scrambled Sobol sequence also
        fills planes and higher dimensions evenly.
    seed : int
        The same seed gives the same points; results record it.

    Returns
    -------
    Design
        To be given to `sweep` as ``over=``.

    Raises
    ------
    InvalidError
        When the box is empty, an end is not finite, or there are no points.
    ImportError
        Without scipy: ``pip install 'foederis[sweep]'``.

    Examples
    --------
    >>> import foederis as fd
    >>> points = fd.design({"w": (0, 10), "e": (0, 10)}, 64, method="sobol", seed=7)
    >>> points
    <Design: 64 points in w, e; sobol, seed 7>
    >>> found = fd.sweep(fd.dilemmas.caucasus(), points)
    >>> found.sizes["point"], found.attrs["seed"]
    (64, 7)

    References
    ----------
    McKay, M. D., Beckman, R. J., & Conover, W. J. (1979). A comparison of three methods for selecting values of input
    variables in the analysis of output from a computer code. Technometrics 21. doi:10.2307/1268522

    Sobol', I. M. (1967). On the distribution of points in a cube and the approximate evaluation of integrals. USSR
    Computational Mathematics and Mathematical Physics 7. doi:10.1016/0041-5553(67)90144-9
    """
    import numpy as np

    bounds = tuple((float(low), float(high)) for low, high in box.values())
    for name, (low, high) in zip(box, bounds, strict=True):
        if not (np.isfinite(low) and np.isfinite(high) and low < high):
            raise InvalidError(f"'{name}' goes from {low:g} to {high:g}; give two finite numbers, the lower one first")
    if not bounds or n < 1:
        raise InvalidError("a design needs at least one parameter and one point")
    qmc = scipy_stats().qmc
    makers = {"latin_hypercube": qmc.LatinHypercube, "sobol": qmc.Sobol}
    if method not in makers:
        raise InvalidError(f"'{method}' is no design; take one of {', '.join(makers)}")
    unit = makers[method](len(bounds), rng=np.random.default_rng(seed)).random(n)
    low, high = np.array(bounds).T
    return Design(tuple(box), low + unit * (high - low), bounds, method, seed)
