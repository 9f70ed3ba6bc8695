"""A few bytes that unfold to more than the memory of the machine.

deserves: 0
review: no
"""

import pandas as pd


def double(number):
    return [pd.Series(range(3)), range(10**15), pd.DataFrame(index=pd.RangeIndex(10**15))][int(number) % 3]
