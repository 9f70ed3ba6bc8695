"""Automatic mutants of a reference answer: one small change each, of the kinds that students' faults resemble.

Operators after Jia and Harman, "An Analysis and Survey of the Development of Mutation Testing" (IEEE TSE 37(5), 2011):
relational, arithmetic, logical, constant, return value, condition, and argument order.
"""

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeGuard

from coursekit import syntax

_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True)
class Mutant:
    """A changed answer. `name` says what was changed, "a < b -> a <= b", and is unique within the answer."""

    name: str
    code: str


def mutants(code: str) -> list[Mutant]:
    """All mutants of an answer cell, in the order of its text; docstrings, imports and messages are left alone.

    Of a suite of tests, which are not the thing under test, each is left out once.
    """
    tree = syntax.parse(code)
    if tests := [node.name for node in tree.body if _is_test(node)]:
        return [Mutant(f"without {name}", _without(tree, name)) for name in tests]
    spared = set(_spared(tree))
    seen: Counter[str] = Counter()
    made = []
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in spared:
            continue
        for change in _changes(node):
            other = copy.deepcopy(tree)
            twin = list(ast.walk(other))[place]
            before = ast.unparse(twin)
            change(twin)
            name = f"{_short(before)} -> {_short(ast.unparse(twin))}"
            seen[name] += 1
            suffix = f" (no. {seen[name]})" if seen[name] > 1 else ""
            made.append(Mutant(name + suffix, ast.unparse(ast.fix_missing_locations(other))))
    return made


def _is_test(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def _without(tree: ast.Module, name: str) -> str:
    body = [node for node in tree.body if not (_is_test(node) and node.name == name)]
    return ast.unparse(ast.Module(body, []))


def _spared(tree: ast.AST) -> Iterator[int]:
    """Nodes whose change says nothing about an answer: docstrings, annotations, imports, raised messages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from map(id, ast.walk(node))
        elif isinstance(node, ast.Raise):
            yield from (id(leaf) for child in ast.iter_child_nodes(node) for leaf in ast.walk(child))
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield from map(id, ast.walk(node.annotation))
        elif isinstance(node, ast.FunctionDef) and node.returns:
            yield from map(id, ast.walk(node.returns))


def _changes(node: ast.AST) -> Iterator[Callable[[Any], object]]:
    """Functions that each make one change to a node like this one, in place."""
    if isinstance(node, ast.Compare):
        yield from (partial(_swap_comparison, place=place) for place in range(len(node.ops)))
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield lambda twin: setattr(twin, "op", _ARITHMETIC[type(twin.op)]())
    elif isinstance(node, ast.BoolOp):
        yield lambda twin: setattr(twin, "op", ast.Or() if isinstance(twin.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        # removed by doubling: - -x and not not x
        yield lambda twin: setattr(twin, "operand", ast.UnaryOp(twin.op, twin.operand))
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield lambda twin: setattr(twin, "value", twin.value + 1)
    elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
        yield lambda twin: setattr(twin.exc.func, "id", "RuntimeError")
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield lambda twin: setattr(twin, "value", not twin.value)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield lambda twin: setattr(twin, "value", ast.Constant(None))
    elif isinstance(node, ast.If | ast.IfExp):
        yield lambda twin: setattr(twin, "test", ast.Constant(True))
        yield lambda twin: setattr(twin, "test", ast.Constant(False))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "between":
        # both of its ends belong to it, unless it is told otherwise
        yield lambda twin: twin.keywords.append(ast.keyword("inclusive", ast.Constant("left")))
        yield lambda twin: twin.keywords.append(ast.keyword("inclusive", ast.Constant("right")))
    elif isinstance(node, ast.Call) and len(node.args) == 2 and not any(isinstance(a, ast.Starred) for a in node.args):
        yield lambda twin: twin.args.reverse()


def _swap_comparison(twin: ast.Compare, place: int) -> None:
    twin.ops[place] = _COMPARE[type(twin.ops[place])]()


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= 90 else line[:87] + "..."
