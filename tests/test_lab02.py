"""What lab 02 stands on: dossiers and findings, three islands, a job whose secret left, a bad file."""

import functools
import json
import re
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bora import maturity

DATA = Path(__file__).parents[1] / "data" / "maturity"
THEMES = ["Learn", "Lead", "Access", "Scale", "Secure", "Automate"]
LESSON = Path(__file__).parents[1] / "course" / "lessons" / "02_ai_maturity.py"


@pytest.mark.parametrize("company", ["Scirocco", "Maestrale"])
def test_every_finding_cites_a_line_that_exists(company: str) -> None:
    lines = maturity.dossier(DATA / f"{company.lower()}.txt")
    findings = pd.read_csv(DATA / "findings.csv")
    mine = findings[findings["company"] == company]
    assert set(mine["document"] + ":" + mine["line"].astype(str)) <= set(lines)


def ours(company: str) -> tuple[pd.Series, pd.DataFrame, dict[str, str]]:
    """Our phases of a dossier, the findings on it, and its lines."""
    findings = pd.read_csv(DATA / "findings.csv")
    findings["cites"] = findings["document"] + ":" + findings["line"].astype(str)
    phases = {"Scirocco": [2, 1, 2, 3, 1, 3], "Maestrale": [2, 3, 2, 1, 3, 1]}[company]
    lines = maturity.dossier(DATA / f"{company.lower()}.txt")
    return pd.Series(phases, THEMES), findings, lines


@pytest.mark.parametrize(
    ("cites", "said"),
    [
        (["S5:2", "", "S7:1", "S6:1", "", "S3:1"], "Right"),
        (["S5:3", "", ["S7:2"], ["S6:2", "S6:1"], "", "s3:2, S3:4"], "Right"),
        (["S5:2", "", "S7:1", "S5:1, S6:3", "S4:1", "S3:1"], "Right"),
        (["S5:2", "", "S7:1", "S5:1", "", "S3:1"], "Six of six. One question: we found nothing on Scale in S5:1"),
        (["S5:2", "", "S1:2", "S6:1", "", "S3:1"], r"Not yet: only said, so it does not count: S1:2 \(Access\)"),
        (["", "", "S7:1", "S6:1", "", ""], "Not yet: no line, no number above 1: Learn, Automate"),
        (["S52", "", "S7:1", "S6.1", "", "M2:1"], "Not yet: my_lines: this dossier has no line S52, S6.1, M2:1"),
        (["S5:2", "", "S7:1"], "Not yet: my_lines: a list of 6"),
        (["S5:2", "", "S7:1", 61, "", "S3:1"], "Not yet: my_lines: a list of 6"),
        ("S5:2", "Not yet: my_lines: a list of 6"),
    ],
)
def test_a_profile_needs_lines_that_are_seen_and_an_unknown_line_gets_a_question(cites: Any, said: str) -> None:
    phases, findings, lines = ours("Scirocco")
    assert re.match(said, maturity.examine(list(phases), cites, phases, findings, lines))


@pytest.mark.parametrize("line", [f"S1:{number}" for number in (1, 2, 3, 4)])
def test_no_line_of_a_mail_is_evidence_of_anything(line: str) -> None:
    phases, findings, lines = ours("Scirocco")
    for theme in THEMES:
        mine = [2 if one == theme else 1 for one in THEMES]
        cites = [line if one == theme else "" for one in THEMES]
        assert f"only said, so it does not count: {line} ({theme})" in maturity.examine(
            mine, cites, phases, findings, lines
        )


def test_who_may_stop_is_said_and_who_stopped_is_seen() -> None:
    phases, findings, lines = ours("Maestrale")
    cites = ["M6:1", "M1:1", "M7:1", "", "M4:1, M4:4", ""]
    assert "M1:1 (Lead)" in maturity.examine(list(phases), cites, phases, findings, lines)
    cites[1] = "M8:2"
    assert maturity.examine(list(phases), cites, phases, findings, lines).startswith("Right")


def test_phases_that_are_not_ours_are_told_by_theme_and_direction() -> None:
    phases, findings, lines = ours("Scirocco")
    cites = ["S5:2", "S2:4", "S7:1", "S6:1", "", "S3:1"]
    found = maturity.examine([2, 2, 2, 2, 1, 3], cites, phases, findings, lines)
    assert re.search("higher than ours.* Lead; lower than ours.* Scale", found)


@pytest.mark.parametrize("mine", [[1, 2], [0, 2, 2, 3, 1, 3], "212313", 3, None, [True] * 6, [[1]] * 6])
def test_what_is_no_profile_is_told_and_what_is_not_begun_is_not_judged(mine: Any) -> None:
    phases, findings, lines = ours("Scirocco")
    assert maturity.examine(mine, [""] * 6, phases, findings, lines).startswith("Not yet: my_phases: 6 numbers")
    assert maturity.examine(..., [""] * 6, phases, findings, lines).startswith("Not started")


@functools.cache
def largest_area() -> float:
    phases, _, _ = ours("Maestrale")
    return max(maturity.radar_area(phases.loc[list(one)]) for one in permutations(THEMES))


@pytest.mark.parametrize(
    ("order", "right"),
    [
        (["Lead", "Secure", "Learn", "Scale", "Automate", "Access"], True),
        (("Access", "Lead", "Secure", "Learn", "Automate", "Scale"), True),
        (THEMES, False),
        (THEMES[:5], False),
        ([*THEMES[:5], "Learn"], False),
        ("Learn", False),
        ([1, 2, None], False),
        (7, False),
    ],
)
def test_the_largest_radar_is_known_by_its_area(order: Any, right: bool) -> None:
    phases, _, _ = ours("Maestrale")
    assert (maturity.not_largest(order, phases, largest_area()) == "") is right


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ([1, 2, 2, 2, 2, 2, 2, 2, 3, 3], ""),
        ([1, 1, 1, 2, 2, 2, 3, 3, 3, 3], ""),
        ([1] * 10, "you agree in 6 of 10, linear kappa 0.00: that is too often"),
        ([2, 2, 2, 2, 1, 1, 1, 1, 3, 1], "too low"),
        ([0] * 6 + [2, 2, 3, 3], "yours: 10 numbers, each 1, 2 or 3"),
        ([1] * 6, "yours: 10 numbers"),
        ("1111112233", "yours: 10 numbers"),
    ],
)
def test_ratings_are_worth_more_by_kappa_and_not_by_hits(ratings: Any, said: str) -> None:
    found = maturity.not_worth_more(ratings, [1, 1, 1, 1, 1, 1, 2, 2, 3, 3], hits=5, kappa=0.4)
    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a = "Gross yearly income, EUR, of all applicants"\nowner = "The Risk Team"', ""),
        ('a = "annual gross income, EUR, of all applicants"\nowner = "risk"', ""),
        ('a = "gross income, EUR, of everyone"\nowner = "risk"', "searches for year or applicants"),
        ('a = "gross yearly income, EUR, of applicants"\nowner = "me"', "who answers questions"),
        ('a = "gross yearly income, EUR, of applicants"', "who answers questions"),
        ("a = gross yearly income, EUR, of applicants", "all values stand in quotes"),
    ],
)
def test_an_entry_is_found_by_its_words_and_needs_an_owner(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "entry.toml").write_text(text, encoding="utf-8")
    found = maturity.not_findable(tmp_path / "entry.toml")
    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("value", "said"), [(0.57, ""), (1, ""), (65, "cannot be above 1"), ("0.65", "a number"), (None, "a number")]
)
def test_a_limit_is_a_share(value: Any, said: str) -> None:
    found = maturity.not_share(value, "limit")
    assert said in found
    assert bool(found) == bool(said)


def test_a_doubt_is_one_of_those_that_are_offered() -> None:
    assert maturity.not_one_of("bad file", "doubted", ["Learn", "bad file"]) == ""
    assert maturity.not_one_of(2.0, "factor", [0.5, 2]) == ""
    assert maturity.not_one_of("Automate", "doubted", ["Learn", "bad file"]) == (
        "doubted is 'Automate'; it is one of Learn, bad file."
    )
    assert all(maturity.not_one_of(value, "factor", [0.5, 2]) for value in (3, "2", None, [2], np.array([2, 2])))


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
    compared = maturity.compared(tmp_path, "Gorizia", "2301-0008")
    assert len(compared) == 4
    assert compared["Gorizia"].eq(int(truth)).sum() == 1


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


@pytest.mark.parametrize(
    ("settings", "auc", "said"),
    [
        ('{"branch": 1, "web": 1, "broker": 12}', "0.679", ""),
        ('{"broker": 12.0, "branch": 1.0, "web": 1}', "0.679", ""),
        ('{"branch": 1, "web": 1, "broker": 11.65}', "0.679", "not by the fact"),
        ('{"branch": 1, "web": 12, "broker": 1}', "0.652", "you get AUC 0.652"),
        ('{"broker": 12}', "0.679", "a number for each of branch, web, broker"),
        ('{"branch": 1, "web": 1, "broker": "12"}', "0.679", "a number for each of branch, web, broker"),
        ('{"branch": 1, "web": 1, "broker": 12,}', "0.679", "line 1 is no JSON"),
        ('{"branch": 1/12, "web": 1, "broker": 1}', "0.679", "line 1 is no JSON"),
    ],
)
def test_what_she_knew_is_told_apart_from_what_is_near(settings: str, auc: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "last_run.log").write_text("AUC 0.679\n", encoding="utf-8")
    (tmp_path / "retrain.py").write_text(f"print('AUC {auc}')\n", encoding="utf-8")
    (tmp_path / "settings.json").write_text(settings, encoding="utf-8")
    found = maturity.not_her_settings(tmp_path)
    assert said in found
    assert bool(found) == bool(said)


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


def test_a_clerk_and_the_third_breach_lose_less_than_an_alarm_that_never_rings() -> None:
    model, _ = maturity.learn()
    days, losses = maturity.lose({"deaf": lambda frame: np.inf}, model, range(1, 3))
    lost = losses.groupby("level")["lost"].sum()
    assert list(days.columns) == ["deaf", "transformational"]
    assert days["transformational"].between(0, 5).all()
    assert lost["transformational"] < 0.1 * lost["deaf"]
