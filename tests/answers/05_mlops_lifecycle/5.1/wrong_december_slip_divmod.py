"""The slip with December, written with divmod.

fails: hidden:5.1-edges
says: June as its newest month, decided in December
"""

def may_release(case):
    gain = case["champion"] - case["challenger"]
    clean = max(case["strange"].values()) <= 0.01
    better = gain.mean() > 2.58 * gain.std() / len(gain) ** 0.5
    year, month = case["months"][-1].split("-")
    more, month = divmod(int(month) + 6, 12)
    complete = f"{int(year) + more}-{month:02d}" <= case["month"]
    return bool(complete and clean and better)
