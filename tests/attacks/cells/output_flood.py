"""Prints without an end, all at once and line by line.

deserves: 0
review: yes
says: printed more than
"""

print("x" * 30_000_000)
for _ in range(100_000):
    print("flood")

def double(number):
    return 0
