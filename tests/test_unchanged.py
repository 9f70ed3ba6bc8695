"""`--believe` leaves out what has passed with the same content, and nothing else."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import unchanged

pytestmark = pytest.mark.slow

SUMS = """
import pytest
from helper import add

pytestmark = pytest.mark.believable

def test_one(): assert add(1, 0) == 1
def test_two(): assert add(1, 1) == 2
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with a helper, two tests that use it, and the plugin."""
    (tmp_path / "tests").mkdir()
    for name in ("conftest.py", "unchanged.py", "kept.py", "grading_helpers.py"):
        shutil.copyfile(unchanged.TESTS / name, tmp_path / "tests" / name)
    for name in unchanged.FOR_ALL:
        shutil.copyfile(unchanged.ROOT / name, tmp_path / name)
    (tmp_path / "tests" / "test_sums.py").write_text(SUMS)
    (tmp_path / "tests" / "helper.py").write_text("def add(a, b): return a + b\n")
    return tmp_path


def run(tree: Path, *options: str) -> dict[str, int]:
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", *options]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    (line,) = re.findall(r"^(\d+ .*) in [\d.]+s", done.stdout, re.MULTILINE)
    assert ("Not run again: test_sums." in done.stdout) == ("skipped" in line)
    return {what: int(count) for count, what in (part.split() for part in line.split(", "))}


def test_what_passed_is_left_out_until_something_that_it_imports_changes(tree: Path) -> None:
    assert run(tree, "--believe", "tests", "-n", "2") == {"passed": 2}
    assert run(tree, "--believe", "tests") == {"skipped": 2}
    assert run(tree, "--believe", "--thorough", "tests") == {"passed": 2}
    (tree / "tests" / "helper.py").write_text("def add(a, b): return b + a\n")
    assert run(tree, "--believe", "tests") == {"passed": 2}


def test_what_failed_or_ran_in_part_is_not_believed(tree: Path) -> None:
    assert run(tree, "tests/test_sums.py::test_one") == {"passed": 1}
    assert run(tree, "tests", "-k", "one") == {"passed": 1, "deselected": 1}
    (tree / "tests" / "helper.py").write_text("def add(a, b): return a or b\n")
    assert run(tree, "tests") == {"passed": 1, "failed": 1}
    assert run(tree, "--believe", "tests") == {"passed": 1, "failed": 1}


def test_a_test_of_the_whole_course_cannot_be_believed(tree: Path) -> None:
    module = tree / "tests" / "test_sums.py"
    module.write_text(SUMS + "def test_course(course): pass\n")
    done = subprocess.run([sys.executable, "-m", "pytest"], cwd=tree, capture_output=True, text=True, check=False)
    assert "test_course asks for the course" in done.stderr + done.stdout


def test_a_module_whose_name_is_put_together_at_run_time_is_depended_on() -> None:
    """As those of the services are, which a fleet starts with `-m`."""
    services = unchanged._files(unchanged.TESTS / "test_services.py")
    assert {unchanged.ROOT / "src" / "bora" / f"{name}.py" for name in ("balancer", "scoring_app")} <= services
