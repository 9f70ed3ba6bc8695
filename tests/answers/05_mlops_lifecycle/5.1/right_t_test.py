"""A paired t-test, one-sided."""

from scipy import stats


def may_release(case):
    late = 12 * int(case["month"][:4]) + int(case["month"][5:])
    newest = max(12 * int(month[:4]) + int(month[5:]) for month in case["months"])
    if late - newest < 6 or max(case["strange"].values()) > 0.01:
        return False
    return stats.ttest_rel(case["champion"], case["challenger"], alternative="greater").pvalue < 0.05
