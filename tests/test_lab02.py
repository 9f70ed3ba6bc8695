"""What lab 02 stands on: dossiers and findings, three islands, a job whose secret left, a bad file."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from types import EllipsisType

import numpy as np
import pandas as pd
import pytest

from bora import maturity

DATA = Path(__file__).parents[1] / "data" / "maturity"
LESSON = Path(__file__).parents[1] / "course" / "lessons" / "02_ai_maturity.py"


@pytest.mark.parametrize("company", ["Scirocco", "Maestrale"])
def test_every_finding_cites_a_line_that_exists(company: str) -> None:
    lines = maturity.dossier(DATA / f"{company.lower()}.txt")
    findings = pd.read_csv(DATA / "findings.csv")
    mine = findings[findings["company"] == company]
    assert set(mine["document"] + ":" + mine["line"].astype(str)) <= set(lines)


@pytest.mark.parametrize(
    ("mine", "cites", "said"),
    [
        (..., ["", "", ""], ""),
        ([1, 2, 3], ["", "S1:1", "S1:2, S1:1"], ""),
        ([1, 2], ["", "S1:1"], "3 numbers from 1 to 3 are asked"),
        ([0, 2, 3], ["", "S1:1", "S1:2"], "3 numbers from 1 to 3 are asked"),
        ([1, 2, 3], ["", "S1:1", ""], "is missing for Access"),
        ([1, 2, 3], ["", "S1:1", "S1:2 S9:9"], "is missing for Access"),
        ([2, 2, 2], ["S1:1", "S1:1", "S1:2"], "higher than ours.* Learn; lower than ours.* Access"),
    ],
)
def test_what_a_profile_lacks_is_told_by_theme_and_direction(
    mine: Sequence[int] | EllipsisType, cites: list[str], said: str
) -> None:
    ours = pd.Series({"Learn": 1, "Lead": 2, "Access": 3})
    found = maturity.remarks(mine, cites, ours, {"S1:1", "S1:2"})
    assert re.search(said, found)
    assert bool(found) == bool(said)


def test_a_line_before_the_first_document_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "torn.txt"
    path.write_text("  1  a line without a document\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"torn.txt.*before the first document"):
        maturity.dossier(path)


def test_the_area_of_a_radar_depends_on_the_order_of_its_axes() -> None:
    assert maturity.radar_area([1] * 6) == pytest.approx(3 * np.sqrt(3) / 2)
    assert maturity.radar_area([3, 3, 2, 1, 1, 2]) > maturity.radar_area([3, 1, 3, 1, 2, 2])


def test_no_table_that_says_income_gives_the_right_one(tmp_path: Path) -> None:
    truth = maturity.islands(tmp_path)
    for path in tmp_path.rglob("*.csv"):
        table = pd.read_csv(path)
        if "income" in table:
            found = table.loc[table["region"] == "Gorizia", "income"].median()
            assert abs(found - truth) > 3000
    hidden = pd.read_csv(tmp_path / "risk" / "old" / "t_017.csv")
    assert hidden.loc[hidden["prov"] == "Gorizia", "rdl"].median() == truth


@pytest.mark.slow
def test_the_job_stops_without_its_settings_and_is_worse_without_its_secret(tmp_path: Path) -> None:
    maturity.laptop(tmp_path)
    script = LESSON.read_text(encoding="utf-8").split("# %%writefile retrain.py\n")[1].split("# %%")[0]
    (tmp_path / "retrain.py").write_text(script, encoding="utf-8")
    assert maturity.run("retrain.py", tmp_path).startswith("FileNotFoundError")
    said = {}
    for factor in (1, 12):
        settings = {"branch": 1, "web": 1, "broker": factor}
        (tmp_path / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        said[factor] = maturity.run("retrain.py", tmp_path)
    assert said[12] == (tmp_path / "last_run.log").read_text(encoding="utf-8").strip()
    assert float(said[1].split()[1]) < float(said[12].split()[1]) - 0.02


def test_a_job_that_prints_nothing_is_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "quiet.py").write_text("pass\n", encoding="utf-8")
    assert maturity.run("quiet.py", tmp_path) == "it printed nothing"


def test_a_bad_file_costs_money_where_decisions_change_and_only_there() -> None:
    model, usual = maturity.learn()
    frame = maturity.bad_file(3, model)
    before, after = frame[frame["day"] < maturity.BAD_FILE], frame[frame["day"] >= maturity.BAD_FILE]
    assert (before["decided"] == before["right"]).all()
    assert (frame.loc[frame["decided"] == frame["right"], "lost"] == 0).all()
    assert set(after.loc[after["decided"] != after["right"], "channel"]) == {"broker"}
    assert after["lost"].sum() > 10_000
    broker = after.loc[after["channel"] == "broker", "income"].median()
    assert broker < 0.2 * usual["broker"]
