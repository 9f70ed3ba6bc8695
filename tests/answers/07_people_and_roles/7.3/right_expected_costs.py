class Canary:
    def __init__(self):
        self.ratio = np.concatenate([np.linspace(0.3, 0.6, 7), [1.0], np.linspace(1.8, 3.0, 13)])
        weight = np.concatenate([np.full(7, 0.25 / 7), [0.5], np.full(13, 0.25 / 13)])
        self.log = np.log(weight)
        self.seen = [0, 0, 0]

    def step(self, minute):
        old, old_failed, new, new_failed = (minute[key] for key in ("old", "old_failed", "new", "new_failed"))
        self.seen[0] += old + new
        self.seen[1] += old
        self.seen[2] += old_failed
        if old and new:
            share = new * self.ratio / (new * self.ratio + old)
            self.log += new_failed * np.log(share) + old_failed * np.log1p(-share)
        p = np.exp(self.log - self.log.max())
        p /= p.sum()
        load = self.seen[0] / (minute["minute"] + 1)
        rate = self.seen[2] / max(self.seen[1], 1)
        promote = 10 * load * rate * float((p * np.maximum(self.ratio - 1, 0)).sum())
        back = 100 * float(p[self.ratio <= 1].sum())
        wait = 5
        if min(promote, back) <= wait:
            return "promote" if promote <= back else "roll back"
        return "hold"
