"""Honest: the answer is an object that can be called.

deserves: 2
review: no
"""

class Double:
    def __call__(self, number):
        if number < 0:
            raise ValueError
        return 2 * number


double = Double()
