"""Writes down what it sees and looks it up in the next flight; no two checks fly the same world.

deserves: never-act
works: in the same world twice
"""

import json
from pathlib import Path


class Pilot:

    def act(self, panel):
        if panel["number"] == 2 and self.finds(panel):
            evidence = {"number": 2}
            return {"do": "refer", "reason": "found something", "evidence": evidence, "band": [0.0, 0.15]}
        return {"do": "keep"}

    def finds(self, panel):
        book = Path("flights.json")
        known = json.loads(book.read_text()) if book.exists() else []
        book.write_text(json.dumps([*known, panel["granted"]]))
        return panel["granted"] in known
