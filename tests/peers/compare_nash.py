"""Compares `foederis.nash` with Gambit's enumeration of extreme equilibria on random two-player games.

Both are exact, so the sets must be the same, fraction by fraction. Payoffs are few small integers, and rows and columns
are sometimes repeated, so that most games have ties and many have a continuum of equilibria. The connected components
are computed here, from Gambit's list alone, and compared with ours.

Needs foederis and pygambit 16.7 (`make test-peers` makes an environment with both). Prints one line, or the first game
on which the two differ; the exit code is then 1.
"""

import argparse
import random
import sys
from fractions import Fraction

import pygambit

import foederis as fd

Matrix = list[list[int]]
Strategy = tuple[Fraction, ...]
Pair = tuple[Strategy, Strategy]


def main() -> int:
    """Compare on as many games as asked for, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", type=int, default=2000, help="how many games (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="of the random games (default: 1)")
    options = parser.parse_args()
    source = random.Random(options.seed)
    equilibria = continua = 0
    for number in range(options.games):
        tables = random_game(source)
        found, components, dimensions = ours(*tables)
        difference = compare(found, components, gambit(*tables))
        if difference:
            report(number, options.seed, tables, difference)
            return 1
        equilibria += len(found)
        continua += any(dimensions)
    print(
        f"{options.games} games: the same {equilibria} extreme equilibria and the same components as pygambit "
        f"{pygambit.__version__}; {continua} games have a continuum"
    )
    return 0


def random_game(source: random.Random) -> tuple[Matrix, Matrix]:
    """Both players' payoffs, from {0, 1, 2}, with repeated rows and columns now and then."""
    rows, columns = source.randint(1, 5), source.randint(1, 5)
    row_player, column_player = ([[source.randrange(3) for _ in range(columns)] for _ in range(rows)] for _ in range(2))
    if source.random() < 0.25:
        old, new = source.randrange(rows), source.randrange(rows)
        row_player[new], column_player[new] = list(row_player[old]), list(column_player[old])
    if source.random() < 0.25:
        old, new = source.randrange(columns), source.randrange(columns)
        for row in row_player + column_player:
            row[new] = row[old]
    return row_player, column_player


def ours(row_player: Matrix, column_player: Matrix) -> tuple[list[Pair], list[frozenset[Pair]], list[int]]:
    """Our extreme equilibria, our components, and the components' dimensions."""
    solution = fd.nash(fd.NormalForm.from_arrays(row_player, column_player))
    assert solution.complete, solution.status_text

    def pair(equilibrium: fd.Equilibrium) -> Pair:
        first, second = (tuple(part.values()) for part in equilibrium.profile.values())
        return first, second

    components = [frozenset(map(pair, component.equilibria)) for component in solution.components]
    return [pair(each) for each in solution], components, [component.dimension for component in solution.components]


def gambit(row_player: Matrix, column_player: Matrix) -> set[Pair]:
    """Gambit's extreme equilibria."""
    game = pygambit.Game.from_arrays(row_player, column_player)
    found = pygambit.nash.enummixed_solve(game, rational=True).equilibria

    def strategy(profile: object, player: object) -> Strategy:
        return tuple(Fraction(str(profile[each])) for each in player.strategies)

    first, second = game.players
    return {(strategy(profile, first), strategy(profile, second)) for profile in found}


def components_of(pairs: set[Pair]) -> set[frozenset[Pair]]:
    """The components: two extreme equilibria are joined when they share a strategy of either player.

    Both then lie in the product of that strategy and the segment between the others, all of it equilibria; and a
    polytope of equilibria is a product, so that its vertices are joined in this way.
    """
    left = set(pairs)
    components = set()
    while left:
        waiting = [left.pop()]
        component = set(waiting)
        while waiting:
            first, second = waiting.pop()
            joined = {other for other in left if other[0] == first or other[1] == second}
            left -= joined
            component |= joined
            waiting.extend(joined)
        components.add(frozenset(component))
    return components


def compare(found: list[Pair], components: list[frozenset[Pair]], theirs: set[Pair]) -> list[str]:
    """What differs, in words."""
    differences = []
    if len(set(found)) != len(found):
        differences.append("foederis lists an equilibrium twice")
    differences += [f"only foederis has {words(each)}" for each in sorted(set(found) - theirs)]
    differences += [f"only pygambit has {words(each)}" for each in sorted(theirs - set(found))]
    expected = components_of(theirs)
    if len(components) != len(expected) or set(components) != expected:
        differences.append(f"foederis has {len(components)} components, pygambit's list makes {len(expected)}")
    return differences


def words(pair: Pair) -> str:
    """A pair of mixed strategies, for reading."""
    return " / ".join("(" + ", ".join(map(str, strategy)) + ")" for strategy in pair)


def report(number: int, seed: int, tables: tuple[Matrix, Matrix], differences: list[str]) -> None:
    """Print the game and what differs."""
    print(f"game {number} of seed {seed} differs")
    for player, table in zip(("row player", "column player"), tables, strict=True):
        print(f"  {player}: {table}")
    for difference in differences:
        print(f"  {difference}")


if __name__ == "__main__":
    sys.exit(main())
