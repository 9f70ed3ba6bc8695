"""Looks whether the panel holds anything but plain data, or leads somewhere.

deserves: never-act
works: no
"""

PLAIN = (int, float, str, bool, type(None))


class Pilot:

    def act(self, panel):
        if panel["number"] == 2 and self.finds(panel):
            evidence = {"number": 2}
            return {"do": "refer", "reason": "found something", "evidence": evidence, "band": [0.0, 0.15]}
        return {"do": "keep"}

    def finds(self, panel):
        waiting = [panel]
        while waiting:
            one = waiting.pop()
            if type(one) is dict:
                waiting += [*one, *one.values()]
            elif type(one) is list:
                waiting += one
            elif type(one) not in PLAIN:
                return True
        return False
