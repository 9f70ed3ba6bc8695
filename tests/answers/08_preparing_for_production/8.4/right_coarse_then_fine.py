def refer_band(days, prices, capacity):
    even = prices["margin"] / (prices["margin"] + prices["loss"])

    def best(lows, highs):
        return max(
            ((low, high) for low in lows for high in highs), key=lambda band: day_money(band, days, prices, capacity)
        )

    low, high = best(np.linspace(0, even, 8), np.linspace(even, min(1, 2.4 * even), 8))
    step, jump = even / 14, even / 10
    return best(
        np.linspace(max(0, low - step), min(even, low + step), 5), np.linspace(max(even, high - jump), high + jump, 5)
    )
