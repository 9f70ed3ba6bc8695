"""Looks at nothing in the first eleven minutes.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    """Watches one release, minute by minute."""

    def __init__(self):
        self.excess = self.variance = 0.0

    def step(self, minute):
        """What to do after this minute: "hold", "promote" or "roll back"."""
        requests_here = minute["old"] + minute["new"]
        if requests_here:
            share = minute["new"] / requests_here
            failed = minute["old_failed"] + minute["new_failed"]
            self.excess += minute["new_failed"] - failed * share
            self.variance += failed * share * (1 - share)
        z = self.excess / self.variance**0.5 if self.variance else 0.0
        if minute["minute"] >= 11 and z > 2.5:
            return "roll back"
        if (minute["minute"] >= 11 and z < 1) or minute["minute"] >= 14:
            return "promote"
        return "hold"
