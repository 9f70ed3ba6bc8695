"""A class of sixty from the platform's download to the file that it takes back, with all that happens in a class.

Somebody is late, somebody has an extension, somebody hands in again, two have one name, one file is broken, one name is
nobody's. In the end every grade is the one that was deserved.
"""

import csv
import io
import json
import zipfile
from pathlib import Path

import nbformat
import pytest

from coursekit import cli
from coursekit.desk import roster
from coursekit.manifest import Course
from grading_helpers import RIGHT

pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.believable]

SLUG, FILE = "01_tiny", "01_tiny.ipynb"
STUDENTS = [f"s{number:02d}" for number in range(60)]
DUE, IN_TIME, LATE = "2026-11-20T23:59+01:00", "Friday, 20 November 2026, 6:15 PM", "Sunday, 22 November 2026, 1:15 AM"
HEAD = ["Identifier", "Full name", "ID number", "Email address", "Status", "Grade", "Maximum grade"]
HEAD += ["Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments"]
GIVEN_BY_HAND = 1.5
WORTH = {"right": 2.0, "no error": 1.0, "wrong": 0.0, "blank": 0.0}
"""Points of the exercise with checks, by what was answered; the written answer of all but the blank one gets 1.5."""


def kind_of(student: str) -> str:
    return list(WORTH)[int(student[1:]) % 4]


def name_of(student: str) -> str:
    """Two have the same name."""
    return f"Ada Example {'bcdefghijk'[int(student[1:]) // 6]}" if student != "s59" else name_of("s00")


NAMES = {student: name_of(student) + ("" if student in ("s00", "s59") else f" {student[1:]}") for student in STUDENTS}
IS_LATE, HAS_EXTENSION, IS_ABSENT, IS_BROKEN, HANDS_IN_AGAIN = {"s04", "s05", "s06"}, {"s05"}, {"s10"}, {"s11"}, {"s14"}


def deserved(student: str, late: bool) -> float | None:
    """Final points; None where there is no final grade."""
    if student in IS_ABSENT | IS_BROKEN:
        return None
    kind = "right" if student in HANDS_IN_AGAIN else kind_of(student)
    points = WORTH[kind] + (0.0 if kind == "blank" else GIVEN_BY_HAND)
    # 25 hours: two days have begun
    return points * 0.8 if late and student in IS_LATE - HAS_EXTENSION else points


def written(points: float | None, scale: float = 1) -> str:
    return "" if points is None else f"{points * scale:.2f}"


def notebook(course: Course, kind: str) -> bytes:
    filled = nbformat.read(course.release(course.labs[0]), as_version=4)
    code = {
        "right": f"def double(number):\n    if number < 0:\n        raise ValueError\n    return {RIGHT}",
        "no error": f"def double(number):\n    return {RIGHT}",
        "wrong": "def double(number):\n    return number",
    }
    for cell in filled.cells:
        if kind != "blank" and cell.id == "answer-1-1":
            cell.source = code[kind]
        if kind != "blank" and cell.id == "written-1-2":
            cell.source = "Because."
    return nbformat.writes(filled).encode()


def handed_in(course: Course, first: bool = True) -> dict[str, bytes]:
    found = {student: notebook(course, kind_of(student)) for student in STUDENTS if student not in IS_ABSENT}
    found["s11"] = found["s11"][:400]
    if not first:
        found["s14"] = notebook(course, "right")
    return found


def mark_by_hand(root: Path) -> None:
    """What the teacher gives, in the sheet, to all who wrote something."""
    assert run("rubric", "01") == 0
    (sheet,) = (root / "by_hand" / SLUG).glob("*.csv")
    head, *rows = csv.reader(io.StringIO(sheet.read_text(encoding="utf-8-sig"), newline=""))
    first = head.index("answer") + 1
    for row in rows:
        row[first : first + 2] = ["1", "0.5"]
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    assert run("rubric", "01") == 0


def column(path: Path, key: str, value: str) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return {row[key]: row[value] for row in rows}


def run(*words: str) -> int:
    return cli.main(list(words))


@pytest.fixture
def desk(tiny: Course, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tiny.root)
    return tiny.root


def test_moodle_from_download_to_upload(
    tiny: Course, desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "worksheet.csv"
    with sheet.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        for number, student in enumerate(STUDENTS, start=500):
            when = "-" if student in IS_ABSENT else LATE if student in IS_LATE else IN_TIME
            about = [f"Participant {number}", NAMES[student], student, f"{student}@example.org"]
            writer.writerow([*about, "Submitted", "", "4.00", "Yes", when, "-", ""])
    assert run("roster", str(sheet)) == 0
    assert run("due", "01", DUE, "--late", "10 % a day, at most 3 days") == 0
    assert run("due", "01", "--student", "s05", "--extension", "2d") == 0

    def download(name: str, first: bool, stranger: bool) -> Path:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for student, content in handed_in(tiny, first).items():
                number = 500 + int(student[1:])
                archive.writestr(f"{NAMES[student]}_{number}_assignsubmission_file_/{FILE}", content)
                archive.writestr(f"__MACOSX/{NAMES[student]}_{number}_assignsubmission_file_/._{FILE}", "junk")
            if stranger:
                archive.writestr(f"Nobody Known_999_assignsubmission_file_/{FILE}", "{}")
        return tmp_path / name

    arguments = ("--worksheet", str(sheet), "--zone", "Europe/Rome")
    first = download("first.zip", first=True, stranger=True)
    assert run("collect", "01", str(first), *arguments) == 1
    assert not (desk / "submitted").exists(), "somebody is unknown, so nothing is taken in"
    assert run("collect", "01", str(first), *arguments, "--only-known") == 1
    again = download("again.zip", first=False, stranger=False)
    assert run("collect", "01", str(again), *arguments) == 0
    assert "1 taken in (1 in place of an earlier one), 58 unchanged" in capsys.readouterr().out
    assert run("grade", "01") == 1, "one file is broken"
    assert run("export", "01", "moodle", str(sheet)) == 0
    waiting = column(desk / "returned" / SLUG / "moodle_grades.csv", "ID number", "Grade")
    blank = {student for student in STUDENTS if deserved(student, late=True) == 0}
    assert {student for student, grade in waiting.items() if grade} == blank, "the others wait for the teacher"
    mark_by_hand(desk)
    assert run("feedback", "01") == 0
    assert run("export", "01", "moodle", str(sheet)) == 0
    found = column(desk / "returned" / SLUG / "moodle_grades.csv", "ID number", "Grade")
    assert found == {student: written(deserved(student, late=True)) for student in STUDENTS}
    with zipfile.ZipFile(desk / "returned" / SLUG / "moodle_feedback.zip") as archive:
        pages = archive.namelist()
    assert len(pages) == sum(deserved(student, late=True) is not None for student in STUDENTS) + len(IS_BROKEN)
    assert sum(name.endswith("/not_graded.html") for name in pages) == len(IS_BROKEN), "who is told why"
    assert f"{NAMES['s59']}_559_assignsubmission_file_/{SLUG}.html" in pages


def test_canvas_from_download_to_upload(tiny: Course, desk: Path, tmp_path: Path) -> None:
    """Canvas tells no times, so what is received is said; the two of one name are told apart by their numbers."""
    book = tmp_path / "gradebook.csv"
    with book.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01 Tiny (31)", "02 Other (32)"])
        writer.writerow(["    Points Possible", "", "", "", "", "20.00", "5.00"])
        for number, student in enumerate(STUDENTS, start=4000):
            last = NAMES[student].rpartition(" ")
            writer.writerow([f"{last[2]}, {last[0]}", number, student, f"login{number}", "A", "", "3.00"])
    assert run("roster", str(book)) == 0
    names = {}
    for student, content in handed_in(tiny, first=False).items():
        late = "_LATE" if student in IS_LATE else ""
        letters = "".join(filter(str.isalnum, NAMES[student].lower()))
        names[f"{letters}{late}_{4000 + int(student[1:])}_{9000 + int(student[1:])}_01_tiny-1.ipynb"] = content
    download = tmp_path / "submissions"
    download.mkdir()
    for name, content in names.items():
        (download / name).write_bytes(content)
    assert run("collect", "01", str(download), "--received", "2026-11-20T18:00") == 0
    assert run("grade", "01", "--jobs", "2") == 1
    mark_by_hand(desk)
    assert run("export", "01", "canvas", str(book)) == 0
    found = column(desk / "returned" / SLUG / "canvas_grades.csv", "SIS User ID", "01 Tiny (31)")
    del found[""]
    assert found == {
        student: "" if (points := deserved(student, late=False)) is None else f"{points * 5:.2f}"
        for student in STUDENTS
    }
    assert "02 Other (32)" not in (desk / "returned" / SLUG / "canvas_grades.csv").read_text(encoding="utf-8")
    assert json.loads((desk / ".coursekit" / "receipts.json").read_text())[SLUG]["s04"] == "2026-11-20T18:00:00"
    assert len(roster.read(desk)) == len(STUDENTS)
