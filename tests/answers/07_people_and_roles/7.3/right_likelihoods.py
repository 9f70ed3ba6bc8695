class Canary:
    def __init__(self):
        self.log = np.zeros(3)

    def step(self, minute):
        total = minute["old"] + minute["new"]
        if total == 0:
            return "hold"
        share = minute["new"] / total
        for place, ratio in enumerate((0.45, 1.0, 2.3)):
            chance = share * ratio / (share * ratio + 1 - share)
            chance = min(max(chance, 1e-9), 1 - 1e-9)
            self.log[place] += minute["new_failed"] * np.log(chance) + minute["old_failed"] * np.log(1 - chance)
        weight = np.exp(self.log - self.log.max()) * [1, 2, 1]
        worse = weight[2] / weight.sum()
        if worse > 0.95:
            return "roll back"
        return "promote" if worse < 0.02 else "hold"
