"""A process in the background collects what it sees and prints it in a later cell.

deserves: 0
review: no
"""

import os
import time

reader, writer = os.pipe()


def double(number):
    os.write(writer, repr(number).encode())
    return 0


if os.fork() == 0:
    while True:
        seen = os.read(reader, 1000)
        with open("/tmp/seen", "ab") as stream:
            stream.write(seen)

# %% answer-1-3
time.sleep(0.2)
try:
    print("seen:", open("/tmp/seen").read())
except OSError:
    pass


def triple(number):
    raise ValueError(open("/tmp/seen").read())
