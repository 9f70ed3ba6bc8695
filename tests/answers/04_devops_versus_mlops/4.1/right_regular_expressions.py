"""Right: regular expressions."""

import re


def service_report(before, after, seconds):
    def series(text):
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        pairs = [line.rsplit(" ", 1) for line in lines]
        return {name: float(value) for name, value in pairs}

    first, second = series(before), series(after)
    grown = {}
    for name, value in second.items():
        was = first.get(name, 0.0)
        grown[name] = value if value < was else value - was
    requests = {name: v for name, v in grown.items() if name.startswith("bora_requests_total{")}
    total = sum(requests.values())
    good = sum(v for name, v in requests.items() if re.search(r'status="200"', name))
    edges = {
        float(re.search(r'le="([^"]+)"', name)[1]): v
        for name, v in grown.items()
        if name.startswith("bora_request_seconds_bucket{")
    }
    seen = max(edges.values(), default=0)
    finite = [edge for edge in edges if edge != float("inf")]
    p95 = None
    if seen > 0:
        p95 = min((edge for edge in finite if edges[edge] / seen >= 0.95), default=max(finite))
    return dict(requests=int(total), qps=good / seconds, failed_share=1 - good / total if total else None, p95=p95)
