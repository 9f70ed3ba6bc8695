"""Is everything that was built in step with course/, and does every lesson and assignment keep to its form?

Each problem is one line: what is wrong, where, and the command or the place that mends it. Nothing is executed.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bora.data import CHECKSUMS, checksums
from coursekit.errors import CourseError
from coursekit.manifest import Course, Lab
from coursekit.proofs import check_cells, links, quoted_numbers
from coursekit.texts import build, docs, notebooks, rubric, source
from coursekit.texts.source import Source

MAX_CODE_LINES, MAX_SECTION_MINUTES, MAX_LESSON_MINUTES = 20, 12, 75
MAX_IMAGE_BYTES = 100_000
LAST_SECTIONS = ["Pitfalls", "Summary", "Quiz", "In the assignment", "Read on"]

_SECTION = re.compile(r"^## (?:([0-9]+)\. )?(.*?)(?: \(([0-9]+) min\))?$", re.MULTILINE)
_OF_THE_MACHINE = re.compile(r"0x[0-9a-f]{6,}|/(home|Users|tmp|root|work)/")
_EXERCISE = re.compile(r"^## Exercise ([0-9.]+): .* \(([0-9.]+) points?, ([0-9]+) min\)$", re.MULTILINE)


def check(course: Course, labs: list[Lab]) -> list[str]:
    """All problems of these labs and of what the labs share; an empty list means that all is well."""
    problems = [*_strays_at_the_root(course.root), *_stray_files(course)]
    for look in (*(partial(_check_lab, course, lab) for lab in labs), partial(_shared_files, course)):
        try:
            problems += look()
        except CourseError as error:
            problems.append(str(error))
    return list(dict.fromkeys(problems))


def _check_lab(course: Course, lab: Lab) -> Iterator[str]:
    text = source.read(course.lesson_source(lab), "lesson")
    yield from _lesson_form(text)
    yield from _lesson_built(course, lab, text)
    yield from _fair_try_its(text)
    if lab.has_assignment:
        assignment = source.read(course.assignment_source(lab), "assignment")
        yield from _assignment_form(lab, assignment)
        yield from _examinable(assignment)
        yield from _fair_checks(assignment)
        yield from _bound_anew(assignment)
        yield from _names_not_given_away(course, assignment)
        yield from _assignment_built(course, lab, assignment)


# Files

_AT_THE_ROOT = {
    *(".ci", ".devcontainer", ".dockerignore", ".gitattributes", ".github", ".gitignore", ".pre-commit-config.yaml"),
    *("CONTRIBUTING.md", "Dockerfile", "LICENSE", "Makefile", "README.md"),
    *(
        "assignments",
        "benchmarks",
        "course",
        "data",
        "docs",
        "hub",
        "nbgrader_config.py",
        "notebooks",
        "pyproject.toml",
    ),
    *("requirements-dev.txt", "requirements.in", "requirements.txt", "solutions", "src", "tests"),
}


def _strays_at_the_root(root: Path) -> Iterator[str]:
    """Files under version control at the root that belong to no part of the course: a wrong call may have left them."""
    if (root / ".git").exists() and (git := shutil.which("git")):
        done = subprocess.run([git, "ls-files", "-z"], cwd=root, capture_output=True, check=False)
        tracked = {name.split("/")[0] for name in os.fsdecode(done.stdout).split("\0") if name}
        for name in sorted(tracked - _AT_THE_ROOT):
            yield f"{name} at the root belongs to no part of the course: remove it, or name it in proofs/check.py"


def _stray_files(course: Course) -> Iterator[str]:
    known = {lab.slug for lab in course.labs}
    graded = {lab.slug for lab in course.labs if lab.has_assignment}
    for folder, pattern, allowed in (
        ("course/lessons", "*", known),
        ("course/assignments", "*", graded),
        ("notebooks", "*", known),
        ("solutions", "*", graded),
        ("assignments", "*", graded),
        ("tests/answers", "*", graded),
    ):
        for path in sorted((course.root / folder).glob(pattern)):
            hidden = path.name.startswith((".", "__"))
            if path.stem not in allowed and not hidden:
                yield f"{folder}/{path.name} belongs to no lab in course/course.toml: remove one or add the other"


def _shared_files(course: Course) -> Iterator[str]:
    for path, text in docs.expected(course).items():
        if path.read_text(encoding="utf-8") != text:
            yield f"{path.relative_to(course.root)} is out of step with course/: run 'coursekit build'"
    listed = course.root / "data" / CHECKSUMS
    if not listed.is_file() or listed.read_text(encoding="utf-8") != checksums(course.root / "data"):
        yield f"data/{CHECKSUMS} does not fit the files in data/: run 'python -m bora.data'"
    yield from links.broken(course.root)


# Lessons


def _lesson_form(text: Source) -> Iterator[str]:
    shipped = [cell for cell in text.cells if cell.tag != "teacher"]
    if len(text.tagged("setup")) != 1:
        yield f"{text.path}: a lesson has exactly one setup cell"
    for cell in shipped:
        lines = len(cell.source.splitlines())
        if cell.cell_type == "code" and cell.tag != "setup" and lines > MAX_CODE_LINES:
            yield f"{text.path}:{cell.line}: {lines} lines of code; at most {MAX_CODE_LINES} fit into one cell"
    yield from _sections(text)
    yield from _hints(text)


def _sections(text: Source) -> Iterator[str]:
    sections = [
        (cell.line, *match.groups())
        for cell in text.cells
        if cell.cell_type == "markdown" and cell.tag != "teacher"
        for match in _SECTION.finditer(cell.source)
    ]
    if [title for _, _, title, _ in sections[-len(LAST_SECTIONS) :]] != LAST_SECTIONS:
        yield f"{text.path}: a lesson ends with the sections {', '.join(LAST_SECTIONS)}"
    numbered = [section for section in sections if section[2] not in LAST_SECTIONS]
    for place, (line, number, title, minutes) in enumerate(numbered, start=1):
        if number != str(place) or not minutes or int(minutes) > MAX_SECTION_MINUTES:
            yield (
                f"{text.path}:{line}: section {title!r} should read '## {place}. Title (N min)', "
                f"N at most {MAX_SECTION_MINUTES}"
            )
    total = sum(int(minutes or 0) for _, _, _, minutes in numbered)
    if total > MAX_LESSON_MINUTES:
        yield f"{text.path}: the sections take {total} min; at most {MAX_LESSON_MINUTES} are allowed"
    for cell in text.cells:
        if cell.source.startswith("## Quiz") and cell.source.count("<details>") != 3:
            yield f"{text.path}:{cell.line}: the quiz has three questions, each with its answer in <details>"


def _hints(text: Source) -> Iterator[str]:
    for place, cell in enumerate(text.cells):
        if cell.tag != "try":
            continue
        ladder = 0
        for after in text.cells[place + 1 :]:
            if after.cell_type == "code" or after.source.startswith("## "):
                break
            ladder += after.source.count("<details>")
        if ladder != 3:
            yield f"{text.path}:{cell.line}: try:{cell.name} needs three hints in <details>; it has {ladder}"


def _fair_try_its(text: Source) -> Iterator[str]:
    for cell in text.tagged("try"):
        yield from (f"{text.path}:{cell.line}: try:{cell.name}: {problem}" for problem in check_cells.of_try_it(cell))


def _lesson_built(course: Course, lab: Lab, text: Source) -> Iterator[str]:
    path = course.lesson(lab)
    where = path.relative_to(course.root)
    mend = f"run 'coursekit build {lab.slug}'"
    if not path.is_file():
        yield f"{where} is missing: {mend}"
        return
    built = nbformat.read(path, as_version=4)
    if _without_outputs(built) != notebooks.lesson(course, lab, text):
        yield f"{where} is out of step with {course.lesson_source(lab).relative_to(course.root)}: {mend}"
        return
    counts = [cell.execution_count for cell in built.cells if cell.cell_type == "code"]
    if counts != list(range(1, len(counts) + 1)):
        yield f"{where} was not run from top to bottom: {mend}"
    yield from (f"{where}: {problem}" for problem in _outputs(built))
    shipped = [cell for cell in text.cells if cell.tag != "teacher"]
    for cell, number in quoted_numbers.unfounded(list(zip(shipped, built.cells[1:], strict=True))):
        yield (
            f"{text.path}:{cell.line}: the number {number!r} stands in no compared output, code or table above: "
            "correct it, tag its cell 'compare', or name its source"
        )


def _outputs(built: NotebookNode) -> Iterator[str]:
    for cell, after in pairwise([*built.cells, None]):
        images = [
            output["data"]["image/png"] for output in cell.get("outputs", []) if "image/png" in output.get("data", {})
        ]
        if any(len(image) * 3 / 4 > MAX_IMAGE_BYTES for image in images):
            yield f"cell {cell.id}: an image of more than {MAX_IMAGE_BYTES // 1000} kB: make the figure simpler"
        if images and (after is None or after.cell_type != "markdown"):
            yield f"cell {cell.id} draws; the next cell must say in words what the figure shows"
        for output in cell.get("outputs", []):
            if output.output_type == "error" or output.get("name") == "stderr":
                yield f"cell {cell.id} has an error or writes to stderr"
            if _OF_THE_MACHINE.search(output.get("text", "") + str(output.get("data", {}).get("text/plain", ""))):
                yield f"cell {cell.id} prints an address or a path of the machine it ran on"


def _without_outputs(built: NotebookNode) -> NotebookNode:
    for cell in (bare := nbformat.from_dict(built)).cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return bare


# Assignments


def _assignment_form(lab: Lab, text: Source) -> Iterator[str]:
    headings = {
        match[1]: float(match[2])
        for cell in text.cells
        if cell.cell_type == "markdown" and cell.tag != "teacher"
        for match in _EXERCISE.finditer(cell.source)
    }
    points = {number: total for number, _, total in notebooks.exercise_table(text)}
    if headings != points:
        yield (
            f"{text.path}: the headings '## Exercise N.N: title (P points, M min)' say {headings}; "
            f"the checks give {points}"
        )
    if sum(points.values()) != lab.points:
        yield f"{text.path}: the exercises give {sum(points.values()):g} points, course/course.toml says {lab.points}"
    for exercise in text.exercises():
        hidden = sum(cell.points for cell in text.checks(exercise) if cell.tag == "hidden")
        if hidden < sum(cell.points for cell in text.checks(exercise)) / 2:
            yield f"{text.path}: exercise {exercise} has less than half of its points on hidden checks"
    if not text.tagged("written"):
        yield f"{text.path}: an assignment has a written question"
    for cell in text.tagged("written"):
        paid = sum(line.points for line in rubric.lines(text.statement(cell.exercise)))
        if paid != cell.points:
            yield (
                f"{text.path}:{cell.line}: written:{cell.name} has {cell.points:g} points, the rubric in its statement "
                f"{paid:g}; its lines read '1. **What** (1 point): when it is given'"
            )


def _examinable(text: Source) -> Iterator[str]:
    """Checks that could not be run in another process than the answers: see docs/teach.md, "How checks are run"."""
    given = {
        name
        for cell in text.cells
        if not cell.tag and cell.cell_type == "code"
        for name in source.top_level_names(cell.source)
    }
    for answer in text.tagged("answer"):
        private = source.top_level_names(answer.source) - set(answer.names) - given
        for cell in text.checks(answer.exercise):
            where = f"{text.path}:{cell.line}: {cell.tag}:{cell.name}"
            mend = "rewrite it: it runs in another process than the answer"
            for name in sorted(source.loaded_names(cell.source) & private):
                yield f"{where} uses {name!r} of the reference answer, which its contract does not declare: {mend}"
            for match in re.finditer(r"\b(inspect\.\w+|get_ipython|globals|locals|pickle\.\w+)\(", cell.source):
                yield f"{where} calls {match[1]}, which cannot look into another process: {mend}"
            for match in re.finditer(
                r"([\w.]*\bload_model|\b(?:joblib|skops\.io|dill|cloudpickle)\.loads?)\(", cell.source
            ):
                yield f"{where} calls {match[1]} outside of the learner's sandbox: let bora.clean.run_clean load it"


def _fair_checks(text: Source) -> Iterator[str]:
    graded = {name for answer in text.tagged("answer") for name in answer.names}
    for cell in text.tagged("check", "hidden"):
        where = f"{text.path}:{cell.line}: {cell.tag}:{cell.name}"
        yield from (f"{where}: {problem}" for problem in check_cells.of_check(cell, graded))


def _bound_anew(text: Source) -> Iterator[str]:
    """Hidden checks are asked last: a function that they call then meets the names as the last check has left them."""
    relied_on: dict[str, str] = {}
    for cell in text.cells:
        if cell.cell_type == "code" and cell.tag in ("", "check"):
            for name in sorted(source.top_level_names(cell.source) & relied_on.keys()):
                yield (
                    f"{text.path}:{cell.line}: binds {name!r} anew, on which a function in line {relied_on[name]} "
                    f"relies, also when hidden checks call it: rename one of them"
                )
            relied_on |= dict.fromkeys(check_cells.relied_on_by_functions(cell), str(cell.line))


def _names_not_given_away(course: Course, assignment: Source) -> Iterator[str]:
    graded = {name for cell in assignment.tagged("answer") for name in cell.names}
    for lab in course.labs:
        path = course.lesson_source(lab)
        if not path.is_file():
            continue
        for cell in source.read(path, "lesson").cells:
            for name in sorted(graded & source.top_level_names(cell.source) if cell.cell_type == "code" else ()):
                yield f"{path}:{cell.line}: defines {name!r}, which {assignment.path.name} grades: rename one of them"
    for path in sorted((course.root / "src" / "bora").glob("*.py")):
        for name in sorted(graded & source.top_level_names(path.read_text(encoding="utf-8"))):
            yield f"{path}: defines {name!r}, which {assignment.path.name} grades: rename one of them"


def _assignment_built(course: Course, lab: Lab, text: Source) -> Iterator[str]:
    mend = f"run 'coursekit build {lab.slug}'"
    expected = notebooks.solution(course, lab, text)
    for path, wanted in (
        (course.solution(lab), expected),
        (course.release(lab), build.release_version(lab, expected)),
    ):
        where = path.relative_to(course.root)
        if not path.is_file():
            yield f"{where} is missing: {mend}"
            continue
        built = nbformat.read(path, as_version=4)
        if any(cell.get("outputs") or cell.get("execution_count") for cell in built.cells):
            yield f"{where} holds outputs, which can give answers away: {mend}"
        elif built != wanted:
            yield f"{where} is out of step with {course.assignment_source(lab).relative_to(course.root)}: {mend}"
        yield from (f"{problem}: {mend}" for problem in _beside(course, lab, path))


def _beside(course: Course, lab: Lab, notebook: Path) -> Iterator[str]:
    """Files beside an assignment's notebook: the data of the manifest, equal to data/, and nothing else."""
    folder = notebook.parent
    wanted = {folder / "data" / Path(name).name: course.root / "data" / name for name in lab.data}
    found = {path for path in folder.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts}
    for path in sorted(found - set(wanted) - {notebook}):
        yield f"{path.relative_to(course.root)} does not belong there"
    for path, original in wanted.items():
        if path not in found or path.read_bytes() != original.read_bytes():
            yield f"{path.relative_to(course.root)} is missing or differs from {original.relative_to(course.root)}"
