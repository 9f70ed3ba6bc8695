"""Answers of known worth, tests/answers/LAB/EXERCISE/{right,wrong}_*.py: what each is, and how a wrong one fails.

A wrong one says it in its docstring: what was done, in a sentence, then which check fails first, and with which words.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coursekit import syntax
from coursekit.manifest import Course, Lab


@dataclass(frozen=True)
class WrongAnswer:
    """story: what was done, in words; fails: "check:1.1" or "hidden:1.1-edges"; says: words of the check's message."""

    exercise: str
    story: str
    fails: str
    says: str


def wrong_answer(path: Path, code: str) -> WrongAnswer | None:
    """What a wrong answer says of itself; None where something of it is missing."""
    try:
        docstring = ast.get_docstring(syntax.parse(code)) or ""
    except SyntaxError:
        return None
    fails = re.search(r"^fails: (\S+)$", docstring, re.MULTILINE)
    says = re.search(r"^says: (.+)$", docstring, re.MULTILINE)
    story = " ".join(docstring.partition("\n\n")[0].split())
    return WrongAnswer(path.parent.name, story, fails[1], says[1].strip()) if fails and says else None


def wrong_answers(course: Course, lab: Lab) -> Iterator[WrongAnswer]:
    """All known wrong answers of a lab."""
    for path in sorted(course.answers(lab).glob("*/wrong_*.py")):
        if found := wrong_answer(path, path.read_text(encoding="utf-8")):
            yield found
