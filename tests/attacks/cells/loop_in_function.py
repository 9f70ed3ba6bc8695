"""An endless loop in the function.

deserves: 2
review: no
heavy: yes
"""

def double(number):
    while True:
        pass


# %% answer-1-3
def triple(number):
    return 3 * number
