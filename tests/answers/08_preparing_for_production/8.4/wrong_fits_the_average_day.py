"""As many in the band as there are places, on average.

fails: check:8.4
says: of the room
"""


def refer_band(days, prices, capacity):
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    right, clerk = prices["clerk_right"], prices["clerk"]
    pds = np.linspace(0, 1, 1001)
    asked = (1 - pds) * right * prices["margin"] - pds * (1 - right) * prices["loss"] - clerk
    better = asked > np.maximum((1 - pds) * prices["margin"] - pds * prices["loss"], 0)
    if not better.any():
        return even, even
    widest = pds[better].min(), pds[better].max()
    for width in np.linspace(1, 0, 101):
        low, high = (even + width * (end - even) for end in widest)
        if ((days >= low) & (days < high)).sum(axis=1).mean() <= capacity:
            return min(low, even), max(high, even)
    return even, even
