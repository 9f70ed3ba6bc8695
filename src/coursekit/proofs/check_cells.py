"""What a check cell or a try-it must not do, seen from its text alone: pay for nothing, tell what it knows, be guessed.

Each problem is one line without its place, which the caller knows.
"""

import ast
import symtable
from collections.abc import Iterator

from coursekit import syntax
from coursekit.texts.source import Cell

_NEEDED = 20  # signs of a secret; fewer could be tried out
_GIVE_NOTHING = ("close", "all_close", "same", "flag", "raises")
_EXPECTED = ("expected", "wanted", "want", "truth", "goal", "reference", "correct")


def of_check(cell: Cell, graded: set[str]) -> Iterator[str]:
    """Problems of a check or a hidden check; `graded` are the names that answers declare."""
    tree = syntax.parse(cell.source)
    yield from _partial_credit(tree)
    if cell.tag == "hidden":
        yield from _texts_of_errors(tree)
        yield from _guessable_seeds(tree)
    yield from _expected_too_late(tree, graded)
    yield from _killed_unfairly(tree, graded, hidden=cell.tag == "hidden")


def of_try_it(cell: Cell) -> Iterator[str]:
    """Problems of a lesson's try-it: its cell is read by those who are to find the answer."""
    for node in ast.walk(syntax.parse(cell.source)):
        if isinstance(node, ast.Call) and _name(node) == "try_it":
            for test in [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "check")]:
                if isinstance(test, ast.Lambda) and _shows_answer(test):
                    yield "its check compares with the answer itself: work the answer out, or compare a property of it"


def relied_on_by_functions(cell: Cell) -> set[str]:
    """The names of the notebook that functions of a cell look up when they are called."""
    found: set[str] = set()
    is_file = cell.source.startswith("%%")
    tables = [] if is_file else symtable.symtable(cell.source, "cell", "exec").get_children()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        found |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return found


def _partial_credit(tree: ast.Module) -> Iterator[str]:
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not (isinstance(last.value, ast.Call) and _name(last.value) in _GIVE_NOTHING):
        yield "it ends in an expression, which pays as partial credit where it is a number: end in an assert"


def _texts_of_errors(tree: ast.Module) -> Iterator[str]:
    errors = {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name) and node.value.id in errors:
            yield (
                f"a message shows the text of {node.value.id!r}, which could carry hidden input out: "
                f"show its class only, by type({node.value.id}).__name__"
            )


def _guessable_seeds(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension):
            counted = isinstance(node.iter, ast.Call) and _name(node.iter) == "range"
            names = {leaf.id for leaf in ast.walk(node.target) if isinstance(leaf, ast.Name)} if counted else set()
            for call in _calls_of_makers(node if isinstance(node, ast.For) else tree):
                if any(isinstance(leaf, ast.Name) and leaf.id in names for leaf in ast.walk(call)):
                    yield f"{_name(call)} gets counted seeds, which an answer can count along: use bora.checks.seeds"
        elif isinstance(node, ast.Call) and _name(node) == "seeds":
            secret = node.args[1] if len(node.args) > 1 else None
            if not (
                isinstance(secret, ast.Constant) and isinstance(secret.value, str) and len(secret.value) >= _NEEDED
            ):
                yield f"seeds needs a secret of {_NEEDED} signs and more, written out in this cell"


def _calls_of_makers(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node).startswith("make_"):
            yield node


def _expected_too_late(tree: ast.Module, graded: set[str]) -> Iterator[str]:
    """What is worked out as expected from a name that was handed to an answer, as it is, further up."""
    nodes = sorted((node for node in ast.walk(tree) if hasattr(node, "lineno")), key=lambda node: node.lineno)
    handed: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node) in graded:
            handed |= {one.id for one in node.args if isinstance(one, ast.Name)}
        elif isinstance(node, ast.Assign):
            used = {leaf.id for leaf in ast.walk(node.value) if isinstance(leaf, ast.Name)}
            targets = {leaf.id for target in node.targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)}
            if any(target.startswith(_EXPECTED) for target in targets):
                for name in sorted(used & handed):
                    yield (
                        f"it works out what is expected from {name!r}, which the answer has got before and may have "
                        "changed: do it first, or hand over a copy"
                    )
            handed -= targets


def _killed_unfairly(tree: ast.Module, graded: set[str], hidden: bool) -> Iterator[str]:
    """What is wrong with calls that are to be killed (bora.crash), or with the service that they talk to."""
    closed = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if _name(node) in ("BatchService", "scratch") and id(node) not in closed:
            yield f"{_name(node)} is not opened in a with block: its port or its files would stay"
        if ast.unparse(node.func) != "crash.call":
            continue
        if not (node.args and isinstance(node.args[0], ast.Name) and node.args[0].id in graded):
            yield "crash.call kills a function that the answer does not declare"
        fixed = [word.value for word in node.keywords if word.arg == "until" and isinstance(word.value, ast.Constant)]
        if hidden and any(value.value for value in fixed):
            yield "crash.call kills at a fixed moment, which fits one way to write an answer: go through all of them"


def _shows_answer(test: ast.Lambda) -> bool:
    """Whether a test compares what it gets, or how far that is from a constant, with constants."""
    name = test.args.args[0].arg if test.args.args else ""
    parts = test.body.values if isinstance(test.body, ast.BoolOp) else [test.body]
    for part in parts:
        if isinstance(part, ast.Compare) and len(part.ops) == 1:
            left, right = part.left, part.comparators[0]
            equal = isinstance(part.ops[0], ast.Eq | ast.In | ast.Is)
            if equal and any(
                _is_bare(one, name) and _is_constant(other) for one, other in ((left, right), (right, left))
            ):
                return True
            if isinstance(left, ast.Call) and _name(left) == "abs" and isinstance(left.args[0], ast.BinOp):
                away = left.args[0]
                if _is_bare(away.left, name) and _is_constant(away.right):
                    return True
    return False


def _is_bare(node: ast.expr, name: str) -> bool:
    """The name itself, or as set(name), sorted(name), round(name)."""
    if isinstance(node, ast.Call) and _name(node) in ("set", "sorted", "list", "tuple", "round", "str", "int"):
        return bool(node.args) and _is_bare(node.args[0], name)
    return isinstance(node, ast.Name) and node.id == name


def _is_constant(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
