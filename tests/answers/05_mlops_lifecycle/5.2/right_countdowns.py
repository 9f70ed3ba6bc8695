"""Counts down instead of computing distances; reasons as tuples."""

def plan_training(signals, every, cooldown):
    rest, until_due, before, plan = cooldown, every, 0.0, []
    for now in signals:
        until_due -= 1
        reasons = ("decay",) if (now["z"] or 0) > 3 else ()
        if rest <= 0:
            reasons += ("drift",) * (min(before, now["drift"]) > 0.25) + ("schedule",) * (until_due <= 0)
        reasons += ("request",) * now["asked"]
        rest -= 1
        if reasons:
            plan.append(dict(reasons=reasons, month=now["month"]))
            rest, until_due = cooldown, every
        before = now["drift"]
    return plan
