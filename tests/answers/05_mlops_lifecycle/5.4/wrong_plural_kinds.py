"""Takes a plural for its singular.

fails: hidden:5.4-edges
says: in names only, or at the start
"""

def kind(thing):
    return thing.split(":")[0].rstrip("s")


def process(event):
    reads, writes = set(map(kind, event["reads"])), set(map(kind, event["writes"]))
    if "code" in writes:
        return "ML development"
    if "code" in reads:
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
    while waiting:
        unwritten = {thing for event in waiting for thing in event["writes"]}
        ready = [event for event in waiting if not unwritten & set(event["reads"])]
        event = min(ready, key=lambda event: event["event"])
        waiting.remove(event)
        story.append([event["event"], process(event)])
    return story
