"""A sound interval, but nobody is 0 % and everybody 100 %, for certain.

fails: check:1.3
says: at most 35 is asked for
"""


def share_interval(yes, asked):
    if yes in (0, asked):
        return 100 * yes / asked, 100 * yes / asked
    yes, asked = yes + 2, asked + 4
    share = yes / asked
    reach = 1.96 * (share * (1 - share) / asked) ** 0.5
    return max(0, 100 * (share - reach)), min(100, 100 * (share + reach))
