"""Sends for clerks as the strong pilot does, and never trains.

fails: check:9.1-share
says: 65 % is asked for here
"""

class Pilot:
    """Sends for clerks while something is wrong, and for a new model once there are outcomes to learn from."""

    def __init__(self):
        self.trained = -9

    def act(self, panel):
        """What to do now, given what the instruments show."""
        new, now = panel["challenger"], panel["number"]
        if new and new["made_in"] == panel["month"] and self.is_better(panel, new):
            evidence = {"challenger.gain": new["gain"], "challenger.error": new["error"]}
            return {"do": "promote", "reason": "better by more than luck", "evidence": evidence}
        sound = [month for month in panel["complete"] if not panel["batches"][month]][-5:]
        if panel["asked"] == 0 and now >= self.trained + 2 and panel["trainings"] < 8 and now < 22:
            kind, z = self.worst(panel["outcomes"])
            if False:
                self.trained = now
                evidence = {f"outcomes.{kind}": z}
                return {"do": "retrain", "reason": "decay", "evidence": evidence, "months": sound}
        kind, z = self.worst(panel["early"])
        if panel["feed"]["fault"]:
            band, evidence = [0.6, 1.0], {"feed.fault": panel["feed"]["fault"]}
        elif z > 3 or (z > 1.5 and panel["clerks"]["high"] == 0.2):
            band, evidence = [0.08, 0.2], {f"early.{kind}": z}
        else:
            band, evidence = [0.0, 0.0], {"number": now}
        if band == [panel["clerks"]["low"], panel["clerks"]["high"]]:
            return {"do": "keep"}
        return {"do": "refer", "reason": "who needs a second look now", "evidence": evidence, "band": band}

    def is_better(self, panel, new):
        """Whether the rules and the held-out loans speak for a challenger."""
        judged = new["judged_by"] >= 300 and set(new["held_out"]) <= set(panel["complete"])
        return judged and new["gain"] is not None and new["gain"] > new["error"]

    def worst(self, readings):
        """The employment whose defaults lie furthest above the promise, and by how much."""
        kinds = ["salaried", "self_employed", "temporary", "pensioner"]
        return max(((kind, readings[kind] or 0.0) for kind in kinds), key=lambda pair: pair[1])
