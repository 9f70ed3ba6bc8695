"""Spends the capacity of sixty days as if cases could wait.

fails: hidden:8.4-high
says: 96 % of the room
"""


def refer_band(days, prices, capacity):
    """The band that would have earned most on the past days."""
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    bands = [(low * even, high * even) for low in np.linspace(0.3, 1, 12) for high in np.linspace(1, 2.1, 12)]
    return max(bands, key=lambda band: day_money(band, days.reshape(1, -1), prices, 60 * capacity))
