def share_interval(yes, asked):
    yes, asked = yes + 2, asked + 4
    share = yes / asked
    reach = 1.96 * (share * (1 - share) / asked) ** 0.5
    return [max(0, 100 * (share - reach)), min(100, 100 * (share + reach))]
