"""Messages between processes that do not trust each other: a JSON header, raw buffers, open files; never pickle.

It imports nothing heavy, for the process that gives the orders needs no more.
"""

import json
import socket
import struct
from typing import Any

MAX_MESSAGE = 64_000_000
MAX_DESCRIPTORS = 250
UNASKED = "Unasked"
"""How a check ends that finds its snapshot broken by another one."""

_HEAD = struct.Struct(">II")


class WireError(Exception):
    """The other side sent, or was to be sent, something that cannot cross."""


def send(channel: socket.socket, header: dict[str, Any], buffers: list[bytes] | None = None) -> None:
    """Send one message. Raises WireError where it is too large."""
    body = b"".join(buffers or [])
    head = json.dumps({**header, "sizes": [len(buffer) for buffer in buffers or []]}).encode()
    if len(head) + len(body) > MAX_MESSAGE:
        raise WireError(f"a value of more than {MAX_MESSAGE // 1_000_000} MB cannot be looked at")
    channel.sendall(_HEAD.pack(len(head), len(body)) + head + body)


def receive(channel: socket.socket, limit: int = MAX_MESSAGE) -> tuple[dict[str, Any], list[bytes]]:
    """Receive one message of at most `limit` bytes.

    Raises EOFError where the other side is gone, OSError (TimeoutError), or WireError.
    """
    head_size, body_size = _HEAD.unpack(_exactly(channel, _HEAD.size))
    if head_size + body_size > limit:
        raise WireError("a message arrived that is too large")
    try:
        head, body, buffers, place = _exactly(channel, head_size), _exactly(channel, body_size), [], 0
        header = json.loads(head)
        for size in header["sizes"]:
            if not 0 <= size <= body_size - place:
                raise WireError("a message arrived damaged")
            buffers.append(body[place : place + size])
            place += size
    except (ValueError, KeyError, TypeError, RecursionError):
        raise WireError("a message arrived damaged") from None
    return header, buffers


def _exactly(channel: socket.socket, count: int) -> bytes:
    parts, missing = [], count
    while missing:
        part = channel.recv(min(missing, 1 << 20))
        if not part:
            raise EOFError("the other process is gone")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def send_descriptors(channel: socket.socket, descriptors: list[int]) -> None:
    """Pass open files to another process, after a message that says how many."""
    if descriptors:
        socket.send_fds(channel, [b"."], descriptors)


def receive_descriptors(channel: socket.socket, count: int) -> list[int]:
    """Receive open files. Raises EOFError where fewer come than were announced."""
    if not count:
        return []
    _, descriptors, _, _ = socket.recv_fds(channel, 1, MAX_DESCRIPTORS)
    if len(descriptors) != count:
        raise EOFError("open files were lost on the way")
    return list(descriptors)
