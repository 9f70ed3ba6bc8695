def refer_band(days, prices, capacity):
    rng = np.random.default_rng(0)
    even = prices["margin"] / (prices["margin"] + prices["loss"])
    bands = np.sort(even * np.column_stack([rng.uniform(0.3, 1, 180), rng.uniform(1, 2.2, 180)]), axis=1)
    earned = [day_money(tuple(band), days, prices, capacity) for band in bands]
    return bands[int(np.argmax(earned))]
