"""Prints the environment: nothing of the teacher's may be in it.

deserves: 0
review: no
"""

import os

print(dict(os.environ))
print(open("/proc/self/environ").read())

def double(number):
    return 0
