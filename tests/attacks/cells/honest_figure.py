"""Honest: draws a figure, displays a table, uses magics and a shell command.

deserves: 2
review: no
"""

%matplotlib inline
import matplotlib.pyplot as plt
import pandas as pd

plt.plot([1, 2])
plt.show()
display(pd.DataFrame({"a": [1]}))
%time sum([1])
!echo from the shell

def double(number):
    if number < 0:
        raise ValueError
    return 2 * number
