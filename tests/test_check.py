"""`coursekit check` finds what is out of step or out of form, and says what mends it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit import manifest
from coursekit.manifest import Course
from coursekit.proofs import check

Edit = Callable[[Path, str, str], None]
LESSON, ASSIGNMENT = "course/lessons/01_tiny.py", "course/assignments/01_tiny.py"
NOTEBOOK, RELEASE = "notebooks/01_tiny.ipynb", "assignments/01_tiny/01_tiny.ipynb"


def problems(course: Course) -> str:
    again = manifest.load(course.root)
    return "\n".join(check.check(again, list(again.labs)))


def test_a_course_as_built_has_no_problem(tiny: Course) -> None:
    assert problems(tiny) == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        # out of step
        (LESSON, "what will it print?", "what will come out?", "is out of step with course/lessons/01_tiny.py: run"),
        (ASSIGNMENT, "there is one", "there is a good one", "solutions/01_tiny/01_tiny.ipynb is out of step"),
        (NOTEBOOK, "what will it print?", "what will come out?", "notebooks/01_tiny.ipynb is out of step"),
        (RELEASE, "there is one", "there is a good one", "assignments/01_tiny/01_tiny.ipynb is out of step"),
        (RELEASE, '"execution_count": null', '"execution_count": 7', "holds outputs, which can give answers away"),
        (NOTEBOOK, '"execution_count": 1', '"execution_count": 4', "was not run from top to bottom"),
        ("assignments/01_tiny/data/numbers.csv", "1.5", "1.6", "differs from data/numbers.csv"),
        ("data/numbers.csv", "1.5", "1.6", "data/SHA256SUMS does not fit"),
        ("README.md", "| 01 Tiny |", "| 01 Small |", "README.md is out of step"),
        ("docs/teach.md", "Accept any reason.", "Accept none.", "docs/teach.md is out of step"),
        # the form of a lesson
        (LESSON, "(5 min)", "(13 min)", "should read '## 1. Title (N min)'"),
        (LESSON, "## Pitfalls", "## Traps", "ends with the sections Pitfalls"),
        (LESSON, "# %% setup", "# %%", "exactly one setup cell"),
        (LESSON, "# <details><summary>Hint 2</summary>The sum, divided.</details>\n#\n", "", "needs three hints"),
        (LESSON, "# 3. Three? <details><summary>Answer</summary>Yes.</details>", "#", "the quiz has three questions"),
        (LESSON, "half = ...", "half = ..." + "\n" * 20, "lines of code"),
        # the form of an assignment
        (ASSIGNMENT, "(2 points, 5 min)", "(3 points, 5 min)", "the checks give"),
        ("course/course.toml", "points = 4", "points = 5", "course/course.toml says 5"),
        (ASSIGNMENT, "# %% check:1.1 points=1", "# %% check:1.1 points=2", "less than half of its points"),
        (LESSON, "half = ...", "double = half = ...", "defines 'double', which 01_tiny.py grades"),
        # links
        ("README.md", "# Tiny", "# Tiny\n\n[here](nowhere.md)", "the link 'nowhere.md' leads nowhere"),
        ("README.md", "# Tiny", "# Tiny\n\n[here](docs/teach.md#no)", "names a heading that does not exist"),
    ],
)  # fmt: skip
def test_a_change_in_one_place_is_found(tiny: Course, edit: Edit, file: str, old: str, new: str, says: str) -> None:
    edit(tiny.root / file, old, new)
    assert says in problems(tiny)


def test_a_file_beside_an_assignment_is_found(tiny: Course) -> None:
    (tiny.root / "assignments" / "01_tiny" / "notes.txt").write_text("the answer is 8")
    assert "assignments/01_tiny/notes.txt does not belong there" in problems(tiny)


def test_a_file_that_a_wrong_call_left_at_the_root_is_found(tiny: Course) -> None:
    """Where it is under version control; what lies beside the course otherwise is nobody's business."""
    stray = tiny.root / "--help"
    stray.mkdir()
    (stray / "table.csv").write_text("1")
    assert problems(tiny) == ""
    for words in (["init", "-q"], ["add", "--", "./--help"]):
        subprocess.run(["git", *words], cwd=tiny.root, check=True, capture_output=True)
    assert "--help" in problems(tiny)


def test_a_clone_has_the_same_line_ends_on_every_system(course: Course) -> None:
    """Else a clone on Windows would be out of step with itself."""
    if not (course.root / ".git").exists():
        pytest.skip("this is no clone")
    files = ["course/lessons/00_start_here.py", "assignments/01_ai_adoption/01_ai_adoption.ipynb", "data/SHA256SUMS"]
    command = ["git", "check-attr", "text", "eol", "--", *files]
    said = subprocess.run(command, cwd=course.root, check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == [line for file in files for line in (f"{file}: text: auto", f"{file}: eol: lf")]


def test_a_lab_that_the_manifest_does_not_know_is_found(tiny: Course) -> None:
    (tiny.root / "notebooks" / "02_more.ipynb").write_text("{}")
    assert "notebooks/02_more.ipynb belongs to no lab" in problems(tiny)


def test_a_number_in_prose_that_no_output_supports_is_found(tiny: Course, edit: Edit) -> None:
    for path, old in ((tiny.root / LESSON, "# The sum is 4.0."), (tiny.root / NOTEBOOK, "The sum is 4.0.")):
        edit(path, old, old.replace("4.0", "4.1"))
    assert "the number '4.1' stands in no compared output" in problems(tiny)


@pytest.mark.parametrize("prose", ["The sum is 4.1 (source: a rumour).", "The sum is `4.1`.", "In 2025 there were 41."])
def test_a_number_with_a_source_in_code_or_without_a_claim_is_let_through(tiny: Course, edit: Edit, prose: str) -> None:
    edit(tiny.root / LESSON, "# The sum is 4.0.", f"# {prose}")
    edit(tiny.root / NOTEBOOK, "The sum is 4.0.", prose)
    assert problems(tiny) == ""


def test_an_error_in_the_text_is_reported_with_its_line(tiny: Course, edit: Edit) -> None:
    edit(tiny.root / ASSIGNMENT, "# %% check:1.1", "# %% chek:1.1")
    assert f"{tiny.root / ASSIGNMENT}:18: unknown tag 'chek:1.1'" in problems(tiny)


def test_an_address_in_an_output_is_found(tiny: Course) -> None:
    path = tiny.root / NOTEBOOK
    notebook = json.loads(path.read_text())
    next(cell for cell in notebook["cells"] if cell.get("outputs"))["outputs"][0]["text"] = [
        "<object at 0x7f3a2b1c0d10>"
    ]
    path.write_text(json.dumps(notebook))
    assert "prints an address or a path of the machine" in problems(tiny)


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ("assert _twice is not None", "uses '_twice' of the reference answer, which its contract does not declare"),
        (
            "import inspect\nassert 'sum' in inspect.getsource(double)",
            "calls inspect.getsource, which cannot look into",
        ),
        ("import joblib\njoblib.load('parcel')", "calls joblib.load outside of the learner's sandbox"),
        ("import mlflow\nmlflow.sklearn.load_model('parcel')", "calls mlflow.sklearn.load_model outside of the"),
    ],
)
def test_a_check_that_cannot_be_examined_from_outside_is_found(tiny: Course, edit: Edit, check: str, says: str) -> None:
    edit(tiny.root / ASSIGNMENT, "# %% check:1.1 points=1\n", f"# %% check:1.1 points=1\n{check}\n")
    edit(tiny.root / ASSIGNMENT, "def double(number):", "_twice = 2\n\n\ndef double(number):")
    assert says in problems(tiny)


def test_a_name_that_a_later_check_takes_from_a_function_is_found(tiny: Course, edit: Edit) -> None:
    before = "size = 4\n\n\ndef twice_the_size():\n    return double(size)\n\n\n"
    later = "# %% check:1.1-later points=0\nfor size in (1, 2):\n    assert double(size) == size + size\n\n"
    edit(tiny.root / ASSIGNMENT, "# %% check:1.1 points=1\n", f"# %% check:1.1 points=1\n{before}")
    edit(tiny.root / ASSIGNMENT, "# %% hidden:1.1", f"{later}# %% hidden:1.1")
    assert "binds 'size' anew, on which a function in line" in problems(tiny)


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ("3 / 4", "it ends in an expression, which pays as partial credit"),
        ("checks.number(double(1), 'double(1)')", "it ends in an expression, which pays as partial credit"),
        (
            "try:\n    double(1)\nexcept Exception as error:\n    raise AssertionError(f'no ({error})') from None",
            "shows the",
        ),
        ("for seed in range(9):\n    case = make_case(seed)\n    double(case)\n    assert case", "gets counted seeds"),
        ("for seed in checks.seeds(9, 'short'):\n    assert double(seed)", "seeds needs a secret of 20 signs"),
        (
            "numbers = [1]\nfound = double(numbers)\nexpected = sum(numbers)\nassert found",
            "works out what is expected from",
        ),
        ("with crash.scratch() as f:\n    assert crash.call(len, f, service=s)", "that the answer does not declare"),
        ("assert crash.call(double, service=s, until=3)", "kills at a fixed moment"),
        ("service = BatchService()\nassert double(service.url)", "BatchService is not opened in a with block"),
    ],
)
def test_a_hidden_check_that_is_not_fair_is_found(tiny: Course, edit: Edit, check: str, says: str) -> None:
    edit(tiny.root / ASSIGNMENT, 'checks.raises(ValueError, lambda: double(-1), "double(-1)")', check)
    assert says in problems(tiny)


@pytest.mark.parametrize(
    ("test", "found"),
    [
        ("value == 2.0", True),
        ("2.0 == value", True),
        ("set(value) == {1, 2}", True),
        ("value in (2, 3)", True),
        ("abs(value - 2) < 0.1", True),
        ("value > 1 and round(value) == 2", True),
        ("value == sum(numbers) / 2", False),
        ("value[0] == numbers[0] and value[1] < 10", False),
        ("checks.seal(value) == '4523540f'", False),
        ("value > 1", False),
    ],
)
def test_a_try_it_that_shows_its_answer_is_found(tiny: Course, edit: Edit, test: str, found: bool) -> None:
    edit(tiny.root / LESSON, "lambda value: value == sum(numbers) / 2", f"lambda value: {test}")
    assert ("compares with the answer itself" in problems(tiny)) == found
