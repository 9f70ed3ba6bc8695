"""Tells all that is possible in one go before it looks again.

fails: check:5.4
says: The order of the example
"""

def kind(thing):
    return thing.split(":")[0]


def tell_story(events):
    waiting, story = list(events), []
    while waiting:
        open_things = {thing for event in waiting for thing in event["writes"]}
        ready = [event for event in waiting if not open_things.intersection(event["reads"])]
        story += [[event["event"], ""] for event in sorted(ready, key=lambda event: event["event"])]
        waiting = [event for event in waiting if event not in ready]
    by_name = {event["event"]: event for event in events}
    for pair in story:
        event = by_name[pair[0]]
        reads, writes = list(map(kind, event["reads"])), list(map(kind, event["writes"]))
        if "code" in writes:
            process = "ML development"
        elif "code" in reads:
            process = "training operationalization"
        elif "trigger" in reads:
            process = "continuous training"
        elif "model" in reads:
            process = "model deployment"
        elif "log" in writes:
            process = "prediction serving"
        elif "log" in reads:
            process = "continuous monitoring"
        else:
            process = "data and model management"
        pair[1] = process
    return story
