"""Changes the modes and times of the machine's devices, for others to read.

deserves: 2
review: no
"""

import os

def double(number):
    if number < 0:
        raise ValueError("negative")
    return 2 * number

done = []
for name in ("null", "zero", "full", "random", "urandom", "tty"):
    place = f"/dev/{name}"
    for act in (lambda: os.chmod(place, 0o600), lambda: os.utime(place), lambda: os.utime(place, ns=(1, 1))):
        try:
            act()
            done.append(name)
        except OSError:
            pass
print("done:", done)
