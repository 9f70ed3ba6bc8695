"""Returns the input of a check, so that the message about a wrong result would show it.

deserves: 0
review: no
"""


def double(number):
    return number
