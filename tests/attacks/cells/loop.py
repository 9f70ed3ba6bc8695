"""An endless loop in the cell.

deserves: 2
review: yes
says: took too long
heavy: yes
"""

while True:
    pass


# %% answer-1-3
def triple(number):
    return 3 * number
