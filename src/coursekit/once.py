"""Which functions of `bora.checks.once` a check calls: their cases are made before anybody forks."""

import ast
import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

from coursekit import syntax


def calls(code: str, namespace: dict[str, Any]) -> Iterator[tuple[Callable[..., Any], tuple[Any, ...] | None]]:
    """Each such function that a check calls, with its arguments where they are constants, else None."""
    for (first, *rest), arguments in _named_calls(code):
        with contextlib.suppress(Exception):  # it is for the check itself to fail
            function = functools.reduce(getattr, rest, namespace[first])
            if getattr(function, "once", False):
                yield function, arguments


@functools.cache
def _named_calls(code: str) -> list[tuple[list[str], tuple[Any, ...] | None]]:
    """All calls by name in a check: the parts of the name, and the arguments if these are constants by place."""
    found = []
    for call in ast.walk(syntax.parse(code)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute):
            constants = [one.value for one in call.args if isinstance(one, ast.Constant)]
            plain = len(constants) == len(call.args) and not call.keywords
            found.append((ast.unparse(call.func).split("."), tuple(constants) if plain else None))
    return found
