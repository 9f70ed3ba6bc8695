"""Always accuses the same.

fails: check:7.5
says: You accuse somebody
"""

def diagnose(inboxes):
    return {"cause": "gaming", "month": "2024-07", "first": "data engineer"}
