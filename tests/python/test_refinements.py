"""Perfect and proper equilibria, and the table of refinements."""

import pickle

import pytest

import foederis as fd


@pytest.fixture
def myerson() -> fd.NormalForm:
    a = [[1, 0, -9], [0, 0, -7], [-9, -7, -7]]
    names = [["up", "middle", "down"], ["left", "center", "right"]]
    return fd.NormalForm.from_arrays(a, a, players=["A", "B"], strategies=names)


def test_perfect_and_proper(myerson: fd.NormalForm) -> None:
    perfect, proper = fd.trembling_hand(myerson), fd.proper(myerson)
    assert [e.path for e in perfect] == [("up", "left"), ("middle", "center")]
    assert [e.path for e in proper] == [("up", "left")]
    assert (perfect.concept, proper.concept, proper.complete) == ("trembling_hand", "proper", True)
    assert "every proper equilibrium" in str(proper)
    for solution in perfect, proper:
        assert fd.verify(myerson, solution)
        assert fd.verify(myerson, solution.to_json())
        assert pickle.loads(pickle.dumps(solution)) == solution


def test_a_false_claim_is_found_out(myerson: fd.NormalForm) -> None:
    text = fd.trembling_hand(myerson)[1].certificate.to_json()
    report = fd.verify(myerson, text.replace('"trembling_hand"', '"proper"'))
    assert not report.ok
    assert "is worse than" in str(report)


def test_table_of_refinements(myerson: fd.NormalForm) -> None:
    table = fd.refinements(myerson)
    assert len(table) == len(table.solution) == 3
    assert [row["proper"] for row in table] == ["yes", "no", "no"]
    assert [row["trembling_hand"] for row in table] == ["yes", "yes", "no"]
    assert table[-1] == table[2]
    assert table.reason(2, "undominated") == "A's down is weakly dominated by middle"
    assert table.complete
    assert "trembling-hand perfect" in str(table)
    assert "weakly dominated by middle" in table.to_html()
    assert list(table.to_frame()["strict"]) == ["yes", "no", "no"]
    with pytest.raises(IndexError, match="no equilibrium 3"):
        table[3]
    with pytest.raises(fd.InvalidError, match="use one of strict"):
        table.reason(0, "stable")
    with pytest.raises(fd.UnknownNameError, match="proper"):
        table[0]["propper"]


def test_refinements_of_a_given_solution(deterrence: fd.ExtensiveForm) -> None:
    table = fd.refinements(deterrence, fd.pure_nash(deterrence))
    answers = {e.path: row["trembling_hand"] for e, row in zip(table.solution, table, strict=True)}
    assert answers == {("Attack", "Yield"): "yes", ("Refrain",): "no"}
    assert any("strategic form" in note for note in table.notes)
    for form in ("agent", "strategic"):
        perfect = fd.trembling_hand(deterrence, form=form)
        assert [e.path for e in perfect] == [("Attack", "Yield")]
        assert fd.verify(deterrence, perfect)
    with pytest.raises(fd.InvalidError, match="take agent or strategic"):
        fd.trembling_hand(deterrence, form="tree")  # type: ignore[arg-type]


def test_limits(myerson: fd.NormalForm) -> None:
    assert fd.trembling_hand(myerson, max_equilibria=1).status == "truncated"
    assert not fd.refinements(myerson, fd.nash(myerson), time_limit=0).complete
