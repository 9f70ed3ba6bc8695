"""Functions of the panel only; the class remembers nothing, and says the same in other words."""

KINDS = ["salaried", "self_employed", "temporary", "pensioner"]


def loudest(readings):
    known = {kind: readings[kind] for kind in KINDS if readings[kind] is not None}
    return max(known, key=known.get) if known else None


def said(panel, do, reason, *names, **more):
    evidence = {}
    for name in names:
        value = panel
        for key in name.split("."):
            value = value[key]
        evidence[name] = value
    return {"do": do, "reason": reason, "evidence": evidence, **more}


class Pilot:
    def act(self, panel):
        new = panel["challenger"]
        if new is not None and new["made_in"] == panel["month"] and new["gain"] is not None and new["error"]:
            complete = all(month in panel["complete"] for month in new["held_out"])
            if complete and new["judged_by"] >= 300 and new["gain"] / new["error"] > 1:
                return said(panel, "promote", "it is better", "challenger.gain")
        kind = loudest(panel["outcomes"])
        sound = [month for month, fault in panel["batches"].items() if not fault and month in panel["complete"]]
        if kind and panel["outcomes"][kind] > 2 and panel["asked"] == 0 and len(sound) >= 4 and panel["trainings"] < 8:
            return said(panel, "retrain", "decay", f"outcomes.{kind}", months=sound[-5:])
        kind = loudest(panel["early"])
        band = [0, 0]
        if kind and panel["early"][kind] > (1.5 if panel["clerks"]["high"] == 0.21 else 3):
            band = [0.08, 0.21]
        if panel["feed"]["fault"]:
            band = [0.7, 1]
        if [panel["clerks"]["low"], panel["clerks"]["high"]] != band:
            return said(panel, "refer", "another band", "clerks.low", "clerks.high", band=band)
        return {"do": "keep"}
