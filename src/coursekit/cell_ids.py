"""The one grammar of cell ids: `hidden-1-2-edges` is the hidden check "edges" of exercise 1.2."""

import re
from dataclasses import dataclass

_GRAMMAR = re.compile(r"(answer|check|hidden|written|try)-(\d+)-(\d+)(?:-(.+))?")
_NOBODY = "0.0"


@dataclass(frozen=True)
class CellId:
    """The id of a named cell: what it is (its tag), the exercise that it belongs to ("1.2"), and what tells several
    checks of one exercise apart ("" for the first)."""

    tag: str
    exercise: str
    suffix: str = ""

    @classmethod
    def of(cls, tag: str, name: str) -> "CellId":
        """The id of a cell that a course text names: of("check", "1.2-units") is check-1-2-units."""
        exercise, _, suffix = name.partition("-")
        return cls(tag, exercise, suffix)

    @classmethod
    def parse(cls, text: str) -> "CellId | None":
        """The parts of a named cell's id; None for any other text, such as the id of a given cell."""
        found = _GRAMMAR.fullmatch(text)
        return cls(found[1], f"{found[2]}.{found[3]}", found[4] or "") if found else None

    def __str__(self) -> str:
        return "-".join(filter(None, (self.tag, self.exercise.replace(".", "-"), self.suffix)))


def tag_of(identity: str) -> str:
    """What a cell is by its id: "answer", "check", "hidden", "written" or "try"; "" for any other cell."""
    found = CellId.parse(identity)
    return found.tag if found else ""


def exercise_of(identity: str) -> str:
    """The exercise that a cell belongs to by its id; "0.0" for a cell of none."""
    found = CellId.parse(identity)
    return found.exercise if found else _NOBODY
