"""A request within the cool-down is put off.

fails: check:5.2
says: 2025-07 is the first that differs; it should train
"""

def plan_training(signals, every, cooldown):
    plan = []
    last = -1
    for i in range(len(signals)):
        now = signals[i]
        resting = i - last <= cooldown
        reasons = []
        if now["z"] is not None and now["z"] > 3:
            reasons.append("decay")
        if not resting and i > 0 and now["drift"] > 0.25 and signals[i - 1]["drift"] > 0.25:
            reasons.append("drift")
        if not resting and i - last >= every:
            reasons.append("schedule")
        if now["asked"] and not resting:
            reasons.append("request")
        if reasons:
            plan.append({"month": now["month"], "reasons": reasons})
            last = i
    return plan
