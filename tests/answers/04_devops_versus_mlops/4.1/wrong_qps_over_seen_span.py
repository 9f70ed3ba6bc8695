"""Divides by the time between the first and the last request instead of the window's length.

fails: hidden:4.1
says: the window has a length
"""

def latency_report(log, start, end):
    window = log[(log["second"] >= start) & (log["second"] < end)]
    answered = int((window["status"] == 200).sum())
    waited = window["ms"].where(window["status"] != 0, TIMEOUT_MS)[window["status"].isin([0, 200])]
    span = np.ceil(window["second"].max()) - np.floor(window["second"].min()) if len(window) else 0
    rank = lambda q: float(np.percentile(waited, q, method="inverted_cdf")) if len(waited) else None
    return {
        "requests": len(window),
        "qps": float(answered / span) if span else 0.0,
        "failed_share": 1 - answered / len(window) if len(window) else None,
        "p50": rank(50),
        "p95": rank(95),
    }
