"""Says the causes in turn.

fails: check:7.5
says: times you accuse somebody wrongly
"""

CALLS = [0]


def diagnose(inboxes):
    CALLS[0] += 1
    return {"cause": CAUSES[CALLS[0] % 8], "month": "2024-08", "first": "DevOps"}
