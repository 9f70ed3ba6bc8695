"""What the engine, the zygote, the learner's process and the examiner say to each other: one class a message.

A message travels as a JSON header, raw buffers and open files (see `wire`). Nothing that arrives is trusted: whoever
takes a message says which kinds may come, and every field has to be of its type. docs/architecture.md has a picture of
who talks to whom.
"""

import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from coursekit.engine import wire
from coursekit.engine.wire import WireError


class LineLost(Exception):
    """The other side is gone, or too slow."""


@dataclass(frozen=True)
class Message:
    """What every message is."""


# from the engine to the zygote


@dataclass(frozen=True)
class Load(Message):
    """Load these modules, and have these settings in the environment, before anything forks."""

    modules: list[str]
    environment: dict[str, str]


@dataclass(frozen=True)
class ForkLearner(Message):
    """Fork a learner's process. With it come its line, and two ways into its sandbox unless work is trusted."""

    limits: dict[str, int]
    folder: str
    """Where to work without a sandbox."""


@dataclass(frozen=True)
class ForkExaminer(Message):
    """Fork the process that runs the given cells once and then forks an examiner for each submission."""

    folder: str
    given: list[list[str]]
    """Id and source of each given cell."""


@dataclass(frozen=True)
class ForkSweeper(Message):
    """Fork a process that kills in a learner's sandbox. With it come its line, and two ways in unless work is trusted.

    It is told Sweep, and answers Swept.
    """


# from the engine to a learner's process


@dataclass(frozen=True)
class Unpack(Message):
    """Put a tar archive, which comes as the only buffer, into the working directory."""


@dataclass(frozen=True)
class RunCell(Message):
    """Run a cell; the answer is Ran."""

    code: str


@dataclass(frozen=True)
class Snapshot(Message):
    """Fork, and let the fork answer checks on the line that comes with it. The answer is Standing."""


@dataclass(frozen=True)
class Serve(Message):
    """Answer checks on the line that comes with it, and run no more cells. The answer is Standing."""


# from the engine to the examiner


@dataclass(frozen=True)
class CheckOrder:
    """A check to be run: who answers is the line of that number."""

    id: str
    source: str
    names: list[str]
    hidden: bool
    line: int


@dataclass(frozen=True)
class Examine(Message):
    """Run the checks of a submission. With it come the line to report on, those to snapshots, the ways into a sandbox.

    Without a sandbox the examiner works in `folder`.
    """

    checks: list[dict[str, Any]]
    lines: int
    limits: dict[str, int]
    folder: str


@dataclass(frozen=True)
class Proceed(Message):
    """It is the next check's turn, and its time starts."""


@dataclass(frozen=True)
class RanClean(Message):
    """What came of code that was run in a clean process."""

    status: int
    stdout: str
    stderr: str


# to the engine


@dataclass(frozen=True)
class Housed(Message):
    """The zygote has made a folder; all scratch files of the engine belong there."""

    folder: str


@dataclass(frozen=True)
class Ready(Message):
    """A process is set up. No learner code has run in it so far."""

    pid: int = 0


@dataclass(frozen=True)
class Fault(Message):
    """A process could not be set up, by no fault of a learner."""

    reason: str


@dataclass(frozen=True)
class Ran(Message):
    """A cell has run; its outputs are the only buffer. `dropped` where it had more than may be kept."""

    dropped: bool


@dataclass(frozen=True)
class Standing(Message):
    """A line is being answered from now on; not so where the process has threads, which a fork would lose."""

    threads: bool


@dataclass(frozen=True)
class Outcome(Message):
    """What came of a check: `error` is "" where it passed; `theirs` where learner code raised the error."""

    id: str
    error: str
    message: str
    theirs: bool
    points: float | None
    seconds: float = 0.0


@dataclass(frozen=True)
class RunClean(Message):
    """The examiner asks for code to be run in a clean process, whose folder comes as a tar archive."""

    code: str


@dataclass(frozen=True)
class Sweep(Message):
    """The examiner asks what runs in the learner's sandbox, or that all but `spared` be killed; Swept is the answer.

    Without a sandbox nothing is known but the process `number`, and that is killed.
    """

    kill: bool
    spared: list[int]
    number: int


@dataclass(frozen=True)
class Swept(Message):
    """The processes that live in the learner's sandbox, by their numbers there."""

    alive: list[int]


_KINDS = {kind.__name__: kind for kind in Message.__subclasses__()}


def post(
    channel: socket.socket, message: Message, buffers: Sequence[bytes] = (), descriptors: Sequence[int] = ()
) -> None:
    """Send a message. Raises LineLost, or WireError where it is too large."""
    header = {**asdict(message), "kind": type(message).__name__, "descriptors": len(descriptors)}
    try:
        wire.send(channel, header, list(buffers))
        wire.send_descriptors(channel, list(descriptors))
    except OSError as error:
        raise LineLost(str(error)) from None


def take(
    channel: socket.socket, *kinds: type[Message], limit: int = wire.MAX_MESSAGE
) -> tuple[Any, list[bytes], list[int]]:
    """The next message, which has to be of one of these kinds, its buffers, and open files. The caller closes these.

    Raises LineLost, or WireError for what is no such message.
    """
    try:
        header, buffers = wire.receive(channel, limit)
        count = header.pop("descriptors", 0)
        if type(count) is not int or not 0 <= count <= wire.MAX_DESCRIPTORS:
            raise WireError("a message arrived damaged")
        descriptors = wire.receive_descriptors(channel, count)
    except (EOFError, OSError) as error:
        raise LineLost(str(error)) from None
    return _read(header, kinds), buffers, descriptors


def _read(header: dict[str, Any], kinds: Sequence[type[Message]]) -> Message:
    """The message in a header. Raises WireError."""
    kind = _KINDS.get(str(header.pop("kind", "")))
    header.pop("sizes", None)
    if kind is None or kind not in kinds or set(header) != {field.name for field in fields(kind)}:
        raise WireError("a message arrived that was not expected")
    for field in fields(kind):
        if not _fits(header[field.name], field.type):
            raise WireError("a message arrived damaged")
    return kind(**header)


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a value is of a field's type: not a bool where a number is wanted, whole where it is an int."""
    if wanted == float | None:
        return value is None or _fits(value, float)
    if wanted is float:
        return type(value) in (int, float)
    return type(value) is getattr(wanted, "__origin__", wanted)
