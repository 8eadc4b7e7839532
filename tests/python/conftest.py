"""Games that several tests use."""

import random

import pytest

import foederis as fd


@pytest.fixture
def dilemma() -> fd.NormalForm:
    """A prisoner's dilemma."""
    return fd.NormalForm.from_arrays(
        [[0, -3], [1, -2]],
        [[0, 1], [-3, -2]],
        players=["Kyrgyzstan", "Tajikistan"],
        strategies=[["Refrain", "Attack"], ["Refrain", "Attack"]],
        title="Border",
    )


@pytest.fixture
def deterrence() -> fd.ExtensiveForm:
    """A tree with an incredible threat."""
    t = fd.ExtensiveForm.build(players=["Challenger", "Defender"], title="Deterrence")
    t.move([], "Challenger", ["Attack", "Refrain"])
    t.move(["Attack"], "Defender", ["Resist", "Yield"])
    t.end(["Refrain"], [0, 0])
    t.end(["Attack", "Resist"], [-1, -2])
    t.end(["Attack", "Yield"], {"Challenger": 1, "Defender": -1})
    return t.finish()


@pytest.fixture
def lottery() -> fd.ExtensiveForm:
    """A tree with a chance move and an information set of two nodes."""
    t = fd.ExtensiveForm.build(players=["A", "B"])
    t.chance([], {"up": "1/3", "down": "2/3"}, label="nature")
    for event in ["up", "down"]:
        t.move([event], "B", ["l", "r"], label="blind")
        t.end([event, "l"], [1 if event == "up" else 0, 3])
        t.end([event, "r"], [0, 0])
    return t.finish()


def hard(size: int = 30) -> fd.NormalForm:
    """A game that takes far longer to solve than any test waits."""
    source = random.Random(7)
    tables = [[[source.randrange(3) for _ in range(size)] for _ in range(size)] for _ in range(2)]
    return fd.NormalForm.from_arrays(*tables)


def regimes_without_end(moves: int = 30) -> fd.Model:
    """A tree whose regimes are many thousands, and take far longer to find than any test waits."""
    source, symbols, players = random.Random(0), [f"x{number}" for number in range(10)], ["A", "B", "C"]
    model = fd.Model.build("Without end", players=players)
    for symbol in symbols:
        model.parameter(symbol, source.randint(-4, 4))
    ends: list[list[str]] = [[]]
    for _ in range(moves):
        path = ends.pop(source.randrange(len(ends)))
        model.move(path, source.choice(players), ["l", "r"])
        ends += [[*path, "l"], [*path, "r"]]
    for path in ends:
        model.end(
            path, [f"{source.randint(-5, 5)} + {source.choice([-2, 1, 2])}*{source.choice(symbols)}" for _ in players]
        )
    return model.finish()


@pytest.fixture
def call() -> fd.Model:
    """A model whose payoffs are parameters: an attack, and a patron who may abstain."""
    return fd.Model.from_yaml("""
title: The call
players: [Rival, Patron]
parameters:
  gain: {base: 1, meaning: what an attack brings}
  reputation: {base: 1, meaning: what abstaining costs}
tree:
  player: Rival
  actions:
    Wait: [0, 0]
    Attack:
      player: Patron
      actions: {Abstain: [gain, -reputation], Support: [-1, -1]}
""")
