"""How long things take, beside what was promised: `make bench` prints the table and writes benchmarks/results.md.

Each figure is the median of RUNS runs of a new process, on an otherwise idle machine. Memory is the largest resident
set of any single process of the run (getrusage), in MB.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from coursekit import environment, manifest

RUNS = 3
LESSON_SECONDS, LESSON_MB, SOLUTION_SECONDS, WORLD_SECONDS = 25, 700, 40, 5

RUN_NOTEBOOK = """
import sys, nbformat
from pathlib import Path
from coursekit.texts import build
path = Path(sys.argv[1])
build.execute(nbformat.read(path, as_version=4), path.parent, path.name)
"""


@dataclass(frozen=True)
class Row:
    """One measured command: median seconds, largest process in MB, and the limits that it has to keep."""

    what: str
    seconds: float
    megabytes: float
    limit_seconds: float | None = None
    limit_megabytes: float | None = None

    def kept(self) -> bool:
        """Whether every limit is kept."""
        slow = self.limit_seconds is not None and self.seconds > self.limit_seconds
        large = self.limit_megabytes is not None and self.megabytes > self.limit_megabytes
        return not (slow or large)

    def cells(self) -> list[str]:
        """The row as texts: what, seconds, limit, MB, limit, verdict."""
        limits = [f"{limit:g}" if limit else "" for limit in (self.limit_seconds, self.limit_megabytes)]
        return [
            self.what,
            f"{self.seconds:.1f}",
            limits[0],
            f"{self.megabytes:.0f}",
            limits[1],
            "yes" if self.kept() else "NO",
        ]


def measure(command: list[str], folder: Path) -> tuple[float, float]:
    """Median seconds and largest resident set (MB) of RUNS runs of a command."""
    seconds, megabytes = [], 0.0
    for _ in range(RUNS):
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.monotonic() - started)
        if status:
            sys.exit(f"{' '.join(command)} failed:\n{errors.decode()[-2000:]}")
        megabytes = max(megabytes, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))
    return statistics.median(seconds), megabytes


def rows(root: Path) -> list[Row]:
    """All measurements, lessons first."""
    course = manifest.load(root)
    python = sys.executable
    found = []
    for lab in course.labs:
        took = measure([python, "-c", RUN_NOTEBOOK, str(course.lesson(lab))], root)
        found.append(Row(f"lesson {lab.slug}", *took, LESSON_SECONDS, LESSON_MB))
    for lab in course.labs:
        if lab.has_assignment:
            took = measure([python, "-c", RUN_NOTEBOOK, str(course.solution(lab))], root)
            found.append(Row(f"solution {lab.slug}", *took, SOLUTION_SECONDS))
    world = [python, "-c", "from bora.world import simulate; simulate()"]
    found.append(Row("a world of 36 months, imports included", *measure(world, root), WORLD_SECONDS))
    found.append(Row("coursekit check", *measure(["coursekit", "check"], root)))
    found.append(Row("coursekit audit", *measure(["coursekit", "audit"], root)))
    return found


def table(found: list[Row]) -> str:
    """The measurements as a markdown table."""
    head = ["what", "seconds", "at most", "MB", "at most", "kept"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in found)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Measure, print, write; exit code 1 where a limit is not kept."""
    environment.prepare()
    root = manifest.find_root()
    found = rows(root)
    text = table(found)
    print(text)
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    (root / "benchmarks" / "results.md").write_text(
        f"# Run times\n\n`make bench` on {machine}; median of {RUNS} runs, one after the other.\n\n{text}\n",
        encoding="utf-8",
    )
    return 0 if all(row.kept() for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
