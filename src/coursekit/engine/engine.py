"""One submission from cells to results: the learner's cells in a sandbox, the checks in an examiner's process.

All cells of the learner run first, and where checks need it the learner's process forks a snapshot of itself (see
`steps`). Only then do the checks ask the snapshots, and the process itself. So a check sees the state that it would
see in the notebook, and what learner code could note down of a check is gone before anything more is written that a
learner will read. When a check breaks what several of them share, the others get snapshots of their own.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bora.tracking import cache_folder
from coursekit.engine import wire
from coursekit.engine.sandbox import Sandbox, bubblewrap
from coursekit.engine.steps import Cell, steps
from coursekit.environment import MLFLOW, ONE_THREAD, scratch_place
from coursekit.errors import CourseError

MAX_RESTARTS = 10
START_SECONDS = 120
MODULES = ("numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "bora.checks", "bora.style")
"""What is loaded for every lab; what its cells import comes on top, and what else an answer imports takes its time."""
_ENVIRONMENT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "BORA_CACHE", "XDG_CACHE_HOME", "LD_LIBRARY_PATH"),
    *("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"),
)
_SHOWN = (
    *("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml", "application/json"),
    *("image/png", "image/jpeg", "image/gif"),
)
_STREAMS = ("stdout", "stderr")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_MAX_REMARKS = 20
_CLEAN = """
import traceback
try:
    exec(compile({code!r}, "<string>", "exec"), {{"__name__": "__main__"}})
except BaseException:
    traceback.print_exc()
    raise
"""
ENGINE_ERRORS = ("NotRun", "Timeout", "Died", "Stopped", wire.UNASKED)
"""What a check may end with besides an exception: errors of which the engine itself wrote the message."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use; set in nbgrader_config.py as c.Limits.NAME."""

    cell_seconds: int = 60
    check_seconds: int = 60
    submission_seconds: int = 300
    memory_mb: int = 1_500
    processes: int = 64
    disk_mb: int = 200
    files: int = 50_000
    output_mb: int = 2

    def for_processes(self) -> dict[str, int]:
        """In the units of the kernel."""
        return {
            "memory_bytes": self.memory_mb * 1_000_000,
            "disk_bytes": self.disk_mb * 1_000_000,
            "submission_seconds": self.submission_seconds,
            # counted for the user as a whole on some systems, so that the engine's own count is the sharper one
            "processes": 1_024 + self.processes,
            "output_bytes": self.output_mb * 1_000_000,
        }


@dataclass(frozen=True)
class Lab:
    """What the engine has to know of a lab: the given cells, the data beside the notebook, what to preload."""

    slug: str
    given: tuple[Cell, ...]
    data: dict[str, bytes]
    modules: tuple[str, ...]


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

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Result":
        """Back from plain data."""
        checks = {name: Check(**check) for name, check in data["checks"].items()}
        return cls(checks, data["outputs"], data["remarks"], data["seconds"])


class Engine:
    """Grades submissions of one lab; several threads may call `grade` at the same time. Use it in a `with` block."""

    def __init__(self, lab: Lab, limits: Limits, trust: bool = False) -> None:
        if not trust:
            bubblewrap()
        self._lab, self._limits, self._trust = lab, limits, trust
        self._lock = threading.Lock()
        self._watched: dict[int, _Watch] = {}
        self._closed = threading.Event()
        try:
            self._start()
            self._prove()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop every process and remove every file."""
        self._closed.set()
        for channel in (getattr(self, "_examiner", None), getattr(self, "_zygote", None)):
            if channel:
                channel.close()
        process = getattr(self, "_process", None)
        if process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)

    def grade(self, cells: list[Cell]) -> Result:
        """Run the cells of one submission, in order, and its checks. Never raises for what a learner did."""
        started = time.monotonic()
        result = Result()
        skip: set[str] = set()
        deadline = started + self._limits.submission_seconds
        self._attempt(cells, skip, result, deadline)
        missed = {name for name, check in result.checks.items() if check.error == wire.UNASKED}
        if missed:
            again = [cell for cell in cells if cell.role != "check" or cell.id in missed]
            self._attempt(again, skip, result, deadline, alone=True)
        for cell in cells:
            if cell.role == "check":
                result.checks.setdefault(cell.id, Check(cell.id))
        _trim(result.outputs, self._limits)
        result.remarks = list(dict.fromkeys(result.remarks))
        if len(result.remarks) > _MAX_REMARKS:
            result.remarks[_MAX_REMARKS:] = [f"and {len(result.remarks) - _MAX_REMARKS} things more"]
        result.seconds = time.monotonic() - started
        return result

    def _attempt(self, cells: list[Cell], skip: set[str], result: Result, deadline: float, alone: bool = False) -> None:
        """Run the cells and their checks, anew for each cell that kills the process; `alone`: a snapshot a check."""
        for restarts in range(MAX_RESTARTS + 1):
            with self._sandbox(self._given) as watch:
                lines, finished = self._run(cells, skip, result, watch, deadline, alone)
                last = restarts == MAX_RESTARTS or time.monotonic() > deadline
                try:
                    if finished or last:
                        self._examine(cells, lines, result, watch, deadline)
                        return
                finally:
                    for line in lines.values():
                        line.close()

    # the zygote and the examiner

    def _start(self) -> None:
        self._zygote, theirs = socket.socketpair()
        # pyarrow's allocator would start a thread of its own
        calm = {**ONE_THREAD, "JE_ARROW_MALLOC_CONF": "background_thread:false"}
        # nothing else of the teacher's environment: it may hold keys, and learner code can read it
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment = {**kept, **calm, "USER": "learner", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        place = scratch_place() or tempfile.gettempdir()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "coursekit.engine.zygote", str(theirs.fileno()), place],
            pass_fds=[theirs.fileno()],
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._zygote.settimeout(START_SECONDS)
        failure = "the process that loads the libraries did not start"
        self._folder = Path(self._expect(self._zygote, failure)["folder"])
        self._given = self._folder / "given"
        self._given.mkdir()
        for name, content in self._lab.data.items():
            target = self._given / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        modules = list(dict.fromkeys((*MODULES, *self._lab.modules)))
        if any(name.split(".")[0] == "mlflow" for name in modules):
            modules += MLFLOW
            warm = [sys.executable, "-c", "from bora.tracking import migrated_database; migrated_database()"]
            subprocess.run(warm, env=environment, capture_output=True, check=False)
        clean = {
            "BORA_CACHE": str(cache_folder()),
            "NBGRADER_EXECUTION": "autograde",
            "PYTHONSAFEPATH": "1",
            "MPLBACKEND": environment["MPLBACKEND"],
        }
        wire.send(self._zygote, {"modules": modules, "environment": clean})
        self._expect(self._zygote, failure)
        self._examiner, theirs = socket.socketpair()
        examiner_folder = self._folder / "examiner"
        shutil.copytree(self._given, examiner_folder)
        given = [{"id": cell.id, "source": cell.source} for cell in self._lab.given]
        self._fork("examiner", [theirs.fileno()], folder=str(examiner_folder), given=given)
        theirs.close()
        self._examiner.settimeout(START_SECONDS)
        self._expect(self._examiner, f"{self._lab.slug}: the examiner did not start")
        threading.Thread(target=self._watch, daemon=True).start()

    def _prove(self) -> None:
        """Run the given cells in a sandbox: what fails there would cost every learner the points."""
        outputs = self.grade(list(self._lab.given)).outputs
        for cell in self._lab.given:
            for output in outputs.get(cell.id, [{"output_type": "error", "ename": "NotRun", "evalue": ""}]):
                if output["output_type"] == "error":
                    failed = f"{output['ename']}: {output['evalue']}"
                    raise CourseError(f"{self._lab.slug}: the given cell {cell.id} fails in the sandbox: {failed}")

    @staticmethod
    def _expect(channel: socket.socket, failure: str) -> dict[str, Any]:
        try:
            reply, _ = wire.receive(channel)
        except (EOFError, OSError) as error:
            raise CourseError(f"{failure} ({error})") from None
        if "failed" in reply:
            raise CourseError(str(reply["failed"]))
        return reply

    def _fork(self, role: str, descriptors: list[int], **order: Any) -> None:
        with self._lock:
            wire.send(self._zygote, {"role": role, "descriptors": len(descriptors), **order})
            wire.send_descriptors(self._zygote, descriptors)

    # one submission

    @contextlib.contextmanager
    def _sandbox(self, given: Path) -> Iterator["_Watch"]:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            sandbox = None if self._trust else Sandbox.open(given, self._limits.for_processes()["disk_bytes"])
            watch = _Watch(sandbox, given, Path(folder))
            self._watched[id(watch)] = watch
            try:
                yield watch
            finally:
                del self._watched[id(watch)]
                watch.close()

    def _run(
        self, cells: list[Cell], skip: set[str], result: Result, watch: "_Watch", deadline: float, alone: bool
    ) -> tuple[dict[str, socket.socket], bool]:
        """Run all cells in a new learner's process: for each check the line on which it is answered, and whether the
        process got to its end.

        A cell that kills the process is put into `skip`, so that the next try leaves it out.
        """
        channel = self._learner(watch)
        lines: dict[str, socket.socket] = {}
        step = None
        try:
            for step in steps([cell for cell in cells if cell.id not in skip], alone):
                left = deadline - time.monotonic()
                if left <= 0:
                    used_up = f"all {self._limits.submission_seconds} s were used up at the cell {step.cells[0].id}"
                    result.remarks.append(used_up)
                    return lines, False
                channel.settimeout(min(self._limits.cell_seconds, left))
                if step.checks:
                    line = self._line(channel, "serve" if step.last else "snapshot")
                    lines |= dict.fromkeys((cell.id for cell in step.cells), line)
                else:
                    result.outputs[step.cells[0].id] = self._run_cell(channel, step.cells[0], result)
            return lines, True
        except (EOFError, OSError, wire.WireError) as error:
            assert step is not None
            slow = isinstance(error, TimeoutError) and not watch.reason
            why = watch.reason or ("took too long" if slow else "ended its own process")
            result.remarks.append(f"the cell {step.cells[0].id} {why}")
            message = f"This cell {why} and was left out."
            stopped = {"output_type": "error", "ename": "Stopped", "evalue": message, "traceback": [message]}
            for cell in step.cells:
                result.outputs[cell.id] = [stopped]
                skip.add(cell.id)
            return lines, False
        finally:
            channel.close()

    def _learner(self, watch: "_Watch") -> socket.socket:
        ours, theirs = socket.socketpair()
        joining = watch.sandbox.descriptors() if watch.sandbox else []
        try:
            limits = self._limits.for_processes()
            shutil.copytree(watch.given, watch.folder, dirs_exist_ok=True)
            self._fork("learner", [theirs.fileno(), *joining], limits=limits, folder=str(watch.folder))
        finally:
            theirs.close()
            for descriptor in joining:
                os.close(descriptor)
        return ours

    def _run_cell(self, channel: socket.socket, cell: Cell, result: Result) -> list[dict[str, Any]]:
        wire.send(channel, {"do": "run", "code": cell.source})
        # what a learner's process sends may be made up: six bytes for a character, and some for the rest
        reply, buffers = wire.receive(channel, 6 * self._limits.output_mb * 1_000_000 + 1_000_000)
        if reply.get("dropped"):
            result.remarks.append(
                f"the cell {cell.id} printed more than {self._limits.output_mb} MB; the rest was dropped"
            )
        try:
            return _outputs(json.loads(buffers[0]))
        except Exception:  # whatever made-up outputs break
            result.remarks.append(f"the outputs of the cell {cell.id} arrived damaged")
            return []

    @staticmethod
    def _line(channel: socket.socket, order: str) -> socket.socket:
        """A line on which checks are answered: by a fork of the learner's process as it is now ("snapshot"), or by the
        process itself, which then runs no more cells ("serve").
        """
        ours, theirs = socket.socketpair()
        try:
            wire.send(channel, {"do": order})
            wire.send_descriptors(channel, [theirs.fileno()])
            wire.receive(channel)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return ours

    def _examine(
        self, cells: list[Cell], lines: dict[str, socket.socket], result: Result, watch: "_Watch", deadline: float
    ) -> None:
        checks = [cell for cell in cells if cell.role == "check" and cell.id in lines]
        different = list(dict.fromkeys(lines[cell.id] for cell in checks))
        orders: list[dict[str, Any]] = [
            {
                "id": cell.id,
                "source": cell.source,
                "names": list(cell.names),
                "hidden": cell.id.startswith("hidden-"),
                "line": different.index(lines[cell.id]),
            }
            for cell in checks
        ]
        report, theirs = socket.socketpair()
        joining = watch.sandbox.descriptors()[:1] if watch.sandbox else []
        pid = 0
        try:
            descriptors = [theirs.fileno(), *(line.fileno() for line in different), *joining]
            with tempfile.TemporaryDirectory(dir=self._folder) as folder:
                with self._lock:
                    wire.send(
                        self._examiner,
                        {
                            "descriptors": len(descriptors),
                            "checks": orders,
                            "lines": len(different),
                            "check_seconds": self._limits.check_seconds,
                            "memory_bytes": self._limits.for_processes()["memory_bytes"],
                            "folder": folder,
                        },
                    )
                    wire.send_descriptors(self._examiner, descriptors)
                theirs.close()
                outcomes: dict[str, dict[str, Any]] = {}
                with contextlib.suppress(EOFError, OSError, wire.WireError):
                    report.settimeout(START_SECONDS)
                    pid = int(wire.receive(report)[0]["pid"])
                    while len(outcomes) < len(orders):
                        report.settimeout(max(1.0, deadline - time.monotonic()))
                        outcome, _ = wire.receive(report)
                        if "code" in outcome:
                            wire.send(report, self._run_clean(outcome["code"], Path(outcome["folder"]), deadline))
                        else:
                            outcomes[outcome["id"]] = outcome
                if pid:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(pid, signal.SIGKILL)
            for cell in checks:
                result.checks[cell.id] = _judged(cell, outcomes, result)
            if watch.reason:
                result.remarks.append(f"a check found that the code {watch.reason}")
        finally:
            report.close()
            theirs.close()
            for descriptor in joining:
                os.close(descriptor)

    def _run_clean(self, code: str, folder: Path, deadline: float) -> dict[str, Any]:
        """Run code for a check in a new process, in a sandbox that sees nothing but `folder`: see `bora.clean`."""
        with self._sandbox(folder) as watch, self._learner(watch) as channel:
            channel.settimeout(max(1.0, min(self._limits.check_seconds, deadline - time.monotonic())))
            try:
                outputs = self._run_cell(channel, Cell("clean", "given", _CLEAN.format(code=code)), Result())
            except (EOFError, OSError, wire.WireError) as error:
                slow = isinstance(error, TimeoutError) and not watch.reason
                why = watch.reason or ("took too long" if slow else "ended its own process")
                return {"status": -signal.SIGKILL, "stdout": "", "stderr": f"the code {why}"}
        said = {name: "".join(one["text"] for one in outputs if one.get("name") == name) for name in _STREAMS}
        return {"status": int(any(one["output_type"] == "error" for one in outputs)), **said}

    def _watch(self) -> None:
        """Look at what the sandboxes use, a few times a second, and close those that use too much."""
        while not self._closed.wait(0.1):
            for watch in list(self._watched.values()):
                watch.look(self._limits)


class _Watch:
    """A sandbox under watch: what it is given to see, where to work without one, the reason why it was closed early."""

    def __init__(self, sandbox: Sandbox | None, given: Path, folder: Path) -> None:
        self.sandbox, self.given, self.folder, self.reason = sandbox, given, folder, ""
        self._lock = threading.Lock()
        self._open = True

    def look(self, limits: Limits) -> None:
        """Close the sandbox where it holds too many processes or too much memory."""
        with self._lock:
            if not self.sandbox or not self._open or self.reason:
                return
            with contextlib.suppress(OSError):  # it has just ended by itself
                self.reason = _excess(self.sandbox, limits)
            if self.reason:
                self.sandbox.anchor.kill()

    def close(self) -> None:
        """Close the sandbox for good."""
        with self._lock:
            self._open = False
            if self.sandbox:
                self.sandbox.close()


def _excess(sandbox: Sandbox, limits: Limits) -> str:
    """What a sandbox uses too much of, or ""."""
    if len(sandbox.processes()) > limits.processes:
        return f"started more than {limits.processes} processes"
    enough = 2 * limits.memory_mb * 1_000_000
    memory, files = sandbox.usage(enough)
    if memory > enough:
        return f"used more than {limits.memory_mb} MB of memory"
    return f"made more than {limits.files} files" if files > limits.files else ""


def _judged(cell: Cell, outcomes: dict[str, dict[str, Any]], result: Result) -> Check:
    found = outcomes.get(cell.id)
    if found is None:
        result.remarks.append(f"the check {cell.id} did not come to an end")
        return Check(cell.id)
    if found["error"]:
        return Check(cell.id, 0.0, found["error"], found["message"], found["theirs"], found["seconds"])
    points = cell.points
    if found["points"] is not None:
        # partial credit; what is not a number, or no number of points, is nothing to be trusted
        points = min(found["points"], cell.points) if found["points"] >= 0 else 0.0
        if points != found["points"]:
            result.remarks.append(f"the check {cell.id} gave {found['points']:g} points of {cell.points:g}")
    return Check(cell.id, points, "", "", False, found["seconds"])


def _outputs(items: Any) -> list[dict[str, Any]]:
    """Outputs as a notebook may hold them, made anew from what a learner's process sent: nothing else gets through."""
    clean: list[dict[str, Any]] = []
    for item in items:
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
            for mime in ("image/png", "image/jpeg", "image/gif"):
                if not _BASE64.fullmatch(data.get(mime, "")):
                    del data[mime]
            clean.append({"output_type": "display_data", "data": data, "metadata": {}})
    return clean


def _trim(outputs: dict[str, list[dict[str, Any]]], limits: Limits) -> None:
    """Keep what a notebook can hold: ten times the limit of a cell over all cells, and no half characters."""
    room = 10 * limits.output_mb * 1_000_000
    for name, items in outputs.items():
        kept = []
        for item in items:
            room -= len(json.dumps(item))
            if room > 0:
                kept.append(item)
        outputs[name] = kept
