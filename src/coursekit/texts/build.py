"""Build notebooks/, solutions/ and assignments/ from course/, one way.

Lessons are executed from top to bottom and keep their outputs. Assignments are stripped by nbgrader's own converter, in
a temporary course folder with a temporary gradebook: a teacher's gradebook is never touched.
"""

import shutil
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from coursekit import files
from coursekit.errors import CourseError
from coursekit.generate import generate_assignment
from coursekit.manifest import Course, Lab
from coursekit.texts import docs, notebooks, source

CELL_TIMEOUT = 120
"""Seconds that one cell of a lesson may take while building."""


def build(course: Course, labs: list[Lab]) -> None:
    """Build everything of `labs`, then the generated parts of README.md and docs/. Prints a line for each file."""
    for lab in labs:
        build_lesson(course, lab)
        if lab.has_assignment:
            build_assignment(course, lab)
    for path in docs.write(course):
        print(f"built {path.relative_to(course.root)}")


def build_lesson(course: Course, lab: Lab) -> None:
    """Make and execute one lesson; it is written only when every cell ran and nothing went to stderr."""
    notebook = notebooks.lesson(course, lab, source.read(course.lesson_source(lab), "lesson"))
    target = course.lesson(lab)
    target.parent.mkdir(exist_ok=True)
    seconds = execute(notebook, target.parent, str(course.lesson_source(lab)))
    write(notebook, target)
    print(f"built {target.relative_to(course.root)} ({seconds:.0f} s)")


def build_assignment(course: Course, lab: Lab) -> None:
    """Build one assignment: the complete one in solutions/, what learners get in assignments/."""
    text = source.read(course.assignment_source(lab), "assignment")
    for target in write_assignment(course, lab, notebooks.solution(course, lab, text)):
        print(f"built {target.relative_to(course.root)}")


def write_assignment(course: Course, lab: Lab, solution: NotebookNode) -> list[Path]:
    """Write the complete assignment and what nbgrader releases of it, each with its data beside it, nothing else."""
    targets = [course.solution(lab), course.release(lab)]
    for version, target in zip((solution, release_version(lab, solution)), targets, strict=True):
        _clear(target.parent)
        write(version, target)
        for name in lab.data:
            copy = target.parent / "data" / Path(name).name
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(_data_file(course, name), copy)
    return targets


def release_version(lab: Lab, notebook: NotebookNode) -> NotebookNode:
    """What learners get of a complete assignment, as `nbgrader generate_assignment --no-db` makes it."""
    with tempfile.TemporaryDirectory() as folder:
        write(notebook, Path(folder, "source", lab.slug, f"{lab.slug}.ipynb"))
        config = Config()
        config.GenerateAssignment.no_database = True
        config.SaveCells.enabled = False
        return nbformat.read(generate_assignment(Path(folder), lab.slug, config), as_version=4)


def execute(notebook: NotebookNode, folder: Path, name: str) -> float:
    """Run all cells of `notebook` in `folder` with a new kernel, in place; returns the seconds it took.

    Raises CourseError, naming the cell, when one fails, takes too long, kills its kernel or writes to stderr.
    """
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": folder}},
    )
    started = time.monotonic()
    try:
        client.execute()
    except CellExecutionError as error:
        raise CourseError(f"{name}: a cell failed:\n{error}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise CourseError(f"{name}: {type(error).__name__}: {error}") from None
    # nbclient writes the kernel's Python version here, which would differ from machine to machine
    notebook.metadata.language_info = {"name": "python"}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise CourseError(f"{name}: cell {cell.id} writes to stderr: {output['text'].strip()[:300]}")
    return time.monotonic() - started


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook the way nbformat does, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.validate(notebook)
    files.write_text(path, nbformat.writes(notebook) + "\n")


def _data_file(course: Course, name: str) -> Path:
    path = course.root / "data" / name
    if not path.is_file():
        raise CourseError(f"course/course.toml names data/{name}, which does not exist")
    return path


def _clear(folder: Path) -> None:
    """Remove a built folder: nothing that an earlier build or a run left behind may stay in it."""
    if folder.exists():
        shutil.rmtree(folder)
