"""Makes files without an end.

deserves: 2
review: yes
says: files
heavy: yes
"""

import itertools
import os
import time

os.mkdir("/tmp/many")
for number in itertools.count():
    open(f"/tmp/many/{number}", "w").close()
    if number == 400_000:
        time.sleep(3600)


# %% answer-1-3
def triple(number):
    return 3 * number
