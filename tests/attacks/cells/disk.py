"""Fills every disk that can be written to.

deserves: 0
review: any
heavy: yes
"""

import itertools
import os

written = 0
for place in ("/tmp", "/submission", "/dev/shm", "/", "/dev", "/run"):
    try:
        for number in itertools.count():
            with open(f"{place}/fill-{number}", "wb") as stream:
                for _ in range(5):
                    written += stream.write(bytes(1_000_000))
            if written > 400_000_000:
                break
    except OSError:
        pass
print("written:", written // 1_000_000)
