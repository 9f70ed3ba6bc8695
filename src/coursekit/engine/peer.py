"""Calls between the examiner and a learner's process: by name and handle, in plain data, in both directions.

The examiner asks for the names that an answer's contract declares; functions and other objects come back as
`LearnerObject`, which forwards calls, attributes, iteration and the like. What a check hands over is copied, so that no
answer can change what a check compares with; only what `bora.checks.kept` watches is changed here as well when learner
code changes it in place. A function that a check hands over can be called from over there, and nothing else of the
examiner can be reached.
"""

import builtins
import os
import socket
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from bora import checks, crash
from coursekit.engine.codec import Decoder, Encoder
from coursekit.engine.wire import WireError, receive, receive_descriptors, send, send_descriptors

MAX_TEXT = 2_000
_CHANGEABLE = (list, dict, set, np.ndarray, pd.DataFrame, pd.Series)
_OPERATIONS: dict[str, Callable[..., Any]] = {
    "call": lambda target, args, kwargs: target(*args, **kwargs),
    "attribute": lambda target, name: getattr(target, str(name)),
    "item": lambda target, key: target[key],
    "length": len,
    "iterate": iter,
    "next": lambda target: next(target),
    "enter": lambda target: target.__enter__(),
    "leave": lambda target: target.__exit__(None, None, None),
}


class LearnerError(Exception):
    """Marks, as the cause of an exception, that it was raised in the learner's process."""


class LineError(BaseException):
    """The line to a learner's process failed. No check can take this for an exception that an answer raised."""

    def __init__(self, message: str, late: bool = False) -> None:
        super().__init__(message)
        self.late = late


class OutOfTime(BaseException):
    """A check has had its time. As with LineError, no `except Exception` of a check holds it up."""


class LearnerObject:
    """Something in the learner's process that is no plain data. It is equal to nothing but itself."""

    def __init__(self, peer: "Peer", identity: int) -> None:
        self._peer = peer
        self._identity = identity

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._peer.call(self._identity, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._peer.ask("attribute", self._identity, name)

    def __getitem__(self, key: Any) -> Any:
        return self._peer.ask("item", self._identity, key)

    def __len__(self) -> int:
        return int(self._peer.ask("length", self._identity))

    def __iter__(self) -> Iterator[Any]:
        iterator = self._peer.ask("iterate", self._identity)
        if not isinstance(iterator, LearnerObject):
            raise TypeError("what a learner returned cannot be iterated over")
        return iterator

    def __next__(self) -> Any:
        return self._peer.ask("next", self._identity, stops=True)

    def __enter__(self) -> Any:
        return self._peer.ask("enter", self._identity)

    def __exit__(self, *_: object) -> None:
        self._peer.ask("leave", self._identity)


class Peer:
    """One end of the line. `names` is what the other side may ask for by name; the examiner's end offers none."""

    def __init__(self, channel: socket.socket, names: dict[str, Any] | None = None) -> None:
        self._channel = channel
        self._names = names
        self._objects: dict[int, Any] = {}
        self._undo: list[Callable[[], None]] = []
        self._forks: list[int] = []

    # asking

    def names(self, wanted: list[str]) -> dict[str, Any]:
        """The values of those of the wanted names that the learner's process defines."""
        found = self._request({"do": "names", "wanted": wanted}, [])
        # nothing else: a name like `checks` would replace the examiner's own
        return {name: found[name] for name in wanted if name in found} if type(found) is dict else {}

    def ask(self, operation: str, identity: int, *rest: Any, stops: bool = False) -> Any:
        """Do an operation on an object over there; `stops` where StopIteration is an answer."""
        encoder = Encoder(self._hand_over)
        node = encoder.encode(list(rest))
        return self._request({"do": operation, "on": identity, "rest": node}, encoder.buffers, stops=stops)

    def call(self, identity: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function over there; arguments that were to be kept and were changed in place are changed here too."""
        encoder = Encoder(self._hand_over)
        node = encoder.encode([list(args), dict(kwargs)])
        handed = [*args, *kwargs.values()]
        return self._request({"do": "call", "on": identity, "rest": node}, encoder.buffers, handed)

    def begin(self, function: LearnerObject, args: tuple[Any, ...]) -> None:
        """Call a function over there, and do not wait: `end` gives the value, when the line is readable."""
        encoder = Encoder(self._hand_over)
        node = encoder.encode([list(args), {}])
        _send(self._channel, {"do": "call", "on": function._identity, "rest": node}, encoder.buffers)

    def end(self) -> Any:
        """The value of the call that was begun. Raises what it raised."""
        return self._reply()

    def fork(self) -> "tuple[Peer, socket.socket, socket.socket, int]":
        """Have the process over there fork, with all that it knows.

        Comes back: a peer in that fork, its line, the line on which the fork asks before it changes a file (see
        `bora.crash`), and its process number as it is said over there.
        """
        line, its_line = socket.socketpair()
        pauses, its_pauses = socket.socketpair()
        with its_line, its_pauses:
            _send(self._channel, {"do": "fork"}, [])
            send_descriptors(self._channel, [its_line.fileno(), its_pauses.fileno()])
            number = self._reply()
        return Peer(line), line, pauses, number if type(number) is int else 0

    def restore(self) -> None:
        """Undo what learner code did to arguments: no later check is to find given data that an answer has changed."""
        while self._undo:
            self._undo.pop()()

    def _request(
        self, header: dict[str, Any], buffers: list[bytes], handed: list[Any] | None = None, stops: bool = False
    ) -> Any:
        _send(self._channel, header, buffers)
        return self._reply(handed, stops)

    def _reply(self, handed: list[Any] | None = None, stops: bool = False) -> Any:
        while True:
            reply, parts = _receive(self._channel)
            if "do" in reply:
                self._answer(reply, parts)
                continue
            try:
                value, error, changes = self._read(reply, parts)
                for place, new in changes:
                    if handed is not None and 0 <= place < len(handed) and _is_kept(handed[place]):
                        self._undo.append(_change(handed[place], new))
            except WireError as problem:
                raise _line_error(problem) from None
            if error is not None:
                if isinstance(error, StopIteration) and not stops:
                    # it would end a loop of the check as if there were nothing left to look at
                    error = RuntimeError("StopIteration")
                raise error from LearnerError()
            return value

    def _read(self, reply: dict[str, Any], parts: list[bytes]) -> tuple[Any, Exception | None, list[tuple[int, Any]]]:
        """The value, the error and the changed arguments in a reply. Raises WireError."""
        decoder = Decoder(parts, self._receive_object)
        changed = reply.get("changed", [])
        if not isinstance(changed, list) or not all(
            isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is int for pair in changed
        ):
            raise WireError("a reply arrived damaged")
        changes = [(place, decoder.decode(node)) for place, node in changed]
        error = _exception(reply["error"]) if "error" in reply else None
        return None if error else decoder.decode(reply.get("value")), error, changes

    # answering

    def serve(self) -> None:
        """Answer requests until the other side hangs up."""
        while True:
            try:
                header, parts = receive(self._channel)
            except (EOFError, OSError):
                return
            if header["do"] == "fork" and self._names is not None:
                self._fork()
            else:
                self._answer(header, parts)

    def _fork(self) -> None:
        """Answer in a fork as well, on a line of its own, until that is closed or the fork is killed."""
        line, pauses = receive_descriptors(self._channel, 2)
        self._forks = [fork for fork in self._forks if not _has_ended(fork)]
        fork = os.fork()
        if fork == 0:
            self._channel.close()
            crash.ask_before_writing(socket.socket(fileno=pauses))
            crash.as_if_new(self._names or {})
            self._on(socket.socket(fileno=line)).serve()
            os._exit(0)
        self._forks.append(fork)
        os.close(line)
        os.close(pauses)
        _send(self._channel, {"value": fork}, [])

    def _on(self, channel: socket.socket) -> "Peer":
        """The same, on another line."""
        other = Peer(channel, self._names)
        other._objects = self._objects
        return other

    def _answer(self, header: dict[str, Any], parts: list[bytes]) -> None:
        encoder = Encoder(self._hand_over)
        reply: dict[str, Any] = {}
        arguments: list[Any] = []
        node = header.get("rest", {"k": "list", "v": []})
        try:
            rest = Decoder(parts, self._receive_object).decode(node)
            if header["do"] == "call":
                arguments = [*rest[0], *rest[1].values()]
            reply["value"] = encoder.encode(self._do(header, rest))
        except (OutOfTime, LineError):
            raise
        except BaseException as error:  # whatever learner code raises is the answer, SystemExit included
            encoder.buffers.clear()
            reply = {"error": _describe(error)}
        if any(type(argument) in _CHANGEABLE for argument in arguments) and not _is_still(rest, node, parts):
            reply["changed"] = self._changed(arguments, node, parts, encoder)
        try:
            _send(self._channel, reply, encoder.buffers)
        except WireError as error:
            _send(self._channel, {"error": _describe(ValueError(str(error)))}, [])

    def _changed(self, arguments: list[Any], node: Any, parts: list[bytes], encoder: Encoder) -> list[list[Any]]:
        """The arguments that are not any longer as they came, by their places."""
        came = Decoder(parts, self._receive_object).decode(node)
        return [
            [place, encoder.encode(argument)]
            for place, (argument, old) in enumerate(zip(arguments, [*came[0], *came[1].values()], strict=True))
            if type(argument) in _CHANGEABLE and _fingerprint(argument) != _fingerprint(old)
        ]

    def _do(self, header: dict[str, Any], rest: list[Any]) -> Any:
        operation = header["do"]
        if self._names is None:
            # the examiner's side: only functions that a check handed over, only to be called
            target = self._objects.get(header.get("on", 0))
            if operation != "call" or not isinstance(
                target, types.FunctionType | types.BuiltinFunctionType | types.MethodType
            ):
                raise PermissionError("only a function that a check handed over can be called")
            return target(*rest[0], **rest[1])
        if operation == "names":
            return {name: self._names[name] for name in header["wanted"] if name in self._names}
        return _OPERATIONS[operation](self._objects[header["on"]], *rest)

    # objects

    def _hand_over(self, value: Any) -> dict[str, Any]:
        if type(value) is LearnerObject:
            return {"k": "yours", "id": value._identity}
        if self._names is None and not callable(value):
            raise TypeError(f"a check cannot hand a {type(value).__name__} to learner code; hand over plain data")
        identity = id(value)
        self._objects[identity] = value
        return {"k": "handle", "id": identity}

    def _receive_object(self, node: dict[str, Any]) -> Any:
        if node["k"] == "yours":
            return self._objects[node["id"]]
        return LearnerObject(self, int(node["id"]))


def _has_ended(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] != 0
    except ChildProcessError:  # learner code has waited for it
        return True


def _is_kept(value: Any) -> bool:
    return any(value is one for one in checks.KEPT)


def _is_still(rest: Any, node: Any, parts: list[bytes]) -> bool:
    """Whether values look just as they came. False may also mean that they cannot be told apart so easily."""
    return _fingerprint(rest) == (str(node), tuple(parts))


def _fingerprint(value: Any) -> tuple[str, tuple[bytes, ...]] | None:
    """What a value looks like, to see whether a call changes it; None where it does not let itself be looked at."""
    encoder = Encoder(lambda thing: {"id": thing._identity if type(thing) is LearnerObject else id(thing)})
    try:
        return str(encoder.encode(value)), tuple(encoder.buffers)
    except WireError:
        return None


def _change(original: Any, new: Any) -> Callable[[], None]:
    """Make `original` equal to `new`, in place, where both are of the same changeable type; returns what undoes it.

    Raises WireError.
    """
    if type(original) is not type(new) or type(original) not in _CHANGEABLE:
        return lambda: None
    before = original.copy(deep=False) if isinstance(original, pd.DataFrame | pd.Series) else original.copy()
    try:
        _replace(original, new)
    except Exception as error:
        raise WireError(f"a changed argument arrived damaged ({type(error).__name__})") from None
    return lambda: _replace(original, before)


def _replace(original: Any, new: Any) -> None:
    """Put the contents of `new` into `original`, which is of the same type."""
    if isinstance(original, list):
        original[:] = new
    elif isinstance(original, dict | set):
        original.clear()
        original.update(new)
    elif not isinstance(original, np.ndarray):
        original._update_inplace(new)
    elif original.shape == new.shape:
        original[...] = new


def _describe(error: BaseException) -> dict[str, str]:
    """An exception as the nearest builtin class and its text."""
    names = (cls.__name__ for cls in type(error).__mro__ if cls.__module__ == "builtins")
    name = next((name for name in names if _is_exception(name)), "RuntimeError")
    try:
        message = str(error.args[0]) if len(error.args) == 1 else str(error)
    except Exception:  # a learner's __str__ may fail
        message = ""
    if not isinstance(error, Exception):
        name, message = "RuntimeError", f"{type(error).__name__} {message}".strip()
    return {"type": name, "message": message[:MAX_TEXT]}


def _exception(description: Any) -> Exception:
    """The builtin exception that a description names. Raises WireError where it describes none."""
    if not isinstance(description, dict):
        raise WireError("an exception arrived damaged")
    name, message = str(description.get("type")), str(description.get("message"))[:MAX_TEXT]
    cls = getattr(builtins, name) if _is_exception(name) else RuntimeError
    try:
        raised = cls(message)
    except TypeError:  # UnicodeDecodeError and the like want more than a message
        raised = ValueError(message) if issubclass(cls, ValueError) else RuntimeError(message)
    return raised if isinstance(raised, Exception) else RuntimeError(message)


def _is_exception(name: str) -> bool:
    cls = getattr(builtins, name, None)
    return isinstance(cls, type) and issubclass(cls, Exception)


def _send(channel: socket.socket, header: dict[str, Any], buffers: list[bytes]) -> None:
    try:
        send(channel, header, buffers)
    except OSError as error:
        raise _line_error(error) from None


def _receive(channel: socket.socket) -> tuple[dict[str, Any], list[bytes]]:
    try:
        return receive(channel)
    except (EOFError, OSError, WireError) as error:
        raise _line_error(error) from None


def _line_error(error: Exception) -> LineError:
    if isinstance(error, TimeoutError):
        return LineError("your code took too long to answer", late=True)
    if isinstance(error, WireError):
        return LineError(f"what your code gave back cannot be looked at: {error}")
    return LineError("your code ended its own process")
