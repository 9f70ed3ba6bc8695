"""The command line: `coursekit COMMAND`. A CourseError becomes one message and exit code 1, never a traceback."""

import argparse
import datetime
import io
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit import environment
from coursekit.errors import CourseError

if TYPE_CHECKING:
    from coursekit.manifest import Course, Lab


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code (0 done, 1 something to mend, 2 wrong usage)."""
    _print_whatever_comes()
    parser = argparse.ArgumentParser(prog="coursekit", description="Build, check, judge and show the course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        command.add_options(commands.add_parser(name, help=command.does, description=command.does))
    options = parser.parse_args(arguments)
    environment.prepare()
    try:
        return COMMANDS[options.command].run(options)
    except CourseError as error:
        print(f"coursekit: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("coursekit: interrupted", file=sys.stderr)
        return 1


def _print_whatever_comes() -> None:
    """A name with letters that the terminal's encoding does not know is shown by their numbers, and stops nobody."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


# What a command may be given


def _some_labs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("labs", nargs="*", metavar="LAB", help="slug or number; all labs without one")


def _one_lab(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lab", metavar="LAB", help="slug or number")


def _nothing(parser: argparse.ArgumentParser) -> None:
    pass


def _demo_options(parser: argparse.ArgumentParser) -> None:
    _some_labs(parser)
    parser.add_argument("--stock", action="store_true", help="grade with nbgrader's own autograde")


def _offline_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND ...")


def _class_options(parser: argparse.ArgumentParser) -> None:
    _one_lab(parser)
    parser.add_argument("--student", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    parser.add_argument("--jobs", type=_count, default=0, metavar="N", help="how many at a time (default: one a core)")


def _grade_options(parser: argparse.ArgumentParser) -> None:
    _class_options(parser)
    parser.add_argument("--again", action="store_true", help="also what has not changed since it was graded")
    parser.add_argument("--trust", action="store_true", help="run learners' code without a sandbox, with your rights")
    parser.add_argument("--scheduler", default="", metavar="tcp://HOST:PORT", help="use the workers of a Dask cluster")


def _update_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", metavar="ZIP", help="the newer mlops-labs.zip")


def _collect_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lab", metavar="LAB", nargs="?", help="slug or number")
    what = "a download of Moodle, Canvas or Blackboard, or STUDENT/NAME.ipynb or STUDENT.ipynb; a folder or a zip"
    parser.add_argument("folder", metavar="DOWNLOAD", nargs="?", help=what)
    when = "2026-11-20T18:00 in UTC, or with an offset as 2026-11-20T19:00+01:00 (default: now)"
    parser.add_argument("--received", default="", metavar="TIME", help=when)
    sheet = "Moodle's grading worksheet of this assignment: it tells times, and people of one name apart"
    parser.add_argument("--worksheet", metavar="FILE", help=sheet)
    zone = "the time zone that the platform shows, as Europe/Rome (default: this machine's)"
    parser.add_argument("--zone", metavar="ZONE", help=zone)
    parser.add_argument("--only-known", action="store_true", help="take in the others where somebody is unknown")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
    parser.add_argument("--undo", action="store_true", help="take the last collect back")


def _roster_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("export", metavar="FILE", help="participants or gradebook, as CSV from the platform")


def _due_options(parser: argparse.ArgumentParser) -> None:
    _one_lab(parser)
    when = "2026-11-20T23:59+01:00, in UTC without an offset; none shows what is set"
    parser.add_argument("time", metavar="TIME", nargs="?", help=when)
    price = 'what lateness costs of the points earned: "10 %% a day, at most 3 days" (then nothing counts), or "none"'
    parser.add_argument("--late", metavar="WORDS", help=price)
    parser.add_argument("--student", metavar="ID", help="whom --extension is for")
    parser.add_argument("--extension", metavar="SPAN", help="2d or 36h more for --student; 0d takes it back")


def _export_options(parser: argparse.ArgumentParser) -> None:
    _one_lab(parser)
    parser.add_argument("kind", choices=("moodle", "canvas", "exchange", "csv"))
    sheet = "Moodle's grading worksheet or Canvas' gradebook, as exported; the course's folder in nbgrader's exchange"
    parser.add_argument("file", metavar="FILE", nargs="?", help=sheet)
    parser.add_argument("--column", default="", metavar="HEADING", help="the assignment's column in Canvas' gradebook")


def _accept_options(parser: argparse.ArgumentParser) -> None:
    _one_lab(parser)
    parser.add_argument("students", metavar="ID", nargs="+", help="whose submission was looked at")
    automatic = "without the points that were typed for checks: the automatic ones count"
    parser.add_argument("--automatic", action="store_true", help=automatic)


def _rubric_options(parser: argparse.ArgumentParser) -> None:
    _one_lab(parser)
    wins = "enter the sheet's points although they were changed in formgrader as well; may be repeated"
    parser.add_argument("--sheet-wins", action="append", default=[], metavar="ID", help=wins)


def _report_options(parser: argparse.ArgumentParser) -> None:
    _one_lab(parser)
    parser.add_argument("--page", action="store_true", help="also as a page with figures, and answers that are alike")


def _leaderboard_options(parser: argparse.ArgumentParser) -> None:
    _one_lab(parser)
    parser.add_argument("--seed", default="", metavar="TEXT", help="of the worlds, to fly them again (default: drawn)")
    parser.add_argument("--worlds", type=_count, default=20, metavar="N", help="how many (default: 20)")
    parser.add_argument("--trust", action="store_true", help="run learners' code without a sandbox, with your rights")


def _count(word: str) -> int:
    if not word.isascii() or not word.isdigit():
        raise argparse.ArgumentTypeError(f"{word!r} is not a number of jobs")
    return int(word)


# What a command does


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


def _site(options: argparse.Namespace) -> int:
    course, _ = _course(options)
    from coursekit import site

    print(f"{site.build(course).relative_to(course.root)} is the first page of the site")
    return 0


def _update(options: argparse.Namespace) -> int:
    from coursekit import update

    done = update.update(Path(), Path(options.package))
    for line in done.lines():
        print(f"  {line}")
    changed = len(done.beside) + len(done.kept_aside)
    print(f"{len(done.written)} file(s) new or newer, {changed} that you had changed: nothing of yours is lost")
    return 0


def _slides(options: argparse.Namespace) -> int:
    course, labs = _course(options)
    from coursekit.texts import slides

    for lab in labs:
        print(f"wrote {slides.write(course, lab).relative_to(course.root)}")
    return 0


def _demo(options: argparse.Namespace) -> int:
    course, labs = _course(options)
    from coursekit import demo

    labs = labs if options.labs else [next(lab for lab in labs if lab.has_assignment)]
    results = [demo.demo(course, lab, course.root / "demo", stock=options.stock) for lab in labs]
    return 0 if all(results) else 1


def _release(options: argparse.Namespace) -> int:
    course, labs = _course(options)
    import nbformat

    from coursekit import release
    from coursekit.grading import releases
    from coursekit.proofs import audit

    print("looking for anything of an answer in the package (a minute or so)", flush=True)
    findings = audit.audit(course)
    if findings:
        raise CourseError("nothing was written, for the package would leak:\n" + "\n".join(findings))
    target = course.root / "dist" / f"{release.PACKAGE}.zip"
    release.write(course, target, labs)
    for lab in labs:
        if lab.has_assignment:
            releases.note(course.root, lab.slug, nbformat.read(course.release(lab), as_version=4))
    what = ", ".join(lab.number for lab in labs) if len(labs) < len(course.labs) else "all labs"
    print(f"{target.relative_to(course.root)} is ready for learners: {what} ({target.stat().st_size / 1e6:.1f} MB)")
    return 0


def _offline(options: argparse.Namespace) -> int:
    from coursekit import offline

    return offline.offline(options.words)


def _grade(options: argparse.Namespace) -> int:
    if sys.platform == "win32":
        raise CourseError("grading needs Linux (or macOS with --trust); on Windows use WSL")
    course, (lab,) = _course(options)
    from coursekit.grading import run

    summary = run.grade_class(
        course, lab, options.student, options.jobs, options.trust, options.scheduler, options.again
    )
    print(summary.line())
    return 1 if summary.broken or summary.failed else 0


def _collect(options: argparse.Namespace) -> int:
    from coursekit.desk import inbox

    if options.undo:
        from coursekit import manifest

        print(inbox.undo(manifest.find_root()))
        return 0
    if not options.lab or not options.folder:
        raise CourseError("say which lab and which download: coursekit collect LAB DOWNLOAD")
    course, (lab,) = _course(options)
    return inbox.collect(
        course.root,
        lab.slug,
        Path(options.folder),
        _in_utc(options.received),
        worksheet=Path(options.worksheet) if options.worksheet else None,
        zone=options.zone,
        only_known=options.only_known,
        dry=options.dry_run,
    )


def _roster(options: argparse.Namespace) -> int:
    from coursekit import manifest
    from coursekit.desk import roster

    root = manifest.find_root()
    found = roster.import_export(root, Path(options.export))
    print(f"{roster.FILE}: {len(found.new)} new, {len(found.learned)} completed")
    if found.absent:
        print(f"  in {roster.FILE}, and not in {options.export}: {', '.join(found.absent)}")
    return 0


def _due(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.desk import due

    if options.time and re.fullmatch(r"\d{4}-\d\d-\d\d", options.time):
        raise CourseError(f"{options.time} has no time of day: {options.time}T23:59+01:00, with your offset from UTC")
    time = _in_utc(options.time, "the deadline") if options.time else None
    print(f"{lab.slug}: {due.change(course, lab, time, options.late, options.student, options.extension)}")
    return 0


def _export(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.desk import returns

    if options.kind != "csv" and not options.file:
        raise CourseError(
            "give the course's folder in the exchange, as /srv/exchange/COURSE"
            if options.kind == "exchange"
            else f"give the file that {options.kind.title()} has exported: it is filled, in a copy"
        )
    if options.kind == "exchange":
        found = returns.to_exchange(course, lab, Path(options.file))
        for student, why in sorted(found.left.items()):
            print(f"  no feedback: {student}: {why}")
        print(f"{lab.slug}: {len(found.graded)} feedback page(s) in {options.file}/feedback")
        return 0
    if options.kind == "moodle":
        found = returns.to_moodle(course, lab, Path(options.file))
    elif options.kind == "canvas":
        found = returns.to_canvas(course, lab, Path(options.file), options.column)
    else:
        found = returns.to_csv(course, lab)
    for line in (*found.lines, *(f"no grade: {student}: {why}" for student, why in sorted(found.left.items()))):
        print(f"  {line}")
    names = " and ".join(path.relative_to(course.root).as_posix() for path in found.written)
    print(f"{lab.slug}: {len(found.graded)} grade(s) in {names}, {len(found.left)} without one")
    return 0


def _in_utc(word: str, what: str = "--received") -> datetime.datetime:
    """The time that a word says, now without one, in UTC without a zone. Raises CourseError."""
    try:
        when = datetime.datetime.fromisoformat(word) if word else datetime.datetime.now(datetime.UTC)
        if when.tzinfo is not None:
            when = when.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise CourseError(f"{what} {word} is not a time such as 2026-11-20T18:00 or 2026-11-20T19:00+01:00") from None
    return when.replace(microsecond=0)


def _accept(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.grading.book import open_book

    with open_book(course.root, lab.slug) as book:
        accepted = [student for student in options.students if book.accept(student, options.automatic)]
    for student in sorted(set(options.students) - set(accepted)):
        print(f"  {student}: there was nothing to look at")
    print(f"{lab.slug}: {len(accepted)} looked at, their points stand")
    return 0


def _rubric(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.desk import by_hand

    done = by_hand.exchange(course, lab, options.sheet_wins)
    for line in by_hand.lines(done, course.root):
        print(line)
    return 1 if any(one.conflicts for one in done) else 0


def _feedback(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.grading import feedback

    written = feedback.write_feedback(course, lab, options.student, options.jobs)
    print(f"{len(written)} page(s) written to feedback/STUDENT/{lab.slug}/{lab.slug}.html")
    return 0


def _report(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.grading import report

    found = report.report(course, lab)
    print(found)
    if options.page:
        from coursekit.grading import report_page

        print(f"\nwith figures: {report_page.write(course, lab, found).relative_to(course.root)}")
    return 0


def _leaderboard(options: argparse.Namespace) -> int:
    course, (lab,) = _course(options)
    from coursekit.grading import leaderboard

    print(leaderboard.leaderboard(course, lab, options.seed, options.worlds, options.trust))
    return 0


@dataclass(frozen=True)
class Command:
    """A command: what it runs, what it does in a line of help, and what registers its options."""

    run: Callable[[argparse.Namespace], int]
    does: str
    add_options: Callable[[argparse.ArgumentParser], None]


COMMANDS = {
    "build": Command(_build, "make notebooks/, solutions/ and assignments/ from course/", _some_labs),
    "check": Command(_check, "prove that everything built is in step with course/, links and numbers too", _some_labs),
    "audit": Command(_audit, "search the learner's package for anything of an answer", _nothing),
    "release": Command(_release, "audit the learner's package and write it to dist/, with these labs", _some_labs),
    "site": Command(_site, "build the site of all lessons to dist/site/", _nothing),
    "update": Command(_update, "for learners: bring this folder up to a newer package", _update_options),
    "slides": Command(_slides, "write lessons as slides, one offline page each, to dist/slides/", _some_labs),
    "demo": Command(_demo, "show the whole loop of grading on a made-up class, in demo/", _demo_options),
    "judge": Command(_judge, "try right, wrong, blank and mutated answers on the graders", _some_labs),
    "offline": Command(_offline, "run a command with the network cut off", _offline_options),
    "roster": Command(_roster, "take a platform's list of participants into students.csv", _roster_options),
    "collect": Command(_collect, "take in submissions, with the time at which you received them", _collect_options),
    "due": Command(_due, "set a lab's deadline, what lateness costs, or an extension", _due_options),
    "grade": Command(_grade, "grade submissions in a sandbox, in parallel, into nbgrader's gradebook", _grade_options),
    "accept": Command(_accept, "say that a submission marked for review was looked at", _accept_options),
    "rubric": Command(_rubric, "written answers, line by line in a spreadsheet", _rubric_options),
    "feedback": Command(_feedback, "write feedback pages without hidden checks, in parallel", _class_options),
    "export": Command(
        _export, "grades and feedback as Moodle, Canvas or nbgrader's exchange takes them", _export_options
    ),
    "report": Command(_report, "how a graded class did: scores, hard exercises and why, what to do", _report_options),
    "leaderboard": Command(
        _leaderboard, "fly the pilots of a class through worlds drawn now, and rank them", _leaderboard_options
    ),
}
