"""Compares totals, although the new version got more traffic during the outage.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    def __init__(self):
        self.sums = np.zeros(4)

    def step(self, minute):
        self.sums += [minute["old"], minute["old_failed"], minute["new"], minute["new_failed"]]
        old, old_failed, new, new_failed = self.sums
        if not old or not new or minute["minute"] < 9:
            return "hold"
        p = (old_failed + new_failed) / (old + new)
        z = (new_failed / new - old_failed / old) / max(1e-9, (p * (1 - p) * (1 / old + 1 / new)) ** 0.5)
        return "roll back" if z > 1.645 else "promote" if minute["minute"] >= 15 else "hold"
