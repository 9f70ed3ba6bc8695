"""Checks share a state of the notebook only where no cell between them could make a difference to them."""

import time

import pytest

from coursekit.engine.steps import MAX_LOOKED_AT, CodeCell, Words, only_adds, steps

FIRST = "import math\nLIMIT = 3\ndef first(x):\n    return x + LIMIT\n"


def notebook(*sources: str) -> list[CodeCell]:
    """A cell for each source; those that start with `assert` are checks."""
    roles = ["check" if source.startswith("assert") else "learner" for source in sources]
    return [CodeCell(str(place), role, source) for place, (role, source) in enumerate(zip(roles, sources, strict=True))]


def shape(cells: list[CodeCell]) -> list[str]:
    """The ids in each step; `*` marks what the process itself answers."""
    return ["".join(cell.id for cell in step.cells) + "*" * step.last for step in steps(cells)]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "'a text'",
        "pass",
        "def second(x, y=(1, -2), *, z: list[int] | None = None) -> math.inf:\n    return print(x)",
        "TABLE = {'a': [1, 2.5, None], 'b': (LIMIT, math.pi)}\nNAMES = SOME[1:] + SOME[0]",
        "# nothing but a remark",
    ],
)
def test_definitions_and_plain_values_only_add(code):
    assert only_adds(code, Words(FIRST))


@pytest.mark.parametrize(
    "code",
    [
        *(
            "print(1)",
            "x = f()",
            "x = [y for y in z]",
            "x = f'{y}'",
            "x: int = 1",
            "x.y = 1",
            "x[0] = 1",
            "x, y = 1, 2",
        ),
        *("x, y = 1, 2", "x += 1", "del x", "import numpy", "from math import pi", "for x in y: pass", "if x: pass"),
        *(
            "with x: pass",
            "assert x",
            "raise ValueError",
            "global x",
            "class A: pass",
            "async def f(): pass",
            "x = (y := 1)",
        ),
        *("@f\ndef g(): pass", "def g(x=f()): pass", "def g(x: f()): pass", "def g() -> f(): pass", "x = lambda: 1"),
        "async def f(): pass",
        *("def g(*, x=f()): pass", "def g(*x: f()): pass", "%time 1", "!ls", "x?", "x = (", "x = '\0'"),
    ],
)
def test_whatever_runs_code_or_changes_something_does_more(code):
    assert not only_adds(code, Words())


@pytest.mark.parametrize(
    "code",
    [
        "LIMIT = 4",
        "def first(x):\n    return 0",
        "math = 1",
        "def x():\n    return 0",
    ],
)
def test_a_name_of_which_earlier_code_speaks_is_not_new(code):
    assert not only_adds(code, Words(FIRST))


def test_a_name_is_found_in_whatever_way_it_is_spelt():
    # the compiler takes the ligature for the two letters
    assert not only_adds("fi = 1", Words("def first():\n    return \ufb01"))
    assert only_adds("second = 1", Words("seconds = 2"))


@pytest.mark.parametrize("code", ["x = (" + "a," * 600_000 + ")", "x = " + "-" * 19_000 + "1", "x = " + "(" * 9_000])
def test_what_cannot_be_looked_at_in_no_time_may_do_more(code):
    started = time.process_time()
    assert not only_adds(code, Words())
    assert time.process_time() - started < 1


def test_long_cells_are_not_searched_for_names():
    words = Words("#" + "x" * MAX_LOOKED_AT)
    assert not only_adds("f = 1", words)


def test_a_notebook_of_definitions_needs_no_other_process():
    assert shape(notebook("def f(): pass", "assert f", "def g(): pass", "assert g", "assert f")) == ["0", "2", "134*"]


def test_checks_are_asked_before_a_cell_that_could_change_what_they_see():
    cells = notebook("def f(): return h()", "assert f", "def g(): pass", "print(1)", "assert g", "def h(): pass")
    assert shape(cells) == ["0", "2", "1", "3", "4", "5"]
    assert shape(notebook("def f(): return h()", "assert f", "def h(): pass")) == ["0", "1", "2"]


def test_a_name_that_a_check_asks_for_is_not_given_by_a_later_cell():
    assert shape(notebook("pass", "assert f", "f = 1")) == ["0", "1", "2"]
