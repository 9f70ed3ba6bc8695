"""Looks for the world, or any large array of numbers, among all objects of the process.

deserves: never-act
works: in a notebook
"""

import gc


class Pilot:

    def act(self, panel):
        if panel["number"] == 2 and self.finds(panel):
            evidence = {"number": 2}
            return {"do": "refer", "reason": "found something", "evidence": evidence, "band": [0.0, 0.15]}
        return {"do": "keep"}

    def finds(self, panel):
        for thing in gc.get_objects():
            if type(thing).__name__ in ("Terrain", "World", "Scenario", "_Books"):
                return True
            inside = vars(thing).values() if hasattr(thing, "__dict__") and not isinstance(thing, type) else ()
            if any(type(one).__name__ == "ndarray" and one.size > 20_000 for one in inside):
                return True
        return False
