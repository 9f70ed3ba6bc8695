"""students.csv: who is in the class. It is made from a platform's own export and may be edited by hand.

    id,name,email,login,canvas
    s01,Ada Example,ada@example.org,ada,4242

id is the name of a student's folder and entry in the gradebook; login the name at the platform (Blackboard, Canvas),
canvas the number that Canvas gives a person. Moodle's number of a participant is another one in each assignment, so
Moodle's files are found by name, or through the assignment's grading worksheet.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from coursekit import files
from coursekit.errors import CourseError
from coursekit.grading.receipts import be_an_id

FILE = "students.csv"


@dataclass(frozen=True)
class Student:
    """A line of students.csv; what is not known is ""."""

    id: str
    name: str = ""
    email: str = ""
    login: str = ""
    canvas: str = ""


COLUMNS = tuple(field.name for field in fields(Student))


@dataclass(frozen=True)
class Imported:
    """What an import did: ids that are new, ids of which something was learned, ids that the export does not have."""

    new: list[str]
    learned: list[str]
    absent: list[str]


def read(root: Path) -> list[Student]:
    """The class, or nobody where there is no students.csv. Raises CourseError where two lines name one student."""
    path = root / FILE
    if not path.is_file():
        return []
    rows = table(path)
    if rows and "id" not in rows[0]:
        raise CourseError(f"{path} has no column 'id'; it should begin with {','.join(COLUMNS)}")
    students = [Student(**{name: row.get(name, "") for name in COLUMNS}) for row in rows]
    for number, student in enumerate(students, start=2):
        try:
            be_an_id(student.id)
        except ValueError as error:
            raise CourseError(f"{path}:{number}: {student.id!a} is no id: {error}") from None
    for what in ("id", "email", "login", "canvas"):
        _be_one_each(path, what, [getattr(student, what) for student in students])
    return students


def import_export(root: Path, export: Path) -> Imported:
    """Take a platform's list of participants, or its gradebook or grading worksheet, into students.csv.

    Nobody is removed. Raises CourseError where the file is none of these, or names somebody twice.
    """
    found = [student for row in table(export) if (student := _student(row)) is not None]
    if not found:
        raise CourseError(
            f"{export}: nobody is found in it. Expected is an export with the columns 'Email address' and 'First name' "
            "or 'Full name' (Moodle), 'Student', 'ID' and 'SIS Login ID' (Canvas), or 'Username' (Blackboard)"
        )
    _be_one_each(export, "id", [student.id for student in found])
    known = {student.id: student for student in read(root)}
    imported = Imported([], [], [])
    present = set()
    for student in found:
        old = next((one for one in known.values() if _same(one, student)), None)
        if old is None:
            known[student.id] = student
            imported.new.append(student.id)
        else:
            known[old.id] = _with_what_is_new(old, student)
            if known[old.id] != old:
                imported.learned.append(old.id)
        present.add(old.id if old else student.id)
    imported.absent.extend(sorted(set(known) - present))
    write(root, known.values())
    read(root)
    return imported


def write(root: Path, students: Iterable[Student]) -> None:
    """Write students.csv, ordered by id."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for student in sorted(students, key=lambda one: one.id):
        writer.writerow([getattr(student, name) for name in COLUMNS])
    files.write_text(root / FILE, text.getvalue())


def table(path: Path) -> list[dict[str, str]]:
    """The rows of an export, as platforms write it: UTF-8 or UTF-16, with commas, semicolons or tabs.

    Raises CourseError where it cannot be read.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path} is no text in UTF-8 or UTF-16: export it again as CSV") from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    return [{(key or "").strip(): (value or "").strip() for key, value in row.items() if key} for row in rows]


def as_number(word: str) -> float | None:
    """A number as people of many countries write it; None where it is none."""
    try:
        return float(word.replace(",", "."))
    except ValueError:
        return None


def plain(name: str) -> str:
    """A name in one form: small letters, one blank between words, nothing but letters and digits."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name).casefold()))


def _student(row: Mapping[str, str]) -> Student | None:
    """A student from a row of whichever export; None for a row that is about nobody."""
    email = row.get("Email address") or row.get("email") or row.get("Email") or ""
    name = row.get("Full name") or row.get("name") or ""
    login = row.get("SIS Login ID") or row.get("Username") or row.get("login") or ""
    if "Student" in row:  # Canvas: "Last, First", and rows for points and for the test student
        last, _, first = row["Student"].partition(", ")
        name = f"{first} {last}".strip()
        if not row.get("ID", "").isdigit() or plain(row["Student"]) in ("student test", "test student"):
            return None
    if not name:
        name = f"{row.get('First name') or row.get('First Name', '')} {row.get('Last name') or _surname(row)}".strip()
    number = row.get("ID number") or row.get("SIS User ID") or row.get("Student ID") or row.get("id") or ""
    own = number or login or email.partition("@")[0]
    if not own:
        return None
    canvas = row["ID"] if "Student" in row else row.get("canvas", "")
    return Student(own, name, email, login, canvas)


def _surname(row: Mapping[str, str]) -> str:
    return row.get("Surname") or row.get("Last Name") or ""


def _same(one: Student, other: Student) -> bool:
    if one.id == other.id:
        return True
    return any(
        getattr(one, what) and getattr(one, what).casefold() == getattr(other, what).casefold()
        for what in ("email", "login", "canvas")
    )


def _with_what_is_new(old: Student, new: Student) -> Student:
    """What was known stays: a teacher may have put it right by hand."""
    gaps = {name: getattr(new, name) for name in COLUMNS if not getattr(old, name)}
    return replace(old, **gaps)


def _be_one_each(path: Path, what: str, values: list[str]) -> None:
    counts = Counter(value.casefold() for value in values if value)
    twice = sorted(value for value, count in counts.items() if count > 1)
    if twice:
        raise CourseError(f"{path}: {what} {', '.join(twice)} stands there more than once; leave one line each")
