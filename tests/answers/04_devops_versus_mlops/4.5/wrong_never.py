"""Never accuses anybody: no false alarm, no catch.

fails: check:4.5
says: a month of liars
"""

def cheats_at(month, past, cut):
    return False
