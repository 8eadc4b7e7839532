"""Published estimates, reproduced from their data.

The data are not part of this project. Point the variable FOEDERIS_DATA at a directory that holds leblang2003.csv and
ultimatum2010.csv (as exported from the R package games); without it these tests are skipped. Figures: B. Kenkel and C.
S. Signorino, "Estimating Extensive Form Games in R", Journal of Statistical Software 56(8), 2014.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import foederis as fd

DATA = os.environ.get("FOEDERIS_DATA")
pytestmark = pytest.mark.skipif(
    DATA is None, reason="NOT RUN: set FOEDERIS_DATA to a directory with the published data"
)


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(Path(str(DATA)) / name)


def tree() -> fd.ExtensiveForm:
    return fd.trees.crisis_12(["market", "government"], outcomes=["no attack", "devaluation", "defense"])


ATTACKS = (
    "outcome ~ capcont + lreserves + overval + creditgrow + USinterest + service + contagion + prioratt - 1 | 1 | 1 "
    "| unifgov + lexports + preelec + postelec + rightgov + realinterest + capcont + lreserves"
)


def test_speculative_attacks() -> None:
    published = [
        -0.4525, 0.2292, -0.4413, -0.0648, -0.0505, -0.0288, -0.1159, -0.1218, -3.6648, -3.1385,
        0.4269, -0.3568, -0.1997, 1.6632, 1.0623, -0.9358, 1.7955, 0.0656, 0.3099,
    ]  # fmt: skip
    data = read("leblang2003.csv")
    private = fd.fit(ATTACKS, data, tree(), errors="private")
    assert private.llf == pytest.approx(-482.0155, abs=1e-4)
    assert np.allclose(private.params, published, atol=1.01e-4)
    assert private.gradient.abs().max() < 1e-9
    agent = fd.fit(ATTACKS, data, tree())
    assert agent.llf == pytest.approx(-481.638929, abs=1e-4)
    assert fd.vuong(private, agent).statistic == pytest.approx(-0.1479, abs=1e-3)


def test_a_scale_with_a_covariate() -> None:
    formula = "outcome ~ lreserves + overval - 1 | 1 | 1 | preelec + realinterest"
    found = fd.fit(formula, read("leblang2003.csv"), tree(), errors="private", scale="prioratt - 1")
    assert found.llf == pytest.approx(-495.366865, abs=1e-4)
    # The published search stopped early: 3e-4 on coefficients.
    published = [0.2264, -0.4381, -3.0137, -2.8410, -0.0190, 1.3690, 1.4943, 0.0427]
    assert np.allclose(found.params, published, atol=4e-4)
    assert np.allclose(found.bse, [0.0464, 0.0836, 0.2471, 0.2275, 0.1985, 0.6406, 0.5649, 0.0186], rtol=0.011)


def test_known_payoffs() -> None:
    b = fd.ExtensiveForm.build(players=["market", "government"])
    b.move([], "market", ["wait", "attack"])
    b.move(["attack"], "government", ["devalue", "defend"])
    b.end(["wait"], [1, 0], label="no attack")
    b.end(["attack", "devalue"], [-1, 0], label="devaluation")
    b.end(["attack", "defend"], [0, 1], label="defense")
    found = fd.fit({}, read("leblang2003.csv"), b.finish(), outcome="outcome", errors="private", scale="1")
    assert found.llf == pytest.approx(-646.535004, abs=1e-4)
    assert found.params.iloc[0] == pytest.approx(-1.0513, abs=1e-4)
    assert found.bse.iloc[0] == pytest.approx(0.0199, abs=1e-4)


def test_ultimatum() -> None:
    data = read("ultimatum2010.csv")
    found = fd.fit_ultimatum("offer + accept ~ gender1 | gender2", data, s2=3)
    assert found.llf == pytest.approx(-292.135908, abs=1e-4)
    # R1 is nearly flat: the published search stopped 0.04 away.
    assert np.allclose(found.params, [62.198, -25.409, 37.684, -0.897, 3.934], atol=0.04)
    assert np.allclose(found.bse, [18.734, 39.290, 1.616, 1.150, 0.430], rtol=2e-3)


def test_ultimatum_with_clipped_answers() -> None:
    """The published refit, -663.00, is not the top of its own likelihood, in which answers are clipped."""
    data = read("ultimatum2010.csv")
    clipped = fd.fit_ultimatum(
        "offer + accept ~ gender1 | gender2", data, s2=1, floor=2.220446049250313e-16, starts=100
    )
    assert clipped.llf == pytest.approx(-662.8411, abs=1e-4)
    for name in clipped.params.index:
        assert clipped.profile(name, points=9).better is None
    bare = fd.fit_ultimatum("offer + accept ~ gender1 | gender2", data, s2=1)
    assert bare.converged
    assert bare.llf < clipped.llf


SANCTIONS = (
    "sq + cd + sf + bd ~ sqrt(senderecondep) + senderdemocracy + contig + ally - 1 | anticipatedsendercosts "
    "| sqrt(targetecondep) + anticipatedtargetcosts + contig + ally | sqrt(senderecondep) + senderdemocracy + lncaprat "
    "| targetdemocracy + lncaprat | senderdemocracy | -1"
)


def test_threats_of_sanctions() -> None:
    """C. Crisman-Cox and M. Gibilisco, "Estimating Signaling Games in International Relations", PSRM 9, 2021.

    The file holds the probabilities that their estimates of nested pseudo-likelihood end with.
    """
    data = read("sanctionsData.csv")
    found = fd.fit_crisis(SANCTIONS, data, first=("PRhat", "PFhat"), starts=1, missing_codes=[])
    assert found.converged
    assert found.gradient.abs().max() < 1e-8
    assert found.llf == pytest.approx(-3932.447378, abs=1e-5)
    assert np.allclose(found.equilibria["pR"], data["PRnpl"], atol=1e-8)
    assert np.allclose(found.equilibria["pF"], data["PFnpl"], atol=1e-8)
    assert found.equilibria["proven"].all()
