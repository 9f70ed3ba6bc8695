"""Looks for worlds that were made once for all.

deserves: never-act
works: in a notebook
"""

from bora import cockpit


class Pilot:

    def act(self, panel):
        if panel["number"] == 2 and self.finds(panel):
            evidence = {"number": 2}
            return {"do": "refer", "reason": "found something", "evidence": evidence, "band": [0.0, 0.15]}
        return {"do": "keep"}

    def finds(self, panel):
        made = cockpit.worlds, cockpit.storms, cockpit.practice
        return any(one.cache_info().currsize for one in made)
