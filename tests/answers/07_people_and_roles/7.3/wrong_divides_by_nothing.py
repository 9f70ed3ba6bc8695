"""Divides by the requests of a minute without any.

fails: check:7.3
says: step stops with an error
"""

class Canary:
    def __init__(self):
        pass

    def step(self, minute):
        old, new = minute["old_failed"] / minute["old"], minute["new_failed"] / minute["new"]
        return "roll back" if new > 3 * old else "promote" if minute["minute"] > 6 else "hold"
