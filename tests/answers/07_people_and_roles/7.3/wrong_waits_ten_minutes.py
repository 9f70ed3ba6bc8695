"""Compares as a right one does, and always waits ten minutes first.

fails: hidden:7.3-high
says: costs more than 30 EUR
"""

class Canary:
    def __init__(self):
        self.excess = self.variance = 0.0

    def step(self, minute):
        total, failed = minute["old"] + minute["new"], minute["old_failed"] + minute["new_failed"]
        if minute["old"] and minute["new"]:
            share = minute["new"] / total
            self.excess += minute["new_failed"] - failed * share
            self.variance += failed * share * (1 - share)
        if minute["minute"] < 10:
            return "hold"
        return "roll back" if self.excess > 2 * math.sqrt(self.variance) else "promote"
