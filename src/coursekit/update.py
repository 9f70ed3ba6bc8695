"""`coursekit update`: a newer package over a learner's folder, without a line of the learner's work lost.

The package lists what it came with, in `package.sha256`; so it is known later what a learner has changed. A notebook
that was changed stays, and the new one is laid beside it; whatever else was changed gives way to the new one, and is
kept beside it.
"""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from coursekit import files
from coursekit.errors import CourseError

LIST = "package.sha256"
_NEW, _MINE = "new", "mine"


@dataclass
class Updated:
    """What an update did, by path in the folder. beside: what was laid beside a changed file, by that file."""

    written: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)
    kept_aside: dict[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """What a learner should know."""
        for name, new in sorted(self.beside.items()):
            yield f"{name}: yours stays; the new one is {new}"
        for name, mine in sorted(self.kept_aside.items()):
            yield f"{name}: is new; yours is kept as {mine}"


def listing(package: Mapping[str, bytes]) -> bytes:
    """What a package holds, a line a file, as sha256sum writes it."""
    return "".join(f"{_digest(package[name])}  {name}\n" for name in sorted(package) if name != LIST).encode()


def update(folder: Path, package: Path) -> Updated:
    """Bring `folder` up to a package (a zip). Raises CourseError where it is none, and has then changed nothing."""
    new = _read(package)
    came = _listed(folder / LIST)
    done = Updated()
    for name, content in new.items():
        path = folder / name
        if not path.exists():
            _write(path, content)
            done.written.append(name)
            continue
        there = path.read_bytes()
        if there == content:
            continue
        if _digest(there) == came.get(name):
            _write(path, content)
            done.written.append(name)
        elif path.suffix == ".ipynb" and name.startswith(("notebooks/", "assignments/")):
            beside = _beside(path, _NEW, content)
            done.beside[name] = beside.relative_to(folder).as_posix()
        else:
            aside = _beside(path, _MINE, there)
            _write(path, content)
            done.kept_aside[name] = aside.relative_to(folder).as_posix()
    _write(folder / LIST, listing(new))
    return done


def _read(package: Path) -> dict[str, bytes]:
    """The files of a package, without the folder around them."""
    try:
        with zipfile.ZipFile(package) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            found = {PurePosixPath(name): archive.read(name) for name in names}
    except (OSError, zipfile.BadZipFile):
        raise CourseError(f"{package} is not a zip that can be read") from None
    if len({path.parts[0] for path in found}) != 1 or any(".." in path.parts or path.is_absolute() for path in found):
        raise CourseError(f"{package} is not a package of this course: give the zip that your teacher handed out")
    inner = {PurePosixPath(*path.parts[1:]).as_posix(): content for path, content in found.items() if path.parts[1:]}
    if not {"requirements.txt", LIST} <= set(inner):
        raise CourseError(f"{package} is not a package of this course: give the zip that your teacher handed out")
    del inner[LIST]
    return inner


def _listed(path: Path) -> dict[str, str]:
    """What the folder came with; nothing is known of a package that had no list."""
    if not path.is_file():
        return {}
    pairs = (line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines() if "  " in line)
    return {name: digest for digest, name in pairs}


def _beside(path: Path, word: str, content: bytes) -> Path:
    """Lay content down under a name that is free, as in 05_x.new.ipynb, or find it there already."""
    number = 1
    while True:
        free = path.with_name(f"{path.stem}.{word}{'' if number == 1 else number}{path.suffix}")
        if not free.exists():
            _write(free, content)
            return free
        if free.read_bytes() == content:
            return free
        number += 1


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with files.whole(path) as unfinished:
        unfinished.write_bytes(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
