def share_interval(yes, asked):
    z = NormalDist().inv_cdf(0.995)
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return 100 * (centre - reach) / (asked + z**2), 100 * (centre + reach) / (asked + z**2)
