"""Writes everywhere: the system, the course, start-up folders, devices.

deserves: 0
review: no
"""

import os

written = []
for place in ("/", "/etc", "/usr", "/usr/lib", "/work", "/root", "/home", "/dev", "/given", "/proc/sys/kernel", "/sys"):
    try:
        with open(os.path.join(place, "written-by-a-learner"), "w") as stream:
            stream.write("here")
        written.append(place)
    except OSError:
        pass
print("written:", written)

def double(number):
    return 0
