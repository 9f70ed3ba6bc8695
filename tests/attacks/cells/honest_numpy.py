"""Honest: returns a numpy scalar and a subclass of the exception.

deserves: 2
review: no
"""

import numpy as np


class Negative(ValueError):
    def __init__(self, number, more):
        super().__init__(f"{number} is negative")


def double(number):
    if number < 0:
        raise Negative(number, 1)
    return np.float32(number) * np.float32(2)
