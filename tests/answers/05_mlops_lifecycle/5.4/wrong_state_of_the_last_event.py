"""Takes the state of the event that is last in time.

fails: hidden:5.4-edges
says: dated after its end
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
    last = max(events, key=lambda event: event["eventTime"])["eventType"]
    return last if last in ("COMPLETE", "FAIL", "ABORT") else "RUNNING"


def process_of(events, state):
    if state in ("FAIL", "ABORT"):
        return "none"
    made = {thing["namespace"] for event in events for thing in event.get("outputs", [])}
    for namespace, process in LINES:
        if namespace in made:
            return process
    return "none"
