"""Plain values as JSON and raw buffers, never pickle: what a check and an answer hand each other.

What crosses as a value: None, bool, int, float, complex, str, bytes, list, tuple, set, frozenset, dict, range, date,
datetime, timedelta, Path; numpy scalars and arrays; pandas Timestamp, Timedelta, NA, Index, Series, DataFrame. A
collection of another class that is one of the builtin ones by inheritance and no more (a namedtuple, an OrderedDict)
crosses as the builtin one. An instance of any other subclass, which may lie about what it is equal to, crosses as a
handle, as does any other object. Nothing is executed to encode or decode a value, and its depth is limited.
"""

import datetime
import math
import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from coursekit.engine.wire import WireError

MAX_DEPTH = 40

_ARRAY_KINDS = "biufcSUmM"
_EXTENSIONS = ("str", "string", "Int64", "Int32", "Int8", "UInt8", "Float64", "boolean")
_COLLECTIONS: tuple[Any, ...] = (dict, list, tuple, set, frozenset)


class Encoder:
    """Turns one value into a JSON node and raw buffers; `handle` names objects that do not cross as values."""

    def __init__(self, handle: Callable[[Any], dict[str, Any]]) -> None:
        self.buffers: list[bytes] = []
        self._handle = handle

    def encode(self, value: Any, depth: int = 0) -> Any:
        """The node for a value. Raises WireError where it is nested too deep."""
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deep to be looked at")
        kind = type(value)
        if value is None or kind in (bool, str):
            return value
        if kind is int:
            return value if abs(value) < 1 << 53 else {"k": "int", "v": hex(value)}
        if kind is float:
            return value if math.isfinite(value) else {"k": "float", "v": repr(value)}
        # by the methods of the builtin type: those of another class may tell what they like
        base = kind if kind in _COLLECTIONS else _base(kind)
        if base is dict:
            pairs = [[self.encode(key, depth + 1), self.encode(item, depth + 1)] for key, item in dict.items(value)]
            return {"k": "dict", "v": pairs}
        if base:
            return {"k": base.__name__, "v": [self.encode(item, depth + 1) for item in base.__iter__(value)]}
        return self._encode_more(kind, value, depth)

    def _encode_more(self, kind: type, value: Any, depth: int) -> Any:
        if kind is bytes:
            return {"k": "bytes", "b": self._buffer(value)}
        if kind is complex:
            return {"k": "complex", "v": [repr(value.real), repr(value.imag)]}
        if kind is range:
            return {"k": "range", "v": [value.start, value.stop, value.step]}
        if kind in (datetime.date, datetime.datetime):
            return {"k": kind.__name__, "v": value.isoformat()}
        if kind is datetime.timedelta:
            return {"k": "timedelta", "v": [value.days, value.seconds, value.microseconds]}
        if kind in (pathlib.PosixPath, pathlib.WindowsPath):
            return {"k": "path", "v": str(value)}
        if kind.__module__ == "numpy" and isinstance(value, np.generic) and value.dtype.kind in _ARRAY_KINDS:
            return {"k": "scalar", "v": self._array(np.asarray(value))}
        if kind is np.ndarray:
            return self._array(value, depth)
        return self._pandas(kind, value, depth)

    def _pandas(self, kind: type, value: Any, depth: int) -> Any:
        if value is pd.NA or value is pd.NaT:
            return {"k": "na", "v": "NA" if value is pd.NA else "NaT"}
        if kind in (pd.Timestamp, pd.Timedelta):
            return {"k": kind.__name__, "v": str(value)}
        if kind is pd.RangeIndex:
            return {
                "k": "rangeindex",
                "v": [value.start, value.stop, value.step],
                "name": self.encode(value.name, depth + 1),
            }
        if kind is pd.MultiIndex:
            rows = self.encode(value.tolist(), depth + 1)
            return {"k": "multiindex", "v": rows, "names": self.encode(list(value.names), depth + 1)}
        if kind in (pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex):
            return {"k": "index", "v": self._column(value, depth), "name": self.encode(value.name, depth + 1)}
        if kind is pd.Series:
            return {
                "k": "series",
                "v": self._column(value, depth),
                "index": self.encode(value.index, depth + 1),
                "name": self.encode(value.name, depth + 1),
            }
        if kind is pd.DataFrame:
            columns = [self._column(column, depth) for _, column in value.items()]
            return {
                "k": "frame",
                "v": columns,
                "columns": self.encode(value.columns, depth + 1),
                "index": self.encode(value.index, depth + 1),
            }
        return self._handle(value)

    def _column(self, values: Any, depth: int) -> Any:
        """The values of a Series or Index."""
        dtype = values.dtype
        if isinstance(dtype, np.dtype):
            return self._array(np.asarray(values), depth)
        if isinstance(dtype, pd.CategoricalDtype):
            codes = values.cat.codes if isinstance(values, pd.Series) else values.codes
            return {
                "k": "category",
                "v": self._array(np.asarray(codes), depth),
                "categories": self.encode(list(dtype.categories), depth + 1),
                "ordered": bool(dtype.ordered),
            }
        if str(dtype) in _EXTENSIONS:
            return {"k": "extension", "dtype": str(dtype), "v": self.encode(values.tolist(), depth + 1)}
        return {"k": "objects", "v": self.encode(values.tolist(), depth + 1)}

    def _array(self, array: np.ndarray, depth: int = 0) -> Any:
        if array.dtype.kind in _ARRAY_KINDS:
            contents = np.ascontiguousarray(array)
            return {
                "k": "array",
                "d": array.dtype.str,
                "s": list(array.shape),
                "b": self._buffer(contents.tobytes()),
            }
        if array.dtype.kind == "O":
            items = [self.encode(item, depth + 1) for item in array.ravel().tolist()]
            return {"k": "objectarray", "s": list(array.shape), "v": items}
        return self._handle(array)

    def _buffer(self, content: bytes) -> int:
        self.buffers.append(content)
        return len(self.buffers) - 1


def _base(kind: type) -> Any:
    """The builtin collection that a class stands for, None where it is anything more or else."""
    base = next((one for one in _COLLECTIONS if issubclass(kind, one)), None)
    own = {name for cls in kind.__mro__[: kind.__mro__.index(base)] for name in vars(cls)} if base else set()
    if kind.__module__ == "collections" or {"_fields", "_asdict"} <= own:
        return base
    return base if all(name.startswith("_") for name in own) else None


class Decoder:
    """Turns a node back into a value; `handle` makes what stands for an object of the other side."""

    def __init__(self, buffers: list[bytes], handle: Callable[[dict[str, Any]], Any]) -> None:
        self._buffers = buffers
        self._handle = handle

    def decode(self, node: Any, depth: int = 0) -> Any:
        """The value of a node. Raises WireError for anything malformed."""
        try:
            return self._decode(node, depth)
        except WireError:
            raise
        except Exception as error:  # numpy and pandas have many for what they cannot make sense of
            raise WireError(f"a value arrived damaged ({type(error).__name__})") from None

    def _decode(self, node: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deep to be looked at")
        if not isinstance(node, dict):
            if isinstance(node, list):
                raise WireError("a value arrived damaged (a bare list)")
            return node
        kind = node["k"]
        if kind in ("list", "tuple", "set", "frozenset"):
            items = [self._decode(item, depth + 1) for item in node["v"]]
            return {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}[kind](items)
        if kind == "dict":
            return {self._decode(key, depth + 1): self._decode(item, depth + 1) for key, item in node["v"]}
        simple = _SIMPLE.get(kind)
        if simple:
            return simple(node["v"])
        if kind == "bytes":
            return self._buffers[node["b"]]
        if kind in ("array", "objectarray"):
            return self._decode_array(node, depth)
        if kind == "scalar":
            return self._decode_array(node["v"], depth)[()]
        if kind in ("handle", "yours"):
            return self._handle(node)
        return self._decode_pandas(kind, node, depth)

    def _decode_array(self, node: dict[str, Any], depth: int) -> np.ndarray:
        shape = tuple(int(size) for size in node["s"])
        if node["k"] == "objectarray":
            array = np.empty(len(node["v"]), dtype=object)
            for place, item in enumerate(node["v"]):
                array[place] = self._decode(item, depth + 1)
            return array.reshape(shape)
        dtype = np.dtype(str(node["d"]))
        if dtype.kind not in _ARRAY_KINDS:
            raise WireError("an array arrived with a type that may not cross")
        return np.frombuffer(self._buffers[node["b"]], dtype=dtype).reshape(shape).copy()

    def _decode_pandas(self, kind: str, node: dict[str, Any], depth: int) -> Any:
        if kind == "rangeindex":
            return pd.RangeIndex(*node["v"], name=self._decode(node["name"], depth + 1))
        if kind == "multiindex":
            rows = self._decode(node["v"], depth + 1)
            return pd.MultiIndex.from_tuples(rows, names=self._decode(node["names"], depth + 1))
        if kind == "index":
            values, name = self._decode_column(node["v"], depth), self._decode(node["name"], depth + 1)
            return pd.Index(values, name=name, dtype=_kept(node["v"]))
        if kind == "series":
            return pd.Series(
                self._decode_column(node["v"], depth),
                index=self._decode(node["index"], depth + 1),
                name=self._decode(node["name"], depth + 1),
                dtype=_kept(node["v"]),
            )
        if kind == "frame":
            index = self._decode(node["index"], depth + 1)
            columns = {place: self._decode_column(column, depth) for place, column in enumerate(node["v"])}
            objects = [place for place, column in enumerate(node["v"]) if _kept(column)]
            columns |= {place: pd.Series(columns[place], index=index, dtype=object) for place in objects}
            frame = pd.DataFrame(columns, index=index, copy=False)
            frame.columns = self._decode(node["columns"], depth + 1)
            return frame
        raise WireError("a value arrived of a kind that does not exist")

    def _decode_column(self, node: dict[str, Any], depth: int) -> Any:
        if node["k"] == "extension":
            if node["dtype"] not in _EXTENSIONS:
                raise WireError("a column arrived with a type that may not cross")
            return pd.array(self._decode(node["v"], depth + 1), dtype=node["dtype"])
        if node["k"] == "category":
            codes, categories = self._decode_array(node["v"], depth), self._decode(node["categories"], depth + 1)
            return pd.Categorical.from_codes(codes, categories, ordered=bool(node["ordered"]))
        if node["k"] == "objects":
            return self._decode(node["v"], depth + 1)
        return self._decode_array(node, depth)


def _kept(column: dict[str, Any]) -> type | None:
    """The type that pandas has to be told, for it takes objects that are all strings for a column of strings."""
    return object if column["k"] == "objectarray" else None


_SIMPLE: dict[str, Callable[[Any], Any]] = {
    "int": lambda text: int(text, 16),
    "float": float,
    "complex": lambda parts: complex(float(parts[0]), float(parts[1])),
    "range": lambda parts: range(*parts),
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "timedelta": lambda parts: datetime.timedelta(*parts),
    "path": pathlib.Path,
    "Timestamp": pd.Timestamp,
    "Timedelta": pd.Timedelta,
    "na": lambda name: pd.NA if name == "NA" else pd.NaT,
}
