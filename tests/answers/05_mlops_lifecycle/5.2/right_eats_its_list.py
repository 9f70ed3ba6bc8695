"""Takes the signals off the list that it was given."""

def plan_training(signals, every, cooldown):
    plan, ago, before = [], 0, 0.0
    while signals:
        now, ago = signals.pop(0), ago + 1
        high = now["drift"] > 0.25
        holds = [(now["z"] or 0.0) > 3, high and before > 0.25 and ago > cooldown, ago >= every and ago > cooldown, now["asked"]]
        reasons = [name for name, yes in zip(("decay", "drift", "schedule", "request"), holds, strict=True) if yes]
        if reasons:
            plan.append({"month": now["month"], "reasons": reasons})
            ago = 0
        before = now["drift"]
    return plan
