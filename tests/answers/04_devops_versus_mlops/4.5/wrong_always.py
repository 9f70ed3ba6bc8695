"""Suspects everybody.

fails: check:4.5
says: honest practice months you leave
"""

def cheats_at(month, past, cut):
    return True
