"""Lab 06's links from a decision to its data: MLflow stores that travel as bytes, and OpenLineage events as dicts."""

import functools
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import mlflow

from bora import tracking

MODEL = "bora-pd"


@functools.cache
def open_store(database: bytes) -> mlflow.MlflowClient:
    """An MLflow client on a copy of a store; the same client for the same bytes."""
    path = _new_file()
    path.write_bytes(database)
    return _client(path)


def datasets(event: Mapping[str, Any], side: str, namespace: str) -> dict[str, str | None]:
    """The event's datasets of a namespace on one side ("inputs" or "outputs"): name -> version, None without one."""
    found = [one for one in event.get(side, []) if one["namespace"] == namespace]
    return {one["name"]: one.get("facets", {}).get("version", {}).get("datasetVersion") for one in found}


def make_registry(versions: Sequence[Mapping[str, str] | str | None]) -> tuple[bytes, list[str | None]]:
    """A store's bytes, and the run ids of versions 1, 2, ... of bora-pd.

    A version is a dict of its run's datasets (name -> digest); None for one that names no run; "deleted" for one whose
    run was deleted; "lost" for one whose run MLflow does not have. The alias champion is on version 1.
    """
    path = _new_file()
    path.write_bytes(tracking.migrated_database().read_bytes())
    client = _client(path)
    experiment = client.create_experiment("bora")
    client.create_registered_model(MODEL)
    runs: list[str | None] = []
    for version in versions:
        run_id = "0" * 32 if version == "lost" else None
        if version not in ("lost", None):
            run_id = _log(client, experiment, version if isinstance(version, Mapping) else {"2025-01": "aa"})
        client.create_model_version(MODEL, "models/pd", run_id)
        if run_id and version == "deleted":
            client.delete_run(run_id)
        runs.append(run_id)
    client.set_registered_model_alias(MODEL, "champion", "1")
    return path.read_bytes(), runs


def make_event(made: Sequence[str], used: Sequence[str] = (), kind: str = "COMPLETE", hour: int = 8) -> dict[str, Any]:
    """An OpenLineage event of that hour; `made` and `used` are texts like "namespace/name@version" or "namespace/name".

    kind: its eventType. It has no inputs at all where nothing was used.
    """
    event: dict[str, Any] = {"eventType": kind, "eventTime": f"2025-06-01T{hour:02d}:00:00Z"}
    event |= {"run": {"runId": f"{len(made)}-{hour}"}, "job": {"namespace": "bora", "name": "a job"}}
    event["outputs"] = [_dataset(text) for text in made]
    return event | ({"inputs": [_dataset(text) for text in used]} if used else {})


def _log(client: mlflow.MlflowClient, experiment: str, data: Mapping[str, str]) -> str:
    """The id of a new run with these datasets."""
    run_id: str = client.create_run(experiment).info.run_id
    logged = [mlflow.entities.Dataset(name, digest, "local", "{}") for name, digest in data.items()]
    client.log_inputs(run_id, datasets=[mlflow.entities.DatasetInput(one, []) for one in logged])
    return run_id


def _dataset(text: str) -> dict[str, Any]:
    place, _, version = text.partition("@")
    namespace, _, name = place.partition("/")
    facets = {"facets": {"version": {"datasetVersion": version}}} if version else {}
    return {"namespace": namespace, "name": name} | facets


def _client(path: Path) -> mlflow.MlflowClient:
    address = f"sqlite:///{path.as_posix()}"
    return mlflow.MlflowClient(tracking_uri=address, registry_uri=address)


def _new_file() -> Path:
    return Path(tempfile.mkdtemp(dir=_shelf().name), "store.db")


@functools.cache
def _shelf() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="bora-chains-", ignore_cleanup_errors=True)
