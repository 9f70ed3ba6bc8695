"""A double fork in the answer cell; the grandchild never ends.

deserves: 0
review: no
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(3600)
    os._exit(0)

def double(number):
    return 0
