"""The function calls sys.exit.

deserves: 0
review: no
"""

import sys


def double(number):
    sys.exit(0)
