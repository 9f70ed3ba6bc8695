"""What comes of a submission: the outcome of each check, what its cells printed, what a teacher should look at."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from coursekit.engine.protocol import Outcome
from coursekit.engine.steps import CodeCell
from coursekit.engine.wire import UNASKED

DIED = "Died"
ENGINE_ERRORS = ("NotRun", "Timeout", DIED, "Stopped", UNASKED)
"""What a check may end with besides an exception: errors of which the engine itself wrote the message."""

STREAMS = ("stdout", "stderr")

MAX_OUTPUTS = 1_000
"""Of one cell; a page with many more cannot be shown by anything."""

_MAX_ALL_OUTPUTS = 5_000
_MAX_REMARKS = 20
_SHOWN = (
    *("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml", "application/json"),
    *("image/png", "image/jpeg", "image/gif"),
)
_PICTURES = ("image/png", "image/jpeg", "image/gif")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


@dataclass
class Check:
    """The outcome of one check. `error` is "" where it passed; `theirs` where learner code raised the error."""

    id: str
    points: float = 0.0
    error: str = "NotRun"
    message: str = "this check did not run"
    theirs: bool = False
    seconds: float = 0.0


@dataclass
class Result:
    """What became of a submission: outputs of its cells, outcomes of its checks, what was seen on the way."""

    checks: dict[str, Check] = field(default_factory=dict)
    outputs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def finish(self, cells: list[CodeCell]) -> None:
        """Give every check an outcome, and say everything once."""
        for cell in cells:
            if cell.role == "check":
                self.checks.setdefault(cell.id, Check(cell.id))
        self.remarks = list(dict.fromkeys(self.remarks))
        if len(self.remarks) > _MAX_REMARKS:
            self.remarks[_MAX_REMARKS:] = [f"and {len(self.remarks) - _MAX_REMARKS} things more"]


class Printed:
    """Collects what cells printed into a result, as long as there is room: ten times what one cell may print.

    What a cell printed first stays: when it is run once more, hidden checks have been asked in between.
    """

    def __init__(self, result: Result, output_bytes: int) -> None:
        self._result, self._bytes, self._count = result, 10 * output_bytes, _MAX_ALL_OUTPUTS

    def keep(self, cell: str, sent: bytes) -> None:
        """Keep what a learner's process sent as the outputs of a cell. It may be made up, and damaged."""
        if cell in self._result.outputs:
            return
        try:
            items = cleaned(json.loads(sent))
        except Exception:  # whatever made-up outputs break
            self._result.remarks.append(f"the outputs of the cell {cell} arrived damaged")
            items = []
        kept = []
        for item in items:
            self._bytes -= len(json.dumps(item))
            self._count -= 1
            if self._bytes > 0 and self._count >= 0:
                kept.append(item)
        self._result.outputs[cell] = kept

    def stopped(self, cell: str, why: str) -> None:
        """Say in place of its outputs why a cell was left out."""
        message = f"This cell {why} and was left out."
        error = {"output_type": "error", "ename": "Stopped", "evalue": message, "traceback": [message]}
        self._result.outputs[cell] = [error]


def cleaned(items: Any) -> list[dict[str, Any]]:
    """Outputs as a notebook may hold them, made anew from what a learner's process sent: nothing else gets through."""
    clean: list[dict[str, Any]] = []
    for item in items[:MAX_OUTPUTS]:
        kind = item["output_type"]
        if kind == "stream":
            name = "stderr" if item.get("name") == "stderr" else "stdout"
            clean.append({"output_type": "stream", "name": name, "text": str(item["text"])})
        elif kind == "error":
            trace = [str(line) for line in item["traceback"]]
            error: dict[str, Any] = {"output_type": "error", "ename": str(item["ename"]), "evalue": str(item["evalue"])}
            clean.append({**error, "traceback": trace})
        elif kind in ("display_data", "execute_result"):
            data = {mime: str(item["data"][mime]) for mime in _SHOWN if mime in item["data"]}
            for mime in _PICTURES:
                if not _BASE64.fullmatch(data.get(mime, "")):
                    del data[mime]
            clean.append({"output_type": "display_data", "data": data, "metadata": {}})
    return clean


def judged(cell: CodeCell, found: Outcome | None, result: Result) -> Check:
    """The check that an outcome stands for; remarks on what is odd about it go into `result`."""
    if found is None:
        result.remarks.append(f"the check {cell.id} did not come to an end")
        return Check(cell.id)
    if found.error:
        return Check(cell.id, 0.0, found.error, found.message, found.theirs, found.seconds)
    points = cell.points
    if found.points is not None:
        # partial credit; what is not a number, or no number of points, is nothing to be trusted
        points = min(found.points, cell.points) if found.points >= 0 else 0.0
        if points != found.points:
            result.remarks.append(f"the check {cell.id} gave {found.points:g} points of {cell.points:g}")
    return Check(cell.id, points, "", "", False, found.seconds)
