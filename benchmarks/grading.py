"""Grading a class: `coursekit grade` beside stock `nbgrader autograde`, same submissions, in one run.

    python -m benchmarks.grading            both tables, for labs 01, 03 (which uses MLflow) and 04
    python -m benchmarks.grading 02 05      for other labs
    python -m benchmarks.grading --scale    only the scale run

Prints submissions a minute (start-up included), the ratio, the limit (the cells' own CPU time over the cores), and peak
memory of the process that grades; then how cost and memory grow with the class. Scores are compared cell by cell.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from coursekit import environment, manifest
from coursekit.classroom import Submission, classroom
from coursekit.grading import intake, run
from coursekit.manifest import Course, Lab
from coursekit.proofs.judge import fork, run_cell

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from grading_helpers import cell_scores, course_for, hand_in

CLASS_SIZE = 24
SCALE = (20, 200, 1_000)


@dataclass(frozen=True)
class Run:
    """One measured grading of a class."""

    seconds: float
    megabytes: float


def timed(command: list[str], folder: Path) -> Run:
    """Run a command to its end; its wall time, and the peak memory of its own process."""
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = _peak_memory(process)
    process.wait()
    return Run(time.monotonic() - started, peak())


def a_class(course: Course, lab: Lab, size: int) -> list[Submission]:
    """Honest submissions only: perfect, blank, half, and wrong ones."""
    made = [one for one in classroom(course, lab, size) if one.student not in ("damaged", "late")]
    return made[:size]


def limit(course: Course, lab: Lab, submissions: list[Submission]) -> float:
    """CPU seconds that the cells of the class take by themselves, imports excluded, over the number of cores."""
    assignment = run.load(course, lab)
    environment.preload(run.describe(course, lab, assignment).modules)
    total = 0.0
    for submission in submissions:
        cells = intake.rebuild(assignment, intake.parse(submission.content)).cells

        def work(cells: list[run.Cell] = cells) -> float:
            os.chdir(course.release(lab).parent)
            before = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
            namespace: dict[str, object] = {"__name__": "__main__"}
            for cell in cells:
                run_cell(cell.source, namespace, cell.id)
            return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before

        spent = fork(work, 120)
        total += spent if isinstance(spent, float) else 0.0
    return total / (os.cpu_count() or 1)


def side_by_side(course: Course, lab: Lab) -> list[str]:
    """One row of the table: stock and ours on the same class."""
    submissions = a_class(course, lab, CLASS_SIZE)
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = (course_for(course, lab, Path(folder, name)) for name in ("ours", "stock"))
        for copy in (ours, stock):
            (copy.root / "course").mkdir()
            shutil.copyfile(course.root / "course" / "course.toml", copy.root / "course" / "course.toml")
            hand_in(copy, lab, submissions)
            command = ["nbgrader", "generate_assignment", lab.slug, "--create", "--force"]
            subprocess.run(command, cwd=copy.root, check=True, capture_output=True)
        mine = timed(["coursekit", "grade", lab.slug], ours.root)
        theirs = timed(["nbgrader", "autograde", lab.slug, "--create"], stock.root)
        same = cell_scores(ours) == cell_scores(stock)
    bound = limit(course, lab, submissions)
    count = len(submissions)
    return [
        lab.slug,
        str(count),
        f"{60 * count / theirs.seconds:.1f}",
        f"{60 * count / mine.seconds:.1f}",
        f"{theirs.seconds / mine.seconds:.1f} x",
        f"{bound / count:.2f} s",
        f"{mine.seconds / bound:.1f} x",
        f"{theirs.megabytes:.0f} / {mine.megabytes:.0f} MB",
        "yes" if same else "NO",
    ]


def scale_row(course: Course, lab: Lab, size: int) -> list[str]:
    """One row of the scale table: a class of `size` copies of the reference solution."""
    perfect = next(one for one in classroom(course, lab, 0) if one.student == "perfect")
    with tempfile.TemporaryDirectory() as folder:
        copy = course_for(course, lab, Path(folder, "course"))
        (copy.root / "course").mkdir()
        shutil.copyfile(course.root / "course" / "course.toml", copy.root / "course" / "course.toml")
        same = (perfect.content, perfect.least, perfect.most)
        hand_in(copy, lab, [Submission(f"student-{number:04d}", "", *same) for number in range(size)])
        took = timed(["coursekit", "grade", lab.slug], copy.root)
    return [str(size), f"{took.seconds:.0f} s", f"{took.seconds / size:.3f} s", f"{took.megabytes:.0f} MB"]


def table(head: list[str], rows: list[list[str]]) -> str:
    """A markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _peak_memory(process: "subprocess.Popen[bytes]"):
    """Watch a process's resident memory until it ends; the peak in MB."""
    peak = [0.0]

    def watch() -> None:
        while process.poll() is None:
            try:
                pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
            except (OSError, IndexError):
                return
            peak[0] = max(peak[0], pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
            time.sleep(0.1)

    thread = threading.Thread(target=watch)
    thread.start()
    return lambda: (thread.join(), peak[0])[1]


def main() -> int:
    """Measure and print; the tables go to benchmarks/grading.md as well."""
    parser = argparse.ArgumentParser(description="grading beside stock nbgrader")
    parser.add_argument("labs", nargs="*", default=["01", "03", "04"], metavar="LAB", help="slug or number")
    parser.add_argument("--scale", action="store_true", help="only the scale run")
    options = parser.parse_args()
    environment.prepare()
    course = manifest.load(manifest.find_root())
    labs = course.select(options.labs)
    parts = []
    if not options.scale:
        head = [
            "lab",
            "class",
            "stock a minute",
            "ours a minute",
            "ratio",
            "limit each",
            "over the limit",
            "memory",
            "same",
        ]
        parts.append(table(head, [side_by_side(course, lab) for lab in labs]))
    parts.append(
        table(["class", "took", "each", "parent's memory"], [scale_row(course, labs[0], size) for size in SCALE])
    )
    text = "\n\n".join(parts)
    print(text)
    Path(__file__).with_name("grading.md").write_text(
        f"# Grading\n\n`python -m benchmarks.grading`, {os.cpu_count()} cores.\n\n{text}\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
