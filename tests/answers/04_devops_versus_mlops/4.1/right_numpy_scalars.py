"""numpy throughout, numpy scalars in the dict, keys in another order."""

import numpy as np


def latency_report(log, start, end):
    second, ms, status = (log[name].to_numpy() for name in ("second", "ms", "status"))
    inside = (second >= start) & ~(second >= end)
    ms, status = ms[inside], status[inside]
    ms = np.where(status == 0, TIMEOUT_MS, ms)
    waited = np.sort(ms[np.isin(status, [0, 200])])
    answer = {"p95": None, "p50": None, "failed_share": None}
    if waited.size:
        for percent in (50, 95):
            answer[f"p{percent}"] = waited[int(np.ceil(percent * waited.size / 100)) - 1]
    if status.size:
        answer["failed_share"] = np.mean(status != 200)
    answer["requests"] = np.int64(status.size)
    answer["qps"] = np.sum(status == 200) / (end - start)
    return answer
