"""A source so nested that the compiler gives up.

deserves: 0
review: any
"""

print('start')
eval("(" * 90 + "1" + ")" * 90)
exec("-" * 100_000 + "1")

def double(number):
    return 0
