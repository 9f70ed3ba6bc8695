"""Reports 0 for shares and percentiles of an empty window, as if all were well.

fails: hidden:4.1-edges
says: failed_share of an empty window is not right
"""

def latency_report(log, start, end):
    window = log[(log["second"] >= start) & (log["second"] < end)]
    status = window["status"]
    waited = sorted(window["ms"].where(status != 0, TIMEOUT_MS)[(status == 200) | (status == 0)])

    def rank(percent):
        return waited[-(-percent * len(waited) // 100) - 1] if waited else 0.0

    answered = int((status == 200).sum())
    return {
        "requests": len(window),
        "qps": answered / (end - start),
        "failed_share": 1 - answered / len(window) if len(window) else 0.0,
        "p50": rank(50),
        "p95": rank(95),
    }
