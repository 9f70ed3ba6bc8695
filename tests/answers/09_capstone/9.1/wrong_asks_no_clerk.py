"""Retrains on decay, and asks no clerk.

fails: check:9.1-share
says: 65 % is asked for here
"""

class Pilot:
    """Retrains when complete outcomes show decay, and asks no clerk."""

    last = -9

    def act(self, panel: dict) -> dict:
        """Retrain on decay, promote what is better."""
        new, z = panel["challenger"], panel["outcomes"]["z"] or 0.0
        if new and new["made_in"] == panel["month"] and new["gain"] and new["judged_by"] >= 300:
            if new["gain"] > new["error"]:
                return {"do": "promote", "reason": "better", "evidence": {"challenger.gain": new["gain"]}}
            return {"do": "keep"}
        sound = [month for month in panel["complete"] if not panel["batches"][month]][-7:]
        if z > 2 and panel["number"] >= self.last + 3 and panel["trainings"] < 8:
            self.last = panel["number"]
            return {"do": "retrain", "reason": "decay", "evidence": {"outcomes.z": z}, "months": sound}
        return {"do": "keep"}
