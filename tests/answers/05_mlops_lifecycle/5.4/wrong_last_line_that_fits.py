"""Lets a later line of the table overrule an earlier one.

fails: hidden:5.4
says: A process in a longer log
"""

def kind(thing):
    return thing.split(":")[0]


def tell_story(events):
    waiting, story = list(events), []
    while waiting:
        open_things = {thing for event in waiting for thing in event["writes"]}
        ready = [event for event in waiting if not open_things.intersection(event["reads"])]
        event = min(ready, key=lambda event: event["event"])
        waiting.remove(event)
        reads, writes = list(map(kind, event["reads"])), list(map(kind, event["writes"]))
        process = "data and model management"
        if "code" in writes:
            process = "ML development"
        if "code" in reads:
            process = "training operationalization"
        if "trigger" in reads:
            process = "continuous training"
        if "model" in reads:
            process = "model deployment"
        if "log" in writes:
            process = "prediction serving"
        if "log" in reads:
            process = "continuous monitoring"
        story.append([event["event"], process])
    return story
