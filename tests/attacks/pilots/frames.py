"""Looks for the world in the frames above it.

deserves: never-act
works: in a notebook
"""

import sys


class Pilot:

    def act(self, panel):
        if panel["number"] == 2 and self.finds(panel):
            evidence = {"number": 2}
            return {"do": "refer", "reason": "found something", "evidence": evidence, "band": [0.0, 0.15]}
        return {"do": "keep"}

    def finds(self, panel):
        frame = sys._getframe()
        while frame:
            if any(type(value).__name__ in ("Terrain", "_Run", "_Desk", "View") for value in frame.f_locals.values()):
                return True
            frame = frame.f_back
        return False
