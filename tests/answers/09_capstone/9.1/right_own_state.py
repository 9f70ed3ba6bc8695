"""Remembers in which state it is, and gives numpy numbers, tuples and an OrderedDict back."""

from collections import OrderedDict


class Pilot:
    def __init__(self):
        self.state, self.since = "calm", 0

    def act(self, panel):
        number = panel["number"]
        z = self.peak(panel["early"])
        if self.state == "calm" and z > 3.2:
            self.state, self.since = "shaken", number
        elif self.state == "shaken" and z < 1.2:
            self.state = "calm"
        for step in (self.promote, self.retrain, self.refer):
            action = step(panel)
            if action:
                return OrderedDict(action)
        return OrderedDict(do="keep")

    def promote(self, panel):
        new = panel["challenger"]
        if not new or new["made_in"] != panel["month"] or new["gain"] is None:
            return None
        if new["judged_by"] < 300 or any(month not in panel["complete"] for month in new["held_out"]):
            return None
        if new["gain"] < 1.2 * new["error"]:
            return None
        evidence = {"challenger.gain": np.float64(new["gain"]), "challenger.judged_by": np.int64(new["judged_by"])}
        return {"do": "promote", "reason": "better", "evidence": evidence, "version": new["version"]}

    def retrain(self, panel):
        months = [month for month in panel["complete"] if panel["batches"][month] == ""]
        if panel["asked"] or panel["trainings"] > 7 or panel["number"] % 2 or len(months) < 4 or panel["number"] > 21:
            return None
        if self.peak(panel["outcomes"]) < 2.1:
            return None
        evidence = {"outcomes.z": round(panel["outcomes"]["z"], 3)}
        return {"do": "retrain", "reason": "decay", "evidence": evidence, "months": tuple(months[-5:])}

    def refer(self, panel):
        band = (0.55, 1.0) if panel["feed"]["fault"] else (0.09, 0.2) if self.state == "shaken" else (0, 0)
        if band == (panel["clerks"]["low"], panel["clerks"]["high"]):
            return None
        return {"do": "refer", "reason": self.state, "evidence": {"month": panel["month"]}, "band": np.array(band)}

    def peak(self, readings):
        found = [readings[kind] for kind in ("salaried", "self_employed", "temporary", "pensioner")]
        return max([z for z in found if z is not None], default=0)
