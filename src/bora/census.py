"""How many lines of code a system has, and how many of them are the model.

A line counts if it holds code: blank lines, comments and docstrings do not.
"""

import ast
import importlib.util
import io
import tokenize
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

SYSTEM = {
    "runs the loop": ("flight", "loops"),
    "serves": ("services", "scoring_app", "balancer", "lifeline"),
    "watches": ("dashboard",),
    "records": ("recorder", "tracking", "tracking_page"),
    "counts money": ("money",),
}
"""Bora's system in labs 05 and 06, without the simulated world: what a module of `bora` is there for."""

_SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(text: str) -> set[int]:
    """The numbers of the lines of a Python text that hold code."""
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _SILENT:
            found.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        # a docstring, or a text that stands alone after an assignment
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return found


def count(model_code: Collection[str], system: Mapping[str, Sequence[str]] = SYSTEM) -> pd.DataFrame:
    """A row a part of the system: part, lines, and model, how many of these belong to functions of `model_code`.

    Functions and classes are named with their module, "flight.features". Raises ValueError for a name that is nowhere.
    """
    rows, missing = [], set(model_code)
    for part, modules in system.items():
        lines = model = 0
        for module in modules:
            text = _text(module)
            counted = code_lines(text)
            lines += len(counted)
            for name, span in _definitions(text):
                if f"{module}.{name}" in missing:
                    missing.discard(f"{module}.{name}")
                    model += len(counted & span)
        rows.append({"part": part, "lines": lines, "model": model})
    if missing:
        raise ValueError(f"there is no {sorted(missing)[0]!r} in this system; names look like 'flight.features'")
    return pd.DataFrame(rows)


def _text(module: str) -> str:
    spec = importlib.util.find_spec(f"bora.{module}")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


def _definitions(text: str) -> list[tuple[str, set[int]]]:
    """Functions and classes of a text, methods as "Class.method", each with the numbers of its lines."""
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.append((node.name, _span(node)))
        if isinstance(node, ast.ClassDef):
            methods = [child for child in node.body if isinstance(child, ast.FunctionDef)]
            found += [(f"{node.name}.{method.name}", _span(method)) for method in methods]
    return found


def _span(node: ast.FunctionDef | ast.ClassDef) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
