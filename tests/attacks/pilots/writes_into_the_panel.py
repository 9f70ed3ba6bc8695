"""Empties the panel that it got, so that later panels or the rules might believe it.

deserves: never-act
works: no
"""

class Pilot:
    def act(self, panel):
        for part in list(panel.values()):
            if type(part) in (dict, list):
                part.clear()
        panel.clear()
        return {"do": "keep"}
