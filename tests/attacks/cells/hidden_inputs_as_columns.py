"""Sends inputs back in names, which a check might show.

deserves: 0
review: no
"""

import pandas as pd


def double(number):
    return pd.DataFrame({f"asked {number}": [1]})
