"""What takes minutes and comes out the same each time is kept in tests/kept_results/, under the content it came from.

Changed content, or `--thorough`, has it worked out again: what stock nbgrader gives, and what the judge finds.
"""

import ast
import functools
import hashlib
import importlib.metadata
import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import nbformat

from coursekit import files
from coursekit.classroom import Submission
from coursekit.manifest import Course, Lab
from coursekit.proofs import judge
from coursekit.texts import source
from grading_helpers import cell_scores

KEPT = Path(__file__).parent / "kept_results"
Scores = dict[tuple[str, str], tuple[float | None, float | None, bool]]

JUDGES_CODE = (
    *("proofs/judge.py", "proofs/disguises.py", "proofs/mutants.py", "proofs/warm_clean.py", "once.py"),
    *("texts/known_answers.py", "texts/notebooks.py", "texts/source.py", "grading/messages.py", "environment.py"),
)
"""The files of src/coursekit that a verdict comes from: the judge and what it imports."""
JUDGES_WORD = "(its index)"
"""What the judge looks for in the prose of a statement; all else that is said there changes no verdict."""


def stock_scores(real: Course, lab: Lab, submissions: Sequence[Submission], copy: Course, again: bool) -> Scores:
    """The scores that stock `nbgrader autograde` gives to what was handed in at `copy`, a course of the test's own."""
    kept = KEPT / "stock" / f"{lab.slug}.json"
    key = _fingerprint(_parts_of_scores(real, lab, submissions))
    if not again and kept.is_file():
        found = json.loads(kept.read_text(encoding="utf-8"))
        if found["content"] == key:
            return {(student, cell): tuple(score) for student, cell, score in found["scores"]}
    for command in (["generate_assignment", lab.slug, "--create", "--force"], ["autograde", lab.slug, "--create"]):
        subprocess.run(["nbgrader", *command], cwd=copy.root, check=True, capture_output=True)
    scores = cell_scores(copy)
    rows = ",\n".join(json.dumps([*names, score]) for names, score in sorted(scores.items()))
    kept.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(kept, f'{{"content": "{key}", "scores": [\n{rows}\n]}}\n')
    return scores


def faults_of_graders(course: Course, lab: Lab, again: bool) -> str:
    """What the judge finds wrong with the graders of a lab; "" where they are right, which alone is kept."""
    kept = KEPT / "judged" / f"{lab.slug}.txt"
    key = content_of_lab(course, lab)
    if not again and kept.is_file() and key in kept.read_text(encoding="utf-8"):
        return ""
    verdict = judge.judge(course, lab)
    if verdict.problems:
        return verdict.report()
    tried = ", ".join(f"{count} {what}" for what, count in verdict.counts.items())
    kept.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(kept, f"{tried} tried, {verdict.equivalent} mutants equivalent: the graders are right\n{key}\n")
    return ""


def content_of_lab(course: Course, lab: Lab) -> str:
    """A fingerprint of the code of an assignment, its known answers, and all that they depend on."""
    return _fingerprint(_parts_of_verdict(course, lab))


def _fingerprint(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _parts_of_verdict(course: Course, lab: Lab) -> Iterator[bytes]:
    """The code of the assignment, its known answers and data, the judge, bora, the pinned packages."""
    text = source.read(course.assignment_source(lab), "assignment")
    for cell in text.cells:
        if cell.cell_type == "code":
            yield repr((cell.tag, cell.name, sorted(cell.options.items()), cell.source)).encode()
    # all that the judge reads in a statement
    yield repr([JUDGES_WORD in text.statement(exercise) for exercise in text.exercises()]).encode()
    answers = [path for path in sorted(course.answers(lab).rglob("*")) if path.suffix in (".py", ".txt")]
    paths = [*answers, *(course.root / "data" / name for name in lab.data)]
    own = [path for pattern in JUDGES_CODE for path in sorted((course.root / "src" / "coursekit").glob(pattern))]
    code = [path.read_text(encoding="utf-8") for path in (course.assignment_source(lab), *answers)]
    for path in (course.root / "requirements.txt", *paths, *own, *sorted(_modules(course.root / "src", code))):
        yield path.relative_to(course.root).as_posix().encode()
        yield path.read_bytes()


def _parts_of_scores(real: Course, lab: Lab, submissions: Sequence[Submission]) -> Iterator[bytes]:
    """Notebooks without their prose, data, bora, the pinned packages."""
    yield importlib.metadata.version("nbgrader").encode()
    yield (real.root / "requirements.txt").read_bytes()
    for folder in (real.solution(lab).parent, real.release(lab).parent):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield _without_prose(path.read_bytes()) if path.suffix == ".ipynb" else path.read_bytes()
    cells = nbformat.read(real.solution(lab), as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    yield from (path.read_bytes() for path in sorted(_modules(real.root / "src", [code])))
    for submission in submissions:
        yield submission.student.encode()
        yield _without_prose(submission.content)


def _without_prose(content: bytes) -> bytes:
    """A notebook's cells that are run or graded; what is no notebook, as it is."""
    try:
        cells = json.loads(content)["cells"]
    except ValueError:
        return content
    prose = [cell["cell_type"] != "code" and not cell["metadata"].get("nbgrader", {}).get("grade") for cell in cells]
    return json.dumps([cell for cell, left_out in zip(cells, prose, strict=True) if not left_out]).encode()


def _modules(src: Path, code: Sequence[str]) -> set[Path]:
    """The files of bora that code imports, and of what they import."""
    found: set[Path] = set()
    waiting = [name for one in code for name in imported(one)]
    while waiting:
        name = waiting.pop()
        path = src / f"{name.replace('.', '/')}.py"
        if name.startswith("bora.") and path.is_file() and path not in found:
            found.add(path)
            waiting += imported(path.read_text(encoding="utf-8"))
    return found


@functools.cache
def imported(code: str) -> tuple[str, ...]:
    """The names of modules that code may import; none where it is no Python, as one of the known answers."""
    names = []
    try:
        nodes = ast.walk(ast.parse(code))
    except SyntaxError:
        return ()
    for node in nodes:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(names)
