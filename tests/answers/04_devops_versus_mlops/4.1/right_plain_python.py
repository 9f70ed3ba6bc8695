"""No pandas: rows as tuples, the rank by counting."""

def latency_report(log, start, end):
    rows = [(w, s) for t, w, s in log[["second", "ms", "status"]].itertuples(index=False, name=None) if start <= t < end]
    waited = [TIMEOUT_MS if s == 0 else w for w, s in rows if s in (200, 0)]

    def smallest(percent):
        for candidate in sorted(waited):
            if 100 * sum(w <= candidate for w in waited) >= percent * len(waited):
                return candidate
        return None

    good = len([1 for _, s in rows if s == 200])
    report = {"requests": len(rows), "qps": good / (end - start), "p50": smallest(50), "p95": smallest(95)}
    report["failed_share"] = (len(rows) - good) / len(rows) if rows else None
    return report
