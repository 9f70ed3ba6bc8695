"""Plain data crosses unchanged, nothing else does, and no message from the other side does harm."""

import collections
import contextlib
import datetime
import json
import pathlib
import random
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from coursekit.engine import wire
from coursekit.engine.codec import Decoder, Encoder
from coursekit.engine.peer import LearnerObject, LineError, Peer
from coursekit.engine.wire import WireError

VALUES: list[Any] = [
    *(None, True, False, 0, -1, 2**53, -(2**64), 10**400, 0.1, -0.0, 1e308, float("inf"), -float("inf"), 1 + 2j),
    *("", "text \u4e2d\U0001f600\0", b"", b"\0\xff", [], [1, [2, [3]]], (), (1, "a"), set(), {1, 2}, frozenset({"a"})),
    *({}, {"a": 1, 2: [3], (4, 5): None}, range(3), range(10, 0, -2), pathlib.Path("a/b")),
    *(datetime.date(2026, 2, 28), datetime.datetime(2026, 2, 28, 1, 2, 3, 4), datetime.timedelta(-1, 2, 3)),
    datetime.datetime(2026, 2, 28, tzinfo=datetime.UTC),
]
ARRAYS: list[Any] = [
    *(np.float64(0.1), np.float32(0.1), np.int8(-3), np.bool_(True), np.str_("a"), np.datetime64("2026-02-28")),
    *(np.arange(6).reshape(2, 3), np.array([]), np.zeros((0, 3)), np.array(7), np.array(["a", "bc"]), np.array([b"x"])),
    *(np.array([1.5, np.nan]), np.asfortranarray(np.arange(6).reshape(2, 3)), np.array([1, "a", None], dtype=object)),
    *(np.array([True]), np.array([1j]), np.array(["2026-01-01"], dtype="datetime64[D]"), np.arange(3, dtype=">i4")),
]
TABLES: list[Any] = [
    pd.Series([1, 2], name="n"),
    pd.Series([1.5, None], index=["a", "b"]),
    pd.Series(["a", None]),
    pd.Series(["a", "b"], dtype=object),
    pd.Series([1, 2], index=pd.Index(["a", "b"], dtype=object), dtype=object),
    pd.DataFrame({"a": pd.Series(["x", "y"], dtype=object), "b": ["x", "y"]}, index=[3, 3]),
    pd.Series([1, None], dtype="Int64"),
    pd.Series(["x", "y"], dtype="string"),
    pd.Series([True, None], dtype="boolean"),
    pd.Series(pd.Categorical(["b", "a", None], categories=["b", "a"], ordered=True)),
    pd.Series(pd.to_datetime(["2026-01-01", None])),
    pd.Series([], dtype=float),
    pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, np.nan]}),
    pd.DataFrame({"a": [1]}, index=pd.Index([7], name="id")),
    pd.DataFrame([[1, 2]], columns=["same", "same"]),
    pd.DataFrame(index=[1, 2]),
    pd.DataFrame({("x", 1): [1], ("x", 2): [2]}),
    pd.DataFrame({"a": [1, 2]}).groupby(["a"]).size(),
    *(pd.Index([1, 2], name="n"), pd.RangeIndex(2, 8, 3), pd.MultiIndex.from_tuples([(1, "a")], names=["n", None])),
    pd.date_range("2026-01-01", periods=2),
]


class Number(int):
    """It may lie about what it is equal to."""


class Rows(list):
    """It can do more than a list."""

    def first(self) -> Any:
        """The first row."""
        return self[0]


class Record(dict):
    """It can do more than a dict."""

    def key(self) -> Any:
        """The first key."""
        return next(iter(self))


class Liar(dict):
    """Nothing but a dict, and its own methods lie about what it holds."""

    def __iter__(self) -> Any:
        return iter(["lie"])

    def __getitem__(self, key: Any) -> Any:
        return "lie"


class LiarsList(list):
    """Nothing but a list, likewise."""

    def __iter__(self) -> Any:
        return iter(["lie"])


Point = collections.namedtuple("Point", "x y")


class Table(pd.DataFrame):
    """The same."""


OBJECTS: list[Any] = [
    *(Number(1), Rows(), Record(), Table(), object(), int, len, lambda: 1, iter([]), Exception("x"), Ellipsis, wire),
    *(pd.DataFrame, np.random.default_rng(1), np.array([1]).view(type("Lie", (np.ndarray,), {})), memoryview(b"x")),
]


def cross(value: Any) -> Any:
    """A value after it has crossed."""
    encoder = Encoder(lambda thing: {"k": "handle", "id": 1})
    node = json.loads(json.dumps(encoder.encode(value)))
    return Decoder(encoder.buffers, lambda node: "an object").decode(node)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:30])
def test_a_plain_value_crosses_with_its_type(value: Any) -> None:
    assert cross(value) == value
    assert type(cross(value)) is type(value)
    assert cross([value, {"in": (value,)}]) == [value, {"in": (value,)}]


def test_not_a_number_and_nothing_cross() -> None:
    assert cross(float("nan")) != cross(float("nan"))
    assert cross(pd.NA) is pd.NA
    assert cross(pd.NaT) is pd.NaT
    for value in (pd.Timestamp("2026-01-01T01:02:03.000000004"), pd.Timedelta(5, "ns")):
        assert cross(value) == value
        assert type(cross(value)) is type(value)


@pytest.mark.parametrize("array", ARRAYS, ids=repr)
def test_an_array_crosses_with_its_type(array: Any) -> None:
    found = cross(array)
    assert type(found) is type(array)
    assert found.dtype == array.dtype
    assert found.shape == array.shape
    np.testing.assert_array_equal(found, array)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: type(table).__name__)
def test_a_table_crosses_with_its_types(table: Any) -> None:
    found = cross(table)
    if isinstance(table, pd.DataFrame):
        pd.testing.assert_frame_equal(found, table, check_freq=False)
    elif isinstance(table, pd.Series):
        pd.testing.assert_series_equal(found, table, check_freq=False)
    else:
        assert type(found) is type(table)
        assert found.equals(table)
        assert found.names == table.names


@pytest.mark.parametrize("thing", OBJECTS, ids=lambda thing: type(thing).__name__)
def test_anything_else_crosses_as_a_handle(thing: Any) -> None:
    assert cross(thing) == "an object"
    assert cross([thing]) == ["an object"]


@pytest.mark.parametrize(
    ("value", "builtin"),
    [
        (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (collections.defaultdict(list, a=[1]), {"a": [1]}),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (Point(1, [2]), (1, [2])),
        (Liar(a=1), {"a": 1}),
        (LiarsList([1, 2]), [1, 2]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_a_builtin_collection_by_inheritance_crosses_as_that_one(value: Any, builtin: Any) -> None:
    found = cross(value)
    assert type(found) is type(builtin)
    assert found == builtin


def test_what_is_nested_too_deep_or_holds_itself_does_not_cross() -> None:
    knot: list[Any] = []
    knot.append(knot)
    with pytest.raises(WireError, match="too deep"):
        cross(knot)
    nested: dict[str, Any] = {}
    for _ in range(100):
        nested = {"more": nested}
    with pytest.raises(WireError, match="too deep"):
        cross(nested)


def test_a_message_that_is_too_large_is_neither_sent_nor_received() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with pytest.raises(WireError, match="more than 64 MB"):
            wire.send(ours, {}, [bytes(wire.MAX_MESSAGE)])
        ours.sendall(struct.pack(">II", 0xFFFFFFFF, 0xFFFFFFFF))
        with pytest.raises(WireError, match="too large"):
            wire.receive(theirs)
        wire.send(ours, {"a": 1}, [bytes(2_000)])
        with pytest.raises(WireError, match="too large"):
            wire.receive(theirs, limit=1_000)


@pytest.mark.parametrize(
    "content",
    [
        *(
            b"",
            b"[]",
            b"7",
            b"null",
            b"{}",
            b'{"sizes": 7}',
            b'{"sizes": [1]}',
            b'{"sizes": [-1]}',
            b'{"sizes": ["a"]}',
        ),
        *(b'{"sizes": [0.5]}', b'{"sizes": {"a": 1}}', b"[" * 200_000, b'{"a":' * 200_000, b"\xff\xfe", b"1" * 10_000),
    ],
    ids=lambda content: content[:20].decode("latin-1"),
)
def test_a_damaged_head_is_a_damaged_message(content: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(5)
        ours.settimeout(5)
        sender = threading.Thread(target=ours.sendall, args=(struct.pack(">II", len(content), 0) + content,))
        sender.start()
        with pytest.raises(WireError):
            wire.receive(theirs)
        sender.join()


def test_a_line_that_ends_in_the_middle_is_its_end() -> None:
    ours, theirs = socket.socketpair()
    ours.sendall(struct.pack(">II", 100, 0) + b"{")
    ours.close()
    with theirs, pytest.raises(EOFError):
        wire.receive(theirs)


ODD: list[Any] = [
    *(None, True, -1, 0, 1, 3, 10**30, 0.5, float("nan"), "", "a", "O", "i4,i4", "<U3", "float64", "NA", "2026-13-99"),
    *([], [1], [[1, 2]], [[1]], {}, {"k": "list"}, {"k": []}, {"k": "list", "v": 7}, "\ud800", "0x" + "f" * 9, "nan"),
]
KINDS = (
    *("list", "tuple", "set", "frozenset", "dict", "int", "float", "complex", "range", "date", "datetime", "timedelta"),
    *("path", "Timestamp", "Timedelta", "na", "bytes", "array", "objectarray", "scalar", "handle", "yours", "category"),
    *("rangeindex", "multiindex", "index", "series", "frame", "extension", "objects", "nonsense"),
)


def _hostile(draw: random.Random, depth: int = 0) -> Any:
    """A node that is nearly right."""
    if depth > 4 or draw.random() < 0.3:
        return draw.choice(ODD)
    if draw.random() < 0.15:
        return [_hostile(draw, depth + 1) for _ in range(draw.randrange(3))]
    node: dict[str, Any] = {"k": draw.choice(KINDS)}
    for key in ("v", "b", "s", "d", "name", "names", "index", "columns", "dtype", "categories", "ordered", "id"):
        if draw.random() < 0.6:
            node[key] = _hostile(draw, depth + 1)
    if node["k"] in ("array", "scalar") and draw.random() < 0.7:
        node |= {"b": draw.randrange(3), "s": draw.choice([[2], [], [0], [-1], [1, 2], [10**12]])}
        node["d"] = draw.choice(["<i4", "<f8", "|O", "|V8", "<U1", "|S0", "<M8[D]", "<M8", "i4,O", ">c16", "|b1"])
    if draw.random() < 0.5 and node["k"] in ("list", "tuple", "set", "dict", "objectarray", "frame"):
        node["v"] = [_hostile(draw, depth + 1) for _ in range(draw.randrange(4))]
    return node


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))])
def test_a_hostile_node_is_a_value_or_a_wire_error(seed: int) -> None:
    draw = random.Random(seed)
    decoded = 0
    for _ in range(800):
        node = _hostile(draw)
        try:
            Decoder([b"", b"\0" * 8, b"\xff" * 16], lambda node: node["id"]).decode(node)
            decoded += 1
        except WireError:
            pass
    assert 0 < decoded < 800


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(3))
def test_a_true_message_with_bytes_changed_is_a_value_or_a_wire_error(seed: int) -> None:
    draw = random.Random(seed)
    for value in (*VALUES[-25:], *ARRAYS, *TABLES):
        encoder = Encoder(lambda thing: {"k": "handle", "id": 1})
        text = bytearray(json.dumps(encoder.encode(value)).encode())
        buffers = [bytearray(buffer) for buffer in encoder.buffers]
        for part in (text, *buffers):
            for _ in range(draw.randrange(1, 4)):
                if part:
                    part[draw.randrange(len(part))] = draw.randrange(256)
        try:
            node = json.loads(bytes(text))
        except (ValueError, RecursionError):
            continue
        with contextlib.suppress(WireError):
            Decoder([bytes(buffer) for buffer in buffers], lambda node: None).decode(node)


# A peer whose other side is hostile


_open: list[socket.socket] = []


@pytest.fixture(autouse=True)
def _close_sockets() -> Iterator[None]:
    yield
    while _open:
        _open.pop().close()


def against(*replies: dict[str, Any]) -> Peer:
    """An examiner's peer to whom these replies will be sent, whatever it asks."""
    ours, theirs = socket.socketpair()
    _open.extend((ours, theirs))
    ours.settimeout(2)
    for reply in replies:
        wire.send(theirs, reply)
    theirs.shutdown(socket.SHUT_WR)
    return Peer(ours)


def test_only_names_that_were_asked_for_are_taken() -> None:
    pairs = [["double", 1], ["checks", {"k": "handle", "id": 1}], [{"k": "tuple", "v": []}, 1]]
    assert against({"value": {"k": "dict", "v": pairs}}).names(["double", "triple"]) == {"double": 1}
    for value in (7, None, {"k": "list", "v": []}, {"k": "handle", "id": 1}):
        assert against({"value": value}).names(["double"]) == {}


@pytest.mark.parametrize(
    "reply",
    [
        *({"value": [1]}, {"value": {"k": "handle"}}, {"value": {"k": "yours", "id": 99}}, {"changed": 7}),
        *({"changed": [[0]]}, {"changed": [["0", 1]]}, {"changed": [[0, [1]]]}, {"error": 7}, {"error": ["x"]}),
    ],
    ids=repr,
)
def test_a_reply_that_means_nothing_is_a_failure_of_the_line(reply: dict[str, Any]) -> None:
    with pytest.raises(LineError, match="cannot be looked at"):
        against(reply).call(1, ([1],), {})


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("ValueError", ValueError), ("KeyError", KeyError), ("AssertionError", AssertionError)),
        *(("ExceptionGroup", RuntimeError), ("UnicodeDecodeError", ValueError), ("StopIteration", RuntimeError)),
        *(("SystemExit", RuntimeError), ("KeyboardInterrupt", RuntimeError), ("eval", RuntimeError), (7, RuntimeError)),
        *(("LineError", RuntimeError), ("object", RuntimeError), ("BaseException", RuntimeError)),
    ],
)
def test_an_exception_comes_back_as_the_builtin_that_it_is(name: object, kind: type[Exception]) -> None:
    with pytest.raises(kind) as raised:
        against({"error": {"type": name, "message": "m" * 10_000}}).call(1, (), {})
    assert len(str(raised.value)) < 3_000


def test_stop_iteration_ends_an_iteration_and_nothing_else() -> None:
    stop = {"error": {"type": "StopIteration", "message": ""}}
    numbers = LearnerObject(against({"value": {"k": "handle", "id": 2}}, {"value": 1}, stop), 1)
    assert [number for number in numbers] == [1]  # noqa: C416  (list() would ask for the length first)
    with pytest.raises(RuntimeError):
        list(map(LearnerObject(against(stop), 1), [1, 2]))


def test_the_other_side_can_call_only_what_was_handed_over() -> None:
    ours, theirs = socket.socketpair()
    _open.extend((ours, theirs))
    ours.settimeout(5)
    theirs.settimeout(5)
    peer, answers = Peer(ours), []

    def hostile() -> None:
        wire.receive(theirs)
        for question in (
            {"do": "names", "wanted": ["peer"]},
            {"do": "run", "code": "1 / 0"},
            {"do": "attribute", "on": id(peer), "rest": {"k": "list", "v": ["_names"]}},
            {"do": "call", "on": id(peer), "rest": {"k": "list", "v": []}},
            {"do": []},
        ):
            wire.send(theirs, question)
            answers.append(wire.receive(theirs)[0])
        wire.send(theirs, {"value": 7})

    other = threading.Thread(target=hostile)
    other.start()
    assert peer.call(1, (), {}) == 7
    other.join()
    assert {answer["error"]["type"] for answer in answers} == {"PermissionError", "IndexError"}
    assert not any("value" in answer for answer in answers)


def test_a_check_hands_over_no_object_of_its_own() -> None:
    with pytest.raises(TypeError, match="cannot hand a Number"):
        against({"value": 1}).call(1, (Number(1),), {})


def test_a_line_that_is_late_or_gone_is_no_exception_of_an_answer() -> None:
    with pytest.raises(LineError, match="ended its own process"):
        against().call(1, (), {})
    ours, theirs = socket.socketpair()
    ours.settimeout(0.1)
    with ours, theirs, pytest.raises(LineError) as late:
        Peer(ours).call(1, (), {})
    assert late.value.late
    assert not isinstance(late.value, Exception)
