"""Orders names by the number in them.

fails: hidden:5.4-edges
says: The order of names with numbers
"""

def kind(thing):
    return thing.split(":")[0]


def tell_story(events):
    waiting, story = list(events), []
    while waiting:
        open_things = {thing for event in waiting for thing in event["writes"]}
        ready = [event for event in waiting if not open_things.intersection(event["reads"])]
        event = min(ready, key=lambda event: (int("0" + event["event"][1:]), event["event"]))
        waiting.remove(event)
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
        story.append([event["event"], process])
    return story
