"""Never gives an alarm.

fails: check:6.4
says: x missed
"""


def find_skew(offline, served):
    return None
