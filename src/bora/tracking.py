"""A private MLflow store for one notebook: quiet, offline, and ready in a moment.

A new MLflow database takes seconds to migrate. It is migrated once for each MLflow version, kept in a cache folder
(`$BORA_CACHE`, else the user's own cache) and copied from then on. Where nothing can be kept it is simply migrated.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import warnings
import weakref
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from bora.lifeline import remove_with_parent


@dataclass(eq=False)
class Store:
    """A tracking store and model registry of one's own, deleted by `close` and when the process ends or is killed.

    folder: where everything lies; uri: for `mlflow.set_tracking_uri`; artifacts: the folder of the artifacts.
    """

    folder: Path
    uri: str
    artifacts: Path
    _finalizer: "weakref.finalize[..., Store] | None" = field(default=None, repr=False)

    def close(self) -> None:
        """Delete the store. Closing twice does no harm."""
        if self._finalizer is not None:
            self._finalizer()


def private_store(experiment: str = "bora") -> Store:
    """Make an empty MLflow store (SQLite and an artifact folder), point MLflow at it, and select `experiment`.

    From then on `mlflow.start_run()`, `mlflow.sklearn.log_model(...)` and `MlflowClient()` use it. Runs, models and
    aliases in it vanish with the process, also where it is killed (see `bora.lifeline`). MLflow's own log lines are
    silenced (see `quiet`).
    """
    quiet()
    import mlflow

    folder = Path(tempfile.mkdtemp(prefix="bora-mlflow-"))
    database = folder / "mlflow.db"
    shutil.copyfile(migrated_database(), database)
    store = Store(folder, f"sqlite:///{database.as_posix()}", folder / "artifacts")
    store._finalizer = weakref.finalize(store, _remove, folder, os.getpid(), remove_with_parent(folder))
    mlflow.set_tracking_uri(store.uri)
    mlflow.set_registry_uri(store.uri)
    mlflow.create_experiment(experiment, artifact_location=store.artifacts.as_uri())
    mlflow.set_experiment(experiment)
    return store


@dataclass(eq=False)
class Page:
    """MLflow's server in a process of its own. Closed by `close` and with this process.

    url: for your browser, and for `mlflow.set_tracking_uri`; pid: the process; port: where it listens on 127.0.0.1.
    """

    url: str
    pid: int
    port: int
    _finalizer: "weakref.finalize[..., Page] | None" = field(default=None, repr=False)

    def close(self) -> None:
        """Stop the process. Closing twice does no harm."""
        if self._finalizer is not None:
            self._finalizer()


def ui(store: Store, port: int = 0) -> Page:
    """Serve `store` with MLflow's own server, pages and REST interface, on this machine; it takes some seconds.

    port: 0 takes any free one. Raises RuntimeError where the process does not start.
    """
    server = {"_MLFLOW_SERVER_FILE_STORE": store.uri, "_MLFLOW_SERVER_REGISTRY_STORE": store.uri}
    server["_MLFLOW_SERVER_ARTIFACT_ROOT"] = store.artifacts.as_uri()
    child = subprocess.Popen(
        [sys.executable, "-m", "bora.tracking_page", str(port)],
        env=os.environ | server,
        cwd=store.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdout is not None
    bound = child.stdout.readline().strip()
    if not bound.isdigit():
        _stop(child, os.getpid())
        raise RuntimeError(
            "MLflow's pages did not start: is MLflow installed in this environment, and the port not taken?"
        )
    page = Page(f"http://127.0.0.1:{int(bound)}/", child.pid, int(bound))
    page._finalizer = weakref.finalize(page, _stop, child, os.getpid())
    return page


def quiet() -> None:
    """Switch off MLflow's telemetry and its log lines on stderr, whether MLflow is imported already or not.

    Also its hint that whole numbers cannot be missing: it comes with every table, and ours have none missing.
    """
    warnings.filterwarnings("ignore", message=".*integer column")
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    early = "mlflow" in sys.modules
    from mlflow.utils.logging_utils import MLFLOW_LOGGING_STREAM

    # disable_logging() would not do: MLflow itself switches its stream on again
    MLFLOW_LOGGING_STREAM.write = _drop  # type: ignore[method-assign]
    if early:
        with contextlib.suppress(ImportError):
            from mlflow.telemetry import set_telemetry_client

            set_telemetry_client()


def cache_folder() -> Path:
    """Where things are kept that can always be made again: `$BORA_CACHE`, else `bora` in the user's cache."""
    if os.environ.get("BORA_CACHE"):
        return Path(os.environ["BORA_CACHE"])
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(home or Path.home() / ".cache") / "bora"


def migrated_database() -> Path:
    """The file of an empty database of this MLflow's version: the kept one, else it is made, which takes seconds."""
    name = f"mlflow-{version('mlflow')}.db"
    try:
        kept = cache_folder() / name
        if kept.is_file():
            return kept
        kept.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        kept = None
    scratch = tempfile.mkdtemp(prefix="bora-migrate-")
    weakref.finalize(migrated_database, _remove, Path(scratch), os.getpid())
    fresh = _migrate(Path(scratch))
    if kept is None:
        return fresh
    try:
        beside = kept.with_name(f"{name}.{os.getpid()}")
        shutil.copyfile(fresh, beside)
        beside.replace(kept)
    except OSError:
        return fresh
    return kept


def _migrate(folder: Path) -> Path:
    quiet()
    from mlflow import MlflowClient

    made, copy = folder / "made.db", folder / "mlflow.db"
    MlflowClient(f"sqlite:///{made.as_posix()}").search_experiments()
    with contextlib.closing(sqlite3.connect(made)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _stop(child: "subprocess.Popen[bytes]", owner: int) -> None:
    if os.getpid() != owner:  # a fork of the owner: the process is not its own
        return
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            stream.close()


def _drop(text: str) -> None:
    pass


def _remove(folder: Path, owner: int, watcher: "subprocess.Popen[bytes] | None" = None) -> None:
    if os.getpid() != owner:  # a fork of the owner: the folder is not its own
        return
    shutil.rmtree(folder, ignore_errors=True)
    if watcher is not None:
        watcher.kill()
        watcher.wait()
        if watcher.stdin is not None:
            watcher.stdin.close()
