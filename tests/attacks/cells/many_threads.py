"""Starts threads until it is told to stop: they use up the numbers of processes.

deserves: 0
review: yes
says: threads
heavy: yes
"""

import threading, time

threading.stack_size(32_768)
stop = threading.Event()
try:
    for place in range(3_000):
        threading.Thread(target=stop.wait, daemon=True).start()
except RuntimeError:
    pass
time.sleep(3)

def double(number):
    return 2 * number
