"""Real services come up, survive what they should survive, and never outlive their owner."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bora import services, tracking

pytestmark = [pytest.mark.slow, pytest.mark.believable]

POSIX = os.name == "posix"
BODY = json.dumps({"dataframe_split": {"columns": ["x"], "data": [[1.0]]}})
OWNER = """
import sys, time
from bora import services
fleet = services.Fleet()
fleet.deploy("models:/tiny@champion", sys.argv[1]).wait()
pids = [fleet.model(name)["pid"] for name in fleet.replicas] + [child.pid for child in fleet._children]
print(fleet.folder, *pids, *(url.rpartition(":")[2] for url in [fleet.url, *fleet.replicas.values()]), flush=True)
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with two versions of a tiny model: version 1 answers 0.25, version 2 answers 0.75."""
    pytest.importorskip("mlflow")
    kept = tracking.private_store("tests")
    import mlflow
    import numpy as np
    from sklearn.dummy import DummyClassifier

    for bad_in_four in (1, 3):
        model = DummyClassifier(strategy="prior").fit(np.zeros((4, 1)), [1] * bad_in_four + [0] * (4 - bad_in_four))
        with mlflow.start_run():
            mlflow.sklearn.log_model(
                model,
                name="tiny",
                registered_model_name="tiny",
                pyfunc_predict_fn="predict_proba",
                pip_requirements=["scikit-learn"],
            )
    alias("1")
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def fleet(store):
    with services.Fleet() as running:
        running.deploy("models:/tiny@champion", store.uri).wait()
        yield running


def alias(version):
    import mlflow

    mlflow.MlflowClient().set_registered_model_alias("tiny", "champion", version)


def ask(url):
    import requests

    reply = requests.post(f"{url}/invocations", data=BODY, headers={"Content-Type": "application/json"}, timeout=10)
    assert reply.status_code == 200, reply.text
    return reply.json()["predictions"][0][1], reply.headers["X-Replica"]


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def eventually(condition, seconds=3.0):
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return met


def test_the_balancer_gives_the_requests_to_the_replicas_in_turn(fleet):
    answers = [ask(fleet.url) for _ in range(6)]

    assert {pd for pd, _ in answers} == {0.25}
    assert sorted(name for _, name in answers) == ["A", "A", "A", "B", "B", "B"]
    assert answers[0][1] != answers[1][1]


def test_a_killed_replica_costs_no_request_and_comes_back(fleet):
    failovers = fleet.balancer_report()["failovers"]
    fleet.kill("B")
    names = [ask(fleet.url)[1] for _ in range(8)]
    assert set(names) == {"A"}
    assert fleet.balancer_report()["failovers"] > failovers
    assert not fleet.alive("B")

    fleet.restart("B")
    fleet.wait()
    assert eventually(lambda: ask(fleet.url)[1] == "B")


def test_with_no_replica_left_the_balancer_says_so(store):
    import requests

    with services.Fleet(["only"]) as running:
        reply = requests.get(f"{running.url}/health", timeout=10)
        assert (reply.status_code, running.balancer_report()["unserved"]) == (502, 1)


def test_a_replica_looks_its_alias_up_when_it_starts_and_not_later(fleet):
    alias("2")
    try:
        assert {fleet.model(name)["version"] for name in fleet.replicas} == {"1"}
        fleet.restart("B")
        fleet.wait()
        assert (ask(fleet.replicas["A"])[0], ask(fleet.replicas["B"])[0]) == (0.25, 0.75)
        assert fleet.model("B")["version"] == "2"
    finally:
        alias("1")
        fleet.restart("B")
        fleet.wait()


def test_an_interrupt_of_the_notebook_does_not_reach_the_services(fleet):
    if not POSIX:
        pytest.skip("process groups are POSIX")
    for child in fleet._children:
        assert os.getpgid(child.pid) != os.getpgid(0)
    assert os.getpgid(fleet.model("A")["pid"]) != os.getpgid(0)


def test_a_model_that_is_not_there_is_a_clear_error_in_one_line(fleet, store):
    with services.Fleet(["A"]) as running:
        running.deploy("models:/nothing@champion", store.uri)
        with pytest.raises(services.ServiceError, match=r"replica A did not start; its log ends: .*nothing") as caught:
            running.wait()
    assert "\n" not in str(caught.value)


def test_a_replica_that_is_too_slow_is_an_error(fleet, store):
    with services.Fleet(["A"]) as running:
        running.deploy("models:/tiny@champion", store.uri)
        with pytest.raises(services.ServiceError, match="was not healthy after 0 s"):
            running.wait(seconds=0)


def test_nothing_deployed_nothing_to_restart(fleet):
    with services.Fleet(["A"]) as running, pytest.raises(services.ServiceError, match="nothing deployed"):
        running.restart("A")
    with pytest.raises(ValueError, match="all different"):
        services.Fleet(["A", "A"])


def test_an_exception_in_the_with_block_stops_everything(store):
    running, pids = services.Fleet(), []

    def a_cell_that_raises():
        with running:
            running.deploy("models:/tiny@champion", store.uri).wait()
            pids.extend(running.model(name)["pid"] for name in running.replicas)
            pids.extend(child.pid for child in running._children)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        a_cell_that_raises()
    assert len(pids) == 4
    assert all(map(gone, pids))
    assert not running.alive("A")
    assert not running.folder.exists()
    running.stop()
    with pytest.raises(services.ServiceError, match="stopped"):
        running.deploy("models:/tiny@champion", store.uri)


def test_a_forgotten_fleet_is_stopped():
    running = services.Fleet()
    pids = [child.pid for child in running._children]
    del running
    assert eventually(lambda: all(map(gone, pids)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_the_end_of_a_fork_of_the_owner_stops_nothing(fleet, store):
    child = os.fork()
    if child == 0:
        fleet.stop()
        store.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert fleet.alive("A")
    assert store.folder.exists()


@pytest.mark.skipif(not POSIX, reason="SIGKILL is POSIX")
@pytest.mark.parametrize("no_fork", ["", "1"])
def test_no_service_outlives_an_owner_that_is_killed(store, no_fork):
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER + "time.sleep(60)", store.uri],
        stdout=subprocess.PIPE,
        env=os.environ | {"BORA_NO_FORK": no_fork},
        text=True,
    )
    try:
        folder, *numbers = owner.stdout.readline().split()
        *pids, balancer, a, b = map(int, numbers)
        assert all(services.get_json(port, "/health")[0] == 200 for port in (balancer, a, b))
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        assert eventually(lambda: all(map(gone, pids)))
        assert [services.get_json(port, "/health")[0] for port in (balancer, a, b)] == [0, 0, 0]
        assert eventually(lambda: not Path(folder).exists())
    finally:
        owner.kill()
        owner.stdout.close()


@pytest.mark.skipif(not POSIX, reason="SIGKILL is POSIX")
def test_replicas_do_not_outlive_the_process_that_forked_them(store):
    with services.Fleet(["A"]) as running:
        running.deploy("models:/tiny@champion", store.uri).wait()
        pid = running.model("A")["pid"]
        running._children[0].kill()
        assert eventually(lambda: gone(pid))
        with pytest.raises(services.ServiceError, match="is gone"):
            running.wait()


def test_the_end_of_python_stops_everything_and_writes_nothing_to_stderr(store):
    done = subprocess.run([sys.executable, "-c", OWNER, store.uri], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    pids = list(map(int, done.stdout.split()[1:5]))
    assert eventually(lambda: all(map(gone, pids)))


@pytest.mark.skipif(not shutil.which("bwrap"), reason="needs bubblewrap")
def test_it_works_without_network_and_with_a_read_only_home(store):
    script = "from bora import tracking; store = tracking.private_store(); store.close()\n" + OWNER
    sandbox = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", "/tmp", "/tmp"]
    bound = ["--bind", str(store.folder), str(store.folder), "--unshare-net", "--unshare-pid", "--die-with-parent"]
    home = {"HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere/cache", "BORA_CACHE": ""}
    done = subprocess.run(
        [*sandbox, *bound, sys.executable, "-c", script, store.uri],
        capture_output=True,
        text=True,
        timeout=90,
        env=os.environ | home,
    )
    if "bwrap:" in done.stderr:
        pytest.skip(f"bubblewrap cannot run here: {done.stderr.strip()}")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.split()) == 8


def test_a_private_store_is_empty_quick_the_second_time_and_gone_in_the_end(tmp_path, monkeypatch, store):
    monkeypatch.setenv("BORA_CACHE", str(tmp_path / "cache"))
    import mlflow

    try:
        one = tracking.private_store("first")
        assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".db"]
        assert mlflow.MlflowClient().search_registered_models() == []
        with mlflow.start_run():
            mlflow.log_metric("auc", 0.76)
        two = tracking.private_store("second")
        assert mlflow.MlflowClient().search_experiments()[0].name == "second"
        assert mlflow.search_runs(output_format="list") == []
        one.close()
        two.close()
        assert not one.folder.exists()
        assert not two.folder.exists()
    finally:
        mlflow.set_tracking_uri(store.uri)
        mlflow.set_registry_uri(store.uri)


@pytest.mark.skipif(not POSIX, reason="SIGKILL is POSIX")
def test_a_private_store_does_not_outlive_an_owner_that_is_killed(store):
    script = "from bora import tracking; s = tracking.private_store(); print(s.folder, s._finalizer.peek()[2][2].pid,"
    script += " flush=True); import time; time.sleep(60)"
    owner = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    try:
        folder, watcher = owner.stdout.readline().split()
        assert Path(folder, "mlflow.db").exists()
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        assert eventually(lambda: not Path(folder).exists())
        assert eventually(lambda: gone(int(watcher)), seconds=10)
    finally:
        owner.kill()
        owner.stdout.close()


def test_a_closed_store_leaves_no_process_behind(monkeypatch, store):
    import mlflow

    try:
        one = tracking.private_store("third")
        watcher = one._finalizer.peek()[2][2]
        one.close()
        assert watcher.returncode is not None
    finally:
        mlflow.set_tracking_uri(store.uri)
        mlflow.set_registry_uri(store.uri)


def test_a_request_to_a_local_service_ignores_proxies(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "example.org")
    monkeypatch.delenv("no_proxy", raising=False)
    services.bypass_proxies()
    assert os.environ["NO_PROXY"] == "example.org,127.0.0.1,localhost"
    assert os.environ["no_proxy"] == "127.0.0.1,localhost"


def test_the_service_tells_prometheus_what_it_did_and_counts_by_replica_and_status(fleet):
    import requests
    from prometheus_client.parser import text_string_to_metric_families

    def read():
        reply = requests.get(f"{fleet.url}/metrics", timeout=10)
        assert reply.headers["Content-Type"].startswith("text/plain")
        samples = [sample for family in text_string_to_metric_families(reply.text) for sample in family.samples]
        return {(sample.name, *sample.labels.values()): sample.value for sample in samples}

    before = read()
    for _ in range(4):
        ask(fleet.url)
    after = read()
    for name in "AB":
        key = ("bora_requests_total", name, "200")
        assert after[key] == before.get(key, 0) + 2
        assert after["bora_replica_up", name] == 1
    assert after["bora_request_seconds_count",] == before["bora_request_seconds_count",] + 4


def test_the_dashboard_turns_when_a_replica_dies_and_when_it_is_back(fleet):
    import requests

    page = lambda: requests.get(f"{fleet.url}/dashboard", timeout=10).text  # noqa: E731
    assert "2 of 2" in page()
    fleet.kill("B")
    try:
        assert eventually(lambda: "1 of 2" in page())
        assert "1 alarm<" in page()
    finally:
        fleet.restart("B")
        fleet.wait()
    assert fleet.answers("B")
    assert "All green" in page()


def test_a_monitor_that_pushes_gets_a_tile_which_keeps_its_history(store):
    import requests
    from prometheus_client import CollectorRegistry, Gauge, push_to_gateway

    registry = CollectorRegistry()
    gauge = Gauge("bora_over_limit", "seen over allowed", ["monitor"], registry=registry)
    with services.Fleet(["only"]) as running:
        page = lambda: requests.get(f"{running.url}/dashboard", timeout=10).text  # noqa: E731
        assert "nobody looks at the model" in page()
        for value in (0.5, 3.0):
            gauge.labels("<data>").set(value)
            push_to_gateway(running.url, job="a psi", registry=registry)
        assert "&lt;data&gt;" in page()
        assert "3.0 of its limit" in page()
        text = requests.get(f"{running.url}/metrics", timeout=10).text
        assert 'bora_over_limit{job="a psi",monitor="<data>"} 3.0' in text
        reply = requests.put(f"{running.url}/metrics/job/psi", data="no metrics {", timeout=10)
        assert (reply.status_code, reply.text[:27]) == (400, "not in Prometheus' format: ")
        assert requests.put(f"{running.url}/elsewhere", data="", timeout=10).status_code == 404
