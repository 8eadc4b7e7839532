"""The precision of quantal response from counts."""

import numpy as np
import pytest

import foederis as fd


def ochs() -> fd.NormalForm:
    """Ochs (1995) in the payoffs of McKelvey and Palfrey (1995)."""
    return fd.NormalForm.from_arrays(
        [["1.1141", 0], [0, "0.2785"]],
        [[0, "1.1141"], ["1.1141", 0]],
        players=["Row", "Column"],
        strategies=[["a", "b"], ["a", "b"]],
    )


COUNTS = {"Row": {"a": 128 * 0.527, "b": 128 * 0.473}, "Column": {"a": 128 * 0.366, "b": 128 * 0.634}}


def test_mckelvey_and_palfrey() -> None:
    found = fd.fit_logit(ochs(), COUNTS)
    assert found.precision == pytest.approx(1.8456097, abs=1e-6)
    assert found.llf == pytest.approx(-174.7645319, abs=1e-7)
    assert found.random_llf == pytest.approx(256 * np.log(0.5), abs=1e-9)
    assert found.probabilities["Row", "", "a"] == pytest.approx(0.6156513, abs=1e-6)
    assert found.probabilities["Column", "", "a"] == pytest.approx(0.3832909, abs=1e-6)
    assert found.profile["llf"].max() <= found.llf + 1e-12


def test_against_observed_frequencies() -> None:
    found = fd.fit_logit(ochs(), COUNTS, method="empirical")
    assert found.precision == pytest.approx(1.0068169, abs=1e-6)
    assert found.llf == pytest.approx(-176.5259465, abs=1e-7)
    # By hand: the gains of each player against the other's frequencies.
    rows = np.array([1.1141 * 0.366, 0.2785 * 0.634])
    columns = np.array([1.1141 * 0.473, 1.1141 * 0.527])

    def height(precision: float) -> float:
        total = 0.0
        for gains, own in ((rows, COUNTS["Row"]), (columns, COUNTS["Column"])):
            p = np.exp(precision * gains) / np.exp(precision * gains).sum()
            total += float(np.log(p) @ np.array(list(own.values())))
        return total

    assert height(found.precision) == pytest.approx(found.llf, abs=1e-10)
    assert height(found.precision) > max(height(found.precision - 0.01), height(found.precision + 0.01))


def test_equilibrium_frequencies_give_their_precision_back() -> None:
    tree = fd.dilemmas.border().at()
    point = fd.logit(tree, precision=2, starts=0)[0]
    counts = {p: {s: 1000 * float(q) for s, q in own.items()} for p, own in point.profile.items()}
    assert fd.fit_logit(tree, counts).precision == pytest.approx(2, abs=1e-5)


def test_a_tree_in_its_agent_form() -> None:
    b = fd.ExtensiveForm.build(players=["A", "B"])
    b.move([], "A", ["Out", "In"], label="start")
    b.end(["Out"], [1, 1])
    b.move(["In"], "B", ["l", "r"], label="after In")
    b.end(["In", "l"], [3, 1])
    b.end(["In", "r"], [0, 2])
    tree = b.finish()
    # At precision 1.5: B takes l with odds exp(-1.5), and A compares 1 with 3 times that.
    left = 1 / (1 + np.exp(1.5))
    out = 1 / (1 + np.exp(1.5 * (3 * left - 1)))
    counts = {
        "A": {"start": {"Out": 500 * out, "In": 500 * (1 - out)}},
        "B": {"after In": {"l": 300 * left, "r": 300 * (1 - left)}},
    }
    found = fd.fit_logit(tree, counts)
    assert found.precision == pytest.approx(1.5, abs=1e-5)
    with pytest.raises(fd.UnsupportedError, match="equilibrium"):
        fd.fit_logit(tree, counts, method="empirical")


def test_the_values_in_gambits_own_tests() -> None:
    """The game const_sum_game.nfg of Gambit, with its values at three precisions (tolerance 1e-3)."""
    game = fd.NormalForm.from_arrays([[1, 0], [1, 1]], [[1, 2], [1, 1]], players=["R", "C"])
    known = {1: (0.643, 0.5883), 2: (0.7727, 0.6117), 3: (0.8595, 0.6038)}
    second = {player: game.strategies[player][1] for player in ("R", "C")}
    for precision, (row, column) in known.items():
        (point,) = fd.logit(game, precision=precision)
        p, q = (float(point.profile[player][second[player]]) for player in ("R", "C"))
        assert (p, q) == pytest.approx((row, column), abs=1e-3)
        # By hand: the second row brings q more than the first, the second column 1 - p more.
        assert p == pytest.approx(1 / (1 + np.exp(-precision * q)), abs=1e-9)
        assert q == pytest.approx(1 / (1 + np.exp(-precision * (1 - p))), abs=1e-9)
        # And the estimate from these frequencies is the precision.
        shares = {"R": (1 - p, p), "C": (1 - q, q)}
        counts = {k: dict(zip(game.strategies[k], both, strict=True)) for k, both in shares.items()}
        assert fd.fit_logit(game, counts).precision == pytest.approx(precision, abs=1e-5)


def test_data_from_another_branch() -> None:
    """Both meet at b, which is worse: the principal branch goes to a."""
    game = fd.NormalForm.from_arrays(
        [[2, 0], [0, 1]], [[2, 0], [0, 1]], players=["R", "C"], strategies=[["a", "b"]] * 2
    )
    counts = {player: {"a": 5, "b": 95} for player in ("R", "C")}
    principal = fd.fit_logit(game, counts)
    assert principal.branch == "principal"
    assert principal.equilibria.empty
    assert principal.precision == pytest.approx(0, abs=1e-3)
    every = fd.fit_logit(game, counts, branch="all", max_precision=8)
    # By hand: b brings 3 p - 2 more than a, where p is the other's probability of b.
    assert every.branch == "other"
    assert every.precision == pytest.approx(np.log(19) / 0.85, abs=1e-4)
    assert every.probabilities["R", "", "b"] == pytest.approx(0.95, abs=1e-4)
    assert every.llf > principal.llf + 50
    assert set(every.equilibria["principal"]) == {True, False}
    assert every.llf >= every.equilibria["llf"].max() - 1e-9
    assert "other branch" in str(every)
    # Data on the principal branch stay there.
    same = fd.fit_logit(game, {player: {"a": 95, "b": 5} for player in ("R", "C")}, branch="all", max_precision=8)
    assert same.branch == "principal"
    with pytest.raises(fd.InvalidError, match="branch"):
        fd.fit_logit(game, counts, branch="first")  # type: ignore[arg-type]


def test_other_branches_on_a_tree() -> None:
    tree = fd.dilemmas.border().at()
    point = fd.logit(tree, precision=1, starts=0)[0]
    counts = {p: {s: 1000 * float(q) for s, q in own.items()} for p, own in point.profile.items()}
    found = fd.fit_logit(tree, counts, branch="all", max_precision=3, points=6, starts=4)
    assert found.precision == pytest.approx(1, abs=1e-4)
    assert found.branch == "principal"


def test_perverse_choices_are_random_at_best() -> None:
    game = fd.NormalForm.from_arrays([[1, 1], [0, 0]], [[1, 0], [1, 0]])
    first, second = game.players
    a, b = game.strategies[first]
    c, d = game.strategies[second]
    perverse = {first: {a: 1, b: 9}, second: {c: 2, d: 8}}
    assert fd.fit_logit(game, perverse, method="empirical").precision == 0
    best = {first: {a: 9, b: 0}, second: {c: 8, d: 0}}
    assert fd.fit_logit(game, best, method="empirical").precision == np.inf


def test_mistakes_are_named() -> None:
    with pytest.raises(fd.UnknownNameError, match="Row, c"):
        fd.fit_logit(ochs(), {"Row": {"c": 1}})
    with pytest.raises(fd.InvalidError, match="nothing was observed"):
        fd.fit_logit(ochs(), {})
    with pytest.raises(fd.InvalidError, match="not below 0"):
        fd.fit_logit(ochs(), {"Row": {"a": -1}})
