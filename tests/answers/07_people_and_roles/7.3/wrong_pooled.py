"""As careful as a right one, but with two rates over all minutes: an outage after minute 8 looks like a difference.

fails: check:7.3
says: A practice release costs
"""


class Canary:
    def __init__(self):
        self.sum = {"old": 0, "old_failed": 0, "new": 0, "new_failed": 0}

    def step(self, minute):
        for k in self.sum:
            self.sum[k] += minute[k]
        s = self.sum
        if s["new"] < 100 or not s["old_failed"]:
            return "hold"
        rate = (s["old_failed"] + s["new_failed"]) / (s["old"] + s["new"])
        error = math.sqrt(rate * (1 - rate) * (1 / s["new"] + 1 / s["old"]))
        z = (s["new_failed"] / s["new"] - s["old_failed"] / s["old"]) / error
        if z > 2.7:
            return "roll back"
        return "promote" if z < -1.5 or minute["minute"] >= 11 and z < 1.5 or minute["minute"] >= 25 else "hold"
