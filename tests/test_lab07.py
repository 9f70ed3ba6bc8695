"""What lab 07 stands on: a throw-away git repository, figures, a report page, and the answers behind its seals."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from benchmarks.lessons import lesson_functions

from bora import house, inboxes, repository, roles
from bora.checks import seal
from bora.figures import lab07
from bora.inboxes import ARCHITECT, DS, OPS, RISK, ROLES, SE, draw
from bora.repository import GitError, Repository, run_pytest
from bora.world import simulate
from coursekit.texts import source

LESSON = Path(__file__).parents[1] / "course" / "lessons" / "07_people_and_roles.py"
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def commit(one: Repository, name: str, text: str) -> None:
    (one.folder / name).write_text(text, encoding="utf-8")
    one.git("add", ".")
    one.git("commit", "-m", name)


@pytest.fixture
def merged() -> Repository:
    """Two branches that fit: one makes what the other uses twelve times smaller."""
    one = Repository()
    commit(one, "ratio.py", "def ratio(income):\n    return 12 / income\n")
    one.git("switch", "-c", "monthly")
    commit(one, "ratio.py", "def ratio(income):\n    return 1 / income\n")
    one.git("switch", "main")
    commit(one, "test_use.py", "from ratio import ratio\n\n\ndef test_use():\n    assert ratio(12) == 1\n")
    one.git("switch", "-c", "before")
    one.git("switch", "main")
    one.git("merge", "-m", "Merge", "monthly")
    return one


@needs_git
def test_branches_merge_cleanly_and_break_in_meaning(merged: Repository) -> None:
    assert "Merge" in merged.git("log", "--oneline")
    assert run_pytest(merged.checkout("before")).returncode == 0
    red = run_pytest(merged.checkout("main"))
    assert red.returncode == 1
    assert "FAILED test_use.py::test_use" in red.stdout


@needs_git
def test_a_checkout_is_renewed_and_a_module_stays_out_of_pythons_table(merged: Repository) -> None:
    place = merged.checkout("main")
    (place / "left.txt").write_text("over")
    assert not (merged.checkout("main") / "left.txt").exists()
    assert merged.module("before", "ratio").ratio(12) == 12 * merged.module("main", "ratio").ratio(12)


@needs_git
def test_the_same_commits_have_the_same_hash_whatever_git_is_told_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = set()
    for name in ("", "somebody"):
        monkeypatch.setenv("GIT_AUTHOR_NAME", name)
        monkeypatch.delenv("HOME", raising=False)
        one = Repository()
        commit(one, "a.txt", "a")
        hashes.add(one.commit())
    assert len(hashes) == 1


@needs_git
def test_what_git_refuses_is_one_line(merged: Repository) -> None:
    with pytest.raises(GitError, match=r"^git switch nowhere: .*nowhere$") as error:
        merged.git("switch", "nowhere")
    assert error.value._render_traceback_() == [str(error.value)]


def test_without_git_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository.shutil, "which", lambda name: None)
    with pytest.raises(GitError, match="needs git, which is not installed here") as error:
        Repository()
    assert "\n" not in str(error.value)


@needs_git
def test_nothing_of_a_repository_stays(merged: Repository) -> None:
    merged.close()
    assert not merged.folder.parent.exists()
    merged.close()


@pytest.mark.parametrize("seed", [0, 20, 77, 2**70])
def test_every_incident_can_be_drawn(seed: int) -> None:
    case = draw(seed)
    for role in ROLES:
        lab07.inbox(case, role)
    lab07.seven(case)
    lab07.network(case.mails, inboxes.pieces(case))
    plt.close("all")
    with pytest.raises(ValueError, match="not a role: 'boss'; choose from subject matter expert"):
        lab07.inbox(case, "boss")


@pytest.mark.thorough
def test_the_canarys_rule_stops_version_2_in_forty_worlds_and_never_an_identical_one() -> None:
    """The teacher's notes say so, and when: between requests 60 and 270."""
    lesson = lesson_functions(LESSON)
    columns, stops = house.INPUTS, []
    for seed in range(1, 41):
        world = simulate(seed=seed)
        rows = world.applications.astype(dict.fromkeys(columns, float)).merge(
            world.outcomes.drop(columns="month"), on="application_id"
        )
        loans = rows[(rows["accepted"] == 1) & (rows["month"] <= "2023-06")]
        per_month = loans.assign(income=loans["income"] / 12)
        january = rows.loc[rows["month"] == "2024-01", columns].head(300)
        first = house.fit(loans, house.burden).predict_proba(january)[:, 1] < 0.15
        second = house.fit(per_month, lambda row: house.burden(row) / 12).predict_proba(january)[:, 1] < 0.15
        assert not _stopped(first, first, lesson["too_far"])
        stops.append(_stopped(first, second, lesson["too_far"]))
    assert (min(stops), max(stops)) == (60, 270)


def _stopped(champion: np.ndarray, canary: np.ndarray, too_far: Callable[[pd.DataFrame], bool]) -> int:
    """The request at which the lesson's rule stops, 0 for never; every third one is the canary's."""
    replicas = np.array(list("ABC") * (len(champion) // 3))
    answers = pd.DataFrame({"replica": replicas, "granted": np.where(replicas == "C", canary, champion)})
    return next((n for n in range(30, len(answers) + 1, 30) if too_far(answers.head(n))), 0)


def test_a_canary_that_nobody_stopped_can_be_drawn() -> None:
    lab07.canary(pd.DataFrame({"replica": list("ABC") * 4, "granted": [True, False, True] * 4}), None)
    plt.close("all")


def test_the_report_page_is_plain_html_and_says_red() -> None:
    page = lab07.page(pd.DataFrame({"why": ["<b>", "x"], "auc": [0.71812, 0.5], "gate": ["green", "RED"]}), "a < b")
    assert "&lt;b&gt;" in page
    assert "a &lt; b" in page
    assert "0.7181" in page
    assert page.count('class="red"') == 1


def test_there_are_fourteen_requirements_in_seven_roles() -> None:
    table = roles.table({1: "euros"})
    assert list(table.index) == list(range(1, 15))
    assert list(dict.fromkeys(table["role"])) == list(ROLES)
    assert table.loc[1, "artefact"] == "euros"
    assert (table.loc[2:, "artefact"] == "").all()


@needs_git
def test_the_contract_test_of_the_house_passes_where_both_ways_agree_and_fails_where_one_counts_months() -> None:
    one = Repository()
    for name in ("ratios.py", "loading.py", "service.py"):
        commit(one, name, written(name))
    commit(one, "test_seam.py", house.SEAM_TEST)
    assert run_pytest(one.checkout("main")).returncode == 0
    commit(one, "ratios.py", written("ratios.py").replace("12 * owed", "owed"))
    commit(one, "loading.py", written("loading.py").replace("loans\n", '{**loans, "income": loans["income"] / 12}\n'))
    assert run_pytest(one.checkout("main")).returncode == 1


def written(name: str) -> str:
    """The text of a file that the lesson writes."""
    cells = [cell.source for cell in source.read(LESSON, "lesson").cells]
    return next(cell.partition("\n")[2] for cell in cells if cell.startswith(f"%%writefile {name}")) + "\n"


def test_the_burden_of_the_house_is_that_of_the_lessons_file() -> None:
    names: dict[str, Any] = {}
    exec(written("ratios.py"), names)
    loan = pd.Series({"income": 24_000, "instalments": 500, "amount": 2_400, "term": 24})
    assert house.burden(loan) == pytest.approx(names["burden"](loan))


@pytest.mark.parametrize(
    ("raci", "works"),
    [
        ({"DevOps": "R", "ML architect": "A", "model risk manager": "I"}, True),
        ({"DevOps": "R", "model risk manager": "A"}, True),
        ({"DevOps": "A", "data scientist": "R", "model risk manager": "I"}, False),
        ({"DevOps": "A", "model risk manager": "I"}, False),
        ({"DevOps": "R", "ML architect": "A", "model risk manager": "C"}, False),
        ({"DevOps": "R", "ML architect": "A"}, False),
    ],
)
def test_a_roll_back_at_night_waits_for_nobody(raci: dict[str, str], works: bool) -> None:
    assert house.sensible(raci) is works


@pytest.mark.parametrize(("role", "letter", "told"), [("ops", "R", "not a role"), ("DevOps", "R/A", "one letter")])
def test_a_letter_belongs_to_a_role(role: str, letter: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        house.sensible({role: letter})


def test_a_test_that_tells_nothing_is_told_why() -> None:
    assert "cannot fail" in house.look_again(service=True, main=True)
    assert "red on both" in house.look_again(service=False, main=False)
    assert "other way round" in house.look_again(service=False, main=True)


def test_few_lunches_of_strangers_bring_the_delay_down_to_a_month() -> None:
    late = pd.DataFrame([inboxes.months_late(draw(seed)) for seed in range(80)]).mean()
    assert late["none"].round(1) == 2.9
    assert set(late[late <= 1].index) == {f"{role} + {RISK}" for role in (SE, OPS, ARCHITECT)}
    assert inboxes.lunch_late(RISK, ARCHITECT, range(8)) <= inboxes.lunch_late(DS, OPS, range(8))
    for pair, told in ((("ops", RISK), "not a role"), ((RISK, RISK), "know each other"), ((DS, RISK), "know each")):
        with pytest.raises(ValueError, match=told):
            inboxes.lunch_late(*pair, range(8))


def test_the_seal_of_the_broken_months_fits() -> None:
    text = LESSON.read_text(encoding="utf-8")
    assert f'"{seal(["2024-03", "2024-04", "2024-05", "2025-07", "2025-08"])}"' in text
