"""Honest: a pool of threads and one of processes.

deserves: 2
review: no
"""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

with ThreadPoolExecutor(2) as pool:
    list(pool.map(abs, [1, 2]))
with ProcessPoolExecutor(2) as pool:
    list(pool.map(abs, [1, 2]))

def double(number):
    if number < 0:
        raise ValueError
    return 2 * number
