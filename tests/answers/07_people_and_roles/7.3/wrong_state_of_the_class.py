"""Shares its memory among all releases.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    sums = np.zeros(2)

    def step(self, minute):
        total, failed = minute["old"] + minute["new"], minute["old_failed"] + minute["new_failed"]
        q = minute["new"] / max(1, total)
        self.sums += [minute["new_failed"] - failed * q, failed * q * (1 - q)]
        z = self.sums[0] / max(1e-9, self.sums[1]) ** 0.5
        return "roll back" if z > 2.5 else "promote" if minute["minute"] >= 8 and z < 0.5 else "hold"
