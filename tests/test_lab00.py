"""What lab 00 stands on: the check of the installation, the finds in the folder, the kept answers, the frozen model."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from bora import finds, frozen, ready, themes
from bora.figures import lab00

ROOT = Path(__file__).parents[1]
WORLDS = pd.read_csv(ROOT / "data" / "start" / "worlds.csv")
FOUND = {"automated": "make test", "unified": "src/bora/scoring_app.py"}


def test_a_sound_installation_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    ready.report(ROOT)
    assert capsys.readouterr().out == "All is well: Python and every package that the course needs are here.\n"


def test_what_is_missing_or_of_another_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "NEEDED", ("no-such-package", "mlflow"))
    missing, other = ready.problems({"mlflow": "0.0.1"})
    assert missing == "no-such-package is missing."
    assert other.endswith("the course was built with 0.0.1.")


def test_a_package_that_is_pinned_for_two_systems_is_not_compared(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text("numpy==1.0 ; python_version < '3'\nnumpy==2.0 ; python_version >= '3'\nA_b==3.1 \\\n")
    assert ready.pins(path) == {"a-b": "3.1"}
    assert ready.pins(tmp_path / "none.txt") == {}


def test_what_stands_in_the_folder_is_found_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    finds.search("bora/applications.csv", ROOT)
    fingerprint = capsys.readouterr().out.partition("data/SHA256SUMS:")[2].split()[1]
    right = FOUND | {"formalised": ready.pins(ROOT / "requirements.txt")["mlflow"], "standardised": fingerprint[:8]}
    assert finds.wrong(right, ROOT) == []
    longer = {"formalised": f"mlflow=={right['formalised']}", "unified": "scoring_app", "standardised": fingerprint}
    assert finds.wrong(right | longer, ROOT) == []
    assert finds.wrong(right | {"automated": "lab", "standardised": "0a1b2c3d"}, ROOT) == ["automated", "standardised"]
    assert finds.wrong({}, ROOT) == ["formalised", "automated", "standardised", "unified"]


def test_a_table_of_dots_is_not_started_yet() -> None:
    with pytest.raises(NotImplementedError):
        finds.all_right({"formalised": ..., "unified": ...})


@pytest.mark.parametrize("words", ["mlflow==", "at each push", "bora/applications.csv", "load_model("])
def test_each_find_has_at_most_a_few_lines_to_look_at(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    finds.search(words, ROOT)
    assert 1 <= len(capsys.readouterr().out.splitlines()) <= 6


def test_a_search_for_a_word_that_stands_everywhere_is_cut_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    finds.search("mlflow", ROOT)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == finds.MOST + 1
    assert lines[-1].endswith("more lines: add a character or a word.")


def test_a_search_without_a_find_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    finds.search("no such words anywhere", ROOT)
    assert capsys.readouterr().out == "Nothing found: try another word of the row.\n"


def test_answers_are_kept_once_each_and_in_order(tmp_path: Path) -> None:
    first, second = ({"date": date, "phases": themes.EXAMPLE, "proof": {}} for date in ("May", "June"))
    for answer in (first, first, second, first):
        kept = themes.keep(tmp_path / "mine", answer)
    assert kept == [first, second]
    assert json.loads((tmp_path / "mine" / themes.FILE).read_text(encoding="utf-8")) == kept


def test_what_is_drawn_is_the_example_then_the_answer_then_all_that_are_kept(tmp_path: Path) -> None:
    answer = {"date": "May", "phases": dict.fromkeys(themes.THEMES, 1), "proof": {}}
    started = answer | {"phases": dict.fromkeys(themes.THEMES, ...)}
    assert list(themes.so_far(tmp_path, started).values()) == [themes.EXAMPLE]
    assert list(themes.so_far(..., answer)) == ["My answer 1 May"]
    assert not list(tmp_path.iterdir())
    themes.so_far(tmp_path, answer)
    assert list(themes.so_far(tmp_path, answer | {"date": ""})) == ["My answer 1 May", "My answer 2"]


def test_a_phase_above_one_needs_its_proof() -> None:
    ones = dict.fromkeys(themes.THEMES, 1)
    assert themes.backed(ones, {})
    assert not themes.backed(ones | {"Lead": 2}, {"Lead": " "})
    assert themes.backed(ones | {"Lead": 2}, {"Lead": "a mail"})
    assert not themes.backed({"Lead": 1}, {})
    assert not themes.backed(ones | {"Lead": 4}, {"Lead": "a mail"})


def test_a_world_of_the_table_comes_out_as_before() -> None:
    row = WORLDS.set_index("seed").loc[3]
    assert frozen.one_world(3) == pytest.approx({"seed": 3, **row}, abs=0.051)


def test_accuracy_stays_and_money_goes_in_every_world_of_the_table() -> None:
    assert (WORLDS["accuracy_last"] - WORLDS["accuracy_first"]).abs().max() <= 3.05
    assert (WORLDS["left_last"] > 2 * WORLDS["left_first"]).mean() > 0.9
    assert (WORLDS["left_last"] - WORLDS["left_first"]).min() > 40


def test_the_figures_can_be_drawn() -> None:
    halves = pd.DataFrame({"accuracy": [75.0, 76.0], "model": [288, 148], "best": [320, 262]}, index=["a b", "c d"])
    lab00.frozen(halves)
    lab00.worlds(WORLDS)
    lab00.bridges()
    lab00.profiles({"then": themes.EXAMPLE, "now": dict.fromkeys(themes.THEMES, 1)})
    assert len(plt.get_fignums()) == 4
    plt.close("all")
