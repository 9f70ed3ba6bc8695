"""Rules as columns of a frame, the cool-down in a loop."""

import pandas as pd


def plan_training(signals, every, cooldown):
    if not signals:
        return []
    frame = pd.DataFrame(signals)
    high = frame["drift"] > 0.25
    drift = high & high.shift(fill_value=False)
    decay = pd.to_numeric(frame["z"]).gt(3)
    plan, last = [], -1
    for place, month in enumerate(frame["month"]):
        ago = place - last
        holds = [decay[place], drift[place] and ago > cooldown, ago >= every and ago > cooldown, frame["asked"][place]]
        reasons = [name for name, yes in zip(["decay", "drift", "schedule", "request"], holds) if yes]
        if reasons:
            last = place
            plan += [{"month": month, "reasons": reasons}]
    return plan
