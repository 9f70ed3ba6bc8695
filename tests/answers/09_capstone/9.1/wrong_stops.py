"""Stops the model when an employment defaults more than promised.

fails: check:9.1
says: earns no more than never-act
"""

class Pilot:
    def act(self, panel):
        if (panel["early"]["z"] or 0) > 2 and not panel["stopped"]:
            evidence = {"early.z": panel["early"]["z"]}
            return {"do": "stop", "reason": "decay", "evidence": evidence}
        return {"do": "keep"}
