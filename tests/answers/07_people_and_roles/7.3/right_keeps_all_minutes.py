class Canary:
    minutes = ()

    def step(self, minute):
        self.minutes = (*self.minutes, minute)
        excess = variance = 0
        for one in self.minutes:
            failed = one["old_failed"] + one["new_failed"]
            if failed:
                q = one["new"] / (one["old"] + one["new"])
                excess += one["new_failed"] - failed * q
                variance += failed * q * (1 - q)
        z = excess / max(variance, 1e-9) ** 0.5
        if z > 3:
            return "roll back"
        if len(self.minutes) > 5 and (z < 0 or len(self.minutes) > 25):
            return "promote"
        return "hold"
