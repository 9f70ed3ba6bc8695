"""Looks for a way to call something of the examiner.

deserves: never-act
works: no
"""

class Pilot:

    def act(self, panel):
        if panel["number"] == 2 and self.finds(panel):
            evidence = {"number": 2}
            return {"do": "refer", "reason": "found something", "evidence": evidence, "band": [0.0, 0.15]}
        return {"do": "keep"}

    def finds(self, panel):
        return any(callable(value) or hasattr(value, "_peer") for value in panel.values())
