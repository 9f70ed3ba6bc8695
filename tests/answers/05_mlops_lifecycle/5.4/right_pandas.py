"""A table of events, grouped."""

import io

import pandas as pd

RANK = {"code": 0, "pipeline": 1, "model": 2, "alias": 3, "decision": 4, "alarm": 5, "verdict": 6}
NAMES = [
    "ML development",
    "training operationalization",
    "continuous training",
    "model deployment",
    "prediction serving",
    "continuous monitoring",
    "data and model management",
    "none",
]


def tell_story(log):
    events = [json.loads(line) for line in io.StringIO(log) if not line.isspace()]
    if not events:
        return []
    table = pd.DataFrame(
        {
            "run": [event["run"]["runId"] for event in events],
            "at": pd.to_datetime([event["eventTime"] for event in events]),
            "type": [event["eventType"] for event in events],
            "rank": [
                min((RANK.get(thing["namespace"], 7) for thing in event.get("outputs") or ()), default=7)
                for event in events
            ],
        }
    )
    rows = []
    for run, group in table.groupby("run"):
        ends = group["type"][~group["type"].isin(["START", "RUNNING"])]
        state = ends.iloc[0] if len(ends) else "RUNNING"
        rank = 7 if state in ("FAIL", "ABORT") else group["rank"].min()
        rows.append((group["at"].min(), run, NAMES[rank], state))
    return [(run, process, state) for _, run, process, state in sorted(rows)]
