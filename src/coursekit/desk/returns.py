"""`coursekit export`: final grades and feedback in the files that a platform takes back.

Only what is finally graded goes out: points given by hand where they are due, nothing left to be looked at. Late
penalties are as they are now. Whatever else stands in the platform's file stays as it is.
"""

import csv
import filecmp
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.utils import notebook_hash

from coursekit import files
from coursekit.desk import downloads, roster
from coursekit.desk.downloads import Finder
from coursekit.errors import CourseError
from coursekit.grading import feedback, report
from coursekit.manifest import Course, Lab

FOLDER = "returned"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass
class Returned:
    """What was written. left: student -> why there is no grade in it; lines: what a teacher should know."""

    written: list[Path]
    graded: list[str]
    left: dict[str, str]
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Finals:
    """points: final points by student; not_yet: why the others have none; most: what can be had."""

    points: dict[str, float]
    not_yet: dict[str, str]
    most: float


def finals(course: Course, lab: Lab) -> Finals:
    """Who is finally graded, and why the others are not. Raises CourseError where nobody is graded at all."""
    found = report.report(course, lab)
    points, not_yet = {}, dict(found.review) | dict.fromkeys(found.absent, "handed in nothing")
    for student, total in found.totals().items():
        waiting = [name for name, exercise in found.exercises.items() if student not in exercise.scores]
        if student in not_yet:
            continue
        if waiting:
            not_yet[student] = f"{', '.join(waiting)} is to be graded by hand"
        else:
            points[student] = round(total, 2)
    return Finals(points, not_yet, sum(exercise.points for exercise in found.exercises.values()))


def to_moodle(course: Course, lab: Lab, worksheet: Path) -> Returned:
    """Fill Moodle's offline grading worksheet, and zip the feedback pages as Moodle takes them.

    Raises CourseError where the file is no worksheet.
    """
    given, rows = _read(worksheet, ("Identifier", "Grade", "Last modified (grade)"))
    who, known = Finder(roster.read(course.root), rows), finals(course, lab)
    returned = Returned([], [], {})
    pages: dict[str, bytes] = {}
    for row in rows:
        student = who.of_row(row)
        best = roster.as_number(row.get("Maximum grade") or row.get("Maximum Grade") or "") or known.most
        graded = _due(student, row.get("Full name", row["Identifier"]), known, returned)
        page = feedback.page(course, lab, student) if student else None
        if page is not None and (graded or page.name == feedback.NOT_GRADED):
            number = row["Identifier"].rpartition(" ")[2]
            # of a name with _ Moodle would take the second part for the number
            name = row.get("Full name", "student").replace("_", " ").replace("/", " ")
            pages[f"{name}_{number}_assignsubmission_file_/{page.name}"] = page.read_bytes()
        if not graded or student is None:
            continue
        if row.get("Grade can be changed", "Yes") == "No":
            returned.left[student] = "Moodle says that its grade cannot be changed"
            returned.graded.remove(student)
            continue
        row["Grade"] = f"{known.points[student] * best / known.most:.2f}"
        if best != known.most:
            returned.lines = [f"Moodle's maximum is {best:g}: the points, of {known.most:g}, are scaled to it"]
    folder = course.root / FOLDER / lab.slug
    returned.written.append(_write(folder / "moodle_grades.csv", given, [list(row.values()) for row in rows]))
    if pages:
        returned.written.append(_zip(folder / "moodle_feedback.zip", pages))
    else:
        returned.lines.append(f"there are no feedback pages: run 'coursekit feedback {lab.slug}' first")
    return returned


def to_canvas(course: Course, lab: Lab, gradebook: Path, column: str = "") -> Returned:
    """Fill a column of the gradebook that Canvas has exported; the others are left out, so that nothing else changes.

    column: its heading or the beginning of it; without one the column that has the lab's number or title in it.
    Raises CourseError where the file is no such export, or the column is not clear.
    """
    given, rows = _read(gradebook, ("Student", "ID"))
    heading = _column(given.columns, lab, column, gradebook)
    by_canvas = {one.canvas: one.id for one in roster.read(course.root) if one.canvas}
    known, returned = finals(course, lab), Returned([], [], {})
    best = next((roster.as_number(row[heading]) for row in rows if row["Student"].strip() == "Points Possible"), None)
    kept = [name for name in given.columns if name in _CANVAS_COLUMNS] + [heading]
    for row in rows:
        if row["Student"].strip() == "Points Possible" or not row["ID"].isdigit():
            continue
        student = by_canvas.get(row["ID"])
        if _due(student, row["Student"], known, returned) and student is not None:
            row[heading] = f"{known.points[student] * (best or known.most) / known.most:.2f}"
    if not by_canvas:
        returned.lines.append(f"{roster.FILE} knows no Canvas numbers: run 'coursekit roster {gradebook}' first")
    if best and best != known.most:
        returned.lines.append(f"Canvas' maximum is {best:g}: the points, of {known.most:g}, are scaled to it")
    target = course.root / FOLDER / lab.slug / "canvas_grades.csv"
    table = [[row[name] for name in kept] for row in rows]
    returned.written.append(_write(target, _Given(kept, given.mark, given.end), table))
    return returned


def to_exchange(course: Course, lab: Lab, exchange: Path) -> Returned:
    """Put the feedback pages where `nbgrader fetch_feedback` and the assignment list look for them.

    exchange: the course's folder in nbgrader's exchange, with inbound/ and feedback/. A page lies under a name that
    only who handed in can know: the hash of the secret in the submission's folder (nbgrader's `notebook_hash`). Raises
    CourseError where it is no such folder.
    """
    inbound, outbound = exchange / "inbound", exchange / "feedback"
    if not inbound.is_dir():
        raise CourseError(
            f"{exchange} has no inbound/: give the course's folder in the exchange, as /srv/exchange/COURSE"
        )
    outbound.mkdir(mode=0o711, exist_ok=True)
    ids = {one.id for one in roster.read(course.root)}
    returned = Returned([], [], {})
    for folder in sorted(inbound.glob(f"*+{lab.slug}+*")):
        student = folder.name.partition("+")[0]
        secret, page = folder / "submission_secret.txt", feedback.page(course, lab, student)
        graded = sorted((course.root / "submitted" / student / lab.slug).glob("*.ipynb"))
        notebooks = [path for path in sorted(folder.glob("*.ipynb")) if any(_same(path, other) for other in graded)]
        if not notebooks or downloads.is_anothers(folder, student, ids):
            continue
        if page is None or not secret.is_file():
            returned.left[student] = "handed in without a secret" if page else "there is no page yet"
            continue
        for notebook in notebooks:
            name = notebook_hash(secret=secret.read_text(encoding="utf-8"), notebook_id=notebook.stem)
            target = outbound / f"{name}.html"
            files.write_text(target, page.read_text(encoding="utf-8"))
            target.chmod(0o644)
            returned.written.append(target)
        returned.graded.append(student)
    return returned


def _same(one: Path, other: Path) -> bool:
    return filecmp.cmp(one, other, shallow=False)


def to_csv(course: Course, lab: Lab) -> Returned:
    """A plain table: id, name, e-mail, points, and why there are none."""
    known, students = finals(course, lab), {one.id: one for one in roster.read(course.root)}
    rows = []
    for student in sorted({*students, *known.points, *known.not_yet}):
        about = students.get(student, roster.Student(student))
        why = "" if student in known.points else known.not_yet.get(student, "handed in nothing")
        points = f"{known.points[student]:g}" if student in known.points else ""
        rows.append([student, about.name, about.email, points, f"{known.most:g}", why])
    given = _Given(["id", "name", "email", "points", "of", "remark"], "", "\n")
    target = course.root / FOLDER / lab.slug / "grades.csv"
    left = {row[0]: row[5] for row in rows if row[5]}
    return Returned([_write(target, given, rows)], sorted(known.points), left)


_CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")


@dataclass(frozen=True)
class _Given:
    """How a file was written: its columns, the mark at its beginning, the ends of its lines."""

    columns: list[str]
    mark: str
    end: str


def _read(path: Path, needed: tuple[str, ...]) -> tuple[_Given, list[dict[str, str]]]:
    """A file of a platform, its cells as they are. Raises CourseError where a column is missing."""
    roster.table(path)  # says it in words where it cannot be read
    text = path.read_bytes().decode("utf-8", "replace")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    rows = list(csv.reader(io.StringIO(text.removeprefix(mark), newline="")))
    columns = rows[0] if rows else []
    missing = [name for name in needed if name not in columns]
    if missing:
        raise CourseError(f"{path} has no column {missing[0]!r}: give the file as the platform has exported it")
    width = len(columns)
    found = [dict(zip(columns, [*row, *[""] * width][:width], strict=True)) for row in rows[1:] if any(row)]
    return _Given(columns, mark, "\r\n" if "\r\n" in text else "\n"), found


def _write(path: Path, given: _Given, rows: list[list[str]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=given.end)
    writer.writerow(given.columns)
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(path, given.mark + text.getvalue())
    return path


def _zip(path: Path, pages: dict[str, bytes]) -> Path:
    with files.whole(path) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(pages.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return path


def _due(student: str | None, name: str, known: Finals, returned: Returned) -> bool:
    """Whether a row gets a grade; if not, why not is noted."""
    if student is None:
        returned.left[name] = f"is nobody in {roster.FILE}"
    elif student in known.points:
        returned.graded.append(student)
        return True
    else:
        returned.left[student] = known.not_yet.get(student, "handed in nothing")
    return False


def _column(columns: list[str], lab: Lab, wanted: str, path: Path) -> str:
    number = lab.slug.partition("_")[0]
    others = [name for name in columns if name not in _CANVAS_COLUMNS and name.endswith(")")]
    fits: Callable[[str], bool] = (
        (lambda name: name.startswith(wanted))
        if wanted
        else (lambda name: lab.title.casefold() in name.casefold() or number in name.split())
    )
    found = [name for name in others if fits(name)]
    if len(found) != 1:
        raise CourseError(
            f"{path}: {len(found)} columns fit {wanted or lab.slug!r}; name one with --column: {'; '.join(others)}"
        )
    return found[0]
