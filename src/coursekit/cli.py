"""The command line: `coursekit COMMAND`. A CourseError becomes one message and exit code 1, never a traceback."""

import argparse
import sys

from coursekit import environment
from coursekit.errors import CourseError


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code (0 done, 1 something to mend, 2 wrong usage)."""
    parser = argparse.ArgumentParser(prog="coursekit", description="Build, check, judge and show the course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, description, takes_labs) in COMMANDS.items():
        command = commands.add_parser(name, help=description, description=description)
        if takes_labs:
            command.add_argument("labs", nargs="*", metavar="LAB", help="slug or number; all labs without one")
    outside = commands.add_parser("offline", help="run a command with the network cut off")
    outside.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND ...")
    options = parser.parse_args(arguments)
    environment.prepare()
    try:
        return _offline(options) if options.command == "offline" else COMMANDS[options.command][0](options)
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


def _audit(options: argparse.Namespace) -> int:
    from coursekit import audit, manifest

    findings = audit.audit(manifest.load(manifest.find_root()))
    for finding in findings:
        print(finding)
    print(f"{len(findings)} leak(s)" if findings else "nothing leaks from the learner's package")
    return 1 if findings else 0


def _demo(options: argparse.Namespace) -> int:
    from coursekit import demo, manifest

    course = manifest.load(manifest.find_root())
    labs = course.select(options.labs or [next(lab.slug for lab in course.labs if lab.has_assignment)])
    results = [demo.demo(course, lab, course.root / "demo") for lab in labs]
    return 0 if all(results) else 1


def _release(options: argparse.Namespace) -> int:
    from coursekit import audit, manifest, release

    course = manifest.load(manifest.find_root())
    findings = audit.audit(course)
    if findings:
        raise CourseError("nothing was written, for the package would leak:\n" + "\n".join(findings))
    target = course.root / "dist" / f"{release.PACKAGE}.zip"
    release.write(course, target)
    print(f"{target.relative_to(course.root)} is ready for learners ({target.stat().st_size / 1e6:.1f} MB)")
    return 0


def _offline(options: argparse.Namespace) -> int:
    from coursekit import sandbox

    return sandbox.offline(options.words)


COMMANDS = {
    "build": (_build, "make notebooks/, solutions/ and assignments/ from course/", True),
    "check": (_check, "prove that everything built is in step with course/, links and numbers included", True),
    "audit": (_audit, "search the learner's package for anything of an answer", False),
    "release": (_release, "audit the learner's package and write it to dist/", False),
    "demo": (_demo, "show the whole loop of grading on a made-up class, in demo/", True),
    "judge": (_judge, "try right, wrong, blank and mutated answers on the graders", True),
}
