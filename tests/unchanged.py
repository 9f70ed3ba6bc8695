"""Slow tests are believed while nothing that they depend on has changed, as a build system keeps what it has built.

`make test` says `--believe`: tests with the mark `believable` are left out if all of their group have passed with the
same content before, on this machine or another. Without `--believe`, and with `--thorough`, they run.

A group is a module's tests, or those for one lab. Its content is what the module and conftest.py import or name,
directly or not, the files that all tests may use, and for a lab its assignment. Beyond that nothing of the course
(course/, data/, what is built from them) is in it, so that no such test may ask for the fixture `course` without a lab.
"""

import functools
import hashlib
import re
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

import kept
from coursekit import files, manifest
from coursekit.manifest import Lab

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PASSED = TESTS / "kept_results" / "passed"
FOR_ALL = ("nbgrader_config.py", "pyproject.toml", "requirements.txt", "requirements-dev.txt")
FOLDERS = ("tests/tiny_course", "tests/attacks", "src/coursekit/share")
WHY = "has passed with this content"
_NAMED = re.compile(r"\b(?:coursekit|bora)(?:\.\w+)+")
_BUILT = re.compile(r"\b(coursekit|bora)\.\{")
"""Such a name is put together at run time: it may be that of any module of the package."""

Group = tuple[Path, Lab | None]
Proof = tuple[str, str, int]
"""Name of a group, its content, and how many tests it has."""


class Believing:
    """A pytest plugin: it leaves out what has passed with this content, and keeps what passes now."""

    def __init__(self) -> None:
        self.passed: Counter[Proof] = Counter()
        self.believed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> Generator[None, None, None]:
        groups: dict[Group, list[pytest.Item]] = {}
        # of a test that is named alone it is not known how many others there are
        for item in items if not any("::" in argument for argument in config.args) else ():
            if item.get_closest_marker("believable") and not item.get_closest_marker("thorough"):
                groups.setdefault((item.path, _lab_of(item)), []).append(item)
        yield  # here others take out what was not asked for
        believe = config.getoption("--believe") and not config.getoption("--thorough")
        asked_for = set(items)
        for group, tests in groups.items():
            if left := asked_for.intersection(tests):
                proof = (name(group), content(group), len(tests))
                believed = believe and is_kept(proof)
                for item in left:
                    # travels with the reports, from the workers to the process that counts them
                    item.user_properties.append((WHY, proof))
                    if believed:
                        item.add_marker(pytest.mark.skip(reason=WHY))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for proof in (tuple(value) for label, value in report.user_properties if label == WHY):  # type: ignore[arg-type]
            self.passed[proof] += report.when == "call" and report.passed
            if report.skipped and WHY in report.longreprtext:
                self.believed.add(proof[0])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput"):
            for proof, passed in self.passed.items():
                if passed == proof[2]:
                    keep(proof)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.believed:
            terminalreporter.write_line(f"Not run again: {', '.join(sorted(self.believed))}.")
            terminalreporter.write_line("They have passed with this content; `make prove` runs them all the same.")


def name(group: Group) -> str:
    path, lab = group
    return f"{path.stem}-{lab.slug}" if lab else path.stem


def content(group: Group) -> str:
    """A fingerprint of all that the tests of a group depend on."""
    module, lab = group
    digest = hashlib.sha256()
    for path in sorted(_files(module)):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    if lab:
        digest.update(kept.content_of_lab(manifest.load(ROOT), lab).encode())
    return digest.hexdigest()


def is_kept(proof: Proof) -> bool:
    path = PASSED / f"{proof[0]}.txt"
    return path.is_file() and proof[1] in path.read_text(encoding="utf-8").split()


def keep(proof: Proof) -> None:
    group, content, tests = proof
    PASSED.mkdir(parents=True, exist_ok=True)
    files.write_text(PASSED / f"{group}.txt", f"{tests} tests have passed with this content\n{content}\n")


@functools.cache
def _files(module: Path) -> frozenset[Path]:
    fixed = [
        path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"
    ]
    found = {Path(__file__)}  # decides whether a test runs, not whether it passes
    waiting = [module, TESTS / "conftest.py"]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _next(path)
    return frozenset({*found, *fixed, *(ROOT / one for one in FOR_ALL)} - {Path(__file__)})


@functools.cache
def _next(path: Path) -> tuple[Path, ...]:
    """The files of this repository that one imports, or names as commands name modules."""
    text = path.read_text(encoding="utf-8")
    names = {*_NAMED.findall(text), *kept.imported(text)}
    candidates = [root / f"{one.replace('.', '/')}.py" for one in names for root in (ROOT / "src", TESTS)]
    candidates += [one for package in _BUILT.findall(text) for one in (ROOT / "src" / package).glob("*.py")]
    return tuple(candidate for candidate in candidates if candidate.is_file())


def _lab_of(item: pytest.Item) -> Lab | None:
    """The lab that a test is for. Raises UsageError where a test may depend on the whole course."""
    lab = getattr(item, "callspec", None) and item.callspec.params.get("lab")  # type: ignore[attr-defined]
    fixtures = item._fixtureinfo.name2fixturedefs.get("course", ())  # type: ignore[attr-defined]
    if not lab and fixtures and fixtures[-1].scope == "session":
        raise pytest.UsageError(f"{item.nodeid} asks for the course, all of which would have to be unchanged")
    return lab
