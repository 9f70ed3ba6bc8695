"""In which steps a submission's cells are run and its checks asked: as few processes as the checks' places allow.

A check has to see the state that it would see in the notebook. Each state that checks see costs a process, and what
Python touches first in a new process costs more than most checks do. Most cells only define something new, and leave
whatever is there as it is: a check before such a cell can be asked after it as well.
"""

import ast
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coursekit import syntax
from coursekit.cell_ids import tag_of


@dataclass(frozen=True)
class CodeCell:
    """A code cell to run: `role` is given, learner or check; checks carry points and names."""

    id: str
    role: str
    source: str
    points: float = 0.0
    names: tuple[str, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether this is a check that learners do not see."""
        return tag_of(self.id) == "hidden"


@dataclass(frozen=True)
class Step:
    """A cell to run, or checks that are asked about the state so far; `last` where no cell comes after them."""

    cells: tuple[CodeCell, ...]
    last: bool = False

    @property
    def checks(self) -> bool:
        """Whether these are checks."""
        return self.cells[0].role == "check"


MAX_LOOKED_AT = 20_000
"""Letters of a cell that are looked into. The parser takes hundreds of bytes for each, and longer cells are rare."""


def steps(cells: Sequence[CodeCell]) -> list[Step]:
    """The steps of a notebook, in order."""
    found: list[Step] = []
    waiting: list[CodeCell] = []
    words = Words()
    for cell in cells:
        if waiting and cell.role != "check" and not only_adds(cell.source, words):
            found.append(Step(tuple(waiting)))
            waiting = []
        if cell.role == "check":
            waiting.append(cell)
        else:
            found.append(Step((cell,)))
        words.add(cell.source)
    if waiting:
        found.append(Step(tuple(waiting), last=True))
    return found


class Words:
    """The words of all code so far, spelt as the compiler takes them."""

    def __init__(self, *sources: str) -> None:
        self._known: set[str] = set()
        self.complete = True
        """Whether all of it was looked at."""
        for source in sources:
            self.add(source)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def add(self, source: str) -> None:
        """Add a cell."""
        if len(source) > MAX_LOOKED_AT:
            self.complete = False
        elif self.complete:
            self._known.update(re.findall(r"\w+", unicodedata.normalize("NFKC", source)))


def only_adds(code: str, before: Words) -> bool:
    """Whether a cell does no more than give functions and plain values to names of which no earlier code speaks.

    What is too long to be looked at in no time, or cannot be parsed for whatever reason, may do more.
    """
    if len(code) > MAX_LOOKED_AT or not before.complete:
        return False
    try:
        body = syntax.parse(code).body
        plain = all(map(_is_plain, body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return plain and not any(name in before for name in _bound(body))


def _is_plain(statement: ast.stmt) -> bool:
    """A definition, an assignment or a text that runs no code of a function or class when it is executed."""
    if isinstance(statement, ast.FunctionDef):
        given = statement.args
        every = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
        values = [*given.defaults, *given.kw_defaults, statement.returns, *(one.annotation for one in every if one)]
        return not statement.decorator_list and all(_is_value(value) for value in values if value)
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) for target in statement.targets) and _is_value(statement.value)
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _is_value(expression: ast.expr) -> bool:
    calm = (
        *(ast.Constant, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Name, ast.Attribute, ast.Subscript, ast.Slice),
        *(ast.UnaryOp, ast.BinOp, ast.expr_context, ast.operator, ast.unaryop),
    )
    return all(isinstance(node, calm) for node in ast.walk(expression))


def _bound(body: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef):
            yield statement.name
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))
