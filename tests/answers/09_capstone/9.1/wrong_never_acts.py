"""Never acts.

fails: check:9.1
says: earns no more than never-act
"""

class Pilot:
    def act(self, panel):
        return {"do": "keep"}
