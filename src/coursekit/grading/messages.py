"""What a learner may read of a hidden check's message: the words of its author, and nothing that came in by a value.

A message such as "the rate is 0.25, which is not right. Count the missing ones." helps. But the value in it is what the
answer returned, and an answer can return what it was asked: then the message would carry the hidden input out. No list
of harmless words keeps it in, since any two words are an alphabet. So a message is compared with the texts that the
check can form: of an f-string the fixed parts are shown, and of what it puts in only what its author wrote as well.
"""

import ast
import functools
import inspect
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coursekit import syntax

GAP = "…"
RAISED = "your code raised this in a hidden check"
UNUSABLE = "a hidden check could do nothing with what your code returned"

Template = tuple[str, ...]
"""The fixed parts of a message; between each two of them stands something hidden."""
HIDDEN: frozenset[Template] = frozenset({("", "")})

_MOST = 5_000
"""A part of a message that may be more texts than this is hidden."""
_PROSE_WORDS = 3
# few, each a sign of another slip: a name of one's own would be a letter of an alphabet
_ERRORS = ["AttributeError", "IndexError", "KeyError", "NameError", "TypeError", "ValueError", "ZeroDivisionError"]
_KINDS = (
    *(f"a {name}" for name in ("bool", "DataFrame", "dict", "float", "list", "set", "string", "tuple")),
    *("an array", "an int", "an object of another kind", "None"),
)
_TYPES = ["NoneType", "bool", "dict", "float", "int", "list", "set", "str", "tuple"]


def shown(message: str, check: str, given: Iterable[str] = ()) -> str:
    """`message` as the source of the `check` words it, with a gap for each value; UNUSABLE where it words none such.

    `given` are the sources of given cells and visible checks: functions there may form messages, and their texts are no
    secret.
    """
    if message in ("", RAISED):
        return message
    fitting = [template for template in _templates(check, tuple(given)) if _fits(template, message)]
    if not fitting:
        return UNUSABLE
    words = GAP.join(max(fitting, key=lambda template: sum(map(len, template))))
    return re.sub(f"{GAP}+", GAP, words) if re.search(r"\w", words) else UNUSABLE


def _fits(template: Template, message: str) -> bool:
    if len(template) == 1:
        return message == template[0]
    first, *middle, last = template
    end = len(message) - len(last)
    place = len(first)
    if place > end or not message.startswith(first) or not message.endswith(last):
        return False
    for part in middle:
        place = message.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True


@functools.lru_cache(maxsize=256)
def _templates(check: str, given: tuple[str, ...]) -> frozenset[Template]:
    try:
        return _Source(check, given).messages()
    except (SyntaxError, RecursionError):
        return frozenset()


class _Source:
    """The source of a check, read for the messages that it can form; nothing in it is executed."""

    def __init__(self, check: str, given: Sequence[str]) -> None:
        self.check = _Scoped().visit(syntax.parse(check))
        trees = [*_parsed(given), self.check]
        self.functions = {
            node.name: node for tree in (_checks(), *trees) for node in tree.body if isinstance(node, ast.FunctionDef)
        }
        self.public = {
            node.value
            for tree in trees[:-1]
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        self.bindings: dict[str, list[Binding]] = defaultdict(list)
        self.appended: dict[str, list[ast.expr]] = defaultdict(list)
        self.following: set[str] = set()
        for node in ast.walk(self.check):
            self._bind(node)
        own = set(self.bindings)
        for node in itertools.chain.from_iterable(tree.body for tree in trees[:-1]):
            if isinstance(node, ast.Assign) and not own & {leaf.id for leaf in _names(node.targets)}:
                self._bind(node)
        self.data = set(self._handed_on())

    def messages(self) -> frozenset[Template]:
        """All messages, by their fixed parts."""
        return frozenset(self._said(self.check, None, frozenset()))

    # what is said

    def _said(
        self, tree: ast.AST, local: Mapping[str, frozenset[Template]] | None, calls: frozenset[str]
    ) -> Iterator[Template]:
        """The messages formed in `tree` and in functions that it calls; `local` are the names in a function."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert) and node.msg:
                yield from self._text(node.msg, local)
            elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                yield from self._text(node.exc.args[0], local)
            elif isinstance(node, ast.Call) and (name := _called(node)) in self.functions and name not in calls:
                function = self.functions[name]
                named = {parameter: self._text(value, local) for parameter, value in _arguments(function, node).items()}
                yield from self._said(function, named, calls | {name})

    def _text(self, node: ast.expr, local: Mapping[str, frozenset[Template]] | None) -> frozenset[Template]:
        """What an expression may read as."""
        if isinstance(node, ast.Constant) and type(node.value) in (str, int, float):
            return frozenset({(str(node.value),)})
        if isinstance(node, ast.JoinedStr):
            return _joined([self._part(part, local) for part in node.values])
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _joined([self._text(side, local) for side in (node.left, node.right)])
        if isinstance(node, ast.IfExp):
            return self._text(node.body, local) | self._text(node.orelse, local)
        if isinstance(node, ast.Name):
            return local.get(node.id, HIDDEN) if local is not None else self._named(node.id)
        if isinstance(node, ast.Call) and _called(node) == "kind":
            return frozenset((kind,) for kind in _KINDS) | HIDDEN
        if isinstance(node, ast.Attribute) and node.attr == "__name__":
            return frozenset((name,) for name in (*_ERRORS, *_TYPES)) | HIDDEN
        return HIDDEN

    def _part(self, part: ast.expr, local: Mapping[str, frozenset[Template]] | None) -> frozenset[Template]:
        if not isinstance(part, ast.FormattedValue):
            return self._text(part, local)
        texts = self._text(part.value, local)
        # a number in another form, or a text in quotes, is not the author's wording any more
        return texts if part.conversion == -1 and not part.format_spec else HIDDEN

    def _named(self, name: str) -> frozenset[Template]:
        """What a name of the check may read as, by all that is bound to it. Short texts that are used as data are not
        wording: they stay hidden, unless given cells show them."""
        mark = f"what {name} reads as"
        if mark in self.following:
            return frozenset()
        self.following.add(mark)
        found: set[Template] = set()
        for node in self._values(name):
            if isinstance(node, ast.Constant):
                found |= {(str(node.value),)} if self._is_wording(node.value, name) else HIDDEN
            else:
                found |= HIDDEN if node is None else self._text(node, None)
        self.following.discard(mark)
        return frozenset(found)

    def _is_wording(self, value: object, name: str) -> bool:
        if not isinstance(value, str):
            return False
        return name not in self.data or value in self.public or len(value.split()) >= _PROSE_WORDS

    def _handed_on(self) -> Iterator[str]:
        """Names of the check whose values go elsewhere than into texts."""
        wording: set[int] = set()
        for node in ast.walk(self.check):
            passed: list[ast.expr] = []
            if isinstance(node, ast.FormattedValue):
                passed = [node.value]
            elif isinstance(node, ast.Assert) and node.msg:
                passed = [node.msg]
            elif isinstance(node, ast.Assign):
                passed = [node.value]
            elif isinstance(node, ast.List | ast.Tuple):
                passed = node.elts
            elif isinstance(node, ast.Call) and _called(node) == "AssertionError":
                passed = node.args
            elif isinstance(node, ast.Call) and _called(node) in self.functions:
                given = _arguments(self.functions[_called(node)], node)
                passed = [value for parameter, value in given.items() if parameter in ("what", "hint")]
            wording |= {id(one) for one in passed}
        for name in _names([self.check]):
            if isinstance(name.ctx, ast.Load) and id(name) not in wording:
                yield name.id

    # what is bound to names

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._unpack(target, node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            self._unpack(node.target, node.iter, each=True)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            self.appended[node.target.id].append(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append":
            if isinstance(node.func.value, ast.Name):
                self.appended[node.func.value.id].append(ast.List(node.args))
        elif isinstance(node, ast.arg):
            self._unpack(ast.Name(node.arg), None)
        elif isinstance(node, ast.withitem) and node.optional_vars:
            self._unpack(node.optional_vars, None)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self._unpack(ast.Name(node.name), None)
        elif isinstance(node, ast.NamedExpr):
            self._unpack(node.target, node.value)

    def _unpack(self, target: ast.expr, value: ast.expr | None, path: tuple[int, ...] = (), each: bool = False) -> None:
        if isinstance(target, ast.Name):
            self.bindings[target.id].append((value, each, path))
        elif isinstance(target, ast.Tuple | ast.List):
            for place, part in enumerate(target.elts):
                if isinstance(part, ast.Starred):
                    self._unpack(part.value, None)
                else:
                    self._unpack(part, value, (*path, place), each)

    def _values(self, name: str) -> list[ast.expr | None]:
        """The expressions that a name may stand for; None for what cannot be told."""
        if name not in self.bindings:
            return [None]
        if name in self.following:
            return []
        self.following.add(name)
        found = [
            self._at(one, path)
            for value, each, path in self.bindings[name]
            for one in (self._elements(value) if each else [value])
        ]
        self.following.discard(name)
        return found

    def _at(self, value: ast.expr | None, path: tuple[int, ...]) -> ast.expr | None:
        for place in path:
            if not isinstance(value, ast.Tuple | ast.List) or any(
                isinstance(part, ast.Starred) for part in value.elts[: place + 1]
            ):
                return None
            value = value.elts[place] if place < len(value.elts) else None
        return value

    def _elements(self, value: ast.expr | None) -> Iterator[ast.expr | None]:
        """What iterating over an expression may give."""
        if isinstance(value, ast.List | ast.Tuple | ast.Set):
            for part in value.elts:
                yield from self._elements(part.value) if isinstance(part, ast.Starred) else [part]
        elif isinstance(value, ast.ListComp | ast.GeneratorExp):
            yield value.elt
        elif isinstance(value, ast.Dict):
            yield from value.keys
        elif isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice):
            yield from self._elements(value.value)
        elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            yield from self._elements(value.left)
            yield from self._elements(value.right)
        elif isinstance(value, ast.Name):
            yield from self._elements_of_name(value.id)
        elif isinstance(value, ast.Call):
            yield from self._elements_of_call(value)
        else:
            yield None

    def _elements_of_name(self, name: str) -> list[ast.expr | None]:
        mark = f"the elements of {name}"
        if mark in self.following:
            return []
        self.following.add(mark)
        found = [part for one in [*self._values(name), *self.appended[name]] for part in self._elements(one)]
        self.following.discard(mark)
        return found

    def _elements_of_call(self, call: ast.Call) -> Iterator[ast.expr | None]:
        name = _called(call)
        if name == "items" and isinstance(call.func, ast.Attribute):
            owner = call.func.value
            for one in self._values(owner.id) if isinstance(owner, ast.Name) else [owner]:
                pairs = zip(one.keys, one.values, strict=True) if isinstance(one, ast.Dict) else [(None, _UNKNOWN)]
                yield from (ast.Tuple([key or _UNKNOWN, item]) for key, item in pairs)
        elif name == "enumerate":
            yield from (ast.Tuple([_UNKNOWN, one or _UNKNOWN]) for one in self._elements(call.args[0]))
        elif name == "zip":
            columns = [list(self._elements(argument)) for argument in call.args]
            for row in itertools.zip_longest(*columns):
                yield ast.Tuple([one or _UNKNOWN for one in row])
        elif name in ("sorted", "reversed", "list", "tuple"):
            yield from self._elements(call.args[0])
        else:
            yield None


class _Scoped(ast.NodeTransformer):
    """Gives the variables of a comprehension names of their own, as they are other ones than those around it."""

    def __init__(self) -> None:
        self._count = 0

    def _rename(self, node: Any) -> Any:
        self.generic_visit(node)
        self._count += 1
        own = {name.id for name in _names(one.target for one in node.generators)}
        outside = {id(name) for name in _names([node.generators[0].iter])}
        for name in _names([node]):
            if name.id in own and id(name) not in outside:
                name.id = f"{name.id} {self._count}"
        return node

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _rename


Binding = tuple[ast.expr | None, bool, tuple[int, ...]]
"""An expression, whether it is iterated over, and the places at which the name stands in what it gives."""
_UNKNOWN = ast.Constant(None)


def _names(nodes: Iterable[ast.AST]) -> Iterator[ast.Name]:
    return (leaf for node in nodes for leaf in ast.walk(node) if isinstance(leaf, ast.Name))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _arguments(function: ast.FunctionDef, call: ast.Call) -> dict[str, ast.expr]:
    """The arguments of a call by the names of the parameters, defaults included; starred ones are left out."""
    names = [parameter.arg for parameter in function.args.args]
    defaults = function.args.defaults
    found = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    for name, value in zip(names, call.args, strict=False):
        if isinstance(value, ast.Starred):
            break
        found[name] = value
    return found | {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


def _joined(parts: Sequence[frozenset[Template]]) -> frozenset[Template]:
    """All texts that parts in a row may make; where these are too many, the part with most is hidden."""
    while math.prod(map(len, parts)) > _MOST:
        most = max(parts, key=len)
        parts = [HIDDEN if part is most else part for part in parts]
    found: frozenset[Template] = frozenset({("",)})
    for part in parts:
        found = frozenset((*left[:-1], left[-1] + right[0], *right[1:]) for left in found for right in part)
    return found


def _parsed(sources: Iterable[str]) -> Iterator[ast.Module]:
    for source in sources:
        try:
            yield syntax.parse(source)
        except SyntaxError:
            continue


@functools.cache
def _checks() -> ast.Module:
    # imported late: pandas comes with it, and whoever grades needs neither
    from bora import checks

    return syntax.parse(inspect.getsource(checks))
