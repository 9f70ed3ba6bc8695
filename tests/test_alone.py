"""A cell that runs in a Python without packages."""

import linecache
import math
from types import FunctionType
from typing import Any

import pytest

from bora import alone


def cell(text: str) -> Any:
    """The function `f` of a notebook cell with this text."""
    name = f"<cell {hash(text)}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    space: dict[str, Any] = {}
    exec(compile(text, name, "exec"), space)
    assert isinstance(space["f"], FunctionType)
    return space["f"]


def test_arguments_and_results_travel_infinities_included() -> None:
    f = cell("import math\ndef f(row, card): return [row['x'], card, math.isnan(row['y'])]\n")
    rows = [{"x": math.inf, "y": math.nan}, {"x": "a", "y": 1}]
    assert alone.run(f, "f", rows, 3) == [[math.inf, 3, True], ["a", 3, False]]


def test_no_package_can_be_imported() -> None:
    with pytest.raises(ModuleNotFoundError, match="numpy"):
        alone.run(cell("def f(row):\n    import numpy\n"), "f", [1])


@pytest.mark.parametrize("error", [NotImplementedError, OverflowError, KeyError])
def test_errors_arrive_as_what_they_are(error: type[Exception]) -> None:
    with pytest.raises(error):
        alone.run(cell(f"def f(row): raise {error.__name__}('row')\n"), "f", [1])


def test_what_a_cell_prints_is_not_its_result() -> None:
    assert alone.run(cell("def f(row):\n    print('hello')\n    return row\n"), "f", [1, 2]) == [1, 2]
