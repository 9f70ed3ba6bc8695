"""A loop that swallows every interruption.

deserves: 2
review: yes
says: took too long
heavy: yes
"""

while True:
    try:
        while True:
            pass
    except BaseException:
        pass


# %% answer-1-3
def triple(number):
    return 3 * number
