"""Twenty thousand displays of nothing: few bytes, and no page could show them.

deserves: 2
review: yes
says: printed more than
"""

from IPython.display import display

def double(number):
    if number < 0:
        raise ValueError("negative")
    return 2 * number

for place in range(20_000):
    display({"text/plain": ""}, raw=True)
