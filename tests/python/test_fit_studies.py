"""Recovery and power by simulation."""

import numpy as np
import pytest

import foederis as fd

FORMULA = "y ~ 0 | 1 | 0 | x"
TRUTH = [1.0, 0.3, -0.7]


def covariates(rows: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    return {"x": rng.normal(size=rows)}


def test_recovery_says_what_the_draws_say() -> None:
    study = fd.recovery(FORMULA, covariates, fd.trees.crisis_12(), TRUTH, rows=400, sets=30, seed=3)
    name = "u(2, RR):x"
    values, errors = study.draws[name, "estimate"], study.draws[name, "se"]
    assert study.table.loc[name, "truth"] == -0.7
    assert study.table.loc[name, "bias"] == pytest.approx(values.mean() + 0.7)
    assert study.table.loc[name, "coverage"] == ((values + 0.7).abs() <= 1.959964 * errors).mean()
    assert (study.table["bias"].abs() < 5 * study.table["bias_error"]).all()
    assert (study.table["coverage"] > 0.7).all()
    again = fd.recovery(FORMULA, covariates, fd.trees.crisis_12(), TRUTH, rows=400, sets=5, seed=3)
    assert again.draws.equals(study.draws.head(5))


def test_power_grows_with_the_data_and_is_the_level_under_the_hypothesis() -> None:
    game = fd.trees.crisis_12()
    study = fd.power(FORMULA, covariates, game, TRUTH, coefficient="u(2, RR):x", sizes=[60, 400], sets=40)
    assert study.table.index.tolist() == [60, 400]
    assert study.table["power"][400] > study.table["power"][60] + 0.1
    share = study.table["power"][60]
    assert study.table["error"][60] == pytest.approx(np.sqrt(share * (1 - share) / study.table["used"][60]))
    row = study.draws.iloc[0]
    assert bool(row["rejected"]) == (abs(row["estimate"] / row["se"]) > 1.959964)
    under = fd.power(FORMULA, covariates, game, TRUTH, coefficient="u(2, RR):x", null=-0.7, sizes=[400], sets=60)
    assert under.table["power"][400] < 0.2
    sided = fd.power(
        FORMULA, covariates, game, TRUTH, coefficient="u(2, RR):x", alternative="larger", sizes=[400], sets=20
    )
    assert sided.table["power"][400] == 0
    with pytest.raises(fd.UnknownNameError, match="u"):
        fd.power(FORMULA, covariates, game, TRUTH, coefficient="x", sizes=[100], sets=1)


def test_what_was_done_is_kept() -> None:
    def stop(progress: fd.Progress) -> bool:
        return progress.done < 4

    study = fd.recovery(FORMULA, covariates, fd.trees.crisis_12(), TRUTH, rows=100, sets=50, progress=stop)
    assert len(study.draws) == 4

    def interrupt(progress: fd.Progress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(fd.StudyInterrupted) as stopped:
        fd.power(
            FORMULA, covariates, fd.trees.crisis_12(), TRUTH, coefficient="u(2, RR):x", sets=50, progress=interrupt
        )
    assert len(stopped.value.partial.draws) == 3


def test_a_crisis_study() -> None:
    formula = "sq + cd + sf + bd ~ x - 1 | 1 | 1 | 1 | 0 | 0 | 0"
    truth = [0.4, 1.0, -0.6, -0.5]
    study = fd.recovery(formula, covariates, "crisis", truth, rows=60, sets=3, selection="lowest", counts=30, starts=1)
    assert study.draws["converged"].all()
    assert (study.table["bias"].abs() < 4 * study.table["mean_se"]).all()
    assert study.table["truth"].tolist() == truth
    with pytest.raises(fd.InvalidError, match="selection"):
        fd.recovery(formula, covariates, "crisis", truth, rows=60, sets=1)


def test_rows_to_draw_from() -> None:
    rows = {"x": [0.0, 1.0]}
    study = fd.recovery(FORMULA, rows, fd.trees.crisis_12(), dict(zip(
        ["u(1, RL):Intercept", "u(2, RR):Intercept", "u(2, RR):x"], TRUTH, strict=True)), rows=300, sets=2)  # fmt: skip
    assert len(study.draws) == 2


def test_a_study_keeps_what_was_done_when_it_is_stopped() -> None:
    game, token = fd.trees.crisis_12(), fd.CancelToken()
    drawn: list[int] = []

    def draw(size: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
        drawn.append(size)
        if len(drawn) == 4:
            token.cancel()
        return covariates(size, rng)

    with pytest.warns(UserWarning, match=r"stopped \(cancelled\) after 3 of 50 data sets"):
        study = fd.recovery(FORMULA, draw, game, TRUTH, rows=100, sets=50, cancel=token)
    assert len(study.draws) == 3
    assert len(drawn) == 4
    whole = fd.recovery(FORMULA, covariates, game, TRUTH, rows=100, sets=3)
    assert study.draws.equals(whole.draws)
    with pytest.warns(UserWarning, match=r"stopped \(timed out\) after 0 of 100 data sets"):
        none = fd.power(
            FORMULA, covariates, game, TRUTH, coefficient="u(2, RR):x", sizes=[50, 60], sets=50, time_limit=0
        )
    assert len(none.draws) == 0
    assert "0.05" in str(none)
    with pytest.raises(fd.InvalidError, match="time_limit is -1"):
        fd.recovery(FORMULA, covariates, game, TRUTH, time_limit=-1)
