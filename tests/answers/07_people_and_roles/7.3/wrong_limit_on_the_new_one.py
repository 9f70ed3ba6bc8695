"""A fixed limit on the failures of the new version.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    def __init__(self):
        self.n = self.f = 0

    def step(self, minute):
        self.n, self.f = self.n + minute["new"], self.f + minute["new_failed"]
        if minute["minute"] > 2 and self.f > 0.06 * self.n:
            return "roll back"
        return "promote" if minute["minute"] >= 12 else "hold"
