"""`coursekit collect`: a download into the course's folder, or not at all, and back."""

import datetime
import tempfile
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coursekit.desk import downloads, roster
from coursekit.errors import CourseError
from coursekit.grading import deadlines, receipts

_SHOWN = 20


def collect(
    root: Path,
    slug: str,
    source: Path,
    when: datetime.datetime,
    worksheet: Path | None = None,
    zone: str | None = None,
    only_known: bool = False,
    dry: bool = False,
) -> int:
    """Take a download in and print what became of it; the exit code, 1 where something was not taken in.

    when: receipt of all whose time the platform does not tell, in UTC without a zone. Raises CourseError, and has
    taken nothing in, where somebody is unknown and not `only_known`.
    """
    students = roster.read(root)
    if not students and not source.is_file() and not downloads.platform_of(source):
        return _take_in(root, slug, source, when, {}, dry)
    found = downloads.sort(source, students, worksheet, _zone(zone), slug)
    if found.platform not in ("", downloads.EXCHANGE) and not students:
        raise CourseError(
            f"this is a download of {found.platform}, and there is no {roster.FILE}: make it from the platform's list "
            "of participants (coursekit roster FILE)"
        )
    if found.unknown and not only_known and not dry:
        raise CourseError(
            f"nothing was taken in, for these belong to nobody in {roster.FILE} (put that right, or take in the others "
            f"with --only-known):\n{_listed(found.unknown)}"
        )
    if not found.notebooks:
        raise CourseError(f"there is no notebook of a student in {source}")
    _say(found)
    with tempfile.TemporaryDirectory(prefix="coursekit-inbox-") as folder:
        found.write(Path(folder))
        code = _take_in(root, slug, Path(folder), when, found.times, dry)
    if found.unknown and dry and not only_known:
        print("  and nothing will be, before all of them are known, or left out with --only-known")
    _say_who_is_missing_or_late(root, slug, [one.id for one in students], found, when)
    return 1 if found.unknown else code


def undo(root: Path) -> str:
    """Take the last collect back; what happened, in words. Raises CourseError where there is none."""
    lines = receipts.undo(root)
    return "\n".join([*(f"  {line}" for line in lines), f"the last collect is taken back: {len(lines)} student(s)"])


def _take_in(
    root: Path, slug: str, source: Path, when: datetime.datetime, times: dict[str, datetime.datetime], dry: bool
) -> int:
    found = receipts.collect(root, slug, source, when, times, dry)
    if dry:
        for student in found.students:
            kind = "unchanged" if student in found.unchanged else "replaces" if student in found.replaced else "new"
            print(f"  {student:<30} {kind:<10} {times.get(student, when):%Y-%m-%d %H:%M} UTC")
    for line in found.lines:
        print(f"  {line}")
    head = "nothing is changed; this would be" if dry else f"received {when:%Y-%m-%d %H:%M} UTC"
    told = f", {len(times)} with a time of their own" if times else ""
    print(f"{slug}, {head}{told}: {found.line()}")
    return 1 if found.refused else 0


def _say(found: downloads.Sorted) -> None:
    """What a teacher should know of the download itself."""
    files = sum(map(len, found.notebooks.values()))
    print(f"  {found.platform or 'a folder'}: {files} notebook(s) of {len(found.notebooks)} student(s)")
    if found.unknown:
        print(f"  not taken in:\n{_listed(found.unknown)}")
    if found.late:
        print(f"  marked LATE by {found.platform}: {', '.join(sorted(found.late))}")
    if found.changed:
        names = ", ".join(sorted(set(found.changed)))
        print(f"  changed after the time that their folders in the exchange name: {names}")
    if found.left:
        kinds = Counter(Path(name).suffix or Path(name).name for name in found.left)
        print(f"  not looked at: {', '.join(f'{count} {kind}' for kind, count in kinds.most_common())}")


def _say_who_is_missing_or_late(
    root: Path, slug: str, students: list[str], found: downloads.Sorted, when: datetime.datetime
) -> None:
    there = {path.parent.name for path in (root / "submitted").glob(f"*/{slug}")} | set(found.notebooks)
    absent = [student for student in students if student not in there]
    if absent:
        print(f"  nothing of: {', '.join(absent)}")
    due = deadlines.read(root).get(slug)
    if due is None or due.time is None:
        return
    late = [
        student
        for student in sorted(found.notebooks)
        if found.times.get(student, when) > due.time + datetime.timedelta(seconds=due.extensions.get(student, 0))
    ]
    if late:
        print(f"  late by the deadline of {due.time:%Y-%m-%d %H:%M} UTC: {', '.join(late)}")
    if len(late) == len(found.notebooks) and not found.times:
        print("  all of them, since no times are known: give --worksheet, or --received")


def _listed(lines: list[str]) -> str:
    more = [f"  ... and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return "\n".join([*(f"  {receipts.shown(line)}" for line in lines[:_SHOWN]), *more])


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        raise CourseError(f"--zone {name} is no time zone such as Europe/Rome") from None
