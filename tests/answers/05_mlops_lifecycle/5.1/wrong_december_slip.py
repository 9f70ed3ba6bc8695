"""Adds six months with a slip: June and six make month 00 of the next year, so December is too early.

fails: hidden:5.1-edges
says: June as its newest month, decided in December
"""

def may_release(case):
    gain = case["champion"] - case["challenger"]
    clean = max(case["strange"].values()) <= 0.01
    better = gain.mean() > 2.58 * gain.std() / len(gain) ** 0.5
    year, month = int(case["months"][-1][:4]), int(case["months"][-1][5:]) + 6
    complete = f"{year + month // 12}-{month % 12:02d}" <= case["month"]
    return bool(complete and clean and better)
