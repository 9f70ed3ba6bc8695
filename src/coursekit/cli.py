"""The command line: `coursekit COMMAND`. A CourseError becomes one message and exit code 1, never a traceback."""

import argparse
import os
import sys
from pathlib import Path

from coursekit.errors import CourseError

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "LOKY_MAX_CPU_COUNT"), "1"
)
"""One thread for every numerical library: the same sums in the same order on every machine, and a safe fork."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code (0 done, 1 something to mend, 2 wrong usage)."""
    parser = argparse.ArgumentParser(prog="coursekit", description="Build, check, judge and show the course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, description, takes_labs) in COMMANDS.items():
        command = commands.add_parser(name, help=description, description=description)
        if takes_labs:
            command.add_argument("labs", nargs="*", metavar="LAB", help="slug or number; all labs without one")
    options = parser.parse_args(arguments)
    os.environ.update(ONE_THREAD)
    # nbgrader looks up `alembic` and jupyter its parts on PATH, also when the environment is not activated
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    try:
        return COMMANDS[options.command][0](options)
    except CourseError as error:
        print(f"coursekit: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("coursekit: interrupted", file=sys.stderr)
        return 1


def _build(options: argparse.Namespace) -> int:
    from coursekit import build, manifest

    course = manifest.load(manifest.find_root())
    build.build(course, course.select(options.labs))
    return 0


def _check(options: argparse.Namespace) -> int:
    from coursekit import check, manifest

    course = manifest.load(manifest.find_root())
    problems = check.check(course, course.select(options.labs))
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem(s)" if problems else "everything built is in step with the text")
    return 1 if problems else 0


def _judge(options: argparse.Namespace) -> int:
    from coursekit import judge, manifest

    course = manifest.load(manifest.find_root())
    verdicts = [judge.judge(course, lab) for lab in course.select(options.labs) if lab.has_assignment]
    for verdict in verdicts:
        print(verdict.report())
    return 0 if all(not verdict.problems for verdict in verdicts) else 1


COMMANDS = {
    "build": (_build, "make notebooks/, solutions/ and assignments/ from course/", True),
    "check": (_check, "prove that everything built is in step with course/, links and numbers included", True),
    "judge": (_judge, "try right, wrong, blank and mutated answers on the graders", True),
}
