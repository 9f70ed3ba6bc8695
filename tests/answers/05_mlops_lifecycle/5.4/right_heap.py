"""Kahn's algorithm with a heap; pairs as tuples."""

import heapq

LINES = [
    ("writes", "code", "ML development"),
    ("reads", "code", "training operationalization"),
    ("reads", "trigger", "continuous training"),
    ("reads", "model", "model deployment"),
    ("writes", "log", "prediction serving"),
    ("reads", "log", "continuous monitoring"),
]


def tell_story(events):
    by_name = {event["event"]: event for event in events}
    writer = {thing: event["event"] for event in events for thing in event["writes"]}
    needs = {name: {writer[t] for t in event["reads"] if t in writer} for name, event in by_name.items()}
    heap = [name for name, wanted in needs.items() if not wanted]
    heapq.heapify(heap)
    story = []
    while heap:
        name = heapq.heappop(heap)
        process = "data and model management"
        for side, kind, label in LINES:
            if any(thing.startswith(kind + ":") for thing in by_name[name][side]):
                process = label
                break
        story.append((name, process))
        for other, wanted in needs.items():
            if name in wanted:
                wanted.discard(name)
                if not wanted:
                    heapq.heappush(heap, other)
    return story
