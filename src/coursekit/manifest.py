"""course/course.toml, the one manifest: which labs there are, in which order, and what each one promises."""

import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from coursekit.errors import CourseError


@dataclass(frozen=True)
class Lab:
    """One lab as the manifest describes it. Minutes are a learner's, `compute_seconds` the machine's."""

    slug: str
    title: str
    promise: str
    outcomes: tuple[str, ...]
    slides: tuple[str, ...]
    reading_minutes: int
    doing_minutes: int
    compute_seconds: int
    builds_on: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    points: int = 0
    assignment_minutes: int = 0

    @property
    def number(self) -> str:
        """The two digits in front of the slug: "01"."""
        return self.slug[:2]

    @property
    def has_assignment(self) -> bool:
        return self.points > 0


@dataclass(frozen=True)
class Course:
    """The course at a folder on disk, and where everything in it lives."""

    root: Path
    title: str
    labs: tuple[Lab, ...]

    def lesson_source(self, lab: Lab) -> Path:
        return self.root / "course" / "lessons" / f"{lab.slug}.py"

    def assignment_source(self, lab: Lab) -> Path:
        return self.root / "course" / "assignments" / f"{lab.slug}.py"

    def lesson(self, lab: Lab) -> Path:
        return self.root / "notebooks" / f"{lab.slug}.ipynb"

    def solution(self, lab: Lab) -> Path:
        return self.root / "solutions" / lab.slug / f"{lab.slug}.ipynb"

    def release(self, lab: Lab) -> Path:
        return self.root / "assignments" / lab.slug / f"{lab.slug}.ipynb"

    def answers(self, lab: Lab) -> Path:
        return self.root / "tests" / "answers" / lab.slug

    def select(self, slugs: list[str]) -> list[Lab]:
        """The labs with these slugs or numbers ("01" or "1"), in course order; all of them for an empty list."""
        for slug in slugs:
            if not any(slug.zfill(2) in (lab.slug, lab.number) for lab in self.labs):
                known = ", ".join(lab.slug for lab in self.labs)
                raise CourseError(f"there is no lab {slug!r}; the labs are {known}")
        wanted = [slug.zfill(2) for slug in slugs]
        return [lab for lab in self.labs if not wanted or lab.slug in wanted or lab.number in wanted]


def find_root(start: Path | None = None) -> Path:
    """The course's folder: the nearest one, from `start` upwards, that holds course/course.toml."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "course" / "course.toml").is_file():
            return folder
    raise CourseError(f"no course/course.toml in {start} or above it: run this inside the course's folder")


def load(root: Path) -> Course:
    """Read the manifest. Raises CourseError with one line for anything missing, unknown or of the wrong kind."""
    path = root / "course" / "course.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist") from None
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: not valid TOML: {error}") from None
    labs = tuple(_lab(path, index, table) for index, table in enumerate(raw.get("labs", []), start=1))
    slugs = [lab.slug for lab in labs]
    if not labs or slugs != sorted(set(slugs)):
        raise CourseError(f"{path}: [[labs]] must be there, each slug once, in the order of their numbers")
    for lab in labs:
        unknown = [number for number in lab.builds_on if number not in {other.number for other in labs}]
        if unknown:
            raise CourseError(f"{path}: lab {lab.slug} builds on {', '.join(unknown)}, which is not a lab")
    return Course(root, str(raw.get("title", "")), labs)


def _lab(path: Path, index: int, table: dict[str, Any]) -> Lab:
    where = f"{path}: lab {table.get('slug', f'number {index}')}"
    known = {entry.name: entry for entry in fields(Lab)}
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise CourseError(f"{where}: unknown key(s) {', '.join(unknown)}; known are {', '.join(known)}")
    missing = [name for name, entry in known.items() if entry.default is MISSING and name not in table]
    if missing:
        raise CourseError(f"{where}: {missing[0]} is missing")
    lab = Lab(**{name: _value(f"{where}: {name}", known[name].type, value) for name, value in table.items()})
    if not (lab.slug[:2].isdigit() and lab.slug[2:3] == "_" and lab.slug.replace("_", "a").isalnum()):
        raise CourseError(f"{where}: a slug is two digits and words joined by underscores, as 01_ai_adoption")
    return lab


def _value(where: str, wanted: Any, value: Any) -> Any:
    """The value as a Lab holds it: a list of strings as a tuple. Raises CourseError for another type than `wanted`."""
    if wanted in (str, int):
        if type(value) is not wanted:
            raise CourseError(f"{where} must be {'a string' if wanted is str else 'a whole number'}")
        return value
    if type(value) is not list or any(type(item) is not str for item in value):
        raise CourseError(f"{where} must be a list of strings")
    return tuple(value)
