"""Code is parsed side by side by many threads, which CPython 3.11 alone does not allow."""

import ast
import gc
import re
import threading
from pathlib import Path

import pytest

from coursekit import syntax

SRC = Path(syntax.__file__).parent
LINE = "value_{0} = [{{'a': (1, -2), 'b': f(x, y=[{0}])}} for x in range(3)]"
CODE = "\n".join(map(LINE.format, range(60)))


class Waits:
    """Gives way to another thread whenever the collector takes it away, as any finalizer may."""

    def __init__(self):
        self.itself = self

    def __del__(self):
        threading.Event().wait(0.00001)


@pytest.mark.slow
def test_many_threads_parse_at_the_same_time():
    faults = []

    def parse_often():
        for _ in range(40):
            Waits()
            try:
                syntax.parse(CODE)
            except SystemError as fault:
                faults.append(str(fault))

    before = gc.get_threshold()
    gc.set_threshold(50, 2, 2)
    try:
        threads = [threading.Thread(target=parse_often) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        gc.set_threshold(*before)
    assert faults == []


def test_broken_code_says_so_and_leaves_the_next_unharmed():
    with pytest.raises(SyntaxError):
        syntax.parse("def broken(:")
    assert ast.unparse(syntax.parse("x = 1")) == "x = 1"


def test_nothing_in_the_kit_parses_past_the_lock():
    past = [
        path.relative_to(SRC).as_posix()
        for path in sorted(SRC.rglob("*.py"))
        if path.name != "syntax.py" and re.search(r"\bast\.parse\(", path.read_text(encoding="utf-8"))
    ]
    assert past == []
