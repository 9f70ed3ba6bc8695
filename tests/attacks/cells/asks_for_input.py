"""Asks for input, which nobody gives.

deserves: 0
review: no
"""

def double(number):
    return float(input("The answer, please: "))


double(4)
