"""Lab 06: plugs are really pulled, its tables come from its own code, its conclusions hold in them."""

import runpy
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from benchmarks.lessons import lesson_functions
from mlflow.exceptions import MlflowException

from bora import chains, customers, lineage, skews, steps, unplug
from bora import joins as lab_joins
from bora.figures import lab06
from coursekit.texts import source

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "data" / "infrastructure"
LESSON = ROOT / "course" / "lessons" / "06_mlops_infrastructure.py"
ONCE = " ".join(steps.NAMES)


@pytest.fixture(scope="module")
def worlds():
    return runpy.run_path(str(ROOT / "benchmarks" / "worlds_06.py"))


@pytest.fixture(scope="module")
def joins():
    return pd.read_csv(TABLES / "joins.csv")


@pytest.fixture(scope="module")
def silence():
    return pd.read_csv(TABLES / "silence.csv")


def written_files():
    """The files that the lesson writes: name -> text."""
    found = {}
    for cell in source.read(LESSON, "lesson").cells:
        if cell.source.startswith("%%writefile"):
            head, text = cell.source.split("\n", 1)
            name = head.split()[-1]
            found[name] = found.get(name, "") + text + "\n"
    return found


def loans_and_reports(seed):
    """Past and future requests of a book of returning customers, and the reports on arrears."""
    book = customers.simulate(seed, customers=600)
    return book.requests[book.requests["at"] < "2025-01-01"], book.events[book.events["kind"] == "arrears"]


def runners():
    """The runner of the lesson as it is planted, with the order swapped, and asking first: name -> text."""
    planted = written_files()["first_runner.py"]
    head, journal, run = planted.partition("    done.append(name)\n")[0], *planted.splitlines(keepends=True)[-2:]
    note = "    done.append(name)\n" + journal
    ask = "    if name not in steps.ledger(folder):\n    " + run
    return {
        "journal first": planted,
        "effect first": head + run + note,
        "effect first, if not there": head + ask + note,
    }


def test_a_killed_process_is_gone_and_killing_it_again_does_no_harm():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    unplug.kill(child.pid)
    assert child.wait(timeout=10) != 0
    unplug.kill(child.pid)


def test_activities_are_all_attempted_in_their_order():
    done = []
    activities = {"one": lambda: done.append(1), "two": lambda: {}["nowhere"], "three": lambda: done.append(3)}
    assert unplug.attempt(activities) == {"one": "works", "two": "fails (KeyError)", "three": "works"}
    assert done == [1, 3]


def test_a_script_is_run_to_its_end_or_killed_when_a_file_appears(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import pathlib, sys, time\npathlib.Path('here').touch()\ntime.sleep(float(sys.argv[1]))\n")
    assert unplug.run(script, 0) == "done"
    started = time.monotonic()
    assert unplug.run(script, 60, kill_at=tmp_path / "here") == "killed"
    assert time.monotonic() - started < 15


def test_a_script_that_fails_says_so_in_one_line(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("raise ValueError('no such folder')\n")
    assert unplug.run(script) == "ValueError: no such folder"


def test_the_runner_to_be_repaired_is_the_one_of_the_bet():
    files = written_files()
    assert files["runner.py"] == files["first_runner.py"]


@pytest.mark.slow
def test_three_runners_lose_double_and_keep_their_effects(tmp_path):
    ends = {}
    for name, text in runners().items():
        (tmp_path / "runner.py").write_text(text)
        ends[name] = steps.trial(tmp_path / "runner.py")
    lost, doubled, kept = ends.values()
    assert all(set(end) == set(steps.POINTS) for end in ends.values())
    assert [point for point, ledger in lost.items() if ledger != ONCE] == [f"before {name}" for name in steps.NAMES]
    assert [point for point, ledger in doubled.items() if ledger != ONCE] == [f"after {name}" for name in steps.NAMES]
    assert set(kept.values()) == {ONCE}


def test_a_runner_that_breaks_is_reported_and_an_unknown_step_refused(tmp_path):
    (tmp_path / "runner.py").write_text("import nowhere\n")
    assert set(steps.trial(tmp_path / "runner.py").values()) == {"ModuleNotFoundError: No module named 'nowhere'"}
    with pytest.raises(ValueError, match="no step 'pay'"):
        steps.run("pay", tmp_path)


def test_each_job_leaves_an_open_lineage_event(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lineage.record("join", {"reports": "0f"}, {"training": "1a2b"})
    lineage.record("train", {"training": "1a2b"}, {"bora-returning": "1"})
    _, event = pd.read_json(tmp_path / lineage.FILE, lines=True).to_dict("records")
    assert event["eventType"] == "COMPLETE"
    assert event["job"] == {"namespace": "bora", "name": "train", "facets": {}}
    assert event["inputs"][0]["facets"]["version"]["datasetVersion"] == "1a2b"
    assert [one["name"] for one in event["outputs"]] == ["bora-returning"]


def test_a_digest_stands_for_every_row():
    table = pd.DataFrame({"value": range(20_000)})
    assert lineage.digest(table) == lineage.digest(table.copy())
    assert lineage.digest(table) != lineage.digest(table.replace(19_999, 0))


@pytest.mark.parametrize("seed", [1, 8])
def test_reports_that_come_later_or_in_another_order_change_no_point_in_time_join(seed):
    join = lesson_functions(LESSON)["joined_on"]
    asked, reports = loans_and_reports(seed)
    known = reports[reports["known_at"] <= asked["at"].max()]
    for other in (known, reports.sample(frac=1, random_state=seed)):
        assert (join("known_at", asked, other) == join("known_at", asked, reports)).all()
    assert (join("event_time", asked, known) != join("event_time", asked, reports)).any()


def test_the_query_on_trial_is_compared_with_what_the_store_gives():
    asked, reports = loans_and_reports(8)
    database = sqlite3.connect(":memory:")
    reports.drop(columns="event_id").astype(str).to_sql("reports", database, index=False)
    database.execute("CREATE INDEX by_customer ON reports (customer_id)")
    rows = [{"customer": one.customer_id, "at": str(one.at)} for one in asked.itertuples()]
    found = [database.execute(customers.NEWEST_KNOWN, row).fetchone() for row in rows]
    assert lab_joins.newest_known(asked, reports) == [float(row[0]) if row else 0.0 for row in found]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (..., "Not started yet"),
        ("right", "Right."),
        ("late", "Not yet: On 01 January 2024, 09:30 your query gives 1 for c1; 2 was to be found."),
        ("broken", "Not yet: your answer cannot be checked (OperationalError: near"),
    ],
)
def test_a_query_is_told_at_which_request_it_goes_wrong(query, said, capsys):
    asked = pd.DataFrame({"customer_id": ["c1"], "at": pd.to_datetime(["2024-01-01 09:30"])})
    days = {"event_time": pd.to_datetime(["2023-11-01", "2023-10-01"]), "known_at": pd.to_datetime(["2023-11-09"] * 2)}
    reports = pd.DataFrame({"customer_id": "c1", "value": [2.0, 1.0]} | days)

    def lookup():
        if query == "broken":
            raise sqlite3.OperationalError("near")
        return [1.0] if query == "late" else [2.0]

    lab_joins.try_query(query, lookup, asked, reports)
    assert capsys.readouterr().out.startswith(said)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_joins_of_the_lesson_survive_other_worlds(worlds, seed):
    rows = worlds["joins"](seed)
    frame = pd.DataFrame(rows).set_index("join")
    assert np.isfinite(frame.to_numpy(dtype=float)).all()
    assert frame["auc_offline"].idxmax() == "newest report"


@pytest.mark.slow
def test_a_world_worked_out_again_gives_the_rows_of_the_tables(worlds, joins, silence):
    seed = 17
    for rows, table in zip(worlds["one"](seed), (joins, silence), strict=True):
        kept = table[table["seed"] == seed].reset_index(drop=True)
        again = pd.DataFrame(rows)
        money = [name for name in ("eur",) if name in again]
        pd.testing.assert_frame_equal(
            again.drop(columns=money), kept.drop(columns=money), check_dtype=False, atol=0.02, rtol=0.001
        )
        for name in money:
            np.testing.assert_allclose(again[name], kept[name], rtol=0.02)


def test_a_join_that_looks_into_the_future_promises_more_and_earns_less(joins):
    money = joins.pivot(index="seed", columns="join", values="eur")
    promise = joins.pivot(index="seed", columns="join", values="auc_offline")
    assert (money["newest report"] < money["by known_at"]).mean() >= 0.95
    assert (money["by event_time"] < money["by known_at"]).mean() >= 0.7
    assert (promise["newest report"] > promise["by event_time"]).all()
    assert (promise["by event_time"] > promise["by known_at"]).all()


def test_monitors_beat_the_books_only_where_they_need_no_outcomes(silence):
    by_incident = silence.groupby("incident")
    assert by_incident["monitors"].median()["unit change"] == 0
    assert by_incident["books"].apply(lambda months: months.isna().mean())["unit change"] >= 0.4
    gained = by_incident["books"].median() - by_incident["monitors"].median()
    assert gained["rate shock"] <= 2


def test_books_tell_six_months_after_a_bad_month(worlds):
    months = [f"2023-{month:02d}" for month in range(1, 13)] + [f"2024-{month:02d}" for month in range(1, 13)]
    earned = pd.Series([10.0, 11.0] * 6 + [10.5, 2.0] + [10.5] * 10, index=months)
    assert worlds["books"](earned, "2024-01") == 7
    assert np.isnan(worlds["books"](earned.replace(2.0, 10.5), "2024-01"))


def test_the_pictures_are_what_their_script_draws():
    drawn = runpy.run_path(str(ROOT / "course" / "pictures" / "lab06.py"))["overview"]()
    assert lab06.picture("map").data.strip() == drawn.strip()
    assert lab06.picture("page").data[:4] == b"\x89PNG"
    with pytest.raises(FileNotFoundError, match="no picture"):
        lab06.picture("nothing")


def test_a_skew_starts_on_its_first_day_and_none_goes_on_where_there_is_none():
    for seed in range(40):
        offline, served, truth = skews.make_case(seed)
        for name in skews.FEATURES:
            share = skews.differ(offline, served, name).mean(axis=1)
            if truth and name == truth[0]:
                assert share[truth[1] - 1] < 0.2 < share[truth[1] + 1 :].min(), seed
            else:
                assert (share < 0.2).sum() >= 20, seed


def test_a_grid_has_a_row_a_day_and_a_column_a_customer():
    offline, _, _ = skews.make_case(1)
    found = skews.grid(offline.sample(frac=1, random_state=1), "debt")
    assert found.shape == (25, 40)
    assert found[3, 7] == offline.loc[(offline["day"] == 3) & (offline["customer"] == 7), "debt"].item()


def test_a_store_has_the_runs_that_were_ordered():
    database, runs = chains.make_registry([{"2025-01": "aa"}, None, "deleted", "lost"])
    client = chains.open_store(database)
    assert client is chains.open_store(database)
    assert [client.get_model_version(chains.MODEL, str(number)).run_id or None for number in (1, 2, 3, 4)] == runs
    [logged] = client.get_run(runs[0]).inputs.dataset_inputs
    assert (logged.dataset.name, logged.dataset.digest) == ("2025-01", "aa")
    assert runs[1] is None
    assert client.get_run(runs[2]).info.lifecycle_stage == "deleted"
    with pytest.raises(MlflowException):
        client.get_run(runs[3])


def test_an_event_names_what_was_made_and_used():
    event = chains.make_event(["decision/d-1"], ["model/bora-pd@2", "data/applicant"], hour=7)
    assert chains.datasets(event, "outputs", "decision") == {"d-1": None}
    assert chains.datasets(event, "inputs", "model") == {"bora-pd": "2"}
    assert chains.datasets(chains.make_event(["data/x"]), "inputs", "data") == {}
    assert event["eventTime"] == "2025-06-01T07:00:00Z"
