"""Looks at one minute at a time, again and again, as if each were the only one.

fails: check:7.3
says: A practice release costs
"""

class Canary:
    def step(self, minute):
        total, failed = minute["old"] + minute["new"], minute["old_failed"] + minute["new_failed"]
        q = minute["new"] / max(1, total)
        z = (minute["new_failed"] - failed * q) / max(1e-9, (failed * q * (1 - q)) ** 0.5)
        return "roll back" if z > 1.645 else "promote" if minute["minute"] >= 12 else "hold"
