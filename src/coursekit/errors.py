"""The errors that a person can do something about. The command line prints them as they are, without a traceback."""

from pathlib import Path


class CourseError(Exception):
    """Something in the course, or in what the user asked for, is not right; the message says what to do."""


class SourceError(CourseError):
    """A course text is not right, at a line of a file."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        here = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        super().__init__(f"{here}:{line}: {message}")


class MachineFault(Exception):
    """Something failed that is ours, not the learner's: no memory, no process, a full disk. The message says what.

    Whoever catches it leaves grades as they are and says that this submission was not graded.
    """
