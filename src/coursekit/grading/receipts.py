"""When a submission came is for the teacher to say: receipts are kept beside the gradebook, not in the submission.

Whatever lies in the folder that is collected gets a line if it is not plain sailing, and the rest is taken in.
"""

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coursekit import files
from coursekit.errors import CourseError

MAX_BYTES, MAX_NOTEBOOKS = 20_000_000, 20
"""How large a notebook may be, and how many of them may lie in one submission."""
_RECEIPTS, _SEEN, _LAST = "receipts.json", "seen.json", "last_collect.json"
_UNCHANGED = "="
_LEFTOVERS = ("__MACOSX", "Thumbs.db", "desktop.ini")
_MAX_NAME = 150
"""Bytes of a student's id: it becomes the name of a folder, with a few letters more."""


@dataclass
class Collected:
    """What became of a folder of submissions, by student; `lines` say what a teacher should know of."""

    taken: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def students(self) -> list[str]:
        """All whose submission is in place now."""
        return sorted([*self.taken, *self.unchanged])

    def line(self) -> str:
        """The summary in one line."""
        return (
            f"{len(self.taken)} taken in ({len(self.replaced)} in place of an earlier one), {len(self.unchanged)} "
            f"unchanged, {len(self.refused)} not taken in, {len(self.ignored)} ignored"
        )


def received(root: Path, slug: str, student: str) -> datetime.datetime:
    """When a submission was received, in UTC without a zone, as nbgrader keeps it.

    The receipt decides. Without one it is the time at which this was first asked for the notebooks as they are now: the
    times of files say little, for unpacking an archive sets them to what a learner wants.
    """
    noted = _read(root, _RECEIPTS).get(slug, {}).get(student)
    if noted is None:
        noted = _first_seen(root, slug, student)
    return datetime.datetime.fromisoformat(noted)


def collect(
    root: Path,
    slug: str,
    source: Path,
    when: datetime.datetime,
    times: Mapping[str, datetime.datetime] | None = None,
    dry: bool = False,
) -> Collected:
    """Take in what lies in `source`: folders STUDENT/ with a notebook in it, or files STUDENT.ipynb.

    Nothing but notebooks is copied. An earlier submission is put aside under .coursekit/earlier/, never overwritten;
    one with the same bytes stays, and keeps its first receipt. `when` is in UTC without a zone, and so are `times`, by
    student, which count instead where they are known. `dry` changes nothing and says what would happen.
    Raises CourseError where there is nothing to take in.
    """
    if not source.is_dir():
        raise CourseError(f"{source} is not a folder: give one with STUDENT/NAME.ipynb or STUDENT.ipynb in it")
    found = Collected()
    offered: dict[str, list[Path]] = {}
    for path in sorted(source.iterdir()):
        if _is_submission(path):
            offered.setdefault(_student(path), []).append(path)
        else:
            found.ignored.append(path.name)
            found.lines.append(f"{shown(path.name)}: ignored, it is no notebook and no folder of a student")
    if not offered:
        raise CourseError(f"there is nothing in {source}: folders STUDENT/ or files STUDENT.ipynb are looked for")
    if not dry:
        with _locked(root):
            _write(root, _LAST, {"of": {"slug": slug}, "before": {}})
    for student, paths in offered.items():
        try:
            _take_in(root, slug, student, paths, (times or {}).get(student, when), found, dry)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            found.refused.append(student)
            found.lines.append(f"{shown(paths[0].name)}: not taken in: {why}")
    return found


def undo(root: Path) -> list[str]:
    """Take the last collect back: who was taken in then, and what is in place again, in a line each.

    What it had brought is put aside under .coursekit/undone/. Raises CourseError where there is nothing to take back.
    """
    with _locked(root):
        last = _read(root, _LAST)
        if not last:
            raise CourseError("there is no collect that could be taken back")
        slug, lines = last["of"]["slug"], []
        for student, before in last["before"].items():
            earlier, _, receipt = before.rpartition(" ")
            target = root / "submitted" / student / slug
            if earlier != _UNCHANGED and os.path.lexists(target):
                _put_aside(root, slug, student, target, "undone")
            if earlier not in ("", _UNCHANGED):
                shutil.move(root / earlier, target)
            _put_receipt(root, slug, student, receipt)
            what = "stays, with the receipt that it had" if earlier == _UNCHANGED else "is out again"
            lines.append(f"{student}: {f'back to {earlier}' if earlier not in ('', _UNCHANGED) else what}")
        (root / ".coursekit" / _LAST).unlink()
    return lines


def _take_in(
    root: Path,
    slug: str,
    student: str,
    paths: list[Path],
    when: datetime.datetime,
    found: Collected,
    dry: bool,
) -> None:
    """Take in the submission of one student. Raises ValueError with the reason why not, or OSError."""
    be_an_id(student)
    copies = [_notebooks(path, slug) for path in paths]
    if any(copy != copies[0] for copy in copies):
        names = " and ".join(shown(path.name) for path in paths)
        raise ValueError(f"{names} are of one student and differ; leave one of them and collect again")
    target = root / "submitted" / student / slug
    with _locked(root):
        if not target.is_symlink() and target.is_dir() and _notebooks(target, slug) == copies[0]:
            if not dry:
                _remember(root, slug, student, _UNCHANGED)
                _note(root, slug, student, when, keep_earlier=True)
            found.unchanged.append(student)
            return
        if dry:
            found.taken.append(student)
            found.replaced.extend([student] if os.path.lexists(target) else [])
            return
        (root / ".coursekit").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="incoming-", dir=root / ".coursekit") as scratch:
            new = Path(scratch, slug)
            new.mkdir()
            for name, content in copies[0].items():
                if isinstance(content, bytes):
                    (new / name).write_bytes(content)
                else:
                    (new / name).symlink_to(content)
            (new / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC")
            aside = _put_aside(root, slug, student, target, "earlier") if os.path.lexists(target) else None
            _remember(root, slug, student, aside.relative_to(root).as_posix() if aside else "")
            target.parent.mkdir(parents=True, exist_ok=True)
            _note(root, slug, student, when)
            new.rename(target)
    found.taken.append(student)
    if aside:
        found.replaced.append(student)
        found.lines.append(f"{student}: replaces an earlier submission, kept in {aside.relative_to(root)}")
    if not copies[0]:
        inside = sorted(shown(path.name) for path in paths[0].iterdir())[:5] if paths[0].is_dir() else []
        found.lines.append(f"{student}: no notebook in it" + (f", only {', '.join(inside)}" if inside else ""))


def _is_submission(path: Path) -> bool:
    """Whether an entry of the folder may be a submission: no leftover of an archive, a browser or a file manager."""
    if path.name.startswith(".") or path.name in _LEFTOVERS:
        return False
    return path.suffix.lower() == ".ipynb" or path.is_dir()


def _student(path: Path) -> str:
    """The id: one form for letters that can be written in two ways, as a Mac does in names of files."""
    name = path.stem if path.suffix.lower() == ".ipynb" else path.name
    return unicodedata.normalize("NFC", name)


def be_an_id(student: str) -> None:
    """Raises ValueError for what cannot be the name of a folder and an entry of the gradebook on every system."""
    try:
        size = len(student.encode())
    except UnicodeEncodeError:
        raise ValueError("its name is not text") from None
    if size > _MAX_NAME:
        raise ValueError(f"its name has {size} bytes; at most {_MAX_NAME} are allowed for an id")
    odd = [letter for letter in student if letter in "/\\" or unicodedata.category(letter) == "Cc"]
    if not student.strip():
        raise ValueError("its name is blank")
    if odd:
        raise ValueError(f"its name holds {odd[0]!a}, which cannot be part of an id; rename it")


def _notebooks(path: Path, slug: str) -> dict[str, bytes | str]:
    """The notebooks of a submission by name: content, or where a link leads, which is not followed.

    Only what is at the top counts. Content is read up to one byte more than intake takes. Raises ValueError, OSError.
    """
    if path.is_symlink() or not path.is_dir():
        return {f"{slug}.ipynb": one} if (one := _content(path)) is not None else {}
    names = [one for one in sorted(path.iterdir()) if one.suffix.lower() == ".ipynb" and not one.name.startswith(".")]
    if len(names) > MAX_NOTEBOOKS:
        raise ValueError(f"it holds {len(names)} notebooks; at most {MAX_NOTEBOOKS} are taken in")
    read = {one.name: _content(one) for one in names}
    return {name: one for name, one in read.items() if one is not None}


def _content(path: Path) -> bytes | str | None:
    """A file's content, a link's goal, or None for pipes, devices and folders: nothing that could be copied."""
    if path.is_symlink():
        return str(path.readlink())
    if not stat.S_ISREG(path.lstat().st_mode):
        return None
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _put_aside(root: Path, slug: str, student: str, target: Path, where: str) -> Path:
    folder = root / ".coursekit" / where / slug / student
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(path.name) for path in folder.iterdir()), default=0)
    shutil.move(target, folder / str(number))
    return folder / str(number)


def _note(root: Path, slug: str, student: str, when: datetime.datetime, keep_earlier: bool = False) -> None:
    receipts = _read(root, _RECEIPTS)
    of_lab = receipts.setdefault(slug, {})
    stamp = when.isoformat(timespec="seconds")
    if keep_earlier and of_lab.get(student, stamp) <= stamp and student in of_lab:
        return
    of_lab[student] = stamp
    _write(root, _RECEIPTS, receipts)


def _remember(root: Path, slug: str, student: str, earlier: str) -> None:
    """Note for `undo` what was there before: the earlier submission, put aside, and its receipt."""
    last = _read(root, _LAST)
    receipt = _read(root, _RECEIPTS).get(slug, {}).get(student, "")
    last["before"][student] = f"{earlier} {receipt}"
    _write(root, _LAST, last)


def _put_receipt(root: Path, slug: str, student: str, receipt: str) -> None:
    receipts = _read(root, _RECEIPTS)
    if receipt:
        receipts.setdefault(slug, {})[student] = receipt
    else:
        receipts.get(slug, {}).pop(student, None)
    _write(root, _RECEIPTS, receipts)


def _first_seen(root: Path, slug: str, student: str) -> str:
    digest = hashlib.sha256()
    with contextlib.suppress(ValueError):
        for name, content in _notebooks(root / "submitted" / student / slug, slug).items():
            digest.update(repr((name, content)).encode("utf-8", "surrogateescape"))
    with _locked(root):
        seen = _read(root, _SEEN)
        found = seen.setdefault(slug, {}).setdefault(student, "").partition(" ")
        if found[0] == digest.hexdigest():
            return found[2]
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None).isoformat(timespec="seconds")
        seen[slug][student] = f"{digest.hexdigest()} {now}"
        _write(root, _SEEN, seen)
    return now


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Only one process at a time reads and writes receipts; the lock goes with the process, however it ends."""
    folder = root / ".coursekit"
    folder.mkdir(exist_ok=True)
    with (folder / "receipts.lock").open("a") as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read(root: Path, name: str) -> dict[str, dict[str, str]]:
    path = root / ".coursekit" / name
    try:
        found: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
        return found
    except FileNotFoundError:
        return {}
    except ValueError:
        raise CourseError(f"{path} is damaged (not valid JSON): restore it from a copy, or remove it") from None


def _write(root: Path, name: str, noted: dict[str, dict[str, str]]) -> None:
    files.write_text(root / ".coursekit" / name, json.dumps(noted, indent=1, sort_keys=True))


def shown(name: str) -> str:
    """A name that somebody else chose, fit for a line of a terminal."""
    shown = "".join("?" if unicodedata.category(letter).startswith("C") else letter for letter in name)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
