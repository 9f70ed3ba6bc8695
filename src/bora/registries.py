"""MLflow registries that travel as bytes, for lab 03: made, opened with MLflow's own client, and looked at."""

import functools
import json
import sqlite3
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import mlflow

from bora import tracking

_DELETED = "Deleted_Internal"


def registry_bytes(path: str | Path) -> bytes:
    """The content of a registry's database."""
    with closing(sqlite3.connect(path)) as database:
        return database.serialize()


def open_registry(database: bytes) -> tuple[mlflow.MlflowClient, Path]:
    """An MLflow client on a copy of the registry, and the copy's path."""
    path = Path(tempfile.mkdtemp(dir=_shelf().name), "registry.db")
    path.write_bytes(database)
    address = f"sqlite:///{path.as_posix()}"
    return mlflow.MlflowClient(tracking_uri=address, registry_uri=address), path


def registry_content(database: bytes) -> dict[str, Any]:
    """Description, aliases and tags of each model, and the tags of each of its versions, but for deleted versions."""
    with closing(sqlite3.connect(":memory:")) as copied:
        copied.deserialize(database)
        copied.execute("PRAGMA trusted_schema = OFF")
        content: dict[str, Any] = {
            name: {"description": text, "aliases": {}, "tags": {}, "versions": {}}
            for name, text in copied.execute("SELECT name, description FROM registered_models")
        }
        for name, alias, number in copied.execute("SELECT name, alias, version FROM registered_model_aliases"):
            content[name]["aliases"][alias] = str(number)
        for name, key, text in copied.execute("SELECT name, key, value FROM registered_model_tags"):
            content[name]["tags"][key] = text
        for name, number, stage in copied.execute("SELECT name, version, current_stage FROM model_versions"):
            if stage != _DELETED:
                content[name]["versions"][str(number)] = {}
        for name, number, key, text in copied.execute("SELECT name, version, key, value FROM model_version_tags"):
            content[name]["versions"].get(str(number), {})[key] = text
    return content


def make_registry(
    count: int,
    moves: Sequence[str],
    withdrawn: Mapping[str, str] | None = None,
    deleted: Collection[str] = (),
    model: str = "bora-pd",
    beside: bytes | None = None,
    dates: Sequence[str] = (),
) -> bytes:
    """A registry with `count` versions whose champion moved as `moves` tells; `withdrawn` gives versions their texts.

    The rows go straight into MLflow's tables, into a copy of the registry `beside`: clients would take seconds.
    """
    dates = [*dates, *(f"2024-{month:02}-01" for month in range(1, 13))]
    history = [
        {"from": before, "to": to, "by": "release team", "why": f"release {to}", "at": at}
        for at, before, to in zip(dates, [None, *moves], moves, strict=False)
    ]
    with closing(sqlite3.connect(":memory:")) as registry:
        registry.deserialize(beside or _empty())
        registry.execute(
            "INSERT INTO registered_models (name, creation_time, last_updated_time) VALUES (?, 0, 0)", [model]
        )
        registry.executemany(
            "INSERT INTO model_versions (name, version, source, creation_time, last_updated_time, status,"
            " current_stage) VALUES (?, ?, ?, 0, 0, 'READY', ?)",
            [
                (model, number, f"models/{number}", _DELETED if str(number) in deleted else "None")
                for number in range(1, count + 1)
            ],
        )
        registry.executemany(
            "INSERT INTO model_version_tags (name, version, key, value) VALUES (?, ?, 'withdrawn', ?)",
            [(model, int(number), text) for number, text in (withdrawn or {}).items()],
        )
        if moves:
            registry.execute(
                "INSERT INTO registered_model_aliases (name, alias, version) VALUES (?, 'champion', ?)",
                [model, int(moves[-1])],
            )
            registry.execute(
                "INSERT INTO registered_model_tags (name, key, value) VALUES (?, 'history', ?)",
                [model, json.dumps(history)],
            )
        registry.commit()
        return registry.serialize()


@functools.cache
def _shelf() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="bora-registries-", ignore_cleanup_errors=True)


@functools.cache
def _empty() -> bytes:
    return registry_bytes(tracking.migrated_database())
