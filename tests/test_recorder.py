"""What a flight leaves behind in MLflow's store and registry."""

import pytest

from bora import tracking
from bora.flight import Scenario, Terrain, fly
from bora.loops import Loop

pytestmark = [pytest.mark.slow, pytest.mark.believable]


def test_a_flight_leaves_runs_versions_and_aliases() -> None:
    store = tracking.private_store("recorded")
    import mlflow

    from bora import recorder

    flight = fly(Terrain(Scenario(applications_per_month=300)), Loop(), recorder.record)
    events = [event for event in flight.events if event.action in ("train", "promote", "refuse")]
    trained = [event for event in events if event.action == "train"]
    stopped = [event for event in events if event.action == "refuse" and "version" not in event.evidence]
    promoted = [event.evidence["version"] for event in events if event.action == "promote"]
    client = mlflow.MlflowClient()
    assert len(mlflow.search_runs()) == len(trained) + len(stopped)
    assert len(client.search_model_versions(f"name='{recorder.NAME}'")) == len(trained)
    aliases = client.get_registered_model(recorder.NAME).aliases
    assert int(aliases["champion"]) == promoted[-1]
    assert int(aliases["challenger"]) == len(trained)
    store.close()
