"""The reference answer, of both exercises.

deserves: 4
review: no
"""

def double(number):
    if number < 0:
        raise ValueError
    return 2 * number


# %% answer-1-3
def triple(number):
    return 3 * number
