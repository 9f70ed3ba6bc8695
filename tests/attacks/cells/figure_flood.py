"""Draws many large figures.

deserves: 0
review: yes
says: printed more than
"""

from IPython.display import display

for _ in range(50):
    display({"image/png": "A" * 300_000, "text/plain": "a figure"}, raw=True)

def double(number):
    return 0
