"""Helpers with names that a check might use as well."""

def causes(now, before, ago, every, cooldown):
    yield "decay", now["z"] is not None and now["z"] > 3
    yield "drift", ago > cooldown and before is not None and min(now["drift"], before["drift"]) > 0.25
    yield "schedule", ago > cooldown and ago >= every
    yield "request", now["asked"]


def named(pairs):
    return [name for name, holds in pairs if holds]


def plan_training(signals, every, cooldown):
    plan, ago = [], 0
    for before, now in zip([None, *signals], signals):
        ago += 1
        found = named(causes(now, before, ago, every, cooldown))
        if found:
            plan.append({"month": now["month"], "reasons": found})
            ago = 0
    return plan
