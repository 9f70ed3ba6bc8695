def share_interval(yes, asked):
    if yes == 0:
        return 0, min(100, 300 / asked)
    if yes == asked:
        return max(0, 100 - 300 / asked), 100
    p = yes / asked
    reach = 1.96 * (p * (1 - p) / asked) ** 0.5
    return 100 * max(0, p - reach), 100 * min(1, p + reach)
