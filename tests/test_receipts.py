"""`coursekit collect`: every odd name or file is one line, the class goes on, and the first receipt stands."""

import datetime
import os
import shutil
import subprocess
import threading
import unicodedata
from pathlib import Path

import pytest

from coursekit import cli
from coursekit.errors import CourseError
from coursekit.grading import intake, receipts, run
from coursekit.grading.intake import Unreadable
from coursekit.manifest import Course
from grading_helpers import WHEN

SLUG, NAME = "01_tiny", "01_tiny.ipynb"
LATER = WHEN + datetime.timedelta(days=2)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def put(inbox: Path, *names: str, content: str = "{}") -> None:
    for name in names:
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_text(content)


def collect(root: Path, inbox: Path, when: datetime.datetime = WHEN) -> receipts.Collected:
    return receipts.collect(root, SLUG, inbox, when)


def in_place(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "submitted").iterdir())


def test_the_same_bytes_keep_their_first_receipt(tmp_path: Path, inbox: Path) -> None:
    put(inbox, "ann.ipynb", f"bob/{NAME}")
    assert collect(tmp_path, inbox).taken == ["ann", "bob"]
    put(inbox, "ann.ipynb", content='{"mended": 1}')
    put(inbox, "cleo.ipynb")
    again = collect(tmp_path, inbox, LATER)
    assert (again.taken, again.unchanged, again.replaced) == (["ann", "cleo"], ["bob"], ["ann"])
    assert again.lines == ["ann: replaces an earlier submission, kept in .coursekit/earlier/01_tiny/ann/1"]
    assert [receipts.received(tmp_path, SLUG, who) for who in ("ann", "bob", "cleo")] == [LATER, WHEN, LATER]
    assert (tmp_path / ".coursekit/earlier/01_tiny/ann/1" / NAME).read_text() == "{}"


def test_a_receipt_that_was_too_late_can_be_put_right(tmp_path: Path, inbox: Path) -> None:
    put(inbox, "ann.ipynb")
    collect(tmp_path, inbox, LATER)
    collect(tmp_path, inbox, WHEN)
    assert receipts.received(tmp_path, SLUG, "ann") == WHEN


def test_leftovers_of_archives_and_browsers_are_no_students(tmp_path: Path, inbox: Path) -> None:
    put(inbox, "ann.ipynb", "bob.IPYNB", "._ann.ipynb", "__MACOSX/._ann.ipynb", ".ipynb_checkpoints/x.ipynb")
    put(inbox, "cleo.ipynb.txt", "dan.zip", ".DS_Store")
    found = collect(tmp_path, inbox)
    assert in_place(tmp_path) == ["ann", "bob"]
    assert sorted(found.ignored) == sorted(
        ["._ann.ipynb", "__MACOSX", ".ipynb_checkpoints", "cleo.ipynb.txt", "dan.zip", ".DS_Store"]
    )
    assert len(found.lines) == 6
    assert all("ignored" in line for line in found.lines)


def test_two_hand_ins_of_one_student_are_not_chosen_from_by_chance(tmp_path: Path, inbox: Path) -> None:
    put(inbox, f"ann/{NAME}", content="one")
    put(inbox, "ann.ipynb", content="other")
    put(inbox, f"bob/{NAME}", "bob.ipynb")
    found = collect(tmp_path, inbox)
    assert (found.taken, found.refused) == (["bob"], ["ann"])
    assert found.lines == [
        "ann: not taken in: ann and ann.ipynb are of one student and differ; leave one of them and collect again"
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("b\\c", "which cannot be part of an id"),
        ("b\nc", "which cannot be part of an id"),
        (" ", "its name is blank"),
        ("b" * 200, "at most 150 are allowed"),
        (os.fsdecode(b"b\xff"), "its name is not text"),
    ],
    ids=["backslash", "new line", "blank", "long", "bytes"],
)
def test_an_odd_name_is_one_line_and_the_class_goes_on(tmp_path: Path, inbox: Path, name: str, says: str) -> None:
    put(inbox, "ann.ipynb", f"{name}.ipynb", "zoe.ipynb")
    found = collect(tmp_path, inbox)
    assert in_place(tmp_path) == ["ann", "zoe"]
    (line,) = found.lines
    assert says in line
    assert "\n" not in line


def test_nothing_but_the_notebook_is_copied_however_deep_the_folder_is(tmp_path: Path, inbox: Path) -> None:
    put(inbox, f"ann/{NAME}", "ann/timestamp.txt", "ann/data.csv", "zoe.ipynb")
    here = Path.cwd()
    try:
        os.chdir(inbox / "ann")
        for _ in range(1_200):
            Path("a").mkdir()
            os.chdir("a")
    finally:
        os.chdir(here)
    try:
        assert collect(tmp_path, inbox).taken == ["ann", "zoe"]
    finally:
        # pytest could not clean up so deep a folder
        subprocess.run(["rm", "-rf", inbox / "ann" / "a"], check=True)
    assert sorted(path.name for path in (tmp_path / "submitted/ann/01_tiny").iterdir()) == [NAME, "timestamp.txt"]
    assert "1999" not in (tmp_path / "submitted/ann/01_tiny/timestamp.txt").read_text()


def test_a_name_that_is_written_in_two_ways_is_one_student(tmp_path: Path, inbox: Path) -> None:
    put(inbox, unicodedata.normalize("NFD", "zoë") + ".ipynb")
    assert collect(tmp_path, inbox).taken == [unicodedata.normalize("NFC", "zoë")]


def test_what_is_taken_in_has_its_receipt_whatever_happens_to_the_next(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "ann.ipynb", "bob.ipynb", "cleo.ipynb")
    rename = Path.rename

    def full(path: Path, target: Path) -> Path:
        if "bob" in str(target):
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", full)
    found = collect(tmp_path, inbox)
    assert (found.taken, found.refused) == (["ann", "cleo"], ["bob"])
    assert found.lines == ["bob.ipynb: not taken in: No space left on device"]
    assert not list((tmp_path / ".coursekit").glob("incoming-*"))


def test_two_collects_at_once_lose_no_receipt(tmp_path: Path) -> None:
    boxes = [tmp_path / f"inbox{number}" for number in range(2)]
    for number, box in enumerate(boxes):
        put(box, *(f"s{number}{place}.ipynb" for place in range(20)))
    threads = [threading.Thread(target=collect, args=(tmp_path, box)) for box in boxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts._read(tmp_path, "receipts.json")[SLUG]) == 40


def test_without_a_receipt_it_is_the_time_at_which_it_was_first_seen(tmp_path: Path) -> None:
    put(tmp_path, f"submitted/ann/{SLUG}/{NAME}")
    os.utime(tmp_path / "submitted/ann" / SLUG / NAME, (0, 0))
    seen = receipts.received(tmp_path, SLUG, "ann")
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    assert abs(now - seen) < datetime.timedelta(minutes=2), (
        "the time of the file, which anybody can set, does not count"
    )
    noted = tmp_path / ".coursekit/seen.json"
    noted.write_text(noted.read_text().replace(f"{seen:%Y-%m-%d}", "2026-01-02"))
    assert f"{receipts.received(tmp_path, SLUG, 'ann'):%Y-%m-%d}" == "2026-01-02", "it is kept"
    put(tmp_path, f"submitted/ann/{SLUG}/{NAME}", content="another")
    assert f"{receipts.received(tmp_path, SLUG, 'ann'):%Y-%m-%d}" != "2026-01-02", "until something else lies there"


def test_collecting_follows_no_link_and_waits_for_no_pipe(tiny: Course, inbox: Path) -> None:
    for student in ("right", "pipe", "stamp", "inner"):
        (inbox / student).mkdir()
    put(inbox, f"right/{NAME}")
    (inbox / "mallory").symlink_to(inbox / "right")
    (inbox / "linked.ipynb").symlink_to("/etc/passwd")
    os.mkfifo(inbox / "pipe" / NAME)
    os.mkfifo(inbox / "alone.ipynb")
    (inbox / "stamp" / "timestamp.txt").mkdir()
    (inbox / "inner" / NAME).symlink_to("../right/01_tiny.ipynb")
    found = collect(tiny.root, inbox)
    assert found.students == ["alone", "inner", "linked", "mallory", "pipe", "right", "stamp"]
    said = {}
    for student in found.students:
        try:
            intake.read(tiny.root / "submitted" / student / SLUG, run.load(tiny, tiny.labs[0]))
        except Unreadable as verdict:
            said[student] = str(verdict)
    assert said == {
        **dict.fromkeys(("alone", "pipe", "stamp"), "the folder is empty"),
        **dict.fromkeys(("linked", "inner", "mallory"), "the notebook is a link to another file"),
    }
    # what is handed in again replaces a link, not what it leads to
    put(inbox, f"right/{NAME}", content="new")
    collect(tiny.root, inbox)
    assert not (inbox / "right" / "timestamp.txt").exists()


@pytest.mark.parametrize(
    ("word", "noted"),
    [
        ("2026-11-20T23:30+01:00", "2026-11-20T22:30:00"),
        ("2026-11-20T23:30", "2026-11-20T23:30:00"),
        ("2026-11-20T23:30Z", "2026-11-20T23:30:00"),
    ],
)
def test_a_time_with_an_offset_is_kept_in_utc(
    tiny: Course, inbox: Path, monkeypatch: pytest.MonkeyPatch, word: str, noted: str
) -> None:
    put(inbox, "ann.ipynb")
    monkeypatch.chdir(tiny.root)
    assert cli.main(["collect", "01", str(inbox), "--received", word]) == 0
    assert receipts.received(tiny.root, SLUG, "ann").isoformat() == noted


def test_a_time_that_is_none_is_named(tiny: Course, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny.root)
    put(inbox, "ann.ipynb")
    with pytest.raises(CourseError, match="--received yesterday is not a time such as"):
        cli._in_utc("yesterday")
    shutil.rmtree(inbox)
    assert cli.main(["collect", "01", str(inbox)]) == 1
