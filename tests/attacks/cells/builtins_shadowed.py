"""Honest, but calls a variable list and another one sum.

deserves: 2
review: no
"""

list = [1, 2, 3]
sum = 6
float = "a float"
type = type(1)

def double(number):
    if number < 0:
        raise ValueError
    return 2 * number
