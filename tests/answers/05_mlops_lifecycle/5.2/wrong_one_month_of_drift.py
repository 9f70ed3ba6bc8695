"""One month of drift is reason enough.

fails: check:5.2
says: A list of reasons in the example
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
        if not resting and now["drift"] > 0.25:
            reasons.append("drift")
        if not resting and i - last >= every:
            reasons.append("schedule")
        if now["asked"]:
            reasons.append("request")
        if reasons:
            plan.append({"month": now["month"], "reasons": reasons})
            last = i
    return plan
