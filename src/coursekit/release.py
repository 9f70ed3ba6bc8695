"""The learner's package: what a learner needs and nothing else, as one zip with the same bytes every time."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from coursekit.errors import CourseError
from coursekit.files import whole
from coursekit.manifest import Course
from coursekit.texts import docs

PACKAGE = "mlops-labs"
_ROOT_FILES = ("LICENSE", "Makefile", "pyproject.toml", "requirements.txt", "docs/learn.md", "docs/take_it_with_you.md")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def files(course: Course) -> dict[str, bytes]:
    """The content of the package by path, built from an allow-list: what is not named here never gets in."""
    found = {name: path.read_bytes() for name, path in _paths(course)}
    readme = (course.root / "course" / "learner_readme.md").read_text(encoding="utf-8")
    found["README.md"] = docs.fill(readme, docs.lab_table(course), "course/learner_readme.md").encode()
    return dict(sorted(found.items()))


def write(course: Course, target: Path) -> None:
    """Write the package to `target` (a .zip), whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole(target) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(course).items():
            archive.writestr(zipfile.ZipInfo(f"{PACKAGE}/{name}", _LONG_AGO), content, zipfile.ZIP_DEFLATED)


def _paths(course: Course) -> Iterator[tuple[str, Path]]:
    root = course.root
    wanted = [root / name for name in _ROOT_FILES]
    for lab in course.labs:
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
