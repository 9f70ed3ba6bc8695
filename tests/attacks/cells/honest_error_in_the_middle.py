"""Honest in the second exercise; the first does not compile.

deserves: 2
review: no
"""

def double(number)
    return 2 *

# %% answer-1-3
def triple(number):
    return 3 * number
