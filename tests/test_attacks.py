"""Attacks and accidents: nobody earns a point by tampering, nobody loses one by accident, and no class stops.

Each file of tests/attacks/cells is what a learner writes into the answer of exercise 1.1 (after `# %% answer-1-3`, into
that of 1.3; after `# %% added`, into a cell of its own). Each file of tests/attacks/files hands in a notebook, or
something else. Their docstrings say what it is, what it deserves (points of the automatic checks), whether a teacher is
asked to look (review: yes, no, any; broken where it cannot be graded), and what the remark says.
"""

import ast
import contextlib
import hashlib
import importlib.util
import io
import json
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from coursekit import manifest
from coursekit.engine import crew
from coursekit.grading import intake, run
from coursekit.grading.feedback import write_feedback
from coursekit.manifest import Course
from coursekit.texts import build
from grading_helpers import cell_scores

pytestmark = [pytest.mark.slow, pytest.mark.sandbox, pytest.mark.believable]

HERE = Path(__file__).parent / "attacks"
CALM = {"cell_seconds": 5, "check_seconds": 5, "submission_seconds": 30, "memory_mb": 400, "processes": 40}
TIGHT = {"cell_seconds": 2, "check_seconds": 2, "submission_seconds": 15, "memory_mb": 300, "processes": 30}
SMALL = {"patience": 2, "disk_mb": 20, "files": 20_000, "output_mb": 1}

SOURCE, INPUT, EXPECTED = "CANARY-SOURCE", "1234567", "2469134"
SECOND = """
# %% [markdown]
# ## Exercise 1.3: triple it (2 points, 5 min)
#
# Write `triple(number)`. `triple(1)` is 3.

# %% answer:1.3 names="triple"
def triple(number):
    ### BEGIN SOLUTION
    return 3 * number
    ### END SOLUTION


# %% check:1.3 points=1
checks.close(triple(1), 3, "triple(1)", "Three times.")

# %% hidden:1.3 points=1
checks.close(triple(2), 6, "triple(2)", "Three times.")
"""
HIDDEN = f"""# {SOURCE}
checks.close(double({INPUT}), {EXPECTED}, "double", "Twice the number is asked for.")
checks.close(double(0.25)"""

ODD_NAMES = (
    *("bob[1]", "*", "zoë müller", "张 伟", "a\u3000b", "a,b", "x+y", "-rf", "st.u.dent", "o'neill", 'say "hi"', "{0}"),
    *("%s", "blank ", "\U0001f600", "a\\b", "né"),
)

NO_TEXT = os.fsdecode(b"bob\xff")
"""A name that is bytes, and no text: the gradebook cannot hold it."""


@dataclass(frozen=True)
class Attack:
    """One file of the corpus."""

    path: Path
    title: str
    deserves: float
    review: str
    says: str
    heavy: bool

    @property
    def student(self) -> str:
        return self.path.stem

    @classmethod
    def read(cls, path: Path) -> "Attack":
        """What the docstring of a file says."""
        words = path.read_text(encoding="utf-8").split('"""')[1]
        head = dict(re.findall(r"^(deserves|review|says|heavy): (.*)$", words, re.MULTILINE))
        deserves = 0.0 if head["deserves"] == "-" else float(head["deserves"])
        return cls(
            path, words.splitlines()[0], deserves, head["review"], head.get("says", ""), head.get("heavy") == "yes"
        )


CELLS = [Attack.read(path) for path in sorted((HERE / "cells").glob("*.py"))]
FILES = [Attack.read(path) for path in sorted((HERE / "files").glob("*.py"))]
ATTACKS = {attack.student: attack for attack in (*CELLS, *FILES)}


@dataclass
class Graded:
    """A class after grading: the gradebook, the notebooks, and what was left of the run."""

    course: Course
    summary: run.Summary
    scores: dict[tuple[str, str], tuple[float | None, float | None, bool]]
    comments: dict[str, str]
    left: list[str]
    changed: list[str]

    def points(self, student: str) -> float:
        """The points of the automatic checks."""
        return sum(score or 0 for (name, cell), (score, _, _) in self.scores.items() if name == student)

    def notebook(self, student: str) -> NotebookNode:
        """What is filed for a student, as its author may see it."""
        path = self.course.root / "autograded" / student / "01_tiny" / "01_tiny.ipynb"
        return intake.for_learners(nbformat.read(path, as_version=4))


@pytest.fixture(scope="module")
def victim(_built_tiny_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with canaries in a hidden check, and a second exercise."""
    root = tmp_path_factory.mktemp("attacked") / "course"
    shutil.copytree(_built_tiny_course, root)
    source = root / "course" / "assignments" / "01_tiny.py"
    source.write_text(source.read_text().replace("checks.close(double(0.25)", HIDDEN) + SECOND)
    settings = root / "course" / "course.toml"
    settings.write_text(settings.read_text().replace("points = 4", "points = 6"))
    course = manifest.load(root)
    build.build(course, [course.labs[0]])
    assert SOURCE in course.solution(course.labs[0]).read_text()
    assert SOURCE not in course.release(course.labs[0]).read_text()
    return course


@pytest.fixture(scope="module")
def calm(victim: Course, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The class of all attacks that need little time."""
    course = _copy(victim, tmp_path_factory.mktemp("calm"), CALM)
    for attack in CELLS:
        if not attack.heavy:
            _save(course, attack.student, _written(course, attack.path.read_text(encoding="utf-8")))
    for attack in FILES:
        _hand_in(course, attack)
    right = (HERE / "cells" / "control_right.py").read_text(encoding="utf-8")
    for name in ODD_NAMES:
        _save(course, name, _written(course, right))
    _save(course, NO_TEXT, _written(course, right))
    return _grade(course)


@pytest.fixture(scope="module")
def heavy(victim: Course, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The class of those that use up what there is, with an honest submission among them."""
    course = _copy(victim, tmp_path_factory.mktemp("heavy"), TIGHT)
    for attack in CELLS:
        if attack.heavy or attack.student == "control_right":
            _save(course, attack.student, _written(course, attack.path.read_text(encoding="utf-8")))
    return _grade(course)


@pytest.mark.parametrize("attack", [one for one in CELLS if not one.heavy], ids=lambda one: one.student)
def test_what_is_written_into_a_cell_gets_what_it_deserves(calm: Graded, attack: Attack) -> None:
    _has_its_verdict(calm, attack)


@pytest.mark.parametrize("attack", FILES, ids=lambda one: one.student)
def test_what_is_handed_in_gets_what_it_deserves(calm: Graded, attack: Attack) -> None:
    _has_its_verdict(calm, attack)


@pytest.mark.parametrize("attack", [one for one in CELLS if one.heavy], ids=lambda one: one.student)
def test_what_uses_up_the_machine_is_stopped(heavy: Graded, attack: Attack) -> None:
    _has_its_verdict(heavy, attack)


def test_an_honest_submission_among_greedy_ones_gets_its_points(heavy: Graded) -> None:
    assert heavy.points("control_right") == 4


@pytest.mark.parametrize("name", ODD_NAMES)
def test_students_may_have_any_name(calm: Graded, name: str) -> None:
    assert name in calm.summary.graded
    assert calm.points(name) == 4


def test_a_folder_whose_name_is_no_text_is_told_and_stops_nobody(calm: Graded) -> None:
    assert "cannot be a student's" in calm.summary.broken[NO_TEXT]


def test_nothing_is_left_of_a_run(calm: Graded, heavy: Graded) -> None:
    assert calm.left == []
    assert heavy.left == []


def test_a_run_changes_nothing_that_was_handed_in_and_nothing_of_the_course(calm: Graded, heavy: Graded) -> None:
    assert calm.changed == []
    assert heavy.changed == []


def test_what_looks_around_or_reaches_out_finds_nothing(calm: Graded) -> None:
    label = r"^(seen|written|opened|in memory|ways out|done|reached|left): (.*)$"
    found = {
        attack.student: re.findall(label, _printed(calm.notebook(attack.student)), re.MULTILINE)
        for attack in CELLS
        if not attack.heavy
    }
    assert {student: words for student, words in found.items() if any(word != "[]" for _, word in words)} == {}
    assert sum(map(len, found.values())) >= 8


def test_nothing_of_the_teachers_environment_is_in_sight(calm: Graded) -> None:
    assert "TEACHERS-SECRET" not in nbformat.writes(calm.notebook("teachers_environment"))


def test_a_disk_can_be_filled_only_to_its_limit(heavy: Graded) -> None:
    written = re.search(r"written: (\d+)", _printed(heavy.notebook("disk")))
    assert written
    assert int(written[1]) <= 100


def test_no_hidden_check_is_in_what_learners_see(calm: Graded, heavy: Graded) -> None:
    for graded in (calm, heavy):
        for student in graded.summary.graded:
            text = nbformat.writes(graded.notebook(student))
            for canary in (SOURCE, INPUT, EXPECTED):
                own = ATTACKS[student].path.read_text(encoding="utf-8") if student in ATTACKS else ""
                assert canary not in text or canary in own, (student, canary)


def test_what_an_answer_returns_to_a_hidden_check_is_not_in_what_learners_see(calm: Graded) -> None:
    for student in ("returns_what_it_is_asked", "returns_as_many_as_it_is_asked"):
        (hidden,) = (cell for cell in calm.notebook(student).cells if cell.id == "hidden-1-1")
        (error,) = hidden.outputs
        assert not re.search(r"[1-9]", error.evalue), error.evalue


def test_notebooks_of_attackers_stay_small(calm: Graded, heavy: Graded) -> None:
    for graded in (calm, heavy):
        for path in (graded.course.root / "autograded").rglob("*.ipynb"):
            assert path.stat().st_size < 12_000_000, path


def test_feedback_is_written_for_all_and_holds_no_hidden_check_and_no_script(calm: Graded) -> None:
    some = [name for name in ODD_NAMES if name in calm.summary.graded]
    some += [
        "script_in_output",
        "script_in_a_written_answer",
        "echoes_by_the_protocol",
        "half_characters",
        "echoes_hidden_inputs",
        "background_process_prints",
        "frames",
    ]
    some += [
        "control_wrong",
        "figure_flood",
        "huge_messages",
        "forged_outputs",
        "more_names_than_asked",
        "hidden_markers",
    ]
    assert sorted(write_feedback(calm.course, calm.course.labs[0], some)) == sorted(some)
    pages = {name: (calm.course.root / "feedback" / name / "01_tiny" / "01_tiny.html").read_text() for name in some}
    for name, page in pages.items():
        for canary in (SOURCE, INPUT, EXPECTED):
            assert canary not in page, (name, canary)
        assert "For the teacher" not in page, name
    for page in (pages["script_in_output"], pages["script_in_a_written_answer"]):
        assert "CANARY-SCRIPT" in page
        assert "<iframe" not in page
        assert not re.search(r"<[a-z][^<>]*href\s*=\s*.?java", page)
        assert "\\href" not in page
        assert not re.search(r"<script[^>]*>\s*alert", page)
        assert not re.search(r"<[a-z]+[^<>]*\son(error|load)\s*=", page)


def test_the_same_class_again_is_left_as_it_is(calm: Graded) -> None:
    again = _run(calm.course, ["control_right", "control_wrong", "bob[1]", "edited_check", "many_killers"])
    assert again.graded == []
    assert len(again.skipped) == 5
    assert cell_scores(calm.course) == calm.scores


def _has_its_verdict(graded: Graded, attack: Attack) -> None:
    student = attack.student
    broken = graded.summary.broken.get(student, "")
    if attack.review == "broken":
        assert re.search(attack.says, broken), broken
    else:
        assert student in graded.summary.graded, broken
    assert graded.points(student) == attack.deserves, _why(graded, student)
    remark = graded.summary.review.get(student, broken)
    look = graded.scores[student, "check-1-1"][2]
    if attack.review != "any":
        assert look == (attack.review != "no"), remark
    assert bool(remark) == look
    if look:
        assert remark.splitlines()[0][:40] in graded.comments[student]
        assert re.search(attack.says, remark), remark


def _why(graded: Graded, student: str) -> object:
    path = graded.course.root / "autograded" / student / "01_tiny" / "01_tiny.ipynb"
    if not path.exists():
        return graded.summary.broken
    notebook = nbformat.read(path, as_version=4)
    return [notebook.metadata["coursekit"], [cell.get("outputs") for cell in notebook.cells]]


def _printed(notebook: NotebookNode) -> str:
    return "".join(
        output.text for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "stream"
    )


def _copy(victim: Course, folder: Path, limits: dict[str, int]) -> Course:
    shutil.copytree(victim.root, folder / "course")
    with (folder / "course" / "nbgrader_config.py").open("a") as config:
        for name, value in {**SMALL, **limits}.items():
            config.write(f"c.Limits.{name} = {value}\n")
    return manifest.load(folder / "course")


def _written(course: Course, text: str) -> NotebookNode:
    """The release with the parts of an attack in its answers."""
    notebook = nbformat.read(course.release(course.labs[0]), as_version=4)
    first, *others = re.split(r"^# %% ([\w-]+)\n", text, flags=re.MULTILINE)
    answers = {cell.id: cell for cell in notebook.cells}
    answers["answer-1-1"].source = first.split('"""', 2)[2].strip()
    for name, source in zip(others[::2], others[1::2], strict=True):
        if name == "added":
            place = notebook.cells.index(answers["hidden-1-1"])
            notebook.cells.insert(place, nbformat.v4.new_code_cell(source))
        else:
            answers[name].source = source
    return notebook


def _save(course: Course, student: str, notebook: NotebookNode) -> None:
    folder = course.root / "submitted" / student / "01_tiny"
    folder.mkdir(parents=True)
    (folder / "01_tiny.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")


def _hand_in(course: Course, attack: Attack) -> None:
    spec = importlib.util.spec_from_file_location(attack.student, attack.path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = course.root / "submitted" / attack.student / "01_tiny"
    folder.mkdir(parents=True)
    notebook = nbformat.read(course.release(course.labs[0]), as_version=4)
    module.text, module.answer = json.dumps, _answer
    module.hand_in(folder, notebook, lambda one: (folder / "01_tiny.ipynb").write_text(json.dumps(one)))


def _answer(notebook: NotebookNode) -> None:
    """Put the right answer of exercise 1.1 into a notebook."""
    cell = next(cell for cell in notebook.cells if cell.id == "answer-1-1")
    cell.source = "def double(number):\n    if number < 0:\n        raise ValueError\n    return 2 * number"


def _grade(course: Course) -> Graded:
    before, marker = _fingerprints(course.root), f"RUN-{os.getpid()}-{time.monotonic_ns()}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEACHERS_TOKEN", "TEACHERS-SECRET")
        patch.setenv("ATTACKS_RUN", marker)
        patch.setattr(crew, "_ENVIRONMENT", (*crew._ENVIRONMENT, "ATTACKS_RUN"))
        seen: list[str] = []
        done = threading.Event()
        look = threading.Thread(target=_look, args=(marker.encode(), seen, done))
        look.start()
        try:
            summary = _run(course)
        finally:
            done.set()
            look.join()
    assert seen, "the marker marks nothing"
    left = _left(marker)
    query = """
        select student.id, comment.auto_comment from comment
        join submitted_notebook on submitted_notebook.id = comment.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
        join student on student.id = submitted_assignment.student_id
        where comment.auto_comment like 'For the teacher%'
    """
    with sqlite3.connect(course.root / "gradebook.db") as database:
        comments = dict(database.execute(query).fetchall())
    database.close()
    after = _fingerprints(course.root)
    changed = [name for name in before if before[name] != after.get(name)]
    return Graded(course, summary, cell_scores(course), comments, left, changed)


def _run(course: Course, students: list[str] | None = None) -> run.Summary:
    return run.grade_class(course, course.labs[0], students or (), jobs=4, out=io.StringIO())


def _fingerprints(root: Path) -> dict[str, str]:
    """What is in a course, but for what grading writes."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _left(marker: str) -> list[str]:
    """Processes of a run that are still there: those in whose environment the marker is."""
    for _ in range(20):
        left = list(_marked(marker.encode()))
        if not left:
            break
        time.sleep(0.1)
    return left


def _look(marker: bytes, seen: list[str], done: threading.Event) -> None:
    """Find marked processes while a run lasts, to be sure that they can be found."""
    while not seen and not done.wait(1):
        seen.extend(_marked(marker))


def _marked(marker: bytes) -> Iterator[str]:
    for path in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if path.name.isdigit() and marker in (path / "environ").read_bytes():
                yield (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def test_the_corpus_is_well_formed() -> None:
    assert len(CELLS) + len(FILES) > 100
    assert len(ATTACKS) == len(CELLS) + len(FILES)
    for attack in ATTACKS.values():
        assert attack.title.endswith((".", ")")), attack.path
        assert attack.review in ("yes", "no", "any", "broken"), attack.path
    for attack in FILES:
        ast.parse(attack.path.read_text(encoding="utf-8"))
