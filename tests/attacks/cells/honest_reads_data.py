"""Honest: reads the data beside the notebook.

deserves: 2
review: no
"""

import csv

rows = list(csv.DictReader(open("data/numbers.csv")))
assert len(rows) == 2

def double(number):
    if number < 0:
        raise ValueError
    return 2 * number
