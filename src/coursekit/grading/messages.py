"""What a learner may read of a hidden check's message: the words of its author, and nothing that came in by a value.

A message such as "the rate is 0.25, which is not right. Count the missing ones." helps. But the value in it is what the
answer returned, and an answer can return what it was asked: then the message would carry the hidden input out. So of a
message are shown only the words that stand in the check's own texts, in those of `bora.checks` and in the given cells,
which learners have anyway, and names of Python's own; the rest is left out.
"""

import ast
import builtins
import functools
import inspect
import re
from collections.abc import Iterable, Iterator
from types import ModuleType

GAP = "…"
RAISED = "your code raised this in a hidden check"
UNUSABLE = "a hidden check could do nothing with what your code returned"
_WORD = re.compile(r"[^\s\"'`()\[\]{},;:!?=]+")
_ENDING = re.compile(r"[.…]+$")
_PROSE_WORDS = 3
_SAID = ("what", "hint", "length", "rows", "low", "high")
"""The parameters of bora.checks that end in a message."""


def shown(message: str, check: str, given: Iterable[str] = ()) -> str:
    """`message` with a gap for each word that neither the source of the `check` nor the `given` sources write."""
    known = {*dir(builtins), *_words([RAISED, *_helpers(), *_texts_of_messages(check)])}
    for source in given:
        known |= _words(_texts(source))
    cut = _WORD.sub(lambda found: found[0] if _bare(found[0]) in known else _gap(found[0]), message)
    cut = re.sub(rf"{GAP}(?:[\s\"'`()\[\]{{}},;:=]*{GAP})+", GAP, cut)
    return cut if not message or re.search(r"\w", cut) else UNUSABLE


def _gap(word: str) -> str:
    ending = _ENDING.search(word)
    return GAP + (ending[0] if ending else "")


def _bare(word: str) -> str:
    return _ENDING.sub("", word)


def _words(texts: Iterable[str]) -> set[str]:
    return {_bare(word) for text in texts for word in _WORD.findall(text)}


def _texts(source: str) -> Iterator[str]:
    """All texts in a source, the fixed parts of f-strings included."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _texts_of_messages(source: str) -> Iterator[str]:
    """The texts of a check that are meant to be read; its data, which may be words as well, stay hidden."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    nodes = list(ast.walk(tree))
    places = [place for node in nodes for place in _messages(node)]
    yield from _constants(places)
    # `for name in ("short", "long")`, where a message says {name}
    said = {leaf.id for place in places for leaf in ast.walk(place) if isinstance(leaf, ast.Name)}
    for node in nodes:
        if isinstance(node, ast.For | ast.comprehension) and said & set(_names(node.target)):
            yield from _constants([node.iter, *_assigned(nodes, set(_names(node.iter)))])


def _messages(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that end in a message."""
    if isinstance(node, ast.Assert) and node.msg:
        yield node.msg
    elif isinstance(node, ast.Raise) and node.exc:
        yield node.exc
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value.split()) >= _PROSE_WORDS:
        yield node
    elif isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        function = getattr(_checks(), name, None)
        if inspect.isfunction(function):
            words = zip(inspect.signature(function).parameters, node.args, strict=False)
            named = [*words, *((keyword.arg or "", keyword.value) for keyword in node.keywords)]
            yield from (argument for parameter, argument in named if parameter in _SAID)


def _names(node: ast.AST) -> Iterator[str]:
    return (leaf.id for leaf in ast.walk(node) if isinstance(leaf, ast.Name))


def _assigned(nodes: list[ast.AST], names: set[str]) -> Iterator[ast.AST]:
    for node in nodes:
        if isinstance(node, ast.Assign) and any(names & set(_names(target)) for target in node.targets):
            yield node.value


def _constants(places: Iterable[ast.AST]) -> Iterator[str]:
    for place in places:
        for leaf in ast.walk(place):
            if isinstance(leaf, ast.Constant) and type(leaf.value) in (str, int, float):
                yield str(leaf.value)


@functools.cache
def _helpers() -> tuple[str, ...]:
    return tuple(_texts(inspect.getsource(_checks())))


def _checks() -> ModuleType:
    # imported late: pandas comes with it, and whoever grades needs neither
    from bora import checks

    return checks
