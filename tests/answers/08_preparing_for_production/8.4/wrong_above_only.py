"""Refers only whom it would refuse.

fails: check:8.4
says: of the room
"""


def refer_band(days, prices, capacity):
    """The band that would have earned most on the past days."""
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    bands = [(even, high * even) for low in np.linspace(0.3, 1, 12) for high in np.linspace(1, 2.1, 12)]
    return max(bands, key=lambda band: day_money(band, days, prices, capacity))
