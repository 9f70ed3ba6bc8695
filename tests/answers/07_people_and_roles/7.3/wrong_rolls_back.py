"""Rolls everything back.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    def __init__(self):
        pass

    def step(self, minute):
        return "roll back"
