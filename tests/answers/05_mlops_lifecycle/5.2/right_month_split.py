"""Computes with the months, split at the hyphen."""

def plan_training(signals, every, cooldown):
    plan = []
    number = [12 * int(s["month"].split("-")[0]) + int(s["month"].split("-")[1]) for s in signals]
    last = number[0] - 1 if signals else 0
    for i in range(len(signals)):
        now = signals[i]
        resting = number[i] - last <= cooldown
        reasons = []
        if now["z"] is not None and now["z"] > 3:
            reasons.append("decay")
        if not resting and i > 0 and now["drift"] > 0.25 and signals[i - 1]["drift"] > 0.25:
            reasons.append("drift")
        if not resting and number[i] - last >= every:
            reasons.append("schedule")
        if now["asked"]:
            reasons.append("request")
        if reasons:
            plan.append({"month": now["month"], "reasons": reasons})
            last = number[i]
    return plan
