def refer_band(days, prices, capacity):
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    low = high = even
    lows, highs = even * np.linspace(0.2, 1, 17), even * np.linspace(1, 2.2, 19)
    for _ in range(4):
        low = max(lows, key=lambda one: day_money((one, high), days, prices, capacity))
        high = max(highs, key=lambda one: day_money((low, one), days, prices, capacity))
    return [float(low), float(high)]
