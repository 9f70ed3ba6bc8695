"""When a submission came is for the teacher to say: receipts are kept beside the gradebook, not in the submission."""

import datetime
import json
import os
import re
import shutil
from pathlib import Path

from coursekit.errors import CourseError

_FILE = Path(".coursekit", "receipts.json")


def received(root: Path, slug: str, student: str) -> datetime.datetime:
    """When a submission was received, in UTC without a zone, as nbgrader keeps it.

    The receipt decides; without one, the time at which the notebook was written to the teacher's disk.
    """
    noted = _read(root).get(slug, {}).get(student)
    if noted:
        return datetime.datetime.fromisoformat(noted)
    folder = root / "submitted" / student / slug
    times = [path.lstat().st_mtime for path in (folder, *folder.glob("*.ipynb"))]
    return datetime.datetime.fromtimestamp(max(times), datetime.UTC).replace(tzinfo=None, microsecond=0)


def collect(root: Path, slug: str, source: Path, when: datetime.datetime) -> list[str]:
    """Take in what lies in `source`: folders STUDENT/ with a notebook in it, or files STUDENT.ipynb; returns students.

    An earlier submission of the same student is put aside under .coursekit/earlier/, never overwritten.
    """
    if not source.is_dir():
        raise CourseError(f"{source} is not a folder: give one with STUDENT/NAME.ipynb or STUDENT.ipynb in it")
    found = sorted(path for path in source.iterdir() if path.is_dir() or path.suffix == ".ipynb")
    if not found:
        raise CourseError(f"there is nothing in {source}: folders STUDENT/ or files STUDENT.ipynb are looked for")
    receipts = _read(root)
    for path in found:
        student = path.name if path.is_dir() else path.stem
        if not re.fullmatch(r"[^/\\\0]+", student) or student in (".", ".."):
            raise CourseError(f"{path.name!r} cannot be a student's id")
        target = root / "submitted" / student / slug
        if os.path.lexists(target):
            _put_aside(root, slug, student, target)
        target.parent.mkdir(parents=True, exist_ok=True)
        # links are copied as links, and refused when graded: what they lead to is not copied
        if path.is_symlink() and path.is_dir():
            target.symlink_to(path.readlink())
        elif path.is_dir():
            shutil.copytree(path, target, symlinks=True, ignore=_special)
            _stamp(target / "timestamp.txt", when)
        else:
            target.mkdir()
            if path.is_symlink() or path.is_file():
                shutil.copyfile(path, target / f"{slug}.ipynb", follow_symlinks=False)
            _stamp(target / "timestamp.txt", when)
        receipts.setdefault(slug, {})[student] = when.isoformat(timespec="seconds")
    _write(root, receipts)
    return [path.name if path.is_dir() else path.stem for path in found]


def _special(folder: str, names: list[str]) -> list[str]:
    """Pipes, sockets and devices: nothing that could be copied."""
    paths = {name: Path(folder, name) for name in names}
    return [name for name, path in paths.items() if not (path.is_symlink() or path.is_dir() or path.is_file())]


def _stamp(path: Path, when: datetime.datetime) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC")


def _put_aside(root: Path, slug: str, student: str, target: Path) -> None:
    folder = root / ".coursekit" / "earlier" / slug / student
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + len(list(folder.iterdir()))
    shutil.move(target, folder / str(number))


def _read(root: Path) -> dict[str, dict[str, str]]:
    try:
        found: dict[str, dict[str, str]] = json.loads((root / _FILE).read_text(encoding="utf-8"))
        return found
    except FileNotFoundError:
        return {}
    except ValueError:
        raise CourseError(f"{root / _FILE} is damaged (not valid JSON): restore it from a copy, or remove it") from None


def _write(root: Path, receipts: dict[str, dict[str, str]]) -> None:
    path = root / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(receipts, indent=1, sort_keys=True), encoding="utf-8")
    unfinished.replace(path)
