"""Lab 06: plugs are really pulled, its tables come from its own code, its conclusions hold in them."""

import importlib
import runpy
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bora import steps, unplug
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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits the memory of one process")
def test_a_cap_of_memory_stops_what_is_too_large_and_nothing_else(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import sys\nlen(bytearray(int(sys.argv[1]) * 2**20))\n")
    assert unplug.capped(script, 20, megabytes=60) == "done"
    assert unplug.capped(script, 90, megabytes=60) == "MemoryError"


def test_the_job_of_the_lesson_fails_on_more_data_and_passes_once_it_reads_row_by_row(tmp_path):
    text = written_files()["job.py"]
    rows = "".join(f"c{number:05d},2024-01-01,2024-01-08,arrears,1.0\n" for number in range(100_000))
    (tmp_path / "reports.csv").write_text("customer_id,event_time,known_at,kind,value\n" + rows)
    for name, job in (("whole", text), ("rows", text.replace("return list(csv", "yield from (csv"))):
        (tmp_path / f"{name}.py").write_text(job)
    if sys.platform.startswith("linux"):
        assert unplug.capped(tmp_path / "whole.py", "reports.csv", megabytes=40) == "MemoryError"
        assert unplug.capped(tmp_path / "rows.py", "reports.csv", megabytes=40) == "done"


def test_three_runners_lose_double_and_keep_their_effects(tmp_path):
    ends = {}
    for name, text in steps.RUNNERS.items():
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


def test_the_planted_runner_of_the_lesson_is_the_first_of_the_three():
    assert written_files()["runner.py"] == steps.RUNNERS["journal first"]


def test_the_lineage_file_of_the_lesson_holds_open_lineage_events(tmp_path, monkeypatch):
    (tmp_path / "lineage.py").write_text(written_files()["lineage.py"])
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.import_module("lineage").record("train", {"training": "1a2b"}, {"bora-returning": "1"})
    event = pd.read_json(tmp_path / "lineage.jsonl", lines=True).iloc[0]
    assert event["eventType"] == "COMPLETE"
    assert event["job"] == {"namespace": "bora", "name": "train", "facets": {}}
    assert event["inputs"][0]["facets"]["version"]["datasetVersion"] == "1a2b"
    sys.modules.pop("lineage")


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_joins_of_the_lesson_survive_other_worlds(worlds, seed):
    rows = worlds["joins"](seed)
    frame = pd.DataFrame(rows).set_index("join")
    assert np.isfinite(frame.to_numpy(dtype=float)).all()
    assert frame["auc_offline"].idxmax() == "newest report"


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
