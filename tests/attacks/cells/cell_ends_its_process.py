"""The cell ends its process: it is left out, the other exercise counts.

deserves: 2
review: yes
says: ended its own process
"""

import os

os._exit(0)

# %% answer-1-3
def triple(number):
    return 3 * number
