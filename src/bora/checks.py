"""Checks whose messages help: type, then shape, then range, then value, one message each.

They are strict about types on purpose: an object that merely claims to be equal to anything is not a number. What is a
list, tuple, dict or set by inheritance (a namedtuple, an OrderedDict) is read by the methods of the builtin type, so
that no method of a class of one's own is asked. No message ever contains the expected value. Every function raises
AssertionError and nothing else.
"""

import contextlib
import copy
import functools
import math
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

KEPT: list[Any] = []
"""What `kept` watches at the moment. Where an answer runs in another process than its check, changes that it makes in
place to one of these objects, and to no other, reach the check."""


def plain(value: Any, what: str = "the result") -> Any:
    """`value` as builtin Python data: numpy scalars and arrays, tuples and Series become numbers and lists.

    What inherits from list, tuple, dict or set is plain as well, and comes back as the builtin type. Dict keys and set
    members keep being tuples. Raises AssertionError for anything that is not plain data (an object of a class of one's
    own, say, or a list that contains itself).
    """
    try:
        return _plain(value, what)
    except RecursionError:
        raise AssertionError(f"{what} is nested too deeply, or contains itself.") from None


def number(value: Any, what: str, low: float | None = None, high: float | None = None) -> float:
    """Check that `value` is one finite number (not a bool) within [low, high]; return it as a float."""
    found = plain(value, what)
    assert type(found) in (int, float), f"{what} should be a number, not {kind(found)}."
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
    assert type(found) is list, f"{what} should be a list of numbers, not {kind(found)}."
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
    assert type(found) is bool, f"{what} should be True or False, not {kind(found)}."
    assert found is expected, f"{what} is {found}, which is not right. {hint}"


def fields(value: Any, what: str, names: Sequence[str]) -> dict[str, Any]:
    """Check that `value` is a dict with exactly the keys `names`, all strings; return it as a builtin dict."""
    assert issubclass(type(value), dict), f"{what} should be a dict, not {kind(value)}."
    found = {key: item for key, item in dict.items(value) if type(key) is str}
    missing = [name for name in names if name not in found]
    assert not missing, f"{what} lacks {', '.join(missing)}."
    assert dict.__len__(value) == len(names), f"{what} should hold {', '.join(names)}, and nothing else."
    return found


def table(value: Any, what: str, columns: Sequence[str], rows: int | None = None) -> pd.DataFrame:
    """Check that `value` is a DataFrame with exactly `columns`, in that order, and `rows` rows; return it."""
    assert type(value) is pd.DataFrame, f"{what} should be a pandas DataFrame, not {kind(value)}."
    missing = [name for name in columns if name not in value.columns]
    assert not missing, f"{what} lacks the column(s) {', '.join(missing)}."
    assert _equal(plain(list(value.columns), what), list(columns)), (
        f"{what} should have the columns {', '.join(columns)}, in that order."
    )
    assert rows is None or len(value) == rows, f"{what} has {len(value)} rows; {rows} are expected."
    return value


def raises(error: type[Exception], call: Callable[[], Any], what: str) -> None:
    """Check that `call()` raises `error` (or a subclass of it)."""
    try:
        call()
    except error:
        return
    except NotImplementedError:
        raise
    except Exception as other:
        raise AssertionError(f"{what} should raise {error.__name__}; it raised {type(other).__name__}.") from None
    raise AssertionError(f"{what} should raise {error.__name__}; it returned as if nothing were wrong.")


@contextlib.contextmanager
def kept(value: Any, what: str) -> Iterator[None]:
    """Check that the calls within leave `value` (plain data, DataFrame, Series or array) as it was.

    For what a statement forbids to change. Anything else an answer may change: hand it a copy, or work out before the
    call what is expected.
    """
    before = copy.deepcopy(value)
    KEPT.append(value)
    try:
        yield
    finally:
        KEPT.pop()
    assert _alike(value, before), f"{what} was changed in place; it should stay as it came."


def seeds(count: int, secret: str) -> list[int]:
    """`count` seeds for hidden cases, the same in every run; `secret` is a long text of the hidden cell only.

    Each has about 256 bits, since an answer can call the generator that is given and search for a small seed; none
    follows from another. Divided by `count` they leave the remainders 0 to `count` - 1, each once and in no order that
    could be counted along: where `seed % count` decides on the kind of a case, a generator makes each kind once.
    """
    drawn = [int.from_bytes(sha256(f"{secret} {remainder}".encode()).digest()) for remainder in range(count)]
    return sorted(number * count + remainder for remainder, number in enumerate(drawn))


def once(make: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of ours remember what it has made, for cases that take long and that no answer touches.

    Where a check calls it with constants, a run of grading makes them before the first submission is examined.
    """
    remembering = functools.cache(make)
    remembering.once = True  # type: ignore[attr-defined]
    return remembering


def kind(value: Any) -> str:
    """What kind of thing `value` is, in words for a message: "a list", "None", "an object of another kind"."""
    names = {type(None): "None", str: "a string", pd.DataFrame: "a DataFrame", np.ndarray: "an array"}
    if type(value) in names:
        return names[type(value)]
    if type(value).__module__.partition(".")[0] in ("builtins", "numpy", "pandas"):
        name = type(value).__name__
        return f"an {name}" if name.startswith(("a", "e", "i", "o")) else f"a {name}"
    # where an answer runs in another process than its check, a learner's class has another name here
    return "an object of another kind"


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


def seal(value: Any) -> str:
    """Eight digits that stand for plain data, equal for 3 and 3.0: what a try-it compares does not show its answer."""
    return sha256(repr(_ordered(plain(value))).encode()).hexdigest()[:8]


def _ordered(value: Any) -> Any:
    if isinstance(value, set | list):
        items = [_ordered(item) for item in value]
        return sorted(items, key=repr) if isinstance(value, set) else items
    return int(value) if isinstance(value, float) and value.is_integer() else value


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
    one = type(value)
    if value is None or value is pd.NA or one in (bool, int, float, str):
        return None if value is pd.NA else value
    base = _base(one)
    if base in (list, tuple):
        return [_plain(item, what) for item in base.__iter__(value)]
    if base is dict:
        return {_plain_key(key, what): _plain(item, what) for key, item in dict.items(value)}
    if base in (set, frozenset):
        return {_plain_key(item, what) for item in base.__iter__(value)}
    if one.__module__ == "numpy" and isinstance(value, np.generic):
        item = value.item()
        if type(item) in (bool, int, float, str):
            return item
    if one is np.ndarray or one in (pd.Series, pd.Index):
        return _plain(value.tolist(), what)
    raise AssertionError(f"{what} holds {kind(value)}; plain numbers, strings, lists and dicts are expected.")


def _plain_key(value: Any, what: str) -> Any:
    base = _base(type(value))
    if base in (tuple, frozenset):
        return base(_plain_key(item, what) for item in base.__iter__(value))
    return _plain(value, what)


def _base(one: type) -> Any:
    """The builtin collection that a type is or inherits from, else None. (Not isinstance: `__class__` may lie.)"""
    return next((base for base in (list, tuple, dict, set, frozenset) if issubclass(one, base)), None)


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


def _alike(one: Any, other: Any) -> bool:
    """Whether a value is the same as its copy of before, types, index, order and missing values included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame | pd.Series):
        labels = [_alike(a.tolist(), b.tolist()) for a, b in zip(one.axes, other.axes, strict=True)]
        return all(labels) and one.equals(other)
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and _alike(one.tolist(), other.tolist())
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, dict):
        return _alike(list(one), list(other)) and _alike(list(one.values()), list(other.values()))
    return bool(one == other or (one != one and other != other))
