"""Half characters (lone surrogates) in outputs and messages: no file can hold them.

deserves: 0
review: no
"""

print("\ud800")
print({"\udfff": "\x00\x1b[2J"})


def double(number):
    raise ValueError("\ud800 \x00")
