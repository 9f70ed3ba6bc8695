"""Interpolates within the bucket, as a chart does.

fails: check:4.1
says: Take the increase of each bucket
"""


def service_report(before, after, seconds):
    def read(text):
        families = text_string_to_metric_families(text)
        return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}

    old, new = read(before), read(after)
    increase = {key: value - old.get(key, 0) if value >= old.get(key, 0) else value for key, value in new.items()}
    counted = [(dict(labels), v) for (name, labels), v in increase.items() if name == "bora_requests_total"]
    total = sum(v for _, v in counted)
    good = sum(v for labels, v in counted if labels["status"] == "200")
    failed = total - good
    buckets = sorted(
        (float(dict(labels)["le"]), v)
        for (name, labels), v in increase.items()
        if name == "bora_request_seconds_bucket"
    )
    seen = buckets[-1][1] if buckets else 0
    p95 = None
    if seen:
        edges, below = [0, *(e for e, _ in buckets[:-1])], [0, *(b for _, b in buckets[:-1])]
        p95 = float(np.interp(0.95 * seen, below, edges))
    return {
        "requests": total,
        "qps": good / seconds,
        "failed_share": failed / total if total else None,
        "p95": p95,
    }
