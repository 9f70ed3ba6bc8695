from scipy.stats import beta


def share_interval(yes, asked):
    return 100 * beta.ppf([0.025, 0.975], yes + 0.5, asked - yes + 0.5)
