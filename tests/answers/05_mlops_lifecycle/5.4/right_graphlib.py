"""The standard library's sorter, the smallest ready name first."""

from graphlib import TopologicalSorter


def label(event):
    reads = {thing.partition(":")[0] for thing in event["reads"]}
    writes = {thing.partition(":")[0] for thing in event["writes"]}
    if "code" in writes | reads:
        return "ML development" if "code" in writes else "training operationalization"
    if reads & {"trigger", "model"}:
        return "continuous training" if "trigger" in reads else "model deployment"
    if "log" in writes | reads:
        return "prediction serving" if "log" in writes else "continuous monitoring"
    return "data and model management"


def tell_story(events):
    events = {event["event"]: event for event in events}
    writer = {thing: name for name, event in events.items() for thing in event["writes"]}
    graph = {name: [writer[t] for t in event["reads"] if t in writer] for name, event in events.items()}
    sorter, ready, story = TopologicalSorter(graph), set(), []
    sorter.prepare()
    while sorter.is_active():
        ready.update(sorter.get_ready())
        name = min(ready)
        ready.remove(name)
        sorter.done(name)
        story.append([name, label(events[name])])
    return story
