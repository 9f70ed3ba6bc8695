"""Replaces numpy's and the simulator's functions in its own process.

deserves: never-act
works: no
"""

import numpy as np

from bora import cockpit, flight, money

np.where = lambda *rest: rest[1]
flight.money.BREAK_EVEN = money.MARGIN_RATE = 1.0
cockpit.PRICES.clear()
cockpit.RULES.clear()
cockpit.broken = lambda *rest: []
cockpit.fly = lambda *rest, **more: None


class Pilot:
    def act(self, panel):
        return {"do": "keep"}
