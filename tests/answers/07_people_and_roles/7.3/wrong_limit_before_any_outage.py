"""Never looks at the old version: a limit decides after a hundred requests, mostly before an outage.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    def __init__(self):
        self.new = self.failed = 0

    def step(self, minute):
        self.new += minute["new"]
        self.failed += minute["new_failed"]
        if self.new < 100:
            return "hold"
        return "roll back" if self.failed / self.new > 0.04 else "promote"
