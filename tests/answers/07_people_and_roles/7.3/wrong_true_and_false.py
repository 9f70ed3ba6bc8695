"""Answers True or False.

fails: check:7.3
says: step should return
"""

class Canary:
    def __init__(self):
        pass

    def step(self, minute):
        return minute["new_failed"] < minute["old_failed"]
