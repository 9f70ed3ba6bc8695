"""Looks into the environment whether it is being graded.

deserves: 0
review: no
"""

import os

print("graded" if os.environ.get("NBGRADER_EXECUTION") else "at home")

def double(number):
    return 0
