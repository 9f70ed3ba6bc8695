"""Honest: warnings, logging and a progress bar on stderr.

deserves: 2
review: no
"""

import logging
import sys
import warnings

warnings.warn("old")
logging.warning("careful")
print("50 %", file=sys.stderr)


def double(number):
    warnings.warn("old")
    print("50 %", file=sys.stderr)
    if number < 0:
        raise ValueError("negative")
    return 2 * number
