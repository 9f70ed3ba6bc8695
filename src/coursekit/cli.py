"""The command line: `coursekit COMMAND`. A CourseError becomes one message and exit code 1, never a traceback."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit import environment
from coursekit.errors import CourseError

if TYPE_CHECKING:
    from coursekit.manifest import Course, Lab


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code (0 done, 1 something to mend, 2 wrong usage)."""
    parser = argparse.ArgumentParser(prog="coursekit", description="Build, check, judge and show the course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, description, takes_labs) in COMMANDS.items():
        command = commands.add_parser(name, help=description, description=description)
        if takes_labs:
            command.add_argument("labs", nargs="*", metavar="LAB", help="slug or number; all labs without one")
        if name == "demo":
            command.add_argument("--stock", action="store_true", help="grade with nbgrader's own autograde")
    outside = commands.add_parser("offline", help="run a command with the network cut off")
    outside.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND ...")
    grade = commands.add_parser("grade", help="grade submissions in a sandbox, in parallel, into nbgrader's gradebook")
    grade.add_argument("lab", metavar="LAB", help="slug or number")
    grade.add_argument("--student", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    grade.add_argument("--jobs", type=_count, default=0, metavar="N", help="how many at a time (default: one a core)")
    grade.add_argument("--trust", action="store_true", help="run learners' code without a sandbox, with your rights")
    grade.add_argument("--scheduler", default="", metavar="tcp://HOST:PORT", help="use the workers of a Dask cluster")
    feedback = commands.add_parser("feedback", help="write feedback pages without hidden checks, in parallel")
    feedback.add_argument("lab", metavar="LAB", help="slug or number")
    feedback.add_argument("--student", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    feedback.add_argument(
        "--jobs", type=_count, default=0, metavar="N", help="how many at a time (default: one a core)"
    )
    report = commands.add_parser("report", help="how a graded class did: scores, hard exercises and why, what to do")
    report.add_argument("lab", metavar="LAB", help="slug or number")
    collect = commands.add_parser("collect", help="take in submissions, with the time at which you received them")
    collect.add_argument("lab", metavar="LAB", help="slug or number")
    collect.add_argument("folder", metavar="FOLDER", help="holds STUDENT/NAME.ipynb or STUDENT.ipynb")
    collect.add_argument("--received", default="", metavar="TIME", help="UTC, as 2026-11-20T18:00 (default: now)")
    options = parser.parse_args(arguments)
    environment.prepare()
    try:
        return ({**{name: run for name, (run, *_) in COMMANDS.items()}, **OWN_OPTIONS})[options.command](options)
    except CourseError as error:
        print(f"coursekit: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("coursekit: interrupted", file=sys.stderr)
        return 1


def _count(word: str) -> int:
    if not word.isascii() or not word.isdigit():
        raise argparse.ArgumentTypeError(f"{word!r} is not a number of jobs")
    return int(word)


def _course(options: argparse.Namespace) -> "tuple[Course, list[Lab]]":
    """The course of this folder and the labs that the words name; before anything is imported that takes seconds."""
    from coursekit import manifest

    course = manifest.load(manifest.find_root())
    return course, list(course.select([options.lab] if "lab" in options else getattr(options, "labs", [])))


def _build(options: argparse.Namespace) -> int:
    course, labs = _course(options)
    from coursekit.texts import build

    build.build(course, labs)
    return 0


def _check(options: argparse.Namespace) -> int:
    course, labs = _course(options)
    from coursekit.proofs import check

    problems = check.check(course, labs)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem(s)" if problems else "everything built is in step with the text")
    return 1 if problems else 0


def _judge(options: argparse.Namespace) -> int:
    course, labs = _course(options)
    from coursekit.proofs import judge

    verdicts = [judge.judge(course, lab) for lab in labs if lab.has_assignment]
    for verdict in verdicts:
        print(verdict.report())
    return 0 if all(not verdict.problems for verdict in verdicts) else 1


def _audit(options: argparse.Namespace) -> int:
    course, _ = _course(options)
    from coursekit.proofs import audit

    findings = audit.audit(course)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} leak(s)" if findings else "nothing leaks from the learner's package")
    return 1 if findings else 0


def _demo(options: argparse.Namespace) -> int:
    course, labs = _course(options)
    from coursekit import demo

    labs = labs if options.labs else [next(lab for lab in labs if lab.has_assignment)]
    results = [demo.demo(course, lab, course.root / "demo", stock=options.stock) for lab in labs]
    return 0 if all(results) else 1


def _release(options: argparse.Namespace) -> int:
    course, _ = _course(options)
    from coursekit import release
    from coursekit.proofs import audit

    findings = audit.audit(course)
    if findings:
        raise CourseError("nothing was written, for the package would leak:\n" + "\n".join(findings))
    target = course.root / "dist" / f"{release.PACKAGE}.zip"
    release.write(course, target)
    print(f"{target.relative_to(course.root)} is ready for learners ({target.stat().st_size / 1e6:.1f} MB)")
    return 0


def _offline(options: argparse.Namespace) -> int:
    from coursekit import offline

    return offline.offline(options.words)


def _grade(options: argparse.Namespace) -> int:
    if sys.platform == "win32":
        raise CourseError("grading needs Linux (or macOS with --trust); on Windows use WSL")
    course, (lab,) = _course(options)
    from coursekit.grading import run

    summary = run.grade_class(course, lab, options.student, options.jobs, options.trust, options.scheduler)
    print(summary.line())
    return 1 if summary.broken else 0


def _collect(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    import datetime

    from coursekit.grading import receipts

    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
    try:
        when = datetime.datetime.fromisoformat(options.received).replace(tzinfo=None) if options.received else now
    except ValueError:
        raise CourseError(f"--received {options.received} is not a time such as 2026-11-20T18:00") from None
    students = receipts.collect(course.root, lab.slug, Path(options.folder), when)
    print(f"{len(students)} submission(s) of {lab.slug} taken in, received {when:%Y-%m-%d %H:%M} UTC")
    return 0


def _feedback(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.grading import feedback

    written = feedback.write_feedback(course, lab, options.student, options.jobs)
    print(f"{len(written)} page(s) written to feedback/STUDENT/{lab.slug}/{lab.slug}.html")
    return 0


def _report(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.grading import report

    print(report.report(course, lab))
    return 0


OWN_OPTIONS = {"report": _report, "feedback": _feedback, "offline": _offline, "grade": _grade, "collect": _collect}
COMMANDS = {
    "build": (_build, "make notebooks/, solutions/ and assignments/ from course/", True),
    "check": (_check, "prove that everything built is in step with course/, links and numbers included", True),
    "audit": (_audit, "search the learner's package for anything of an answer", False),
    "release": (_release, "audit the learner's package and write it to dist/", False),
    "demo": (_demo, "show the whole loop of grading on a made-up class, in demo/", True),
    "judge": (_judge, "try right, wrong, blank and mutated answers on the graders", True),
}
