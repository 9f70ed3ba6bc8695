"""Answers that are the same but for names, comments and layout: something to look at, never a verdict.

A short answer has few forms, and a given skeleton even fewer; so answers below a length are not compared, nor those
that many share. Two who talked, two who asked the same assistant and two who thought alike look the same here.
"""

import ast
import builtins
from collections import defaultdict
from collections.abc import Mapping

from coursekit import syntax

MIN_PIECES = 40
"""Pieces of syntax (names, calls, numbers, ...) that an answer needs to be compared."""
MAX_SHARE = 0.2
"""Of a class: what more than these share is the form that the exercise suggests."""


def alike(answers: Mapping[str, str], unanswered: str = "") -> list[list[str]]:
    """Groups of students whose answers to one exercise are the same but for names, comments and layout.

    answers: code by student; unanswered: the cell as it was handed out, which is no answer.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    stub = form(unanswered)
    for student in sorted(answers):
        shape = form(answers[student])
        if shape and shape != stub:
            groups[shape].append(student)
    most = max(2.0, MAX_SHARE * len(answers))
    return sorted(group for group in groups.values() if 2 <= len(group) <= most)


def form(code: str) -> str:
    """What is left of code without names of one's own, comments, docstrings and layout; "" if too short or no code."""
    try:
        tree = syntax.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    if sum(1 for _ in ast.walk(tree)) < MIN_PIECES:
        return ""
    return ast.dump(_Nameless().visit(tree))


class _Nameless(ast.NodeTransformer):
    """Takes docstrings away, and gives whatever the code itself names the number of its first use."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def _number(self, name: str) -> str:
        if hasattr(builtins, name):
            return name
        return self._numbers.setdefault(name, f"n{len(self._numbers)}")

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self._number(node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(self._number(node.arg))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name, node.returns = self._number(node.name), None
        return self._without_docstring(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._number(node.name)
        return self._without_docstring(node)

    def visit_Module(self, node: ast.Module) -> ast.AST:
        return self._without_docstring(node)

    def _without_docstring(self, node: ast.FunctionDef | ast.ClassDef | ast.Module) -> ast.AST:
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
        return self.generic_visit(node)
