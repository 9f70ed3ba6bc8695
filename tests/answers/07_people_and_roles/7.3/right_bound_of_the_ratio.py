class Canary:
    def __init__(self):
        self.excess, self.variance, self.expected = 0.0, 0.0, 0.0

    def step(self, minute):
        total = minute["old"] + minute["new"]
        failed = minute["old_failed"] + minute["new_failed"]
        if minute["old"] and minute["new"] and failed:
            share = minute["new"] / total
            self.excess += minute["new_failed"] - failed * share
            self.expected += failed * share
            self.variance += failed * share * (1 - share)
        if self.expected < 6:
            return "hold"
        z = self.excess / math.sqrt(self.variance)
        ratio = 1 + self.excess / self.expected
        if z > 2.6:
            return "roll back"
        if z < 2.6 and ratio + 1.6 * math.sqrt(self.variance) / self.expected < 1.7:
            return "promote"
        return "hold"
