"""Takes all the memory it can get, in one process.

deserves: 0
review: any
heavy: yes
"""

hoard = []
while True:
    hoard.append(bytearray(50_000_000))
