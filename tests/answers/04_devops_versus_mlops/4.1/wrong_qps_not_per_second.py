"""Gives the number of answers instead of a rate.

fails: check:4.1
says: qps is 2
"""

def latency_report(log, start, end):
    window = log[(log["second"] >= start) & (log["second"] < end)]
    status = window["status"]
    waited = sorted(window["ms"].where(status != 0, TIMEOUT_MS)[(status == 200) | (status == 0)])

    def rank(percent):
        return waited[-(-percent * len(waited) // 100) - 1] if waited else None

    answered = int((status == 200).sum())
    return {
        "requests": len(window),
        "qps": float(answered),
        "failed_share": 1 - answered / len(window) if len(window) else None,
        "p50": rank(50),
        "p95": rank(95),
    }
