"""Counts code only if the log says who wrote it.

fails: hidden:5.4-edges
says: nobody in the log has written
"""

def kind(thing):
    return thing.split(":")[0]


def process(event, written):
    reads, writes = set(map(kind, event["reads"])), set(map(kind, event["writes"]))
    if "code" in writes:
        return "ML development"
    if any(kind(thing) == "code" and thing in written for thing in event["reads"]):
        return "training operationalization"
    if "trigger" in reads:
        return "continuous training"
    if "model" in reads:
        return "model deployment"
    if "log" in writes:
        return "prediction serving"
    return "continuous monitoring" if "log" in reads else "data and model management"


def tell_story(events):
    waiting, story = list(events), []
    written = {thing for event in events for thing in event["writes"]}
    while waiting:
        unwritten = {thing for event in waiting for thing in event["writes"]}
        ready = [event for event in waiting if not unwritten & set(event["reads"])]
        event = min(ready, key=lambda event: event["event"])
        waiting.remove(event)
        story.append([event["event"], process(event, written)])
    return story
