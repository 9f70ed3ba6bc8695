"""The teacher's desk: what Moodle, Canvas and Blackboard hand over reaches the right student, or nothing is taken in.

The files are made by hand in the platforms' formats; the people are the letters of the alphabet.
"""

import csv
import datetime
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from coursekit import cli
from coursekit.desk import downloads, roster
from coursekit.errors import CourseError
from coursekit.grading import receipts
from coursekit.grading.receipts import MAX_BYTES
from coursekit.grading.report import report
from coursekit.manifest import Course

SLUG = "01_tiny"
MOODLE = """\ufeff"First name",Surname,"ID number","Email address",Groups
Ada,"d'Árbol",s01,ada@example.org,
Bo,Li,s02,bo@example.org,
Cy,"Mc Kay",s03,cy@example.org,
"""
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,"Lab 01 (777)",Current Score
    Points Possible,,,,,20.00,(read only)
"d'Árbol, Ada",4242,s01,ada,"A",,
"Li, Bo",4243,s02,bo,"A",,
"Mc Kay, Cy",4244,s03,cy,"A",,
"Student, Test",4999,,abc,"A",,
"""
HEAD = ("Identifier", "Full name", "ID number", "Email address", "Status", "Grade", "Maximum grade")
HEAD += ("Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments")


def worksheet(*rows: tuple[str, str, str, str, str]) -> str:
    """Moodle's grading worksheet: number, name, id, e-mail and time of each participant."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for number, name, own, email, when in rows:
        status = "No submission" if when == "-" else "Submitted for grading"
        writer.writerow([f"Participant {number}", name, own, email, status, "", "20.00", "Yes", when, "-", ""])
    return f"\ufeff{text.getvalue()}"


@pytest.fixture
def course_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a course, with its class on the roster."""
    root = Path(__file__).parent / "tiny_course"
    folder = tmp_path / "course"
    (folder / "course").mkdir(parents=True)
    (folder / "course" / "course.toml").write_bytes((root / "course" / "course.toml").read_bytes())
    monkeypatch.chdir(folder)
    return folder


def lines(path: Path, text: str) -> Path:
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return path


def with_class(folder: Path, text: str = CANVAS) -> None:
    roster.import_export(folder, lines(folder / "export.csv", text))


def make_zip(path: Path, names: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return path


def unpacked(path: Path, names: dict[str, str]) -> Path:
    for name, content in names.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(content)
    return path


def in_place(folder: Path) -> dict[str, list[str]]:
    found = (folder / "submitted").glob(f"*/{SLUG}/*.ipynb")
    names: dict[str, list[str]] = {}
    for path in sorted(found):
        names.setdefault(path.parts[-3], []).append(path.read_text())
    return names


WITH_FOLDERS = {
    "Ada d'Árbol_501_assignsubmission_file_/01_tiny.ipynb": "ada",
    "Bo Li_502_assignsubmission_file_/my answers.ipynb": "bo",
    "Bo Li_502_assignsubmission_onlinetext_/onlinetext.html": "<p>see the file</p>",
    "__MACOSX/Bo Li_502_assignsubmission_file_/._my answers.ipynb": "junk",
}
WITHOUT_FOLDERS = {
    "Ada d'Árbol_501_assignsubmission_file_01_tiny.ipynb": "ada",
    "Bo Li_502_assignsubmission_file_my answers.ipynb": "bo",
    "Bo Li_502_assignsubmission_onlinetext_onlinetext.html": "<p>see the file</p>",
}
OF_CANVAS = {
    "darbolada_4242_99998_01_tiny.ipynb": "ada",
    "libo_LATE_4243_99999_01_tiny-2.ipynb": "bo",
}
OF_EXCHANGE = {
    "s01+01_tiny+2026-11-20 18:00:00.123456 UTC+QxI2bWmZ/01_tiny.ipynb": "ada",
    "s01+01_tiny+2026-11-20 18:00:00.123456 UTC+QxI2bWmZ/timestamp.txt": "2000-01-01 00:00:00 UTC",
    "s01+02_other+2026-11-21 18:00:00.123456 UTC+QxI2bWmZ/02_other.ipynb": "another lab",
    "s02+01_tiny+2026-11-19 09:00:00.400000 UTC+aaaa/01_tiny.ipynb": "a first try of bo",
    "s02+01_tiny+2026-11-19 09:00:00.500000 UTC+0000/01_tiny.ipynb": "bo",
}
OF_BLACKBOARD = {
    "Lab 01_ada_attempt_2026-11-20-18-00-00_01_tiny.ipynb": "ada",
    "Lab 01_ada_attempt_2026-11-20-18-00-00.txt": "Name: Ada d'Árbol (ada)",
    "Lab 01_bo_attempt_2026-11-19-09-00-00_01_tiny.ipynb": "an earlier attempt of bo",
    "Lab 01_bo_attempt_2026-11-21-09-00-00_01_tiny.ipynb": "bo",
}


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("Moodle", WITH_FOLDERS),
        ("Moodle", {name.replace("_file_/", "_file/"): text for name, text in WITH_FOLDERS.items()}),
        ("Moodle", WITHOUT_FOLDERS),
        ("Canvas", OF_CANVAS),
        ("Blackboard", OF_BLACKBOARD),
        (downloads.EXCHANGE, OF_EXCHANGE),
        ("", {"s01/01_tiny.ipynb": "ada", "s02.ipynb": "bo", ".DS_Store": "x"}),
    ],
)
@pytest.mark.parametrize("form", ["a zip", "a folder", "a folder in a folder"])
def test_a_download_reaches_the_right_students(
    course_folder: Path, tmp_path: Path, platform: str, names: dict[str, str], form: str
) -> None:
    with_class(course_folder)
    if form == "a zip":
        download = make_zip(tmp_path / "download.zip", names)
    else:
        download = tmp_path / "download"
        inner = download / "Lab 01" if form == "a folder in a folder" else download
        unpacked(inner, names)
    assert downloads.platform_of(download) == platform
    assert cli.main(["collect", "01", str(download)]) == 0
    assert in_place(course_folder) == {"s01": ["ada"], "s02": ["bo"]}


def test_a_class_of_moodle_or_canvas_becomes_a_roster(course_folder: Path) -> None:
    with_class(course_folder, MOODLE)
    assert [(one.id, one.name, one.email) for one in roster.read(course_folder)] == [
        ("s01", "Ada d'Árbol", "ada@example.org"),
        ("s02", "Bo Li", "bo@example.org"),
        ("s03", "Cy Mc Kay", "cy@example.org"),
    ]
    found = roster.import_export(course_folder, lines(course_folder / "canvas.csv", CANVAS))
    assert (found.new, found.learned, found.absent) == ([], ["s01", "s02", "s03"], [])
    assert [(one.canvas, one.login) for one in roster.read(course_folder)] == [
        ("4242", "ada"),
        ("4243", "bo"),
        ("4244", "cy"),
    ]
    again = roster.import_export(course_folder, course_folder / "canvas.csv")
    assert (again.new, again.learned) == ([], [])


def test_the_worksheet_tells_times_and_people_of_one_name_apart(course_folder: Path, tmp_path: Path) -> None:
    with_class(course_folder, MOODLE.replace('Cy,"Mc Kay"', "Bo,Li"))
    rows = [
        ("502", "Bo Li", "s02", "bo@example.org", "Saturday, 21 November 2026, 12:05 AM"),
        ("503", "Bo Li", "s03", "cy@example.org", "-"),
    ]
    sheet = lines(tmp_path / "Grades.csv", worksheet(*rows))
    download = make_zip(
        tmp_path / "download.zip",
        {"Bo Li_502_assignsubmission_file_a.ipynb": "bo", "Bo Li_503_assignsubmission_file_a.ipynb": "the other bo"},
    )
    assert cli.main(["collect", "01", str(download)]) == 1
    assert in_place(course_folder) == {}
    assert cli.main(["collect", "01", str(download), "--worksheet", str(sheet), "--zone", "Europe/Rome"]) == 0
    assert in_place(course_folder) == {"s02": ["bo"], "s03": ["the other bo"]}
    assert receipts.received(course_folder, SLUG, "s02") == datetime.datetime(2026, 11, 20, 23, 5)


def test_blackboards_attempt_has_its_own_time(course_folder: Path, tmp_path: Path) -> None:
    with_class(course_folder)
    download = make_zip(tmp_path / "download.zip", OF_BLACKBOARD)
    assert cli.main(["collect", "01", str(download), "--zone", "Europe/Rome"]) == 0
    assert receipts.received(course_folder, SLUG, "s01") == datetime.datetime(2026, 11, 20, 17, 0)


def test_one_unknown_name_and_nothing_is_taken_in_unless_only_the_known_are_wanted(
    course_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_class(course_folder)
    download = make_zip(tmp_path / "download.zip", {**OF_CANVAS, "who_1_2_a.ipynb": "?"})
    assert cli.main(["collect", "01", str(download)]) == 1
    assert "nothing was taken in" in (said := capsys.readouterr().err)
    assert "who_1_2_a.ipynb: no student has the Canvas number 1" in said
    assert not (course_folder / "submitted").exists()
    assert cli.main(["collect", "01", str(download), "--only-known"]) == 1
    assert in_place(course_folder) == {"s01": ["ada"], "s02": ["bo"]}


def test_a_dry_run_changes_nothing_and_says_what_would_happen(
    course_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_class(course_folder)
    cli.main(["collect", "01", str(make_zip(tmp_path / "1.zip", OF_CANVAS)), "--received", "2026-11-20T18:00"])
    second = make_zip(tmp_path / "2.zip", {"darbolada_4242_9_a.ipynb": "ada", "libo_4243_9_a.ipynb": "bo again"})
    before = sorted(course_folder.rglob("*"))
    capsys.readouterr()
    assert cli.main(["collect", "01", str(second), "--received", "2026-11-22T18:00", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert sorted(course_folder.rglob("*")) == before
    assert in_place(course_folder) == {"s01": ["ada"], "s02": ["bo"]}
    assert [line.split()[:2] for line in told.splitlines() if line.startswith("  s0")] == [
        ["s01", "replaces"],
        ["s02", "replaces"],
    ]


def test_a_dry_run_shows_all_although_somebody_is_unknown_and_still_takes_nothing_in(
    course_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_class(course_folder)
    download = make_zip(tmp_path / "1.zip", {**OF_CANVAS, "who_1_2_a.ipynb": "a stranger"})
    assert cli.main(["collect", "01", str(download), "--dry-run"]) == 1
    told = capsys.readouterr().out
    assert "who_1_2_a.ipynb" in told
    assert [line.split()[:2] for line in told.splitlines() if line.startswith("  s0")] == [
        ["s01", "new"],
        ["s02", "new"],
    ]
    assert "nothing will be, before all of them are known" in told
    assert not (course_folder / "submitted").exists()


def test_collect_says_who_is_missing_and_who_is_late_by_the_deadline(
    course_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_class(course_folder)
    cli.main(["due", "1", "2026-11-20T18:00Z"])
    cli.main(["due", "01", "--student", "s02", "--extension", "2d"])
    download = make_zip(tmp_path / "1.zip", OF_CANVAS)
    assert cli.main(["collect", "01", str(download), "--received", "2026-11-21T18:00Z"]) == 0
    told = capsys.readouterr().out
    assert "nothing of: s03\n" in told
    assert "late by the deadline of 2026-11-20 18:00 UTC: s01\n" in told
    assert cli.main(["collect", "01", str(download), "--received", "2026-11-30T18:00Z"]) == 0
    assert "all of them, since no times are known" in capsys.readouterr().out


def test_a_deadline_has_a_time_of_day(course_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["due", "01", "2026-11-20"]) == 1
    assert "2026-11-20 has no time of day: 2026-11-20T23:59+01:00" in capsys.readouterr().err


def test_the_last_collect_can_be_taken_back_and_nothing_is_lost(
    course_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_class(course_folder)
    first, second = ("2026-11-20T18:00", "2026-11-22T18:00")
    only_ada = {"darbolada_4242_99998_01_tiny.ipynb": "ada"}
    cli.main(["collect", "01", str(make_zip(tmp_path / "1.zip", only_ada)), "--received", first])
    again = {"darbolada_4242_99998_01_tiny.ipynb": "ada, mended", "libo_4243_1_01_tiny.ipynb": "bo"}
    cli.main(["collect", "01", str(make_zip(tmp_path / "2.zip", again)), "--received", second])
    assert in_place(course_folder) == {"s01": ["ada, mended"], "s02": ["bo"]}
    assert cli.main(["collect", "--undo"]) == 0
    assert in_place(course_folder) == {"s01": ["ada"]}
    assert receipts.received(course_folder, SLUG, "s01") == datetime.datetime(2026, 11, 20, 18)
    undone = (course_folder / ".coursekit" / "undone").rglob("*.ipynb")
    assert sorted(path.read_text() for path in undone) == ["ada, mended", "bo"]
    assert cli.main(["collect", "--undo"]) == 1
    assert "no collect that could be taken back" in capsys.readouterr().err


def test_a_zip_leads_nowhere_and_is_not_larger_than_it_looks(course_folder: Path, tmp_path: Path) -> None:
    with_class(course_folder)
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.ipynb", "out")
        archive.writestr("/etc/outside.ipynb", "out")
        link = zipfile.ZipInfo("s01/link.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("s01/01_tiny.ipynb", bytes(3 * MAX_BYTES))
    found = downloads.sort(path, roster.read(course_folder))
    assert {name: list(files) for name, files in found.notebooks.items()} == {"s01": ["01_tiny.ipynb"]}
    assert len(found.notebooks["s01"]["01_tiny.ipynb"]) == MAX_BYTES + 1
    assert (found.unknown, found.left) == ([], [])


def test_a_damaged_member_is_named_and_the_others_are_read(course_folder: Path, tmp_path: Path) -> None:
    with_class(course_folder)
    path = make_zip(tmp_path / "download.zip", {"s01/a.ipynb": "ada" * 100, "s02/a.ipynb": "bo"})
    path.write_bytes(path.read_bytes().replace(b"adaada", b"adaxda", 1))
    found = downloads.sort(path, roster.read(course_folder))
    assert list(found.notebooks) == ["s02"]
    [line] = found.unknown
    assert line.startswith("s01: cannot be read (Bad CRC-32")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,name\ns01,Ada\nS01,Bo\n", "id s01 stands there more than once"),
        ("name,email\nAda,a@example.org\n", "has no column 'id'"),
        ("id,name\n../x,Ada\n", "students.csv:2: '../x' is no id"),
        ("id,name,canvas\ns01,Ada,1\ns02,Bo,1\n", "canvas 1 stands there more than once"),
    ],
)
def test_a_roster_that_cannot_be_right_is_named_by_line(course_folder: Path, text: str, says: str) -> None:
    (course_folder / roster.FILE).write_text(text)
    with pytest.raises(CourseError, match=says):
        roster.read(course_folder)


def test_an_export_of_something_else_changes_nothing(course_folder: Path) -> None:
    with_class(course_folder)
    before = (course_folder / roster.FILE).read_bytes()
    for text in ("a,b\n1,2\n", "", 'Student,ID\n"Li, Bo",7\n"Li, Bob",7\n'):
        with pytest.raises(CourseError):
            roster.import_export(course_folder, lines(course_folder / "other.csv", text))
        assert (course_folder / roster.FILE).read_bytes() == before


def test_a_download_of_a_platform_needs_a_roster(
    course_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["collect", "01", str(make_zip(tmp_path / "download.zip", OF_CANVAS))]) == 1
    assert "a download of Canvas, and there is no students.csv" in capsys.readouterr().err


def test_a_semicolon_and_utf_16_are_read_as_well(tmp_path: Path) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([["id", "name"], ["s01", "Ada"]])
    (tmp_path / "a.csv").write_bytes(text.getvalue().encode("utf-16"))
    assert roster.table(tmp_path / "a.csv") == [{"id": "s01", "name": "Ada"}]


@pytest.mark.slow
def test_grades_and_feedback_go_back_as_moodle_takes_them(
    class_with_gradebook: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Written by number of the participant; what is not finally graded keeps what stood there."""
    root = class_with_gradebook.root
    monkeypatch.chdir(root)
    assert cli.main(["grade", "01", "--student", "perfect", "--student", "blank", "--student", "misconception-1"]) == 0
    assert cli.main(["feedback", "01"]) == 0
    (root / roster.FILE).write_text(
        "id,name,email\nperfect,Ada d'Árbol,a@x.org\nblank,Bo Li,b@x.org\nmisconception-1,Cy,c@x.org\n"
    )
    rows = [
        ("501", "Ada d'Árbol", "perfect", "a@x.org", "Friday, 20 November 2026, 6:15 PM"),
        ("502", "Bo Li", "", "b@x.org", "Friday, 20 November 2026, 6:15 PM"),
        ("503", "Cy", "misconception-1", "c@x.org", "Friday, 20 November 2026, 6:15 PM"),
        ("504", "Dee", "s04", "d@x.org", "-"),
    ]
    sheet = lines(tmp_path / "Grades.csv", worksheet(*rows))
    by_hand(root, "perfect", 2.0)
    assert cli.main(["export", "01", "moodle", str(sheet)]) == 0
    written = (root / "returned" / SLUG / "moodle_grades.csv").read_bytes().decode()
    before, after = (list(csv.reader(io.StringIO(text))) for text in (sheet.read_bytes().decode(), written))
    grade = HEAD.index("Grade")
    assert [row[grade] for row in after[1:]] == ["20.00", "0.00", "", ""]
    for old, new in zip(before, after, strict=True):
        assert old[:grade] + old[grade + 1 :] == new[:grade] + new[grade + 1 :]
    assert (written.startswith("\ufeff"), "\r\n" in written) == (True, True)
    with zipfile.ZipFile(root / "returned" / SLUG / "moodle_feedback.zip") as archive:
        names = archive.namelist()
    assert names == [
        f"Ada d'Árbol_501_assignsubmission_file_/{SLUG}.html",
        f"Bo Li_502_assignsubmission_file_/{SLUG}.html",
    ]


@pytest.mark.slow
def test_a_column_of_canvas_goes_back_alone_with_its_ids(
    class_with_gradebook: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = class_with_gradebook.root
    monkeypatch.chdir(root)
    assert cli.main(["grade", "01", "--student", "perfect", "--student", "misconception-1"]) == 0
    by_hand(root, "perfect", 2.0)
    (root / roster.FILE).write_text("id,name,canvas\nperfect,Ada,4242\nmisconception-1,Bo,4243\n")
    export = lines(tmp_path / "canvas.csv", CANVAS.replace("20.00", "10.00"))
    assert cli.main(["export", "01", "canvas", str(export), "--column", "Lab 01"]) == 0
    rows = list(csv.reader(io.StringIO((root / "returned" / SLUG / "canvas_grades.csv").read_bytes().decode())))
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lab 01 (777)"]
    assert [row[1] + ":" + row[-1] for row in rows[1:]] == [":10.00", "4242:10.00", "4243:", "4244:", "4999:"]
    told = capsys.readouterr().out
    assert "misconception-1: 1.2 is to be graded by hand" in told
    assert "Mc Kay, Cy: is nobody in students.csv" in told
    assert cli.main(["export", "01", "canvas", str(export), "--column", "Nothing"]) == 1
    assert "0 columns fit" in capsys.readouterr().err


@pytest.mark.slow
def test_lateness_costs_what_was_agreed_and_an_extension_is_one(
    class_with_gradebook: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Received on 20 November at 18:00; the deadline moves, and the penalties with it, without grading again."""
    root = class_with_gradebook.root
    monkeypatch.chdir(root)

    def due(*words: str) -> None:
        assert cli.main(["due", "01", *words]) == 0

    def points() -> dict[str, float]:
        return report(class_with_gradebook, class_with_gradebook.labs[0]).totals()

    due("2026-11-19T12:00+01:00", "--late", "10 % a day, at most 3 days")
    assert cli.main(["grade", "01", "--student", "perfect", "--student", "misconception-1"]) == 0
    by_hand(root, "perfect", 2.0)
    assert points()["perfect"] == pytest.approx(4 * 0.8), "two days have begun"
    due("--student", "perfect", "--extension", "2d")
    assert points()["perfect"] == 4
    due("--student", "perfect", "--extension", "0d")
    due("2026-11-17T12:00")
    assert points()["perfect"] == 0, "after three days nothing counts"
    due("--late", "none")
    assert points()["perfect"] == 4
    due("2026-11-20T19:00+01:00", "--late", "50 % a day")
    assert points()["perfect"] == 4, "in time to the minute"
    capsys.readouterr()
    due()
    assert capsys.readouterr().out == (
        "01_tiny: due 2026-11-20 18:00 UTC, 50 % of the points earned for each day begun\n"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("soon",), "the deadline soon is not a time"),
        (("2026-11-20T18:00", "--late", "a lot"), "--late 'a lot' is not understood"),
        (("2026-11-20T18:00", "--student", "ada", "--extension", "forever"), "--extension 'forever' is not understood"),
        (("--extension", "2d"), "--student and --extension belong together"),
        (("--late", "10 % a day"), "there is no deadline yet"),
    ],
)
def test_a_deadline_that_is_not_clear_is_not_set(
    course_folder: Path, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["due", "01", *words]) == 1
    assert says in capsys.readouterr().err
    assert not (course_folder / ".coursekit" / "deadlines.json").exists()


def test_the_exchange_says_when_and_a_folder_changed_later_is_named(
    course_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A learner may give a folder of the exchange another name, and so another time; not another time of change."""
    with_class(course_folder)
    inbound = unpacked(tmp_path / "inbound", OF_EXCHANGE)
    assert cli.main(["collect", "01", str(inbound), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "s01                            new        2026-11-20 18:00 UTC" in said
    assert "changed after the time that their folders in the exchange name: s01, s02" in said


def test_nobody_hands_in_through_the_exchange_for_somebody_else(
    course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_class(course_folder)
    inbound = unpacked(tmp_path / "inbound", OF_EXCHANGE)
    owner = Path.owner
    monkeypatch.setattr(Path, "owner", lambda path: "s02" if "/s01+" in str(path) else owner(path))
    assert cli.main(["collect", "01", str(inbound)]) == 1
    assert "its files belong to 's02'" in capsys.readouterr().err
    assert in_place(course_folder) == {}


def by_hand(root: Path, student: str, points: float) -> None:
    """What a teacher gives in formgrader for the written answer."""
    with sqlite3.connect(root / "gradebook.db") as database:
        waiting = """
            select grade.id from grade join submitted_notebook on submitted_notebook.id = grade.notebook_id
            join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
            where submitted_assignment.student_id = ? and grade.needs_manual_grade = 1
        """
        for (number,) in database.execute(waiting, (student,)).fetchall():
            database.execute("update grade set manual_score = ?, needs_manual_grade = 0 where id = ?", (points, number))
    database.close()
