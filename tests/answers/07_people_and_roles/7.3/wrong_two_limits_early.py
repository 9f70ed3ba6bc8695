"""Never looks at the old version: two limits on the failures of the new one, from minute 1 on.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    def __init__(self):
        self.new = self.failed = 0

    def step(self, minute):
        self.new += minute["new"]
        self.failed += minute["new_failed"]
        if self.new < 60:
            return "hold"
        rate = self.failed / self.new
        if rate > 0.06 and self.failed >= 6:
            return "roll back"
        if rate < 0.025:
            return "promote"
        if self.new < 180:
            return "hold"
        return "roll back" if rate > 0.042 else "promote"
