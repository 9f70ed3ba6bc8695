"""Sorts the events in time first, so that each run is met at its first one."""

def tell_story(log):
    table = {
        "code": "ML development",
        "pipeline": "training operationalization",
        "model": "continuous training",
        "alias": "model deployment",
        "decision": "prediction serving",
        "alarm": "continuous monitoring",
        "verdict": "data and model management",
    }
    events = [json.loads(line) for line in log.split("\n") if line.strip()]
    events.sort(key=lambda event: (event["eventTime"], event["run"]["runId"]))
    made, state = {}, {}
    for event in events:
        run = event["run"]["runId"]
        made.setdefault(run, set()).update(thing["namespace"] for thing in event.get("outputs", ()))
        state.setdefault(run, "RUNNING")
        if event["eventType"] in ("COMPLETE", "FAIL", "ABORT"):
            state[run] = event["eventType"]
    story = []
    for run, namespaces in made.items():
        process = "none"
        if state[run] in ("COMPLETE", "RUNNING"):
            for namespace in reversed(table):
                if namespace in namespaces:
                    process = table[namespace]
        story.append([run, process, state[run]])
    return story
