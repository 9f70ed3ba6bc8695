"""Grades submissions of one lab: what fails on our side is tried again, and never taken for a learner's fault."""

import threading
import time
from collections.abc import Sequence

from coursekit.engine.crew import Crew, Setup
from coursekit.engine.limits import Limits
from coursekit.engine.results import ENGINE_ERRORS, Check, Result
from coursekit.engine.sandbox import bubblewrap
from coursekit.engine.steps import CodeCell
from coursekit.engine.submission import Submission
from coursekit.engine.watch import Watcher
from coursekit.errors import CourseError, MachineFault

__all__ = ["ENGINE_ERRORS", "Check", "Engine", "Limits", "Result", "Setup"]

_ATTEMPTS = 4
_PAUSE_SECONDS = 0.5


class Engine:
    """Grades submissions of one lab; several threads may call `grade` at the same time. Use it in a `with` block."""

    def __init__(self, setup: Setup, limits: Limits, trust: bool = False) -> None:
        if not trust:
            bubblewrap()
        self._setup, self._limits, self._trust = setup, limits, trust
        self._lock = threading.Lock()
        self._watcher = Watcher()
        self._crew: Crew | None = None
        try:
            self._prove()
        except MachineFault as fault:
            self.close()
            raise CourseError(f"nothing can be graded on this machine: {fault}") from None
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop every process and remove every file."""
        self._watcher.close()
        if self._crew:
            self._crew.close()

    def grade(self, cells: Sequence[CodeCell]) -> Result:
        """Run the cells of one submission, in order, and its checks. Never raises for what a learner did.

        What fails on our side is tried again, in a new sandbox, by new processes where these have died. Raises
        MachineFault where it goes on failing.
        """
        started = time.monotonic()
        fault: Exception = MachineFault()
        for attempt in range(_ATTEMPTS):
            time.sleep(attempt * _PAUSE_SECONDS)
            try:
                with self._watcher.watch(self._limits) as watch:
                    result = Submission(self._crew_in_service(), self._limits, watch, self._trust).grade(cells)
            except (MachineFault, OSError, MemoryError) as error:
                fault = error
                continue
            result.seconds = time.monotonic() - started
            return result
        raise MachineFault(str(fault) or type(fault).__name__) from fault

    def _crew_in_service(self) -> Crew:
        """The crew; a new one where it is gone. Raises MachineFault, OSError; CourseError where a given cell fails."""
        with self._lock:
            if self._crew and self._crew.is_gone():
                self._crew.close()
                self._crew = None
            if self._crew is None:
                self._crew = Crew(self._setup)
            return self._crew

    def _prove(self) -> None:
        """Run the given cells in a sandbox: what fails there would cost every learner the points."""
        outputs = self.grade(self._setup.given).outputs
        for cell in self._setup.given:
            for output in outputs.get(cell.id, [{"output_type": "error", "ename": "NotRun", "evalue": ""}]):
                if output["output_type"] == "error":
                    failed = f"{output['ename']}: {output['evalue']}"
                    raise CourseError(f"{self._setup.slug}: the given cell {cell.id} fails in the sandbox: {failed}")
