def watch():
    excess, variance, said = 0.0, 1e-12, "hold"
    for age in range(1000):
        minute = yield said
        requests_here, failed = minute["old"] + minute["new"], minute["old_failed"] + minute["new_failed"]
        q = minute["new"] / requests_here if requests_here else 0
        excess, variance = excess + minute["new_failed"] - failed * q, variance + failed * q * (1 - q)
        z = excess / variance**0.5
        said = "roll back" if z > 2.5 else "promote" if age >= 5 and z < -0.5 or age > 19 else "hold"


class Canary:
    def __init__(self):
        self.watching = watch()
        next(self.watching)

    def step(self, minute):
        return self.watching.send(minute)
