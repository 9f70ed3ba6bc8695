"""Stores of MLflow that an auditor asks, as bytes: opened with MLflow's own client, and made for lab 07."""

from collections.abc import Mapping, Sequence
from typing import Any

import mlflow
from mlflow.entities import Dataset, DatasetInput

from bora import tracking
from bora.registries import open_registry, registry_bytes


def open_store(database: bytes) -> mlflow.MlflowClient:
    """An MLflow client on a copy of the store."""
    return open_registry(database)[0]


def make_registry(versions: Sequence[Mapping[str, Any]], aliases: Mapping[str, str]) -> tuple[bytes, list[str | None]]:
    """The bytes of a store with versions 1, 2, ... of bora-pd, and their runs' ids (None where there is no run).

    A version may have "metrics" (name -> values in the order of logging), "data" (name -> digest), "tags", "says" (its
    description) and "run_id": then no run is made, and the version names that one. aliases: alias -> version.
    """
    client, path = open_registry(registry_bytes(tracking.migrated_database()))
    experiment = client.create_experiment("bora")
    client.create_registered_model("bora-pd")
    runs = []
    for version in versions:
        run_id = version["run_id"] if "run_id" in version else _run(client, experiment, version)
        runs.append(run_id)
        client.create_model_version(
            "bora-pd", "models/pd", run_id, tags=version.get("tags"), description=version.get("says")
        )
    for alias, number in aliases.items():
        client.set_registered_model_alias("bora-pd", alias, number)
    return registry_bytes(path), runs


def _run(client: mlflow.MlflowClient, experiment: str, version: Mapping[str, Any]) -> str:
    """The id of a new run that has logged what a version tells of."""
    run_id = client.create_run(experiment).info.run_id
    for name, values in version.get("metrics", {}).items():
        for step, value in enumerate(values):
            client.log_metric(run_id, name, value, step=step)
    datasets = [
        Dataset(name=name, digest=digest, source_type="local", source="{}")
        for name, digest in version.get("data", {}).items()
    ]
    client.log_inputs(run_id, datasets=[DatasetInput(dataset=dataset, tags=[]) for dataset in datasets])
    return str(run_id)
