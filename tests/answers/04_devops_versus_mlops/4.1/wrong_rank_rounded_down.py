"""Rounds the rank down instead of up.

fails: check:4.1
says: p50 is 20
"""

def latency_report(log, start, end):
    window = log[(log["second"] >= start) & (log["second"] < end)]
    status = window["status"]
    waited = sorted(window["ms"].where(status != 0, TIMEOUT_MS)[(status == 200) | (status == 0)])

    def rank(percent):
        return waited[max(percent * len(waited) // 100 - 1, 0)] if waited else None

    answered = int((status == 200).sum())
    return {
        "requests": len(window),
        "qps": answered / (end - start),
        "failed_share": 1 - answered / len(window) if len(window) else None,
        "p50": rank(50),
        "p95": rank(95),
    }
