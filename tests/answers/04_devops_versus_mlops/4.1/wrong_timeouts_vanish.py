"""Drops timeouts because their ms is missing.

fails: check:4.1
says: p50 is
"""

def latency_report(log, start, end):
    window = log[(log["second"] >= start) & (log["second"] < end)]
    status = window["status"]
    waited = sorted(window["ms"][status == 200])

    def rank(percent):
        return waited[-(-percent * len(waited) // 100) - 1] if waited else None

    answered = int((status == 200).sum())
    return {
        "requests": len(window),
        "qps": answered / (end - start),
        "failed_share": 1 - answered / len(window) if len(window) else None,
        "p50": rank(50),
        "p95": rank(95),
    }
