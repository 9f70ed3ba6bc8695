"""Python alone: runs a function where nothing is installed, as on a device that has Python and no packages.

def score_all(rows, card):                          # stands in the same cell as `score`
    return alone.run(score_all, "score", rows, card)
"""

import builtins
import json
import linecache
import subprocess
import sys
from collections.abc import Sequence
from types import FunctionType
from typing import Any

SECONDS = 60

_PROGRAM = """
import json, sys
cell, name, firsts, rest = json.load(sys.stdin)
said = {"error": None}
try:
    space = {"__name__": "cell"}
    exec(compile(cell, "<your cell>", "exec"), space)
    said["results"] = [space[name](first, *rest) for first in firsts]
    json.dumps(said)
except Exception as error:
    said = {"error": type(error).__name__, "text": str(error)[:300]}
sys.stdout.write("\\n" + json.dumps(said))
"""


def run(cell: FunctionType, name: str, firsts: Sequence[Any], *rest: Any) -> list[Any]:
    """`[f(first, *rest) for first in firsts]`, worked out by a new Python that sees the standard library only.

    `f` is the function called `name` of the notebook cell that defines the function `cell`; arguments and results
    travel as JSON (NaN and infinities included). What `f` raises is raised here: the builtin class of that name, else
    RuntimeError, and an import of what is not in the standard library as ModuleNotFoundError.
    """
    text = "".join(linecache.getlines(cell.__code__.co_filename))
    done = subprocess.run(
        # isolated, and without the packages of this environment
        [sys.executable, "-I", "-S", "-c", _PROGRAM],
        input=json.dumps([text, name, list(firsts), rest]),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Python alone ended with code {done.returncode}: {done.stderr[-300:]}")
    said = json.loads(done.stdout.rpartition("\n")[2])
    if said["error"] is None:
        return list(said["results"])
    kind = getattr(builtins, said["error"], RuntimeError)
    raise kind(said["text"])
