"""Takes the definition of a nearest rank literally: tries every waiting time."""

def latency_report(log, start, end):
    inside = log.query("second >= @start and second < @end")
    kind = inside["status"].map(lambda s: {200: "answered", 0: "timeout"}.get(s, "error"))
    counts = kind.value_counts()
    waits = pd.concat([inside.loc[kind.eq("answered").astype(bool), "ms"].astype(float),
                       pd.Series([TIMEOUT_MS] * int(counts.get("timeout", 0)), dtype=float)])

    def smallest(percent):
        for value in np.unique(waits):
            if 100 * (waits <= value).sum() >= percent * len(waits):
                return value.item()
        return None

    answered = counts.get("answered", 0)
    share = None if inside.empty else float((kind != "answered").mean())
    return {"p95": smallest(95), "p50": smallest(50), "failed_share": share,
            "qps": float(answered) / (end - start), "requests": inside.shape[0]}
