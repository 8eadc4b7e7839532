"""Country codes, and readers of files with a row for each pair of states and year."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import foederis as fd

DATA = os.environ.get("FOEDERIS_DATA")


@pytest.mark.parametrize("code", [371, 371.0, "371", "ARM", "arm", "Armenia", " armenia ", np.int64(371)])
def test_a_country_by_any_code(code: object) -> None:
    assert fd.countries.country(code) == fd.countries.Country("Armenia", 371, "ARM", "ARM")


def test_codes_that_differ_between_systems() -> None:
    assert fd.countries.country("KYR").iso3 == "KGZ"
    assert fd.countries.country("KGZ").abbreviation == "KYR"
    assert fd.countries.country("MNG").name == "Mongolia"
    assert fd.countries.country("MNG", "abbreviation").name == "Montenegro"
    assert fd.countries.country("Türkiye").cow == 640
    assert fd.countries.find("Atlantis") is None
    assert fd.countries.find(float("nan")) is None
    with pytest.raises(fd.UnknownNameError, match="Atlantis"):
        fd.countries.country("Atlantis")


def test_every_code_is_one_country() -> None:
    every = list(fd.countries.countries.values())
    for kind in ("cow", "abbreviation", "name"):
        assert len({getattr(one, kind) for one in every}) == len(every)
    isos = [one.iso3 for one in every if one.iso3]
    assert len(set(isos)) == len(isos)
    assert all(len(one.abbreviation) == 3 and len(one.iso3) in (0, 3) for one in every)
    csto = {"Russia", "Belarus", "Armenia", "Kazakhstan", "Kyrgyzstan", "Tajikistan"}
    assert csto <= {one.name for one in every}


ROWS = pd.DataFrame(
    {
        "ccode1": [365, 371, 371, 373],
        "ccode2": [371, 373, 365, 999],
        "year": [1995, 1995, 1996, 1996],
        "defense": [1.0, 0.0, 1.0, -9.0],
        "balance": [-2.5, -9.0, 1.0, 3.0],
        "note": ["a", "", " ", "b"],
    }
)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".dta"])
def test_files_of_all_kinds_read_alike(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"dyads{ending}"
    if ending == ".dta":
        ROWS.to_stata(path, write_index=False)
    else:
        ROWS.to_csv(path, index=False, sep="," if ending == ".csv" else "\t")
    found = fd.read_dyads(path)
    assert found.data["dyad"].tolist() == ["365-371", "371-373", "365-371", "373-999"]
    assert found.data["name_a"].tolist() == ["Russia", "Armenia", "Armenia", "Azerbaijan"]
    assert found.data["name_b"].tolist() == ["Armenia", "Azerbaijan", "Russia", ""]
    assert found.data["year"].tolist() == [1995, 1995, 1996, 1996]
    assert found.unknown == [999]
    # -9 is a code where no other number is below 0, and a number where others are.
    assert np.isnan(found.data["defense"].iloc[3])
    assert found.data["balance"].tolist() == [-2.5, -9.0, 1.0, 3.0]
    assert found.missing["defense"] == {"-9": 1}
    assert ["defense", "-9", "1"] in [line.split() for line in str(found).splitlines()]
    assert found.data["note"].isna().sum() == 2


def test_options(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    frame = pd.DataFrame(
        {
            "a": ["ARM", "RUS", "ARM"],
            "b": ["AZE", "KAZ", "AZE"],
            "when": [2020, 2021, 2020],
            "v": [-1, 7, 3],
            "w": [1, 2, 3],
        }
    )
    frame.to_csv(path, index=False)
    found = fd.read_dyads(
        path,
        states=("a", "b"),
        year="when",
        codes="iso3",
        missing_codes={"v": [-1]},
        columns=["v"],
        only=["Armenia", 373],
    )
    assert found.data["dyad"].tolist() == ["371-373", "371-373"]
    assert found.data["v"].isna().tolist() == [True, False]
    assert list(found.data.columns) == ["dyad", "year", "state_a", "state_b", "name_a", "name_b", "v"]
    assert found.duplicates == 1
    assert fd.read_dyads(path, states=("a", "b"), year="when", missing_codes=[]).missing == {}


def test_mistakes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "dyads.csv"
    ROWS.to_csv(path, index=False)
    with pytest.raises(fd.UnknownNameError, match="left and right"):
        fd.read_dyads(path, states=("left", "right"))
    with pytest.raises(fd.UnknownNameError, match="month"):
        fd.read_dyads(path, year="month")
    with pytest.raises(fd.UnknownNameError, match="trade"):
        fd.read_dyads(path, columns=["trade"])
    with pytest.raises(FileNotFoundError):
        fd.read_dyads(tmp_path / "other.csv")
    with pytest.raises(fd.InvalidError, match="none of"):
        fd.read_dyads(tmp_path / "other.xlsx")
    (tmp_path / "bad.dta").write_bytes(b"no Stata file")
    with pytest.raises(fd.InputError, match="cannot be read"):
        fd.read_dyads(tmp_path / "bad.dta")
    ROWS.assign(year=["1995", "x", "1996", "1996"]).to_csv(path, index=False)
    with pytest.raises(fd.InvalidError, match="row 2: 'x' is no year"):
        fd.read_dyads(path)


@pytest.mark.skipif(DATA is None, reason="NOT RUN: set FOEDERIS_DATA to a directory with the published data")
def test_extracts_of_published_data() -> None:
    treaties = fd.read_dyads(Path(str(DATA)) / "atop_csto_dyadyears.csv")
    assert len(treaties.data) == 810
    assert treaties.unknown == []
    disputes = fd.read_dyads(Path(str(DATA)) / "gml_mid_fsu_dyadyears.csv")
    assert len(disputes.data) == 68
    assert disputes.unknown == []
    joined = treaties.data.merge(disputes.data[["dyad", "year", "hostlev"]], on=["dyad", "year"], how="left")
    assert joined["hostlev"].notna().any()
