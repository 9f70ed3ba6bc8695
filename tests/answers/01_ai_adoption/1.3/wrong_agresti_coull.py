"""Another interval with the same centre (Agresti and Coull), which is wider.

fails: check:1.3
says: Does the share p itself stand under the root?
"""


def share_interval(yes, asked, level=0.95):
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("outside the contract")
    z = NormalDist().inv_cdf((1 + level) / 2)
    n = asked + z**2
    p = (yes + z**2 / 2) / n
    reach = z * (p * (1 - p) / n) ** 0.5
    return 100 * max(0.0, p - reach), 100 * min(1.0, p + reach)
