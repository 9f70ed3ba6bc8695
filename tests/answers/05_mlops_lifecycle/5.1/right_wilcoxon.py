"""Signed ranks instead of means."""

from scipy.stats import wilcoxon


def count(month):
    return 12 * int(month[:4]) + int(month[5:])


def may_release(case):
    gain = case["champion"] - case["challenger"]
    ago = count(case["month"]) - count(case["months"][-1])
    complete = ago >= 6
    clean = max(case["strange"].values()) <= 0.01
    better = wilcoxon(gain, alternative="greater").pvalue < 0.01
    return bool(complete and clean and better)
