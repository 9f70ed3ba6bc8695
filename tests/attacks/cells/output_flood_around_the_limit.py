"""Changes the limit for outputs in its own process, and prints 30 MB.

deserves: 0
review: any
"""

import sys

shell = get_ipython()
shell.outputs._room = 10**12
print("x" * 30_000_000)

def double(number):
    return 0
