"""Right: increase by increase."""

from collections import Counter as Tally


def service_report(before, after, seconds):
    earlier = {}
    for family in text_string_to_metric_families(before):
        for sample in family.samples:
            earlier[sample.name, frozenset(sample.labels.items())] = sample.value
    by_status, by_edge = Tally(), {}
    for family in text_string_to_metric_families(after):
        for sample in family.samples:
            start = earlier.get((sample.name, frozenset(sample.labels.items())), 0)
            more = np.float64(sample.value - (start if start <= sample.value else 0))
            if sample.name == "bora_requests_total":
                by_status[sample.labels["status"]] += more
            elif sample.name == "bora_request_seconds_bucket":
                by_edge[sample.labels["le"]] = more
    total = sum(by_status.values())
    report = {"requests": total, "qps": by_status["200"] / seconds, "failed_share": None, "p95": None}
    if total:
        report["failed_share"] = 1 - by_status["200"] / total
    seen = by_edge.pop("+Inf", 0)
    if seen:
        edges = sorted(by_edge, key=float)
        report["p95"] = next((float(edge) for edge in edges if by_edge[edge] >= 0.95 * seen), float(edges[-1]))
    return report
