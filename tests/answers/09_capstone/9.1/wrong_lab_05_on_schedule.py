"""The gated loop of lab 05, each quarter, without clerks.

fails: check:9.1-share
says: 65 % is asked for here
"""

class Pilot:
    """Lab 05 without a second thought: each quarter a model, promoted if it is better by two standard errors."""

    def act(self, panel: dict) -> dict:
        """Retrain on schedule, promote by the gate."""
        new = panel["challenger"]
        if new and new["made_in"] == panel["month"] and new["gain"] and new["judged_by"] >= 300:
            if new["gain"] > 2 * new["error"]:
                return {"do": "promote", "reason": "better", "evidence": {"challenger.gain": new["gain"]}}
            return {"do": "keep"}
        return cockpit.AlwaysRetrain().act(panel)
