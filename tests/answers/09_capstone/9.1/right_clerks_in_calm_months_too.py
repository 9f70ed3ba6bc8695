"""Keeps clerks around the break-even in calm months as well."""

class Pilot:
    """As "strong", with clerks around the break-even in calm months as well, and the newest months to learn from."""

    calm, shaken, broken = [0.12, 0.2], [0.08, 0.2], [0.6, 1.0]
    fit, every = 5, 2

    def __init__(self) -> None:
        self.last = -9

    def act(self, panel: dict) -> dict:
        """Promote, retrain, or send for clerks."""
        new, now = panel["challenger"], panel["number"]
        if new and new["made_in"] == panel["month"] and self._fit_to_fly(panel, new):
            return {"do": "promote", "reason": "better", "evidence": {"challenger.gain": new["gain"]}}
        kind, z = self._worst(panel["outcomes"])
        sound = [month for month in panel["complete"] if not panel["batches"][month]][-self.fit :]
        due = panel["asked"] == 0 and now >= self.last + self.every and panel["trainings"] < 8 and now < 22
        if due and z > 2 and len(sound) > 3:
            self.last = now
            return {"do": "retrain", "reason": "decay", "evidence": {f"outcomes.{kind}": z}, "months": sound}
        kind, z = self._worst(panel["early"])
        shaken = z > 3 or (z > 1.5 and panel["clerks"]["low"] == self.shaken[0])
        band = self.broken if panel["feed"]["fault"] else self.shaken if shaken else self.calm
        if band == [panel["clerks"]["low"], panel["clerks"]["high"]]:
            return {"do": "keep"}
        return {
            "do": "refer",
            "reason": "second look",
            "evidence": {"feed.fault": panel["feed"]["fault"]},
            "band": band,
        }

    def _fit_to_fly(self, panel: dict, new: dict) -> bool:
        judged = new["judged_by"] >= 300 and set(new["held_out"]) <= set(panel["complete"])
        return judged and new["gain"] is not None and new["gain"] > new["error"]

    def _worst(self, readings: dict) -> tuple[str, float]:
        kinds = ("salaried", "self_employed", "temporary", "pensioner")
        return max(((kind, readings[kind] or 0.0) for kind in kinds), key=lambda pair: pair[1])
