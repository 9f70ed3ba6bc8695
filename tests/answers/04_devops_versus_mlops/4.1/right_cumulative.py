"""The nearest rank from cumulative shares of a value count."""

def latency_report(log, start, end):
    part = log.query("@start <= second < @end").copy()
    part.loc[part["status"] == 0, "ms"] = TIMEOUT_MS
    waited = part.loc[part["status"].isin((0, 200)), "ms"]
    shares = waited.value_counts().sort_index().cumsum()
    n = len(waited)
    p50, p95 = (float(shares[shares * 100 >= q * n].index[0]) if n else None for q in (50, 95))
    ok = (part["status"] == 200).mean() if len(part) else None
    return {
        "requests": len(part),
        "qps": float((part["status"] == 200).sum()) / (end - start),
        "failed_share": None if ok is None else 1 - ok,
        "p50": p50,
        "p95": p95,
    }
