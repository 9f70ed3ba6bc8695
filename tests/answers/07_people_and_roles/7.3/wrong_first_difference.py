"""Rolls back in the first minute in which the new version fails more often.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    def __init__(self):
        pass

    def step(self, minute):
        if minute["new_failed"] * minute["old"] > minute["old_failed"] * minute["new"]:
            return "roll back"
        return "promote" if minute["minute"] > 3 else "hold"
