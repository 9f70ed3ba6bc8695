"""Unpacks a thing into exactly two parts.

fails: hidden:5.4-edges
says: stops with an error (ValueError)
"""

def kind(thing):
    first, name = thing.split(":")
    return first


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
