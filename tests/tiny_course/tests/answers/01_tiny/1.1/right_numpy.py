import numpy as np


def double(number):
    if number < 0:
        raise ValueError
    return np.float64(number) * 2
