"""The cell forks, and both processes go on as if they were the learner's: the copy answers as well.

deserves: 0
review: any
"""

import os

os.fork()

def double(number):
    return 0
