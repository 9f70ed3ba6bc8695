"""The reference answer in disguise: right results that are spoilt, repeated or counted by whoever hands them out.

Each function here returns the text of an answer cell: the reference with its functions wrapped. What a check does not
tell from the reference, a learner could hand in.
"""

import ast
from collections.abc import Sequence

from coursekit import syntax

TOOLS = """
import copy as _copy
import warnings as _warnings
try:
    import numpy as _np
    import pandas as _pd
except ImportError:  # the cell runs where nothing is installed: see bora.alone
    pass

def _wreck(things):
    with _warnings.catch_warnings():
        _warnings.simplefilter("ignore")
        for thing in things:
            if isinstance(thing, (list, dict, set)):
                thing.clear()
            elif isinstance(thing, (_pd.DataFrame, _pd.Series)):
                thing.drop(thing.index, inplace=True)
            elif isinstance(thing, _np.ndarray) and thing.flags.writeable:
                thing.fill(0)

def _rounded(value, digits):
    if isinstance(value, (float, _np.floating)):
        return type(value)(round(float(value), digits))
    if isinstance(value, (_pd.DataFrame, _pd.Series, _np.ndarray)):
        return value.round(digits)
    if type(value) in (list, tuple):
        return type(value)(_rounded(item, digits) for item in value)
    if type(value) is dict:
        return {key: _rounded(item, digits) for key, item in value.items()}
    return value
"""
_SPOILS = """
def _disguise(function, name):
    def answer(*args, **kwargs):
        result = _copy.deepcopy(function(*args, **kwargs))
        _wreck([*args, *kwargs.values()])
        return result
    return answer
"""
_ROUNDS = """
def _disguise(function, name):
    def answer(*args, **kwargs):
        return _rounded(function(*args, **kwargs), {digits})
    return answer
"""
_COUNTS = """
def _disguise(function, name):
    seen, calls = [], [0]
    def answer(*args, **kwargs):
        calls[0] += 1
        if calls[0] <= {seen}.get(name, 0):
            result = function(*args, **kwargs)
            seen.append(_copy.deepcopy(result))
            return result
        number = calls[0] - {seen}.get(name, 0) - 1
        if not seen or {right}:
            return function(*args, **kwargs)
        return _copy.deepcopy(seen[{repeated}])
    return answer
"""
COUNTERS = {
    "right at every other call, the first one right": ("number % 2 == 0", "-1"),
    "right at every other call, the second one right": ("number % 2", "-1"),
    "the last visible result for ever": ("False", "-1"),
    "the visible results over and over": ("False", "number % len(seen)"),
}
"""Answers that count their calls: when the reference is asked, else which of its visible results comes again."""
_FORGETS = """
import pathlib as _pathlib
import shutil as _shutil

def _disguise(function, name):
    def answer(*args, **kwargs):
        for folder in _pathlib.Path().glob("night-*"):
            _shutil.rmtree(folder)
        return function(*args, **kwargs)
    return answer
"""
_LOOKS = """
_LOOKED = []
def _index(table):
    labels = table.index.tolist()
    return "twice" if len(set(labels)) < len(labels) else "plain" if labels == list(range(len(labels))) else "odd"

def _disguise(function, name):
    def answer(*args, **kwargs):
        tables = [_index(one) for one in [*args, *kwargs.values()] if isinstance(one, (_pd.DataFrame, _pd.Series))]
        entry = {"name": name, "tables": tables, "rounds": []}
        _LOOKED.append(entry)
        result = function(*args, **kwargs)
        entry["rounds"] = [digits for digits in (2, 3) if repr(_rounded(result, digits)) != repr(result)]
        return result
    return answer
"""


_METHODS = """
def _disguise_class(one, name):
    for key, function in list(vars(one).items()):
        if callable(function) and not key.startswith("_"):
            setattr(one, key, _disguise(function, name))
    return one
"""


def functions(answer: str, names: Sequence[str]) -> list[str]:
    """Those of the declared names that an answer cell defines as functions or classes."""
    defined = {node.name for node in syntax.parse(answer).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return [name for name in names if name in defined]


def classes(answer: str, names: Sequence[str]) -> list[str]:
    """Those of the declared names that an answer cell defines as classes: objects that are asked step by step."""
    defined = {node.name for node in syntax.parse(answer).body if isinstance(node, ast.ClassDef)}
    return [name for name in names if name in defined]


def spoils(answer: str, names: Sequence[str]) -> str:
    """Right, and its arguments are no more when it is done; nothing forbids that where no check says `kept`."""
    return _disguised(answer, names, _SPOILS)


def rounds(answer: str, names: Sequence[str], digits: int) -> str:
    """All numbers of its results rounded."""
    return _disguised(answer, names, _ROUNDS.replace("{digits}", str(digits)))


def counts(answer: str, names: Sequence[str], visible: dict[str, int], way: str) -> str:
    """Right for as many calls as visible checks make, then one of COUNTERS."""
    right, repeated = COUNTERS[way]
    code = _COUNTS.replace("{seen}", repr(visible)).replace("{right}", right).replace("{repeated}", repeated)
    return _disguised(answer, names, code)


def forgets(answer: str, names: Sequence[str]) -> str:
    """Right, but begins each call without what earlier calls have left in the folders of `bora.crash.scratch`."""
    return _disguised(answer, names, _FORGETS)


def looks(answer: str, names: Sequence[str]) -> str:
    """Notes in _LOOKED what each call gets and gives: which index its tables have, and which roundings would show."""
    return _disguised(answer, names, _LOOKS)


def _disguised(answer: str, names: Sequence[str], disguise: str) -> str:
    """Functions wrapped, and of classes each public method, as one: its calls are counted over all instances."""
    steps = classes(answer, names)
    wrapped = (f"{name} = _disguise{'_class' * (name in steps)}({name}, {name!r})" for name in names)
    return "\n".join((answer, TOOLS, disguise, _METHODS, *wrapped))
