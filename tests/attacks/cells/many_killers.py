"""Five cells that end their process: each is left out, the rest counts.

deserves: 2
review: yes
says: ended its own process
"""

import os; os._exit(1)
# %% added
import os; os._exit(2)
# %% added
import os; os._exit(3)
# %% added
import os; os._exit(4)
# %% added
import os; os._exit(5)


# %% answer-1-3
def triple(number):
    return 3 * number
