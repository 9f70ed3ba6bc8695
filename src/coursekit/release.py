"""The learner's package: what a learner needs and nothing else, as one zip with the same bytes every time."""

import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from coursekit.errors import CourseError
from coursekit.files import whole
from coursekit.manifest import Course, Lab
from coursekit.texts import docs
from coursekit.update import LIST, listing

PACKAGE = "mlops-labs"
_ROOT_FILES = ("LICENSE", "Makefile", "pyproject.toml", "requirements.txt", "docs/learn.md", "docs/take_it_with_you.md")
_LONG_AGO = 315_532_800
"""1980, before which no file in a zip can be dated; for a course that is not in git."""


def files(course: Course, labs: Sequence[Lab] | None = None) -> dict[str, bytes]:
    """The content of the package by path, built from an allow-list: what is not named here never gets in.

    labs: those whose lesson and assignment are in it, all without it; data and code are there for all.
    """
    found = {name: path.read_bytes() for name, path in _paths(course, course.labs if labs is None else labs)}
    readme = (course.root / "course" / "learner_readme.md").read_text(encoding="utf-8")
    found["README.md"] = docs.fill(readme, docs.lab_table(course, handed_out=labs), "course/learner_readme.md").encode()
    found[LIST] = listing(found)
    return dict(sorted(found.items()))


def write(course: Course, target: Path, labs: Sequence[Lab] | None = None) -> None:
    """Write the package, of these labs or all, to `target` (a .zip), whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    date = time.gmtime(_date(course.root))[:6]
    with whole(target) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(course, labs).items():
            archive.writestr(zipfile.ZipInfo(f"{PACKAGE}/{name}", date), content, zipfile.ZIP_DEFLATED)


def _date(root: Path) -> int:
    """When the course was last committed, in seconds: so files are dated, and the same course gives the same bytes."""
    if not (root / ".git").exists() or not (git := shutil.which("git")):
        return _LONG_AGO
    done = subprocess.run([git, "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False)
    return max(_LONG_AGO, int(done.stdout)) if done.stdout.strip().isdigit() else _LONG_AGO


def _paths(course: Course, labs: Sequence[Lab]) -> Iterator[tuple[str, Path]]:
    root = course.root
    wanted = [root / name for name in _ROOT_FILES]
    for lab in labs:
        wanted.append(course.lesson(lab))
        if lab.has_assignment:
            wanted.append(course.release(lab))
            wanted += [course.release(lab).parent / "data" / Path(name).name for name in lab.data]
    wanted += [path for path in (root / "data").rglob("*") if path.is_file()]
    wanted += [
        path
        for path in (root / "src").rglob("*")
        if path.suffix in (".py", ".mplstyle", ".svg", ".png") or path.name == "kernel.json"
    ]
    for path in dict.fromkeys(wanted):
        if not path.is_file():
            raise CourseError(f"{path.relative_to(root)} is missing: run 'coursekit build'")
        yield path.relative_to(root).as_posix(), path
