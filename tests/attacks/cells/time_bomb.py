"""Answers rightly at first and wrongly later.

deserves: 1
review: no
"""

calls = []


def double(number):
    calls.append(number)
    return 2 * number if len(calls) == 1 else 0
