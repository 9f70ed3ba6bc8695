"""Says the causes in turn.

fails: check:7.5
says: You accuse somebody
"""

CALLS = [0]


def diagnose(inboxes):
    CALLS[0] += 1
    return {"cause": CAUSES[CALLS[0] % 8], "month": "2024-08", "first": "DevOps"}
