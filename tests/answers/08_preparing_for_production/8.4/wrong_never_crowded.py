"""So narrow that the clerks have a place on every day.

fails: check:8.4
says: of the room
"""


def refer_band(days, prices, capacity):
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    for width in np.linspace(1, 0, 200):
        low, high = even * (1 - 0.7 * width), even * (1 + 1.1 * width)
        if ((days >= low) & (days < high)).sum(axis=1).max() <= capacity:
            return low, high
    return even, even
