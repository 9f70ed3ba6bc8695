"""What a learning platform hands over, sorted by student: a folder or a zip, unpacked or not.

| platform | name of a file | who it is |
|---|---|---|
| Moodle | Full Name_123_assignsubmission_file_/NAME, or without the folder in one name | by name, or by worksheet |
| Canvas | lastfirst_LATE_4242_99999_NAME, LATE where it was; -1, -2 after NAME when again | by number (4242) |
| Blackboard | Assignment_login_attempt_2026-11-20-18-00-00_NAME, and a .txt | by login; the latest attempt |
| nbgrader's exchange, inbound/ | student+lab+2026-11-20 18:00:00 UTC+x/NAME | by id; the latest of the lab counts |
| a folder | STUDENT/NAME or STUDENT.ipynb | by id |

Formats as in the platforms' own documentation (Moodle: Assignment settings, "Download submissions in folders"; Canvas:
"Download all student submissions"; Blackboard: "Download assignments").
"""

import dataclasses
import datetime
import functools
import os
import re
import stat
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from zoneinfo import ZoneInfo

from coursekit.desk import roster
from coursekit.desk.roster import Student
from coursekit.errors import CourseError
from coursekit.grading.receipts import MAX_BYTES

EXCHANGE = "nbgrader's exchange"
MAX_FILES = 50_000
# from Moodle 4.1 on a folder's name ends without _
_MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(_(?P<file>.*))?", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)", re.DOTALL)
_BLACKBOARD = re.compile(
    r"(?P<name>.+)_(?P<login>[^_]+)_attempt_(?P<time>\d{4}(-\d\d){5})(_(?P<file>.+)|\.txt)", re.DOTALL
)
_EXCHANGE = re.compile(
    r"(?P<student>[^+]+)\+(?P<lab>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?)[^+]*(\+(?P<random>.*))?",
    re.DOTALL,
)
_LEFTOVERS = ("__MACOSX", ".ipynb_checkpoints", "Thumbs.db", "desktop.ini")
_GRACE = 600
"""Seconds that handing in through the exchange may take."""
_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %B %d, %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p")
"""How Moodle writes a time in English."""


@dataclass
class Sorted:
    """A download by student.

    platform: "Moodle", "Canvas", "Blackboard", EXCHANGE, or "" for a folder or zip of STUDENT/NAME.ipynb; times: UTC
    without a zone, where the platform tells; late: who is marked so by Canvas; changed: whose files in the exchange are
    younger than they say; unknown: what belongs to nobody on the roster, or to two, with the reason in words; left:
    names of what was not looked at (leftovers, other kinds of files, other labs).
    """

    platform: str
    notebooks: dict[str, dict[str, bytes]] = field(default_factory=dict)
    times: dict[str, datetime.datetime] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Put it down as STUDENT/NAME.ipynb."""
        for student, notebooks in self.notebooks.items():
            (folder / student).mkdir()
            for name, content in notebooks.items():
                (folder / student / name).write_bytes(content)


@dataclass(frozen=True)
class _File:
    parts: tuple[str, ...]
    read: Callable[[], bytes]
    owner: str = ""
    changed: float = 0.0


def platform_of(source: Path) -> str:
    """The platform of a download, as in `Sorted`, "" for STUDENT/NAME.ipynb. Raises CourseError."""
    return _platform([one for one in _files(source) if not _is_leftover(one)])


def sort(
    source: Path, students: list[Student], worksheet: Path | None = None, zone: ZoneInfo | None = None, slug: str = ""
) -> Sorted:
    """Sort a download by the students of the roster.

    slug: the lab, for the exchange holds all of them.
    worksheet: Moodle's grading worksheet of this assignment, which tells times, and people of the same name apart.
    zone: the time zone that the platform shows, this machine's without one. Only notebooks are read, MAX_BYTES + 1 of
    each at most. Raises CourseError where it cannot be read.
    """
    everything = list(_files(source))
    offered = [one for one in everything if not _is_leftover(one)]
    found = Sorted(_platform(offered))
    found.left = ["/".join(one.parts) for one in everything if _is_leftover(one)]
    rows = roster.table(worksheet) if worksheet else []
    who = Finder(students, rows)
    latest: dict[str, str] = {}
    for one in sorted(offered, key=lambda file: file.parts):
        match = _match(found.platform, one)
        if not one.parts[-1].lower().endswith(".ipynb") or (match and match.groupdict().get("lab", slug) != slug):
            found.left.append("/".join(one.parts))
            continue
        student, why = who.find(found.platform, one, match)
        if student is None:
            found.unknown.append(f"{one.parts[0]}: {why}")
            continue
        if match and "time" in match.groupdict():
            if match["time"] < latest.get(student, ""):
                continue
            if match["time"] > latest.get(student, ""):
                found.notebooks.pop(student, None)
            latest[student] = match["time"]
            found.times[student] = _time(found.platform, match["time"], zone)
            if found.platform == EXCHANGE and one.changed > _seconds(found.times[student]) + _GRACE:
                found.changed.append(student)
        if found.platform == "Canvas" and match and match["late"]:
            found.late.append(student)
        try:
            found.notebooks.setdefault(student, {})[_name(one, match)] = one.read()
        except (OSError, zipfile.BadZipFile, RuntimeError, EOFError, zlib.error) as error:
            found.unknown.append(f"{one.parts[0]}: cannot be read ({error})")
    found.times |= _times_of(rows, who, zone)
    return found


def is_anothers(path: Path, student: str, ids: set[str]) -> bool:
    """Whether a file belongs to the account of another student than the one that its name says."""
    return _is_anothers(_owner(path), student, ids)


def _is_anothers(owner: str, student: str, ids: set[str]) -> bool:
    return owner in ids - {student}


def _seconds(utc: datetime.datetime) -> float:
    return utc.replace(tzinfo=datetime.UTC).timestamp()


class Finder:
    """Whose a file is."""

    def __init__(self, students: list[Student], worksheet: list[dict[str, str]]) -> None:
        self.ids = {student.id for student in students}
        self.by_canvas = {student.canvas: student.id for student in students if student.canvas}
        self.by_login = {student.login.casefold(): student.id for student in students if student.login}
        self.by_email = {student.email.casefold(): student.id for student in students if student.email}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for student in students:
            self.by_name[roster.plain(student.name)].append(student.id)
        numbers = {row.get("Identifier", "").rpartition(" ")[2]: self.of_row(row) for row in worksheet}
        self.by_number = {number: found for number, found in numbers.items() if number and found}

    def of_row(self, row: Mapping[str, str]) -> str | None:
        """The student of a row of the worksheet."""
        if row.get("ID number") in self.ids:
            return row["ID number"]
        return self.by_email.get(row.get("Email address", "").casefold()) or self._only(row.get("Full name", ""))

    def _only(self, name: str) -> str | None:
        known = self.by_name.get(roster.plain(name), [])
        return known[0] if len(known) == 1 else None

    def find(self, platform: str, file: _File, match: re.Match[str] | None) -> tuple[str | None, str]:
        """The student's id, or None and why not."""
        if platform == "":
            name = file.parts[0] if len(file.parts) > 1 else Path(file.parts[0]).stem
            known = name in self.ids or not self.ids
            return (name, "") if known else (None, f"no student has the id {name!r}")
        if match is None:
            return None, f"is not named as {platform} names what was handed in"
        if platform == "Canvas":
            return self.by_canvas.get(match["number"]), f"no student has the Canvas number {match['number']}"
        if platform == EXCHANGE:
            return self._of_exchange(match["student"], file.owner)
        if platform == "Blackboard":
            login = match["login"]
            return self.by_login.get(login.casefold()), f"no student has the login {login!r}"
        if match["number"] in self.by_number:
            return self.by_number[match["number"]], ""
        count = len(self.by_name.get(roster.plain(match["name"]), []))
        why = f"{count} students have this name; give Moodle's grading worksheet (--worksheet)" if count else ""
        return self._only(match["name"]), why or "no student has this name"

    def _of_exchange(self, student: str, owner: str) -> tuple[str | None, str]:
        """Whom the exchange names, unless the files are another student's: anybody can put any name on a folder."""
        if _is_anothers(owner, student, self.ids):
            return None, f"its files belong to {owner!r}"
        known = student in self.ids or not self.ids
        return (student, "") if known else (None, f"no student has the id {student!r}")


def _platform(offered: list[_File]) -> str:
    notebooks = [one for one in offered if one.parts[-1].lower().endswith(".ipynb")]
    if any(_MOODLE.fullmatch(one.parts[0]) for one in offered):
        return "Moodle"
    if notebooks and all(len(one.parts) > 1 and _EXCHANGE.fullmatch(one.parts[0]) for one in notebooks):
        return EXCHANGE
    if any(_BLACKBOARD.fullmatch(one.parts[0]) for one in notebooks):
        return "Blackboard"
    if notebooks and all(len(one.parts) == 1 and _CANVAS.fullmatch(one.parts[0]) for one in notebooks):
        return "Canvas"
    return ""


def _match(platform: str, file: _File) -> re.Match[str] | None:
    patterns = {"Moodle": _MOODLE, "Canvas": _CANVAS, "Blackboard": _BLACKBOARD, EXCHANGE: _EXCHANGE}
    pattern = patterns.get(platform)
    return pattern.fullmatch(file.parts[0]) if pattern else None


def _name(file: _File, match: re.Match[str] | None) -> str:
    """What the learner called it."""
    return file.parts[-1] if len(file.parts) > 1 or match is None else match["file"]


def _is_leftover(file: _File) -> bool:
    odd = any(part in _LEFTOVERS or part.startswith(".") for part in file.parts)
    match = _MOODLE.fullmatch(file.parts[0])
    return odd or (match is not None and match["kind"] != "file")


def _files(source: Path) -> Iterator[_File]:
    """The files of a folder or a zip. What names a place outside of it, links and devices are none of them."""
    found = list(_in_zip(source) if source.is_file() else _in_folder(source))
    if len(found) > MAX_FILES:
        raise CourseError(f"{source} holds more than {MAX_FILES:,} files: is it a download of submissions?")
    around = _around([one for one in found if not _is_leftover(one)])
    for one in found:
        yield (
            dataclasses.replace(one, parts=one.parts[1:])
            if around and one.parts[0] == around and one.parts[1:]
            else one
        )


def _around(files: list[_File]) -> str:
    """The one folder that who unpacks a zip often has around all of it; "" where there is none."""
    tops = {one.parts[0] for one in files}
    inside = [dataclasses.replace(one, parts=one.parts[1:]) for one in files if len(one.parts) > 1]
    if len(tops) != 1 or len(inside) < len(files) or _platform(files):
        return ""
    return tops.pop() if _platform(inside) or any(len(one.parts) > 1 for one in inside) else ""


def _in_folder(source: Path) -> Iterator[_File]:
    if not source.is_dir():
        raise CourseError(f"{source} is neither a folder nor a zip")
    for folder, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                parts, read = path.relative_to(source).parts, functools.partial(_read_file, path)
                yield _File(parts, read, _owner(path), status.st_ctime)


def _owner(path: Path) -> str:
    """The name of the account that a file belongs to; "" where there are no accounts, or it has none."""
    try:
        return path.owner()
    except (KeyError, NotImplementedError):
        return ""


def _in_zip(source: Path) -> Iterator[_File]:
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile):
        raise CourseError(f"{source} is neither a folder nor a zip that can be read") from None
    for info in archive.infolist():
        parts = PurePosixPath(info.filename.replace("\\", "/")).parts
        kind = stat.S_IFMT(info.external_attr >> 16)
        inside = parts and not info.filename.startswith("/") and ".." not in parts and parts[0][1:2] != ":"
        if not info.is_dir() and kind in (0, stat.S_IFREG) and inside:
            yield _File(parts, functools.partial(_read_member, archive, info))


def _read_file(path: Path) -> bytes:
    return _start_of(path.open("rb"))


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    return _start_of(archive.open(info))


def _start_of(stream: IO[bytes]) -> bytes:
    """As much as intake looks at: one byte more than it takes."""
    with stream:
        return stream.read(MAX_BYTES + 1)


def _times_of(rows: list[dict[str, str]], who: Finder, zone: ZoneInfo | None) -> dict[str, datetime.datetime]:
    """When Moodle's worksheet says that things were handed in."""
    found = {}
    for row in rows:
        student, word = who.of_row(row), row.get("Last modified (submission)", "")
        for form in _TIMES:
            try:
                when = datetime.datetime.strptime(word.replace("\u202f", " "), form)
            except ValueError:
                continue
            if student:
                found[student] = _utc(when, zone)
            break
    return found


def _time(platform: str, word: str, zone: ZoneInfo | None) -> datetime.datetime:
    """A time in a name, in UTC: Blackboard writes its own zone, the exchange UTC."""
    if platform == EXCHANGE:
        return datetime.datetime.fromisoformat(word).replace(microsecond=0)
    return _utc(datetime.datetime.strptime(word, "%Y-%m-%d-%H-%M-%S"), zone)


def _utc(when: datetime.datetime, zone: ZoneInfo | None) -> datetime.datetime:
    local = when.replace(tzinfo=zone) if zone else when.astimezone()
    return local.astimezone(datetime.UTC).replace(tzinfo=None)
