"""What tests share: the real course, and a tiny one that can be broken."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bora.data import CHECKSUMS, checksums
from coursekit import environment, manifest
from coursekit.grading import book, run
from coursekit.manifest import Course
from coursekit.texts import build
from grading_helpers import hand_in, made_up_class
from unchanged import Believing

environment.prepare()

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def course() -> Course:
    """The course of this checkout."""
    return manifest.load(ROOT)


@pytest.fixture(scope="session")
def _built_tiny_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tiny") / "course"
    shutil.copytree(ROOT / "tests" / "tiny_course", root)
    (root / "data" / CHECKSUMS).write_text(checksums(root / "data"))
    for name in ("LICENSE", "Makefile", "pyproject.toml", "requirements.txt", "nbgrader_config.py"):
        shutil.copyfile(ROOT / name, root / name)
    shutil.copyfile(ROOT / "course" / "learner_readme.md", root / "course" / "learner_readme.md")
    (root / "src").mkdir()
    (root / "docs" / "learn.md").write_text("# Learn\n")
    (root / "docs" / "take_it_with_you.md").write_text("# Take it with you\n")
    course = manifest.load(root)
    build.build(course, list(course.labs))
    return root


@pytest.fixture
def tiny(_built_tiny_course: Path, tmp_path: Path) -> Course:
    """A built course with one lesson and one assignment, in a folder of the test's own."""
    shutil.copytree(_built_tiny_course, tmp_path / "course")
    return manifest.load(tmp_path / "course")


@pytest.fixture(scope="session")
def _class_of_tiny(_built_tiny_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("class") / "course"
    shutil.copytree(_built_tiny_course, root)
    course = manifest.load(root)
    lab = course.labs[0]
    hand_in(course, lab, made_up_class(course, lab))
    gradebook = book.Book(root, lab.slug, book.load_config(root))
    gradebook.register(course.solution(lab).parent, run.load(course, lab))
    gradebook.close()
    return root


@pytest.fixture
def class_with_gradebook(_class_of_tiny: Path, tmp_path: Path) -> Course:
    """The tiny course with a made-up class that has handed in, and a gradebook that knows the assignment."""
    shutil.copytree(_class_of_tiny, tmp_path / "course")
    return manifest.load(tmp_path / "course")


@pytest.fixture(scope="session")
def _graded_tiny(_class_of_tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(_class_of_tiny, root)
    course = manifest.load(root)
    run.grade_class(course, course.labs[0], out=io.StringIO())
    return root


@pytest.fixture
def graded(_graded_tiny: Path, tmp_path: Path) -> Course:
    """The tiny course with a made-up class that has been graded."""
    shutil.copytree(_graded_tiny, tmp_path / "course")
    return manifest.load(tmp_path / "course")


@pytest.fixture
def edit() -> Callable[[Path, str, str], None]:
    """Replace a text in a file; it must be there."""

    def replace(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


_LONG = ("test_graders.py", "test_grading.py", "test_demo.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--believe", action="store_true", help="leave out what has passed with the same content before")
    parser.addoption("--thorough", action="store_true", help="also what is kept or sampled otherwise: half an hour")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Believing())


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether to try all that can be tried, and to believe nothing that was kept from an earlier run."""
    return bool(request.config.getoption("--thorough"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("thorough") and not item.config.getoption("--thorough"):
        pytest.skip("runs with --thorough only")
    if item.get_closest_marker("sandbox") and not sys.platform.startswith("linux"):
        pytest.skip("bubblewrap needs Linux")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: else one of two workers is left with them when the other has nothing to do any more."""
    items.sort(key=lambda item: item.path.name not in _LONG)
