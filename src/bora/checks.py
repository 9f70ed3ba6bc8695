"""Checks whose messages help: type, then shape, then range, then value, one message each.

They are strict about types on purpose: an object that merely claims to be equal to anything is not a number.
No message ever contains the expected value. Every function raises AssertionError and nothing else.
"""

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd


def plain(value: Any, what: str = "the result") -> Any:
    """`value` as builtin Python data: numpy scalars and arrays, tuples and Series become numbers and lists.

    Dict keys and set members keep being tuples. Raises AssertionError for anything that is not plain data (an object
    of a class of one's own, say, or a list that contains itself).
    """
    try:
        return _plain(value, what)
    except RecursionError:
        raise AssertionError(f"{what} is nested too deeply, or contains itself.") from None


def number(value: Any, what: str, low: float | None = None, high: float | None = None) -> float:
    """Check that `value` is one finite number (not a bool) within [low, high]; return it as a float."""
    found = plain(value, what)
    assert type(found) in (int, float), f"{what} should be a number, not {_kind(found)}."
    try:
        found = float(found)
    except OverflowError:
        raise AssertionError(f"{what} is far too large.") from None
    assert math.isfinite(found), f"{what} is {found}: a finite number is expected."
    assert low is None or found >= low, f"{what} is {found:.6g}; it cannot be below {low:g}."
    assert high is None or found <= high, f"{what} is {found:.6g}; it cannot be above {high:g}."
    return found


def close(value: Any, expected: float, what: str, hint: str, tolerance: float = 1e-6) -> None:
    """Check that `value` is a number within `tolerance` (absolute) of `expected`; the message shows only `value`."""
    found = number(value, what)
    assert abs(found - expected) <= tolerance, f"{what} is {found:.6g}, which is not right. {hint}"


def numbers(value: Any, what: str, length: int | None = None) -> list[float]:
    """Check that `value` is a sequence (list, tuple, array, Series) of finite numbers; return it as a list."""
    found = plain(value, what)
    assert type(found) is list, f"{what} should be a list of numbers, not {_kind(found)}."
    assert length is None or len(found) == length, f"{what} has {len(found)} entries; {length} are expected."
    return [number(item, f"{what}[{place}]") for place, item in enumerate(found)]


def all_close(value: Any, expected: Sequence[float], what: str, hint: str, tolerance: float = 1e-6) -> None:
    """Check a sequence of numbers entry by entry against `expected`; the message names the first wrong place."""
    found = numbers(value, what, len(expected))
    for place, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert abs(one - other) <= tolerance, f"{what}[{place}] is {one:.6g}, which is not right. {hint}"


def same(value: Any, expected: Any, what: str, hint: str) -> None:
    """Check plain data (strings, numbers, bools, lists, dicts, sets) for equality, types included; 1 is not True."""
    assert _equal(plain(value, what), plain(expected)), f"{what} is not right. {hint}"


def flag(value: Any, expected: bool, what: str, hint: str) -> None:
    """Check that `value` is the bool `expected`."""
    found = plain(value, what)
    assert type(found) is bool, f"{what} should be True or False, not {_kind(found)}."
    assert found is expected, f"{what} is {found}, which is not right. {hint}"


def table(value: Any, what: str, columns: Sequence[str], rows: int | None = None) -> pd.DataFrame:
    """Check that `value` is a DataFrame with exactly `columns`, in that order, and `rows` rows; return it."""
    assert type(value) is pd.DataFrame, f"{what} should be a pandas DataFrame, not {_kind(value)}."
    missing = [name for name in columns if name not in value.columns]
    assert not missing, f"{what} lacks the column(s) {', '.join(missing)}."
    assert _equal(plain(list(value.columns), what), list(columns)), (
        f"{what} should have the columns {', '.join(columns)}, in that order."
    )
    assert rows is None or len(value) == rows, f"{what} has {len(value)} rows; {rows} are expected."
    return value


def raises(kind: type[Exception], call: Callable[[], Any], what: str) -> None:
    """Check that `call()` raises `kind` (or a subclass of it)."""
    try:
        call()
    except kind:
        return
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(f"{what} should raise {kind.__name__}; it raised {type(error).__name__}.") from None
    raise AssertionError(f"{what} should raise {kind.__name__}; it returned as if nothing were wrong.")


def try_it(value: Any, check: Callable[[Any], bool], right: str, hint: str) -> None:
    """The instant check of a lesson's try-it: prints one line and never raises, so that Run All works.

    A placeholder (`...`, or a function that returns it or raises NotImplementedError) means "not started yet". `right`
    is printed when `check(value)` is true, `hint` when it is not.
    """
    started = value is not ...
    if type(value) is type(try_it):
        value = _watch(value)
    try:
        done = started and bool(check(value))
    except NotImplementedError:
        started = False
    except Exception as error:
        try:
            reason = f"{type(error).__name__}: {error}"
        except Exception:
            reason = type(error).__name__
        print(f"Not yet: your answer cannot be checked ({reason}). {hint}")
        return
    if not started:
        print("Not started yet: replace the ... above, then run the cell again.")
        return
    print(f"Right. {right}" if done else f"Not yet: {hint}")


def _watch(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, raising NotImplementedError where it returns the placeholder `...`."""

    @functools.wraps(function)
    def watched(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if result is ...:
            raise NotImplementedError
        return result

    return watched


def _plain(value: Any, what: str) -> Any:
    kind = type(value)
    if value is None or value is pd.NA or kind in (bool, int, float, str):
        return None if value is pd.NA else value
    if kind in (list, tuple):
        return [_plain(item, what) for item in value]
    if kind is dict:
        return {_plain_key(key, what): _plain(item, what) for key, item in value.items()}
    if kind in (set, frozenset):
        return {_plain_key(item, what) for item in value}
    if kind.__module__ == "numpy" and isinstance(value, np.generic):
        item = value.item()
        if type(item) in (bool, int, float, str):
            return item
    if kind is np.ndarray or kind in (pd.Series, pd.Index):
        return _plain(value.tolist(), what)
    raise AssertionError(f"{what} holds a {kind.__name__}; plain numbers, strings, lists and dicts are expected.")


def _plain_key(value: Any, what: str) -> Any:
    if type(value) in (tuple, frozenset):
        return type(value)(_plain_key(item, what) for item in value)
    return _plain(value, what)


def _equal(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if type(one) is list:
        return len(one) == len(other) and all(map(_equal, one, other))
    if type(one) is dict:
        return _equal(set(one), set(other)) and all(_equal(one[key], other[key]) for key in one)
    if type(one) in (set, frozenset):
        return {_typed(item) for item in one} == {_typed(item) for item in other}
    return bool(one == other)


def _typed(value: Any) -> Any:
    """A dict key or set member together with its type, so that 1, 1.0 and True differ."""
    if type(value) in (tuple, frozenset):
        return type(value), type(value)(_typed(item) for item in value)
    return type(value), value


def _kind(value: Any) -> str:
    names = {type(None): "None", list: "a list", dict: "a dict", str: "a string", bool: "a bool"}
    return names.get(type(value), f"a {type(value).__name__}")
