"""Looks at the latest event of a run only.

fails: hidden:5.4-edges
says: a run that produced before its last event
"""

LINES = [
    ("code", "ML development"),
    ("pipeline", "training operationalization"),
    ("model", "continuous training"),
    ("alias", "model deployment"),
    ("decision", "prediction serving"),
    ("alarm", "continuous monitoring"),
    ("verdict", "data and model management"),
]


def tell_story(log):
    runs = {}
    for line in log.splitlines():
        if not line.strip():
            continue
        event = json.loads(line)
        runs.setdefault(event["run"]["runId"], []).append(event)
    first = {run: min(event["eventTime"] for event in events) for run, events in runs.items()}
    story = []
    for run in sorted(runs, key=lambda run: (first[run], run)):
        state = state_of(runs[run])
        story.append([run, process_of(runs[run], state), state])
    return story


def state_of(events):
    for state in ("COMPLETE", "FAIL", "ABORT"):
        if any(event["eventType"] == state for event in events):
            return state
    return "RUNNING"


def process_of(events, state):
    if state in ("FAIL", "ABORT"):
        return "none"
    events = [max(events, key=lambda event: event["eventTime"])]
    made = {thing["namespace"] for event in events for thing in event.get("outputs", [])}
    for namespace, process in LINES:
        if namespace in made:
            return process
    return "none"
