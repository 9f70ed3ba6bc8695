"""What a service knows about itself, in Prometheus' format, and a page that shows it.

`Board` holds the metrics of the balancer (requests, latencies, replicas) and takes what monitors push to it, as
Prometheus' Pushgateway does: a job that runs once a month cannot be scraped, so it pushes.

    GET  /metrics                    everything, in Prometheus' text format
    PUT  /metrics/job/NAME           the metrics of a job, instead of those that it pushed before
    GET  /dashboard                  the page: one tile a number, green or red

A monitor gets a tile when it pushes the gauge `bora_over_limit` with the label `monitor`: what was seen over what was
allowed, so that 1 is the limit for every monitor.
"""

import html
import socket
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

MONITOR = "bora_over_limit"
MAX_FAILED_SHARE = 0.01
MAX_P95_SECONDS = 2.0
BUCKETS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_GREEN, _RED, _GREY = "#006b4f", "#a63c00", "#555555"


@dataclass(frozen=True)
class Tile:
    """One number on the page: what it is, its value as text, whether it is all right, and how it was before."""

    title: str
    value: str
    good: bool
    before: tuple[bool, ...] = ()


class Pushed(Collector):
    """What jobs pushed: families of the same name are put together, and each sample says its job."""

    def __init__(self) -> None:
        self._jobs: dict[str, list[Metric]] = {}
        self.history: dict[str, list[bool]] = {}

    def put(self, job: str, text: str) -> None:
        """Take the metrics of `job` in Prometheus' text format. Raises ValueError where they are none."""
        self._jobs[job] = list(text_string_to_metric_families(text))
        for title, value in self.monitors(job):
            self.history.setdefault(title, []).append(value <= 1)

    def monitors(self, job: str | None = None) -> Iterator[tuple[str, float]]:
        """Name and value of each monitor; of one job, or of all."""
        for family in self._families(self._jobs if job is None else {job: self._jobs[job]}):
            if family.name == MONITOR:
                yield from (
                    (sample.labels.get("monitor", sample.labels["job"]), sample.value) for sample in family.samples
                )

    def collect(self) -> Iterable[Metric]:
        return self._families(self._jobs)

    @staticmethod
    def _families(jobs: dict[str, list[Metric]]) -> list[Metric]:
        merged: dict[str, Metric] = {}
        for job, families in jobs.items():
            for family in families:
                whole = merged.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for sample in family.samples:
                    whole.add_sample(sample.name, {**sample.labels, "job": job}, sample.value)
        return list(merged.values())


class Board:
    """The metrics of one balancer with its replicas (name -> port on 127.0.0.1)."""

    def __init__(self, replicas: dict[str, int]) -> None:
        self._replicas = replicas
        self._registry = CollectorRegistry()
        self._lock = threading.Lock()
        self._requests = Counter(
            "bora_requests",
            "Requests answered, by replica and HTTP status",
            ["replica", "status"],
            registry=self._registry,
        )
        self._failovers = Counter(
            "bora_failovers", "Requests that a second replica had to answer", registry=self._registry
        )
        self._seconds = Histogram(
            "bora_request_seconds", "Time until the answer was there", buckets=BUCKETS, registry=self._registry
        )
        self._up = Gauge("bora_replica_up", "1 where a replica takes connections", ["replica"], registry=self._registry)
        self._pushed = Pushed()
        self._registry.register(self._pushed)

    def note(self, replica: str, status: int, seconds: float, failover: bool) -> None:
        """Count one request; `replica` is "none" where nobody could answer."""
        self._requests.labels(replica, str(status)).inc()
        self._seconds.observe(seconds)
        if failover:
            self._failovers.inc()

    def put(self, job: str, text: str) -> None:
        """Take the metrics that a job pushes. Raises ValueError where the text is not in Prometheus' format."""
        with self._lock:
            self._pushed.put(job, text)

    def metrics(self) -> bytes:
        """Everything in Prometheus' text format."""
        with self._lock:
            for name, port in self._replicas.items():
                self._up.labels(name).set(_listens(port))
            return generate_latest(self._registry)

    def tiles(self) -> tuple[list[Tile], list[Tile]]:
        """The tiles of the service and those of the monitors, read from `metrics` as anybody could."""
        families = {family.name: family for family in text_string_to_metric_families(self.metrics().decode())}
        up = [sample.value for sample in families["bora_replica_up"].samples]
        answered = [sample for sample in families["bora_requests"].samples if sample.name == "bora_requests_total"]
        total = sum(sample.value for sample in answered)
        failed = sum(sample.value for sample in answered if sample.labels["status"] >= "500") / max(total, 1)
        p95 = quantile(families["bora_request_seconds"], 0.95)
        service = [
            Tile("replicas up", f"{sum(up):.0f} of {len(up)}", all(up)),
            Tile("requests", f"{total:,.0f}", True),
            Tile("failed", f"{failed:.1%}", failed <= MAX_FAILED_SHARE),
            Tile("p95 at most", "-" if p95 is None else f"{1000 * p95:.0f} ms", (p95 or 0) <= MAX_P95_SECONDS),
        ]
        monitors = [
            Tile(title, f"{value:.1f} of its limit", value <= 1, tuple(self._pushed.history[title]))
            for title, value in self._pushed.monitors()
        ]
        return service, monitors

    def page(self) -> bytes:
        """The dashboard as HTML with nothing to load: styles stand in the elements, so it can be shown anywhere."""
        service, monitors = self.tiles()
        alarms = sum(not tile.good for tile in (*service, *monitors))
        colour, headline = (_RED, f"{alarms} alarm{'s' * (alarms > 1)}") if alarms else (_GREEN, "All green")
        shown = "".join(map(_tile, monitors)) or f'<p style="color:{_GREY}">No monitor: nobody looks at the model.</p>'
        return (
            '<div lang="en" style="font-family:sans-serif;max-width:900px;padding:12px;background:#fff;color:#222">'
            f'<div style="background:{colour};color:#fff;padding:8px 12px;font-size:22px">'
            f"Bora's PD service: {headline}</div>"
            f'<h4 style="margin:12px 0 4px">Service</h4>{"".join(map(_tile, service))}'
            f'<h4 style="margin:12px 0 4px">Monitors</h4>{shown}</div>'
        ).encode()


def quantile(family: Metric, level: float) -> float | None:
    """The upper edge (seconds) of the histogram's bucket that holds the quantile; None where nothing was observed."""
    counts = [(float(s.labels["le"]), s.value) for s in family.samples if s.name.endswith("_bucket")]
    total = counts[-1][1]
    return next((edge for edge, below in counts if total and below >= level * total), None)


def _tile(tile: Tile) -> str:
    colour, word = (_GREEN, "&#10003; ok") if tile.good else (_RED, "&#9650; alarm")
    history = "".join(
        f'<span style="display:inline-block;width:5px;margin-right:1px;height:{4 if good else 12}px;'
        f'background:{_GREEN if good else _RED}"></span>'
        for good in tile.before[-24:]
    )
    return (
        '<div style="display:inline-block;vertical-align:top;box-sizing:border-box;width:170px;'
        f'min-height:88px;margin:0 8px 8px 0;padding:8px;border:1px solid #ccc;border-left:8px solid {colour}">'
        f'<div>{html.escape(tile.title)}</div><div style="font-size:20px">{html.escape(tile.value)}</div>'
        f'<div style="color:{colour};font-weight:bold">{word}</div>'
        f"<div>{history}</div></div>"
    )


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return False
    return True
