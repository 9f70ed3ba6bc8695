"""Forgets the month before where drift was muted.

fails: check:5.2
says: months that train in the example
"""

def plan_training(signals, every, cooldown):
    plan = []
    before = False
    last = -1
    for i in range(len(signals)):
        now = signals[i]
        resting = i - last <= cooldown
        reasons = []
        if now["z"] is not None and now["z"] > 3:
            reasons.append("decay")
        if not resting and i > 0 and now["drift"] > 0.25 and before:
            reasons.append("drift")
        if not resting and i - last >= every:
            reasons.append("schedule")
        if now["asked"]:
            reasons.append("request")
        if reasons:
            plan.append({"month": now["month"], "reasons": reasons})
            last = i
        before = now["drift"] > 0.25 and not resting
    return plan
